import type { EmulationTestContent } from "../../shared/model/emulation-test.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import { fieldAt, isJsonObject, textOfJson } from "../detections/json-fields.ts";
import type { Table } from "../detections/table-columns.ts";
import { findNetworkNeeds } from "./network-needs.ts";
import type { SaidOutcome } from "./outcome-words.ts";
import { readMarks, readOutcomeWord, readYes } from "./outcome-words.ts";
import type { ReadCase, ReadEmulation, ReadRun } from "./read-emulation.ts";
import { aReading, aTestCaseContent, cut, cutLong } from "./read-emulation.ts";
import { readMoment } from "./read-moment.ts";
import { columnsOf } from "./table-cells.ts";

/** Fields with a place of their own; the others of a test case are kept as they are. */
const placed = new Set([
  ...["id", "assessmentid", "uuid", "name", "objective", "actions", "mitreid", "tactic", "targets"],
  ...["rednotes", "bluenotes", "starttime", "endtime", "detecttime", "outcome", "visible"],
]);
/** Fields that only a test case has that somebody works on; a template has none of them. */
const ofCases = ["id", "state", "outcome", "starttime", "prevented", "alerted"];

/** Whether a JSON value is a list of PurpleOps' test cases, or of its templates. */
export function isPurpleOps(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (one) => isJsonObject(one) && Object.hasOwn(one, "mitreid") && Object.hasOwn(one, "actions"),
    )
  );
}

/** Whether a table is an export of PurpleOps, by its headings. */
export function isPurpleOpsTable({ columns }: Table): boolean {
  return ["mitreid", "rednotes", "bluenotes"].every((name) => columns.includes(name));
}

/** Reads PurpleOps' test cases or templates from its JSON. */
export function readPurpleOps(file: string, value: unknown): ReadEmulation {
  const rows = (Array.isArray(value) ? value.filter(isJsonObject) : []).map((object): Row => ({
    line: null,
    names: Object.keys(object),
    of: (name) => {
      const field = fieldAt(object, name);
      return field === undefined || field === null ? "" : textOfJson(field).trim();
    },
  }));
  return readRows(file, rows);
}

/** Reads PurpleOps' test cases from its CSV. */
export function readPurpleOpsTable(table: Table): ReadEmulation {
  const cell = columnsOf(table);
  const rows = table.rows.map((row): Row => ({
    line: row.line,
    names: table.columns,
    of: (name) => cell(row, name),
  }));
  return readRows(table.file, rows);
}

/** A test case, whichever way it is written. */
interface Row {
  readonly line: number | null;
  readonly names: readonly string[];
  readonly of: (name: string) => string;
}

function readRows(file: string, rows: readonly Row[]): ReadEmulation {
  const items: ReportItem[] = [];
  const tests: EmulationTestContent[] = [];
  const runs = new Map<string, ReadCase[]>();
  for (const row of rows) {
    const { of, line, names } = row;
    const name = of("name");
    const tell = (kind: string, message: string, effect: string) =>
      items.push({ class: kind, what: name || of("mitreid"), file, line, message, effect });
    if (name === "" && of("mitreid") === "") {
      tell("skipped", "names neither a test nor a technique", "not taken");
      continue;
    }
    const testKey = cut(of("uuid") || [of("mitreid"), name].filter(Boolean).join(": "));
    if (!names.some((field) => ofCases.includes(field) && of(field) !== "")) {
      tests.push(templateOf(file, row, testKey));
      continue;
    }
    if (of("mitreid") === "") tell("no technique", "names no technique", "counts for no technique");
    const moment = (field: string) => {
      const read = of(field) === "" ? null : readMoment(of(field));
      if (of(field) !== "" && read === null) {
        tell("unreadable time", `${field} is "${of(field).slice(0, 60)}"`, "left empty");
      }
      if (read?.zoneAssumed === true) tell("no zone", `${field} names no zone`, "taken as UTC");
      return read?.at ?? null;
    };
    const said = saidBy(row);
    if (said === null) {
      tell("unknown outcome", `says "${of("outcome")}"`, "not assessed, until somebody does");
    }
    const assessment = of("assessmentid");
    const cases = runs.get(assessment) ?? [];
    runs.set(assessment, cases);
    const detectedAt = moment("detecttime");
    const { outcome, seen } = said ?? { outcome: "not-assessed" as const, seen: null };
    const isAlert = outcome === "alerted" || seen === "alert";
    cases.push({
      key: of("id") || testKey,
      file,
      line,
      content: aTestCaseContent({
        source: "purpleops",
        testKey,
        name: cut(name === "" ? of("mitreid") : name),
        written: cut(of("mitreid")),
        tactic: of("tactic") === "" ? null : cut(of("tactic")),
        host: cut(of("targets")),
        command: cutLong(of("actions")),
        startAt: moment("starttime"),
        endAt: moment("endtime"),
        outcome,
        seen,
        alertAt: isAlert ? detectedAt : null,
        original: of("outcome") === "" ? null : cut(of("outcome")),
        redNotes: cutLong(of("rednotes")),
        blueNotes: cutLong(of("bluenotes")),
        ownFields: names
          .filter((field) => !placed.has(field) && of(field) !== "")
          .map((field) => ({ name: field, value: of(field) })),
      }),
    });
  }
  return aReading({
    format: tests.length > 0 && runs.size === 0 ? "PurpleOps templates" : "PurpleOps test cases",
    tests,
    runs: [...runs].map(([assessment, cases]): ReadRun => {
      const times = cases
        .flatMap(({ content }) => [content.startAt, content.endAt])
        .filter((at) => at !== null)
        .sort();
      return {
        key: `purpleops ${assessment}`,
        content: {
          name: cut(assessment === "" ? "PurpleOps" : `PurpleOps ${assessment}`),
          who: "",
          tool: "PurpleOps",
          startedAt: times[0] ?? null,
          endedAt: times.at(-1) ?? null,
          version: null,
          notes: "",
        },
        cases,
      };
    }),
    items,
  });
}

/** Its own word, else its marks; null for a word that means nothing to us. */
function saidBy({ of }: Row): SaidOutcome | null {
  const word = of("outcome");
  const marks = readMarks({
    prevented: readYes(of("prevented")),
    alerted: readYes(of("alerted")),
    logged: readYes(of("logged")),
  });
  if (word === "") return marks;
  const said = readOutcomeWord(word);
  return said === null || said.outcome !== "blocked" || said.seen !== null
    ? said
    : { outcome: "blocked", seen: marks.seen };
}

function templateOf(file: string, { of }: Row, key: string): EmulationTestContent {
  const parts = {
    executors: [
      {
        platforms: [],
        name: "manual",
        command: cutLong(of("actions")),
        cleanup: "",
        elevated: null,
      },
    ],
    inputs: [],
    prerequisites: [],
  };
  return {
    source: "purpleops",
    key,
    name: cut(of("name")),
    description: cutLong(of("objective")),
    written: of("mitreid") === "" ? [] : [cut(of("mitreid"))],
    tactic: of("tactic") === "" ? null : cut(of("tactic")),
    version: null,
    ...parts,
    network: findNetworkNeeds(parts),
    file,
  };
}

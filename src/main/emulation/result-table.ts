import type { BlockSeen, ExpectedOutcome, Outcome } from "../../shared/model/emulation.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { ResultField, ResultReading } from "../../shared/model/result-table.ts";
import type { Table, TableRow } from "../detections/table-columns.ts";
import { prepareAlertTimes } from "./alert-times.ts";
import { readMarks, readOutcomeWord, readYes } from "./outcome-words.ts";
import type { ReadCase, ReadEmulation, ReadRun } from "./read-emulation.ts";
import { aReading, aTestCaseContent, cut, cutLong } from "./read-emulation.ts";
import { recogniseResultColumns } from "./result-columns.ts";
import { columnsOf } from "./table-cells.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads a table of results whose columns somebody named: a test case for each row.
 *
 * Its runs are those that it names, else one of the file's name. A test case is known again by run,
 * technique, test, host and start, and by how many of these came before; what was said of it is no
 * part of that, so that a table which says more later changes what is there.
 */
export function readResultTable(table: Table, reading: ResultReading = {}): ReadEmulation {
  const { file } = table;
  const mapping = reading.mapping ?? recogniseResultColumns(table.columns);
  const cell = columnsOf(table);
  const columnOf = (field: ResultField) => mapping.find((each) => each.field === field)?.column;
  const of = (row: TableRow, field: ResultField) => {
    const column = columnOf(field);
    return column === undefined ? "" : cell(row, column);
  };
  const timesOf = (field: ResultField) =>
    prepareAlertTimes(
      table.rows.map((row) => of(row, field)),
      columnOf(field) ?? "",
      reading,
    );
  const times = { start: timesOf("start"), end: timesOf("end"), alertAt: timesOf("alertAt") };
  const placed = new Set(mapping.map(({ column }) => column));
  const words = new Map(
    (reading.outcomes ?? []).map(({ word, outcome }) => [wordKey(word), outcome]),
  );
  const items: ReportItem[] = [];
  const runs = new Map<string, ReadCase[]>();
  const seen = new Map<string, number>();
  const whole = new Set<string>();
  for (const row of table.rows) {
    const { line } = row;
    const [technique, test] = [of(row, "technique"), of(row, "test")];
    const tell = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what: test || technique || "a row", file, line, message, effect });
    if (technique === "" && test === "") {
      tell("skipped", "names neither a test nor a technique", "no test case");
      continue;
    }
    const text = JSON.stringify(row.cells);
    if (whole.has(text)) {
      tell("duplicates", "stands there twice", "taken once");
      continue;
    }
    whole.add(text);
    if (technique === "") tell("no technique", "names no technique", "counts for no technique");
    const moment = (field: "start" | "end" | "alertAt") => {
      const written = of(row, field);
      const at = written === "" ? null : times[field].read(written);
      if (written !== "" && at === null) {
        tell("unreadable time", `${columnOf(field) ?? field} is "${cut(written)}"`, "left empty");
      }
      return at === null ? null : new Date(at).toISOString();
    };
    const said = saidBy((field) => of(row, field), words);
    if (said === null) {
      tell("unknown outcome", `says "${of(row, "outcome")}"`, "not assessed, until somebody does");
    }
    const expected = readExpected(of(row, "expected"));
    if (expected === undefined) {
      tell("unknown expectation", `says "${of(row, "expected")}"`, "the usual is expected");
    }
    const key = of(row, "testKey");
    const startAt = moment("start");
    const run = of(row, "run") || nameOfFile(file);
    const place = JSON.stringify([run, technique, test, key, of(row, "host"), startAt]);
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    const cases = runs.get(run) ?? [];
    runs.set(run, cases);
    cases.push({
      key: before === 0 ? place : `${place} ${before + 1}`,
      file,
      line,
      content: aTestCaseContent({
        source: guid.test(key) ? "atomic" : "own",
        testKey: cut(key.toLowerCase() || [technique, test].filter(Boolean).join(": ")),
        name: cut(test === "" ? technique : test),
        written: cut(technique),
        tactic: of(row, "tactic") === "" ? null : cut(of(row, "tactic")),
        group: cut(of(row, "group")),
        host: cut(of(row, "host")),
        platform: cut(of(row, "platform")),
        command: cutLong(of(row, "command")),
        assignee: cut(of(row, "assignee")),
        startAt,
        endAt: moment("end"),
        expected: expected ?? null,
        outcome: said?.outcome ?? "not-assessed",
        seen: said?.seen ?? null,
        alertAt: moment("alertAt"),
        fired: of(row, "fired") === "" ? null : { id: null, name: cut(of(row, "fired")) },
        original: of(row, "outcome") === "" ? null : cut(of(row, "outcome")),
        redNotes: cutLong(of(row, "redNotes")),
        blueNotes: cutLong(of(row, "blueNotes")),
        ownFields: table.columns
          .filter((column) => !placed.has(column) && cell(row, column) !== "")
          .slice(0, 200)
          .map((column) => ({ name: column, value: cell(row, column) })),
      }),
    });
  }
  const zoneless = Object.values(times).reduce((sum, one) => sum + one.zoneless, 0);
  if (zoneless > 0) {
    items.push({
      ...{ class: "no zone", what: `${zoneless} times`, file, line: null },
      message: `name no zone and were read as ${times.start.zone}`,
      effect: null,
    });
  }
  return aReading({
    format: "Table of results",
    runs: [...runs].map(([name, cases]) => runOf(name, cases)),
    items,
  });
}

/** Words of the outcome column that mean nothing to us, with how many rows say them. */
export function findUnknownWords(
  table: Table,
  { mapping, outcomes = [] }: ResultReading,
): { word: string; rows: number }[] {
  const column = (mapping ?? recogniseResultColumns(table.columns)).find(
    ({ field }) => field === "outcome",
  )?.column;
  if (column === undefined) return [];
  const cell = columnsOf(table);
  const settled = new Set(outcomes.map(({ word }) => wordKey(word)));
  const counts = new Map<string, number>();
  for (const row of table.rows) {
    const word = cell(row, column);
    if (word === "" || readOutcomeWord(word) !== null || settled.has(wordKey(word))) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].slice(0, 1000).map(([word, rows]) => ({ word, rows }));
}

const wordKey = (word: string): string => word.trim().toLowerCase();

/** What a row says of the outcome: its word, else its marks; null for a word without a meaning. */
function saidBy(
  of: (field: ResultField) => string,
  words: ReadonlyMap<string, Outcome>,
): { readonly outcome: Outcome; readonly seen: BlockSeen | null } | null {
  const word = of("outcome");
  const marks = readMarks({
    prevented: readYes(of("blocked")),
    alerted: readYes(of("alerted")),
    logged: readYes(of("logged")),
  });
  if (word === "") return marks;
  const own = words.get(wordKey(word));
  const said = own === undefined ? readOutcomeWord(word) : { outcome: own, seen: null };
  return said?.outcome === "blocked" && said.seen === null ? { ...said, seen: marks.seen } : said;
}

/** What was expected; null where nobody says, undefined for a word without a meaning. */
function readExpected(text: string): ExpectedOutcome | null | undefined {
  if (text === "") return null;
  const outcome = readOutcomeWord(text)?.outcome;
  if (outcome === "blocked") return "block";
  if (outcome === "alerted") return "alert";
  return outcome === "logged" ? "log" : undefined;
}

/** The name of a file without its ending and what a second download adds. */
function nameOfFile(file: string): string {
  const name = (/[^/\\]*$/.exec(file)?.[0] ?? "").replace(/\.[a-z]{2,4}$/i, "");
  return name.replace(/(?: \(\d+\)| - copy)$/i, "").trim() || "Results";
}

function runOf(name: string, cases: readonly ReadCase[]): ReadRun {
  const times = cases
    .flatMap(({ content: { startAt, endAt } }) => [startAt, endAt])
    .filter((at) => at !== null)
    .sort();
  return {
    key: `table ${name}`,
    content: {
      ...{ name: cut(name), who: "", tool: "", version: null, notes: "" },
      ...{ startedAt: times[0] ?? null, endedAt: times.at(-1) ?? null },
    },
    cases,
  };
}

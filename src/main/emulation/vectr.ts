import type { BlockSeen, Outcome } from "../../shared/model/emulation.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { Table } from "../detections/table-columns.ts";
import type { ReadCase, ReadEmulation, ReadRun } from "./read-emulation.ts";
import { aReading, aTestCaseContent, cut, cutLong } from "./read-emulation.ts";
import { readMoment } from "./read-moment.ts";
import { columnsOf } from "./table-cells.ts";

/** Headings without which a table is none of VECTR's. */
const telling = ["AssessmentGroup", "Campaign", "Variant", "Outcome"];

/** Columns that have a place of their own in a test case; the others are kept as they are. */
const placed = new Set([
  ...["AssessmentGroup", "Campaign", "Phase", "Variant", "MitreID", "Status", "Outcome"],
  ...["Outcome Notes", "TargetAssets", "Start Time", "Start Time Epoch", "Stop Time"],
  ...["Stop Time Epoch", "Detection Time", "Detection Time Epoch", "Command"],
]);

/** Whether a table is a database dump of VECTR, by its headings. */
export function isVectr({ columns }: Table): boolean {
  return telling.every((name) => columns.includes(name));
}

/**
 * Reads VECTR's database dump: a run for each assessment group, its outcomes as what they say.
 *
 * The dump has no IDs: a test case is known by group, campaign and variant, and by how many of that
 * name came before. Its times are not held against the SLA: they are filled for what was not
 * detected too.
 */
export function readVectr(table: Table): ReadEmulation {
  const { file } = table;
  const cell = columnsOf(table);
  const runs = new Map<string, { cases: ReadCase[]; times: string[] }>();
  const items: ReportItem[] = [];
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const { line } = row;
    const of = (name: string) => cell(row, name);
    const group = of("AssessmentGroup");
    const [campaign, variant] = [of("Campaign"), of("Variant")];
    const tell = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what: variant || campaign || group, file, line, message, effect });
    if (variant === "" && of("MitreID") === "" && of("Method") === "") {
      tell("skipped", "names neither a variant, a technique nor a method", "no test case");
      continue;
    }
    const name = variant === "" ? of("Method") : variant;
    const place = JSON.stringify([group, campaign, name]);
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    const said = readVectrOutcome(of);
    if (said.unknown !== null) {
      tell("unknown outcome", `says "${said.unknown}"`, "not assessed, until somebody does");
    }
    if (of("MitreID") === "") {
      tell("no technique", "names no technique", "counts for no technique");
    }
    const moment = (column: string) => {
      const text = of(`${column} Epoch`) || of(column);
      const read = text === "" ? null : readMoment(text);
      if (text !== "" && read === null) {
        tell("unreadable time", `${column} is "${text.slice(0, 60)}"`, "left empty");
      }
      return read?.at ?? null;
    };
    const run = runs.get(group) ?? { cases: [], times: [] };
    runs.set(group, run);
    const [startAt, endAt] = [moment("Start Time"), moment("Stop Time")];
    run.times.push(...[startAt, endAt].filter((at) => at !== null));
    run.cases.push({
      key: before === 0 ? place : `${place} ${before + 1}`,
      file,
      line,
      content: aTestCaseContent({
        source: "vectr",
        testKey: cut(campaign === "" ? name : `${campaign}: ${name}`),
        name: cut(name),
        written: cut(of("MitreID")),
        tactic: of("Phase") === "" ? null : cut(of("Phase")),
        group: cut(campaign),
        host: cut(of("TargetAssets")),
        command: cutLong(of("Command")),
        startAt,
        endAt,
        outcome: said.outcome,
        seen: said.seen,
        alertAt: moment("Detection Time"),
        timed: false,
        original: said.original === "" ? null : cut(said.original),
        blueNotes: cutLong(of("Outcome Notes")),
        ownFields: table.columns
          .filter((column) => !placed.has(column) && of(column) !== "")
          .map((column) => ({ name: column, value: of(column) })),
      }),
    });
  }
  return aReading({
    format: "VECTR database CSV",
    runs: [...runs].map(([group, { cases, times }]): ReadRun => {
      const sorted = times.sort();
      return {
        key: `vectr ${group}`,
        content: {
          name: cut(group === "" ? "VECTR" : group),
          who: "",
          tool: "VECTR",
          startedAt: sorted[0] ?? null,
          endedAt: sorted.at(-1) ?? null,
          version: null,
          notes: "",
        },
        cases,
      };
    }),
    items,
  });
}

/** What a row of VECTR's says that the defence did. */
export interface SaidByVectr {
  readonly outcome: Outcome;
  readonly seen: BlockSeen | null;
  readonly original: string;
  /** The word that means nothing to us; null where all do. */
  readonly unknown: string | null;
}

/** What a row says of the outcome: its own word, and since 9.6 the path that leads to it. */
export function readVectrOutcome(of: (name: string) => string): SaidByVectr {
  const [word, path] = [of("Outcome"), of("Outcome Path")];
  const original = [...new Set([word, path])].filter((part) => part !== "").join(" | ");
  const isTriggered = of("Alert Triggered") === "Yes";
  const isLogged = of("Activity Logged") === "Yes";
  const isUnlogged = of("Activity Logged") === "No";
  const says = (outcome: Outcome, seen: BlockSeen | null = null): SaidByVectr => ({
    outcome,
    seen,
    original,
    unknown: null,
  });
  // A path such as `Logged - Centrally Logged` is more precise than the word before it.
  const first = (path === "" ? word : path).split(/\s+[->]\s+/)[0] ?? "";
  switch (first.replace(/\s+/g, "").toLowerCase()) {
    case "blocked":
      return says("blocked", isTriggered ? "alert" : isLogged ? "log" : isUnlogged ? "none" : null);
    case "detected":
    case "alerted":
      return says("alerted");
    case "logged":
      return says("logged");
    case "notdetected":
      return says(isLogged ? "logged" : "missed");
    case "none":
      return says("missed");
    case "n/a":
    case "na":
      return says("not-run");
    case "tbd":
    case "":
      return says(of("Status") === "NotPerformed" ? "not-run" : "not-assessed");
    default:
      return { ...says("not-assessed"), unknown: original };
  }
}

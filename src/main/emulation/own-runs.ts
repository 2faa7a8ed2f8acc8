import type { z } from "zod";
import type { TestCaseContent } from "../../shared/model/emulation.ts";
import { testCaseContent } from "../../shared/model/emulation.ts";
import type { ExportedRun } from "../../shared/model/run-export.ts";
import { runDocument } from "../../shared/model/run-export.ts";
import type { ReportItem, Unreadable } from "../../shared/model/import-report.ts";
import { fieldAt, isJsonObject } from "../detections/json-fields.ts";
import type { Table } from "../detections/table-columns.ts";
import type { ReadCase, ReadEmulation, ReadRun } from "./read-emulation.ts";
import { aReading } from "./read-emulation.ts";

/** Whether a JSON value is a document that `writeRunJson` made, of whatever version. */
export function isRunDocument(value: unknown): boolean {
  return isJsonObject(value) && /^casemate-emulation\//.test(String(fieldAt(value, "schema")));
}

/** Whether a JSON value is the `run.json` of a package, which is merged and not imported. */
export function isPackagedRun(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    Object.hasOwn(value, "runs") &&
    /^casemate-run-package\//.test(String(fieldAt(value, "schema")))
  );
}

/** Says what to do with a package. */
export function readPackagedRun(file: string): ReadEmulation {
  const reason =
    "belongs to a package of runs, which is merged: drop the .casemate-run file on the window, or use casemate emulation merge";
  return aReading({ format: "Casemate run package", unreadable: [{ file, line: null, reason }] });
}

/** Reads the runs of our own JSON back. What has another shape is refused as a whole. */
export function readRunDocument(file: string, value: unknown): ReadEmulation {
  const format = "Casemate runs (JSON)";
  const read = runDocument.safeParse(value);
  if (!read.success) {
    return aReading({ format, unreadable: [{ file, line: null, reason: faultOf(read.error) }] });
  }
  return aReading({
    format,
    runs: read.data.runs.map((run): ReadRun => ({
      key: keyOf(run.uuid),
      content: contentOf(run),
      cases: run.cases.map(({ uuid, ...content }): ReadCase => ({
        key: uuid,
        file,
        line: null,
        content: testCaseContent.parse(content),
      })),
    })),
  });
}

function keyOf(uuid: string): string {
  return `casemate ${uuid}`;
}

function contentOf({ name, who, tool, startedAt, endedAt, version, notes }: ExportedRun) {
  return { name, who, tool, startedAt, endedAt, version, notes };
}

/** What is wrong with a document, at its first fault. */
export function faultOf({ issues }: z.ZodError): string {
  const [first] = issues;
  const place = first === undefined ? "" : first.path.map(String).join(".");
  return place === "schema"
    ? "was written by another version of Casemate, which this one does not read"
    : `is not as Casemate writes it: ${place}: ${first?.message ?? ""}`;
}

/** Whether a table is one that `writeRunCsv` made, by its headings. */
export function isRunTable({ columns }: Table): boolean {
  return ["Run ID", "Test case", "Test key", "Own fields"].every((name) => columns.includes(name));
}

/** Reads the runs of our own CSV back; cells that a spreadsheet changed are told and left empty. */
export function readRunTable(table: Table): ReadEmulation {
  const { file, columns, rows } = table;
  const places = new Map(columns.map((name, at) => [name, at]));
  const unreadable: Unreadable[] = [];
  const items: ReportItem[] = [];
  const runs = new Map<string, { run: ReadRun; cases: ReadCase[] }>();
  for (const { line, cells } of rows) {
    const of = (name: string) => withoutMark(cells[places.get(name) ?? -1] ?? "");
    const some = (name: string) => (of(name) === "" ? null : of(name));
    const content = readContent(of, some);
    if (!content.success) {
      unreadable.push({ file, line, reason: faultOf(content.error) });
      continue;
    }
    const uuid = of("Run ID");
    const known = runs.get(uuid) ?? { run: readRun(of, some), cases: [] };
    runs.set(uuid, known);
    if (known.cases.some(({ key }) => key === of("Test case"))) {
      items.push({
        class: "duplicates",
        what: of("Test"),
        file,
        line,
        message: "stands there twice",
        effect: "taken once",
      });
      continue;
    }
    known.cases.push({ key: of("Test case"), file, line, content: content.data });
  }
  return aReading({
    format: "Casemate runs (CSV)",
    runs: [...runs.values()].map(({ run, cases }) => ({ ...run, cases })),
    items,
    unreadable,
  });
}

type Cell = (name: string) => string;
type OptionalCell = (name: string) => string | null;

/** Text that begins with an apostrophe was given one more, so that it came back unchanged. */
function withoutMark(cell: string): string {
  return cell.startsWith("''") ? cell.slice(1) : cell;
}

function readRun(of: Cell, some: OptionalCell): ReadRun {
  return {
    key: keyOf(of("Run ID")),
    content: {
      name: of("Run").trim().slice(0, 500) || "Run",
      who: of("Run by"),
      tool: of("Run with"),
      startedAt: some("Run start"),
      endedAt: some("Run end"),
      version: some("Run release"),
      notes: of("Run notes"),
    },
    cases: [],
  };
}

function readContent(of: Cell, some: OptionalCell): z.ZodSafeParseResult<TestCaseContent> {
  return testCaseContent.safeParse({
    source: of("Source"),
    testKey: of("Test key"),
    name: of("Test"),
    written: of("Technique"),
    tactic: some("Tactic"),
    group: of("Group"),
    host: of("Host"),
    platform: of("Platform"),
    executor: some("Executor"),
    command: of("Command"),
    assignee: of("Assignee"),
    startAt: some("Start"),
    endAt: some("End"),
    expected: some("Expected"),
    outcome: of("Outcome"),
    seen: some("Seen"),
    alertAt: some("Alert"),
    timed: of("Alert is timed") !== "no",
    fired: some("Rule") === null ? null : { id: null, name: of("Rule") },
    original: some("Original outcome"),
    observations: readList(of("Observations")),
    execution:
      of("Has execution") === "yes"
        ? {
            exitCode: some("Exit code"),
            status: some("Status"),
            user: some("User"),
            processId: some("Process"),
            output: of("Output"),
          }
        : null,
    redNotes: of("Red notes"),
    blueNotes: of("Blue notes"),
    ownFields: readList(of("Own fields")),
  });
}

/** A list written as JSON; what is none is refused with the row. */
function readList(text: string): unknown {
  if (text === "") return [];
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

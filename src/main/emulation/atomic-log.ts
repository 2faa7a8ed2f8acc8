import type { ReportItem } from "../../shared/model/import-report.ts";
import type { Table } from "../detections/table-columns.ts";
import type { ReadEmulation } from "./read-emulation.ts";
import { aReading, aTestCaseContent, anExecution, cut } from "./read-emulation.ts";
import { readMoment } from "./read-moment.ts";
import { RunsByDay } from "./runs-by-day.ts";
import { columnsOf } from "./table-cells.ts";

/** Headings that every generation of the log has, and the one that forks have in their place. */
const telling = ["Execution Time (UTC)", "Test Name", "Hostname"];

/** Whether a table is an execution log of Invoke-AtomicRedTeam, by its headings. */
export function isAtomicLog({ columns }: Table): boolean {
  return telling.every((name) => columns.includes(name));
}

/** What the runner appends to the name of a host: the GUID of the test, with dashes or without. */
const guidBehindHost = /-[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/**
 * Reads an execution log of Invoke-AtomicRedTeam, in any generation of its headings.
 *
 * A run for each day in UTC, so that a log that grows is known again. A test is known by its GUID;
 * where the log has none, by technique and name, never by its number, which shifts. The local time
 * is written as if it were UTC and is not read. An exit code is no outcome.
 */
export function readAtomicLog(table: Table): ReadEmulation {
  const { file } = table;
  const cell = columnsOf(table);
  const items: ReportItem[] = [];
  const runs = new RunsByDay("atomic", "Atomic Red Team");
  for (const row of table.rows) {
    const { line } = row;
    const of = (...names: readonly string[]) =>
      names.map((name) => cell(row, name)).find((text) => text !== "") ?? "";
    const name = of("Test Name");
    const written = of("Technique", "Technique ID");
    const guid = of("GUID").toLowerCase();
    const tell = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what: name || written || "a row", file, line, message, effect });
    if (name === "" && guid === "") {
      tell("skipped", "names no test", "no test case");
      continue;
    }
    const moment = (text: string) => {
      const read = text === "" ? null : readMoment(text);
      if (read === null) {
        tell(
          "unreadable time",
          text === "" ? "has no time" : `"${cut(text)}" is no time`,
          "left empty",
        );
      }
      return read?.at ?? null;
    };
    const startAt = moment(of("Execution Time (UTC)"));
    const stop = of("Stop Time (UTC)");
    const host = of("Hostname").replace(guidBehindHost, "");
    const processId = of("ProcessId");
    const exitCode = of("ExitCode");
    const isNew = runs.add(startAt, {
      key: JSON.stringify([startAt, guid === "" ? name : guid, host.toLowerCase(), processId]),
      file,
      line,
      content: aTestCaseContent({
        source: "atomic",
        testKey: cut(guid === "" ? `${written}: ${name}` : guid),
        name: cut(name),
        written: cut(written),
        host: cut(host),
        startAt,
        endAt: stop === "" ? null : moment(stop),
        execution: anExecution({
          exitCode: exitCode === "" ? null : cut(exitCode),
          user: of("Username") === "" ? null : cut(of("Username")),
          processId: processId === "" ? null : cut(processId),
        }),
        ownFields: ["IP Address"]
          .map((column) => ({ name: column, value: of(column) }))
          .filter(({ value }) => value !== ""),
      }),
    });
    if (!isNew) tell("duplicates", "stands there twice", "taken once");
  }
  return aReading({ format: "Invoke-AtomicRedTeam log", runs: runs.list(), items });
}

import { markRows } from "../../shared/csv-cell.ts";
import { csvOf } from "../plan/plan-table.ts";
import { caseColumns, wayBackColumns } from "./run-columns.ts";
import type { RunExport } from "./run-writer.ts";

/** Runs as CSV, a test case a line, with a byte order mark for spreadsheets. */
export function writeRunCsv({ runs, marking }: Pick<RunExport, "runs" | "marking">): string {
  const columns = [...caseColumns, ...wayBackColumns];
  const rows = [
    columns.map(({ heading }) => heading),
    ...runs.flatMap((run) =>
      run.cases.map((testCase) => columns.map(({ value }) => value({ run, testCase }))),
    ),
  ];
  return csvOf(markRows(rows, marking));
}

import { outcome } from "../../shared/model/emulation.ts";
import type { ExportedRun } from "../../shared/model/run-export.ts";
import type { LayerTables } from "../layers/layer-table.ts";
import { sheet } from "../plan/plan-table.ts";
import { caseColumns } from "./run-columns.ts";
import type { RunExport } from "./run-writer.ts";

/** Runs as the sheets of a workbook: test cases, runs with their outcomes, what each tool saw. */
export function writeRunTables({
  runs,
  marking,
}: Pick<RunExport, "runs" | "marking">): LayerTables {
  const rows = runs.flatMap((run) => run.cases.map((testCase) => ({ run, testCase })));
  return {
    sheets: [
      sheet(
        "Test cases",
        caseColumns.map(({ heading, width }) => [heading, width]),
        rows.map((row) => caseColumns.map(({ value }) => value(row))),
        3,
        marking,
      ),
      sheet(
        "Runs",
        [
          ["Run", 30],
          ["Environment", 20],
          ["Who", 18],
          ["Tool", 20],
          ["Start", 24],
          ["End", 24],
          ["ATT&CK release", 12],
          ["Test cases", 11],
          ...outcome.options.map((one): [string, number] => [one, 13]),
          ["Notes", 50],
        ],
        runs.map((run) => [
          run.name,
          run.environment,
          run.who,
          run.tool,
          run.startedAt,
          run.endedAt,
          run.version,
          run.cases.length,
          ...countOutcomes(run),
          run.notes,
        ]),
        1,
        marking,
      ),
      sheet(
        "Watching tools",
        [
          ["Run", 24],
          ["Technique", 12],
          ["Test", 40],
          ["Host", 18],
          ["Tool", 20],
          ["Outcome", 13],
          ["Seen", 8],
          ["Alert", 24],
          ["Rule", 40],
          ["Note", 50],
        ],
        rows.flatMap(({ run, testCase: { written, name, host, observations } }) =>
          observations.map((one) => [
            ...[run.name, written, name, host, one.tool, one.outcome, one.seen, one.alertAt],
            ...[one.fired?.name ?? null, one.note],
          ]),
        ),
        3,
        marking,
      ),
    ],
    marking,
    techniques: rows.length,
    warnings: [],
  };
}

function countOutcomes({ cases }: ExportedRun): number[] {
  return outcome.options.map((one) => cases.filter((each) => each.outcome === one).length);
}

import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";

/** A test case with the run that it belongs to. */
export interface CaseRow {
  readonly run: ExportedRun;
  readonly testCase: ExportedCase;
}

/** A column of a table of test cases: its heading, its width in characters, what stands in it. */
export interface CaseColumn {
  readonly heading: string;
  readonly width: number;
  readonly value: (row: CaseRow) => string | null;
}

const column = (
  heading: string,
  width: number,
  value: (row: CaseRow) => string | null,
): CaseColumn => ({ heading, width, value });

/** What people read of a test case. */
export const caseColumns: readonly CaseColumn[] = [
  column("Run", 24, ({ run }) => run.name),
  column("Technique", 12, ({ testCase }) => testCase.written),
  column("Test", 40, ({ testCase }) => testCase.name),
  column("Tactic", 18, ({ testCase }) => testCase.tactic),
  column("Group", 24, ({ testCase }) => testCase.group),
  column("Host", 18, ({ testCase }) => testCase.host),
  column("Platform", 12, ({ testCase }) => testCase.platform),
  column("Assignee", 18, ({ testCase }) => testCase.assignee),
  column("Start", 24, ({ testCase }) => testCase.startAt),
  column("End", 24, ({ testCase }) => testCase.endAt),
  column("Expected", 10, ({ testCase }) => testCase.expected),
  column("Outcome", 13, ({ testCase }) => testCase.outcome),
  column("Seen", 8, ({ testCase }) => testCase.seen),
  column("Alert", 24, ({ testCase }) => testCase.alertAt),
  column("Rule", 40, ({ testCase }) => testCase.fired?.name ?? null),
  column("Watching tools", 40, ({ testCase }) =>
    testCase.observations.map(({ tool, outcome }) => `${tool}: ${outcome}`).join("\n"),
  ),
  column("Original outcome", 18, ({ testCase }) => testCase.original),
  column("Executor", 14, ({ testCase }) => testCase.executor),
  column("Command", 60, ({ testCase }) => testCase.command),
  column("Red notes", 40, ({ testCase }) => testCase.redNotes),
  column("Blue notes", 40, ({ testCase }) => testCase.blueNotes),
  column("Exit code", 10, ({ testCase }) => testCase.execution?.exitCode ?? null),
  column("Status", 14, ({ testCase }) => testCase.execution?.status ?? null),
  column("User", 18, ({ testCase }) => testCase.execution?.user ?? null),
  column("Process", 10, ({ testCase }) => testCase.execution?.processId ?? null),
  column("Output", 40, ({ testCase }) => testCase.execution?.output ?? null),
  column("Evidence", 40, ({ testCase }) =>
    testCase.evidence.map(({ name, sha256 }) => `${name} ${sha256}`).join("\n"),
  ),
  column("Source", 12, ({ testCase }) => testCase.source),
  column("Test key", 38, ({ testCase }) => testCase.testKey),
  column("Test case", 38, ({ testCase }) => testCase.uuid),
];

/** What the way back needs beside them: lists as JSON, and what the run itself says. */
export const wayBackColumns: readonly CaseColumn[] = [
  column("Alert is timed", 10, ({ testCase }) => (testCase.timed ? "yes" : "no")),
  column("Has execution", 10, ({ testCase }) => (testCase.execution === null ? "no" : "yes")),
  column("Observations", 40, ({ testCase }) => listOf(testCase.observations)),
  column("Own fields", 40, ({ testCase }) => listOf(testCase.ownFields)),
  column("Run ID", 38, ({ run }) => run.uuid),
  column("Run by", 18, ({ run }) => run.who),
  column("Run with", 18, ({ run }) => run.tool),
  column("Run start", 24, ({ run }) => run.startedAt),
  column("Run end", 24, ({ run }) => run.endedAt),
  column("Run release", 10, ({ run }) => run.version),
  column("Run notes", 40, ({ run }) => run.notes),
];

function listOf(values: readonly unknown[]): string {
  return values.length === 0 ? "" : JSON.stringify(values);
}

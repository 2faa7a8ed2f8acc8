import { csvCell, markRows } from "../../shared/csv-cell.ts";
import { givenInputs } from "./plan-case.ts";
import { Problem } from "../../shared/problem.ts";
import type { PlannedCase } from "./run-plan.ts";
import { isGuid, runnerPlanOf } from "./run-plan.ts";
import type { RunWriter } from "./run-writer.ts";

const columns = [
  "Order",
  "Technique",
  "TestName",
  "auto_generated_guid",
  "supported_platforms",
  "TimeoutSeconds",
  "InputArgs",
  "AtomicsFolder",
  "enabled",
  "notes",
] as const;

/** Seconds after which the runner ends a test: its own default. */
const timeout = 120;

/**
 * Runs as the schedule of the Atomic runner (`AtomicRunnerSchedule.csv`).
 *
 * The runner works on one host and takes each GUID once: a test that is planned on several stands
 * there once, with the hosts in its notes. What is no atomic cannot be scheduled and is left out.
 * Throws `bad-input` where none is.
 */
export const writeAtomicSchedule: RunWriter = (input) => {
  const byGuid = new Map<string, PlannedCase[]>();
  for (const planned of runnerPlanOf(input).cases) {
    const { source, testKey } = planned.testCase;
    if (source !== "atomic" || !isGuid(testKey)) continue;
    const like = byGuid.get(testKey.toLowerCase());
    if (like === undefined) byGuid.set(testKey.toLowerCase(), [planned]);
    else like.push(planned);
  }
  if (byGuid.size === 0) {
    throw new Problem("bad-input", "No test case is an atomic with a GUID: nothing to schedule.");
  }
  const rows = [...byGuid].flatMap(([guid, like], index) => {
    const [planned] = like;
    if (planned === undefined) return [];
    const { testCase, test } = planned;
    return [
      [
        index + 1,
        test?.written.join("|") ?? testCase.written,
        testCase.name,
        guid,
        (test?.executors.flatMap(({ platforms }) => platforms) ?? [testCase.platform]).join("|"),
        timeout,
        stringData(planned),
        "Public",
        "True",
        notesOf(like),
      ],
    ];
  });
  const table: readonly (readonly (string | number)[])[] = [columns, ...rows];
  const lines = markRows(table, input.marking).map((cells) => cells.map(csvCell).join(","));
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join("")}`;
};

function notesOf(like: readonly PlannedCase[]): string {
  return like
    .map(({ testCase: { host, assignee } }) =>
      [host, assignee].filter((word) => word !== "").join(", "),
    )
    .filter((words) => words !== "")
    .join("; ");
}

/** Inputs as PowerShell's ConvertFrom-StringData reads them: a line each, backslashes doubled. */
function stringData({ testCase }: PlannedCase): string {
  return givenInputs(testCase)
    .map(({ name, value }) => `${name}=${escape(value)}`)
    .join("\n");
}

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

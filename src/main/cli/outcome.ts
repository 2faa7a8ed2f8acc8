import { CommanderError } from "commander";
import { plainLine } from "../../shared/plain-line.ts";
import type { ProblemCode } from "../../shared/problem.ts";
import { Problem } from "../../shared/problem.ts";

/** What a process says by its exit code: done, failed, or bad usage or input. */
export type ExitCode = 0 | 1 | 2;

/** Problems that lie with the machine or with us; all others lie with what was given. */
const failures: ReadonlySet<ProblemCode> = new Set([
  "internal",
  "disk-full",
  "cancelled",
  "workspace-in-use",
  "no-workspace",
]);

/** The exit code of a failed command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof Problem && !failures.has(error.code) ? 2 : 1;
}

/** A failure in words for standard error, line by line, without a stack. */
export function describeFailure(error: unknown): string[] {
  if (error instanceof CommanderError) return [];
  if (!(error instanceof Problem)) {
    return [`casemate: ${plainLine(error instanceof Error ? error.message : String(error))}`];
  }
  const { place } = error;
  const parts = [place?.objectId, place?.path, lineOf(place?.line)].filter(
    (part) => part !== undefined,
  );
  const file = place?.file;
  return [
    `casemate: ${plainLine(error.message)}`,
    ...(file === undefined || error.message.includes(file) ? [] : [`  file: ${plainLine(file)}`]),
    ...(parts.length === 0 ? [] : [`  at: ${plainLine(parts.join(", "))}`]),
    ...[...(place?.things ?? []), ...(place?.candidates ?? [])].map((one) => `  ${plainLine(one)}`),
    ...(place?.remedy === undefined ? [] : [plainLine(place.remedy)]),
    ...(error.code === "needs-decision" && place?.remedy === undefined
      ? ["Say --on-conflict replace or --on-conflict keep."]
      : []),
  ];
}

function lineOf(line: number | undefined): string | undefined {
  return line === undefined ? undefined : `line ${line}`;
}

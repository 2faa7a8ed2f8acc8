import { Problem } from "../../shared/problem.ts";

/** A failure of any kind as one with a name and words. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem("internal", error instanceof Error ? error.message : String(error));
}

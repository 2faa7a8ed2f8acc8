import { z } from "zod";

/**
 * The closed set of ways in which an operation can fail.
 *
 * `bad-…` codes mean that the caller's input or file is at fault (exit code 2 on the command line),
 * the others that the work could not be done (exit code 1).
 */
export const problemCode = z.enum([
  "bad-input",
  "bad-file",
  "bad-json",
  "bad-encoding",
  "bad-archive",
  "bad-format",
  "too-large",
  "too-deep",
  "not-a-bundle",
  "no-objects",
  "needs-decision",
  "not-found",
  "ambiguous",
  "workspace-missing",
  "workspace-exists",
  "workspace-not-sqlite",
  "workspace-foreign",
  "workspace-newer",
  "workspace-damaged",
  "workspace-in-use",
  "no-workspace",
  "disk-full",
  "cancelled",
  "internal",
]);
export type ProblemCode = z.infer<typeof problemCode>;

/** Where a problem lies: a file, an object of it, a JSON path, a line; and what the user can do. */
export const problemPlace = z.object({
  file: z.string().optional(),
  objectId: z.string().optional(),
  path: z.string().optional(),
  line: z.number().int().optional(),
  remedy: z.string().optional(),
  /** What may have been meant instead. */
  candidates: z.array(z.string()).optional(),
  /** What it is about where that is several things: taken names, fields in conflict. */
  things: z.array(z.string()).optional(),
});
export type ProblemPlace = z.infer<typeof problemPlace>;

/** A problem as it travels between processes. */
export const problemValue = z.object({
  code: problemCode,
  message: z.string(),
  place: problemPlace.optional(),
});
export type ProblemValue = z.infer<typeof problemValue>;

/**
 * A failure with a name and a message for people.
 *
 * The message says what happened, where, and what now; it is shown as it is, so it holds no stack
 * and no code.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly place: ProblemPlace | undefined;

  constructor(code: ProblemCode, message: string, place?: ProblemPlace) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.place = place;
  }

  toValue(): ProblemValue {
    return {
      code: this.code,
      message: this.message,
      ...(this.place === undefined ? {} : { place: this.place }),
    };
  }
}

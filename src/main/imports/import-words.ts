import { basename } from "node:path";
import type { Unreadable } from "../../shared/model/import-report.ts";
import type { ProblemPlace } from "../../shared/problem.ts";
import { Problem } from "../../shared/problem.ts";

/** Places that a refusal names; the others are counted. */
const mostNamed = 5;

/** The files of an import in a few words: the names of the first three. */
export function titleOfFiles(paths: readonly string[]): string {
  const names = paths.map((path) => basename(path));
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

/**
 * The refusal of an import that found nothing to take in.
 *
 * It names what could not be read, with file and line; where all was readable it says `otherwise`.
 */
export function nothingRead(
  paths: readonly string[],
  unreadable: readonly Unreadable[],
  otherwise: string,
): Problem {
  const [first] = unreadable;
  if (first === undefined) return new Problem("bad-format", otherwise, placeOf(paths[0], null));
  const named = unreadable.slice(0, mostNamed).map(inWords);
  const more = unreadable.length - named.length;
  const all = more > 0 ? [...named, `and ${more} more`] : named;
  return new Problem(
    "bad-format",
    `Nothing could be read, and nothing was imported. ${all.join("; ")}.`,
    placeOf(first.file, first.line),
  );
}

function placeOf(file: string | undefined, line: number | null): ProblemPlace | undefined {
  if (file === undefined || file === "") return undefined;
  return line === null ? { file } : { file, line };
}

function inWords({ file, line, reason }: Unreadable): string {
  const why = reason.replace(/\.$/, "");
  if (why.startsWith(file) || (line === null && why.includes(file))) return why;
  return `${file}${line === null ? "" : `, line ${line}`}: ${why}`;
}

import { plainLine } from "../../shared/plain-line.ts";
import { groupDigits } from "../../shared/group-digits.ts";

/** Prints one JSON document, and nothing else, on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Prints lines on standard output; nothing in them acts on a terminal. */
export function printLines(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${plainLine(line)}\n`);
}

/** A table in plain text: numbers to the right, words to the left, two spaces between. */
export function tableLines(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const cells = rows.map((row) => row.map((cell) => plainLine(String(cell))));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(headings), ...cells.map(line)];
}

/** A number with its noun in the right number. */
export function counted(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? "" : "s"}`;
}

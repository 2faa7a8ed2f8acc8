/** What a spreadsheet would take for a formula, and the mark that says "text" itself. */
const evaluated = /^[=+\-@\t\r\n\0'＝＋－＠]/;

/**
 * Text as it can stand in a cell of a spreadsheet: what would be evaluated is marked as text by an
 * apostrophe before it.
 *
 * Text that begins with an apostrophe gets one more, so that taking one away always gives the text
 * back.
 */
export function guardCell(text: string): string {
  return evaluated.test(text) ? `'${text}` : text;
}

/** One cell of a CSV file, guarded by {@link guardCell}. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = guardCell(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A table for people, its headings first: its marking in a last column on every row, and as the first
 * and the last line, as wide as the table.
 *
 * What programs read back has {@link markRows} alone: they take the first line for headings.
 */
export function markTable<Value>(
  rows: readonly (readonly Value[])[],
  marking: string | null,
): readonly (readonly (Value | string)[])[] {
  const marked = markRows(rows, marking);
  const width = marked[0]?.length ?? 1;
  const line = marking === null ? [] : [[marking, ...Array.from({ length: width - 1 }, () => "")]];
  return [...line, ...marked, ...line];
}

/** A table, its headings first, with its marking in a last column on every row: none loses it. */
export function markRows<Value>(
  rows: readonly (readonly Value[])[],
  marking: string | null,
): readonly (readonly (Value | string)[])[] {
  if (marking === null) return rows;
  return rows.map((row, index) => [...row, index === 0 ? "Marking" : marking]);
}

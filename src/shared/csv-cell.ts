/** What a spreadsheet would take for a formula, and the mark that says "text" itself. */
const evaluated = /^[=+\-@\t\r\n\0'＝＋－＠]/;

/**
 * One cell of a CSV file.
 *
 * Text that a spreadsheet would evaluate is marked as text by an apostrophe before it. Text that
 * begins with an apostrophe gets one more, so that taking one away always gives the text back.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = evaluated.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import type { CellValue, DataColumn } from "./ui/table-model.ts";

/** What a spreadsheet would take for a formula, and the mark that says "text" itself. */
const evaluated = /^[=+\-@\t\r']/;

/**
 * One cell of a CSV file.
 *
 * Text that a spreadsheet would evaluate is marked as text by an apostrophe before it. Text that
 * begins with an apostrophe gets one more, so that taking one away always gives the text back.
 */
function csvCell(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = evaluated.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as CSV: its shown columns and rows in view order, with a byte order mark for spreadsheets. */
export function buildTableCsv<Row>(
  columns: readonly Pick<DataColumn<Row>, "header" | "value">[],
  rows: readonly Row[],
): string {
  const lines = [
    columns.map((column) => csvCell(column.header)),
    ...rows.map((row) => columns.map((column) => csvCell(column.value(row)))),
  ];
  return `\uFEFF${lines.map((cells) => `${cells.join(",")}\r\n`).join("")}`;
}

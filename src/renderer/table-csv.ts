import { csvCell, markTable } from "../shared/csv-cell.ts";
import type { DataColumn } from "./ui/table-model.ts";

/**
 * A table as CSV: its shown columns and rows in view order, with its marking as every table for people
 * and a byte order mark for spreadsheets.
 */
export function buildTableCsv<Row>(
  columns: readonly Pick<DataColumn<Row>, "header" | "value">[],
  rows: readonly Row[],
  marking: string | null,
): string {
  const table = [
    columns.map((column) => column.header),
    ...rows.map((row) => columns.map((column) => column.value(row))),
  ];
  const lines = markTable<string | number | null>(table, marking);
  return `\uFEFF${lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("")}`;
}

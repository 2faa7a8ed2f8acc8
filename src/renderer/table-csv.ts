import { csvCell } from "../shared/csv-cell.ts";
import type { DataColumn } from "./ui/table-model.ts";

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

import type { Table, TableRow } from "../detections/table-columns.ts";

/** Reads cells of a table's rows by heading, without the space around them; "" where there is none. */
export function columnsOf({ columns }: Table): (row: TableRow, name: string) => string {
  const places = new Map(columns.map((name, index) => [name, index]));
  return ({ cells }, name) => cells[places.get(name) ?? -1]?.trim() ?? "";
}

import { expect, test } from "vitest";
import { compareValues, type DataColumn, filterRows } from "../../src/renderer/ui/table-model.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly score: number | null;
}

const rows: readonly Row[] = [
  { id: "T1059.001", name: "PowerShell", score: 12 },
  { id: "T1105", name: "Ingress Tool Transfer", score: null },
];

const columns: readonly DataColumn<Row>[] = [
  { id: "id", header: "ID", value: (row) => row.id },
  { id: "name", header: "Technique", value: (row) => row.name, hidden: true },
  { id: "score", header: "Score", value: (row) => row.score, searchText: () => "Execution" },
];

test("every word of the filter must be found, in any column, whatever its case", () => {
  expect(filterRows(rows, columns, "  ")).toBe(rows);
  expect(filterRows(rows, columns, "power t1059")).toEqual([rows[0]]);
  expect(filterRows(rows, columns, "POWER t1105")).toEqual([]);
  expect(filterRows(rows, columns, "execution")).toEqual(rows);
  expect(filterRows(rows, columns, "null")).toEqual([]);
});

test("IDs sort by their numbers, numbers as numbers", () => {
  expect(["T1105", "T1059.011", "T1059.002", "T1059"].sort(compareValues)).toEqual([
    "T1059",
    "T1059.002",
    "T1059.011",
    "T1105",
  ]);
  expect([10, 9, 100].sort(compareValues)).toEqual([9, 10, 100]);
});

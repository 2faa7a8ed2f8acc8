import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compareValues,
  type DataColumn,
  filterRows,
  sortRows,
} from "../../src/renderer/ui/table-model.ts";

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

test("what is missing stands last whichever the direction, equal rows as they came", () => {
  const some: readonly Row[] = [
    { id: "1", name: "b", score: null },
    { id: "2", name: "B", score: 10 },
    { id: "3", name: "a", score: 9 },
    { id: "4", name: "c", score: 9 },
  ];
  const idsBy = (column: string, descending: boolean) =>
    sortRows(some, columns, [{ column, descending }]).map(({ id }) => id);
  expect(idsBy("score", false)).toEqual(["3", "4", "2", "1"]);
  expect(idsBy("score", true)).toEqual(["2", "3", "4", "1"]);
  expect(idsBy("name", false)).toEqual(["3", "1", "2", "4"]);
  expect(idsBy("name", true)).toEqual(["4", "1", "2", "3"]);
  expect(
    sortRows(some, columns, [
      { column: "score", descending: true },
      { column: "name", descending: true },
    ]).map(({ id }) => id),
  ).toEqual(["2", "4", "3", "1"]);
  expect(sortRows(some, columns, [])).toBe(some);
});

test("many rows stand as a sort by the collator alone puts them", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "Äpfel",
      "apfel",
      "APFEL 10",
      "apfel 9",
      "apfel 09",
      "_x",
      "-x",
      "(x)",
      "ß",
      "Zebra",
    ),
    fc.string({ maxLength: 4 }),
    fc.nat(120).map((number) => `T${String(number)}.${String(number % 7)}`),
  );
  fc.assert(
    fc.property(
      fc.array(fc.option(word), { minLength: 1000, maxLength: 1300 }),
      fc.boolean(),
      (words, descending) => {
        const many = words.map((name, at) => ({ at, name }));
        const byName: readonly DataColumn<(typeof many)[number]>[] = [
          { id: "name", header: "Name", value: ({ name }) => name },
        ];
        const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
        const named = many.filter(({ name }) => name !== null);
        named.sort(
          (a, b) =>
            (descending ? -1 : 1) * collator.compare(a.name ?? "", b.name ?? "") || a.at - b.at,
        );
        const expected = [...named, ...many.filter(({ name }) => name === null)];
        expect(sortRows(many, byName, [{ column: "name", descending }])).toEqual(expected);
      },
    ),
    { numRuns: 20 },
  );
});

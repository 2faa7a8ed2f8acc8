import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { buildTableCsv } from "../../src/renderer/table-csv.ts";

const columns = [
  { header: "Name", value: (row: readonly [string, number | null]) => row[0] },
  { header: "Rules", value: (row: readonly [string, number | null]) => row[1] },
];

/** Reads a table back: one apostrophe is the mark that a cell is text. */
function readBack(text: string): string[][] {
  const rows: string[][] = parse(text, { bom: true, record_delimiter: "\r\n" });
  return rows.map((cells) => cells.map((cell) => (cell.startsWith("'") ? cell.slice(1) : cell)));
}

describe("an exported table", () => {
  it("has no cell that a spreadsheet would evaluate", () => {
    const text = buildTableCsv(
      columns,
      [
        ["=1+1", 1],
        ["@contributor", 2],
        ["-2+3", 3],
        ["+cmd", -4],
        ["\tx", null],
      ],
      null,
    );
    expect(text).toBe(
      "\uFEFFName,Rules\r\n'=1+1,1\r\n'@contributor,2\r\n'-2+3,3\r\n'+cmd,-4\r\n'\tx,\r\n",
    );
  });

  it("has its marking on every row, and as its first and last line", () => {
    expect(buildTableCsv(columns, [["A rule", 1]], "SECRET//NOFORN")).toBe(
      "\uFEFFSECRET//NOFORN,,\r\nName,Rules,Marking\r\nA rule,1,SECRET//NOFORN\r\n" +
        "SECRET//NOFORN,,\r\n",
    );
  });

  it("comes back unchanged, whatever is in it", () => {
    const name = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat()), { minLength: 1 }), (rows) => {
        const back = readBack(buildTableCsv(columns, rows, null)).slice(1);
        expect(back).toEqual(rows.map(([text, count]) => [text, String(count)]));
      }),
    );
  });
});

import { strFromU8, unzipSync } from "fflate";
import readWorkbookSheets from "read-excel-file/universal";
import { Problem } from "../../shared/problem.ts";
import type { CountHeadings } from "./csv.reader.ts";
import { makeTable, withoutGuard } from "./csv.reader.ts";
import type { Table } from "./table-columns.ts";
import { countKnownHeadings } from "./table-columns.ts";

/** Rows and columns that a sheet can have, and the cells that one is read with. */
const mostRows = 1_048_576;
const mostColumns = 16_384;
const mostCells = 5_000_000;

/** The address of a row or cell: no `<` stands inside of a tag, other signs may. */
const addressOfCell = /<(?:\w+:)?(?:row|c)\s(?:[^<]*?\s)?r\s*=\s*(["'])(.*?)\1/g;

/**
 * Reads the sheets of an XLSX workbook, each as a table.
 *
 * Throws `bad-format` where it is no workbook or a damaged one, `too-large` where a sheet claims
 * more cells than are read.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  file: string,
  countHeadings: CountHeadings = countKnownHeadings,
): Promise<Table[]> {
  refuseHugeSheets(bytes, file);
  let sheets;
  try {
    sheets = await readWorkbookSheets(new Blob([Uint8Array.from(bytes)]));
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  const names = sheets.map(({ sheet }) => sheet);
  return sheets.map(({ sheet, data }) =>
    makeTable(
      file,
      data.map((cells, at) => ({ line: at + 1, cells: cells.map(asText) })),
      countHeadings,
      sheet,
      names,
    ),
  );
}

/**
 * Refuses sheets whose cells lie so far out that filling the gaps would exhaust the memory.
 *
 * The library that reads workbooks fills gaps between rows and cells by the addresses that the
 * file states, so they are checked first, in the text of the sheets.
 */
function refuseHugeSheets(bytes: Uint8Array, file: string): void {
  let sheets;
  try {
    sheets = unzipSync(bytes, { filter: ({ name }) => /sheet[^/]*\.xml$/i.test(name) });
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  for (const [name, content] of Object.entries(sheets)) {
    let rows = 1;
    let columns = 1;
    for (const [, , address = ""] of strFromU8(content).matchAll(addressOfCell)) {
      const [, letters = "", digits] = /^([A-Z]{0,3})(\d{1,7})$/.exec(address) ?? [];
      if (digits === undefined) throw damaged(file, `${name} has a cell at "${address}"`);
      rows = Math.max(rows, Number(digits));
      columns = Math.max(columns, columnOf(letters));
    }
    if (rows > mostRows || columns > mostColumns || rows * columns > mostCells) {
      throw new Problem(
        "too-large",
        `${file}: ${name} reaches ${rows} rows and ${columns} columns; ` +
          `Casemate reads ${mostCells} cells. Delete empty rows and columns at its end.`,
        { file },
      );
    }
  }
}

/** Number of a column by its letters; 0 without letters. */
function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

function damaged(file: string, reason: string): Problem {
  return new Problem(
    "bad-format",
    `${file} is not a readable XLSX workbook (${reason.slice(0, 300)}). ` +
      "Open it in a spreadsheet program and save it again, or save it as CSV.",
    { file },
  );
}

function asText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  // A day without a time is what spreadsheets mean by a date at midnight.
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, "");
  if (typeof cell === "string") return withoutGuard(cell);
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}

import type { CsvError } from "csv-parse/sync";
import { parse } from "csv-parse/sync";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { decodeText } from "../files/text.reader.ts";
import { aWarning } from "./record.ts";
import type { Table, TableRow } from "./table-columns.ts";
import { countKnownHeadings, unnamedColumn } from "./table-columns.ts";
import { findTechniqueIds } from "./technique-ids.ts";

/** A table, with what could not be read of it. */
interface ReadTable {
  readonly table: Table;
  readonly unreadable: readonly Unreadable[];
}

/** How many cells of a row are headings that whoever reads the table knows. */
export type CountHeadings = (cells: readonly string[]) => number;

/** Largest CSV file that is read, in bytes. */
const largestCsv = 100_000_000;
/** The comma last: it also stands in prose, so that a tie speaks for the others. */
const delimiters = ["\t", ";", "|", ","] as const;

/**
 * Text of a table's bytes: UTF-8 or UTF-16, else Windows-1252, in which spreadsheets save "CSV".
 *
 * Throws `bad-file` for a Git LFS pointer, `bad-format` for an empty file and what is written in
 * another language, and `too-large`.
 */
export function decodeTable(
  bytes: Uint8Array,
  file: string,
): { readonly text: string; readonly warnings: readonly ImportWarning[] } {
  if (bytes.length > largestCsv) {
    throw new Problem("too-large", `${file} is larger than ${largestCsv / 1e6} MB. Split it.`, {
      file,
    });
  }
  try {
    const text = decodeText(bytes, file);
    refuseNoTable(text, file);
    return { text, warnings: [] };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "bad-encoding") throw error;
    refuseBinary(bytes, file, error);
    const message = `${file} is not UTF-8 and was read as Windows-1252 (Western European).`;
    return {
      text: new TextDecoder("windows-1252").decode(bytes),
      warnings: [aWarning("encoding-assumed", file, message)],
    };
  }
}

/** Refuses what is empty, and JSON and web pages, which every text reads as a table of something. */
function refuseNoTable(text: string, file: string): void {
  if (text.trim() === "") {
    throw new Problem("bad-format", `${file} is empty: there is nothing in it to import.`, {
      file,
    });
  }
  const is = /^\s*(?:\{\s*["}]|\[\s*[[{])/.test(text)
    ? "JSON"
    : /^\s*<(?:!doctype|html|\?xml)/i.test(text)
      ? "a web page or other XML"
      : null;
  if (is === null) return;
  throw new Problem("bad-format", `${file} is ${is}, not a table of rows and columns.`, { file });
}

/** Refuses what is no text in any encoding: its control characters give it away. */
function refuseBinary(bytes: Uint8Array, file: string, asText: Problem): void {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) {
    throw new Problem(
      "bad-format",
      `${file} is a workbook in Excel's old format (.xls), which Casemate does not read. ` +
        "Save it as XLSX or CSV.",
      { file },
    );
  }
  const isControl = (byte: number) => byte < 0x09 || (byte > 0x0d && byte < 0x20);
  if (bytes.subarray(0, 64_000).some(isControl)) throw asText;
}

/**
 * Reads CSV text into a table: any of four delimiters, quoted cells over several lines, titles above
 * the headings, no headings at all.
 *
 * Cells that our own export guarded against evaluation by a spreadsheet lose the guard.
 */
export function readCsv(
  text: string,
  file: string,
  countHeadings: CountHeadings = countKnownHeadings,
): ReadTable {
  const unreadable: Unreadable[] = [];
  // Excel's own line that names the delimiter.
  const separator = /^sep=(.)\r?\n/i.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const first = separator === null ? 1 : 2;
  const rows = parseRows(body, separator?.[1] ?? findDelimiter(body), first, (line, reason) =>
    unreadable.push({ file, line, reason }),
  );
  return { table: makeTable(file, rows, countHeadings), unreadable };
}

function parseRows(
  text: string,
  delimiter: string,
  firstLine: number,
  refuse: (line: number, reason: string) => void,
): TableRow[] {
  const errors: CsvError[] = [];
  // With `info`, the parser's result is the record and where it stood; its types do not say so.
  const parsed = parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      if (error !== undefined) errors.push(error);
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const offset = firstLine - 1;
  for (const error of errors) {
    const reason =
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? "a quotation mark opens a cell and none closes it"
        : error.message.slice(0, 300);
    // The parser stands at the end of what it could not read, which may be the end of the file.
    const before: unknown = Reflect.get(error, "records");
    const last = typeof before === "number" ? parsed[before - 1]?.info.lines : undefined;
    refuse(offset + (last ?? 0) + 1, reason);
  }
  return parsed.map(({ record, info }) => ({
    // The parser counts to the record's last line.
    line: offset + info.lines - record.reduce((sum, cell) => sum + countLines(cell), 0),
    cells: record.map(withoutGuard),
  }));
}

function countLines(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf("\n"); at !== -1; at = cell.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Takes the apostrophe away that our export puts before what a spreadsheet would evaluate. */
export function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r\n\0＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

/**
 * Finds the delimiter: the one by which the first records fall into the same number of cells.
 *
 * Looks at the first 64,000 characters; quotes are minded.
 */
export function findDelimiter(text: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const widths = widthsOf(text.slice(0, 64_000), delimiter);
    const usual = Math.max(...widths);
    if (usual < 2) continue;
    const agreeing = widths.filter((width) => width === usual).length / widths.length;
    const score = agreeing * 1000 + usual;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Number of cells in each of the first records. */
function widthsOf(text: string, delimiter: string): number[] {
  const widths: number[] = [];
  let width = 1;
  let isQuoted = false;
  let isBlank = true;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === delimiter) width += 1;
    else if (character === "\n") {
      if (!isBlank) widths.push(width);
      width = 1;
      isBlank = true;
      if (widths.length === 30) return widths;
      continue;
    }
    if (character !== "\r") isBlank = false;
  }
  if (!isBlank) widths.push(width);
  return widths;
}

/** Rows above which the headings are looked for: titles and notes may stand over them. */
const titleRows = 20;

/** A table of rows: finds the row of headings, and names the columns that have none. */
export function makeTable(
  file: string,
  rows: readonly TableRow[],
  countHeadings: CountHeadings = countKnownHeadings,
  sheet: string | null = null,
  sheets: readonly string[] = [],
): Table {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const at = findHeadings(filled, countHeadings);
  const headings = at === null ? [] : (filled[at]?.cells ?? []);
  const body = at === null ? filled : filled.slice(at + 1);
  const width = body.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
  return { file, sheet, sheets, columns: nameColumns(headings, width), rows: body };
}

/** Known headings that make a row below another of the same width the one of headings. */
const tellingHeadings = 3;

/**
 * The row with the most known headings; null where the first row is data already.
 *
 * Titles fill fewer cells than the headings below them. Under a row that fills as many, words such
 * as `critical` are more likely values of the first row of data than headings.
 */
function findHeadings(rows: readonly TableRow[], countHeadings: CountHeadings): number | null {
  const firstData = rows.findIndex(({ cells }) => cells.some(holdsTechniqueId));
  if (firstData === 0) return null;
  const above = rows.slice(0, firstData === -1 ? titleRows : Math.min(firstData, titleRows));
  let best = 0;
  let known = 0;
  let width = 0;
  for (const [at, { cells }] of above.entries()) {
    const count = countHeadings(cells);
    const filled = cells.filter((cell) => cell.trim() !== "").length;
    if (at === 0 || (count > known && (filled > width || count >= tellingHeadings))) {
      best = at;
      known = count;
      width = filled;
    }
  }
  return best;
}

function holdsTechniqueId(cell: string): boolean {
  return findTechniqueIds(cell).length > 0;
}

/** Headings with a name for the empty ones and a number for those that come twice. */
function nameColumns(headings: readonly string[], width: number): string[] {
  const names = new Set<string>();
  for (let column = 0; column < width; column += 1) {
    const heading = headings[column]?.trim().slice(0, 200) ?? "";
    const base = heading === "" ? unnamedColumn(column) : heading;
    let name = base;
    for (let number = 2; names.has(name); number += 1) name = `${base} (${number})`;
    names.add(name);
  }
  return [...names];
}

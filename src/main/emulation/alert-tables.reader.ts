import { Problem } from "../../shared/problem.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import { fieldAt, isJsonObject, textOfJson } from "../detections/json-fields.ts";
import { readJsonValues } from "../detections/json-values.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { readWorkbook } from "../detections/workbook.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { decodeText } from "../files/text.reader.ts";
import { countAlertHeadings, recogniseAlertColumns } from "./alert-columns.ts";

/** Levels of an object that become columns, and the columns that a table of objects may have. */
const mostLevels = 8;
const mostColumns = 1000;

/**
 * Reads the table of alerts that a SIEM exported: CSV, a sheet of a workbook, or JSON, one object a
 * line or in a list.
 *
 * Throws `bad-format` where the file is none of these, `not-found` for a sheet that is not there.
 */
export async function readAlertTable(path: string, sheet: string | undefined): Promise<Table> {
  for await (const input of readFiles([path], () => true)) {
    if (input.kind !== "file") continue;
    return readTable(input.bytes, input.path, sheet);
  }
  throw new Problem("bad-format", `${path} holds no file to read alerts from.`, { file: path });
}

async function readTable(bytes: Buffer, file: string, sheet: string | undefined): Promise<Table> {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) {
    const sheets = await readWorkbook(bytes, file, countAlertHeadings);
    const chosen =
      sheet === undefined
        ? (sheets.find(
            ({ columns, rows }) => rows.length > 0 && recogniseAlertColumns(columns).length >= 2,
          ) ?? sheets[0])
        : sheets.find((one) => one.sheet === sheet);
    if (chosen !== undefined) return chosen;
    throw new Problem("not-found", `There is no sheet called ${sheet ?? ""}.`, {
      candidates: sheets.flatMap((one) => one.sheet ?? []),
    });
  }
  if (/^(?:\uFEFF|\uFFFE)?\s*[[{]/.test(bytes.subarray(0, 1000).toString("utf8"))) {
    return tableOfObjects(file, decodeText(bytes, file));
  }
  const { text } = decodeTable(bytes, file);
  return readCsv(text, file, countAlertHeadings).table;
}

/** A table with a row for each object, its columns named by the way to each value. */
function tableOfObjects(file: string, text: string): Table {
  const places = new Map<string, number>();
  const rows: { readonly line: number; readonly cells: string[] }[] = [];
  for (const { value, line, fault } of readJsonValues(text)) {
    if (fault !== null) {
      throw new Problem("bad-format", `${file}, line ${line ?? 1}: ${fault}.`, {
        file,
        ...(line === null ? {} : { line }),
      });
    }
    for (const [at, object] of objectsOf(value).entries()) {
      const cells: (string | undefined)[] = [];
      walk(object, "", 0, (name, cell) => {
        const place = places.get(name) ?? places.size;
        if (place >= mostColumns) return;
        places.set(name, place);
        cells[place] = cell;
      });
      rows.push({ line: (line ?? 1) + at, cells: Array.from(cells, (cell) => cell ?? "") });
    }
  }
  return { file, sheets: [], sheet: null, columns: [...places.keys()], rows };
}

/** The alerts of a value: itself, or those of the list that a search or an interface wraps them in. */
function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.filter(isJsonObject);
  if (!isJsonObject(value)) return [];
  const hits = fieldAt(value, "hits");
  const lists = [isJsonObject(hits) ? fieldAt(hits, "hits") : hits].concat(
    ["results", "value", "alerts", "events", "data", "offenses"].map((name) =>
      fieldAt(value, name),
    ),
  );
  const list = lists.find((one) => Array.isArray(one) && one.some(isJsonObject));
  return Array.isArray(list) ? list.filter(isJsonObject) : [value];
}

/** Calls back with each value of an object that is no object, and the names that lead to it. */
function walk(
  object: Readonly<Record<string, unknown>>,
  before: string,
  level: number,
  tell: (name: string, cell: string) => void,
): void {
  for (const [key, value] of Object.entries(object)) {
    // What a search wraps its results in is no part of their names.
    const name =
      before === "_source" || before === "result" ? key : [before, key].filter(Boolean).join(".");
    if (value === null || value === undefined) continue;
    if (isJsonObject(value) && level < mostLevels) walk(value, name, level + 1, tell);
    else if (Array.isArray(value)) tell(name, value.map(textOfJson).join(", "));
    else tell(name, textOfJson(value));
  }
}

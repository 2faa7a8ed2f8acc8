import { Problem } from "../../shared/problem.ts";
import type { Unreadable } from "../../shared/model/import-report.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { readWorkbook } from "../detections/workbook.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { tellsStatus } from "./status-table.ts";

/** Tables of a file that say how far the work on gaps has come. */
export interface StatusFile {
  readonly tables: readonly Table[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads a tracker's export, or our own CSV or workbook of a plan.
 *
 * Throws `bad-format` where no table of it names gaps together with a status, owner or due day.
 */
export async function readStatusFile(path: string): Promise<StatusFile> {
  const found: Table[] = [];
  const unreadable: Unreadable[] = [];
  const isTable = (name: string) => /\.(?:csv|tsv|txt|xlsx|xlsm)$/i.test(name);
  for await (const input of readFiles([path], isTable)) {
    if (input.kind !== "file") continue;
    const { bytes, path: file } = input;
    const isWorkbook = bytes[0] === 0x50 && bytes[1] === 0x4b;
    if (isWorkbook) found.push(...(await readWorkbook(bytes, file)));
    else {
      const read = readCsv(decodeTable(bytes, file).text, file);
      found.push(read.table);
      unreadable.push(...read.unreadable);
    }
  }
  const tables = found.filter(tellsStatus);
  if (tables.length === 0) {
    throw new Problem(
      "bad-format",
      `${path} has no column that names gaps together with their status, owner or due date.`,
      {
        file: path,
        remedy:
          "Give a tracker's export as CSV with the columns External ID (or Technique) and Status.",
      },
    );
  }
  return { tables, unreadable };
}

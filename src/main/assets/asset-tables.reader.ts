import type { AssetMapping } from "../../shared/model/asset.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { readWorkbook } from "../detections/workbook.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import {
  countAssetHeadings,
  isAssetMappingComplete,
  isAssetTable,
  recogniseAssetColumns,
} from "./asset-columns.ts";

/** What is to be read, and how far the caller settled it. */
export interface AssetRequest {
  readonly paths: readonly string[];
  readonly sheet: string | undefined;
  readonly mapping: AssetMapping | undefined;
  /** The mapping that was last used for these headings. */
  readonly remembered: (columns: readonly string[]) => AssetMapping | undefined;
}

/** The tables of assets that files hold, with what could not be read. */
export interface GatheredTables {
  readonly tables: readonly { readonly table: Table; readonly mapping: AssetMapping }[];
  readonly formats: ReadonlySet<"CSV" | "XLSX">;
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
  readonly ignoredFiles: number;
}

const isTableFile = (path: string) => /\.(?:csv|tsv|txt|xlsx|xlsm)$/i.test(path);

/**
 * Reads the tables of assets of files, folders and archives, CSV and XLSX.
 *
 * A named file is taken as assets whether its columns say so or not; one of a folder only where
 * they do. What is wrong with one file of a folder does not stop the others.
 */
export async function readAssetTablesOf(
  { paths, sheet, mapping, remembered }: AssetRequest,
  step: (files: number) => Promise<void> | undefined,
): Promise<GatheredTables> {
  const tables: { table: Table; mapping: AssetMapping }[] = [];
  const formats = new Set<"CSV" | "XLSX">();
  const unreadable: Unreadable[] = [];
  const warnings: ImportWarning[] = [];
  let ignoredFiles = 0;
  let files = 0;
  for await (const input of readFiles(paths, isTableFile)) {
    files += 1;
    await step(files);
    if (input.kind === "skipped") {
      unreadable.push({ file: input.path, line: null, reason: input.reason });
      continue;
    }
    if (input.kind === "ignored") {
      ignoredFiles += 1;
      continue;
    }
    const isNamed = paths.includes(input.path);
    let read: FileTables;
    try {
      read = await readTables(input.bytes, input.path);
    } catch (error) {
      if (isNamed || !(error instanceof Problem)) throw error;
      unreadable.push({
        file: input.path,
        line: error.place?.line ?? null,
        reason: error.message,
      });
      continue;
    }
    const chosen = chooseSheet(read.tables, sheet, mapping, remembered);
    if (!isNamed && !isAssetTable(chosen.table, chosen.mapping)) {
      ignoredFiles += 1;
      continue;
    }
    formats.add(read.format);
    unreadable.push(...read.unreadable);
    warnings.push(...read.warnings);
    tables.push(chosen);
  }
  return { tables, formats, unreadable, warnings, ignoredFiles };
}

interface FileTables {
  readonly format: "CSV" | "XLSX";
  readonly tables: readonly Table[];
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
}

/** Reads every table of a file, with the headings that an inventory of assets may have. */
export async function readTables(bytes: Buffer, file: string): Promise<FileTables> {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) {
    const tables = await readWorkbook(bytes, file, countAssetHeadings);
    return { format: "XLSX", tables, unreadable: [], warnings: [] };
  }
  const { text, warnings } = decodeTable(bytes, file);
  const { table, unreadable } = readCsv(text, file, countAssetHeadings);
  return { format: "CSV", tables: [table], unreadable, warnings };
}

/** The named sheet, or the first with assets, with its columns as given, remembered or recognised. */
function chooseSheet(
  tables: readonly Table[],
  sheet: string | undefined,
  given: AssetMapping | undefined,
  remembered: (columns: readonly string[]) => AssetMapping | undefined,
): { table: Table; mapping: AssetMapping } {
  const mapped = tables
    .filter((table) => sheet === undefined || table.sheet === null || table.sheet === sheet)
    .map((table) => ({
      table,
      mapping: given ?? remembered(table.columns) ?? recogniseAssetColumns(table),
    }));
  const chosen =
    mapped.find(
      ({ table, mapping }) =>
        table.rows.length > 0 && isAssetMappingComplete(mapping, table.columns),
    ) ?? mapped[0];
  if (chosen !== undefined) return chosen;
  throw new Problem("not-found", `There is no sheet called ${sheet ?? ""}.`, {
    candidates: tables.flatMap((table) => table.sheet ?? []),
  });
}

import { Problem } from "../../shared/problem.ts";
import type { ImportWarning } from "../../shared/model/import-report.ts";
import type { TelemetryMapping } from "../../shared/model/telemetry.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { namesTechniques } from "../detections/table-columns.ts";
import { readWorkbook } from "../detections/workbook.reader.ts";
import { readYaml } from "../detections/yaml.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { decodeText } from "../files/text.reader.ts";
import { isDataSourceAdministration, readDataSources } from "./dettect.ts";
import type { ReadSources } from "./read-source.ts";
import { namesSources, readSourceTable, recogniseSourceColumns } from "./source-table.ts";

/** What is to be read, and how far the caller settled it. */
interface GatherRequest {
  readonly paths: readonly string[];
  readonly sheet: string | undefined;
  readonly mapping: TelemetryMapping | undefined;
  /** The mapping that was last used for these headings. */
  readonly remembered: (columns: readonly string[]) => TelemetryMapping | undefined;
}

/** Everything that the files of one import say of log sources. */
interface GatheredTelemetry {
  readonly files: readonly ReadSources[];
  readonly warnings: readonly ImportWarning[];
  readonly ignoredFiles: number;
  readonly tables: readonly Table[];
}

/** A table of log sources with the columns by which it is read. */
interface SourceTable {
  readonly table: Table;
  readonly mapping: TelemetryMapping;
  readonly isComplete: boolean;
}

/** What log sources may come in, as a sentence for those who brought something else. */
export const readableSources =
  "It reads DeTT&CT's data-source administration (YAML), and CSV and XLSX with a row for each.";

const fitting = /\.(?:ya?ml|csv|tsv|txt|xlsx|xlsm)$/i;

/**
 * Reads every log source of files, folders and archives: DeTT&CT's administration of data sources,
 * and tables in CSV and XLSX.
 *
 * What is wrong with one file of many is listed; a named file that holds no log source throws.
 */
export async function gatherTelemetry(
  request: GatherRequest,
  step: (files: number) => Promise<void> | undefined,
): Promise<GatheredTelemetry> {
  const files: ReadSources[] = [];
  const warnings: ImportWarning[] = [];
  const tables: Table[] = [];
  let [ignoredFiles, seen] = [0, 0];
  for await (const input of readFiles(request.paths, (path) => fitting.test(path))) {
    seen += 1;
    await step(seen);
    if (input.kind === "ignored") {
      ignoredFiles += 1;
      continue;
    }
    if (input.kind === "skipped") {
      files.push(unreadable(input.path, null, input.reason));
      continue;
    }
    const isNamed = request.paths.includes(input.path);
    try {
      const read = await readOne(input.path, input.bytes, isNamed, request);
      if (read === null) {
        if (isNamed) throw notRecognised(input.path);
        ignoredFiles += 1;
        continue;
      }
      files.push(read.sources);
      warnings.push(...read.warnings);
      if (read.table !== null) tables.push(read.table);
    } catch (error) {
      if (isNamed || !(error instanceof Problem)) throw error;
      files.push(unreadable(input.path, error.place?.line ?? null, error.message));
    }
  }
  return { files, warnings, ignoredFiles, tables };
}

interface ReadOne {
  readonly sources: ReadSources;
  readonly warnings: readonly ImportWarning[];
  readonly table: Table | null;
}

async function readOne(
  file: string,
  bytes: Buffer,
  isNamed: boolean,
  request: GatherRequest,
): Promise<ReadOne | null> {
  if (
    /\.ya?ml$/i.test(file) ||
    /^(?:\ufeff|[%#][^\n]*\n|\s|---)*(?:version|file_type)\s*:/.test(
      bytes.subarray(0, 2000).toString("utf8"),
    )
  ) {
    const sources = readDocuments(file, bytes);
    return sources === null ? null : { sources, warnings: [], table: null };
  }
  const { tables, warnings, faults } = await readTables(file, bytes);
  const chosen = chooseSourceTable(tables, isNamed, request);
  if (chosen === null) return null;
  // Among other files, a table of rules names log sources as well.
  if (!isNamed && namesTechniques(chosen.table)) return null;
  if (!chosen.isComplete) {
    if (isNamed) throw columnsMissing(chosen.table);
    return null;
  }
  const sources = readSourceTable(chosen.table, chosen.mapping);
  return {
    sources: { ...sources, unreadable: faults },
    warnings,
    table: chosen.table,
  };
}

/** Null where no document of the file is about data sources. */
function readDocuments(file: string, bytes: Buffer): ReadSources | null {
  const read: ReadSources[] = [];
  for (const { value, fault, line } of readYaml(decodeText(bytes, file))) {
    if (fault !== null) read.push(unreadable(file, line, fault));
    else if (isDataSourceAdministration(value)) read.push(readDataSources(value, file));
  }
  const [first] = read;
  if (first === undefined) return null;
  return {
    format: read.find(({ format }) => format !== "")?.format ?? "",
    sources: read.flatMap(({ sources }) => sources),
    skipped: read.flatMap(({ skipped }) => skipped),
    items: read.flatMap(({ items }) => items),
    unreadable: read.flatMap((one) => one.unreadable),
  };
}

async function readTables(file: string, bytes: Buffer) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    return { tables: await readWorkbook(bytes, file), warnings: [], faults: [] };
  }
  const { text, warnings } = decodeTable(bytes, file);
  const { table, unreadable: faults } = readCsv(text, file);
  return { tables: [table], warnings, faults };
}

/** The sheet and the columns to read: as given, as remembered for these headings, as recognised. */
function chooseSourceTable(
  tables: readonly Table[],
  isNamed: boolean,
  { sheet, mapping, remembered }: Pick<GatherRequest, "sheet" | "mapping" | "remembered">,
): SourceTable | null {
  const mapped = tables
    .filter((table) => sheet === undefined || table.sheet === null || table.sheet === sheet)
    .map((table) => {
      const settled = mapping ?? remembered(table.columns);
      const own = settled ?? recogniseSourceColumns(table.columns);
      return {
        table,
        mapping: own,
        isComplete: namesSources(own, isNamed || settled !== undefined),
      };
    });
  if (sheet !== undefined && mapped.length === 0) {
    throw new Problem("not-found", `There is no sheet called ${sheet}.`, {
      candidates: tables.flatMap((table) => table.sheet ?? []),
    });
  }
  return (
    mapped.find(({ table, isComplete }) => isComplete && table.rows.length > 0) ?? mapped[0] ?? null
  );
}

/** The first table of a file with its columns, for asking which is which; null for other files. */
export async function lookAtColumns(request: GatherRequest): Promise<SourceTable | null> {
  for await (const input of readFiles(request.paths, (path) =>
    /\.(?:csv|tsv|txt|xlsx|xlsm)$/i.test(path),
  )) {
    if (input.kind !== "file" || /\.ya?ml$/i.test(input.path)) continue;
    const isNamed = request.paths.includes(input.path);
    const { tables } = await readTables(input.path, input.bytes);
    const chosen = chooseSourceTable(tables, isNamed, request);
    if (chosen !== null && (chosen.isComplete || isNamed)) return chosen;
  }
  return null;
}

function unreadable(file: string, line: number | null, reason: string): ReadSources {
  return { format: "", sources: [], skipped: [], items: [], unreadable: [{ file, line, reason }] };
}

function notRecognised(file: string): Problem {
  return new Problem(
    "bad-format",
    `${file} holds no log sources that Casemate reads. ${readableSources}`,
    { file },
  );
}

function columnsMissing({ file, columns }: Table): Problem {
  const listed = columns.slice(0, 20).map((column) => `"${column.slice(0, 60)}"`);
  return new Problem(
    "bad-format",
    `${file}: no column for the name of a log source or data component was recognised among ` +
      `${listed.join(", ")}. Name it "Log source" or "Data component", or map the columns in the window.`,
    { file, candidates: [...columns] },
  );
}

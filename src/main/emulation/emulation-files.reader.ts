import { Problem } from "../../shared/problem.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import type { ResultReading } from "../../shared/model/result-table.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import type { Table } from "../detections/table-columns.ts";
import { readWorkbook } from "../detections/workbook.reader.ts";
import type { YamlDocument } from "../detections/yaml.reader.ts";
import { readYaml } from "../detections/yaml.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeText, decodeUtf8 } from "../files/text.reader.ts";
import { jsonKinds, knownHeadings, tableKinds, yamlKinds } from "./emulation-kinds.reader.ts";
import type { ReadEmulation } from "./read-emulation.ts";
import {
  countResultHeadings,
  isResultTable,
  missingOfResults,
  recogniseResultColumns,
} from "./result-columns.ts";
import { readResultTable } from "./result-table.ts";

/** What files of runners and trackers say together. */
export interface GatheredEmulation {
  readonly readings: readonly ReadEmulation[];
  readonly unreadable: readonly Unreadable[];
  /** Files of a folder or archive that are of another kind. */
  readonly ignoredFiles: number;
}

/** What emulation may come in, as a sentence for those who brought something else. */
export const readableEmulation =
  "Casemate reads tests of Atomic Red Team, Caldera and CTID plans, and results of " +
  "Invoke-AtomicRedTeam, ATTiRe, Caldera, VECTR and PurpleOps, and tables with a technique or test " +
  "a row, CSV or XLSX.";

/**
 * Reads what tools of emulation write: files, folders, archives, mixed.
 *
 * The content decides. What is wrong with one file of a folder is listed; a named file that holds
 * nothing of the kind says so.
 */
export async function readEmulationFiles(
  paths: readonly string[],
  step: (files: number) => Promise<void> | undefined = () => undefined,
  tables: ResultReading = {},
): Promise<GatheredEmulation> {
  const readings: ReadEmulation[] = [];
  const unreadable: Unreadable[] = [];
  const named = new Set(paths);
  let ignoredFiles = 0;
  let files = 0;
  for await (const input of readFiles(paths, isEmulationFile)) {
    files += 1;
    await step(files);
    if (input.kind === "skipped") {
      unreadable.push({ file: input.path, line: null, reason: input.reason });
    } else if (input.kind === "ignored") ignoredFiles += 1;
    else {
      const read = await readOne(input.path, input.bytes, {
        ...tables,
        isNamed: named.has(input.path),
      });
      if (read.kind === "read") readings.push(read.reading);
      else if (read.kind === "unreadable" || named.has(input.path)) {
        unreadable.push({ file: input.path, line: read.line, reason: read.reason });
      } else ignoredFiles += 1;
    }
  }
  return { readings, unreadable, ignoredFiles };
}

const isEmulationFile = (path: string) => /\.(?:json|ya?ml|csv|tsv|xlsx|xlsm)$/i.test(path);

/** How tables that no tool's headings tell are read, and whether somebody named the file. */
type TableReading = ResultReading & { readonly isNamed: boolean };

/** A table of results without a tool's headings, as somebody is to say what its columns hold. */
export async function findResultTable(
  paths: readonly string[],
  sheet: string | undefined,
): Promise<{ readonly table: Table; readonly warnings: readonly ImportWarning[] } | null> {
  for await (const input of readFiles(paths, isEmulationFile)) {
    if (input.kind !== "file" || !isTableFile(input.path, input.bytes)) continue;
    const isNamed = paths.includes(input.path);
    const { tables, warnings } = await readTables(input.path, input.bytes);
    if (tables.some((table) => tableKinds.some(({ holds }) => holds(table)))) continue;
    const table = chooseTable(tables, { isNamed, ...(sheet === undefined ? {} : { sheet }) });
    if (table !== undefined) return { table, warnings };
  }
  return null;
}

/** Words of which every readable file has one; looked for before anything is parsed. */
const telltales = [
  ...["atomic_tests", "emulation_plan_details", "atomic_ordering", "attack_id", "technique_id"],
  ...["host_group", "ability_metadata", "execution-data"],
  ...["casemate-emulation/", "casemate-run-package/", "Test case,"],
  ...["AssessmentGroup", "Execution Time (UTC)", "Test GUID", "mitreid"],
];

/** Whether a file holds tests or results of emulation; what is broken holds none. */
export async function holdsEmulation(file: string, bytes: Buffer): Promise<boolean> {
  if (!telltales.some((word) => bytes.includes(word))) return false;
  return (await readOne(file, bytes, { isNamed: false })).kind === "read";
}

type Outcome =
  | { readonly kind: "read"; readonly reading: ReadEmulation }
  /** Broken, or of another kind. */
  | {
      readonly kind: "unreadable" | "other";
      readonly line: number | null;
      readonly reason: string;
    };

const other: Outcome = {
  kind: "other",
  line: null,
  reason: `holds nothing of an emulation. ${readableEmulation}`,
};

async function readOne(file: string, bytes: Buffer, tables: TableReading): Promise<Outcome> {
  try {
    if (/\.ya?ml$/i.test(file)) return readYamlFile(file, bytes);
    if (/\.json$/i.test(file)) return readJsonFile(file, bytes);
    return await readTableFile(file, bytes, tables);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: "unreadable", line: error.place?.line ?? null, reason: error.message };
  }
}

function readYamlFile(file: string, bytes: Buffer): Outcome {
  const documents: readonly YamlDocument[] = readYaml(decodeText(bytes, file));
  const kind = yamlKinds.find(({ holds }) => documents.some(({ value }) => holds(value)));
  const faulty = documents.find(({ fault }) => fault !== null);
  if (kind === undefined) {
    return faulty === undefined
      ? other
      : { kind: "unreadable", line: faulty.line, reason: faulty.fault ?? "" };
  }
  return { kind: "read", reading: kind.read(file, documents) };
}

function readJsonFile(file: string, bytes: Buffer): Outcome {
  const { utf8 } = decodeUtf8(bytes, file);
  const value = parseJson(utf8, file);
  const kind = jsonKinds.find(({ holds }) => holds(value));
  return kind === undefined ? other : { kind: "read", reading: kind.read(file, value) };
}

const isWorkbook = (bytes: Buffer) =>
  bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]));
const isTableFile = (path: string, bytes: Buffer) =>
  isWorkbook(bytes) || !/\.(?:json|ya?ml)$/i.test(path);

async function readTableFile(file: string, bytes: Buffer, reading: TableReading): Promise<Outcome> {
  const { tables, unreadable, warnings } = await readTables(file, bytes);
  const known = tables.flatMap((table) => {
    const kind = tableKinds.find(({ holds }) => holds(table));
    return kind === undefined ? [] : [() => kind.read(table)];
  });
  const maybe = known.length > 0 ? undefined : chooseTable(tables, reading);
  const mapping = reading.mapping ?? recogniseResultColumns(maybe?.columns ?? []);
  const chosen =
    maybe !== undefined && missingOfResults(mapping, maybe.columns) === null ? maybe : undefined;
  const read =
    known[0] ?? (chosen === undefined ? undefined : () => readResultTable(chosen, reading));
  if (read === undefined) return other;
  const own = read();
  return {
    kind: "read",
    reading: {
      ...own,
      unreadable: [...unreadable, ...own.unreadable],
      warnings: [...warnings, ...own.warnings],
    },
  };
}

/** The sheet that was named, else the first of results; of a file that was named, the first that may be. */
function chooseTable(
  tables: readonly Table[],
  { sheet, mapping, isNamed }: TableReading,
): Table | undefined {
  const asked = tables.filter((table) => sheet === undefined || table.sheet === sheet);
  const maybe = asked.find(
    ({ columns, rows }) =>
      rows.length > 0 &&
      missingOfResults(mapping ?? recogniseResultColumns(columns), columns) === null,
  );
  return asked.find(isResultTable) ?? (isNamed ? (maybe ?? asked[0]) : undefined);
}

async function readTables(
  file: string,
  bytes: Buffer,
): Promise<{
  readonly tables: readonly Table[];
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
}> {
  if (isWorkbook(bytes)) {
    return { tables: await readWorkbook(bytes, file, countHeadings), unreadable: [], warnings: [] };
  }
  const { text, warnings } = decodeTable(bytes, file);
  const { table, unreadable } = readCsv(text, file, countHeadings);
  return { tables: [table], unreadable, warnings };
}

const countHeadings = (cells: readonly string[]) =>
  Math.max(
    cells.filter((cell) => knownHeadings.has(cell.trim())).length,
    countResultHeadings(cells),
  );

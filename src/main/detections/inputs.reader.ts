import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type {
  ColumnMapping,
  DetectionFormat,
  DetectionOrigin,
} from "../../shared/model/detection.ts";
import type { ImportKind, ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { decodeText, headOf } from "../files/text.reader.ts";
import type { ContentKind } from "./content-kinds.reader.ts";
import { jsonKinds, tomlKinds, yamlKinds } from "./content-kinds.reader.ts";
import { decodeTable, readCsv } from "./csv.reader.ts";
import { readJsonValues } from "./json-values.reader.ts";
import type { Located, ReadFileResult } from "./record.ts";
import { aWarning } from "./record.ts";
import { isSavedSearches } from "./splunk-conf.reader.ts";
import { isSplunkTable } from "./splunk-rest.reader.ts";
import type { Table } from "./table-columns.ts";
import { isComplete, recogniseColumns } from "./table-columns.ts";
import { readToml } from "./toml.reader.ts";
import { readWorkbook } from "./workbook.reader.ts";
import { isYamlMap } from "./yaml-fields.ts";
import { readYaml } from "./yaml.reader.ts";

/** What detections may come in, as a sentence for those who brought something else. */
export const readableFormats =
  "It reads rules of Sigma, Splunk, Elastic and Microsoft Sentinel, DeTT&CT's technique " +
  "administration, Navigator layers, CSV and XLSX.";

/** A file of the given paths, by what its content is. */
export type DetectionInput =
  | {
      readonly kind: "rules";
      readonly file: string;
      readonly format: DetectionOrigin;
      readonly saysState: boolean;
      readonly read: () => ReadFileResult;
    }
  | { readonly kind: "splunk-conf"; readonly file: string; readonly text: string }
  | {
      readonly kind: "table";
      readonly file: string;
      readonly format: "csv" | "xlsx" | "splunk-rest";
      /** The tables of its sheets; one for CSV. */
      readonly tables: readonly Table[];
      readonly unreadable: readonly Unreadable[];
      readonly warnings: readonly ImportWarning[];
    }
  | { readonly kind: "unreadable"; readonly file: string; line: number | null; reason: string }
  /** Holds no detection; `reason` is null where nobody would expect one. */
  | {
      readonly kind: "ignored";
      readonly file: string;
      readonly reason: string | null;
      /** What it may be imported as instead, the likeliest first. */
      readonly belongsTo?: readonly ImportKind[];
    };

/** In what a file is written; YAML, JSON and TOML are parsed once and offered to their kinds. */
type Language = "yaml" | "json" | "toml" | "conf" | "table" | "workbook";

/** The languages of each format: Splunk's REST interface and its tables share one. */
const languagesOfFormats: Readonly<Record<DetectionFormat, readonly Language[]>> = {
  csv: ["table"],
  xlsx: ["workbook"],
  "splunk-rest": ["json", "table"],
  "splunk-conf": ["conf"],
  "splunk-escu": ["yaml"],
  sigma: ["yaml"],
  "elastic-toml": ["toml"],
  "kibana-ndjson": ["json"],
  "sentinel-yaml": ["yaml"],
  "sentinel-arm": ["json"],
  "dettect-techniques": ["yaml"],
};
const extensionsOfLanguages: Readonly<Record<Language, readonly string[]>> = {
  yaml: ["yml", "yaml"],
  json: ["json", "ndjson", "jsonl"],
  toml: ["toml"],
  conf: ["conf"],
  table: ["csv", "tsv", "txt"],
  workbook: ["xlsx", "xlsm"],
};

function extensionsOf(languages: readonly Language[]): ReadonlySet<string> {
  return new Set(languages.flatMap((language) => extensionsOfLanguages[language]));
}

/** Bicep is not read, and whoever brings it is told so. */
const allExtensions = new Set([...Object.values(extensionsOfLanguages).flat(), "bicep"]);

function extensionOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/**
 * Reads files, folders and archives, and says of each file what kind of detections it holds.
 *
 * The content decides; in folders and archives only files with a fitting ending are looked at, and
 * data that rules carry for their own tests is passed over. A given format is taken at its word.
 * Named files that are no format at all give `bad-format`.
 */
export async function* readInputs(
  paths: readonly string[],
  format: DetectionFormat | undefined,
): AsyncGenerator<DetectionInput, void, undefined> {
  const named = new Set(paths);
  const wanted = format === undefined ? allExtensions : extensionsOf(languagesOfFormats[format]);
  const accept = (path: string) => wanted.has(extensionOf(path)) && !isTestData(path);
  for await (const input of readFiles(paths, accept)) {
    if (input.kind === "skipped") {
      yield { kind: "unreadable", file: input.path, line: null, reason: input.reason };
    } else if (input.kind === "ignored") {
      yield { kind: "ignored", file: input.path, reason: null };
    } else if (named.has(input.path)) {
      const recognised = await recogniseInput(input.path, input.bytes, format);
      if (recognised.kind === "ignored") throw notRecognised(input.path, recognised.reason);
      yield recognised;
    } else yield await recogniseWithin(input.path, input.bytes, format);
  }
}

/** Whether a path lies among the data that rules carry for their own tests. */
function isTestData(path: string): boolean {
  return /(?:^|[/\\])(?:regression_data|\.git)[/\\]/.test(path);
}

/** Whether a file of a folder or archive may hold rules, or anything else that is imported. */
export function mayBeInput(path: string): boolean {
  return allExtensions.has(extensionOf(path.replace(/\.gz$/i, ""))) && !isTestData(path);
}

/** Recognises a file of a folder or archive: what is wrong with it does not stop the others. */
async function recogniseWithin(
  file: string,
  bytes: Buffer,
  format: DetectionFormat | undefined,
): Promise<DetectionInput> {
  try {
    return await recogniseInput(file, bytes, format);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: "unreadable", file, line: error.place?.line ?? null, reason: error.message };
  }
}

/**
 * Says what kind of detections a file holds, or what else it is; throws what reading it throws. A
 * given format is taken at its word.
 */
export async function recogniseInput(
  file: string,
  bytes: Buffer,
  format: DetectionFormat | undefined,
): Promise<DetectionInput> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) {
    const tables = await readWorkbook(bytes, file);
    const isSplunk =
      format === "splunk-rest" || tables.some(({ columns }) => isSplunkTable(columns));
    return tableInput(file, isSplunk ? "splunk-rest" : "xlsx", tables, [], []);
  }
  if (format === undefined && extensionOf(file) === "bicep") {
    return { kind: "ignored", file, reason: bicep };
  }
  switch (languageOf(format, bytes, file)) {
    case "yaml":
      return recogniseYaml(file, decodeText(bytes, file), format);
    case "json":
      return recogniseJson(file, decodeText(bytes, file), format);
    case "toml":
      return recogniseToml(file, decodeText(bytes, file), format);
    case "conf": {
      const text = decodeText(bytes, file);
      if (format === undefined && !isSavedSearches(text)) {
        return { kind: "ignored", file, reason: "is a configuration file without saved searches" };
      }
      return { kind: "splunk-conf", file, text };
    }
    case "workbook":
      return { kind: "ignored", file, reason: "is not an XLSX workbook" };
    case "table":
      return csvInput(file, bytes, format);
  }
}

const bicep =
  "is Bicep, which Casemate does not read: build it into an ARM template (az bicep build), and " +
  "import the JSON that comes out";

function recogniseYaml(
  file: string,
  text: string,
  format: DetectionFormat | undefined,
): DetectionInput {
  const documents = readYaml(text);
  const maps = documents.flatMap(({ value }) => (isYamlMap(value) ? [value] : []));
  return choose({ file, text, format, language: "YAML", parts: documents }, maps, yamlKinds);
}

function recogniseJson(
  file: string,
  text: string,
  format: DetectionFormat | undefined,
): DetectionInput {
  const values = readJsonValues(text);
  const sound = values.filter(({ fault }) => fault === null).map(({ value }) => value);
  return choose({ file, text, format, language: "JSON", parts: values }, sound, jsonKinds);
}

function recogniseToml(
  file: string,
  text: string,
  format: DetectionFormat | undefined,
): DetectionInput {
  const parsed = readToml(text);
  const sound = parsed.fault === null ? [parsed.value] : [];
  return choose({ file, text, format, language: "TOML", parts: [parsed] }, sound, tomlKinds);
}

/** A parsed file, before anyone has said what it is. */
interface Parsed<Part> {
  readonly file: string;
  readonly text: string;
  readonly format: DetectionFormat | undefined;
  readonly language: string;
  readonly parts: readonly Part[];
}

/** The first kind that a value of the file is of; what nobody knows is ignored, or is unreadable. */
function choose<Value, Part extends Located<unknown>>(
  { file, text, format, language, parts }: Parsed<Part>,
  values: readonly Value[],
  kinds: readonly ContentKind<Value, Part>[],
): DetectionInput {
  const faulty = parts.find(({ fault }) => fault !== null);
  const kind =
    format === undefined
      ? (kinds.find(({ holds }) => values.some(holds)) ??
        (faulty && kinds.find(({ broken }) => broken?.test(text.slice(0, 64_000)))))
      : kinds.find((each) => each.format === format);
  if (kind === undefined) {
    return faulty === undefined
      ? { kind: "ignored", file, reason: `is ${language} of another kind` }
      : { kind: "unreadable", file, line: faulty.line, reason: faulty.fault ?? "" };
  }
  if (kind.format === null) {
    return { kind: "ignored", file, reason: kind.is, belongsTo: kind.belongsTo };
  }
  const { read, saysState } = kind;
  return { kind: "rules", file, format: kind.format, saysState, read: () => read(file, parts) };
}

/** In what language a text is written; a given format says it. */
function languageOf(format: DetectionFormat | undefined, bytes: Buffer, file: string): Language {
  const told = () => languageOfText(headOf(bytes), extensionOf(file));
  if (format === undefined) return told();
  const languages = languagesOfFormats[format];
  const [only = "table", ...others] = languages;
  if (others.length === 0) return only;
  const language = told();
  return languages.includes(language) ? language : "table";
}

/** In what language a text with this beginning is; the ending decides where it could be several. */
function languageOfText(head: string, extension: string): Language {
  const content = head.replace(/^(?:\s*#[^\n]*\n|\s*\n)*/, "").trimStart();
  if (extensionsOfLanguages.yaml.includes(extension)) return "yaml";
  if (extension === "toml") return "toml";
  if (content.startsWith("{") || /^\[\s*(?:[{"\]]|$)/.test(content)) return "json";
  if (extension === "conf") return "conf";
  if (/^\[(?:metadata|rule|hunt)\][ \t]*\r?\n/.test(content)) return "toml";
  if (/^\[[^\]\n]*\][ \t]*\r?\n/.test(content)) return "conf";
  const isYaml =
    /^(?:%YAML |---[ \t]*\r?$)/m.test(content) ||
    (/^(?:title|id|name|logsource|detection|correlation|action|version|file_type)[ \t]*:/m.test(
      content,
    ) &&
      !/^[^\n:]*[,;\t]/.test(content));
  return isYaml ? "yaml" : "table";
}

function csvInput(
  file: string,
  bytes: Buffer,
  format: DetectionFormat | undefined,
): DetectionInput {
  const { text, warnings } = decodeTable(bytes, file);
  const { table, unreadable } = readCsv(text, file);
  const isSplunk =
    format === "splunk-rest" || (format === undefined && isSplunkTable(table.columns));
  return tableInput(file, isSplunk ? "splunk-rest" : "csv", [table], unreadable, warnings);
}

function tableInput(
  file: string,
  format: "csv" | "xlsx" | "splunk-rest",
  tables: readonly Table[],
  unreadable: readonly Unreadable[],
  warnings: readonly ImportWarning[],
): DetectionInput {
  return { kind: "table", file, format, tables, unreadable, warnings };
}

function notRecognised(file: string, reason: string | null): Problem {
  return new Problem(
    "bad-format",
    `${file} holds no detections that Casemate reads${reason === null ? "" : `: it ${reason}`}. ` +
      readableFormats,
    { file },
  );
}

/** A table to read, with the columns that say how. */
export interface ChosenTable {
  readonly table: Table;
  readonly mapping: ColumnMapping;
}

/**
 * The sheet to read and its columns: what the caller says, else what was remembered for these
 * headings, else what is recognised; without a named sheet the first one whose columns suffice.
 *
 * Throws `not-found` for a sheet that is not there.
 */
export function chooseTable(
  tables: readonly Table[],
  sheet: string | undefined,
  given: ColumnMapping | undefined,
  remembered: (columns: readonly string[]) => ColumnMapping | undefined,
): ChosenTable {
  const mapped = tables
    .filter((table) => sheet === undefined || table.sheet === null || table.sheet === sheet)
    .map((table) => ({
      table,
      mapping: given ?? remembered(table.columns) ?? recogniseColumns(table),
    }));
  const chosen =
    mapped.find(({ table, mapping }) => table.rows.length > 0 && isComplete(mapping)) ?? mapped[0];
  if (chosen !== undefined) return chosen;
  throw new Problem("not-found", `There is no sheet called ${sheet ?? ""}.`, {
    candidates: tables.flatMap((table) => table.sheet ?? []),
  });
}

/** Says which columns are missing for an import. */
export function columnsMissing({ table }: ChosenTable): Problem {
  const listed = table.columns.slice(0, 20).map((column) => `"${column.slice(0, 60)}"`);
  const more = table.columns.length > listed.length ? ", …" : "";
  return new Problem(
    "bad-format",
    `${table.file}: no columns for a rule's name and its techniques were recognised among ` +
      `${listed.join(", ")}${more}. ` +
      'Name them "Name" and "Technique ID", or map the columns in the window.',
    { file: table.file, candidates: [...table.columns] },
  );
}

/** SHA-256 of the one named file, in hex; null for folders and several files. */
export async function hashOfInput(paths: readonly string[]): Promise<string | null> {
  const [path] = paths;
  if (path === undefined || paths.length > 1 || !(await stat(path)).isFile()) return null;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** A warning for a file that looked like one of ours and holds no detection. */
export function ignoredWarning(file: string, reason: string): ImportWarning {
  return aWarning("ignored-file", file, `${file} ${reason}.`);
}

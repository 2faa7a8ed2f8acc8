import { Problem } from "../../shared/problem.ts";
import type { Unreadable } from "../../shared/model/import-report.ts";
import { decodeTable, readCsv } from "../detections/csv.reader.ts";
import type { YamlDocument } from "../detections/yaml.reader.ts";
import { readYaml } from "../detections/yaml.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeText, decodeUtf8 } from "../files/text.reader.ts";
import { jsonKinds, knownHeadings, tableKinds, yamlKinds } from "./emulation-kinds.reader.ts";
import type { ReadEmulation } from "./read-emulation.ts";

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
  "Invoke-AtomicRedTeam, ATTiRe, Caldera, VECTR and PurpleOps.";

/**
 * Reads what tools of emulation write: files, folders, archives, mixed.
 *
 * The content decides. What is wrong with one file of a folder is listed; a named file that holds
 * nothing of the kind says so.
 */
export async function readEmulationFiles(
  paths: readonly string[],
  step: (files: number) => Promise<void> | undefined = () => undefined,
): Promise<GatheredEmulation> {
  const readings: ReadEmulation[] = [];
  const unreadable: Unreadable[] = [];
  const named = new Set(paths);
  let ignoredFiles = 0;
  let files = 0;
  for await (const input of readFiles(paths, (path) => /\.(?:json|ya?ml|csv|tsv)$/i.test(path))) {
    files += 1;
    await step(files);
    if (input.kind === "skipped") {
      unreadable.push({ file: input.path, line: null, reason: input.reason });
    } else if (input.kind === "ignored") ignoredFiles += 1;
    else {
      const read = readOne(input.path, input.bytes);
      if (read.kind === "read") readings.push(read.reading);
      else if (read.kind === "unreadable" || named.has(input.path)) {
        unreadable.push({ file: input.path, line: read.line, reason: read.reason });
      } else ignoredFiles += 1;
    }
  }
  return { readings, unreadable, ignoredFiles };
}

/** Words of which every readable file has one; looked for before anything is parsed. */
const telltales = [
  ...["atomic_tests", "emulation_plan_details", "atomic_ordering", "attack_id", "technique_id"],
  ...["host_group", "ability_metadata", "execution-data"],
  ...["casemate-emulation/", "casemate-run-package/", "Test case,"],
  ...["AssessmentGroup", "Execution Time (UTC)", "Test GUID", "mitreid"],
];

/** Whether a file holds tests or results of emulation; what is broken holds none. */
export function holdsEmulation(file: string, bytes: Buffer): boolean {
  return telltales.some((word) => bytes.includes(word)) && readOne(file, bytes).kind === "read";
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

function readOne(file: string, bytes: Buffer): Outcome {
  try {
    if (/\.ya?ml$/i.test(file)) return readYamlFile(file, bytes);
    if (/\.json$/i.test(file)) return readJsonFile(file, bytes);
    return readTableFile(file, bytes);
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

function readTableFile(file: string, bytes: Buffer): Outcome {
  const { text, warnings } = decodeTable(bytes, file);
  const { table, unreadable } = readCsv(
    text,
    file,
    (cells) => cells.filter((cell) => knownHeadings.has(cell.trim())).length,
  );
  const kind = tableKinds.find(({ holds }) => holds(table));
  if (kind === undefined) return other;
  const reading = kind.read(table);
  return {
    kind: "read",
    reading: {
      ...reading,
      unreadable: [...unreadable, ...reading.unreadable],
      warnings: [...warnings, ...reading.warnings],
    },
  };
}

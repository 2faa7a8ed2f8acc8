import type { Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { readYaml } from "../detections/yaml.reader.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeText, decodeUtf8, headOf } from "../files/text.reader.ts";
import { isDettectGroups, readDettectGroups } from "./dettect-groups.reader.ts";
import type { IntelligenceActor, IntelligenceItem } from "./intelligence.ts";
import { readStix } from "./read-stix.ts";
import { isAttackRelease, objectsIn } from "./stix-kind.ts";

/** What files of intelligence say together. */
export interface ReadIntelligence {
  readonly actors: readonly IntelligenceActor[];
  readonly items: readonly IntelligenceItem[];
  readonly unreadable: readonly Unreadable[];
  /** Files of a folder or archive that are of another kind. */
  readonly ignoredFiles: number;
  /** Words for the formats that were found. */
  readonly formats: readonly string[];
}

/**
 * Reads actors from STIX 2.x reports and DeTT&CT group administrations: files, folders, archives.
 *
 * The content decides. What is wrong with one file of a folder is listed; a named file that holds no
 * intelligence says what it is.
 */
export async function readIntelligence(
  paths: readonly string[],
  step: (files: number) => Promise<void> | undefined = () => undefined,
): Promise<ReadIntelligence> {
  const actors: IntelligenceActor[] = [];
  const items: IntelligenceItem[] = [];
  const unreadable: Unreadable[] = [];
  const formats = new Set<string>();
  const named = new Set(paths);
  let ignoredFiles = 0;
  let files = 0;
  for await (const input of readFiles(paths, (path) => /\.(?:json|ya?ml)$/i.test(path))) {
    files += 1;
    await step(files);
    if (input.kind === "skipped") {
      unreadable.push({ file: input.path, line: null, reason: input.reason });
    } else if (input.kind === "ignored") ignoredFiles += 1;
    else {
      const outcome = readOne(input.path, input.bytes);
      if (outcome.kind === "read") {
        formats.add(outcome.format);
        actors.push(...outcome.actors);
        items.push(...outcome.items);
        unreadable.push(...outcome.unreadable);
      } else if (outcome.kind === "unreadable" || named.has(input.path)) {
        unreadable.push({ file: input.path, line: outcome.line, reason: outcome.reason });
      } else ignoredFiles += 1;
    }
  }
  return { actors, items, unreadable, ignoredFiles, formats: [...formats] };
}

type Outcome =
  | {
      readonly kind: "read";
      readonly format: string;
      readonly actors: readonly IntelligenceActor[];
      readonly items: readonly IntelligenceItem[];
      readonly unreadable: readonly Unreadable[];
    }
  /** Broken, or of another kind. */
  | {
      readonly kind: "unreadable" | "other";
      readonly line: number | null;
      readonly reason: string;
    };

function readOne(file: string, bytes: Buffer): Outcome {
  try {
    const isJson = !/\.ya?ml$/i.test(file) && /^\s*[[{]|^\s*$/.test(headOf(bytes));
    return isJson ? readJsonFile(file, bytes) : readYamlFile(file, bytes);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: "unreadable", line: error.place?.line ?? null, reason: error.message };
  }
}

function readYamlFile(file: string, bytes: Buffer): Outcome {
  const text = decodeText(bytes, file);
  if (text.trim() === "") {
    return { kind: "unreadable", line: null, reason: `${file} is empty: there is nothing in it.` };
  }
  const documents = readYaml(text);
  const [faulty] = documents.filter(({ fault }) => fault !== null);
  if (faulty !== undefined) {
    return { kind: "unreadable", line: faulty.line, reason: faulty.fault ?? "" };
  }
  if (!documents.some(({ value }) => isDettectGroups(value))) {
    return { kind: "other", line: null, reason: "is no DeTT&CT group administration" };
  }
  const read = readDettectGroups(file, documents);
  return { kind: "read", format: "DeTT&CT groups", ...read };
}

function readJsonFile(file: string, bytes: Buffer): Outcome {
  const { utf8 } = decodeUtf8(bytes, file);
  const value = parseJson(utf8, file);
  const objects = objectsIn(value);
  if (objects === null) return { kind: "other", line: null, reason: otherKindOf(value) };
  if (isAttackRelease(objects)) {
    const reason = "is a release of ATT&CK: import it in the catalogue";
    return { kind: "other", line: null, reason };
  }
  return {
    kind: "read",
    format: versionOf(value, objects),
    ...readStix(objects, file),
    unreadable: [],
  };
}

function otherKindOf(value: unknown): string {
  if (isObject(value)) {
    if (Array.isArray(value["techniques"])) {
      return "is a Navigator layer: import it as a layer and make an own profile of it there";
    }
    if (Array.isArray(value["collections"]))
      return "is an index of ATT&CK collections, not a report";
    if ("uuid" in value) return "is a MISP galaxy, which names no uses: export it as STIX";
  }
  return "holds no STIX objects";
}

function versionOf(value: unknown, objects: readonly unknown[]): string {
  const version = (one: unknown) =>
    isObject(one) && typeof one["spec_version"] === "string" ? one["spec_version"] : null;
  const found = version(value) ?? objects.map(version).find((one) => one !== null) ?? "2.0";
  return `STIX ${/^2\.\d$/.test(found) ? found : "2.x"}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";

/** A value that a file holds, one of several it may be, or why it could not be read. */
export interface Located<Value> {
  /** Line on which it begins, or on which its fault lies; null where the whole file is meant. */
  readonly line: number | null;
  /** Empty where `fault` says why. */
  readonly value: Value;
  readonly fault: string | null;
}

/** What rules say of others, which may stand in other files of the import. */
interface RuleReferences {
  /** IDs and names of rules that feed a correlation and raise no alert of their own. */
  readonly silentBases: readonly string[];
  /** Name to key of the rules that have one: correlations refer to either. */
  readonly names: ReadonlyMap<string, string>;
  /** Rules that others stand in for: the ID of the old one and the key of the new one. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[];
}

/** What a reader made of one file. */
export interface ReadFileResult extends RuleReferences {
  readonly records: readonly DetectionRecord[];
  /** Parts that should hold a detection and could not be read. */
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
  /** Number of rules of a count table that are mapped to no technique. */
  readonly unmappedCount: number;
}

/** A result of the given parts; what is left out is empty. */
export function aResult(parts: Partial<ReadFileResult>): ReadFileResult {
  return {
    records: [],
    unreadable: [],
    warnings: [],
    unmappedCount: 0,
    silentBases: [],
    names: new Map(),
    replaced: [],
    ...parts,
  };
}

type Given = Pick<DetectionRecord, "key" | "name" | "format" | "file"> & Partial<DetectionRecord>;

/** Longest text that is kept of a description or an own field. */
const longestText = 4000;
/** Longest name, key or written ID. */
const longestName = 500;

/** A record of what a file says; what it does not say is null, empty, or the ordinary case. */
export function aRecord(given: Given): DetectionRecord {
  const record: DetectionRecord = {
    kind: "rule",
    ruleCount: 1,
    line: null,
    state: null,
    maturity: null,
    severity: null,
    alerting: true,
    techniques: [],
    tactics: [],
    platforms: [],
    logSource: null,
    owner: null,
    modified: null,
    link: null,
    description: null,
    quality: null,
    ownFields: [],
    ...given,
  };
  return {
    ...record,
    key: cut(record.key, longestName),
    name: cut(record.name, longestName),
    description: record.description === null ? null : cut(record.description, longestText),
    ownFields: record.ownFields.map(({ name, value }) => ({
      name: cut(name, longestName),
      value: cut(value, longestText),
    })),
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A warning about a file, or about a place in it. */
export function aWarning(code: string, path: string, message: string): ImportWarning {
  return { code, objectId: null, path, message };
}

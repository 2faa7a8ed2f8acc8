import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";

/** What a reader made of one file. */
export interface ReadFileResult {
  readonly records: readonly DetectionRecord[];
  /** Parts that should hold a detection and could not be read. */
  readonly unreadable: readonly Unreadable[];
  readonly warnings: readonly ImportWarning[];
  /** Number of rules of a count table that are mapped to no technique. */
  readonly unmappedCount: number;
}

/** A result of the given parts; what is left out is empty. */
export function aResult(parts: Partial<ReadFileResult>): ReadFileResult {
  return { records: [], unreadable: [], warnings: [], unmappedCount: 0, ...parts };
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

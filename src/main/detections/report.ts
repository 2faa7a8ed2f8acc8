import type { DetectionRecord, IdResolution } from "../../shared/model/detection.ts";
import type {
  DetectionClass,
  DetectionImportReport,
  UnknownIdReason,
} from "../../shared/model/import-report.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { Resolver } from "./classify.ts";
import { classify } from "./classify.ts";

/** Warnings and unreadable places that a report lists; what is beyond is counted in one line. */
const mostListed = 1000;

/** What an import did to the inventory. */
export interface ImportOutcome {
  readonly imported: number;
  /** Detections that were there already, whether they changed or not. */
  readonly updated: number;
  readonly unchanged: number;
}

/** What of a report is known without looking at the detections. */
type ReportFrame = Pick<
  DetectionImportReport,
  | "files"
  | "sha256"
  | "startedAt"
  | "milliseconds"
  | "environment"
  | "format"
  | "duplicates"
  | "ignoredFiles"
  | "assumedState"
  | "unreadable"
  | "unmappedCount"
  | "warnings"
  | "keptEdits"
  | "changed"
  | "gone"
>;

/** A detection of an import, with the state in which it arrived. */
interface ArrivedDetection {
  readonly record: DetectionRecord;
  readonly state: "enabled" | "disabled" | "available";
}

/**
 * The report of an import: every detection in exactly one class, every ID that names no technique.
 *
 * `read` = `imported` + `updated` + `duplicates`, and the classes sum to `imported` + `updated`.
 * A detection counts once for a technique, however many of its IDs mean it; a count of a count table
 * counts as many rules as it says.
 */
export function buildReport(
  frame: ReportFrame,
  outcome: ImportOutcome,
  detections: readonly ArrivedDetection[],
  resolve: Resolver,
  knowledge: Knowledge | null,
): Omit<DetectionImportReport, "id"> {
  const classes = new Map<DetectionClass, number>();
  const ids = new IdTally();
  const listed: DetectionImportReport["detections"] = [];
  for (const { record, state } of detections) {
    const resolutions = record.techniques.map(resolve);
    const detectionClass = classify(resolutions, record.tactics);
    classes.set(detectionClass, (classes.get(detectionClass) ?? 0) + 1);
    ids.add(resolutions, record.ruleCount);
    listed.push({
      key: record.key,
      name: record.name,
      file: record.file,
      class: detectionClass,
      disabled: state === "disabled",
      experimental: record.maturity === "experimental",
    });
  }
  const countOf = (name: DetectionClass) => classes.get(name) ?? 0;
  return {
    kind: "detections",
    ...frame,
    domain: knowledge?.domain ?? null,
    version: knowledge?.version ?? null,
    read: detections.length + frame.duplicates,
    ...outcome,
    mappedFully: countOf("mapped-fully"),
    mappedInPart: countOf("mapped-in-part"),
    newerOnly: countOf("newer-only"),
    otherOnly: countOf("other-only"),
    tacticOnly: countOf("tactic-only"),
    untagged: countOf("untagged"),
    disabled: listed.filter(({ disabled }) => disabled).length,
    experimental: listed.filter(({ experimental }) => experimental).length,
    unknownIds: ids.unknown(),
    revokedIds: ids.revoked(knowledge),
    unreadable: limit(frame.unreadable, (more) => ({
      file: "",
      line: null,
      reason: `and ${more} more`,
    })),
    techniques: ids.known(),
    warnings: limit(frame.warnings, (more) => ({
      code: "more",
      objectId: null,
      path: null,
      message: `and ${more} more warnings`,
    })),
    detections: listed,
  };
}

function limit<T>(list: readonly T[], more: (count: number) => T): T[] {
  if (list.length <= mostListed) return [...list];
  return [...list.slice(0, mostListed), more(list.length - mostListed)];
}

/** Counts detections by the IDs that they name. */
class IdTally {
  readonly #known = new Map<string, number>();
  readonly #unknown = new Map<string, { reason: UnknownIdReason; detections: number }>();
  readonly #revoked = new Map<string, number>();

  add(resolutions: readonly IdResolution[], ruleCount: number): void {
    const techniques = new Set<string>();
    for (const { written, techniqueId, status } of resolutions) {
      if (techniqueId !== null) techniques.add(techniqueId);
      else if (status === "revoked") {
        this.#revoked.set(written, (this.#revoked.get(written) ?? 0) + ruleCount);
      } else if (status !== "known" && status !== "accepted") {
        const before = this.#unknown.get(written)?.detections ?? 0;
        this.#unknown.set(written, { reason: status, detections: before + ruleCount });
      }
    }
    for (const id of techniques) this.#known.set(id, (this.#known.get(id) ?? 0) + ruleCount);
  }

  known(): DetectionImportReport["techniques"] {
    return byId([...this.#known].map(([id, detections]) => ({ id, detections })));
  }

  unknown(): DetectionImportReport["unknownIds"] {
    return byId([...this.#unknown].map(([id, tally]) => ({ id, ...tally })));
  }

  revoked(knowledge: Knowledge | null): DetectionImportReport["revokedIds"] {
    const replacements = new Map<string, string | null>(
      [...(knowledge?.retired ?? [])].map(([id, { replacedBy }]) => [id, replacedBy]),
    );
    return byId(
      [...this.#revoked].map(([id, detections]) => ({
        id,
        detections,
        replacedBy: replacements.get(id) ?? null,
      })),
    );
  }
}

function byId<T extends { readonly id: string }>(rows: T[]): T[] {
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

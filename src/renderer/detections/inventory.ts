import type { PartReason, RuleStanding } from "../../shared/model/coverage.ts";
import type {
  DetectionOrigin,
  DetectionState,
  DetectionSummary,
} from "../../shared/model/detection.ts";
import type { DetectionProof, ProofState } from "../../shared/model/test-meaning.ts";
import type { DetectionClass } from "../../shared/model/import-report.ts";

/** Marks that rules are told apart by. */
export type InventoryMark = "not-alerting" | "claim" | "experimental" | "edited";

/** What the inventory is narrowed to; null narrows nothing. */
export interface InventoryFilter {
  readonly state: DetectionState | "assumed" | null;
  readonly class: DetectionClass | "mapped" | "held" | "no-technique" | null;
  readonly format: DetectionOrigin | null;
  /** How a rule counts in the assessment, or why in part. */
  readonly counts: RuleStanding["counts"] | PartReason | null;
  /** What tells rules apart whatever the assessment asks, or that the analyst's word stands on one. */
  readonly mark: InventoryMark | null;
  /** What tests say of a rule. */
  readonly proof: ProofState | null;
  /** A technique that a rule counts for, or an ID as a rule writes it. */
  readonly technique: string | null;
}

/** A filter that lets everything through. */
export const everyDetection: InventoryFilter = {
  state: null,
  class: null,
  format: null,
  counts: null,
  mark: null,
  proof: null,
  technique: null,
};

function meetsClass(detection: DetectionSummary, wanted: InventoryFilter["class"]): boolean {
  switch (wanted) {
    case null:
      return true;
    case "mapped":
      return detection.class === "mapped-fully" || detection.class === "mapped-in-part";
    case "held":
      return detection.class === "newer-only" || detection.class === "other-only";
    case "no-technique":
      return detection.class === "tactic-only" || detection.class === "untagged";
    case "mapped-fully":
    case "mapped-in-part":
    case "newer-only":
    case "other-only":
    case "tactic-only":
    case "untagged":
      return detection.class === wanted;
  }
}

function meetsMark(detection: DetectionSummary, wanted: InventoryFilter["mark"]): boolean {
  switch (wanted) {
    case null:
      return true;
    case "not-alerting":
      return !detection.alerting;
    case "claim":
      return detection.kind === "claim";
    case "experimental":
      return detection.maturity === "experimental";
    case "edited":
      return detection.edited.length > 0;
  }
}

/** How rules count in the current assessment, by detection; empty without an assessment. */
export type Standings = ReadonlyMap<number, RuleStanding>;

/** Standings before the assessment has answered. */
export const noStandings: Standings = new Map();

function meetsCounts(standing: RuleStanding | undefined, wanted: InventoryFilter["counts"]) {
  return wanted === null || standing?.counts === wanted || standing?.partReason === wanted;
}

/** What tests say of rules, by detection; a rule of which they say nothing is left out. */
export type Proofs = ReadonlyMap<number, DetectionProof>;

/** Proofs before the assessment has answered. */
export const noProofs: Proofs = new Map();

/** The detections that a filter lets through. */
export function filterInventory(
  detections: readonly DetectionSummary[],
  filter: InventoryFilter,
  standings: Standings,
  proofs: Proofs = noProofs,
): readonly DetectionSummary[] {
  return detections.filter(
    (detection) =>
      (filter.state === null ||
        (filter.state === "assumed" ? detection.stateAssumed : detection.state === filter.state)) &&
      meetsClass(detection, filter.class) &&
      (filter.format === null || detection.format === filter.format) &&
      meetsCounts(standings.get(detection.id), filter.counts) &&
      meetsMark(detection, filter.mark) &&
      (filter.proof === null || (proofs.get(detection.id)?.state ?? "untested") === filter.proof) &&
      (filter.technique === null ||
        detection.techniques.some(
          ({ techniqueId, written }) =>
            techniqueId === filter.technique || written === filter.technique,
        )),
  );
}

/** A technique or unresolved ID of the inventory, with the detections that name it. */
export interface NamedTechnique {
  readonly id: string;
  readonly name: string | null;
  readonly detections: number;
}

/** Every technique that a rule counts for, and every ID that counts for none; most named first. */
export function listNamedTechniques(
  detections: readonly DetectionSummary[],
): readonly NamedTechnique[] {
  const named = new Map<string, { name: string | null; detections: number }>();
  for (const { techniques } of detections) {
    const seen = new Set<string>();
    for (const { techniqueId, written, name } of techniques) {
      const id = techniqueId ?? written;
      if (seen.has(id)) continue;
      seen.add(id);
      const known = named.get(id);
      if (known === undefined) named.set(id, { name, detections: 1 });
      else known.detections += 1;
    }
  }
  return [...named]
    .map(([id, rest]) => ({ id, ...rest }))
    .sort((a, b) => b.detections - a.detections || (a.id < b.id ? -1 : 1));
}

/** The inventory in figures; the classes sum to the detections. */
export interface InventoryCounts {
  readonly detections: number;
  readonly mapped: number;
  readonly held: number;
  readonly noTechnique: number;
  readonly enabled: number;
  readonly available: number;
  readonly disabled: number;
  readonly assumed: number;
}

/** Counts an inventory in one pass. */
export function countInventory(detections: readonly DetectionSummary[]): InventoryCounts {
  const counts = {
    detections: detections.length,
    mapped: 0,
    held: 0,
    noTechnique: 0,
    enabled: 0,
    available: 0,
    disabled: 0,
    assumed: 0,
  };
  for (const detection of detections) {
    counts[detection.state] += 1;
    if (detection.stateAssumed) counts.assumed += 1;
    if (meetsClass(detection, "mapped")) counts.mapped += 1;
    else if (meetsClass(detection, "no-technique")) counts.noTechnique += 1;
    else counts.held += 1;
  }
  return counts;
}

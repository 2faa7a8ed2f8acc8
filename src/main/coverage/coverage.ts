import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { CoverageLevel, LevelCounts, PartReason, Share } from "../../shared/model/coverage.ts";
import type { TelemetryStanding } from "../../shared/model/telemetry.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import type { JudgedTests } from "../emulation/judge-tests.ts";
import { percentOf } from "./exact.ts";
import { isCovered, levelOf } from "./level.ts";
import type { NamedTechniques, Naming } from "./naming.ts";
import type { CountingRules } from "./standing.ts";
import { standingIfEnabled, standingOf } from "./standing.ts";

/** The detections that name one technique, counted by how they count. */
export interface Tally {
  /** Rules in full, and the rules that counts without names stand for. */
  readonly full: number;
  readonly counted: number;
  readonly part: Readonly<Record<PartReason, number>>;
  readonly available: number;
  readonly disabled: number;
  readonly outOfScope: number;
  /** Detections that name it only by an ID of another release. */
  readonly byOtherId: number;
  /** Whether one would count in full if every available detection were enabled. */
  readonly isFullIfEnabled: boolean;
  /** Detections in full, in part and available whose state is assumed. */
  readonly assumed: Readonly<Record<"full" | "part" | "available", number>>;
}

/** A technique with its level and what the level rests on. */
export interface JudgedTechnique {
  readonly technique: KnownTechnique;
  readonly level: CoverageLevel;
  /** What its tests say; null where none is known. */
  readonly tests: JudgedTests | null;
  /** The level that it would have if nothing had been tested. */
  readonly untestedLevel: CoverageLevel;
  readonly tally: Tally;
  /** Detections in part, whatever the reason. */
  readonly part: number;
  /** Enabled detections of the parent; 0 for a technique, and where the setting is off. */
  readonly ofParent: number;
  /** Detections in full of its sub-techniques. */
  readonly ofSubtechniques: number;
  /** Whether a log source that it needs is collected. */
  readonly telemetry: TelemetryStanding;
  /** Whether it would be covered if every available detection were enabled. */
  readonly isPotential: boolean;
  /** Whether the level rests on an assumed state. */
  readonly isAssumed: boolean;
  /** Its only platform is PRE: the adversary does it before there is anything to watch. */
  readonly isBeforeCompromise: boolean;
}

/** What of an assessment decides levels. */
export interface LevelRules extends CountingRules {
  readonly threshold: number;
  /** Whether a detection of the parent makes a sub-technique partial. */
  readonly parentOnly: boolean;
}

const noDetection: Tally = {
  full: 0,
  counted: 0,
  part: { "rule-blind": 0, "not-alerting": 0, "experimental-only": 0, "claimed-only": 0 },
  available: 0,
  disabled: 0,
  outOfScope: 0,
  byOtherId: 0,
  isFullIfEnabled: false,
  assumed: { full: 0, part: 0, available: 0 },
};

function tallyOf(
  namings: readonly Naming[],
  byOtherId: number,
  platforms: readonly string[],
  rules: CountingRules,
): Tally {
  const part = { ...noDetection.part };
  const assumed = { ...noDetection.assumed };
  let [full, counted, available, disabled, outOfScope] = [0, 0, 0, 0, 0];
  let isFullIfEnabled = false;
  for (const { detection } of namings) {
    const { kind, ruleCount, stateAssumed } = detection;
    const { counts, partReason } = standingOf(detection, platforms, rules);
    if (stateAssumed && (counts === "full" || counts === "part" || counts === "available")) {
      assumed[counts] += ruleCount;
    }
    switch (counts) {
      case "full":
        if (kind === "count") counted += ruleCount;
        else full += ruleCount;
        isFullIfEnabled = true;
        break;
      case "part":
        if (partReason !== null) part[partReason] += ruleCount;
        break;
      case "available":
        available += ruleCount;
        isFullIfEnabled ||= standingIfEnabled(detection, platforms, rules).counts === "full";
        break;
      case "disabled":
        disabled += ruleCount;
        break;
      case "out-of-scope":
        outOfScope += ruleCount;
        break;
    }
  }
  return {
    full,
    counted,
    part,
    available,
    disabled,
    outOfScope,
    byOtherId,
    isFullIfEnabled,
    assumed,
  };
}

const isInFull = (tally: Tally) => tally.full + tally.counted > 0;

const sumOfParts = ({ part }: Tally) =>
  part["rule-blind"] + part["not-alerting"] + part["experimental-only"] + part["claimed-only"];

/**
 * The level of every active technique of a release under an inventory.
 *
 * Independent of actors: an assessment picks from it. In the order of the release's techniques.
 */
export function judgeTechniques(
  knowledge: Knowledge,
  { named, namedByOtherId }: NamedTechniques,
  rules: LevelRules,
  tests: ReadonlyMap<TechniqueId, JudgedTests>,
): Map<TechniqueId, JudgedTechnique> {
  const tallies = new Map<TechniqueId, Tally>();
  const ofSubtechniques = new Map<TechniqueId, { full: number; assumed: number }>();
  for (const { id, parentId, platforms } of knowledge.techniques.values()) {
    const namings = named.get(id);
    const others = namedByOtherId.get(id);
    if (namings === undefined && others === undefined) continue;
    const tally = tallyOf(namings ?? [], others?.length ?? 0, platforms, rules);
    tallies.set(id, tally);
    if (parentId !== null && isInFull(tally)) {
      const known = ofSubtechniques.get(parentId) ?? { full: 0, assumed: 0 };
      known.full += tally.full + tally.counted;
      known.assumed += tally.assumed.full;
      ofSubtechniques.set(parentId, known);
    }
  }
  const judged = new Map<TechniqueId, JudgedTechnique>();
  for (const technique of knowledge.techniques.values()) {
    const { id, parentId, platforms } = technique;
    const tally = tallies.get(id) ?? noDetection;
    const part = sumOfParts(tally);
    const parent =
      (rules.parentOnly && parentId !== null ? tallies.get(parentId) : undefined) ?? noDetection;
    const ofParent = parent.full + parent.counted + sumOfParts(parent);
    const subtechniques = ofSubtechniques.get(id) ?? { full: 0, assumed: 0 };
    const telemetry = rules.telemetry.standingOf(knowledge.needs.get(id) ?? [], platforms);
    const ownTests = tests.get(id) ?? null;
    const evidence = {
      rules: tally.full,
      hasCountedRule: tally.counted > 0,
      hasPart: part + ofParent + subtechniques.full > 0,
      hasAvailable: tally.available > 0,
      isCollected: telemetry === "collected",
    };
    const verdict = ownTests?.verdict ?? null;
    const untestedLevel = levelOf({ ...evidence, verdict: null }, rules.threshold);
    const level =
      verdict === null ? untestedLevel : levelOf({ ...evidence, verdict }, rules.threshold);
    const assumedParts =
      tally.assumed.part + subtechniques.assumed + parent.assumed.full + parent.assumed.part;
    judged.set(id, {
      technique,
      level,
      tests: ownTests,
      untestedLevel,
      tally,
      part,
      ofParent,
      ofSubtechniques: subtechniques.full,
      telemetry,
      isPotential: verdict === null ? tally.isFullIfEnabled : isCovered(level),
      // What a test showed rests on no assumption.
      isAssumed:
        verdict === null &&
        ((isCovered(level) && tally.assumed.full > 0) ||
          (level === "partial" && assumedParts > 0) ||
          (level === "available" && tally.assumed.available > 0)),
      isBeforeCompromise: platforms.length === 1 && platforms[0] === "PRE",
    });
  }
  return judged;
}

/** How many techniques have each level. */
export function countLevels(techniques: Iterable<{ readonly level: CoverageLevel }>): LevelCounts {
  const counts: Record<CoverageLevel, number> = {
    none: 0,
    telemetry: 0,
    available: 0,
    partial: 0,
    detected: 0,
    several: 0,
    validated: 0,
    failed: 0,
  };
  for (const { level } of techniques) counts[level] += 1;
  return counts;
}

/** How many of some techniques are covered. */
export function shareCovered(techniques: readonly { readonly level: CoverageLevel }[]): Share {
  const covered = techniques.filter(({ level }) => isCovered(level)).length;
  return {
    techniques: techniques.length,
    covered,
    percent: percentOf(covered, techniques.length),
  };
}

/**
 * Coverage rolled up to parent techniques.
 *
 * A parent that is among the techniques is covered if it is itself; one that is there only through
 * its sub-techniques if each of those is.
 */
export function rollUpCoverage(techniques: readonly JudgedTechnique[]): Share {
  const own = new Map<TechniqueId, boolean>();
  const throughSubtechniques = new Map<TechniqueId, boolean>();
  for (const { technique, level } of techniques) {
    const { id, parentId } = technique;
    if (parentId === null) own.set(id, isCovered(level));
    else {
      const before = throughSubtechniques.get(parentId) ?? true;
      throughSubtechniques.set(parentId, before && isCovered(level));
    }
  }
  const parents = new Map([...throughSubtechniques, ...own]);
  const covered = [...parents.values()].filter(Boolean).length;
  return { techniques: parents.size, covered, percent: percentOf(covered, parents.size) };
}

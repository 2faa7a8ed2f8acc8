import type { CoverageLevel } from "../../shared/model/coverage.ts";
import type { TestVerdict } from "../../shared/model/emulation.ts";

/** What stands behind the level of a technique. */
export interface LevelEvidence {
  /** Rules that count in full. */
  readonly rules: number;
  /** Whether a count of rules without names says that there is one: at most `detected`. */
  readonly hasCountedRule: boolean;
  /** Whether a detection in part, of the parent or of a sub-technique is there. */
  readonly hasPart: boolean;
  readonly hasAvailable: boolean;
  /** Whether a log source that the technique needs is collected. */
  readonly isCollected: boolean;
  /** What the tests that hold say together; null without a test. */
  readonly verdict: TestVerdict | null;
}

/** The level of a technique: the highest that its evidence reaches, unless tests decide. */
export function levelOf(evidence: LevelEvidence, threshold: number): CoverageLevel {
  switch (evidence.verdict) {
    case "all-met":
      return "validated";
    case "some-met":
      return "partial";
    case "none-met":
      return "failed";
    case null:
      break;
  }
  if (evidence.rules >= threshold) return "several";
  if (evidence.rules > 0 || evidence.hasCountedRule) return "detected";
  if (evidence.hasPart) return "partial";
  if (evidence.hasAvailable) return "available";
  return evidence.isCollected ? "telemetry" : "none";
}

/** Whether a level counts as covered. */
export function isCovered(level: CoverageLevel): boolean {
  return level === "detected" || level === "several" || level === "validated";
}

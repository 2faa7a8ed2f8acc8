import type { Difference } from "../../shared/glyph-shapes.ts";
import type { CoverageLevel, LevelCounts, PriorityBand } from "../../shared/model/coverage.ts";
import type { Outcome } from "../../shared/model/emulation.ts";

/** The eight coverage levels as bars and legends order them: best first, failures last. */
export const levels = [
  "validated",
  "several",
  "detected",
  "partial",
  "available",
  "telemetry",
  "none",
  "failed",
] as const satisfies readonly CoverageLevel[];

/** The word that stands beside a level's swatch. */
export const levelWords: Readonly<Record<CoverageLevel, string>> = {
  none: "None",
  telemetry: "Telemetry only",
  available: "Available",
  partial: "Partial",
  detected: "Detected",
  several: "Several rules",
  validated: "Validated",
  failed: "Failed test",
};

/** Whether a level counts as covered. */
export function isCovered(level: CoverageLevel): boolean {
  return level === "detected" || level === "several" || level === "validated";
}

/** How many techniques stand at no level: the start of a count. */
export function noLevels(): LevelCounts {
  return {
    none: 0,
    telemetry: 0,
    available: 0,
    partial: 0,
    detected: 0,
    several: 0,
    validated: 0,
    failed: 0,
  };
}

/** Priority bands, loudest first. */
export const priorityBands = [
  "critical",
  "high",
  "medium",
  "low",
] as const satisfies readonly PriorityBand[];

/** The word of a priority band. */
export const priorityWords: Readonly<Record<PriorityBand, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

/** Name of a data colour: the value of a `data-fill` attribute. */
export type Fill =
  | `cov-${CoverageLevel}`
  | `prio-${PriorityBand}`
  | `out-${Outcome}`
  | `use-${1 | 2 | 3 | 4 | 5}`
  | `diff-${Difference}`
  | `ds-${"none" | "partial" | "covered"}-${"one" | "some" | "all"}`;

/**
 * The fill for "used by `count` of `chosen` actors"; none for 0.
 * With three chosen actors the steps 2, 3 and 5 are used, so that "all" is the loudest.
 */
export function actorUseFill(count: number, chosen: number): Fill | null {
  if (count <= 0) return null;
  if (chosen === 3) return count === 1 ? "use-2" : count === 2 ? "use-3" : "use-5";
  if (count >= 5) return "use-5";
  return count === 1 ? "use-1" : count === 2 ? "use-2" : count === 3 ? "use-3" : "use-4";
}

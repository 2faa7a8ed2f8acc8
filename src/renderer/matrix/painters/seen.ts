import type { CoverageTechnique } from "../../../shared/model/coverage.ts";
import { formatNoun } from "../../ui/figures.ts";
import { levelWords } from "../../ui/levels.ts";
import { blankPaint, type CellPaint } from "../painter.ts";
import { outOfScope } from "./in-scope.ts";

/** Every technique of a release as the assessment sees it, by ID; empty until it is known. */
export type SeenTechniques = ReadonlyMap<string, CoverageTechnique>;

/** The rules behind a level: in full and in part, or the available ones where there are no others. */
export function rulesOf(seen: CoverageTechnique): number {
  return seen.level === "available"
    ? seen.availableDetections
    : seen.detections + seen.partialDetections;
}

/**
 * A technique that no chosen actor uses: outside the headline, and still with its level, so that
 * one sees what is there. `tinted`: in the level's colour, lightly.
 */
export function outsidePaint(seen: CoverageTechnique | undefined, tinted: boolean): CellPaint {
  if (seen === undefined) return outOfScope("not used by a chosen actor");
  const rules = rulesOf(seen);
  const word = levelWords[seen.level];
  return {
    ...blankPaint,
    part: "out",
    tint: tinted ? `cov-${seen.level}` : null,
    value: String(rules),
    glyph: seen.level,
    words: `${word.toLowerCase()}, not used by a chosen actor`,
    title: `${word}, ${formatNoun(rules, "rule")}, not used by a chosen actor: outside the headline`,
  };
}

import type { CoverageLevel } from "../../../shared/model/coverage.ts";
import { formatNoun } from "../../ui/figures.ts";
import { isCovered, levelWords } from "../../ui/levels.ts";
import type { MatrixAnswer, MatrixTechnique } from "../matrix-view.ts";
import { blankPaint, type CellPaint, type MatrixPainter, type PatternName } from "../painter.ts";
import { inScope, outOfScope } from "./in-scope.ts";
import { outsidePaint, type SeenTechniques } from "./seen.ts";

/** Worst first; what failed is worse than what was never there. */
export const worstFirst = [
  "failed",
  "none",
  "telemetry",
  "available",
  "partial",
  "detected",
  "several",
  "validated",
] as const satisfies readonly CoverageLevel[];

const patterns: Readonly<Record<CoverageLevel, PatternName | null>> = {
  failed: "cross",
  none: "rising",
  telemetry: "dots",
  available: "checks",
  partial: "falling",
  detected: null,
  several: "rows",
  validated: "columns",
};

function ownPaint(answer: MatrixAnswer, actors: number): CellPaint {
  const word = levelWords[answer.level];
  const use = `${String(answer.actors.length)} of ${formatNoun(actors, "actor")}`;
  const apart = !answer.inDenominator && answer.beforeCompromise ? ", before compromise" : "";
  return {
    ...blankPaint,
    fill: `cov-${answer.level}`,
    pattern: patterns[answer.level],
    value: String(answer.rules),
    glyph: answer.level,
    words: `${word.toLowerCase()}, ${use}${apart}`,
    title: `${word}, ${formatNoun(answer.rules, "rule")}${answer.assumed ? ", state assumed" : ""}, used by ${use}${apart}`,
    key: `cov-${answer.level}`,
  };
}

function parentPaint(used: readonly MatrixTechnique[]): CellPaint {
  const held = used.flatMap(({ answer }) => (answer === null ? [] : [answer.level]));
  const worst = worstFirst.find((level) => held.includes(level));
  const covered = held.filter(isCovered).length;
  const words = `${String(covered)} of ${formatNoun(used.length, "used sub-technique")} covered`;
  return {
    ...blankPaint,
    tint: worst === undefined ? null : `cov-${worst}`,
    value: `${String(covered)}/${String(used.length)}`,
    part: "parent",
    words,
    title: words,
  };
}

/**
 * The mode "Level": what of each technique we would see. `actors`: how many are chosen; `seen`: the
 * levels of techniques that none of them uses, which stand outside the headline.
 */
export function levelPainter(actors: number, seen: SeenTechniques = new Map()): MatrixPainter {
  return {
    ...inScope,
    mode: "level",
    note: "Number: rules. Strip: used sub-techniques",
    paint: ({ id, answer }, _tactic, used) => {
      if (answer === null) {
        return used.length > 0 ? parentPaint(used) : outsidePaint(seen.get(id), true);
      }
      return answer.notApplicable ? outOfScope("set not applicable") : ownPaint(answer, actors);
    },
    // By level, and of one level by rules.
    score: ({ answer }) =>
      answer === null || answer.notApplicable
        ? null
        : worstFirst.indexOf(answer.level) + answer.rules / (answer.rules + 1),
    legend: [...worstFirst.slice(1), "failed" as const].map((level) => ({
      key: `cov-${level}`,
      word: levelWords[level],
      sample: { fill: `cov-${level}`, colour: null, pattern: patterns[level], glyph: level },
    })),
  };
}

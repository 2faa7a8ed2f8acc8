import type { CoverageTechnique, PriorityBand } from "../../../shared/model/coverage.ts";
import { formatNoun } from "../../ui/figures.ts";
import { levelWords, priorityBands, priorityWords } from "../../ui/levels.ts";
import type { MatrixAnswer, MatrixTechnique } from "../matrix-view.ts";
import { blankPaint, type CellPaint, type MatrixPainter, type PatternName } from "../painter.ts";
import { inScope, outOfScope } from "./in-scope.ts";
import type { SeenTechniques } from "./seen.ts";

const patterns: Readonly<Record<PriorityBand, PatternName | null>> = {
  critical: "cross",
  high: "rising",
  medium: "dots",
  low: null,
};
const noGap = "no-gap";

/** A technique that is no gap stands back: no fill, its level in words. */
function quietPaint(answer: MatrixAnswer): CellPaint {
  const word = levelWords[answer.level];
  if (!answer.inDenominator && answer.beforeCompromise) {
    const words = `${word.toLowerCase()}, before compromise: not ranked`;
    return { ...blankPaint, glyph: answer.level, words, title: words };
  }
  return {
    ...blankPaint,
    glyph: answer.level,
    words: `${word.toLowerCase()}, no gap`,
    title: `${word}: no gap`,
    key: noGap,
  };
}

function gapPaint(priority: number, band: PriorityBand, { level, status }: CoverageTechnique) {
  const decided = status === "open" ? "" : `, ${status}`;
  const value = priority.toFixed(1);
  return {
    ...blankPaint,
    fill: `prio-${band}`,
    pattern: patterns[band],
    value,
    glyph: band,
    words: `${priorityWords[band].toLowerCase()} priority, ${value}${decided}`,
    title: `${priorityWords[band]}, ${value} of 100${decided}\n${levelWords[level]}`,
    key: `prio-${band}`,
  } satisfies CellPaint;
}

/** The mode "Priority": how urgent each gap is. */
export function priorityPainter(seen: SeenTechniques): MatrixPainter {
  const gapOf = ({ id }: MatrixTechnique) => {
    const known = seen.get(id);
    return known === undefined || known.priority === null || known.band === null
      ? undefined
      : { known, priority: known.priority, band: known.band };
  };

  const parentPaint = (used: readonly MatrixTechnique[]): CellPaint => {
    const bands = new Set(used.map((sub) => gapOf(sub)?.band));
    const worst = priorityBands.find((band) => bands.has(band));
    const gaps = used.filter((sub) => gapOf(sub) !== undefined).length;
    const words = `${formatNoun(gaps, "gap")} among ${formatNoun(used.length, "used sub-technique")}`;
    return {
      ...blankPaint,
      tint: worst === undefined ? null : `prio-${worst}`,
      value: `${String(gaps)}/${String(used.length)}`,
      part: "parent",
      words,
      title: words,
    };
  };

  return {
    ...inScope,
    mode: "priority",
    note: "Number: priority, 0 to 100",
    paint: (technique, _tactic, used) => {
      const { answer } = technique;
      if (answer === null) {
        return used.length > 0 ? parentPaint(used) : outOfScope("not used by a chosen actor");
      }
      if (answer.notApplicable) return outOfScope("set not applicable");
      const gap = gapOf(technique);
      return gap === undefined ? quietPaint(answer) : gapPaint(gap.priority, gap.band, gap.known);
    },
    score: (technique) => gapOf(technique)?.priority ?? null,
    legend: [
      ...priorityBands.map((band) => ({
        key: `prio-${band}`,
        word: priorityWords[band],
        sample: {
          fill: `prio-${band}` as const,
          colour: null,
          pattern: patterns[band],
          glyph: band,
        },
      })),
      {
        key: noGap,
        word: "No gap",
        sample: { fill: null, colour: null, pattern: null, glyph: "detected" as const },
      },
    ],
  };
}

import type { Difference } from "../../../shared/glyph-shapes.ts";
import type { Layer } from "../../../shared/model/layer.ts";
import { levelWords } from "../../ui/levels.ts";
import type { MatrixTechnique } from "../matrix-view.ts";
import { blankPaint, type CellPaint, type MatrixPainter, type PatternName } from "../painter.ts";
import { annotationsOf, formatScore } from "./layer-marks.ts";
import { worstFirst } from "./level-painter.ts";
import type { SeenTechniques } from "./seen.ts";

const differences = ["more", "less", "same", "first", "second"] as const satisfies Difference[];

const patterns: Readonly<Record<Difference, PatternName | null>> = {
  more: "rising",
  less: "falling",
  same: null,
  first: "columns",
  second: "dots",
};

/** How one cell differs. */
interface CellDifference {
  readonly kind: Difference;
  /** Printed in the cell. */
  readonly value: string;
  readonly words: string;
  /** For sorting. */
  readonly score: number;
}

interface DifferenceWords {
  readonly mode: string;
  readonly note: string;
  readonly legend: Readonly<Record<Difference, string>>;
  /** Of a technique that neither speaks of. */
  readonly neither: string;
}

function paintDifferences(
  { mode, note, legend, neither }: DifferenceWords,
  differenceOf: (technique: MatrixTechnique, tactic: string) => CellDifference | null,
  chosenOnly: boolean,
): MatrixPainter {
  const nothing: CellPaint = {
    ...blankPaint,
    words: neither,
    title: neither.charAt(0).toUpperCase() + neither.slice(1),
  };
  return {
    mode,
    note,
    paint: (technique, tactic, used) => {
      const difference = differenceOf(technique, tactic);
      if (difference !== null) {
        const { kind, value, words } = difference;
        return {
          ...blankPaint,
          fill: `diff-${kind}`,
          pattern: patterns[kind],
          value,
          glyph: kind,
          words: `${legend[kind].toLowerCase()}, ${words}`,
          title: `${legend[kind]}\n${words}`,
          key: `diff-${kind}`,
        };
      }
      if (used.length === 0) return nothing;
      const kinds = new Set(used.map((sub) => differenceOf(sub, tactic)?.kind));
      const loudest = (["less", "more", "second", "first", "same"] as const).find((kind) =>
        kinds.has(kind),
      );
      const changed = used.filter((sub) => differenceOf(sub, tactic)?.kind !== "same").length;
      const words = `${String(changed)} of ${String(used.length)} sub-techniques differ`;
      return {
        ...blankPaint,
        tint: loudest === undefined ? null : `diff-${loudest}`,
        value: `${String(changed)}/${String(used.length)}`,
        part: "parent",
        words,
        title: words,
      };
    },
    score: (technique, tactic) => differenceOf(technique, tactic)?.score ?? null,
    isAnnotated: (technique, tactic) => differenceOf(technique, tactic) !== null,
    isDisabled: () => false,
    isCounted: (technique, tactic) =>
      differenceOf(technique, tactic) !== null && (!chosenOnly || technique.answer !== null),
    legend: differences.map((kind) => ({
      key: `diff-${kind}`,
      word: legend[kind],
      sample: { fill: `diff-${kind}` as const, colour: null, pattern: patterns[kind], glyph: kind },
    })),
  };
}

/**
 * The mode "Difference" of two layers: the first's score less the second's.
 * Without a score in one of them that one counts as 0, as in layer algebra.
 */
export function layerDifferencePainter(
  first: Layer,
  second: Layer,
  chosenOnly: boolean,
): MatrixPainter {
  const [ofFirst, ofSecond] = [annotationsOf(first), annotationsOf(second)];
  const differenceOf = ({ id }: MatrixTechnique, tactic: string): CellDifference | null => {
    const [one, other] = [ofFirst(id, tactic), ofSecond(id, tactic)];
    const [a, b] = [one?.score ?? null, other?.score ?? null];
    if (one === undefined && other === undefined) return null;
    const score = (a ?? 0) - (b ?? 0);
    const kind =
      other === undefined
        ? "first"
        : one === undefined
          ? "second"
          : score > 0
            ? "more"
            : score < 0
              ? "less"
              : "same";
    // Annotated without a score: there is nothing to subtract, only to be there.
    if (a === null && b === null) return { kind, value: "", words: "unscored", score };
    const value = score > 0 ? `+${formatScore(score)}` : formatScore(score).replace("-", "−");
    const words = `${a === null ? "unscored" : formatScore(a)} against ${b === null ? "unscored" : formatScore(b)}`;
    return { kind, value, words, score };
  };
  return paintDifferences(
    {
      mode: `difference:${String(first.id)}-${String(second.id)}`,
      note: `Number: ${first.name} less ${second.name}`,
      legend: {
        more: "Higher",
        less: "Lower",
        same: "Same",
        first: `Only in ${first.name}`,
        second: `Only in ${second.name}`,
      },
      neither: "in neither layer",
    },
    differenceOf,
    chosenOnly,
  );
}

/** One side of a comparison of assessments. */
export interface ComparedAssessment {
  readonly id: number;
  readonly name: string;
  readonly seen: SeenTechniques;
}

/**
 * The mode "Difference" of two assessments: by how many levels a technique stands better or worse in
 * the first. `only in` one: the chosen actors of the other do not use it, or it is set aside there.
 */
export function assessmentDifferencePainter(
  first: ComparedAssessment,
  second: ComparedAssessment,
  chosenOnly: boolean,
): MatrixPainter {
  const askedIn = ({ seen }: ComparedAssessment, id: string) => {
    const known = seen.get(id);
    return known === undefined || known.actors.length === 0 || known.notApplicable
      ? undefined
      : known;
  };
  const differenceOf = ({ id }: MatrixTechnique): CellDifference | null => {
    const [one, other] = [askedIn(first, id), askedIn(second, id)];
    if (one === undefined || other === undefined) {
      const only = one ?? other;
      if (only === undefined) return null;
      const words = levelWords[only.level].toLowerCase();
      return { kind: one === undefined ? "second" : "first", value: "", words, score: 0 };
    }
    const score = worstFirst.indexOf(one.level) - worstFirst.indexOf(other.level);
    const words = `${levelWords[one.level].toLowerCase()} against ${levelWords[other.level].toLowerCase()}`;
    const value = score === 0 ? "" : score > 0 ? `+${String(score)}` : `−${String(-score)}`;
    return { kind: score > 0 ? "more" : score < 0 ? "less" : "same", value, words, score };
  };
  return paintDifferences(
    {
      mode: `difference:assessments:${String(first.id)}-${String(second.id)}`,
      note: `Number: levels above ${second.name}`,
      legend: {
        more: "Better",
        less: "Worse",
        same: "Same",
        first: "Only here",
        second: `Only in ${second.name}`,
      },
      neither: "in neither assessment",
    },
    differenceOf,
    chosenOnly,
  );
}

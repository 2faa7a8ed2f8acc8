import type { LayerProperties } from "./model/layer.ts";

/**
 * The score of a technique with its sub-techniques under one tactic, as the Navigator 5 computes it.
 *
 * Disabled ones count like others. A technique without a score of its own is 0 where the least or
 * the most is asked for; `countUnscored` lets all that are unscored be 0 in the average, and there
 * alone. Null where none is scored.
 */
export function aggregateScore(
  { aggregateFunction, countUnscored }: LayerProperties,
  own: number | null,
  ofSubtechniques: readonly (number | null)[],
): number | null {
  const subScores = ofSubtechniques.filter((score) => score !== null);
  if (own === null && subScores.length === 0) return null;
  const scores = [own ?? 0, ...subScores];
  const sum = scores.reduce((total, score) => total + score, 0);
  switch (aggregateFunction) {
    case "average":
      if (countUnscored) return sum / (1 + ofSubtechniques.length);
      return sum / (subScores.length + (own === null ? 0 : 1));
    case "min":
      return Math.min(...scores);
    case "max":
      return Math.max(...scores);
    case "sum":
      return sum;
  }
}

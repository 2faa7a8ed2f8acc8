import type { Comparison } from "../../shared/model/actor.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { isCovered } from "../ui/levels.ts";

/** The techniques that exactly these chosen actors use, by index into the comparison's actors. */
export interface OverlapSet {
  /** Stable while the chosen actors are: their indexes, joined. */
  readonly key: string;
  readonly actors: readonly number[];
  readonly techniques: readonly TechniqueId[];
  /** Of these in the denominator and not covered. */
  readonly notCovered: number;
}

/** Techniques of the answer by ID. */
export type AssessedById = ReadonlyMap<string, AssessedTechnique>;

/** Whether a technique counts among those that are not covered. */
function isNotCovered(technique: AssessedTechnique | undefined): boolean {
  return technique?.inDenominator === true && !isCovered(technique.level);
}

/** Which actors share which techniques, each technique in exactly one set; largest set first. */
export function listOverlapSets(
  comparison: Comparison,
  assessed: AssessedById,
): readonly OverlapSet[] {
  return comparison.intersections
    .filter(({ techniques }) => techniques.length > 0)
    .map(({ actors, techniques }) => ({
      key: actors.join(","),
      actors,
      techniques,
      notCovered: techniques.filter((id) => isNotCovered(assessed.get(id))).length,
    }))
    .sort((a, b) => b.techniques.length - a.techniques.length || (a.key < b.key ? -1 : 1));
}

/** The set to look at first: what all use, or the largest where nothing is common. */
export function firstSet(sets: readonly OverlapSet[], actors: number): OverlapSet | undefined {
  return sets.find((set) => set.actors.length === actors) ?? sets[0];
}

/** Techniques not covered first, then those with most rules, then by ID. */
export function orderByNeed(
  techniques: readonly TechniqueId[],
  assessed: AssessedById,
): readonly TechniqueId[] {
  const rank = (id: TechniqueId) => {
    const technique = assessed.get(id);
    if (isNotCovered(technique)) return 0;
    return technique?.inDenominator === true ? 1 : 2;
  };
  return [...techniques].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (assessed.get(b)?.detections ?? 0) - (assessed.get(a)?.detections ?? 0) ||
      (a < b ? -1 : 1),
  );
}

/** A pair of actors, by index, with what they share; null on the diagonal's own cells. */
export interface PairCell {
  readonly shared: number;
  readonly jaccard: number;
}

/** Every pair of the comparison, findable from either side. */
export function pairTable(comparison: Comparison): (a: string, b: string) => PairCell | undefined {
  const cells = new Map<string, PairCell>();
  for (const { a, b, shared, jaccard } of comparison.pairs) {
    cells.set(`${a} ${b}`, { shared, jaccard });
    cells.set(`${b} ${a}`, { shared, jaccard });
  }
  return (a, b) => cells.get(`${a} ${b}`);
}

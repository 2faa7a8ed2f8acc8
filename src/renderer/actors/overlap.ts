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

/** What two chosen actors share; `actors` holds their two indexes. */
export interface OverlapPair extends OverlapSet {
  /** Techniques of the first that the second does not use, and the other way round. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Techniques that either uses. */
  readonly either: number;
  /** Shared ÷ used by either, 0 to 1. */
  readonly jaccard: number;
}

/** What every two actors share, whoever else uses it; the most alike first. */
export function listOverlapPairs(
  comparison: Comparison,
  assessed: AssessedById,
): readonly OverlapPair[] {
  const { actors, intersections } = comparison;
  // The comparison's pairs stand in the order of its actors; an ID alone may name two of them.
  const places = actors.flatMap((first, a) =>
    actors.slice(a + 1).map((second, offset) => ({ first, second, a, b: a + 1 + offset })),
  );
  return comparison.pairs
    .flatMap(({ shared, jaccard }, index) => {
      const place = places[index];
      if (place === undefined) return [];
      const { first, second, a, b } = place;
      const techniques = intersections
        .filter((set) => set.actors.includes(a) && set.actors.includes(b))
        .flatMap((set) => set.techniques)
        .sort();
      return {
        key: `${String(a)} ${String(b)}`,
        actors: [a, b],
        techniques,
        notCovered: techniques.filter((id) => isNotCovered(assessed.get(id))).length,
        onlyFirst: first.techniques - shared,
        onlySecond: second.techniques - shared,
        either: first.techniques + second.techniques - shared,
        jaccard,
      };
    })
    .sort((one, other) => other.jaccard - one.jaccard);
}

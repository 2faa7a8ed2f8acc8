import type { Comparison } from "../../shared/model/actor.ts";
import type { ComparedTechnique } from "../../shared/model/actor-comparison.ts";
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

/** Techniques of a comparison by ID. */
export type TechniquesById = ReadonlyMap<TechniqueId, ComparedTechnique>;

/** Whether a technique counts among those that are not covered. */
function isNotCovered(technique: ComparedTechnique | undefined): boolean {
  const coverage = technique?.coverage;
  return coverage?.inDenominator === true && !isCovered(coverage.level);
}

/** How many of some techniques are in the denominator and not covered. */
export function countNotCovered(ids: readonly TechniqueId[], techniques: TechniquesById): number {
  return ids.filter((id) => isNotCovered(techniques.get(id))).length;
}

/** Which actors share which techniques, each technique in exactly one set; largest set first. */
export function listOverlapSets(
  comparison: Comparison,
  techniques: TechniquesById,
): readonly OverlapSet[] {
  return comparison.intersections
    .filter((set) => set.techniques.length > 0)
    .map((set) => ({
      key: set.actors.join(","),
      actors: set.actors,
      techniques: set.techniques,
      notCovered: countNotCovered(set.techniques, techniques),
    }))
    .sort((a, b) => b.techniques.length - a.techniques.length || (a.key < b.key ? -1 : 1));
}

/** The set to look at first: what all use, or the largest where nothing is common. */
export function firstSet(sets: readonly OverlapSet[], actors: number): OverlapSet | undefined {
  return sets.find((set) => set.actors.length === actors) ?? sets[0];
}

/** Techniques not covered first, then those with most rules, then by ID. */
export function orderByNeed(
  ids: readonly TechniqueId[],
  techniques: TechniquesById,
): readonly TechniqueId[] {
  const rank = (id: TechniqueId) => {
    const technique = techniques.get(id);
    if (isNotCovered(technique)) return 0;
    return technique?.coverage?.inDenominator === true ? 1 : 2;
  };
  return [...ids].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (techniques.get(b)?.coverage?.detections ?? 0) -
        (techniques.get(a)?.coverage?.detections ?? 0) ||
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
  /** The same with each technique counting by its rarity. */
  readonly weighted: number;
}

/** The techniques of each actor of a comparison, by its index; by ID. */
export function listProfiles({
  actors,
  intersections,
}: Pick<Comparison, "actors" | "intersections">): readonly (readonly TechniqueId[])[] {
  const profiles = actors.map((): TechniqueId[] => []);
  for (const set of intersections) {
    for (const actor of set.actors) profiles[actor]?.push(...set.techniques);
  }
  return profiles.map((profile) => profile.sort());
}

/** What every two actors share, whoever else uses it; the most alike first. */
export function listOverlapPairs(
  comparison: Comparison,
  techniques: TechniquesById,
): readonly OverlapPair[] {
  const { actors, pairs } = comparison;
  const profiles = listProfiles(comparison);
  const sets = profiles.map((profile) => new Set(profile));
  // The comparison's pairs stand in the order of its actors; an ID alone may name two of them.
  const places = actors.flatMap((first, a) =>
    actors.slice(a + 1).map((second, offset) => ({ first, second, a, b: a + 1 + offset })),
  );
  return pairs
    .flatMap(({ shared, jaccard, weighted }, index) => {
      const place = places[index];
      if (place === undefined) return [];
      const { first, second, a, b } = place;
      const both = (profiles[a] ?? []).filter((id) => sets[b]?.has(id));
      return {
        key: `${String(a)} ${String(b)}`,
        actors: [a, b],
        techniques: both,
        notCovered: countNotCovered(both, techniques),
        onlyFirst: first.techniques - shared,
        onlySecond: second.techniques - shared,
        either: first.techniques + second.techniques - shared,
        jaccard,
        weighted,
      };
    })
    .sort((one, other) => other.jaccard - one.jaccard);
}

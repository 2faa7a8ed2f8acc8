import type { Ways } from "../../shared/model/actor.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorComparison, ComparedTechnique } from "../../shared/model/actor-comparison.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { listTechniquesUsedByActor } from "../actors/profile.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { listAdditions, listGreatestAdditions } from "./additions.ts";
import type { ComparedActor } from "./compare.ts";
import { compareActors } from "./compare.ts";
import { describeTechniques } from "./compared-techniques.ts";
import { orderByLikeness } from "./order-by-likeness.ts";
import { countGroupUse } from "./rarity.ts";
import { findSmallestSet } from "./smallest-set.ts";

/** What actors are compared in. */
export interface ComparedReleases {
  readonly releases: readonly Knowledge[];
  readonly ways: Ways;
  /** Techniques as the assessment sees them; null without one. */
  readonly assess: (
    domain: Domain,
    techniques: readonly TechniqueId[],
  ) => ReadonlyMap<TechniqueId, AssessedTechnique> | null;
}

/** Actors beside each other, with all that follows from their techniques. */
export function describeComparison(
  actors: readonly ComparedActor[],
  { releases, ways, assess }: ComparedReleases,
): ActorComparison {
  const profiles = actors.map(({ techniques }) => techniques);
  const used = new Set(profiles.flatMap((techniques) => [...techniques]));
  const techniques = new Map<TechniqueId, ComparedTechnique>();
  for (const knowledge of releases) {
    const here = [...used].filter((id) => knowledge.techniques.has(id) && !techniques.has(id));
    const use = countGroupUse(
      [...knowledge.groups.values()].map((group) =>
        listTechniquesUsedByActor(knowledge, group, ways),
      ),
    );
    for (const one of describeTechniques(knowledge, here, use, assess(knowledge.domain, here))) {
      techniques.set(one.id, one);
    }
  }
  const comparison = compareActors(actors, (id) => techniques.get(id)?.weight ?? 0);
  return {
    ...comparison,
    ways,
    releases: releases.map(({ domain, version, groups }) => ({
      domain,
      version,
      groups: groups.size,
    })),
    techniques: comparison.union.flatMap((id) => techniques.get(id) ?? []),
    byLikeness: orderByLikeness(actors.length, (a, b) => {
      const [first, second] = a < b ? [a, b] : [b, a];
      // Pairs stand row by row above the diagonal.
      const place = first * actors.length - (first * (first + 1)) / 2 + second - first - 1;
      return comparison.pairs[place]?.jaccard ?? 0;
    }),
    additions: listGreatestAdditions(profiles),
    additionsInOrder: listAdditions(profiles),
    smallestSet: findSmallestSet(profiles),
  };
}

import type { AttackId, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorRef, Comparison } from "../../shared/model/actor.ts";

/** An actor with the techniques that it is compared by. */
export interface ComparedActor extends ActorRef {
  readonly name: string;
  readonly techniques: ReadonlySet<TechniqueId>;
}

/**
 * Compares actors by their techniques: what any, all and only one of them use, and every pair.
 *
 * Lists of techniques are ordered by ID, pairs by the actors' order, intersections by size and then
 * by the actors in them. `weightOf` says how much a technique counts in the weighted likeness.
 */
export function compareActors(
  actors: readonly ComparedActor[],
  weightOf: (id: TechniqueId) => number = () => 1,
): Comparison {
  const users = new Map<TechniqueId, number[]>();
  for (const [index, { techniques }] of actors.entries()) {
    for (const id of techniques) {
      const known = users.get(id);
      if (known === undefined) users.set(id, [index]);
      else known.push(index);
    }
  }
  const union = [...users.keys()].sort();
  const exact = new Map<string, { actors: number[]; techniques: TechniqueId[] }>();
  for (const id of union) {
    const indexes = users.get(id) ?? [];
    const key = indexes.join(" ");
    const known = exact.get(key);
    if (known === undefined) exact.set(key, { actors: indexes, techniques: [id] });
    else known.techniques.push(id);
  }
  const byActors = (set: readonly number[]) => exact.get(set.join(" "))?.techniques ?? [];
  const weights = new Map(union.map((id) => [id, weightOf(id)]));
  const weighed = actors.map((actor) => weigh(actor, weights));
  return {
    actors: actors.map(({ kind, domain, id, name, techniques }, index) => ({
      kind,
      domain,
      id,
      name,
      techniques: techniques.size,
      unique: byActors([index]),
    })),
    union,
    common: actors.length === 0 ? [] : byActors([...actors.keys()]),
    intersections: [...exact.values()].sort(
      (a, b) =>
        b.techniques.length - a.techniques.length ||
        a.actors.length - b.actors.length ||
        compareNumbers(a.actors, b.actors),
    ),
    pairs: weighed.flatMap((a, index) => weighed.slice(index + 1).map((b) => overlapOf(a, b))),
  };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface WeighedActor {
  readonly id: AttackId;
  readonly techniques: ReadonlySet<TechniqueId>;
  /** In the order of the IDs, so that equal sets have equal sums. */
  readonly weights: readonly (readonly [TechniqueId, number])[];
  readonly weight: number;
}

function weigh(
  { id, techniques }: ComparedActor,
  weightOf: ReadonlyMap<TechniqueId, number>,
): WeighedActor {
  const weights = [...techniques].sort().map((one) => [one, weightOf.get(one) ?? 0] as const);
  return { id, techniques, weights, weight: sum(weights) };
}

function sum(weights: readonly (readonly [TechniqueId, number])[]): number {
  return weights.reduce((total, [, weight]) => total + weight, 0);
}

/** Where all that two actors use weighs nothing, rarity says nothing and each technique counts 1. */
function overlapOf(a: WeighedActor, b: WeighedActor): Comparison["pairs"][number] {
  const both = a.weights.filter(([id]) => b.techniques.has(id));
  const shared = both.length;
  const either = a.techniques.size + b.techniques.size - shared;
  const jaccard = either === 0 ? 0 : shared / either;
  const sharedWeight = sum(both);
  const eitherWeight = a.weight + b.weight - sharedWeight;
  const weighted = eitherWeight > 0 ? sharedWeight / eitherWeight : jaccard;
  return { a: a.id, b: b.id, shared, jaccard, weighted };
}

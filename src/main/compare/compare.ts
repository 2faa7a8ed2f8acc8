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
 * by the actors in them.
 */
export function compareActors(actors: readonly ComparedActor[]): Comparison {
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
    pairs: actors.flatMap((a, index) => actors.slice(index + 1).map((b) => overlapOf(a, b))),
  };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function overlapOf(
  a: ComparedActor,
  b: ComparedActor,
): { a: AttackId; b: AttackId; shared: number; jaccard: number } {
  let shared = 0;
  for (const id of a.techniques) if (b.techniques.has(id)) shared += 1;
  const either = a.techniques.size + b.techniques.size - shared;
  return { a: a.id, b: b.id, shared, jaccard: either === 0 ? 0 : shared / either };
}

import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ActorAddition } from "../../shared/model/actor-comparison.ts";

/** What each actor adds to those before it, in the order given. */
export function listAdditions(
  profiles: readonly ReadonlySet<TechniqueId>[],
  order: readonly number[] = [...profiles.keys()],
): ActorAddition[] {
  const seen = new Set<TechniqueId>();
  return order.map((actor) => {
    const added = [...(profiles[actor] ?? [])].filter((id) => !seen.has(id)).sort();
    for (const id of added) seen.add(id);
    return { actor, added, total: seen.size };
  });
}

/**
 * The same, each next one the actor that adds most to those before it; among equals the first.
 *
 * After any number of steps the union is at least 63 % of the largest that as many actors can have:
 * finding that largest itself would take trying them all.
 */
export function listGreatestAdditions(
  profiles: readonly ReadonlySet<TechniqueId>[],
): ActorAddition[] {
  const left = new Map(profiles.map((profile, actor) => [actor, new Set(profile)]));
  const order: number[] = [];
  while (left.size > 0) {
    let best = -1;
    let most = -1;
    for (const [actor, fresh] of left) {
      if (fresh.size > most) [best, most] = [actor, fresh.size];
    }
    order.push(best);
    left.delete(best);
    for (const id of profiles[best] ?? []) for (const fresh of left.values()) fresh.delete(id);
  }
  return listAdditions(profiles, order);
}

import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { TouchingSet } from "../../shared/model/actor-comparison.ts";

/** Steps after which the search is given up: steps, not time, so that every machine agrees. */
const mostSteps = 200_000;

/** Which actors a technique touches, or which techniques touch an actor. */
type Touches = ReadonlyMap<number, ReadonlySet<number>>;

/**
 * The fewest techniques of which every actor uses at least one.
 *
 * What cannot matter is taken out first: actors that are touched whenever another is, and techniques
 * that touch no more than another does. The rest is searched by branch and bound. Where that takes
 * more than `steps`, the best set found is given with a bound below which none can be.
 */
export function findSmallestSet(
  profiles: readonly ReadonlySet<TechniqueId>[],
  steps = mostSteps,
): TouchingSet {
  const ids = [...new Set(profiles.flatMap((profile) => [...profile]))].sort();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const untouchable = [...profiles.keys()].filter((actor) => profiles[actor]?.size === 0);
  const byActor = new Map<number, Set<number>>();
  for (const [actor, profile] of profiles.entries()) {
    if (profile.size === 0) continue;
    byActor.set(actor, new Set([...profile].map((id) => numbers.get(id) ?? 0)));
  }
  const forced = reduce(byActor);
  const search = new Search(byActor, steps);
  const { chosen, atLeast } = search.run();
  const techniques = [...forced, ...chosen].flatMap((number) => ids[number] ?? []).sort();
  const least = forced.length + atLeast;
  return { techniques, atLeast: least, isSmallest: least === techniques.length, untouchable };
}

/** The same relation from the other side. */
function turn(relation: Touches): Map<number, Set<number>> {
  const turned = new Map<number, Set<number>>();
  for (const [one, others] of relation) {
    for (const other of others) {
      const known = turned.get(other);
      if (known === undefined) turned.set(other, new Set([one]));
      else known.add(one);
    }
  }
  return turned;
}

/** Takes out what cannot matter, until nothing more can; gives the techniques that must be in. */
function reduce(byActor: Map<number, Set<number>>): number[] {
  const forced: number[] = [];
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const actor of listDominated(byActor, "holds")) isChanged = byActor.delete(actor);
    const byTechnique = turn(byActor);
    for (const technique of listDominated(byTechnique, "is-held")) {
      for (const techniques of byActor.values()) techniques.delete(technique);
      isChanged = true;
    }
    for (const techniques of [...byActor.values()]) {
      const [only, ...more] = techniques;
      if (only === undefined || more.length > 0 || forced.includes(only)) continue;
      forced.push(only);
      for (const [actor, others] of byActor) if (others.has(only)) byActor.delete(actor);
      isChanged = true;
    }
  }
  return forced;
}

/** Entries whose set holds, or is held by, another's; of equal sets all but the first. */
function listDominated(relation: Touches, which: "holds" | "is-held"): number[] {
  const entries = [...relation].sort(([a], [b]) => a - b);
  const dominated = new Set<number>();
  for (const [one, set] of entries) {
    for (const [other, others] of entries) {
      if (one === other || dominated.has(other)) continue;
      const [small, large] = which === "holds" ? [others, set] : [set, others];
      if (small.size > large.size || (small.size === large.size && one < other)) continue;
      if (![...small].every((member) => large.has(member))) continue;
      dominated.add(one);
      break;
    }
  }
  return [...dominated];
}

class Search {
  readonly #byActor: Touches;
  readonly #byTechnique: Touches;
  readonly #most: number;
  #steps = 0;
  #best: readonly number[];

  constructor(byActor: Touches, most: number) {
    this.#byActor = byActor;
    this.#byTechnique = turn(byActor);
    this.#most = most;
    this.#best = this.#takeGreatest();
  }

  run(): { readonly chosen: readonly number[]; readonly atLeast: number } {
    const left = new Set(this.#byActor.keys());
    const bound = this.#bound(left, new Set());
    this.#branch(left, new Set(), []);
    const isDone = this.#steps <= this.#most;
    return { chosen: this.#best, atLeast: isDone ? this.#best.length : bound };
  }

  /** A first set: each next one the technique that touches most of what is left. */
  #takeGreatest(): number[] {
    const left = new Set(this.#byActor.keys());
    const chosen: number[] = [];
    while (left.size > 0) {
      let best = -1;
      let most = 0;
      for (const [technique, actors] of this.#byTechnique) {
        const touched = count(actors, left);
        if (touched > most || (touched === most && technique < best)) {
          [best, most] = [technique, touched];
        }
      }
      chosen.push(best);
      for (const actor of this.#byTechnique.get(best) ?? []) left.delete(actor);
    }
    return chosen;
  }

  /**
   * Fewer techniques than this cannot touch all that is left: actors that share no technique need
   * one each; and where each actor pays the smallest of the shares 1 ÷ (actors that a technique of
   * its touches), no technique is paid more than once in all.
   */
  #bound(left: ReadonlySet<number>, barred: ReadonlySet<number>): number {
    const free = (actor: number) =>
      [...(this.#byActor.get(actor) ?? [])].filter((technique) => !barred.has(technique));
    const used = new Set<number>();
    let apart = 0;
    let paid = 0;
    const byFewest = [...left]
      .map((actor) => ({ actor, techniques: free(actor) }))
      .sort((a, b) => a.techniques.length - b.techniques.length || a.actor - b.actor);
    for (const { techniques } of byFewest) {
      if (!techniques.some((technique) => used.has(technique))) {
        apart += 1;
        for (const technique of techniques) used.add(technique);
      }
      paid += Math.min(
        1,
        ...techniques.map((technique) => 1 / count(this.#byTechnique.get(technique), left)),
      );
    }
    // A sum of shares that is a whole number may come out a little above it.
    return Math.max(apart, Math.ceil(paid - 1e-9));
  }

  #branch(left: ReadonlySet<number>, barred: ReadonlySet<number>, chosen: readonly number[]): void {
    if (this.#steps > this.#most) return;
    this.#steps += 1;
    if (left.size === 0) {
      if (chosen.length < this.#best.length) this.#best = chosen;
      return;
    }
    if (chosen.length + this.#bound(left, barred) >= this.#best.length) return;
    let techniques: readonly number[] | undefined;
    for (const actor of left) {
      const free = [...(this.#byActor.get(actor) ?? [])].filter((one) => !barred.has(one));
      if (techniques === undefined || free.length < techniques.length) techniques = free;
    }
    const touched = (technique: number) => count(this.#byTechnique.get(technique), left);
    const order = [...(techniques ?? [])].sort((a, b) => touched(b) - touched(a) || a - b);
    const tried = new Set(barred);
    for (const technique of order) {
      const actors = this.#byTechnique.get(technique);
      const rest = new Set([...left].filter((actor) => actors?.has(actor) !== true));
      this.#branch(rest, tried, [...chosen, technique]);
      // Sets with this one were all looked at.
      tried.add(technique);
    }
  }
}

function count(members: ReadonlySet<number> | undefined, among: ReadonlySet<number>): number {
  let found = 0;
  for (const member of members ?? []) if (among.has(member)) found += 1;
  return found;
}

/** Something to choose, and the items that it opens: places in a list of weights. */
export interface Choice {
  readonly opens: readonly number[];
}

/** The best set of a size that was found. */
export interface BestSet {
  /** Places of the chosen, the most valuable first. */
  readonly chosen: readonly number[];
  readonly worth: number;
  /** Worth of choosing the most valuable next one each time. */
  readonly greedyWorth: number;
  /** No set of the size is worth more; equal to `worth` where that is proven. */
  readonly atMost: number;
}

/** Sets that are looked at before the search gives up proving. */
const mostNodes = 5_000;

/**
 * The best sets of one to `count` choices by the weight of all that they open together.
 *
 * Weights are whole numbers of at least zero. Branch and bound over the choices, starting from the
 * greedy set: a branch ends where even the most valuable choices left, counted as if they shared
 * nothing, cannot beat the best set so far. Where that takes too long, the best set found comes with
 * a bound. Ends before `count` where nothing more can be opened. Same input, same output.
 */
export function findBestSets(
  choices: readonly Choice[],
  weights: readonly number[],
  count: number,
): BestSet[] {
  const search = new Search(choices, weights);
  const greedy = search.chooseGreedily(count);
  const sets: BestSet[] = [];
  for (let size = 1; size <= greedy.length; size += 1) {
    const start = greedy.slice(0, size);
    const greedyWorth = search.worthOf(start);
    const best = search.improve(start, size);
    sets.push({ ...best, chosen: search.order(best.chosen), greedyWorth });
  }
  return sets;
}

class Search {
  readonly #weights: readonly number[];
  readonly #choices: readonly Choice[];
  /** Places of choices that no other one makes needless. */
  readonly #useful: readonly number[];

  constructor(choices: readonly Choice[], weights: readonly number[]) {
    this.#choices = choices;
    this.#weights = weights;
    this.#useful = withoutDominated(choices);
  }

  worthOf(chosen: readonly number[]): number {
    const open = new Uint8Array(this.#weights.length);
    let worth = 0;
    for (const place of chosen) worth += this.#take(place, open);
    return worth;
  }

  /** The most valuable next one each time; of equal ones the first. */
  chooseGreedily(count: number): number[] {
    return this.#orderBy(this.#useful, count);
  }

  /** A set in the order of what each adds. */
  order(chosen: readonly number[]): number[] {
    const ordered = this.#orderBy(chosen, chosen.length);
    return [...ordered, ...chosen.filter((place) => !ordered.includes(place))];
  }

  #orderBy(from: readonly number[], count: number): number[] {
    const open = new Uint8Array(this.#weights.length);
    const left = new Set(from);
    const chosen: number[] = [];
    while (chosen.length < count) {
      let best: { place: number; gain: number } | undefined;
      for (const place of left) {
        const gain = this.#gainOf(place, open);
        if (gain > 0 && (best === undefined || gain > best.gain)) best = { place, gain };
      }
      if (best === undefined) return chosen;
      this.#take(best.place, open);
      left.delete(best.place);
      chosen.push(best.place);
    }
    return chosen;
  }

  /** Looks for a better set of a size than a given one, and for how good one could be. */
  improve(start: readonly number[], size: number): Pick<BestSet, "chosen" | "worth" | "atMost"> {
    let best = { chosen: [...start], worth: this.worthOf(start) };
    let nodes = 0;
    let unseen = 0;
    const visit = (
      allowed: readonly number[],
      open: Uint8Array,
      worth: number,
      chosen: readonly number[],
    ): void => {
      if (worth > best.worth) best = { chosen: [...chosen], worth };
      const left = size - chosen.length;
      if (left === 0) return;
      const gains = allowed
        .map((place) => ({ place, gain: this.#gainOf(place, open) }))
        .filter(({ gain }) => gain > 0)
        .sort((a, b) => b.gain - a.gain || a.place - b.place);
      const tops: number[] = [0];
      for (const { gain } of gains) tops.push((tops.at(-1) ?? 0) + gain);
      for (const [at, { place, gain }] of gains.entries()) {
        // This one and the most valuable after it: those before it were branches of their own.
        const bound = worth + (tops[Math.min(gains.length, at + left)] ?? 0) - (tops[at] ?? 0);
        if (bound <= best.worth) return;
        nodes += 1;
        if (nodes > mostNodes) {
          unseen = Math.max(unseen, bound);
          return;
        }
        const after = open.slice();
        this.#take(place, after);
        visit(
          gains.slice(at + 1).map((one) => one.place),
          after,
          worth + gain,
          [...chosen, place],
        );
      }
    };
    visit(this.#useful, new Uint8Array(this.#weights.length), 0, []);
    return { ...best, atMost: Math.max(best.worth, unseen) };
  }

  #gainOf(place: number, open: Uint8Array): number {
    let gain = 0;
    for (const item of this.#choices[place]?.opens ?? []) {
      if (open[item] === 0) gain += this.#weights[item] ?? 0;
    }
    return gain;
  }

  #take(place: number, open: Uint8Array): number {
    const gain = this.#gainOf(place, open);
    for (const item of this.#choices[place]?.opens ?? []) open[item] = 1;
    return gain;
  }
}

/** Places of choices that open something that no single other one opens too; of equal ones the first. */
function withoutDominated(choices: readonly Choice[]): number[] {
  const sets = choices.map(({ opens }) => new Set(opens));
  return choices.flatMap((_, place) => {
    const own = sets[place] ?? new Set<number>();
    if (own.size === 0) return [];
    const isDominated = sets.some(
      (other, at) =>
        at !== place &&
        (other.size > own.size || (other.size === own.size && at < place)) &&
        [...own].every((item) => other.has(item)),
    );
    return isDominated ? [] : [place];
  });
}

import type { Hundredths } from "./days.ts";

/** A gap that may be closed. Its place among the others is its rank. */
export interface Candidate {
  /** What closing it brings; a whole number above zero. */
  readonly weight: number;
  readonly cost: Hundredths;
  /** Log sources any of which opens it, as indexes; empty where it waits for none. */
  readonly sources: readonly number[];
}

/** What the best set is chosen from. */
export interface Choice {
  readonly candidates: readonly Candidate[];
  /** Cost of each log source, paid once. */
  readonly sources: readonly Hundredths[];
  readonly budget: Hundredths;
}

/** A set of candidates with the log sources that open them, as indexes in rising order. */
export interface ChosenSet {
  readonly candidates: readonly number[];
  readonly sources: readonly number[];
  readonly weight: number;
  readonly cost: Hundredths;
}

/** The best set that was found. */
export interface BestFound extends ChosenSet {
  /** No set weighs more than this; equal to `weight` where the set is proven to be the best. */
  readonly bound: number;
}

/** Steps after which the search gives what it has: about a second's work. */
export const usualSteps = 4_000_000;

const undecided = 0;
const open = 1;
const closed = 2;

/** A part of the search: which log sources are decided, and what is left of the budget. */
interface Node {
  readonly states: Uint8Array;
  readonly left: Hundredths;
  /** No set in this part weighs more. */
  readonly bound: number;
  /** Weight per hundredth of a day below which the relaxed part around it took nothing more. */
  readonly density: number;
}

/** Rounds in which the shares of log sources are tuned before the search. */
const tuningRounds = 40;

/**
 * The set within a budget that weighs the most, and among those found the cheapest.
 *
 * Log sources are shared, so this is no plain knapsack: the search branches on log sources, and
 * bounds each part by letting every gap pay its share of its log source and be closed in part. Where
 * all that matters is decided, the rest is a knapsack and solved exactly. It starts from what is
 * taken greedily, so that it is never worse, counts its steps and not the time, so that the same
 * input gives the same set, and now and then yields the steps so far to whoever drives it.
 */
export function* searchBestSet(
  choice: Choice,
  mostSteps = usualSteps,
): Generator<number, BestFound, void> {
  const { budget } = choice;
  const search = new Search(choice);
  let best = takeGreedily(choice);
  yield 0;
  best = betterOf(best, yield* takeBundles(choice));
  let steps = 0;
  let isCut = false;
  const first = { states: search.firstStates(), left: budget, bound: Number.MAX_SAFE_INTEGER };
  const stack: Node[] = [yield* search.tune({ ...first, density: 0 })];
  steps += tuningRounds * 12 * choice.candidates.length;
  let cutBound = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.bound <= best.weight) continue;
    if (steps > mostSteps) {
      isCut = true;
      cutBound = Math.max(cutBound, node.bound);
      continue;
    }
    const relaxed = search.relax(node);
    steps += 12 * choice.candidates.length + 1;
    yield steps;
    best = betterOf(best, search.complete(node, relaxed.order, best.weight) ?? best);
    const bound = Math.min(node.bound, relaxed.bound);
    if (bound <= best.weight) continue;
    if (relaxed.branch === -1) {
      const leaf = yield* search.solveKnapsack(node, steps, mostSteps);
      steps += leaf.steps;
      if (leaf.set === null) {
        isCut = true;
        cutBound = Math.max(cutBound, bound);
      } else best = betterOf(best, leaf.set);
      continue;
    }
    const cost = choice.sources[relaxed.branch] ?? 0;
    const { density } = relaxed;
    const without = withState(node.states, relaxed.branch, closed);
    stack.push({ states: without, left: node.left, bound, density });
    if (cost <= node.left) {
      const states = withState(node.states, relaxed.branch, open);
      stack.push({ states, left: node.left - cost, bound, density });
    }
  }
  return { ...search.finish(best), bound: isCut ? Math.max(cutBound, best.weight) : best.weight };
}

/** What taking the most weight per day first, one gap after another, gives. */
export function takeGreedily({ candidates, sources, budget }: Choice): ChosenSet {
  const paid = new Set<number>();
  const taken = new Set<number>();
  let left = budget;
  for (;;) {
    let best: { at: number; source: number | null; cost: number; weight: number } | null = null;
    for (const [at, candidate] of candidates.entries()) {
      if (taken.has(at)) continue;
      const source = cheapestSource(candidate, sources, paid);
      if (source === undefined) continue;
      const cost = candidate.cost + (source === null ? 0 : (sources[source] ?? 0));
      const { weight } = candidate;
      if (cost > left) continue;
      if (best === null || weight * best.cost > best.weight * cost) {
        best = { at, source, cost, weight };
      }
    }
    if (best === null) break;
    taken.add(best.at);
    if (best.source !== null) paid.add(best.source);
    left -= best.cost;
  }
  return setOf(candidates, sources, taken, paid);
}

/** The cheapest log source that opens a gap; null where it needs none more, undefined without any. */
function cheapestSource(
  { sources: own }: Candidate,
  sources: readonly Hundredths[],
  paid: ReadonlySet<number>,
): number | null | undefined {
  if (own.length === 0 || own.some((source) => paid.has(source))) return null;
  let best: number | undefined;
  for (const source of own) {
    if (best === undefined || (sources[source] ?? 0) < (sources[best] ?? 0)) best = source;
  }
  return best;
}

/** What taking whole log sources gives, each with the gaps it opens, the most weight per day first. */
function* takeBundles({ candidates, sources, budget }: Choice): Generator<number, ChosenSet, void> {
  const paid = new Set<number>();
  const taken = new Set<number>();
  let left = budget;
  const byDensity = candidates
    .map((candidate, at) => ({ ...candidate, at }))
    .sort((a, b) => b.weight * a.cost - a.weight * b.cost || a.at - b.at);
  const bundleOf = (source: number | null) => {
    let cost = source === null ? 0 : (sources[source] ?? 0);
    let weight = 0;
    const members: number[] = [];
    let best = { cost: 0, weight: 0, count: 0 };
    for (const one of byDensity) {
      if (taken.has(one.at)) continue;
      const isOpen = one.sources.length === 0 || one.sources.some((own) => paid.has(own));
      if (source === null ? !isOpen : isOpen || !one.sources.includes(source)) continue;
      if (cost + one.cost > left) continue;
      cost += one.cost;
      weight += one.weight;
      members.push(one.at);
      if (best.count === 0 || weight * best.cost >= best.weight * cost) {
        best = { cost, weight, count: members.length };
      }
    }
    return { source, members: members.slice(0, best.count), cost: best.cost, weight: best.weight };
  };
  for (;;) {
    yield 0;
    const bundles = [null, ...sources.keys()]
      .filter((source) => source === null || !paid.has(source))
      .map(bundleOf)
      .filter(({ members }) => members.length > 0);
    const [first, ...others] = bundles;
    if (first === undefined) break;
    let best = first;
    for (const other of others) {
      if (other.weight * best.cost > best.weight * other.cost) best = other;
    }
    for (const at of best.members) taken.add(at);
    if (best.source !== null) paid.add(best.source);
    left -= best.cost;
  }
  return setOf(candidates, sources, taken, paid);
}

function setOf(
  candidates: readonly Candidate[],
  sources: readonly Hundredths[],
  taken: Iterable<number>,
  paid: Iterable<number>,
): ChosenSet {
  const chosen = [...taken].sort((a, b) => a - b);
  const bought = [...paid].sort((a, b) => a - b);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return {
    candidates: chosen,
    sources: bought,
    weight: sum(chosen.map((at) => candidates[at]?.weight ?? 0)),
    cost:
      sum(chosen.map((at) => candidates[at]?.cost ?? 0)) +
      sum(bought.map((source) => sources[source] ?? 0)),
  };
}

function betterOf(a: ChosenSet, b: ChosenSet): ChosenSet {
  if (a.weight !== b.weight) return a.weight > b.weight ? a : b;
  return b.cost < a.cost ? b : a;
}

function withState(states: Uint8Array, source: number, state: number): Uint8Array {
  const copy = states.slice();
  copy[source] = state;
  return copy;
}

/** Whether a log source opens gaps in a part of the search; 0 where it never does. */
const already = 1;
const maybe = 2;

/** Answers the questions of the search about one choice. */
class Search {
  readonly #choice: Choice;
  /** Log sources of all gaps, one gap after another, and where those of each gap begin. */
  readonly #sourcesOfGaps: Int32Array;
  readonly #begins: Int32Array;
  /** How much of each of its log sources a gap pays, in proportion to the others that wait. */
  readonly #factors: Float64Array;
  /** What each of its log sources asks of a gap, and the least of that; of the last part looked at. */
  readonly #asked: Float64Array;
  readonly #least: Float64Array;
  /** Weight of each gap for what it costs with its share, in the last part looked at. */
  readonly #densities: Float64Array;
  /** All gaps as they were last taken: one part's order is nearly that of the next. */
  #order: number[];

  constructor(choice: Choice) {
    const { candidates } = choice;
    const own = candidates.map(({ sources }) => sources);
    const total = own.reduce((sum, { length }) => sum + length, 0);
    this.#choice = choice;
    this.#sourcesOfGaps = Int32Array.from(own.flat());
    this.#begins = new Int32Array(candidates.length + 1);
    for (const [at, { length }] of own.entries()) {
      this.#begins[at + 1] = (this.#begins[at] ?? 0) + length;
    }
    this.#factors = new Float64Array(total).fill(1);
    this.#asked = new Float64Array(total);
    this.#least = new Float64Array(candidates.length);
    this.#densities = new Float64Array(candidates.length);
    this.#order = [...candidates.keys()];
  }

  /**
   * Tunes what gaps pay of their log sources until the bound is as low as it gets that way.
   *
   * A gap with several log sources pays the cheapest share; where another asks for more, that much
   * is better asked of the gaps that have nothing but it.
   */
  *tune(node: Node): Generator<number, Node, void> {
    let tuned = node;
    for (let round = 0; round < tuningRounds; round += 1) {
      const { bound, density } = this.relax(tuned);
      yield 0;
      tuned = { ...tuned, density, bound: Math.min(tuned.bound, bound) };
      for (const at of this.#choice.candidates.keys()) {
        const least = this.#least[at] ?? 0;
        // What is open pays nothing, and what cannot be opened takes no part.
        if (least === 0 || least === Infinity) continue;
        const end = this.#begins[at + 1] ?? 0;
        for (let place = this.#begins[at] ?? 0; place < end; place += 1) {
          if ((this.#asked[place] ?? 0) <= least * 1.001) continue;
          this.#factors[place] = Math.max((this.#factors[place] ?? 1) * 0.85, 1e-6);
        }
      }
    }
    return tuned;
  }

  /** All undecided, but for log sources that another one, no dearer, makes needless. */
  firstStates(): Uint8Array {
    const { candidates, sources, budget } = this.#choice;
    const opens = sources.map(() => new Set<number>());
    for (const [at, { sources: own }] of candidates.entries()) {
      for (const source of own) opens[source]?.add(at);
    }
    const states = new Uint8Array(sources.length);
    const costOf = (source: number) => sources[source] ?? 0;
    for (const [source, mine] of opens.entries()) {
      const isNeedless = opens.some(
        (others, other) =>
          other !== source &&
          states[other] === undecided &&
          costOf(other) <= costOf(source) &&
          mine.size <= others.size &&
          [...mine].every((at) => others.has(at)),
      );
      if (isNeedless || costOf(source) > budget || mine.size === 0) states[source] = closed;
    }
    return states;
  }

  /** What a part of the search can give, if gaps could be closed in part and shared log sources. */
  relax({ states, left, density: known }: Node): Relaxed {
    const { candidates, sources } = this.#choice;
    const opening = new Uint8Array(sources.length);
    for (const [source, cost] of sources.entries()) {
      if (states[source] === open) opening[source] = already;
      else if (states[source] === undecided && cost <= left) opening[source] = maybe;
    }
    const waiting = this.#claim(opening, known);
    const leaning = this.#ask(opening, waiting, known);
    const order: number[] = [];
    const others: number[] = [];
    for (const at of this.#order) {
      const { weight, cost } = candidates[at] ?? { weight: 0, cost: Infinity };
      const price = cost + (this.#least[at] ?? 0);
      this.#densities[at] = weight / price;
      if (cost <= left && price < Infinity) order.push(at);
      else others.push(at);
    }
    // Of two that cost nothing the difference is no number: then their rank decides as well.
    order.sort((a, b) => (this.#densities[b] ?? 0) - (this.#densities[a] ?? 0) || a - b);
    this.#order = order.concat(others);
    const leant = new Float64Array(sources.length);
    let bound = 0;
    let rest = left;
    let density = 0;
    for (const at of order) {
      const { weight, cost } = candidates[at] ?? { weight: 0, cost: 0 };
      const price = cost + (this.#least[at] ?? 0);
      const part = price <= rest ? 1 : rest / price;
      bound += part * weight;
      const source = leaning[at] ?? -1;
      if (source !== -1) leant[source] = (leant[source] ?? 0) + part * weight;
      rest -= part * price;
      if (part < 1) {
        density = weight / price;
        break;
      }
    }
    let branch = -1;
    for (const source of sources.keys()) {
      if (opening[source] !== maybe || (waiting[source] ?? 0) === 0) continue;
      const better =
        branch === -1 ||
        (leant[source] ?? 0) > (leant[branch] ?? 0) ||
        (leant[source] === leant[branch] && (waiting[source] ?? 0) > (waiting[branch] ?? 0));
      if (better) branch = source;
    }
    // Weights are whole; the little more is for the rounding of the shares.
    return { bound: Math.floor(bound * (1 + 1e-9) + 1e-6), density, order, branch };
  }

  /** What a gap can pay: what it weighs beyond what its own work is worth elsewhere. */
  #worthOf({ weight, cost }: Candidate, known: number): number {
    return Math.max(weight - known * cost, weight * 1e-6);
  }

  /** What the gaps that wait for each log source can pay together. */
  #claim(opening: Uint8Array, known: number): Float64Array {
    const waiting = new Float64Array(opening.length);
    for (const [at, candidate] of this.#choice.candidates.entries()) {
      const begin = this.#begins[at] ?? 0;
      const end = this.#begins[at + 1] ?? 0;
      let isOpen = begin === end;
      for (let place = begin; place < end && !isOpen; place += 1) {
        isOpen = opening[this.#sourcesOfGaps[place] ?? 0] === already;
      }
      this.#least[at] = isOpen ? 0 : Infinity;
      if (isOpen) continue;
      const worth = this.#worthOf(candidate, known);
      for (let place = begin; place < end; place += 1) {
        const source = this.#sourcesOfGaps[place] ?? 0;
        if (opening[source] !== maybe) continue;
        waiting[source] = (waiting[source] ?? 0) + worth * (this.#factors[place] ?? 1);
      }
    }
    return waiting;
  }

  /** Asks gaps for their shares; gives the log source that each leans on, or -1. */
  #ask(opening: Uint8Array, waiting: Float64Array, known: number): Int32Array {
    const { candidates, sources } = this.#choice;
    const leaning = new Int32Array(candidates.length).fill(-1);
    for (const [at, candidate] of candidates.entries()) {
      if (this.#least[at] === 0) continue;
      const worth = this.#worthOf(candidate, known);
      const end = this.#begins[at + 1] ?? 0;
      let least = Infinity;
      for (let place = this.#begins[at] ?? 0; place < end; place += 1) {
        const source = this.#sourcesOfGaps[place] ?? 0;
        const claim = worth * (this.#factors[place] ?? 1);
        const asked =
          opening[source] === maybe
            ? ((sources[source] ?? 0) * claim) / (waiting[source] ?? 1)
            : Infinity;
        this.#asked[place] = asked;
        if (asked >= least) continue;
        least = asked;
        leaning[at] = source;
      }
      this.#least[at] = least;
    }
    return leaning;
  }

  /**
   * A set that a part of the search holds: whole gaps, in an order, with what is open and fits; null
   * where it weighs less than one that is known.
   */
  complete({ states, left }: Node, order: readonly number[], least: number): ChosenSet | null {
    const { candidates, sources } = this.#choice;
    const taken: number[] = [];
    let rest = left;
    let weighed = 0;
    for (const at of order) {
      const candidate = candidates[at];
      if (candidate === undefined || candidate.cost > rest) continue;
      const { sources: own, cost, weight } = candidate;
      if (own.length > 0 && !own.some((source) => states[source] === open)) continue;
      taken.push(at);
      rest -= cost;
      weighed += weight;
    }
    if (weighed < least) return null;
    const paid = [...sources.keys()].filter((source) => states[source] === open);
    return this.finish(setOf(candidates, sources, taken, paid));
  }

  /** Takes away log sources that no gap of the set needs. */
  finish({ candidates: taken, sources: bought }: ChosenSet): ChosenSet {
    const { candidates, sources } = this.#choice;
    const kept = new Set(bought);
    const dearest = [...bought].sort((a, b) => (sources[b] ?? 0) - (sources[a] ?? 0) || b - a);
    for (const source of dearest) {
      kept.delete(source);
      const isNeeded = taken.some((at) => {
        const own = candidates[at]?.sources ?? [];
        return own.length > 0 && !own.some((one) => kept.has(one));
      });
      if (isNeeded) kept.add(source);
    }
    return setOf(candidates, sources, taken, kept);
  }

  /** The best set with exactly the open log sources; null where that takes too many steps. */
  *solveKnapsack(
    { states, left }: Node,
    before: number,
    mostSteps: number,
  ): Generator<number, { set: ChosenSet | null; steps: number }, void> {
    const { candidates, sources } = this.#choice;
    const paid = [...sources.keys()].filter((source) => states[source] === open);
    const available = [...candidates.entries()].filter(
      ([, { sources: own, cost }]) =>
        cost <= left && (own.length === 0 || own.some((source) => states[source] === open)),
    );
    // States by rising cost and weight: no state is both dearer and no heavier than another.
    let front: State[] = [{ cost: 0, weight: 0, at: -1, before: null }];
    let steps = 0;
    for (const [at, { cost, weight }] of available) {
      const next: State[] = [];
      let heaviest = -1;
      const add = (state: State) => {
        if (state.weight <= heaviest) return;
        heaviest = state.weight;
        next.push(state);
      };
      const taking = (before: State): State => ({
        cost: before.cost + cost,
        weight: before.weight + weight,
        at,
        before,
      });
      // Both lists rise in cost: merge them, of equal cost the heavier first.
      let moved = 0;
      for (const state of front) {
        for (let before = front[moved]; before !== undefined; before = front[moved]) {
          const isNext =
            before.cost + cost < state.cost ||
            (before.cost + cost === state.cost && before.weight + weight > state.weight);
          if (!isNext) break;
          add(taking(before));
          moved += 1;
        }
        add(state);
      }
      for (const before of front.slice(moved)) {
        if (before.cost + cost <= left) add(taking(before));
      }
      front = next;
      steps += 2 * front.length;
      if (before + steps > mostSteps) return { set: null, steps };
      yield before + steps;
    }
    const taken: number[] = [];
    for (let state = front.at(-1) ?? null; state !== null; state = state.before) {
      if (state.at !== -1) taken.push(state.at);
    }
    return { set: this.finish(setOf(candidates, sources, taken, paid)), steps };
  }
}

/** A part of the search without what makes it hard. */
interface Relaxed {
  /** No set in this part weighs more. */
  readonly bound: number;
  /** Weight per hundredth of a day of what was taken last, in part; 0 where all was taken. */
  readonly density: number;
  /** The gaps as they were taken. */
  readonly order: readonly number[];
  /** The log source that this leans on most; -1 where all that matters is decided. */
  readonly branch: number;
}

interface State {
  readonly cost: Hundredths;
  readonly weight: number;
  readonly at: number;
  readonly before: State | null;
}

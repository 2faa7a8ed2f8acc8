import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { GroupUse } from "./rarity.ts";

/**
 * How much of what an actor does its profile is held not to say: what is not in a profile is this
 * much as likely as it is for any group. The one assumption of the score.
 */
const unreported = 0.25;

/** The rate at which groups use techniques, between 0 and 1. */
export interface BaseRates {
  readonly rateOf: (id: TechniqueId) => number;
  /**
   * The chance that a profile of `size` techniques, made at these rates, holds at least `shared` of
   * the observed ones.
   */
  readonly chanceOf: (size: number, shared: number) => number;
}

/**
 * Prepares the rates at which groups use the techniques of a release.
 *
 * Half a group more uses each technique and half a group more does not, so that none is impossible
 * or certain. A profile of a given size takes each technique by itself, at odds that are those of the
 * rates times one factor for all, chosen so that it holds as many techniques as its size says on
 * average. How many of the observed ones it then holds follows a Poisson binomial distribution,
 * which is computed exactly.
 */
export function prepareBaseRates(
  use: GroupUse,
  techniques: readonly TechniqueId[],
  observed: readonly TechniqueId[],
): BaseRates {
  const rateOf = (id: TechniqueId) => ((use.groupsUsing.get(id) ?? 0) + 0.5) / (use.groups + 1);
  const oddsOf = (id: TechniqueId) => rateOf(id) / (1 - rateOf(id));
  const odds = techniques.map(oddsOf);
  const observedOdds = observed.map(oddsOf);
  const tails = new Map<number, readonly number[]>();
  return {
    rateOf,
    chanceOf: (size, shared) => {
      let tail = tails.get(size);
      if (tail === undefined) {
        const factor = findFactor(odds, size);
        tail = tailOf(observedOdds.map((one) => shareOf(one * factor)));
        tails.set(size, tail);
      }
      return tail[shared] ?? 0;
    },
  };
}

/**
 * The log-likelihood ratio of an actor that uses `shared` of the observed techniques, and not the
 * `others`, against groups at large.
 */
export function scoreOf(rates: BaseRates, shared: Iterable<TechniqueId>, others: number): number {
  let score = others * Math.log(unreported);
  for (const id of shared) score += Math.log((1 - unreported) / rates.rateOf(id) + unreported);
  return score;
}

function shareOf(odds: number): number {
  return odds === Infinity ? 1 : odds / (1 + odds);
}

/** The factor of all odds at which as many techniques are held as `size` says. */
function findFactor(odds: readonly number[], size: number): number {
  if (size <= 0) return 0;
  if (size >= odds.length) return Infinity;
  let [low, high] = [-60, 60];
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    const factor = Math.exp(middle);
    const held = odds.reduce((sum, one) => sum + shareOf(one * factor), 0);
    if (held < size) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Chances of at least 0, 1, 2, … successes of independent tries. */
function tailOf(chances: readonly number[]): number[] {
  let exactly = [1];
  for (const chance of chances) {
    exactly = [...exactly, 0].map(
      (same, successes) => same * (1 - chance) + (exactly[successes - 1] ?? 0) * chance,
    );
  }
  const tail: number[] = [];
  let sum = 0;
  for (const each of exactly.toReversed()) {
    sum += each;
    tail.unshift(Math.min(1, sum));
  }
  return tail;
}

import type { BestSet } from "../../shared/model/plan.ts";
import { percentOf } from "../coverage/exact.ts";
import type { BestFound, Choice, ChosenSet } from "./best-set.ts";
import { searchBestSet, takeGreedily } from "./best-set.ts";
import { costOf } from "./cost.ts";
import { coverageAfter, isDone, isPlanned } from "./curve.ts";
import { daysOf } from "./days.ts";
import type { OpenGap } from "./open-gap.ts";
import { logSourceEffort, logSourcesThatAre } from "./open-gap.ts";
import type { AskedPlan } from "./what-if.ts";
import { counted, inWhole } from "./what-if.ts";

/** Weights beyond this are no longer added exactly: they are rounded, and nothing is proven. */
const heaviest = 2n ** 50n;

/**
 * The gaps that bring the most weighted coverage for a number of person-days, whatever their rank.
 *
 * What is done is taken for closed and paid; what was dropped is left out. Yields its steps while it searches.
 */
export function* askBestSet(
  { workload, settings }: AskedPlan,
  personDays: number,
): Generator<number, BestSet, void> {
  const { standing } = workload;
  const planned = workload.gaps.filter(isPlanned);
  const done = planned.filter(isDone);
  const there = logSourcesThatAre("done", workload);
  for (const { logSource } of done) if (logSource !== null) there.add(logSource);
  const left = planned.filter((gap) => !isDone(gap));
  const names = [...new Set(left.flatMap(({ logSources }) => logSources))]
    .filter((name) => !there.has(name))
    .sort();
  const indexes = new Map(names.map((name, index) => [name, index]));
  const effortOf = logSourceEffort(settings, settings.money);
  const { weights, unit, isExact } = wholeWeights(left);
  const choice: Choice = {
    candidates: left.map(({ work, logSources }, at) => ({
      weight: weights[at] ?? 0,
      cost: work,
      sources: logSources.some((name) => there.has(name))
        ? []
        : logSources.flatMap((name) => indexes.get(name) ?? []),
    })),
    sources: names.map(effortOf),
    // Rounded down, as every capacity.
    budget: Math.floor(personDays * 100 + 1e-6),
  };
  const found: BestFound = yield* searchBestSet(choice);
  const gapsOf = ({ candidates }: ChosenSet) => candidates.flatMap((at) => left[at] ?? []);
  const chosen = gapsOf(found);
  const ranked = new Set([...done, ...chosen]);
  const logSources = found.sources.flatMap((source) => names[source] ?? []);
  const from = coverageAfter(standing, []);
  const to = coverageAfter(standing, [...ranked]);
  const isProven = isExact && found.bound === found.weight;
  const possible = BigInt(found.bound - found.weight) * unit;
  const reached = [...ranked].reduce((sum, { weight }) => sum + weight, standing.coveredWeight);
  const bound = reached + possible;
  return {
    budgetDays: daysOf(choice.budget),
    usedDays: daysOf(found.cost),
    from,
    to,
    items: planned
      .filter((gap) => ranked.has(gap))
      .map(({ gap }) => ({ domain: gap.domain, techniqueId: gap.id })),
    logSources,
    cost: costOf(settings.money, found.cost, logSources, true),
    isProven,
    bestPossible: percentOf(bound < standing.weight ? bound : standing.weight, standing.weight),
    greedy: coverageAfter(standing, [...done, ...gapsOf(takeGreedily(choice))]),
    sentence: `The best ${counted(daysOf(choice.budget), "person-day")}: ${inWhole(from)} → ${inWhole(to)}, weighted ${from.weightedPercent ?? 0} % → ${to.weightedPercent ?? 0} %, ${
      isProven ? "proven to be the best" : "the best found"
    }.`,
  };
}

/** Weights as whole numbers as small as they go. */
function wholeWeights(gaps: readonly OpenGap[]): {
  weights: number[];
  unit: bigint;
  isExact: boolean;
} {
  const common = gaps.reduce((divisor, { weight }) => greatestCommon(divisor, weight), 0n) || 1n;
  const total = gaps.reduce((sum, { weight }) => sum + weight / common, 0n);
  const isExact = total <= heaviest;
  const shrink = isExact ? 1n : total / heaviest + 1n;
  const unit = common * shrink;
  return { weights: gaps.map(({ weight }) => Number(weight / unit)), unit, isExact };
}

function greatestCommon(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommon(b, a % b);
}

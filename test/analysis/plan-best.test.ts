import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askBestSet } from "../../src/main/plan/ask-best.ts";
import type { BestFound, Choice } from "../../src/main/plan/best-set.ts";
import { searchBestSet, takeGreedily } from "../../src/main/plan/best-set.ts";
import { aPlanInput, idsOf } from "./plan-builders.ts";

function finish<Result>(search: Generator<number, Result, void>): Result {
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

const search = (choice: Choice, steps?: number): BestFound => finish(searchBestSet(choice, steps));

/** Every subset of log sources with every subset of the gaps that it opens: the truth, slowly. */
function tryAll({ candidates, sources, budget }: Choice): number {
  let best = 0;
  for (let opened = 0; opened < 2 ** sources.length; opened += 1) {
    const isOpen = (source: number) => Math.floor(opened / 2 ** source) % 2 === 1;
    const price = sources.reduce((sum, cost, source) => sum + (isOpen(source) ? cost : 0), 0);
    if (price > budget) continue;
    for (let taken = 0; taken < 2 ** candidates.length; taken += 1) {
      let cost = price;
      let weight = 0;
      for (const [at, candidate] of candidates.entries()) {
        if (Math.floor(taken / 2 ** at) % 2 === 0) continue;
        const { sources: own } = candidate;
        cost += own.length === 0 || own.some(isOpen) ? candidate.cost : Infinity;
        weight += candidate.weight;
      }
      if (cost <= budget) best = Math.max(best, weight);
    }
  }
  return best;
}

const choices = (most: number, mostSources: number) =>
  fc.integer({ min: 0, max: mostSources }).chain((count) =>
    fc.record({
      candidates: fc.array(
        fc.record({
          weight: fc.integer({ min: 1, max: 9 }),
          cost: fc.constantFrom(0, 50, 100, 200, 200, 330, 900),
          sources:
            count === 0
              ? fc.constant<number[]>([])
              : fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 3 }),
        }),
        { maxLength: most },
      ),
      sources: fc.array(fc.constantFrom(800, 800, 0, 150, 2000), {
        minLength: count,
        maxLength: count,
      }),
      budget: fc.integer({ min: 0, max: 5000 }),
    }),
  );

describe("the best set for a budget", () => {
  it("is the one that trying all of them finds", () => {
    fc.assert(
      fc.property(choices(9, 4), (choice) => {
        const found = search(choice);
        expect(found.bound).toBe(found.weight);
        expect(found.weight).toBe(tryAll(choice));
      }),
      { numRuns: 150 },
    );
  });

  it("keeps to the budget, pays what it opens, and weighs what it says", () => {
    fc.assert(
      fc.property(choices(40, 8), (choice) => {
        const { candidates, sources, weight, cost } = search(choice);
        const taken = candidates.map((at) => choice.candidates[at]);
        expect(new Set(candidates).size).toBe(candidates.length);
        for (const one of taken) {
          const own = one?.sources ?? [];
          expect(own.length === 0 || own.some((source) => sources.includes(source))).toBe(true);
        }
        const paid = sources.reduce((sum, source) => sum + (choice.sources[source] ?? 0), 0);
        expect(cost).toBe(taken.reduce((sum, one) => sum + (one?.cost ?? 0), paid));
        expect(cost).toBeLessThanOrEqual(choice.budget);
        expect(weight).toBe(taken.reduce((sum, one) => sum + (one?.weight ?? 0), 0));
      }),
      { numRuns: 200 },
    );
  });

  it("is never worse than taking the most weight per day first, however soon it stops", () => {
    fc.assert(
      fc.property(choices(40, 8), fc.constantFrom(0, 500, 30_000_000), (choice, steps) => {
        const found = search(choice, steps);
        expect(found.weight).toBeGreaterThanOrEqual(takeGreedily(choice).weight);
        expect(found.bound).toBeGreaterThanOrEqual(search(choice).weight);
      }),
      { numRuns: 200 },
    );
  });

  it("is better than greedy where a log source pays only together with its gaps", () => {
    // Greedy takes the four small ones (1 per day); the log source opens ten for 8 + 10 × 0.5 days.
    const choice: Choice = {
      candidates: [
        ...Array.from({ length: 4 }, () => ({ weight: 1, cost: 100, sources: [] })),
        ...Array.from({ length: 10 }, () => ({ weight: 1, cost: 50, sources: [0] })),
      ],
      sources: [800],
      budget: 1300,
    };
    expect(takeGreedily(choice).weight).toBeLessThan(10);
    expect(search(choice)).toMatchObject({ weight: 10, bound: 10, cost: 1300, sources: [0] });
  });

  it("of 800 gaps and 100 log sources is found within a second's steps", () => {
    // A fixed sequence, so that every run asks the same.
    let state = 7;
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const choice: Choice = {
      candidates: Array.from({ length: 800 }, (_, index) => ({
        weight: 1 + next(6),
        cost: [50, 100, 200, 200][next(4)] ?? 200,
        sources:
          index % 4 === 0
            ? []
            : [
                ...new Set(
                  Array.from({ length: 1 + next(4) }, () => Math.min(next(100), next(100))),
                ),
              ],
      })),
      sources: Array.from({ length: 100 }, () => 800),
      budget: 24_000,
    };
    const begun = performance.now();
    const waits: number[] = [];
    const searching = searchBestSet(choice);
    let step = searching.next();
    for (; step.done !== true; step = searching.next()) waits.push(step.value);
    const found = step.value;
    const seconds = (performance.now() - begun) / 1000;
    const greedy = takeGreedily(choice);
    console.log(
      `best ${found.weight} (at most ${found.bound}), greedy ${greedy.weight}, ${seconds.toFixed(2)} s`,
    );
    expect(found.weight).toBeGreaterThanOrEqual(greedy.weight);
    expect(found.bound).toBeLessThanOrEqual(found.weight * 1.05);
    // Others are let in before the search itself begins, and its steps only ever rise.
    expect(waits.filter((steps) => steps === 0).length).toBeGreaterThan(40);
    expect(waits.filter((steps) => steps > 0).length).toBeGreaterThan(100);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    // Several times the goal of a second, for slow machines.
    expect(seconds).toBeLessThan(10);
  });
});

describe("the best set of an assessment", () => {
  it("closes what weighs most, whatever its rank, and says whether that is proven", () => {
    const input = aPlanInput(
      [
        { id: "T1001", weight: 1 },
        { id: "T1002", weight: 5 },
        { id: "T1003", weight: 4, reason: "no-telemetry", needs: ["Zeek"] },
        { id: "T1004", weight: 4, reason: "no-telemetry", needs: ["Okta", "Zeek"] },
        { id: "T1005", weight: 9, mark: { status: "dropped" } },
      ],
      {},
      { covered: 2 },
    );
    const small = finish(askBestSet(input, 4));
    expect(idsOf(small.items)).toEqual(["T1001", "T1002"]);
    // Zeek for 8 days and three gaps of 2: 5 + 4 + 4 of weight 25 in all, beside 2 covered.
    const large = finish(askBestSet(input, 14));
    expect(large).toMatchObject({
      usedDays: 14,
      logSources: ["Zeek"],
      isProven: true,
      to: { techniques: 7, covered: 5, percent: 71.4, weightedPercent: 60 },
      bestPossible: 60,
    });
    expect(idsOf(large.items)).toEqual(["T1002", "T1003", "T1004"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Choice } from "../../src/main/telemetry/best-sets.ts";
import { findBestSets } from "../../src/main/telemetry/best-sets.ts";

const worthOf = (
  choices: readonly Choice[],
  weights: readonly number[],
  chosen: readonly number[],
) =>
  [...new Set(chosen.flatMap((place) => choices[place]?.opens ?? []))].reduce(
    (sum, item) => sum + (weights[item] ?? 0),
    0,
  );

/** Every set of a size, tried one after another. */
function bruteForce(choices: readonly Choice[], weights: readonly number[], size: number): number {
  let best = 0;
  for (let mask = 0; mask < 2 ** choices.length; mask += 1) {
    const chosen = choices.flatMap((_, place) => ((mask >> place) & 1 ? [place] : []));
    if (chosen.length <= size) best = Math.max(best, worthOf(choices, weights, chosen));
  }
  return best;
}

const problem = fc.integer({ min: 1, max: 9 }).chain((items) =>
  fc.record({
    weights: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: items, maxLength: items }),
    choices: fc.array(
      fc.record({
        opens: fc.uniqueArray(fc.integer({ min: 0, max: items - 1 }), { maxLength: items }),
      }),
      { maxLength: 9 },
    ),
    count: fc.integer({ min: 1, max: 6 }),
  }),
);

describe("the best sets of log sources", () => {
  it("are the best there are, whatever opens what", () => {
    fc.assert(
      fc.property(problem, ({ choices, weights, count }) => {
        const sets = findBestSets(choices, weights, count);
        for (const [at, set] of sets.entries()) {
          expect(set.worth).toBe(bruteForce(choices, weights, at + 1));
          expect(set.worth).toBe(worthOf(choices, weights, set.chosen));
          expect(set.chosen.length).toBeLessThanOrEqual(at + 1);
          expect(set.atMost).toBe(set.worth);
          expect(set.greedyWorth).toBeLessThanOrEqual(set.worth);
        }
        // Where it ends early, more choices add nothing.
        const most = sets.at(-1)?.worth ?? 0;
        if (sets.length < count) expect(most).toBe(bruteForce(choices, weights, choices.length));
      }),
      { numRuns: 400 },
    );
  });

  it("beat the greedy choice where that walks into the trap", () => {
    // The largest first takes four, and then only one more of each pair of the others.
    const choices = [{ opens: [0, 1, 3, 4] }, { opens: [0, 1, 2] }, { opens: [3, 4, 5] }];
    const [, two] = findBestSets(choices, [1, 1, 1, 1, 1, 1], 2);
    expect(two).toMatchObject({ worth: 6, greedyWorth: 5, atMost: 6 });
    expect([...(two?.chosen ?? [])].sort()).toEqual([1, 2]);
  });

  it("are found again alike, and come with a bound where proving takes too long", () => {
    let seed = 7;
    const next = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const choices = Array.from({ length: 200 }, () => ({
      opens: [...new Set(Array.from({ length: 25 }, () => next(250)))],
    }));
    const weights = Array.from({ length: 250 }, () => 1 + next(3));
    const begun = performance.now();
    const sets = findBestSets(choices, weights, 12);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(findBestSets(choices, weights, 12)).toEqual(sets);
    for (const { worth, greedyWorth, atMost } of sets) {
      expect(worth).toBeGreaterThanOrEqual(greedyWorth);
      expect(atMost).toBeGreaterThanOrEqual(worth);
    }
    expect(sets.some(({ worth, atMost }) => atMost > worth)).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChoosableTest, NamingTest } from "../../src/main/emulation/suggest-tests.ts";
import { offerTests } from "../../src/main/emulation/suggest-tests.ts";
import type { TestFilter } from "../../src/shared/model/test-plan.ts";

const platforms = ["Windows", "Linux", "macOS"];
const aTest: fc.Arbitrary<ChoosableTest> = fc.record({
  id: fc.nat(10_000),
  source: fc.constantFrom("atomic" as const, "caldera" as const, "own" as const),
  key: fc.uuid(),
  name: fc.constantFrom("Dump LSASS", "Mimikatz", "whoami", "Über"),
  written: fc.constant<string[]>(["T1003.001"]),
  attackPlatforms: fc.subarray(platforms),
  elevated: fc.constantFrom(true, false, null),
  network: fc.constantFrom<ChoosableTest["network"][]>(
    [],
    [{ where: "command" as const, what: "http://x" }],
  ),
  commandKnown: fc.boolean(),
  prerequisites: fc.nat(3),
});
const naming = fc
  .uniqueArray(aTest, { selector: ({ id }) => id, maxLength: 30 })
  .chain((tests) =>
    fc.tuple(
      ...tests.map((one) =>
        fc.boolean().map((isOther): NamingTest => ({ test: one, written: "T1003.001", isOther })),
      ),
    ),
  );
const filter: fc.Arbitrary<TestFilter> = fc.record({
  platforms: fc.subarray(platforms),
  offline: fc.boolean(),
  unelevated: fc.boolean(),
});
const machines = fc.tuple(fc.nat(50), fc.nat(50)).map(
  ([windows, linux]) =>
    new Map([
      ["Windows", windows],
      ["Linux", linux],
    ] as const),
);

describe("tests offered for a technique", () => {
  test("and those left out are all there are, and each is left out for what it is", () => {
    fc.assert(
      fc.property(naming, filter, machines, (named, rules, fleet) => {
        const { tests, leftOut } = offerTests(named, rules, fleet);
        const offered = new Set(tests.map(({ testId }) => testId));
        const { platform, network, elevation } = leftOut;
        expect(offered.size + platform + network + elevation).toBe(named.length);
        const wrongPlatform = named.filter(
          ({ test: { attackPlatforms: own } }) =>
            rules.platforms.length > 0 &&
            own.length > 0 &&
            !own.some((name) => rules.platforms.includes(name)),
        );
        expect(platform).toBe(wrongPlatform.length);
        for (const { test: one } of named) {
          if (!offered.has(one.id)) continue;
          if (rules.offline) expect([one.network, one.commandKnown]).toEqual([[], true]);
          if (rules.unelevated) expect(one.elevated).not.toBe(true);
        }
      }),
    );
  });

  test("come in the same order however the library orders them", () => {
    fc.assert(
      fc.property(
        naming,
        filter,
        machines,
        fc.infiniteStream(fc.nat()),
        (named, rules, fleet, by) => {
          const shuffled = named
            .map((one) => ({ one, at: Number(by.next().value) }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          expect(offerTests(shuffled, rules, fleet)).toEqual(offerTests(named, rules, fleet));
        },
      ),
    );
  });

  test("prefer their own ID, then the platform of most machines, no network, few prerequisites", () => {
    const reach = ({ test: { attackPlatforms } }: NamingTest, fleet: ReadonlyMap<string, number>) =>
      attackPlatforms.reduce((most, name) => Math.max(most, fleet.get(name) ?? 0), 0);
    const isUnknown = ({ test: one }: NamingTest) => !one.commandKnown && one.network.length === 0;
    fc.assert(
      fc.property(naming, filter, machines, (named, rules, fleet) => {
        const byId = new Map(named.map((one) => [one.test.id, one]));
        const offered = offerTests(named, rules, fleet).tests.flatMap(
          ({ testId }) => byId.get(testId) ?? [],
        );
        for (const [index, later] of offered.entries()) {
          const before = offered[index - 1];
          if (before === undefined) continue;
          // The first of these that differs must speak for the one that stands before.
          const differences = [
            Number(later.isOther) - Number(before.isOther),
            reach(before, fleet) - reach(later, fleet),
            Number(later.test.network.length > 0) - Number(before.test.network.length > 0),
            Number(isUnknown(later)) - Number(isUnknown(before)),
            later.test.prerequisites - before.test.prerequisites,
          ];
          expect(differences.find((difference) => difference !== 0) ?? 1).toBeGreaterThan(0);
        }
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryDetection } from "../../src/main/coverage/standing.ts";
import type { CoverageLevel } from "../../src/shared/model/coverage.ts";
import { aChosenActor, aDetection, aKnowledge, anActor, answer, aTechnique } from "./builders.ts";

const ids = ["T1001", "T1001.001", "T1001.002", "T1002", "T1003", "T1003.001", "T1004"];
const platforms = ["Windows", "Linux", "macOS", "PRE"];
const platformList = fc.uniqueArray(fc.constantFrom(...platforms), { minLength: 1 });

const release = fc
  .tuple(
    fc.tuple(...ids.map(() => platformList)),
    fc.array(fc.uniqueArray(fc.constantFrom(...ids)), { minLength: 1, maxLength: 4 }),
  )
  .map(([ofTechniques, ofGroups]) => {
    const groups = ofGroups.map((used, index) => anActor(`G000${index}`, used));
    return aKnowledge(
      ids.map((id, index) => aTechnique(id, { platforms: ofTechniques[index] ?? [] })),
      groups,
    );
  });

const detection: fc.Arbitrary<InventoryDetection> = fc
  .record({
    written: fc.uniqueArray(fc.constantFrom(...ids, "T9999", "nonsense"), { maxLength: 3 }),
    state: fc.constantFrom("enabled" as const, "disabled" as const, "available" as const),
    stateAssumed: fc.boolean(),
    maturity: fc.constantFrom("stable" as const, "experimental" as const, null),
    severity: fc.constantFrom("informational" as const, "low" as const, "high" as const, null),
    alerting: fc.boolean(),
    kind: fc.constantFrom("rule" as const, "rule" as const, "count" as const, "claim" as const),
    ruleCount: fc.constant(1),
    quality: fc.constantFrom(null, 0, 3),
    platforms: fc.uniqueArray(fc.constantFrom("Windows", "Linux"), { maxLength: 2 }),
  })
  .map(({ written, ...changes }) => aDetection(written, changes));

const question = fc.record({
  knowledge: release,
  inventory: fc.array(detection, { maxLength: 12 }),
  weights: fc.array(fc.constantFrom(1, 2.5, 0.1, 3), { minLength: 4, maxLength: 4 }),
  scope: fc.record({
    platforms: fc.uniqueArray(fc.constantFrom("Windows", "Linux"), { maxLength: 2 }),
    beforeCompromise: fc.boolean(),
  }),
});

function ask({
  knowledge,
  inventory,
  weights,
  scope,
}: typeof question extends fc.Arbitrary<infer Q> ? Q : never) {
  const actors = [...knowledge.groups.values()].map((group, index) =>
    aChosenActor(group, weights[index] ?? 1),
  );
  return answer({ knowledge, actors, inventory, scope });
}

const ladder: readonly CoverageLevel[] = ["none", "available", "partial", "detected", "several"];

describe("whatever is asked", () => {
  it("the levels sum to the denominator, and covered is what is detected or better", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { coverage, techniques, gaps, tactics } = ask(asked);
        const { levels } = coverage;
        expect(Object.values(levels).reduce((sum, count) => sum + count, 0)).toBe(
          coverage.techniques,
        );
        expect(coverage.covered).toBe(levels.detected + levels.several + levels.validated);
        expect(gaps.length).toBe(coverage.techniques - coverage.covered);
        expect(coverage.potential).toBeGreaterThanOrEqual(coverage.covered);
        expect(techniques.filter(({ inDenominator }) => inDenominator)).toHaveLength(
          coverage.techniques,
        );
        for (const tactic of tactics) expect(tactic.covered).toBeLessThanOrEqual(tactic.techniques);
      }),
    );
  });

  it("priorities lie between 0 and 100 and the order is total", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { gaps } = ask(asked);
        for (const { priority } of gaps) {
          expect(priority).toBeGreaterThanOrEqual(0);
          expect(priority).toBeLessThanOrEqual(100);
          expect(Number(priority.toFixed(1))).toBe(priority);
        }
        for (const [index, gap] of gaps.slice(1).entries()) {
          const before = gaps[index];
          if (before === undefined) continue;
          const isInOrder =
            before.priority > gap.priority ||
            (before.priority === gap.priority && before.id < gap.id);
          expect(isInOrder).toBe(true);
        }
      }),
    );
  });

  it("one enabled rule more never lowers a level", () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...ids), (asked, id) => {
        const before = ask(asked).techniques;
        const added = [...asked.inventory, aDetection([id])];
        const after = new Map(
          ask({ ...asked, inventory: added }).techniques.map((one) => [one.id, one.level]),
        );
        for (const one of before) {
          expect(ladder.indexOf(after.get(one.id) ?? "none")).toBeGreaterThanOrEqual(
            ladder.indexOf(one.level),
          );
        }
      }),
    );
  });

  it("the order of the inventory changes nothing", () => {
    fc.assert(
      fc.property(
        question,
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        (asked, numbers) => {
          const shuffled = asked.inventory
            .map((one, index) => ({ one, place: numbers[index] ?? 0 }))
            .sort((a, b) => a.place - b.place)
            .map(({ one }) => one);
          expect(JSON.stringify(ask({ ...asked, inventory: shuffled }))).toBe(
            JSON.stringify(ask(asked)),
          );
        },
      ),
    );
  });

  it("the same question has the same answer, byte for byte", () => {
    fc.assert(
      fc.property(question, (asked) => {
        expect(JSON.stringify(ask(asked))).toBe(JSON.stringify(ask(asked)));
      }),
      { numRuns: 20 },
    );
  });
});

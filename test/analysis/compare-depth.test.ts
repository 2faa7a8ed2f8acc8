import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listAdditions, listGreatestAdditions } from "../../src/main/compare/additions.ts";
import { compareActors } from "../../src/main/compare/compare.ts";
import { orderByLikeness } from "../../src/main/compare/order-by-likeness.ts";
import { countGroupUse, rarityOf } from "../../src/main/compare/rarity.ts";
import { findSmallestSet } from "../../src/main/compare/smallest-set.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";
import { enterprise } from "./builders.ts";

const setOf = (...ids: readonly string[]) => new Set(ids.map((id) => techniqueId.parse(id)));
const profile = fc
  .uniqueArray(
    fc.integer({ min: 1, max: 9 }).map((number) => `T${String(number)}`),
    { maxLength: 5 },
  )
  .map((ids) => setOf(...ids));
const profiles = fc.array(profile, { minLength: 1, maxLength: 7 });

function likenessOf(sets: readonly ReadonlySet<ReturnType<typeof techniqueId.parse>>[]) {
  const use = countGroupUse(sets);
  return compareActors(
    sets.map((techniques, index) => ({
      kind: "group",
      domain: enterprise,
      id: attackId.parse(`G${String(index)}`),
      name: "",
      techniques,
    })),
    (id) => rarityOf(id, use).weight,
  ).pairs;
}

describe("likeness by rarity", () => {
  it("weighs a technique by the logarithm of the share of groups that use it", () => {
    // By hand: four groups; T1 is used by all, T2 by two, T3 by one.
    const use = countGroupUse([
      setOf("T1", "T2"),
      setOf("T1", "T2"),
      setOf("T1", "T3"),
      setOf("T1"),
    ]);
    const weights = ["T1", "T2", "T3", "T9"].map(
      (id) => rarityOf(techniqueId.parse(id), use).weight,
    );
    expect(weights).toEqual([0, Math.log(2), Math.log(4), Math.log(4)]);
    expect(rarityOf(techniqueId.parse("T1"), countGroupUse([])).weight).toBe(0);
  });

  it("counts what is rare more than what all use", () => {
    const pairs = likenessOf([
      setOf("T1", "T2"),
      setOf("T1", "T2"),
      setOf("T1", "T3"),
      setOf("T1"),
    ]);
    expect(pairs.map(({ weighted }) => weighted)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(pairs.map(({ jaccard }) => jaccard)).toEqual([1, 1 / 3, 1 / 2, 1 / 3, 1 / 2, 1 / 2]);
  });

  it("is the same from both sides, 1 for equal profiles, and never outside of 0 to 1", () => {
    fc.assert(
      fc.property(profile, profile, fc.array(profile, { maxLength: 4 }), (a, b, others) => {
        const [there] = likenessOf([a, b, ...others]);
        const [back] = likenessOf([b, a, ...others]);
        expect(there?.weighted).toBe(back?.weighted);
        expect(there?.weighted).toBeGreaterThanOrEqual(0);
        expect(there?.weighted).toBeLessThanOrEqual(1);
        const [same] = likenessOf([a, new Set([...a].reverse()), b, ...others]);
        expect(same?.weighted).toBe(a.size === 0 ? 0 : 1);
      }),
    );
  });
});

describe("what each further actor adds", () => {
  it("takes the actor that adds most first, and adds up to what all use", () => {
    // By hand: the second has most; after it the third adds T5 and T6, the first only T1.
    const sets = [setOf("T1", "T2"), setOf("T2", "T3", "T4"), setOf("T4", "T5", "T6")];
    expect(listGreatestAdditions(sets)).toEqual([
      { actor: 1, added: ["T2", "T3", "T4"], total: 3 },
      { actor: 2, added: ["T5", "T6"], total: 5 },
      { actor: 0, added: ["T1"], total: 6 },
    ]);
    expect(listAdditions(sets).map(({ actor, added }) => [actor, added.length])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
  });

  it("adds every technique once, whatever the order", () => {
    fc.assert(
      fc.property(profiles, (sets) => {
        const union = new Set(sets.flatMap((set) => [...set]));
        for (const steps of [listAdditions(sets), listGreatestAdditions(sets)]) {
          const added = steps.flatMap((step) => step.added);
          expect(added).toHaveLength(union.size);
          expect(new Set(added)).toEqual(union);
          expect(steps.at(-1)?.total).toBe(union.size);
          expect(steps.map(({ actor }) => actor).sort()).toEqual([...sets.keys()]);
        }
        const greatest = listGreatestAdditions(sets).map(({ added }) => added.length);
        expect(greatest).toEqual(greatest.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe("the smallest set of techniques that touches every actor", () => {
  /** The size of the smallest set, by trying all of them. */
  function trySizes(sets: readonly ReadonlySet<string>[]): number {
    const all = [...new Set(sets.flatMap((set) => [...set]))];
    let best = all.length;
    for (let bits = 0; bits < 2 ** all.length; bits += 1) {
      const chosen = all.filter((_, place) => Math.floor(bits / 2 ** place) % 2 === 1);
      const touches = sets.every((set) => set.size === 0 || chosen.some((one) => set.has(one)));
      if (touches) best = Math.min(best, chosen.length);
    }
    return best;
  }

  it("touches every actor that has techniques, and none that was tried is smaller", () => {
    fc.assert(
      fc.property(profiles, (sets) => {
        const found = findSmallestSet(sets);
        for (const set of sets) {
          expect(set.size === 0 || found.techniques.some((id) => set.has(id))).toBe(true);
        }
        expect(found.techniques).toHaveLength(trySizes(sets));
        expect(found.isSmallest).toBe(true);
        expect(found.untouchable).toEqual([...sets.keys()].filter((key) => sets[key]?.size === 0));
      }),
    );
  });

  it("says how small a set could be where the search is given up", () => {
    fc.assert(
      fc.property(profiles, (sets) => {
        const { techniques, atLeast, isSmallest } = findSmallestSet(sets, 0);
        const smallest = trySizes(sets);
        expect(techniques.length).toBeGreaterThanOrEqual(smallest);
        expect(atLeast).toBeLessThanOrEqual(smallest);
        expect(isSmallest).toBe(atLeast === techniques.length);
      }),
    );
  });
});

describe("the order by likeness", () => {
  it("puts those alike beside each other", () => {
    // Two families that share nothing: 0, 2, 4 and 1, 3, 5.
    const order = orderByLikeness(6, (a, b) => (a % 2 === b % 2 ? 0.9 : 0));
    const families = order.map((index) => index % 2);
    expect([families.slice(0, 3), families.slice(3)].map((half) => new Set(half).size)).toEqual([
      1, 1,
    ]);
  });

  it("has every actor once, and is the same each time", () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 144,
      maxLength: 144,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), values, (count, likenesses) => {
        const likeness = (a: number, b: number) =>
          likenesses[Math.min(a, b) * 12 + Math.max(a, b)] ?? 0;
        const order = orderByLikeness(count, likeness);
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(orderByLikeness(count, likeness)).toEqual(order);
      }),
    );
  });
});

describe("all groups of Enterprise 18.1", () => {
  const expectation = z.object({
    groups: z.number(),
    techniques: z.number(),
    pairs: z.number(),
    shared: z.number(),
    jaccard: z.number(),
    weighted: z.number(),
    mostAlike: z.array(z.tuple([z.string(), z.string(), z.number(), z.number()])),
    mostAlikeByRarity: z.array(z.tuple([z.string(), z.string(), z.number()])),
    exactSets: z.number(),
    mostUsed: z.array(z.tuple([z.string(), z.number()])),
    adds: z.array(z.tuple([z.string(), z.number()])),
    withoutTechniques: z.array(z.string()),
    smallestSet: z.number(),
  });
  // Written by test/support/oracle/compare-groups.py from the official bundle, and by nothing else;
  // the starter catalogue holds the same facts.
  const expected = z
    .object({ direct: expectation, withCampaigns: expectation })
    .parse(JSON.parse(readFileSync("test/analysis/expected/compare-groups.json", "utf8")));

  it("compare as Python counts them", async () => {
    const { client } = await openWorkbench({ starter: true });
    for (const way of ["direct", "withCampaigns"] as const) {
      const counted = expected[way];
      const found = await client.compare.actors({
        domain: domain.parse("enterprise-attack"),
        who: { kind: "groups" },
        ways: { campaigns: way === "withCampaigns", software: false },
      });
      const { actors, pairs, union, intersections, additions, smallestSet } = found;
      expect([actors.length, union.length, pairs.length, intersections.length]).toEqual([
        counted.groups,
        counted.techniques,
        counted.pairs,
        counted.exactSets,
      ]);
      const sum = (of: "shared" | "jaccard" | "weighted") =>
        pairs.reduce((total, pair) => total + pair[of], 0);
      expect(sum("shared")).toBe(counted.shared);
      expect(sum("jaccard")).toBeCloseTo(counted.jaccard, 4);
      expect(sum("weighted")).toBeCloseTo(counted.weighted, 4);
      const inOrder = (of: "jaccard" | "weighted") =>
        pairs
          .map((pair) => ({ ...pair, ends: [pair.a, pair.b].sort().join(" ") }))
          .sort((a, b) => b[of] - a[of] || (a.ends < b.ends ? -1 : 1))
          .slice(0, 5);
      expect(inOrder("jaccard").map(({ ends, shared }) => `${ends} ${String(shared)}`)).toEqual(
        counted.mostAlike.map(([a, b, shared]) => `${a} ${b} ${String(shared)}`),
      );
      for (const [place, pair] of inOrder("weighted").entries()) {
        const [a, b, weighted] = counted.mostAlikeByRarity[place] ?? ["", "", 0];
        expect(pair.ends).toBe(`${a} ${b}`);
        expect(pair.weighted).toBeCloseTo(weighted, 5);
      }
      expect(
        additions.slice(0, 8).map(({ actor, added }) => [actors[actor]?.id, added.length]),
      ).toEqual(counted.adds);
      expect(
        found.techniques
          .toSorted((a, b) => b.groupsUsing - a.groupsUsing || (a.id < b.id ? -1 : 1))
          .slice(0, 5)
          .map(({ id, groupsUsing }) => [id, groupsUsing]),
      ).toEqual(counted.mostUsed);
      expect(smallestSet.untouchable.map((index) => actors[index]?.id).sort()).toEqual(
        counted.withoutTechniques,
      );
      expect([smallestSet.techniques.length, smallestSet.isSmallest]).toEqual([
        counted.smallestSet,
        true,
      ]);
      expect(found.byLikeness.toSorted((a, b) => a - b)).toEqual([...actors.keys()]);
    }
  });

  it("share 146 techniques with 18 common, and 15 common, as published of three", async () => {
    const { client } = await openWorkbench({ starter: true });
    const compared = (...names: string[]) =>
      client.compare.actors({
        who: { kind: "named", names },
        ways: { campaigns: false, software: false },
      });
    const financial = await compared("FIN7", "APT38", "Lazarus Group", "G0046");
    expect([financial.actors.length, financial.union.length, financial.common.length]).toEqual([
      3, 146, 18,
    ]);
    expect((await compared("APT29", "APT28", "Lazarus Group")).common).toHaveLength(15);
  });

  it("say of each technique what the assessment has against it, as if they were chosen", async () => {
    const { client } = await openWorkbench({ starter: true });
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const named = { kind: "named" as const, names: ["FIN7"] };
    const before = await client.compare.actors({ assessmentId, who: named });
    await client.actors.choose({
      assessmentId,
      actor: { kind: "group", domain: enterprise, id: attackId.parse("G0046") },
      weight: 1,
      reason: "",
    });
    const answer = await client.assessments.answer({ assessmentId });
    const chosen = await client.compare.actors({ assessmentId, who: { kind: "chosen" } });
    expect(before).toEqual(chosen);
    expect(
      before.techniques.map(({ id, coverage }) => [id, coverage?.level, coverage?.inDenominator]),
    ).toEqual(answer.techniques.map(({ id, level, inDenominator }) => [id, level, inDenominator]));
  });
});

import { describe, expect, it } from "vitest";
import { prepareBaseRates, scoreOf } from "../../src/main/compare/base-rates.ts";
import { countGroupUse } from "../../src/main/compare/rarity.ts";
import { attackId, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";
import { enterprise } from "./builders.ts";

const ids = ["T1", "T2", "T3", "T4", "T5"].map((id) => techniqueId.parse(id));
const [t1, t2, t3, t4] = ids as unknown as [
  (typeof ids)[number],
  (typeof ids)[number],
  (typeof ids)[number],
  (typeof ids)[number],
];

/** The same by going through every profile that there can be, each with its chance. */
function tryProfiles(rates: readonly number[], observed: readonly number[], size: number) {
  // Odds times a factor, found by trying factors ever closer.
  const chances = (factor: number) =>
    rates.map((rate) => (factor * rate) / (1 - rate) / (1 + (factor * rate) / (1 - rate)));
  const mean = (factor: number) => chances(factor).reduce((sum, one) => sum + one, 0);
  let factor = 1e-9;
  for (let step = 1e9; step > 1 + 1e-15; step = Math.sqrt(step)) {
    while (mean(factor * step) < size) factor *= step;
  }
  const at = chances(factor);
  const atLeast = observed.map(() => 0).concat(0);
  for (let bits = 0; bits < 2 ** rates.length; bits += 1) {
    const holds = (place: number) => Math.floor(bits / 2 ** place) % 2 === 1;
    const chance = at.reduce((product, one, place) => product * (holds(place) ? one : 1 - one), 1);
    const shared = observed.filter(holds).length;
    for (let least = 0; least <= shared; least += 1)
      atLeast[least] = (atLeast[least] ?? 0) + chance;
  }
  return atLeast;
}

describe("base rates", () => {
  // Nine groups: T1 is used by 8, T2 by 4, T3 by 1, T4 by 2, T5 by none.
  const counts: Readonly<Record<string, number>> = { T1: 8, T2: 4, T3: 1, T4: 2 };
  const groups = Array.from(
    { length: 9 },
    (_, group) => new Set(ids.filter((id) => group < (counts[id] ?? 0))),
  );
  const use = countGroupUse(groups);

  it("score what is shared by how rare it is, and what is not by one step down", () => {
    const rates = prepareBaseRates(use, ids, [t1, t2, t3]);
    expect(rates.rateOf(t1)).toBe(8.5 / 10);
    // By hand: ln(0.75 / 0.15 + 0.25) for T3, ln(0.25) for each that is not known.
    expect(scoreOf(rates, [t3], 2)).toBeCloseTo(Math.log(5.25) + 2 * Math.log(0.25), 12);
    expect(scoreOf(rates, [t3], 0)).toBeGreaterThan(scoreOf(rates, [t1], 0));
  });

  it("give the exact chance of sharing as many by accident", () => {
    const rates = prepareBaseRates(use, ids, [t1, t3, t4]);
    for (const size of [1, 2, 3, 4]) {
      const tried = tryProfiles([0.85, 0.45, 0.15, 0.25, 0.05], [0, 2, 3], size);
      for (const shared of [0, 1, 2, 3]) {
        expect(rates.chanceOf(size, shared)).toBeCloseTo(tried[shared] ?? 0, 8);
      }
    }
    expect(rates.chanceOf(0, 1)).toBe(0);
    expect(rates.chanceOf(5, 3)).toBe(1);
  });
});

describe("observed techniques", () => {
  const asked = {
    kinds: ["group" as const],
    ways: { campaigns: false, software: false },
    byParent: false,
    acceptReplaced: false,
  };

  it("are found in a text, and held against every group", async () => {
    const { client } = await openWorkbench({ starter: true });
    const found = await client.compare.observed({
      ...asked,
      source: { kind: "text", text: "Seen: t1059.001, T1105; also T9999 and CVE-2026-12345." },
    });
    expect(found.observed.map(({ id }) => id)).toEqual(["T1059.001", "T1105"]);
    expect(found.rejected.map(({ text }) => text)).toEqual(["T9999", "CVE-2026-12345"]);
    expect(found.lookedAt).toBe(172);
    // Counted by compare-groups.py: T1105 is used by 85 of 172, T1059.001 by 83.
    expect(found.observed.map(({ groupsUsing }) => groupsUsing)).toEqual([83, 85]);
    const profiles = new Map(
      (
        await client.compare.actors({
          domain: enterprise,
          who: { kind: "groups" },
          ways: asked.ways,
        })
      ).intersections.flatMap(({ actors, techniques }) =>
        techniques.map((id) => [id as string, new Set(actors)] as const),
      ),
    );
    const both = [...(profiles.get("T1105") ?? [])].filter((index) =>
      profiles.get("T1059.001")?.has(index),
    );
    expect(found.actors.filter(({ shared }) => shared.length === 2)).toHaveLength(both.length);
    expect(found.actors).toHaveLength(83 + 85 - both.length);
    // All that use both fit equally well, whatever else they use: two common techniques prove nothing.
    expect(found.actors.filter(({ place }) => place === 1)).toHaveLength(both.length);
    const words = found.caution.join(" ");
    expect(words).toContain(
      `of 172 groups use at least 1 of the 2 techniques observed; ${String(both.length)} use all of them.`,
    );
    expect(words).toContain("fit equally well: what was observed does not tell them apart.");
    expect(words).toContain("T1105 Ingress Tool Transfer is used by 49 % of all groups");
    expect(words).toContain("2 techniques were observed: too few");
  });

  it("rank the group whose own profile was pasted first", async () => {
    const { client } = await openWorkbench({ starter: true });
    const { techniques } = await client.actors.find({ text: "FIN7", ways: asked.ways });
    const text = techniques.map(({ id }) => id).join("\n");
    const found = await client.compare.observed({ ...asked, source: { kind: "text", text } });
    const [best] = found.actors;
    expect(best).toMatchObject({ name: "FIN7", place: 1, techniques: 67 });
    expect(best?.shared).toHaveLength(67);
    expect(best?.chance).toBeLessThan(1e-9);
    expect(found.byChance).toBeLessThan(1e-6);
  });

  it("count sub-techniques as their techniques where that is asked for", async () => {
    const { client } = await openWorkbench({ starter: true });
    const source = { kind: "text" as const, text: "T1059.001 T1059.003" };
    const exact = await client.compare.observed({ ...asked, source });
    const byParent = await client.compare.observed({ ...asked, source, byParent: true });
    expect(byParent.observed.map(({ id }) => id)).toEqual(["T1059"]);
    expect(byParent.actors.length).toBeGreaterThan(exact.actors.length);
    expect(byParent.observed[0]?.groupsUsing).toBe(byParent.actors.length);
  });

  it("come from a layer, an own actor and its coverage is said against each that fits", async () => {
    const { client } = await openWorkbench({ starter: true });
    const { id: assessmentId, scope } = await client.assessments.create({ name: "Amber Quay" });
    const [release] = scope.releases;
    if (release === undefined) throw new Error("The starter brings a release.");
    const { actor } = await client.actors.createOwn({
      assessmentId,
      name: "Seen here",
      domain: release.domain,
      text: "T1105, T1059.001",
      source: "Incident 14",
      confidence: "high",
    });
    const own = await client.compare.observed({
      ...asked,
      assessmentId,
      source: { kind: "actor", actorId: actor.id, indicatorsOnly: false },
    });
    const { layer } = await client.layers.create({
      source: {
        kind: "list",
        domain: release.domain,
        version: release.version,
        text: "ID,score\nT1105,2\nT1059.001,1\nT1486,0",
      },
      group: "",
    });
    const layered = await client.compare.observed({
      ...asked,
      assessmentId,
      source: { kind: "layer", layerId: layer.id },
    });
    expect(layered.observed).toEqual(own.observed);
    expect(layered.actors).toEqual(own.actors);
    const [best] = own.actors;
    if (best === undefined) throw new Error("Many groups use these.");
    await client.actors.choose({ assessmentId, actor: best, weight: 1, reason: "" });
    await client.assessments.setSettings({
      assessmentId,
      settings: { ...(await client.assessments.defaults({})), ways: asked.ways },
    });
    const answer = await client.assessments.answer({ assessmentId });
    expect(best.levels).toEqual(answer.actors[0]?.levels);
    const again = await client.compare.observed({
      ...asked,
      assessmentId,
      source: { kind: "text", text: "T1105, T1059.001" },
    });
    expect(again.actors.filter(({ chosen }) => chosen).map(({ id }) => id)).toEqual([best.id]);
    const indicators = await client.compare.observed({
      ...asked,
      assessmentId,
      source: { kind: "actor", actorId: actor.id, indicatorsOnly: true },
    });
    expect([indicators.observed, indicators.actors, indicators.caution]).toEqual([[], [], []]);
  });

  it("of what is not there are refused", async () => {
    const { client } = await openWorkbench({ starter: true });
    await expect(
      client.compare.observed({
        ...asked,
        source: { kind: "actor", actorId: attackId.parse("OWN-9"), indicatorsOnly: false },
      }),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(
      client.compare.observed({ ...asked, source: { kind: "run", runId: 9 } }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});

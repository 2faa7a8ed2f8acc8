import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { domain } from "../../src/shared/model/attack-id.ts";
import type { Annotation, AnnotationMarks } from "../../src/shared/model/layer.ts";
import { blankMarks } from "../../src/main/layers/blank-layer.ts";
import { enterprise } from "../analysis/builders.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";

type Entries = readonly (readonly [
  id: string,
  tactic: string | null,
  marks: Partial<AnnotationMarks>,
])[];

let client: Client<CasemateContract>;
beforeEach(async () => {
  ({ client } = await openFilledWorkbench());
});

async function aLayer(
  name: string,
  entries: Entries,
  release: { domain?: string; version?: string } = {},
): Promise<number> {
  const { layer } = await client.layers.create({
    source: {
      kind: "empty",
      domain: domain.parse(release.domain ?? enterprise),
      version: release.version ?? "18.1",
    },
    name,
    group: "",
  });
  if (entries.length === 0) return layer.id;
  await client.layers.annotate({
    layerId: layer.id,
    changes: entries.map(([techniqueId, tactic, marks]) => ({
      place: { techniqueId, tactic },
      marks: { ...blankMarks, ...marks },
    })),
  });
  return layer.id;
}

const nowhere = {
  gradientFrom: null,
  coloursFrom: null,
  commentsFrom: null,
  linksFrom: null,
  metadataFrom: null,
  statesFrom: null,
  filtersFrom: null,
  legendFrom: null,
};

async function combine(
  expression: string,
  layerIds: readonly number[],
  from: Partial<Record<keyof typeof nowhere, string>> = {},
) {
  const { layer, rejected } = await client.layers.combine({
    ...nowhere,
    ...from,
    expression,
    layers: layerIds.map((layerId, index) => ({ variable: "abc"[index] ?? "", layerId })),
    name: "Both",
    group: "Made",
  });
  return { ...(await client.layers.get({ layerId: layer.id })), rejected };
}

const scores = (annotations: readonly Annotation[]) =>
  annotations.map(({ techniqueId, tactic, score }) => [techniqueId, tactic, score]);

// In Enterprise 18.1 T1078 stands under four tactics, T1486 under impact, T1059 under execution.
const tacticsOfT1078 = ["defense-evasion", "persistence", "privilege-escalation", "initial-access"];

describe("layers combined by an expression", () => {
  it("count an unscored cell as 0 where another layer scores it, and leave the rest unscored", async () => {
    const a = await aLayer("A", [
      ["T1486", null, { score: 3 }],
      ["T1059", null, { comment: "seen" }],
    ]);
    const b = await aLayer("B", [["T1059.001", null, { score: 5 }]]);
    const both = await combine("a - b", [a, b], { commentsFrom: "a" });
    expect(scores(both.annotations)).toEqual([
      ["T1059", null, null],
      ["T1059.001", null, -5],
      ["T1486", null, 3],
    ]);
    expect(both.annotations[0]?.comment).toBe("seen");
    expect(both).toMatchObject({
      name: "Both",
      group: "Made",
      version: "18.1",
      domain: enterprise,
    });
    expect(both.properties.gradient).toMatchObject({ least: -5, most: 3 });
    expect(both.properties.description).toBe("a - b, where a = A, b = B");
  });

  it("ask only the layers of the expression whether a cell is scored", async () => {
    const a = await aLayer("A", [["T1486", null, { score: 3 }]]);
    const b = await aLayer("B", [["T1059", null, { score: 5, comment: "b" }]]);
    const both = await combine("a + 1", [a, b], { commentsFrom: "b" });
    expect(scores(both.annotations)).toEqual([
      ["T1059", null, null],
      ["T1486", null, 4],
    ]);
  });

  it("are combined tactic by tactic, and come together where all tactics agree", async () => {
    const a = await aLayer("A", [["T1078", null, { score: 1 }]]);
    const b = await aLayer("B", [["T1078", "persistence", { score: 10 }]]);
    const sum = await combine("a + b", [a, b]);
    expect(scores(sum.annotations).sort()).toEqual(
      tacticsOfT1078.map((tactic) => ["T1078", tactic, tactic === "persistence" ? 11 : 1]).sort(),
    );
    const product = await combine("min(a + b, 1)", [a, b]);
    expect(scores(product.annotations)).toEqual([["T1078", null, 1]]);
  });

  it("let what is said of one tactic win over what is said of all", async () => {
    const a = await aLayer("A", [
      ["T1078", "persistence", { score: 10 }],
      ["T1078", null, { score: 1 }],
    ]);
    const twice = await combine("a * 2", [a]);
    expect(new Map(twice.annotations.map(({ tactic, score }) => [tactic, score]))).toEqual(
      new Map(tacticsOfT1078.map((tactic) => [tactic, tactic === "persistence" ? 20 : 2])),
    );
  });

  it("keep what finds no place in the release as it was written", async () => {
    const a = await aLayer("A", [
      ["T1064", null, { score: 2 }],
      ["T1486", "execution", { score: 2 }],
      ["NOT-AN-ID", null, { score: 1 }],
    ]);
    const b = await aLayer("B", [["T1064", null, { score: 3 }]]);
    expect(scores((await combine("a * b + 1", [a, b])).annotations)).toEqual([
      ["NOT-AN-ID", null, 1],
      ["T1064", null, 7],
      ["T1486", "execution", 1],
    ]);
  });

  it("take each kind of mark from the layer that was chosen for it", async () => {
    const link = { label: "l", url: "https://example.org" };
    const a = await aLayer("A", [
      ["T1486", null, { score: 1, colour: "#aa0000", comment: "a", enabled: false, links: [link] }],
    ]);
    const fact = { name: "n", value: "v" };
    const b = await aLayer("B", [
      ["T1486", null, { score: 2, colour: "#00bb00", metadata: [fact] }],
    ]);
    await client.layers.set({
      layerId: b,
      properties: {
        platforms: ["Windows"],
        legend: [{ label: "x", colour: "#00bb00" }],
        gradient: { colours: ["#000000", "#ffffff"], least: 1, most: 2 },
      },
    });
    const both = await combine("a + b", [a, b], {
      coloursFrom: "b",
      commentsFrom: "a",
      statesFrom: "a",
      linksFrom: "a",
      metadataFrom: "b",
      filtersFrom: "b",
      legendFrom: "b",
      gradientFrom: "b",
    });
    expect(both.annotations).toMatchObject([
      {
        score: 3,
        colour: "#00bb00",
        comment: "a",
        enabled: false,
        links: [link],
        metadata: [fact],
      },
    ]);
    expect(both.properties).toMatchObject({
      platforms: ["Windows"],
      legend: [{ label: "x", colour: "#00bb00" }],
      gradient: { colours: ["#000000", "#ffffff"], least: 1, most: 2 },
    });
  });

  it("turn a comparison into 1 and 0, and report what is no finite number", async () => {
    const a = await aLayer("A", [
      ["T1486", null, { score: 3 }],
      ["T1059", null, { score: 1 }],
    ]);
    const b = await aLayer("B", [["T1486", null, { score: 2 }]]);
    expect(scores((await combine("a > b + 0.5 and a > 1", [a, b])).annotations)).toEqual([
      ["T1059", null, 0],
      ["T1486", null, 1],
    ]);
    const divided = await combine("a / b", [a, b]);
    expect(scores(divided.annotations)).toEqual([["T1486", null, 1.5]]);
    expect(divided.rejected).toMatchObject([{ text: "T1059 under execution" }]);
  });

  it("score every technique of the release by an expression without a layer", async () => {
    const a = await aLayer("A", []);
    const all = await combine("2 + 3", [a]);
    // 216 techniques and 475 sub-techniques of Enterprise 18.1.
    expect(all.annotations).toHaveLength(691);
    expect(new Set(all.annotations.map(({ score }) => score))).toEqual(new Set([5]));
  });

  it("are as many as wanted", async () => {
    const ids: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      ids.push(await aLayer(`L${index}`, [["T1486", null, { score: index }]]));
    }
    const names = ids.map((_, index) =>
      index < 26 ? String.fromCharCode(97 + index) : `a${String.fromCharCode(97 + index - 26)}`,
    );
    const { layer } = await client.layers.combine({
      ...nowhere,
      expression: names.join(" + "),
      layers: ids.map((layerId, index) => ({ variable: names[index] ?? "", layerId })),
      name: "Sum",
      group: "",
    });
    const { annotations } = await client.layers.get({ layerId: layer.id });
    expect(scores(annotations)).toEqual([["T1486", null, (29 * 30) / 2]]);
  });

  it("must be of one domain and release, and it says what to do", async () => {
    const a = await aLayer("A", []);
    const older = await aLayer("Older", [], { version: "17.1" });
    const ics = await aLayer("ICS", [], { domain: "ics-attack" });
    await expect(combine("a + b", [a, older])).rejects.toThrow(
      /"A" is read against enterprise-attack 18.1 and "Older" against 17.1. Upgrade/,
    );
    await expect(combine("a + b", [a, ics])).rejects.toThrow(/different domains/);
    await expect(combine("a", [older])).rejects.toMatchObject({ code: "not-found" });
  });

  it("are refused with the place of what is wrong", async () => {
    const a = await aLayer("A", []);
    await expect(combine("a + x", [a])).rejects.toThrow(
      'The expression is wrong at character 5 "x": There is no layer x. There is a.',
    );
    await expect(combine("a", [a], { coloursFrom: "b" })).rejects.toThrow("There is no layer b.");
    expect(await client.layers.check({ expression: "a +", variables: ["a"] })).toMatchObject({
      from: 3,
      length: 0,
    });
    expect(await client.layers.check({ expression: "a + 1", variables: ["a"] })).toBeNull();
  });
});

describe("a layer as claims of detection", () => {
  async function claimed(): Promise<{ layerId: number; assessmentId: number }> {
    const layerId = await aLayer("Vendor X", [
      ["T1486", null, { score: 3, comment: "Blocks encryption" }],
      ["T1059", "execution", { score: 1 }],
      ["T1078", "persistence", { score: 2 }],
      ["T1078", "initial-access", { score: 5 }],
      ["T1003", null, { comment: "no score" }],
      ["T1005", null, { score: 9, enabled: false }],
      ["T1064", null, { score: 4 }],
    ]);
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    return { layerId, assessmentId };
  }

  it("makes its techniques partial and never more, for the reason that it is only claimed", async () => {
    const { layerId, assessmentId } = await claimed();
    const report = await client.layers.claim({ layerId, atLeast: 2, scoreMeaning: "count" });
    expect(report).toMatchObject({
      kind: "detections",
      format: "navigator-layer",
      environment: "Main",
      read: 3,
      imported: 3,
      mappedFully: 2,
      otherOnly: 1,
    });
    expect(report.warnings.map(({ message }) => message)).toEqual([
      "1 annotation disabled in the layer: nothing is claimed by it.",
      "1 annotation without a score: nothing is claimed by it.",
      "1 annotation scored less than 2: nothing is claimed by it.",
    ]);
    const { techniques } = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const touched = techniques.filter(({ partialDetections }) => partialDetections > 0);
    expect(touched.map(({ id, level, detections }) => [id, level, detections])).toEqual([
      ["T1078", "partial", 0],
      ["T1486", "partial", 0],
    ]);
    const apt38 = await client.actors.find({
      text: "G0082",
      ways: { campaigns: true, software: true },
    });
    await client.actors.choose({ assessmentId, actor: apt38, weight: 1, reason: "" });
    const { gaps } = await client.assessments.answer({ assessmentId });
    expect(gaps.find(({ id }) => id === "T1486")).toMatchObject({
      level: "partial",
      reason: "claimed-only",
    });
  });

  it("keeps what the score means, and the highest score of a technique's tactics", async () => {
    const { layerId } = await claimed();
    await client.layers.claim({ layerId, atLeast: 0, scoreMeaning: "quality" });
    const [environment] = await client.environments.list({});
    const listed = await client.detections.list({ environmentId: environment?.id ?? 0 });
    const of = async (name: string) =>
      client.detections.get({ id: listed.find((one) => one.name === name)?.id ?? 0 });
    expect(await of("Vendor X: T1078")).toMatchObject({
      kind: "claim",
      format: "navigator-layer",
      state: "enabled",
      stateAssumed: false,
      quality: 5,
      tactics: ["persistence", "initial-access"],
      ownFields: [
        { name: "Score", value: "5" },
        { name: "Score means", value: "Quality of detection, 0 to 5" },
        { name: "Claimed from a score of", value: "0" },
        { name: "Read against", value: "enterprise-attack 18.1" },
      ],
    });
    expect((await of("Vendor X: T1486")).description).toBe("Blocks encryption");
    expect(await client.layers.get({ layerId })).toMatchObject({ scoreMeaning: "quality" });
  });

  it("is undone as every import, and claims the same again without a change", async () => {
    const { layerId } = await claimed();
    const input = { layerId, atLeast: 2, scoreMeaning: "presence" } as const;
    const report = await client.layers.claim(input);
    expect(await client.layers.claim(input)).toMatchObject({ imported: 0, unchanged: 3 });
    await client.imports.undo({ id: report.id });
    const [environment] = await client.environments.list({});
    expect(await client.detections.list({ environmentId: environment?.id ?? 0 })).toEqual([]);
  });

  it("is refused where no score is high enough", async () => {
    const { layerId } = await claimed();
    await expect(
      client.layers.claim({ layerId, atLeast: 100, scoreMeaning: "percent" }),
    ).rejects.toThrow('"Vendor X" scores no technique of its release with 100 or more.');
  });
});

describe("a layer as the profile of an actor", () => {
  it("gives an own actor its scored techniques, and says what it left out", async () => {
    const layerId = await aLayer("Incidents", [
      ["T1486", null, { score: 3 }],
      ["T1078", "persistence", { score: 2, comment: "Stolen in May" }],
      ["T1078", "initial-access", { score: 2, comment: "Used in June" }],
      ["T1059", null, { score: 1 }],
      ["T1064", null, { score: 4 }],
      ["T9999", null, { score: 4 }],
    ]);
    const { actor, techniques, rejected } = await client.layers.profile({
      layerId,
      name: "Our intruder",
      source: "IR 2026",
      confidence: "high",
      atLeast: 2,
    });
    expect(techniques).toBe(2);
    expect(rejected).toEqual([
      { text: "T1064", reason: "Deprecated in enterprise-attack 18.1." },
      { text: "T9999", reason: "enterprise-attack 18.1 has no such technique." },
      { text: "Incidents", reason: "1 annotation scored less than 2: left out." },
    ]);
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    const profile = await client.actors.profile({ assessmentId, actor });
    expect(profile.techniques.map(({ id }) => id)).toEqual(["T1078", "T1486"]);
    expect(profile.techniques.map(({ via }) => via)).toMatchObject([
      [{ id: "IR 2026", confidence: "high", procedure: "Stolen in May\n\nUsed in June" }],
      [{ id: "IR 2026", confidence: "high", procedure: null }],
    ]);
  });
});

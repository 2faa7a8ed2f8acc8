import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { ActorRef } from "../../src/shared/model/actor.ts";
import { attackId, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";
import { enterprise } from "./builders.ts";
import { writeSmallBundle } from "./small-bundle.ts";

const amber: ActorRef = { kind: "group", domain: enterprise, id: attackId.parse("G0001") };
const birch: ActorRef = { kind: "group", domain: enterprise, id: attackId.parse("G0002") };

interface Opened {
  readonly client: Client<CasemateContract>;
  readonly folder: string;
  readonly assessmentId: number;
}

/** A workspace with the small bundle, two rules and an assessment of Amber Quay. */
async function openAssessed(): Promise<Opened> {
  const { client, folder } = await openWorkbench();
  writeSmallBundle(join(folder, "small.json"));
  await client.catalogue.import({ paths: [join(folder, "small.json")], onConflict: "ask" });
  writeFileSync(
    join(folder, "rules.csv"),
    "Rule ID,Name,Techniques,State,Severity\nR1,One,T1001,enabled,high\nR2,Two,T1002,disabled,high\n",
  );
  await client.detections.import({ paths: [join(folder, "rules.csv")] });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  await client.actors.choose({ assessmentId, actor: amber, weight: 2, reason: "Near us." });
  return { client, folder, assessmentId };
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it worked");
}

describe("an assessment in a workspace", () => {
  it("starts on every environment and the newest Enterprise release", async () => {
    const { client, assessmentId } = await openAssessed();
    const { scope, actors, settings } = await client.assessments.get({ assessmentId });
    expect(scope).toMatchObject({
      releases: [{ domain: "enterprise-attack" }],
      environments: ["Main"],
      platforms: [],
    });
    expect(actors).toEqual([{ ...amber, name: "Amber Quay", weight: 2, reason: "Near us." }]);
    expect(settings).toEqual(await client.assessments.defaults({}));
  });

  it("is answered from what is stored", async () => {
    const { client, assessmentId } = await openAssessed();
    const { coverage, gaps } = await client.assessments.answer({ assessmentId });
    expect([coverage.techniques, coverage.covered]).toEqual([2, 1]);
    expect(gaps).toMatchObject([{ id: "T1002", reason: "rule-disabled" }]);
  });

  it("keeps its actors in the order in which they were chosen", async () => {
    const { client, assessmentId } = await openAssessed();
    const other = await client.assessments.create({ name: "Other" });
    for (const actor of [birch, amber]) {
      await client.actors.choose({ assessmentId: other.id, actor, weight: 1, reason: "" });
    }
    const { actors } = await client.assessments.get({ assessmentId: other.id });
    expect(actors.map(({ id }) => id)).toEqual(["G0002", "G0001"]);
    expect((await client.assessments.get({ assessmentId })).actors).toHaveLength(1);
  });

  it("refuses a name that is taken, and a release or environment that is not there", async () => {
    const { client, assessmentId } = await openAssessed();
    const { scope } = await client.assessments.get({ assessmentId });
    expect(await problemOf(client.assessments.create({ name: "Ours" }))).toMatchObject({
      code: "bad-input",
    });
    const wrong = [
      { ...scope, environments: ["Elsewhere"] },
      { ...scope, releases: [{ domain: enterprise, version: "3.0" }] },
    ];
    for (const bad of wrong) {
      expect(
        await problemOf(client.assessments.setScope({ assessmentId, scope: bad })),
      ).toMatchObject({ code: "not-found" });
    }
    expect((await client.assessments.get({ assessmentId })).scope).toEqual(scope);
  });

  it("has a day of review that can be set and taken away, and is a day of the calendar", async () => {
    const { client, assessmentId } = await openAssessed();
    const set = await client.assessments.setReview({ assessmentId, reviewOn: "2027-02-28" });
    expect(set.reviewOn).toBe("2027-02-28");
    expect((await client.assessments.get({ assessmentId })).reviewOn).toBe("2027-02-28");
    expect(
      await problemOf(client.assessments.setReview({ assessmentId, reviewOn: "2027-02-30" })),
    ).toMatchObject({ code: "bad-input" });
    await client.assessments.setReview({ assessmentId, reviewOn: null });
    expect((await client.assessments.get({ assessmentId })).reviewOn).toBeNull();
  });

  it("goes with all that belongs to it", async () => {
    const { client, assessmentId } = await openAssessed();
    await client.assessments.remove({ assessmentId });
    expect(await client.assessments.list({})).toEqual([]);
    expect(await problemOf(client.assessments.get({ assessmentId }))).toMatchObject({
      code: "not-found",
    });
  });
});

describe("actors of an assessment", () => {
  it("are listed with what they share with the chosen ones and what they would add", async () => {
    const { client, assessmentId } = await openAssessed();
    const listed = await client.actors.list({ assessmentId, text: "", kinds: [] });
    expect(listed.map(({ id, chosen, shared, added }) => [id, chosen, shared, added])).toEqual([
      ["G0001", true, 0, 2],
      ["G0002", false, 1, 0],
    ]);
  });

  it("are found by name, alias, ID and text", async () => {
    const { client, assessmentId } = await openAssessed();
    const found = async (text: string) =>
      (await client.actors.list({ assessmentId, text, kinds: ["group"] })).map(({ id }) => id);
    expect(await found("lantern")).toEqual(["G0002"]);
    expect(await found("shared al")).toEqual(["G0001", "G0002"]);
    expect(await found("g0001")).toEqual(["G0001"]);
    expect(await found('"; DROP TABLE')).toEqual([]);
  });

  it("take the analyst's additions and exclusions, and give them back", async () => {
    const { client, assessmentId } = await openAssessed();
    const word = {
      source: "Incident 7",
      date: "2026-11-01",
      confidence: "high" as const,
      text: "Seen.",
    };
    const set = (id: string, action: "add" | "exclude") =>
      client.actors.setTechnique({
        assessmentId,
        actor: amber,
        technique: { techniqueId: techniqueId.parse(id), action, ...word },
      });
    await set("T1002.001", "add");
    await set("T1001", "exclude");
    const { techniques, counts } = await client.actors.profile({ assessmentId, actor: amber });
    expect(techniques.map(({ id, excluded, via }) => [id, excluded?.reason, via[0]?.kind])).toEqual(
      [
        ["T1001", "Seen.", "direct"],
        ["T1002", undefined, "direct"],
        ["T1002.001", undefined, "own"],
      ],
    );
    expect(counts.direct).toBe(2);
    expect((await client.assessments.answer({ assessmentId })).coverage.techniques).toBe(2);
    await client.actors.clearTechnique({
      assessmentId,
      actor: amber,
      techniqueId: techniqueId.parse("T1001"),
    });
    expect((await client.assessments.answer({ assessmentId })).coverage.techniques).toBe(3);
    expect(await problemOf(set("T9999", "add"))).toMatchObject({ code: "bad-input" });
  });

  it("may be the analyst's own, made of a pasted list", async () => {
    const { client, assessmentId } = await openAssessed();
    const made = await client.actors.createOwn({
      assessmentId,
      name: "Seen here",
      domain: enterprise,
      text: "T1002.001 (Part), t1001; T9999",
      source: "Our incidents",
      confidence: "medium",
    });
    expect(made).toMatchObject({ techniques: 2, rejected: ["T9999"], actor: { id: "OWN-1" } });
    await client.actors.choose({ assessmentId, actor: made.actor, weight: 1, reason: "" });
    const answer = await client.assessments.answer({ assessmentId });
    expect(answer.actors.map(({ id, techniques }) => [id, techniques])).toEqual([
      ["G0001", 2],
      ["OWN-1", 2],
    ]);
    expect(answer.coverage.techniques).toBe(3);
    const { union, pairs } = await client.compare.actors({
      assessmentId,
      who: { kind: "chosen" },
    });
    expect([union.length, pairs[0]?.shared]).toEqual([3, 1]);
    await client.actors.removeOwn({ actor: made.actor });
    expect((await client.assessments.get({ assessmentId })).actors).toHaveLength(1);
  });

  it("cannot be what no release holds", async () => {
    const { client, assessmentId } = await openAssessed();
    const nobody = { ...amber, id: attackId.parse("G9999") };
    expect(
      await problemOf(client.actors.choose({ assessmentId, actor: nobody, weight: 1, reason: "" })),
    ).toMatchObject({ code: "not-found" });
  });
});

describe("decisions on gaps", () => {
  it("hold until they are withdrawn, and need a reason", async () => {
    const { client, assessmentId } = await openAssessed();
    const decision = {
      domain: enterprise,
      techniqueId: techniqueId.parse("T1002"),
      status: "not-applicable" as const,
      reason: "No such system.",
      who: "A. Analyst",
      expires: null,
      takenIn: false,
    };
    const decide = (...decisions: (typeof decision)[]) =>
      client.gaps.decide({ assessmentId, decisions, withdrawn: [] });
    expect(await problemOf(decide({ ...decision, reason: " " }))).toMatchObject({
      code: "bad-input",
    });
    await decide(decision);
    const decided = await client.assessments.answer({ assessmentId });
    expect([decided.coverage.techniques, decided.coverage.notApplicable]).toEqual([1, 1]);
    await client.gaps.decide({ assessmentId, decisions: [], withdrawn: [decision] });
    expect((await client.assessments.answer({ assessmentId })).coverage.techniques).toBe(2);
  });

  it("are set for several techniques at once and lead back to what stood before", async () => {
    const { client, assessmentId } = await openAssessed();
    const decision = (id: string, status: "accepted" | "mitigated", expires: string | null) => ({
      domain: enterprise,
      techniqueId: techniqueId.parse(id),
      status,
      reason: `${id} is ${status}.`,
      who: "A. Analyst",
      expires,
      takenIn: false,
    });
    const former = decision("T1002", "accepted", "2026-12-31");
    await client.gaps.decide({ assessmentId, decisions: [former], withdrawn: [] });
    const back = await client.gaps.decide({
      assessmentId,
      decisions: [decision("T1001", "mitigated", null), decision("T1002", "mitigated", null)],
      withdrawn: [],
    });
    expect(back).toEqual({
      decisions: [former],
      withdrawn: [{ domain: enterprise, techniqueId: "T1001" }],
    });
    const statuses = async () =>
      (await client.assessments.get({ assessmentId })).decisions.map(
        (one) => `${one.techniqueId} ${one.status}`,
      );
    expect(await statuses()).toEqual(["T1001 mitigated", "T1002 mitigated"]);
    await client.gaps.decide({ assessmentId, ...back });
    expect((await client.assessments.get({ assessmentId })).decisions).toEqual([former]);
  });

  it("accepted until a day that is no day are refused", async () => {
    const { client, assessmentId } = await openAssessed();
    const decided = client.gaps.decide({
      assessmentId,
      decisions: [
        {
          domain: enterprise,
          techniqueId: techniqueId.parse("T1002"),
          status: "accepted",
          reason: "For now.",
          who: "A. Analyst",
          expires: "next year",
          takenIn: false,
        },
      ],
      withdrawn: [],
    });
    expect(await problemOf(decided)).toMatchObject({ code: "bad-input" });
  });
});

describe("the inspector", () => {
  it("shows evidence, use, log sources and mitigations of a technique", async () => {
    const { client, assessmentId } = await openAssessed();
    const shown = await client.coverage.inspect({
      assessmentId,
      domain: enterprise,
      techniqueId: techniqueId.parse("T1002"),
    });
    expect(shown).toMatchObject({
      description: "What T1002 does.",
      assessed: { level: "none", disabledDetections: 1 },
      gap: { reason: "rule-disabled" },
      why: "No enabled rule names it. 1 rule disabled.",
      usedBy: [
        { actorId: "G0001", via: [{ kind: "direct", id: "G0001", procedure: "Procedure 8." }] },
      ],
      groupsUsing: 2,
      groups: 2,
      evidence: [{ key: "R2", counts: "disabled", state: "disabled", through: null }],
      strategies: [
        {
          id: "DET0001",
          logSources: [{ name: "WinEventLog:Security", channel: "EventCode=4688" }],
        },
      ],
      mitigations: [{ id: "M1001", description: "Procedure 17." }],
      subtechniques: [{ id: "T1002.001", level: "none" }],
    });
  });

  it("says through which technique a rule reaches another", async () => {
    const { client, folder, assessmentId } = await openAssessed();
    writeFileSync(
      join(folder, "more.csv"),
      "Rule ID,Name,Techniques,State,Severity\nR3,Three,T1002,enabled,high\n",
    );
    await client.detections.import({ paths: [join(folder, "more.csv")] });
    const shown = await client.coverage.inspect({
      assessmentId,
      domain: enterprise,
      techniqueId: techniqueId.parse("T1002.001"),
    });
    expect(shown.evidence).toMatchObject([{ key: "R3", counts: "full", through: "T1002" }]);
    expect(shown.assessed).toBeNull();
    expect(shown.why).toBe("No rule that names it counts in full: 1 rule for its parent only.");
  });

  it("refuses what is no active technique", async () => {
    const { client, assessmentId } = await openAssessed();
    const problem = await problemOf(
      client.coverage.inspect({
        assessmentId,
        domain: enterprise,
        techniqueId: techniqueId.parse("__proto__"),
      }),
    );
    expect(problem).toMatchObject({ code: "not-found" });
  });
});

describe("exported layers", () => {
  it("hold one object for each technique and tactic, explicit colours and no empty fact", async () => {
    const { client, folder, assessmentId } = await openAssessed();
    const directory = join(folder, "out", "deep");
    const { files } = await client.assessments.export({ assessmentId, directory });
    const layers = files.filter((name) => name.startsWith("layer-"));
    expect(layers.sort()).toEqual(["layer-G0001.json", "layer-coverage.json", "layer-gaps.json"]);
    for (const name of layers) {
      const layer = JSON.parse(readFileSync(join(directory, name), "utf8")) as {
        versions: { layer: string; navigator: string };
        domain: string;
        techniques: {
          techniqueID: string;
          tactic: string;
          score: number;
          color: string;
          metadata: { name: string; value: string }[];
        }[];
        gradient: { colors: string[]; minValue: number; maxValue: number };
        legendItems: { color: string }[];
        metadata: { value: string }[];
      };
      expect(layer).toMatchObject({
        versions: { layer: "4.5", navigator: "5.1.0" },
        domain: "enterprise-attack",
      });
      expect(layer.techniques.length).toBeGreaterThan(0);
      for (const { tactic, score, color, metadata } of layer.techniques) {
        expect(tactic).toBe("execution");
        expect(score).toBeGreaterThanOrEqual(layer.gradient.minValue);
        expect(score).toBeLessThanOrEqual(layer.gradient.maxValue);
        expect(color).toMatch(/^(#[0-9a-f]{6})?$/);
        for (const { value } of metadata) expect(value).not.toBe("");
      }
      for (const colour of layer.gradient.colors) expect(colour).toMatch(/^#[0-9a-f]{8}$/);
      for (const { color } of layer.legendItems) expect(color).toMatch(/^#[0-9a-f]{6}$/);
      expect(layer.metadata.some(({ value }) => value.includes("The MITRE Corporation"))).toBe(
        true,
      );
    }
  });

  it("refuse a folder that is a file", async () => {
    const { client, folder, assessmentId } = await openAssessed();
    const directory = join(folder, "small.json");
    expect(await problemOf(client.assessments.export({ assessmentId, directory }))).toMatchObject({
      code: "bad-input",
    });
  });
});

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { domain } from "../../src/shared/model/attack-id.ts";
import type { RunContent, TestCaseContent } from "../../src/shared/model/emulation.ts";
import type { Range } from "./range.ts";
import { openRange } from "./range.ts";

const enterprise = domain.parse("enterprise-attack");

const week: RunContent = {
  name: "Purple week 2",
  who: "Red team",
  tool: "Atomic Red Team",
  startedAt: "2026-11-12T09:00:00.000Z",
  endedAt: null,
  version: null,
  notes: "",
};

const aTest = (name: string, changes: Partial<TestCaseContent> = {}) =>
  aTestCaseContent({
    source: "own",
    testKey: name,
    name,
    written: "T1059.001",
    host: "WS-014",
    platform: "windows",
    startAt: "2026-11-12T09:00:00.000Z",
    endAt: "2026-11-12T09:00:04.000Z",
    ...changes,
  });

async function openRun(cases: readonly TestCaseContent[], range?: Range) {
  const opened = range ?? (await openRange());
  const { client, environmentId } = opened;
  const run = await client.emulation.addRun({ environmentId, run: week });
  const added = await client.emulation.addCases({ runId: run.id, cases: [...cases] });
  return { ...opened, run, cases: added, list: () => client.emulation.cases({ runId: run.id }) };
}

describe("a run by hand", () => {
  test("counts its test cases by outcome", async () => {
    const { client, run } = await openRun([aTest("One", { outcome: "missed" }), aTest("Two")]);
    const [listed] = await client.emulation.runs({});
    expect(listed).toMatchObject({
      ...week,
      id: run.id,
      cases: 2,
      outcomes: { missed: 1, "not-assessed": 1, blocked: 0 },
    });
  });

  test("keeps who changed what, and takes a change back", async () => {
    const { client, cases, list } = await openRun([aTest("One"), aTest("Two")]);
    const ids = cases.map(({ id }) => id);
    const before = await client.emulation.editCases({
      ids,
      change: { outcome: "blocked", seen: "alert" },
      who: "Ann",
    });
    expect(await list()).toMatchObject([
      { outcome: "blocked", seen: "alert", edited: ["outcome", "seen"] },
      { outcome: "blocked", seen: "alert", edited: ["outcome", "seen"] },
    ]);
    await client.emulation.restoreCases({ cases: before, removed: [], who: "Bob" });
    expect(await list()).toEqual(cases);
    const { history } = await client.emulation.case({ id: ids[0] ?? 0 });
    expect(history.map(({ who, field, before: was, after }) => [who, field, was, after])).toEqual([
      ["Bob", "seen", '"alert"', "null"],
      ["Bob", "outcome", '"blocked"', '"not-assessed"'],
      ["Ann", "seen", "null", '"alert"'],
      ["Ann", "outcome", '"not-assessed"', '"blocked"'],
    ]);
  });

  test("forgets what was seen of a block that is none", async () => {
    const { client, cases, list } = await openRun([aTest("One")]);
    const ids = cases.map(({ id }) => id);
    const change = (changes: Partial<TestCaseContent>) =>
      client.emulation.editCases({ ids, change: changes, who: "" });
    await change({ outcome: "blocked", seen: "log" });
    await change({ outcome: "missed" });
    expect(await list()).toMatchObject([{ outcome: "missed", seen: null }]);
  });

  test("brings back what was removed, with its history and its place", async () => {
    const { client, cases, list } = await openRun(
      ["One", "Two", "Three"].map((name) => aTest(name)),
    );
    const second = cases[1]?.id ?? 0;
    await client.emulation.editCases({ ids: [second], change: { outcome: "missed" }, who: "Ann" });
    const before = await list();
    const { history } = await client.emulation.case({ id: second });
    const removed = await client.emulation.removeCases({ ids: [second] });
    expect(await list()).toHaveLength(2);
    await client.emulation.restoreCases({ cases: [], removed, who: "Ann" });
    expect(await list()).toEqual(before);
    expect((await client.emulation.case({ id: second })).history).toEqual(history);
  });

  test("stands in the order that it is put in", async () => {
    const { client, run, cases, list } = await openRun(["A", "B", "C"].map((name) => aTest(name)));
    const [a, b, c] = cases.map(({ id }) => id);
    await client.emulation.orderCases({ runId: run.id, ids: [c ?? 0, a ?? 0] });
    expect((await list()).map(({ id }) => id)).toEqual([c, a, b]);
  });

  test("keeps files as evidence, byte for byte, and gives them back", async () => {
    const { client, cases, at, list } = await openRun([aTest("One")]);
    const caseId = cases[0]?.id ?? 0;
    // An archive stays one.
    const bytes = gzipSync(Buffer.from("an alert"));
    writeFileSync(at("alert.json.gz"), bytes);
    const paths = [at("alert.json.gz")];
    const [file] = await client.emulation.addEvidence({ caseId, paths, who: "Ann" });
    expect(file).toMatchObject({
      name: "alert.json.gz",
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      who: "Ann",
    });
    expect(await list()).toMatchObject([{ evidence: 1 }]);
    await client.emulation.saveEvidence({ id: file?.id ?? 0, path: at("back.gz") });
    expect(readFileSync(at("back.gz"))).toEqual(bytes);
    await client.emulation.removeEvidence({ id: file?.id ?? 0 });
    expect((await client.emulation.case({ id: caseId })).evidence).toEqual([]);
    await expect(
      client.emulation.addEvidence({ caseId, paths: [at("missing")], who: "" }),
    ).rejects.toMatchObject({ code: "bad-file" });
  });

  test("keeps its environment from being removed", async () => {
    const { client } = await openRun([aTest("One")]);
    await client.environments.create({ name: "Other" });
    const [main] = await client.environments.list({});
    await expect(client.environments.remove({ id: main?.id ?? 0 })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("1 emulation run.") as string,
    });
    expect(await client.emulation.runs({})).toHaveLength(1);
  });

  test("goes with all that belongs to it", async () => {
    const { client, run } = await openRun([aTest("One")]);
    await client.emulation.removeRuns({ ids: [run.id] });
    expect(await client.emulation.runs({})).toEqual([]);
  });
});

const dump = (outcome: string) =>
  `AssessmentGroup,Campaign,Variant,MitreID,Outcome\nQ1,Phish,Macro,T1204.002,${outcome}\n`;

describe("results imported again", () => {
  test("follow the file where nobody spoke, and the analyst where somebody did", async () => {
    const { client, importText } = await openRange();
    const { cases } = await importText("dump.csv", dump("TBD"));
    expect(cases).toMatchObject([{ outcome: "not-assessed" }]);
    const changed = await importText("dump.csv", dump("NotDetected"));
    expect(changed.report).toMatchObject({ added: 0, changed: 1 });
    expect(changed.cases).toMatchObject([{ outcome: "missed" }]);
    const ids = changed.cases.map(({ id }) => id);
    await client.emulation.editCases({ ids, change: { outcome: "alerted" }, who: "Ann" });
    const again = await importText("dump.csv", dump("Blocked"));
    expect(again.cases).toMatchObject([{ outcome: "alerted", original: "Blocked" }]);
  });

  test("can be taken back in order, and leave the run as it was before", async () => {
    const { client, importText, listCases } = await openRange();
    const first = await importText("dump.csv", dump("TBD"));
    const second = await importText("dump.csv", dump("Blocked"));
    await expect(client.imports.undo({ id: first.report.id })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("later import") as string,
    });
    await client.imports.undo({ id: second.report.id });
    expect(await listCases()).toEqual(first.cases);
    await client.imports.undo({ id: first.report.id });
    expect(await client.emulation.runs({})).toEqual([]);
  });

  test("are not taken back where that would lose what an analyst said", async () => {
    const { client, importText, listCases } = await openRange();
    const { report, cases } = await importText("dump.csv", dump("TBD"));
    const ids = cases.map(({ id }) => id);
    await client.emulation.editCases({ ids, change: { outcome: "missed" }, who: "Ann" });
    await expect(client.imports.undo({ id: report.id })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("1 of the test cases") as string,
    });
    expect(await listCases()).toHaveLength(1);
  });
});

describe("an import of results", () => {
  const second = "Q2,Phish,Macro,T1204.002,Detected\n";
  const runsOf = async ({ client }: Range) =>
    (await client.emulation.runs({})).map(({ environment, name, cases }) => [
      environment,
      name,
      cases,
    ]);

  test("moves to another environment with its runs, but for those that are there", async () => {
    const range = await openRange();
    const { client, importText } = range;
    await client.environments.create({ name: "Plant" });
    const { report } = await importText("dump.csv", dump("TBD") + second);
    await client.emulation.import({ paths: [range.at("dump.csv")], environment: "Plant" });
    const plant = (await client.emulation.runs({})).filter(
      (run) => run.environment === "Plant" && run.name === "Q2",
    );
    await client.emulation.removeRuns({ ids: plant.map(({ id }) => id) });

    expect(await client.imports.move({ id: report.id, environment: "Plant" })).toEqual({
      from: "Main",
      moved: 1,
      collisions: [{ key: "vectr Q1", name: "Q1" }],
    });
    expect((await runsOf(range)).sort()).toEqual([
      ["Main", "Q1", 1],
      ["Plant", "Q1", 1],
      ["Plant", "Q2", 1],
    ]);
    expect(await client.imports.get({ id: report.id })).toMatchObject({ environment: "Plant" });
    await client.imports.undo({ id: report.id });
    expect(await runsOf(range)).toEqual([["Plant", "Q1", 1]]);
  });

  test("that brought tests alone stays where it is, and says why", async () => {
    const { client, importText } = await openRange();
    await client.environments.create({ name: "Plant" });
    const { report } = await importText(
      "adversary.yml",
      "id: 1\nname: One\ndescription: ''\natomic_ordering: [a, b]\n",
    );
    await expect(client.imports.move({ id: report.id, environment: "Plant" })).rejects.toThrow(
      /tests alone, which belong to the whole workspace/,
    );
  });
});

describe("the level of a technique", () => {
  /** FIN7 uses T1059.001; nothing detects it. */
  async function openAssessment(cases: readonly TestCaseContent[]) {
    const range = await openRange({ starter: true });
    const { id: assessmentId } = await range.client.assessments.create({ name: "Q4" });
    const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id: "G0046" });
    await range.client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    const opened = await openRun(cases, range);
    const see = async () => {
      const { coverage, techniques, gaps, assumptions } = await range.client.assessments.answer({
        assessmentId,
      });
      return {
        coverage,
        assumptions,
        technique: techniques.find(({ id }) => id === "T1059.001"),
        gap: gaps.find(({ id }) => id === "T1059.001"),
      };
    };
    return { ...opened, assessmentId, see };
  }

  test("is validated by a test that met what was expected, and is tested", async () => {
    const { see } = await openAssessment([aTest("One", { outcome: "alerted" })]);
    const { coverage, technique, gap, assumptions } = await see();
    expect(technique).toMatchObject({
      level: "validated",
      untestedLevel: "none",
      tests: { verdict: "all-met", met: 1, unmet: 0, latest: "alerted" },
    });
    expect(coverage).toMatchObject({ covered: 1, tested: 1, potential: 1 });
    expect(assumptions).toContain(
      `Tests that hold decide the level of 1 of ${coverage.techniques} techniques; failure is left out of the priority of the others.`,
    );
    expect(gap).toBeUndefined();
  });

  test("is failed by one that did not: the gap says so and its priority rises", async () => {
    const { client, cases, see } = await openAssessment([aTest("One")]);
    const untested = await see();
    expect(untested.technique).toMatchObject({
      level: "none",
      tests: { verdict: null, waiting: 1 },
    });
    expect(untested.coverage.tested).toBe(0);
    const ids = cases.map(({ id }) => id);
    await client.emulation.editCases({ ids, change: { outcome: "missed" }, who: "" });
    const { coverage, technique, gap } = await see();
    expect(technique).toMatchObject({ level: "failed", tests: { verdict: "none-met" } });
    expect(gap).toMatchObject({ reason: "test-failed", parts: { failure: { value: 1 } } });
    expect(gap?.priority).toBeGreaterThan(untested.gap?.priority ?? 100);
    expect(coverage).toMatchObject({ covered: 0, tested: 1 });
  });

  test("is partial where some tests met what was expected, with their number in words", async () => {
    const { client, assessmentId, see } = await openAssessment([
      aTest("One", { outcome: "alerted" }),
      aTest("Two", { outcome: "blocked", seen: "alert" }),
      aTest("Three", { outcome: "logged" }),
      aTest("Four", { outcome: "blocked", seen: "none" }),
    ]);
    const { technique, gap } = await see();
    expect(technique).toMatchObject({
      level: "partial",
      tests: { verdict: "some-met", met: 2, unmet: 1, prevented: 1 },
    });
    expect(gap?.reason).toBe("test-failed");
    const { why, testCases } = await client.coverage.inspect({
      assessmentId,
      domain: enterprise,
      techniqueId: technique?.id ?? never(),
    });
    expect(why).toContain("2 of 3 tests that hold met what was expected.");
    expect(why).toContain("1 test was blocked without");
    expect(testCases.map(({ name, standing }) => [name, standing]).sort()).toEqual([
      ["Four", "prevented"],
      ["One", "met"],
      ["Three", "unmet"],
      ["Two", "met"],
    ]);
  });

  test("is that without tests once a validation is too old", async () => {
    const { see } = await openAssessment([
      aTest("One", { outcome: "alerted", startAt: null, endAt: "2026-01-01T00:00:00.000Z" }),
    ]);
    const { technique, coverage } = await see();
    expect(technique).toMatchObject({ level: "none", tests: { verdict: null, stale: 1 } });
    expect(coverage.tested).toBe(0);
  });

  test("rests on test cases of unknown platforms too, and says how many there are", async () => {
    const { client, assessmentId, see } = await openAssessment([
      aTest("One", { outcome: "alerted", platform: "the plant's" }),
      aTest("Two", { outcome: "missed", platform: "office-365" }),
    ]);
    const { scope } = await client.assessments.get({ assessmentId });
    await client.assessments.setScope({
      assessmentId,
      scope: { ...scope, platforms: ["Windows"] },
    });
    const { technique, assumptions } = await see();
    expect(technique).toMatchObject({ level: "validated", tests: { met: 1, unmet: 0 } });
    expect(assumptions).toContain(
      "Of 1 test case the platform is unknown: it counts whatever is in scope.",
    );
  });

  test("follows a test that names it by an ID of another release, once that is accepted", async () => {
    // T1086 was revoked by T1059.001.
    const { client, assessmentId, see } = await openAssessment([
      aTest("One", { outcome: "alerted", written: "T1086" }),
    ]);
    const asked = { assessmentId, domain: enterprise };
    const { technique, assumptions } = await see();
    expect(technique).toMatchObject({ level: "none" });
    expect(assumptions.filter((one) => one.startsWith("1 test case name"))).toHaveLength(1);
    const before = await client.detections.offers(asked);
    expect(before).toMatchObject({ certainPairs: 1, coveredNow: 0, coveredWithCertain: 1 });
    expect(before.offers).toMatchObject([
      {
        ...{ written: "T1086", detections: 0, tests: 1, kind: "certain", accepted: null },
        ...{ preselected: "T1059.001", levelNow: "none", levelWith: "validated" },
      },
    ]);
    const pairs = [{ written: "T1086", techniqueId: technique?.id ?? never() }];
    await client.detections.acceptOffers({ ...asked, pairs });
    expect((await see()).technique).toMatchObject({ level: "validated", tests: { met: 1 } });
    await client.detections.withdrawOffers({ ...asked, written: ["T1086"] });
    expect((await see()).technique).toMatchObject({ level: "none" });
  });

  test("of a parent stays as it is when a sub-technique was tested", async () => {
    const { client, assessmentId } = await openAssessment([aTest("One", { outcome: "missed" })]);
    const { techniques } = await client.coverage.techniques({
      assessmentId,
      domain: enterprise,
    });
    expect(techniques.find(({ id }) => id === "T1059")).not.toHaveProperty("tests");
    expect(techniques.find(({ id }) => id === "T1059.001")).toMatchObject({ level: "failed" });
  });
});

function never(): never {
  throw new Error("The technique is there.");
}

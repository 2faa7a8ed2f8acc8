import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { domain } from "../../src/shared/model/attack-id.ts";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import type { RunContent, TestCaseContent } from "../../src/shared/model/emulation.ts";
import type { OutcomeFigures } from "../../src/shared/model/test-meaning.ts";
import { countsOf } from "./counts.ts";
import { openRange } from "./range.ts";

const sample = "../shared/data/samples/vectr/DEMO_PURPLE_CE.csv";

const figures = z.object({
  cases: z.number(),
  outcomes: z.record(z.string(), z.number()),
  detected: z.number(),
  met: z.number(),
  alerts: z.number(),
  medianHalfMilliseconds: z.number().nullable(),
  percentile90Milliseconds: z.number().nullable(),
});
const side = z.object({ tests: z.number(), met: z.number(), detected: z.number() });
const expected = z
  .object({
    all: figures,
    runs: z.record(z.string(), figures),
    order: z.array(z.string()),
    tactics: z.record(z.string(), figures),
    unplaced: z.number(),
    techniques: z.record(
      z.string(),
      z.object({
        latest: z.string(),
        unmet: z.number(),
        prevented: z.number(),
        stale: z.number(),
      }),
    ),
    firstAndLast: z.object({
      changes: z.record(z.string(), z.number()),
      before: side,
      after: side,
    }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "expected/trends.json"), "utf8")));

const toWhole = (seconds: number | undefined, perSecond: number) =>
  seconds === undefined ? null : Math.round(seconds * perSecond);

/** Figures of the product in the shape of the expected ones. */
function told({ cases, outcomes, detected, met, timeToAlert }: OutcomeFigures) {
  const said = Object.entries(outcomes).filter(([, count]) => count > 0);
  return {
    cases,
    outcomes: Object.fromEntries(said),
    detected,
    met,
    alerts: timeToAlert?.cases ?? 0,
    medianHalfMilliseconds: toWhole(timeToAlert?.medianSeconds, 2000),
    percentile90Milliseconds: toWhole(timeToAlert?.percentile90Seconds, 1000),
  };
}

describe.skipIf(!existsSync(sample))(`VECTR's five quarters (${sample} is missing)`, () => {
  test("give the figures of an independent count, each opening to its test cases", async () => {
    const { client } = await openRange({ starter: true });
    await client.emulation.import({ paths: [sample] });
    const { id: assessmentId } = await client.assessments.create({ name: "Quarters" });
    const runs = await client.emulation.runs({});
    const runIds = runs.map(({ id }) => id);
    const trends = await client.emulation.trends({ assessmentId, runIds, withUntimed: true });

    expect(told(trends.all)).toEqual(expected.all);
    expect(trends.runs.map(({ name }) => name)).toEqual(expected.order);
    expect(Object.fromEntries(trends.runs.map((run) => [run.name, told(run)]))).toEqual(
      expected.runs,
    );
    expect(
      Object.fromEntries(trends.tactics.map((tactic) => [tactic.shortname, told(tactic)])),
    ).toEqual(expected.tactics);
    expect(trends.unplaced).toBe(expected.unplaced);

    for (const run of trends.runs) {
      const own = trends.cases.filter(({ runId }) => runId === run.runId);
      expect(own.filter(({ detected }) => detected)).toHaveLength(run.detected);
      const timed = own.filter(({ secondsToAlert }) => secondsToAlert !== null);
      expect(timed).toHaveLength(run.timeToAlert?.cases ?? 0);
    }
    for (const { shortname, outcomes } of trends.tactics) {
      const own = trends.cases.filter(({ tactics }) => tactics.includes(shortname));
      expect(countsOf(own, ({ outcome }) => outcome)).toEqual(
        Object.fromEntries(Object.entries(outcomes).filter(([, count]) => count > 0)),
      );
    }

    // What holds of each technique, in the mode of the matrix and in its layer.
    const enterprise = domain.parse("enterprise-attack");
    const { techniques } = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const tested = techniques.flatMap(({ id, tests }) =>
      tests === undefined ? [] : [[id, tests]],
    );
    expect(Object.fromEntries(tested)).toMatchObject(expected.techniques);
    expect(tested).toHaveLength(Object.keys(expected.techniques).length);
    const { layer: made } = await client.layers.create({
      source: { kind: "mode", assessmentId, domain: enterprise, mode: "outcomes" },
      group: "",
    });
    const { annotations } = await client.layers.get({ layerId: made.id });
    const named = annotations.map(({ techniqueId, comment }) => [techniqueId, comment]);
    expect(Object.keys(Object.fromEntries(named) as object)).toEqual(
      Object.keys(expected.techniques),
    );
    expect(named).toContainEqual(["T1003", "Missed: 0 of 1 test met, 3 stale"]);

    // VECTR's times are left aside unless somebody asks for them.
    const { all } = await client.emulation.trends({ assessmentId, runIds, withUntimed: false });
    expect(all).toMatchObject({ timeToAlert: null, untimed: expected.all.alerts });

    const idsOf = (name: string | undefined) =>
      runs.filter((run) => run.name === name).map(({ id }) => id);
    const comparison = await client.emulation.compareRuns({
      assessmentId,
      before: idsOf(expected.order[0]),
      after: idsOf(expected.order.at(-1)),
      byHost: false,
    });
    const { changes, before, after } = expected.firstAndLast;
    expect(countsOf(comparison.tests, ({ change }) => change)).toEqual(changes);
    expect(comparison).toMatchObject({ before, after });
  });
});

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
    startAt: "2026-11-12T09:00:00.000Z",
    endAt: "2026-11-12T09:00:04.000Z",
    ...changes,
  });

describe("runs by hand", () => {
  test("hold alerts against the SLA, and weigh what rules claim against what tests say", async () => {
    const { client, environmentId } = await openRange({ starter: true });
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    const { actor } = await client.actors.createOwn({
      assessmentId,
      name: "Ours",
      domain: domain.parse("enterprise-attack"),
      text: "T1059.001 T1003.001 T1566.001 T1047 T1053.005",
      source: "test",
      confidence: "high",
    });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    const addRun = async (cases: readonly TestCaseContent[]) => {
      const { id } = await client.emulation.addRun({ environmentId, run: week });
      await client.emulation.addCases({ runId: id, cases: [...cases] });
      return id;
    };
    const alertAt = (minutes: string) => ({
      outcome: "alerted" as const,
      alertAt: `2026-11-12T09:${minutes}:00.000Z`,
    });
    const timed = await addRun([
      aTest("Fast", alertAt("02")),
      aTest("In time", alertAt("14")),
      aTest("Late", { ...alertAt("31"), written: "T1003.001" }),
      aTest("Silent block", { outcome: "blocked", seen: "none" }),
      aTest("Waiting"),
    ]);
    const trends = await client.emulation.trends({ runIds: [timed], withUntimed: false });
    expect(trends.all).toMatchObject({
      cases: 5,
      verdicts: 4,
      detected: 2,
      met: 2,
      outcomes: { alerted: 2, logged: 1, blocked: 1, "not-assessed": 1 },
      timeToAlert: { cases: 3, medianSeconds: 840, percentile90Seconds: 1860 },
      untimed: 0,
    });
    const counted = trends.tactics.filter(({ cases }) => cases > 0);
    expect(counted.map(({ shortname, cases }) => [shortname, cases])).toEqual([
      ["execution", 4],
      ["credential-access", 1],
    ]);

    await addRun([
      aTest("Met on one host", { written: "T1003.001", outcome: "alerted" }),
      aTest("Missed", { written: "T1566.001", outcome: "missed" }),
    ]);
    const claims = await client.emulation.claims({ assessmentId });
    expect(claims.all).toEqual({
      techniques: 5,
      claimed: 0,
      tested: 3,
      standings: { validated: 1, partly: 1, failed: 1, claimed: 0, unclaimed: 2 },
    });
    const standings = claims.techniques.map(({ id, standing, prevented }) => [
      id,
      standing,
      prevented,
    ]);
    expect(standings).toEqual([
      ["T1003.001", "partly", 0],
      ["T1047", "unclaimed", 0],
      ["T1053.005", "unclaimed", 0],
      ["T1059.001", "validated", 1],
      ["T1566.001", "failed", 0],
    ]);
  });
});

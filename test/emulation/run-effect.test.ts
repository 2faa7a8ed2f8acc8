import { expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import type { Outcome } from "../../src/shared/model/emulation.ts";
import { openRange } from "./range.ts";

/** FIN7 (G0046) uses T1059.001 and T1082; it does not use T1123. Nothing detects anything. */
async function openAssessment() {
  const range = await openRange({ starter: true });
  const { client, environmentId } = range;
  const { id: assessmentId } = await client.assessments.create({ name: "Q4" });
  const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id: "G0046" });
  await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  const addRun = async (
    name: string,
    cases: readonly (readonly [written: string, outcome: Outcome])[],
    where = environmentId,
  ) => {
    const run = await client.emulation.addRun({
      environmentId: where,
      run: {
        name,
        who: "",
        tool: "",
        startedAt: "2026-11-12T09:00:00.000Z",
        endedAt: null,
        version: null,
        notes: "",
      },
    });
    if (cases.length > 0) {
      await client.emulation.addCases({
        runId: run.id,
        cases: cases.map(([written, outcome]) =>
          aTestCaseContent({
            source: "own",
            testKey: `${name} ${written}`,
            name: written,
            written,
            outcome,
          }),
        ),
      });
    }
    return run.id;
  };
  return { ...range, assessmentId, addRun };
}

test("a run lifts and lowers techniques, and the headline counts those of the denominator", async () => {
  const { client, assessmentId, addRun } = await openAssessment();
  const before = await client.assessments.answer({ assessmentId });
  const runId = await addRun("Week", [
    ["T1059.001", "alerted"],
    ["T1082", "missed"],
    ["T1123", "alerted"],
    ["T1005", "error"],
    ["nonsense", "missed"],
  ]);
  const effect = await client.emulation.effect({ assessmentId, runId });
  const { techniques } = before.coverage;
  expect(effect).toMatchObject({
    environment: "Main",
    inScope: true,
    without: { techniques, covered: 0, percent: 0 },
    with: { techniques, covered: 1, percent: Math.round(1000 / techniques) / 10 },
  });
  expect(
    effect.moved.map(({ id, from, to, inDenominator }) => [id, from, to, inDenominator]).sort(),
  ).toEqual([
    ["T1059.001", "none", "validated", true],
    ["T1082", "none", "failed", true],
    ["T1123", "none", "validated", false],
  ]);
  expect(effect.moved.find(({ id }) => id === "T1059.001")).toMatchObject({
    name: "PowerShell",
    parentName: "Command and Scripting Interpreter",
  });
});

test("what a run does is the difference between the answers with it and after it was removed", async () => {
  const { client, assessmentId, addRun } = await openAssessment();
  await addRun("Other", [
    ["T1059.001", "missed"],
    ["T1082", "logged"],
  ]);
  const runId = await addRun("Week", [
    ["T1059.001", "alerted"],
    ["T1082", "missed"],
    ["T1027", "blocked"],
  ]);
  const effect = await client.emulation.effect({ assessmentId, runId });
  const after = await client.assessments.answer({ assessmentId });
  await client.emulation.removeRuns({ ids: [runId] });
  const before = await client.assessments.answer({ assessmentId });
  const shareOf = ({ coverage: { techniques, covered, percent } }: typeof before) => ({
    techniques,
    covered,
    percent,
  });
  expect(effect.without).toEqual(shareOf(before));
  expect(effect.with).toEqual(shareOf(after));
  const levels = new Map(before.techniques.map(({ id, level }) => [id, level]));
  const moved = after.techniques.flatMap(({ id, level }) =>
    levels.get(id) === level ? [] : [[id, levels.get(id), level]],
  );
  expect(moved.length).toBeGreaterThan(1);
  expect(effect.moved.map(({ id, from, to }) => [id, from, to]).sort()).toEqual(moved.sort());
});

test("a run of an environment that the assessment does not ask about moves nothing", async () => {
  const { client, assessmentId, addRun } = await openAssessment();
  const lab = await client.environments.create({ name: "Lab" });
  const runId = await addRun("Lab day", [["T1059.001", "alerted"]], lab.id);
  const effect = await client.emulation.effect({ assessmentId, runId });
  expect(effect).toMatchObject({ environment: "Lab", inScope: false, moved: [] });
  expect(effect.with).toEqual(effect.without);
});

test("IDs of test cases are read as the assessment reads them, with what is expected of each", async () => {
  const { client, assessmentId, addRun } = await openAssessment();
  const runId = await addRun("Week", [
    ["t1059.001", "alerted"],
    ["T1082", "missed"],
    ["nonsense", "missed"],
  ]);
  for (const asked of [assessmentId, null]) {
    const techniques = await client.emulation.techniques({ runId, assessmentId: asked });
    expect(
      techniques.map(({ written, techniqueId, expected }) => [written, techniqueId, expected]),
    ).toEqual([
      ["T1082", "T1082", "log"],
      ["t1059.001", "T1059.001", "alert"],
    ]);
    const [discovery] = techniques;
    expect(discovery?.tactics).toMatchObject([{ shortname: "discovery", name: "Discovery" }]);
    const execution = techniques[1]?.tactics.find(({ shortname }) => shortname === "execution");
    expect(execution?.place).toBeLessThan(discovery?.tactics[0]?.place ?? 0);
  }
});

test("test cases are picked by their numbers, and those that are gone are left out", async () => {
  const { client, addRun, listCases } = await openAssessment();
  await addRun("Week", [
    ["T1082", "missed"],
    ["T1005", "alerted"],
  ]);
  const [first, second] = await listCases();
  await client.emulation.removeCases({ ids: [first?.id ?? 0] });
  const ids = [first?.id ?? 0, second?.id ?? 0];
  expect(await client.emulation.pickCases({ ids })).toEqual([second]);
});

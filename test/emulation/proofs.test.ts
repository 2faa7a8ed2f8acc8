import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import type { Observation, RunContent, TestCaseContent } from "../../src/shared/model/emulation.ts";
import type { DetectionProof } from "../../src/shared/model/test-meaning.ts";
import { openRange } from "./range.ts";

const week: RunContent = {
  name: "Purple week 2",
  who: "",
  tool: "",
  startedAt: "2026-11-12T09:00:00.000Z",
  endedAt: null,
  version: null,
  notes: "",
};
const atomic = "f3132740-55bc-48c4-bcc0-758a459cd027";
const rules = `Rule ID,Rule name,Technique IDs,State
r1,Encoded PowerShell,T1059.001,enabled
r2,PowerShell download,T1059.001,enabled
r3,Old PowerShell,T1059.001,disabled
r4,Twin,T1003.001,enabled
r5,twin,T1003.001,enabled
`;

const fired = (name: string) => ({ id: null, name });
const firedFirst = { outcome: "alerted", fired: fired(" encoded powershell ") } as const;
const saw: Observation = {
  tool: "SIEM",
  outcome: "alerted",
  seen: null,
  alertAt: null,
  fired: fired("Encoded PowerShell"),
  note: "",
};

/** Cases of one run, a minute apart, with what they say of the rule `r1`; null = nothing. */
const scenarios: readonly (readonly [
  what: string,
  cases: readonly Partial<TestCaseContent>[],
  said: Partial<DetectionProof> | null,
])[] = [
  [
    "fired: proven, found by its name whatever the letters' case",
    [firedFirst],
    { state: "proven", lastProvenAt: "2026-11-12T09:00:04.000Z", fired: 1, silent: 0 },
  ],
  [
    "raised no alert though one was expected: did not fire",
    [{ outcome: "missed" }],
    { state: "did-not-fire", lastProvenAt: null, fired: 0, silent: 1 },
  ],
  ["was blocked without an alert: says nothing", [{ outcome: "blocked", seen: "none" }], null],
  ["was to leave a trace alone: says nothing", [{ outcome: "missed", expected: "log" }], null],
  ["nobody assessed: says nothing", [{ outcome: "not-assessed" }], null],
  ["is of another technique: says nothing", [{ outcome: "missed", written: "T1047" }], null],
  ["alerted by another rule: says nothing", [{ outcome: "alerted", fired: fired("Other") }], null],
  [
    "fired, and is silent on the same test later: did not fire",
    [firedFirst, { outcome: "missed" }],
    { state: "did-not-fire", fired: 1, silent: 1, lastProvenAt: "2026-11-12T09:00:04.000Z" },
  ],
  [
    "fired, and is silent on another test: proven",
    [firedFirst, { outcome: "missed", testKey: "another" }],
    { state: "proven", fired: 1, silent: 1 },
  ],
  [
    "a watching tool saw fire: proven, each case once",
    [
      { ...firedFirst, observations: [saw, saw] },
      { outcome: "alerted", testKey: "another", observations: [saw] },
    ],
    { state: "proven", fired: 2 },
  ],
];

test("a detection is proven, or did not fire, by the test cases that say so", async () => {
  const { client, environmentId, at } = await openRange({ starter: true });
  writeFileSync(at("rules.csv"), rules);
  await client.detections.import({ paths: [at("rules.csv")] });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  const list = await client.detections.list({ environmentId });
  const idOf = (key: string) => list.find((one) => one.key === key)?.id ?? 0;
  const addRun = async (cases: readonly Partial<TestCaseContent>[]) => {
    const { id } = await client.emulation.addRun({ environmentId, run: week });
    await client.emulation.addCases({
      runId: id,
      cases: cases.map((changes, index) =>
        aTestCaseContent({
          source: "atomic",
          testKey: atomic,
          name: `Case ${String(index + 1)}`,
          written: "T1059.001",
          host: "WS-014",
          startAt: `2026-11-12T09:0${String(index)}:00.000Z`,
          endAt: `2026-11-12T09:0${String(index)}:04.000Z`,
          ...changes,
        }),
      ),
    });
    return id;
  };
  const proofsOf = async () => {
    const found = await client.emulation.proofs({ assessmentId, environmentId });
    const byId = new Map(found.map((proof) => [proof.detectionId, proof]));
    return (key: string) => byId.get(idOf(key)) ?? null;
  };

  for (const [what, cases, said] of scenarios) {
    const runId = await addRun(cases);
    const proof = (await proofsOf())("r1");
    if (said === null) expect(proof, what).toBeNull();
    else expect(proof, what).toMatchObject(said);
    await client.emulation.removeRuns({ ids: [runId] });
  }

  // A name that two rules have is not guessed; a disabled rule is not held to anything.
  await addRun([
    { written: "T1003.001", outcome: "alerted", fired: fired("Twin") },
    { outcome: "missed" },
  ]);
  const of = await proofsOf();
  expect(["r3", "r4", "r5"].map(of)).toEqual([null, null, null]);

  // A proof grows stale: nine days lie between the test and the day of the answer.
  await addRun([{ ...firedFirst, testKey: "another" }]);
  const { settings } = await client.assessments.get({ assessmentId });
  for (const [validityDays, state] of [
    [9, "proven"],
    [8, "stale"],
  ] as const) {
    await client.assessments.setSettings({ assessmentId, settings: { ...settings, validityDays } });
    expect((await proofsOf())("r1")).toMatchObject({ state });
  }

  // A rule of Splunk's says which atomics it was made for.
  writeFileSync(
    at("escu.yml"),
    `name: Atomic rule
id: 0d5d0bf5-9d2c-4f2b-9b3f-f9f4ac5d0a11
type: TTP
status: production
search: index=main
how_to_implement: As it is.
tags:
  mitre_attack_id: [T1059.001]
  atomic_guid:
  - ${atomic.toUpperCase()}
`,
  );
  await client.detections.import({ paths: [at("escu.yml")], state: "enabled" });
  const known = await client.detections.list({ environmentId });
  const detectionId = known.find(({ name }) => name === "Atomic rule")?.id ?? 0;
  expect(await client.emulation.proof({ assessmentId, detectionId })).toMatchObject({
    state: "did-not-fire",
    silent: 1,
    validityDays: 8,
    atomics: [{ key: atomic, name: null }],
    cases: [{ name: "Case 2", fired: false, namesTest: true }],
  });
});

import { writeFileSync } from "node:fs";
import type { TestCase, TestCaseContent } from "../../src/shared/model/emulation.ts";
import { testCaseContent } from "../../src/shared/model/emulation.ts";
import type { Range } from "./range.ts";

/** A test case of which everything is said, in words that are hard on tables. */
export const toldCase: TestCaseContent = {
  source: "atomic",
  testKey: "d3415a0e-66ef-429b-acf4-a768876954f6",
  name: '=Dump, LSASS; "quoted"',
  written: "T1003.001",
  tactic: "credential-access",
  group: "Step 1",
  host: "DC01.corp.example",
  platform: "windows",
  executor: "powershell",
  command: "-enc SQBFAFgA\r\n@echo off\n\tend ",
  assignee: "Mira Falk",
  startAt: "2026-11-12T09:47:00.000Z",
  endAt: "2026-11-12T09:49:30.000Z",
  expected: "alert",
  outcome: "alerted",
  seen: null,
  alertAt: "2026-11-12T09:48:00.000Z",
  timed: true,
  fired: { id: null, name: "LSASS memory access" },
  original: "Detected | Alerted - High",
  observations: [
    {
      tool: "Sentinel",
      outcome: "alerted",
      seen: null,
      alertAt: "2026-11-12T09:48:00.000Z",
      fired: { id: null, name: "LSASS memory access" },
      note: 'first, then "again"',
    },
    {
      tool: "Zeek",
      outcome: "logged",
      seen: null,
      alertAt: null,
      fired: null,
      note: "",
    },
  ],
  execution: {
    exitCode: "0",
    status: null,
    user: "CORP\\jdoe",
    processId: "4711",
    output: "Minidump written\nto C:\\Temp",
  },
  redNotes: "'already marked",
  blueNotes: "＝full width\r\nsecond line",
  ownFields: [{ name: "Attacker Tools", value: "mimikatz, 2.2" }],
};

/** A test case of which next to nothing is said. */
export const bareCase: TestCaseContent = testCaseContent.parse({
  ...toldCase,
  testKey: "own: bare",
  source: "own",
  name: "Bare",
  written: "",
  tactic: null,
  group: "",
  host: "",
  platform: "",
  executor: null,
  command: "",
  assignee: "",
  startAt: null,
  endAt: null,
  expected: null,
  outcome: "not-assessed",
  alertAt: null,
  timed: false,
  fired: null,
  original: null,
  observations: [],
  execution: null,
  redNotes: "",
  blueNotes: "",
  ownFields: [],
});

/** A run with these two, the second blocked by hand since, the first with a file of evidence. */
export async function addToldRun(
  { client, environmentId, at }: Range,
  name = "Purple day",
): Promise<{ readonly runId: number; readonly cases: readonly TestCase[] }> {
  const run = await client.emulation.addRun({
    environmentId,
    run: {
      name,
      who: "Mira Falk",
      tool: "Atomic Red Team",
      startedAt: "2026-11-12T09:00:00.000Z",
      endedAt: null,
      version: "18.1",
      notes: "+1 for the blue team",
    },
  });
  const [first, second] = await client.emulation.addCases({
    runId: run.id,
    cases: [toldCase, bareCase],
  });
  if (first === undefined || second === undefined) throw new Error("Two cases were added.");
  await client.emulation.editCases({
    ids: [second.id],
    change: { outcome: "blocked", seen: "log" },
    who: "Jo Blue",
  });
  writeFileSync(at("alert.txt"), "alert 4711");
  await client.emulation.addEvidence({
    caseId: first.id,
    paths: [at("alert.txt")],
    who: "Jo Blue",
  });
  return { runId: run.id, cases: await client.emulation.cases({ runId: run.id }) };
}

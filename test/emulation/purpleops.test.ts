import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openRange } from "./range.ts";

const sample = "../shared/data/samples/vectr/purpleops_testcases.json";

describe.skipIf(!existsSync(sample))(`PurpleOps' templates (${sample} is missing)`, () => {
  test("come into the library as tests that nobody ran", async () => {
    const { client } = await openRange();
    expect(await client.emulation.import({ paths: [sample] })).toMatchObject({
      format: "PurpleOps templates",
      read: 2,
      added: 2,
    });
    // As the file writes them.
    expect(await client.emulation.tests({})).toMatchObject([
      { written: ["T1003.001"], name: "Dump LSASS Memory Using Task Manager" },
      { written: ["T1569.002"], name: "Service Execution via sc.exe", tactic: "Execution" },
    ]);
    expect(await client.emulation.runs({})).toEqual([]);
  });
});

const headings =
  "id,assessmentid,name,mitreid,actions,rednotes,bluenotes,targets,state,prevented,alerted,logged,starttime,detecttime,outcome";
const row = (marks: string, outcome = "", id = "1") =>
  `${id},Q4,Dump,T1003.001,procdump,red,blue,WS-1,Complete,${marks},2026-11-12 09:00:00,2026-11-12 09:20:00,${outcome}`;

describe("test cases of PurpleOps", () => {
  test.each([
    ["Yes,Yes,Yes", "", "blocked", "alert"],
    ["Partial,No,Yes", "", "blocked", "log"],
    ["Yes,No,No", "", "blocked", "none"],
    ["Yes,,", "", "blocked", null],
    ["No,Yes,Yes", "", "alerted", null],
    ["No,No,Yes", "", "logged", null],
    ["No,No,No", "", "missed", null],
    ["No,No,", "", "not-assessed", null],
    [",,", "", "not-assessed", null],
    [",,", "Missed", "missed", null],
    ["Yes,Yes,", "Prevented", "blocked", "alert"],
    [",,", "Prevented and Alerted", "blocked", "alert"],
    ["No,No,No", "Perplexed", "not-assessed", null],
  ])("with the marks %s and the word %s say %s, seen as %s", async (marks, word, outcome, seen) => {
    const { importText } = await openRange();
    const { report, cases } = await importText("cases.csv", `${headings}\n${row(marks, word)}\n`);
    expect(cases).toMatchObject([
      { outcome, seen, written: "T1003.001", host: "WS-1", redNotes: "red", blueNotes: "blue" },
    ]);
    const unknown = report.items.filter((item) => item.class === "unknown outcome");
    expect(unknown).toHaveLength(word === "Perplexed" ? 1 : 0);
  });

  test("hold the alert against the SLA where one was raised, and their times as UTC", async () => {
    const { importText } = await openRange();
    const { report, cases } = await importText(
      "cases.csv",
      [headings, row("No,Yes,", "", "1"), row("No,No,Yes", "", "2")].join("\n"),
    );
    expect(cases).toMatchObject([
      { startAt: "2026-11-12T09:00:00.000Z", alertAt: "2026-11-12T09:20:00.000Z", timed: true },
      { alertAt: null },
    ]);
    expect(report.items.filter((item) => item.class === "no zone")).toHaveLength(4);
  });

  test("say the same as JSON, and add nothing when they come again", async () => {
    const { client, at, importText } = await openRange();
    const json = JSON.stringify([
      {
        id: "7",
        assessmentid: "Q4",
        name: "Dump",
        mitreid: "T1003.001",
        actions: "x",
        alerted: "Yes",
      },
    ]);
    const { cases } = await importText("cases.json", json);
    expect(cases).toMatchObject([{ outcome: "alerted", source: "purpleops" }]);
    expect(await client.emulation.runs({})).toMatchObject([{ name: "PurpleOps Q4", cases: 1 }]);
    expect(await client.emulation.import({ paths: [at("cases.json")] })).toMatchObject({
      added: 0,
      unchanged: 1,
    });
  });
});

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { countsOf } from "./counts.ts";
import { openRange } from "./range.ts";

const sample = "../shared/data/samples/vectr/DEMO_PURPLE_CE.csv";
const expected = z
  .object({
    rows: z.number(),
    outcomes: z.record(z.string(), z.number()),
    runs: z.record(
      z.string(),
      z.object({
        cases: z.number(),
        outcomes: z.record(z.string(), z.number()),
        seen: z.record(z.string(), z.number()),
        startedAt: z.string(),
        endedAt: z.string(),
      }),
    ),
    withoutTechnique: z.number(),
    techniques: z.record(z.string(), z.number()),
    withCommand: z.number(),
    multiLineCommands: z.number(),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "expected/vectr.json"), "utf8")));

describe.skipIf(!existsSync(sample))(`VECTR's demo dump (${sample} is missing)`, () => {
  test("gives a run for each assessment group, with the outcomes that it says", async () => {
    const { client } = await openRange();
    const report = await client.emulation.import({ paths: [sample] });
    expect(report).toMatchObject({
      format: "VECTR database CSV",
      read: expected.rows,
      added: expected.rows,
      unreadable: [],
    });
    const runs = await client.emulation.runs({});
    const told = runs.map(({ name, cases, outcomes, startedAt, endedAt }) => {
      const said = Object.entries(outcomes).filter(([, count]) => count > 0);
      return [name, { cases, outcomes: Object.fromEntries(said), startedAt, endedAt }];
    });
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(
        Object.entries(expected.runs).map(([name, { seen: _seen, ...run }]) => [name, run]),
      ),
    );
    expect(expected.outcomes).toEqual({ blocked: 187, alerted: 174, logged: 193, missed: 211 });
  });

  test("says of a block what was seen, and keeps every technique, command and word", async () => {
    const { client } = await openRange();
    const report = await client.emulation.import({ paths: [sample] });
    const runs = await client.emulation.runs({});
    const cases = [];
    for (const run of runs) {
      const own = await client.emulation.cases({ runId: run.id });
      const blocked = own.filter(({ outcome }) => outcome === "blocked");
      expect(countsOf(blocked, ({ seen }) => seen ?? "unsaid")).toEqual(
        expected.runs[run.name]?.seen,
      );
      cases.push(...own);
    }
    expect(countsOf(cases, ({ written }) => written || "none")).toEqual({
      ...expected.techniques,
      none: expected.withoutTechnique,
    });
    expect(report.items.filter((item) => item.class === "no technique")).toHaveLength(
      expected.withoutTechnique,
    );
    const commands = cases.map(({ command }) => command).filter((command) => command !== "");
    expect(commands).toHaveLength(expected.withCommand);
    expect(commands.filter((command) => command.includes("\n"))).toHaveLength(
      expected.multiLineCommands,
    );
    expect(countsOf(cases, ({ original }) => original ?? "")).toEqual({
      NotDetected: 404,
      Blocked: 187,
      Detected: 174,
    });
    expect(new Set(cases.map(({ timed }) => timed))).toEqual(new Set([false]));
  });

  test("adds nothing when it is imported again", async () => {
    const { client } = await openRange();
    await client.emulation.import({ paths: [sample] });
    const before = await client.emulation.runs({});
    const report = await client.emulation.import({ paths: [sample] });
    expect(report).toMatchObject({ read: expected.rows, added: 0, changed: 0, unchanged: 765 });
    expect(await client.emulation.runs({})).toEqual(before);
  });
});

const headings =
  "AssessmentGroup,Campaign,Phase,Variant,MitreID,Method,Status,Outcome,Outcome Path,Alert Triggered,Activity Logged,Outcome Notes,TargetAssets,Start Time Epoch,Start Time,Detection Time";

describe("a dump of VECTR", () => {
  test.each([
    ["Completed,Blocked,,Yes,TBD", "blocked", "alert"],
    ["Completed,Blocked,,No,Yes", "blocked", "log"],
    ["Completed,Blocked,,TBD,No", "blocked", "none"],
    ["Completed,Blocked,,TBD,TBD", "blocked", null],
    ["Completed,Detected,,TBD,TBD", "alerted", null],
    ["Completed,NotDetected,,TBD,Yes", "logged", null],
    ["Completed,NotDetected,,TBD,TBD", "missed", null],
    ["Completed,Logged,Logged - Centrally Logged,TBD,TBD", "logged", null],
    ["Completed,Alerted,Alerted - High,TBD,TBD", "alerted", null],
    ["Completed,None,,TBD,TBD", "missed", null],
    ["Completed,N/A,,TBD,TBD", "not-run", null],
    ["InProgress,TBD,,TBD,TBD", "not-assessed", null],
    ["NotPerformed,,,TBD,TBD", "not-run", null],
    ["Completed,Perplexed,,TBD,TBD", "not-assessed", null],
  ])("that says %s means %s, seen as %s", async (said, outcome, seen) => {
    const { importText } = await openRange();
    const row = `Q1,Phish,Delivery,Macro,T1204.002,User Execution,${said},,WS-1,,,`;
    const { report, cases } = await importText("dump.csv", `${headings}\n${row}\n`);
    expect(cases).toMatchObject([{ outcome, seen, written: "T1204.002", host: "WS-1" }]);
    expect(report.items.map((item) => item.class)).toEqual(
      said.includes("Perplexed") ? ["unknown outcome"] : [],
    );
  });

  test("may write epochs in milliseconds or in seconds, and a time that is none is told", async () => {
    const { importText } = await openRange();
    const rows = [
      "Q1,C,,Milliseconds,T1003,,Completed,Blocked,,,,,,1484644825930,,",
      "Q1,C,,Seconds,T1003,,Completed,Blocked,,,,,,1484644825,,",
      "Q1,C,,Words,T1003,,Completed,Blocked,,,,,,,,soon",
    ];
    const { report, cases } = await importText("dump.csv", [headings, ...rows].join("\r\n"));
    expect(cases.map(({ startAt }) => startAt)).toEqual([
      "2017-01-17T09:20:25.930Z",
      "2017-01-17T09:20:25.000Z",
      null,
    ]);
    expect(report.items).toMatchObject([{ class: "unreadable time", what: "Words", line: 4 }]);
  });

  test("may name a case twice, and both are kept whatever the order of the next dump", async () => {
    const { importText } = await openRange();
    const rows = [
      "Q1,C,,Twice,T1003,,Completed,Blocked,,,,first,,,,",
      "Q1,C,,Twice,T1003,,Completed,NotDetected,,,,second,,,,",
    ];
    const text = [headings, ...rows].join("\n");
    expect((await importText("dump.csv", text)).cases).toHaveLength(2);
    expect((await importText("dump.csv", text)).report).toMatchObject({ added: 0, unchanged: 2 });
  });

  test("without a row, or with one that names nothing, loses nothing in silence", async () => {
    const { importText, at, client } = await openRange();
    const { report } = await importText("dump.csv", `${headings}\nQ1,C,,,,,Completed,,,,,,,,,\n`);
    expect(report).toMatchObject({ read: 1, added: 0, skipped: 1 });
    writeFileSync(at("empty.csv"), "");
    await expect(client.emulation.import({ paths: [at("empty.csv")] })).rejects.toMatchObject({
      code: "bad-format",
    });
  });
});

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import { readSheet } from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import type { TestCase, TestCaseContent } from "../../src/shared/model/emulation.ts";
import { testCaseContent } from "../../src/shared/model/emulation.ts";
import { countsOf } from "./counts.ts";
import { addToldRun, bareCase, toldCase } from "./export-support.ts";
import { openRange, type Range } from "./range.ts";

const sample = "../shared/data/samples/vectr/DEMO_PURPLE_CE.csv";

async function addCases(range: Range, name: string, cases: TestCaseContent[]): Promise<number> {
  const run = await range.client.emulation.addRun({
    environmentId: range.environmentId,
    run: { name, who: "", tool: "", startedAt: null, endedAt: null, version: null, notes: "" },
  });
  await range.client.emulation.addCases({ runId: run.id, cases });
  return run.id;
}

describe.skipIf(!existsSync(sample))(`VECTR's demo dump (${sample} is missing)`, () => {
  test("written out and read again says the same of every test case", async () => {
    const range = await openRange();
    await range.client.emulation.import({ paths: [sample] });
    const before = await range.listCases();
    const runIds = (await range.client.emulation.runs({})).map(({ id }) => id);
    const path = range.at("dump.csv");
    await range.client.emulation.export({ runIds, format: "vectr", path });
    const other = await openRange();
    expect(await other.client.emulation.import({ paths: [path] })).toMatchObject({
      added: 765,
      unreadable: [],
    });
    const after = await other.listCases();
    expect(countsOf(after, ({ outcome }) => outcome)).toEqual({
      blocked: 187,
      alerted: 174,
      logged: 193,
      missed: 211,
    });
    const sorted = (cases: readonly TestCase[]) =>
      cases
        .map((one) => {
          const { ownFields, ...content } = testCaseContent.parse(one);
          // What the dump left empty may stand there as TBD now.
          const told = ownFields.filter(({ value }) => value !== "TBD");
          return JSON.stringify({
            ...content,
            ownFields: told.sort((a, b) => (a.name < b.name ? -1 : 1)),
          });
        })
        .sort();
    expect(sorted(after)).toEqual(sorted(before));
  });

  test("has the columns of the original, and one more", async () => {
    const range = await openRange();
    await range.client.emulation.import({ paths: [sample] });
    const [run] = await range.client.emulation.runs({});
    const path = range.at("dump.csv");
    await range.client.emulation.export({ runIds: [run?.id ?? 0], format: "vectr", path });
    const headings = (text: string) => text.split("\r\n")[0]?.split(",") ?? [];
    const theirs = headings(readFileSync(sample, "utf8"));
    const ours = headings(readFileSync(path, "utf8"));
    expect(theirs[0]).toBe("\uFEFFAssessmentGroup");
    expect(ours).toHaveLength(38);
    expect(ours.filter((name) => name !== "Outcome Path")).toEqual(theirs);
  });
});

describe("VECTR's dump of our own cases", () => {
  test.each([
    [{ outcome: "blocked", seen: "alert" }, "Completed,Blocked,Yes,TBD"],
    [{ outcome: "blocked", seen: "log" }, "Completed,Blocked,No,Yes"],
    [{ outcome: "blocked", seen: "none" }, "Completed,Blocked,No,No"],
    [{ outcome: "blocked", seen: null }, "Completed,Blocked,TBD,TBD"],
    [{ outcome: "alerted", seen: null }, "Completed,Detected,TBD,TBD"],
    [{ outcome: "logged", seen: null }, "Completed,NotDetected,TBD,Yes"],
    [{ outcome: "missed", seen: null }, "Completed,NotDetected,TBD,No"],
    [{ outcome: "not-run", seen: null }, "NotPerformed,TBD,TBD,TBD"],
    [{ outcome: "not-assessed", seen: null }, "InProgress,TBD,TBD,TBD"],
  ] as const)("writes %o as %s, and reads it so again", async (said, words) => {
    const range = await openRange();
    const runId = await addCases(range, "Q1", [{ ...toldCase, ...said }]);
    const path = range.at("dump.csv");
    await range.client.emulation.export({ runIds: [runId], format: "vectr", path });
    const [row]: Record<string, string>[] = parse(readFileSync(path, "utf8"), {
      bom: true,
      columns: true,
    });
    expect(
      ["Status", "Outcome", "Alert Triggered", "Activity Logged"].map((name) => row?.[name]).join(),
    ).toBe(words);
    expect(row).toMatchObject({
      "Start Time Epoch": String(Date.UTC(2026, 10, 12, 9, 47)),
      TargetAssets: "DC01.corp.example",
      DetectingTools: "Sentinel,Zeek",
    });
    const other = await openRange();
    await other.client.emulation.import({ paths: [path] });
    expect(await other.listCases()).toMatchObject([
      { ...said, name: toldCase.name, command: toldCase.command.trim(), written: "T1003.001" },
    ]);
  });

  test("says the outcome that a hand set since, not the one that the dump had", async () => {
    const range = await openRange();
    const runId = await addCases(range, "Q1", [
      {
        ...toldCase,
        outcome: "logged",
        ownFields: [
          { name: "Activity Logged", value: "No" },
          { name: "Outcome Path", value: "Alerted - High" },
          { name: "Risk", value: "Low" },
        ],
      },
    ]);
    const path = range.at("dump.csv");
    await range.client.emulation.export({ runIds: [runId], format: "vectr", path });
    const other = await openRange();
    await other.client.emulation.import({ paths: [path] });
    expect(await other.listCases()).toMatchObject([{ outcome: "logged" }]);
    expect(readFileSync(path, "utf8")).toContain(",Low,");
  });
});

describe("runs as a workbook", () => {
  test("have a sheet of test cases, one of runs with their outcomes, one of watching tools", async () => {
    const range = await openRange();
    const { runId } = await addToldRun(range);
    const path = range.at("run.xlsx");
    await range.client.emulation.export({ runIds: [runId], format: "xlsx", path });
    const cases = await readSheet(path, "Test cases");
    expect(cases).toHaveLength(3);
    const cell = (heading: string, row: number) =>
      cases[row]?.[(cases[0] ?? []).findIndex((each) => each === heading)];
    expect(["Technique", "Host", "Outcome", "Rule"].map((heading) => cell(heading, 1))).toEqual([
      "T1003.001",
      "DC01.corp.example",
      "alerted",
      "LSASS memory access",
    ]);
    expect(cell("Test", 1)).toBe(`'=Dump, LSASS; "quoted"`);
    expect([cell("Outcome", 2), cell("Seen", 2)]).toEqual(["blocked", "log"]);
    const runs = await readSheet(path, "Runs");
    const headings = runs[0] ?? [];
    expect(
      Object.fromEntries(headings.map((heading, at) => [String(heading), runs[1]?.[at] ?? null])),
    ).toMatchObject({ Run: "Purple day", "Test cases": 2, alerted: 1, blocked: 1, missed: 0 });
    const tools = await readSheet(path, "Watching tools");
    expect(tools.slice(1).map((row) => [row[4], row[5]])).toEqual([
      ["Sentinel", "alerted"],
      ["Zeek", "logged"],
    ]);
  });

  test("are read by another program alike, control characters and all", async () => {
    const range = await openRange();
    const runId = await addCases(range, "Day", [
      { ...toldCase, command: 'beep \u0007 \u0000 \uFFFE <a> & "b"' },
    ]);
    const path = range.at("run.xlsx");
    await range.client.emulation.export({ runIds: [runId], format: "xlsx", path });
    const script = [
      "import sys, zipfile, xml.etree.ElementTree as e",
      "z = zipfile.ZipFile(sys.argv[1])",
      "for n in sorted(z.namelist()):",
      "    if n.endswith('.xml'): e.fromstring(z.read(n))",
      "t = e.fromstring(z.read('xl/sharedStrings.xml')) if 'xl/sharedStrings.xml' in z.namelist() else e.fromstring(z.read('xl/worksheets/sheet1.xml'))",
      "print('DC01.corp.example' in ''.join(t.itertext()))",
    ].join("\n");
    expect(execFileSync("python3", ["-c", script, path], { encoding: "utf8" }).trim()).toBe("True");
  });
});

describe("runs as ATTiRe", () => {
  test("are one log for each host, which come back as what was executed and no outcome", async () => {
    const range = await openRange();
    const runId = await addCases(range, "Purple day", [
      { ...toldCase, command: "one" },
      { ...toldCase, command: "two", host: "WS-7", name: "Second" },
      { ...bareCase, outcome: "not-run" },
    ]);
    const path = range.at("logs.zip");
    await range.client.emulation.export({ runIds: [runId], format: "attire", path });
    const files = unzipSync(readFileSync(path));
    expect(Object.keys(files)).toEqual([
      "Purple day DC01.corp.example.json",
      "Purple day WS-7.json",
    ]);
    const log: unknown = JSON.parse(Buffer.from(files["Purple day WS-7.json"] ?? []).toString());
    expect(log).toMatchObject({
      "attire-version": "1.1",
      "execution-data": {
        "execution-source": "Invoke-Atomicredteam",
        target: { host: "WS-7", user: "CORP\\jdoe" },
      },
      procedures: [
        {
          "procedure-name": "Second",
          "mitre-technique-id": "T1003.001",
          steps: [{ command: "two", "time-start": "2026-11-12T09:47:00.000Z" }],
        },
      ],
    });
    expect(JSON.stringify(log)).not.toMatch(/alerted|Sentinel/);
    const other = await openRange();
    await other.client.emulation.import({ paths: [path] });
    expect(await other.client.emulation.runs({})).toMatchObject([{ name: "Purple day", cases: 2 }]);
    expect(await other.listCases()).toMatchObject([
      {
        source: "atomic",
        testKey: toldCase.testKey,
        host: "DC01.corp.example",
        command: "one",
        startAt: toldCase.startAt,
        endAt: toldCase.endAt,
        outcome: "not-assessed",
        execution: toldCase.execution,
      },
      { host: "WS-7", command: "two" },
    ]);
  });

  test("are no archive where one log is asked for, and refused where one cannot hold them", async () => {
    const range = await openRange();
    const one = await addCases(range, "One", [toldCase]);
    const path = range.at("log.json");
    await range.client.emulation.export({ runIds: [one], format: "attire", path });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ "attire-version": "1.1" });
    const two = await addCases(range, "Two", [toldCase]);
    await expect(
      range.client.emulation.export({ runIds: [one, two], format: "attire", path }),
    ).rejects.toMatchObject({ code: "bad-input", place: { remedy: "End its name in .zip." } });
    const none = await addCases(range, "Planned", [bareCase]);
    await expect(
      range.client.emulation.export({ runIds: [none], format: "attire", path }),
    ).rejects.toMatchObject({ message: /was executed/ });
  });
});

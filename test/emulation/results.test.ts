import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { countsOf } from "./counts.ts";
import { openRange } from "./range.ts";

const samples = "../shared/data/samples";
const operation = z.object({
  run: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  cases: z.array(z.record(z.string(), z.string())),
  cleanup: z.number(),
  skipped: z.number(),
});
const procedures = z.array(z.record(z.string(), z.string()));
const expected = z
  .object({
    operation_report_2021_v2x: operation,
    operation_report_2022_v4x: operation,
    event_logs_2021_v4x: operation,
    "attire_1.1_readme_sample": procedures,
    "attire_1.1_schema_examples": procedures,
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "expected/results.json"), "utf8")));

describe.skipIf(!existsSync(samples))(`sample results (${samples} is missing)`, () => {
  test.each([
    ["operation_report_2021_v2x", "Caldera operation report"],
    ["operation_report_2022_v4x", "Caldera operation report"],
    ["event_logs_2021_v4x", "Caldera event log"],
  ] as const)("of Caldera in %s come as they are, without their cleanup", async (name, format) => {
    const { client, listCases } = await openRange();
    const paths = [join(samples, `caldera/reports/${name}.json`)];
    const report = await client.emulation.import({ paths });
    const { run, startedAt, endedAt, cases, cleanup, skipped } = expected[name];
    expect(report).toMatchObject({
      format,
      read: cases.length + cleanup + skipped,
      added: cases.length,
      skipped: cleanup + skipped,
      unreadable: [],
    });
    expect(await client.emulation.runs({})).toMatchObject([
      {
        name: run,
        startedAt,
        endedAt,
        tool: "Caldera",
        outcomes: { "not-assessed": cases.length },
      },
    ]);
    expect(await listCases()).toMatchObject(cases);
    const cleaning = report.items.filter(({ message }) => message.startsWith("Cleans up"));
    expect(cleaning).toHaveLength(cleanup);
    const again = await client.emulation.import({ paths });
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: cases.length });
  });

  test.each(["attire_1.1_readme_sample", "attire_1.1_schema_examples"] as const)(
    "of %s come as they are, none of them assessed",
    async (name) => {
      const { client, listCases } = await openRange();
      const paths = [join(samples, `attire/${name}.json`)];
      const report = await client.emulation.import({ paths });
      const own = expected[name];
      // The examples of the specification leave the version out.
      const format = name.endsWith("sample") ? "ATTiRe 1.1" : "ATTiRe";
      expect(report).toMatchObject({ format, added: own.length, unreadable: [] });
      const cases = await listCases();
      expect(cases).toMatchObject(own);
      expect(countsOf(cases, ({ outcome }) => outcome)).toEqual({ "not-assessed": own.length });
      const again = await client.emulation.import({ paths });
      expect(again).toMatchObject({ added: 0, changed: 0, unchanged: own.length });
    },
  );
});

const guid = "c70ab9fd-19e2-4e02-a83c-9cfa8eaa8fef";
const common = ["2026-11-12T09:47:00Z", "2026-11-12T10:47:00Z", "T1087.002", "9", "Admins"];
const generations = [
  [
    "2020-02",
    "Execution Time (UTC),Execution Time (Local),Technique,Test Number,Test Name,Hostname,Username",
    [...common, "ar-win-2", "ar-win-2\\administrator"],
    { testKey: "T1087.002: Admins", execution: { exitCode: null } },
  ],
  [
    "2020-05",
    "Execution Time (UTC),Execution Time (Local),Technique,Test Number,Test Name,Hostname,Username,GUID",
    [...common, "ar-win-2", "ar-win-2\\administrator", guid],
    { testKey: guid, execution: { exitCode: null } },
  ],
  [
    "2023-03",
    "Execution Time (UTC),Execution Time (Local),Technique,Test Number,Test Name,Hostname,Username,GUID,ProcessId,ExitCode",
    [...common, "ar-win-2", "ar-win-2\\administrator", guid, "4384", "0"],
    { testKey: guid, execution: { exitCode: "0", processId: "4384" } },
  ],
  [
    "2023-06",
    "Execution Time (UTC),Execution Time (Local),Technique,Test Number,Test Name,Hostname,IP Address,Username,GUID,ProcessId,ExitCode",
    [...common, "ar-win-2", "10.0.1.15", "ar-win-2\\administrator", guid, "4384", "1"],
    {
      testKey: guid,
      execution: { exitCode: "1", processId: "4384" },
      ownFields: [{ name: "IP Address", value: "10.0.1.15" }],
    },
  ],
] as const;

/** A log as PowerShell writes it: every cell quoted. */
const log = (headings: string, ...rows: readonly (readonly string[])[]) =>
  [headings.split(","), ...rows]
    .map((cells) => `${cells.map((cell) => `"${cell}"`).join(",")}\r\n`)
    .join("");

describe("a log of Invoke-AtomicRedTeam", () => {
  test.each(generations)("of %s is read, and its exit code is no outcome", async (...of) => {
    const [, headings, row, own] = of;
    const { importText } = await openRange();
    const { report, cases } = await importText("log.csv", log(headings, row));
    expect(report).toMatchObject({ format: "Invoke-AtomicRedTeam log", added: 1 });
    expect(cases).toMatchObject([
      {
        source: "atomic",
        name: "Admins",
        written: "T1087.002",
        host: "ar-win-2",
        startAt: "2026-11-12T09:47:00.000Z",
        outcome: "not-assessed",
        ...own,
      },
    ]);
    expect(cases[0]?.execution?.user).toBe("ar-win-2\\administrator");
  });

  const [, , , [, headings]] = generations;
  const run = (time: string, host = "ar-win-2", id = guid) => [
    ...[time, "", "T1087.002", "9", "Admins", host, "10.0.1.15", "me", id, "1", "0"],
  ];

  test("that grew adds what is new alone, a run for each day", async () => {
    const { client, importText } = await openRange();
    const first = run("2026-11-12T23:59:59Z");
    await importText("log.csv", log(headings, first));
    const { report, cases } = await importText(
      "copied.csv",
      log(headings, first, run("2026-11-13T00:00:01Z")),
    );
    expect(report).toMatchObject({ added: 1, changed: 0, unchanged: 1 });
    expect(cases).toHaveLength(2);
    expect((await client.emulation.runs({})).map(({ name }) => name)).toEqual([
      "Atomic Red Team 2026-11-13",
      "Atomic Red Team 2026-11-12",
    ]);
  });

  test("that the runner wrote names the host without the GUID of the test", async () => {
    const { importText } = await openRange();
    const { cases } = await importText(
      "log.csv",
      log(
        headings,
        run("2026-11-12T09:00:00Z", `victim-${guid}`),
        run("2026-11-12T09:01:00Z", `victim-${guid.replaceAll("-", "")}`),
      ),
    );
    expect(cases.map(({ host }) => host)).toEqual(["victim", "victim"]);
  });

  test("begins with #TYPE where an old PowerShell wrote it, and tells what it cannot place", async () => {
    const { importText } = await openRange();
    const { report, cases } = await importText(
      "log.csv",
      `#TYPE System.Management.Automation.PSCustomObject\r\n${log(
        headings,
        run("2026-11-12T09:00:00Z"),
        run("2026-11-12T09:00:00Z"),
        run("yesterday"),
        ["", "", "T1003", "", "", "", "", "", "", "", ""],
      )}`,
    );
    expect(cases).toHaveLength(2);
    expect(report).toMatchObject({ read: 4, added: 2, duplicates: 1, skipped: 1 });
    expect(countsOf(report.items, (item) => item.class)).toEqual({
      duplicates: 1,
      skipped: 1,
      "unreadable time": 1,
    });
  });
});

const step = (command: string, more: object = {}) => ({
  ability_id: "6469befa-748a-4b9c-a96d-f191fde47d89",
  name: "Create staging directory",
  command,
  plaintext_command: command,
  delegated: "2025-03-01T10:00:00Z",
  run: "2025-03-01T10:00:05Z",
  agent_reported_time: "2025-03-01T10:00:04Z",
  status: 0,
  platform: "linux",
  executor: "sh",
  pid: 1,
  link_id: "l",
  attack: { tactic: "collection", technique_id: " T1074.001", technique_name: "" },
  ...more,
});
const report = (...steps: readonly object[]) =>
  JSON.stringify({
    name: "Op",
    host_group: [{ paw: "p", host: "WS-1", links: [] }],
    start: "2025-03-01T10:00:00Z",
    finish: null,
    adversary: { name: "Thief" },
    skipped_abilities: [{ p: [] }],
    steps: { p: { steps: steps } },
  });

describe("a report of Caldera", () => {
  test("of 5.x gives its plain command and both streams, and its exit code stays what it is", async () => {
    const { importText } = await openRange();
    const output = { stdout: "out", stderr: "err", exit_code: "0" };
    const { cases } = await importText("op.json", report(step("mkdir staged", { output })));
    expect(cases).toMatchObject([
      {
        command: "mkdir staged",
        outcome: "not-assessed",
        written: "T1074.001",
        execution: { output: "out\nerr", exitCode: "0", status: "0 success" },
      },
    ]);
  });

  test("of an operation that still runs has no end, and a link that has not run no verdict", async () => {
    const { client, importText } = await openRange();
    const waiting = step("mkdir staged", { run: null, agent_reported_time: null, status: -3 });
    const { cases } = await importText("op.json", report(waiting));
    expect(cases).toMatchObject([
      { outcome: "not-assessed", endAt: null, execution: { status: "-3 not yet run" } },
    ]);
    expect(await client.emulation.runs({})).toMatchObject([{ endedAt: null }]);
  });

  test("keeps an ability that repeats for each fact, though it comes last", async () => {
    const { importText } = await openRange();
    const { cases } = await importText(
      "op.json",
      report(
        step("cp a staged", { pid: 1 }),
        step("cp b staged", { pid: 2 }),
        step("cp c staged", { pid: 3 }),
        step("rm -rf staged", { pid: 4 }),
      ),
    );
    expect(cases.map(({ command }) => command)).toEqual([
      "cp a staged",
      "cp b staged",
      "cp c staged",
    ]);
  });

  test("takes a command for base64 only where it is", async () => {
    const { importText } = await openRange();
    const plain = (command: string, pid: number) =>
      step(command, { pid, ability_id: `ability ${pid}`, plaintext_command: undefined });
    const { cases } = await importText(
      "op.json",
      report(plain("d2hvYW1pIC9hbGw=", 1), plain("whoami00", 2), plain("ipconfig /all", 3)),
    );
    expect(cases.map(({ command }) => command)).toEqual([
      "whoami /all",
      "whoami00",
      "ipconfig /all",
    ]);
  });
});

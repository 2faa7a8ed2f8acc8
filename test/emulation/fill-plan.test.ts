import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TestCase } from "../../src/shared/model/emulation.ts";
import { fillPlan, matchPlan } from "../../src/main/emulation/fill-plan.ts";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { bareCase } from "./export-support.ts";
import { openRange, type Range } from "./range.ts";

const dump = "c70ab9fd-19e2-4e02-a83c-9cfa8eaa8fef";
const key = "114ccff9-ae6d-4547-9ead-4cd69f687306";
const head =
  "Execution Time (UTC),Execution Time (Local),Technique,Test Number,Test Name,Hostname,IP Address,Username,GUID,ProcessId,ExitCode";
const line = (time: string, technique: string, name: string, host: string, guid: string) =>
  `2026-11-12T${time}Z,2026-11-12T${time}Z,${technique},1,${name},${host},10.0.0.4,CORP\\ann,${guid},4242,0`;
const log = [
  head,
  line("09:47:00", "T1003.001", "Dump LSASS", "ws-014.corp.example", dump),
  line("09:50:00", "T1547.001", "Reg Key Run", "SRV-003", key),
  line("10:05:00", "T1105", "certutil download", "WS-014", "dd3b61dd-7bbc-48cd-ab51-49ad1a776df0"),
].join("\n");

const planned = aTestCaseContent({
  source: "atomic",
  testKey: dump,
  name: "Dump LSASS",
  written: "T1003.001",
});

async function planDay({ client, environmentId }: Range) {
  const { id } = await client.emulation.addRun({
    environmentId,
    run: {
      ...{ name: "Purple day", who: "Ann", tool: "", version: null, notes: "" },
      ...{ startedAt: null, endedAt: null },
    },
  });
  const cases = await client.emulation.addCases({
    runId: id,
    cases: [
      { ...planned, host: "WS-014", assignee: "Ben", expected: "block", group: "Morning" },
      { ...planned, host: "WS-015" },
      { ...planned, testKey: key.toUpperCase(), name: "Run key", written: "T1547.001" },
    ],
  });
  return { runId: id, cases };
}

describe("a planned day", () => {
  test("is filled by the log of what ran: the same test on the same host, else on none", async () => {
    const range = await openRange();
    const { client, at } = range;
    const { runId, cases } = await planDay(range);
    writeFileSync(at("log.csv"), log);
    const report = await client.emulation.import({ paths: [at("log.csv")], runId });
    expect(report).toMatchObject({ read: 3, added: 1, changed: 2, unchanged: 0 });
    expect(await client.emulation.runs({})).toMatchObject([{ id: runId, cases: 4 }]);
    const filled = await client.emulation.cases({ runId });
    expect(filled).toMatchObject([
      {
        ...{ id: cases[0]?.id, host: "WS-014", assignee: "Ben", expected: "block" },
        ...{ group: "Morning", startAt: "2026-11-12T09:47:00.000Z", outcome: "not-assessed" },
        execution: { exitCode: "0", processId: "4242" },
      },
      { host: "WS-015", startAt: null, execution: null },
      { name: "Run key", host: "SRV-003", startAt: "2026-11-12T09:50:00.000Z" },
      { name: "certutil download", host: "WS-014", startAt: "2026-11-12T10:05:00.000Z" },
    ]);
    expect((await client.emulation.case({ id: filled[0]?.id ?? 0 })).history).toContainEqual(
      expect.objectContaining({ field: "startAt", who: "log.csv" }),
    );
  });

  test("takes the same log once, whether it comes into the run again or by itself", async () => {
    const range = await openRange();
    const { client, at, listCases } = range;
    const { runId } = await planDay(range);
    writeFileSync(at("log.csv"), log);
    await client.emulation.import({ paths: [at("log.csv")], runId });
    const before = await listCases();
    for (const place of [{ runId }, {}]) {
      const again = await client.emulation.import({ paths: [at("log.csv")], ...place });
      expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
      expect(await listCases()).toEqual(before);
    }
    expect(await client.emulation.runs({})).toHaveLength(1);
  });

  test("keeps what a hand said of it, and is as it was once the import is undone", async () => {
    const range = await openRange();
    const { client, at } = range;
    const { runId, cases } = await planDay(range);
    const [first] = cases;
    const change = { platform: "Windows 11" };
    await client.emulation.editCases({ ids: [first?.id ?? 0], change, who: "Ann" });
    const before = await client.emulation.cases({ runId });
    writeFileSync(at("log.csv"), log);
    const { id } = await client.emulation.import({ paths: [at("log.csv")], runId });
    expect((await client.emulation.cases({ runId }))[0]).toMatchObject(change);
    await client.imports.undo({ id });
    expect(await client.emulation.cases({ runId })).toEqual(before);
    const again = await client.emulation.import({ paths: [at("log.csv")], runId });
    expect(again).toMatchObject({ added: 1, changed: 2 });
  });

  test("leaves what was imported before where it is, and says so", async () => {
    const range = await openRange();
    const { client, importText, at } = range;
    const { runId } = await planDay(range);
    await importText("log.csv", log);
    const report = await client.emulation.import({ paths: [at("log.csv")], runId });
    expect(report).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    expect(report.items.filter((item) => item.class === "in another run")).toHaveLength(3);
    expect((await client.emulation.cases({ runId })).every(({ startAt }) => startAt === null)).toBe(
      true,
    );
  });
});

describe("planned test cases and executions", () => {
  const hosts = fc.constantFrom("", "A", "a.corp.example", "B", "10.1.2.3", "10.4.5.6");
  const anyCase = fc
    .record({ host: hosts, testKey: fc.constantFrom("one", "ONE", "two") })
    .map((given) => ({ ...planned, ...given }));
  const short = (host: string) =>
    /^\d/.test(host) ? host : (host.toLowerCase().split(".")[0] ?? "");

  test("are paired one to one, by test and host, and none that fits is left waiting", () => {
    fc.assert(
      fc.property(
        fc.array(anyCase, { maxLength: 8 }),
        fc.array(anyCase, { maxLength: 8 }),
        (plan, read) => {
          const waiting = plan.map((content, id): TestCase => ({
            ...content,
            ...{ id, runId: 1, position: id, importId: null, edited: [], evidence: 0 },
            uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a001",
          }));
          const matched = matchPlan(waiting, read);
          const used = [...matched.values()].map(({ id }) => id);
          expect(new Set(used).size).toBe(used.length);
          const fits = (a: { host: string; testKey: string }, b: typeof a) =>
            a.testKey.toLowerCase() === b.testKey.toLowerCase() &&
            (a.host === "" || short(a.host) === short(b.host));
          for (const [index, one] of matched) expect(fits(one, read[index] ?? bareCase)).toBe(true);
          const left = waiting.filter(({ id }) => !used.includes(id));
          read.forEach((one, index) => {
            if (!matched.has(index)) expect(left.filter((each) => fits(each, one))).toEqual([]);
          });
        },
      ),
    );
  });

  test("give one test case that filling again does not change", () => {
    fc.assert(
      fc.property(anyCase, anyCase, (plan, read) => {
        const ran = { ...read, startAt: "2026-11-12T09:47:00.000Z", command: "whoami" };
        const filled = fillPlan(plan, ran);
        expect(fillPlan(filled, ran)).toEqual(filled);
        expect(filled).toMatchObject({ name: plan.name, testKey: plan.testKey, command: "whoami" });
      }),
    );
  });
});

import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { AlertRequest } from "../../src/shared/model/alert.ts";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import { openRange } from "./range.ts";

const aTest = (name: string, changes: Partial<TestCaseContent> = {}) =>
  aTestCaseContent({
    ...{ source: "own", testKey: name, name, written: "T1059.001", host: "WS-014" },
    startAt: "2026-11-12T09:00:00.000Z",
    ...changes,
  });

/** A run of four tests on two hosts, with two rules that its environment has. */
async function openNight(options: { starter?: boolean } = {}) {
  const range = await openRange(options);
  const { client, environmentId, at } = range;
  writeFileSync(
    at("rules.csv"),
    "Name,Technique\nEncoded PowerShell,T1059.001\nLSASS read,T1003.001\nTwin,T1082\n",
  );
  await client.detections.import({ paths: [at("rules.csv")] });
  const run = await client.emulation.addRun({
    environmentId,
    run: {
      ...{ name: "Night", who: "", tool: "", startedAt: null, endedAt: null, version: null },
      notes: "",
    },
  });
  const cases = await client.emulation.addCases({
    runId: run.id,
    cases: [
      aTest("Encoded command"),
      aTest("Dump", {
        ...{ written: "T1003.001", host: "srv-003.corp.example", outcome: "blocked" },
        startAt: "2026-11-12T09:10:00.000Z",
      }),
      aTest("Old ID", { written: "T1086", host: "WS-020", startAt: "2026-11-12T10:00:00.000Z" }),
      aTest("No time", { startAt: null }),
    ],
  });
  const find = async (name: string, text: string | Buffer, more: Partial<AlertRequest> = {}) => {
    writeFileSync(at(name), text);
    return client.emulation.matchAlerts({
      ...{ runIds: [run.id], assessmentId: null, path: at(name) },
      ...more,
    });
  };
  return { ...range, run, cases, find, list: () => client.emulation.cases({ runId: run.id }) };
}

const csv = [
  "_time,search_name,dest,annotations.mitre_attack,urgency",
  "2026-11-12T10:03:00.000+0100,ESCU - Encoded PowerShell - Rule,ws-014.corp.example,,high",
  "2026-11-12T09:31:00Z,LSASS read,SRV-003,T1003.001,critical",
  "2026-11-12T09:05:00Z,Something else,mail-1,T1566,low",
  "2026-11-12T22:00:00Z,Encoded PowerShell,ws-014,,high",
  "soon,Encoded PowerShell,ws-014,,high",
].join("\r\n");

describe("alerts of a SIEM", () => {
  test("are suggested to the test cases that raised them, each with its reasons", async () => {
    const { find, cases, list } = await openNight();
    const before = await list();
    const found = await find("alerts.csv", csv);
    expect(found.table).toMatchObject({
      mapping: [
        { field: "time", column: "_time" },
        { field: "rule", column: "search_name" },
        { field: "host", column: "dest" },
        { field: "technique", column: "annotations.mitre_attack" },
        { field: "severity", column: "urgency" },
      ],
      missing: null,
      rowCount: 5,
    });
    expect(found.matches).toMatchObject([
      {
        ...{ caseId: cases[0]?.id, line: 2, at: "2026-11-12T09:03:00.000Z", strength: "certain" },
        ...{ techniques: ["T1059.001"], byRule: true, seconds: 180, late: false },
        fired: { id: 1, name: "Encoded PowerShell" },
      },
      {
        ...{ caseId: cases[1]?.id, line: 3, strength: "certain", byRule: false, seconds: 1260 },
        ...{ late: true, fired: { id: 2, name: "LSASS read" }, severity: "critical" },
      },
    ]);
    expect(found.unmatched.counts).toEqual({
      ...{ "no-time": 1, "other-host": 1, "other-time": 1, "other-technique": 0 },
    });
    expect([found.cases, found.untimed]).toEqual([4, 1]);
    expect(await list()).toEqual(before);
  });

  test("are written once they are accepted, and taken back", async () => {
    const { client, find, list } = await openNight();
    const before = await list();
    const { matches } = await find("alerts.csv", csv);
    const alerts = matches.map(({ caseId, at, fired }) => ({ caseId, at, fired }));
    const was = await client.emulation.acceptAlerts({ alerts, who: "Ann" });
    expect((await list()).slice(0, 2)).toMatchObject([
      {
        ...{ outcome: "alerted", seen: null, alertAt: "2026-11-12T09:03:00.000Z" },
        fired: { id: 1, name: "Encoded PowerShell" },
      },
      { outcome: "blocked", seen: "alert", alertAt: "2026-11-12T09:31:00.000Z" },
    ]);
    expect((await find("alerts.csv", csv)).matches.map(({ held }) => held)).toEqual([true, true]);
    await client.emulation.restoreCases({ cases: was, removed: [], who: "Ann" });
    expect(await list()).toEqual(before);
  });

  test("are told the same by a workbook and by JSON, a line each or in a list", async () => {
    const { find } = await openNight();
    const rows = csv.split("\r\n").map((line) => line.split(","));
    const [head = [], ...body] = rows;
    const told = ({ matches, unmatched: { counts } }: Awaited<ReturnType<typeof find>>) => [
      matches.map(({ caseId, at, rule, strength }) => [caseId, at, rule, strength]),
      counts,
    ];
    const expected = told(await find("alerts.csv", csv));
    const workbook = await writeWorkbook(
      rows.map((cells) => cells.map((value) => ({ value, type: String }))),
    ).toBuffer();
    expect(told(await find("alerts.xlsx", workbook))).toEqual(expected);
    const objects = body.map((cells) =>
      Object.fromEntries(head.map((name, at) => [name, cells[at]])),
    );
    const lines = objects.map((result) => JSON.stringify({ preview: false, result })).join("\n");
    expect(told(await find("alerts.json", lines))).toEqual(expected);
    expect(told(await find("alerts.json", JSON.stringify({ results: objects })))).toEqual(expected);
  });

  test("of Elastic are read by its own names, a sub-technique before its parent", async () => {
    const { find, cases } = await openNight();
    const source = {
      "@timestamp": "2026-11-12T09:02:00.000Z",
      host: { name: "ws-014" },
      "kibana.alert.rule.name": "Suspicious shell",
      "kibana.alert.severity": "medium",
      "kibana.alert.rule.threat.technique.id": ["T1059"],
      "kibana.alert.rule.threat.technique.subtechnique.id": ["T1059.001"],
    };
    const found = await find(
      "hits.json",
      JSON.stringify({ hits: { hits: [{ _source: source }] } }),
    );
    expect(found.matches).toMatchObject([
      { caseId: cases[0]?.id, techniques: ["T1059.001"], relation: "same", severity: "medium" },
    ]);
    expect(found.matches[0]?.fired).toEqual({ id: null, name: "Suspicious shell" });
  });

  test("say what nobody said of their times", async () => {
    const { find } = await openNight();
    const local = "Time,Rule,Host\n2026-11-12 10:03:00,Encoded PowerShell,WS-014\n";
    expect((await find("local.csv", local)).times).toMatchObject({ zoneless: 1, zone: "UTC" });
    const berlin = await find("local.csv", local, { zone: "Europe/Berlin" });
    expect(berlin.matches).toMatchObject([{ at: "2026-11-12T09:03:00.000Z", seconds: 180 }]);
    const unclear = "Time,Rule,Host\n11/12/2026 09:03,Encoded PowerShell,WS-014\n";
    expect((await find("order.csv", unclear)).times.orderUnclear).toBe(true);
    expect((await find("order.csv", unclear, { dayFirst: false })).matches).toHaveLength(1);
  });

  test("meet a test that names its technique by an older ID", async () => {
    const { client, find, cases } = await openNight({ starter: true });
    // T1086 was revoked by T1059.001.
    const text = "Time,Rule,Host\n2026-11-12T10:02:00Z,Encoded PowerShell,WS-020\n";
    expect((await find("old.csv", text)).matches).toEqual([]);
    const { id: assessmentId } = await client.assessments.create({ name: "Q4" });
    await client.detections.acceptOffers({
      assessmentId,
      domain: domain.parse("enterprise-attack"),
      pairs: [{ written: "T1086", techniqueId: techniqueId.parse("T1059.001") }],
    });
    expect((await find("old.csv", text)).matches).toMatchObject([
      { caseId: cases[2]?.id, strength: "certain" },
    ]);
  });

  test("that cannot be read say what is missing, and what is none is refused by name", async () => {
    const { find } = await openNight();
    const unclear = [
      ["no.csv", "Colour,Shape\nred,round\n", "Say which column holds the time of the alert."],
      ["time.csv", "Time,Shape\n2026-11-12T09:00:00Z,round\n", "time alone ties no alert"],
    ] as const;
    for (const [name, text, missing] of unclear) {
      const found = await find(name, text);
      expect(found.table.missing).toContain(missing);
      expect(found.matches).toEqual([]);
    }
    const refused = [
      ["empty.csv", "", "empty"],
      ["broken.json", '{"a": 1}\n{"b": ', "line 2"],
      ["deep.json", "[".repeat(5000), "nested deeper"],
      ["page.csv", "<!doctype html><p>Log in", "web page"],
    ] as const;
    for (const [name, text, reason] of refused) {
      await expect(find(name, text)).rejects.toThrow(reason);
      await expect(find(name, text)).rejects.toThrow(name);
    }
  });

  test("build nothing from names of the file", async () => {
    const { find } = await openNight();
    const line =
      '{"__proto__": {"host": "WS-014"}, "constructor": 1, "time": "2026-11-12T09:01:00Z"}';
    const found = await find("proto.json", line);
    expect(found.table.columns).toEqual(["__proto__.host", "constructor", "time"]);
    expect(Object.hasOwn(Object.prototype, "host")).toBe(false);
  });
});

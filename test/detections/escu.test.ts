import { describe, expect, test } from "vitest";
import { isEscu, readEscu } from "../../src/main/detections/escu.reader.ts";
import type { ReadFileResult } from "../../src/main/detections/record.ts";
import { isSentinelYaml } from "../../src/main/detections/sentinel-yaml.reader.ts";
import { isSigma } from "../../src/main/detections/sigma.reader.ts";
import type { YamlMap } from "../../src/main/detections/yaml.reader.ts";
import { readYaml } from "../../src/main/detections/yaml.reader.ts";
import type { DetectionRecord } from "../../src/shared/model/detection.ts";

function read(lines: readonly string[], file = "detections/endpoint/a.yml"): ReadFileResult {
  return readEscu(file, readYaml(lines.join("\n")));
}

function only(lines: readonly string[], file?: string): DetectionRecord {
  const { records, unreadable } = read(lines, file);
  expect(unreadable).toEqual([]);
  const [record, ...others] = records;
  expect(others).toEqual([]);
  if (record === undefined) throw new Error("no record");
  return record;
}

function documentOf(lines: readonly string[]): YamlMap {
  const value = readYaml(lines.join("\n"))[0]?.value;
  if (!(value instanceof Map)) throw new Error("no map");
  return value as YamlMap;
}

const head = [
  "name: A rule",
  "id: 0F06A3A5-6A09-413F-8743-E6CF35561297",
  "author: Ann",
  "search: index=a",
  "how_to_implement: Install it.",
];

describe("a rule of Splunk's security content", () => {
  const layout2024 = [
    ...head,
    "date: '2024-09-30'",
    "status: production",
    "type: TTP",
    "data_source:",
    "- Sysmon EventID 1",
    "- CrowdStrike ProcessRollup2",
    "tags:",
    "  analytic_story: [One story, Another]",
    "  asset_type: Endpoint",
    "  mitre_attack_id: [T1562.001, T1562]",
    "  risk_score: 49",
    "  atomic_guid: [8b0a9ab5-8d5d-4b4a-9a6c-6c8e4f2a7f11]",
    "  cve: [CVE-2021-44228]",
  ];
  const layout2026 = [
    ...head,
    "creation_date: '2021-05-03'",
    "modification_date: '2026-05-13'",
    "status: production",
    "type: TTP",
    "data_source: [Sysmon EventID 1, CrowdStrike ProcessRollup2]",
    "analytic_story: [One story, Another]",
    "asset_type: Endpoint",
    "mitre_attack_id: [T1562.001, T1562]",
    "rba:",
    "  risk_objects:",
    "  - {field: user, type: user, score: 5}",
    "  - {field: dest, type: system, score: 49}",
  ];

  test.each([
    ["2024, with tags", layout2024, "2024-09-30"],
    ["2026, without", layout2026, "2026-05-13"],
  ])("is read in the layout of %s", (_name, lines, modified) => {
    const record = only(lines);
    expect(record).toMatchObject({
      key: "0f06a3a5-6a09-413f-8743-e6cf35561297",
      name: "A rule",
      format: "splunk-escu",
      state: null,
      maturity: "stable",
      severity: null,
      alerting: true,
      techniques: ["T1562.001", "T1562"],
      platforms: ["Windows"],
      logSource: "Sysmon EventID 1, CrowdStrike ProcessRollup2",
      owner: "Ann",
      modified,
      line: 1,
    });
    expect(record.ownFields).toContainEqual({
      name: "analytic_story",
      value: "One story\nAnother",
    });
    expect(record.ownFields).toContainEqual({ name: "risk_score", value: "49" });
  });

  test("keeps the tests that it is for, to match them with emulation", () => {
    const { ownFields } = only(layout2024);
    expect(ownFields).toContainEqual({
      name: "atomic_guid",
      value: "8b0a9ab5-8d5d-4b4a-9a6c-6c8e4f2a7f11",
    });
    expect(ownFields).toContainEqual({ name: "cve", value: "CVE-2021-44228" });
  });

  test.each([
    ["production", "stable", null],
    ["experimental", "experimental", null],
    ["deprecated", "deprecated", "disabled"],
    ["removed", "deprecated", "disabled"],
  ])("of status %s has maturity %s and state %s", (status, maturity, state) => {
    const record = only([...head, `status: ${status}`, "type: TTP"]);
    expect([record.maturity, record.state]).toEqual([maturity, state]);
  });

  test.each(["detections/deprecated/a.yml", "removed/detections/a.yml"])(
    "in %s is retired, whatever its status says",
    (file) => {
      expect(only([...head, "status: production"], file).state).toBe("disabled");
    },
  );

  test("of a status that nobody knows says so", () => {
    const { warnings } = read([...head, "status: fine"]);
    expect(warnings.map(({ code }) => code)).toEqual(["unknown-word"]);
  });

  test.each([
    ["TTP", true],
    ["Anomaly", true],
    ["Correlation", true],
    ["Hunting", false],
  ])("of type %s raises an alert: %s", (type, alerting) => {
    expect(only([...head, `type: ${type}`]).alerting).toBe(alerting);
  });

  test.each([
    ["mitre_attack_id:", [], []],
    ["mitre_attack_id: T1003", ["T1003"], []],
    ["mitre_attack_id: [T1003, t1003, ' T1105']", ["T1003", "T1105"], []],
    ["mitre_attack_id: [T10030, TA0002]", ["T10030"], ["TA0002"]],
  ])("with %s names %j and %j", (line, techniques, tactics) => {
    const record = only([...head, line]);
    expect([record.techniques, record.tactics]).toEqual([techniques, tactics]);
  });

  test.each([
    ["asset_type: AWS Account", ["IaaS"]],
    ["asset_type: Azure Active Directory", ["Identity Provider"]],
    ["asset_type: Amazon EKS Kubernetes cluster", ["Containers"]],
    ["asset_type: O365 Tenant", ["Office Suite"]],
    ["asset_type: GitHub", ["SaaS"]],
    ["asset_type: Web Server", []],
    ["asset_type: Network", []],
    ["data_source: [Sysmon for Linux EventID 1]", ["Linux"]],
    ["data_source: [Windows Event Log Security 4688]", ["Windows"]],
    ["data_source: [Palo Alto Network Traffic]", []],
    ["data_source: [CrowdStrike ProcessRollup2]", []],
  ])("with %s is for %j", (line, platforms) => {
    expect(only([...head, line]).platforms).toEqual(platforms);
  });

  test("without an ID goes by its name", () => {
    expect(only(["name: No ID", "search: a", "tags: {mitre_attack_id: [T1003]}"]).key).toBe(
      "name:No ID",
    );
  });
});

describe("security content that is no rule", () => {
  test.each([
    ["a story", ["name: S", "narrative: n", "tags: {category: [Malware]}"]],
    ["a baseline", [...head, "type: Baseline"]],
    ["an investigation", [...head, "type: Investigation"]],
  ])("is told of and not taken: %s", (_name, lines) => {
    const { records, warnings, unreadable } = read(lines);
    expect(isEscu(documentOf(lines))).toBe(true);
    expect([records, unreadable]).toEqual([[], []]);
    expect(warnings.map(({ code }) => code)).toEqual(["not-a-detection"]);
  });

  test("a rule whose search was lost is reported with its place", () => {
    const { unreadable } = read(["name: A", "how_to_implement: x", "tags: {security_domain: a}"]);
    expect(unreadable).toEqual([
      { file: "detections/endpoint/a.yml", line: 1, reason: "has no search" },
    ]);
  });
});

test("YAML of one tool is not taken for that of another", () => {
  const kindsOf = (lines: readonly string[]) => {
    const document = documentOf(lines);
    return [isEscu(document), isSentinelYaml(document), isSigma(document)];
  };
  expect(kindsOf([...head, "tags: {mitre_attack_id: []}"])).toEqual([true, false, false]);
  expect(kindsOf(["id: 1", "name: a", "query: T", "relevantTechniques: []"])).toEqual([
    false,
    true,
    false,
  ]);
  expect(kindsOf(["title: a", "tags: []", "detection: {a: b}"])).toEqual([false, false, true]);
  expect(kindsOf(["name: a macro", "definition: index=a"])).toEqual([false, false, false]);
});

describe("a quoted text that goes on at the margin", () => {
  test("is read as the tools of the rule repositories read it", () => {
    const lines = ["name: A rule", "search: 'index=a ''b''", "| stats count", "", "| c'", "id: x1"];
    const [document] = readYaml(lines.join("\n"));
    expect(document).toMatchObject({ line: 1, fault: null });
    expect([...(document?.value as YamlMap)]).toEqual([
      ["name", "A rule"],
      ["search", "index=a 'b' | stats count\n| c"],
      ["id", "x1"],
    ]);
  });

  test("in double quotes too, with what is escaped", () => {
    const [document] = readYaml('a: "b \\"\nc"\nd: e\n');
    expect([...(document?.value as YamlMap)]).toEqual([
      ["a", 'b " c'],
      ["d", "e"],
    ]);
  });

  test("that never ends is a fault", () => {
    const [document] = readYaml("a: 'b\nc: d\n");
    expect(document?.value).toBeNull();
    expect(document?.fault).toMatch(/quote/);
  });
});

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import {
  assess,
  listGroups,
  listTechniques,
  readRelease,
  replacementOf,
  type OracleDetection,
} from "../support/oracle/attack-oracle.ts";

type Row = Record<string, string>;
const rows = (name: string): Row[] =>
  parse(readFileSync(`resources/sample/${name}.csv`), { columns: true });
const company = JSON.parse(readFileSync("resources/sample/company.json", "utf8")) as {
  assessment: { actors: { id: string; name: string; weight: number; reason: string }[] };
};
const later = JSON.parse(readFileSync("resources/facts/attack-18-to-19.json", "utf8")) as {
  techniques: Record<string, { predecessors: { id: string }[] }>;
};
const starterPath = "resources/starter/enterprise-attack-18.1.json.gz";
const starter = readRelease(starterPath, "enterprise-attack");
const known = listTechniques(starter);
const { objects } = JSON.parse(gunzipSync(readFileSync(starterPath)).toString("utf8")) as {
  objects: {
    type: string;
    name?: string;
    x_mitre_platforms?: string[];
    x_mitre_log_source_references?: { name: string; channel?: string }[];
  }[];
};
const platforms = new Set(objects.flatMap((object) => object.x_mitre_platforms ?? []));
const logSources = objects.flatMap((object) => object.x_mitre_log_source_references ?? []);

const split = (cell: string | undefined) =>
  (cell ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const rules = rows("detections");
const idsOf = (rule: Row) => split(rule["Techniques"]);
const count = (holds: (rule: Row) => boolean) => rules.filter(holds).length;

describe("the sample inventory", () => {
  it("is of the size of a real small one, each rule once", () => {
    expect(rules.length).toBeGreaterThanOrEqual(60);
    expect(rules.length).toBeLessThanOrEqual(80);
    expect(new Set(rules.map((rule) => rule["Rule ID"])).size).toBe(rules.length);
    expect(new Set(rules.map((rule) => rule["Name"])).size).toBe(rules.length);
  });

  it("holds every state, maturity and class that an import can meet", () => {
    const isNewer = (id: string) => later.techniques[id] !== undefined;
    const isRevoked = (id: string) => !known.has(id) && replacementOf(starter, id) !== undefined;
    expect(count((rule) => rule["State"] === "disabled")).toBeGreaterThanOrEqual(5);
    expect(count((rule) => rule["State"] === "available")).toBeGreaterThanOrEqual(5);
    expect(count((rule) => rule["State"] === "")).toBe(2);
    expect(count((rule) => rule["Maturity"] === "experimental")).toBeGreaterThanOrEqual(5);
    expect(count((rule) => rule["Severity"] === "informational")).toBeGreaterThanOrEqual(3);
    expect(count((rule) => idsOf(rule).some(isNewer))).toBe(3);
    expect(count((rule) => idsOf(rule).some(isRevoked))).toBe(1);
    const isWithoutId = (rule: Row) => idsOf(rule).length === 0;
    expect(count((rule) => isWithoutId(rule) && rule["Tactics"] !== "")).toBe(1);
    expect(count((rule) => isWithoutId(rule) && rule["Tactics"] === "")).toBe(1);
    const strange = rules
      .flatMap(idsOf)
      .filter((id) => !known.has(id) && !isNewer(id) && !isRevoked(id));
    expect(strange).toEqual([]);
  });

  it("speaks of platforms and dates that exist", () => {
    for (const rule of rules) {
      for (const platform of split(rule["Platforms"])) expect(platforms).toContain(platform);
      expect(rule["Modified"]).toMatch(/^202[4-6]-\d\d-\d\d$/);
    }
  });
});

describe("the sample assessment", () => {
  const { actors } = company.assessment;

  it("is about three actors of the catalogue, each with a reason", () => {
    expect(actors.map(({ name }) => name)).toEqual(["FIN7", "APT38", "Lazarus Group"]);
    for (const { id, reason } of actors) {
      expect(listGroups(starter)).toContain(id);
      expect(reason.length).toBeGreaterThan(40);
    }
  });

  it("is half covered, and collects a log source for each technique that no rule names", () => {
    const detections = rules.map((rule): OracleDetection => {
      const severity = rule["Severity"] as NonNullable<OracleDetection["severity"]>;
      const state = rule["State"] as OracleDetection["state"] | "";
      return {
        techniques: idsOf(rule).filter((id) => known.has(id)),
        otherIds: idsOf(rule).filter((id) => !known.has(id)),
        state: state === "" ? "available" : state,
        isStateAssumed: state === "",
        isExperimental: rule["Maturity"] === "experimental",
        severity,
      };
    });
    const predecessors = Object.entries(later.techniques).map(
      ([id, technique]) => [id, technique.predecessors.map((former) => former.id)] as const,
    );
    const answer = assess(starter, {
      actors,
      way: "withCampaigns",
      detections,
      predecessors: new Map(predecessors),
      telemetry: rows("log-sources").map((row) => ({
        name: row["Name"] ?? "",
        ...(row["Channel"] === "" ? {} : { channel: row["Channel"] ?? "" }),
        component: row["Data component"] ?? "",
        platform: row["Platform"] ?? "",
      })),
    });
    expect(answer.total).toBe(144);
    expect(answer.covered).toBe(62);
    expect(answer.levels).toEqual({
      none: 0,
      telemetry: 60,
      available: 9,
      partial: 13,
      detected: 52,
      several: 10,
    });
    expect(answer.beforeCompromise).toEqual({ techniques: 21, covered: 1 });
    const reasons = new Set(answer.gaps.map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual([
      "available-not-deployed",
      "no-rule",
      "not-alerting",
      "other-release-id",
      "parent-only",
      "rule-disabled",
      "sub-only",
    ]);
  });
});

describe("the sample estate", () => {
  it("lists assets on platforms of ATT&CK, in every criticality but low", () => {
    const assets = rows("assets");
    expect(assets.length).toBeGreaterThanOrEqual(35);
    for (const asset of assets) {
      expect(platforms).toContain(asset["Platform"]);
      expect(asset["Criticality"]).toMatch(/^(critical|high|medium|low)$/);
      expect(asset["Segment"]).not.toBe("");
      expect(asset["Owner"]).not.toBe("");
    }
  });

  it("lists log sources by the names and channels of the catalogue's analytics", () => {
    const components = objects
      .filter(({ type }) => type === "x-mitre-data-component")
      .map(({ name }) => name);
    for (const source of rows("log-sources")) {
      const ofName = logSources.filter(({ name }) => name === source["Name"]);
      expect(ofName, source["Name"]).not.toEqual([]);
      const channel = source["Channel"] ?? "";
      if (channel !== "") expect(ofName.map((reference) => reference.channel)).toContain(channel);
      expect(components).toContain(source["Data component"]);
      expect(platforms).toContain(source["Platform"]);
      expect(source["Quality"]).toMatch(/^[0-5]$/);
    }
  });
});

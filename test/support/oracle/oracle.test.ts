/**
 * The oracle against the figures that were published beside the test data, counted by other means.
 */
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  assess,
  compareActors,
  countCatalogue,
  listGroups,
  readLaterRelease,
  readRelease,
  techniquesOf,
  type OracleDetection,
  type OracleRelease,
} from "./attack-oracle.ts";
import { classifySigmaRules, readSigmaRules, sigmaDetections } from "./sigma-oracle.ts";

const data = "../shared/data";
const isThere = existsSync(data);
if (!isThere) console.warn(`${data} is missing: the oracle was not held against published figures`);

const bundles = {
  "enterprise-attack": `${data}/attack/enterprise-attack-18.1.stix20.json.gz`,
  "mobile-attack": `${data}/attack/mobile-attack-18.1.stix20.json.gz`,
  "ics-attack": `${data}/attack/ics-attack-18.1.stix21.json.gz`,
};

/** Group, then its techniques direct, with campaigns, with software; counted in Python. */
const publishedGroups: [string, number, number, number][] = [
  ["G0007", 91, 99, 184],
  ["G0016", 66, 119, 249],
  ["G0022", 44, 44, 85],
  ["G0032", 93, 119, 166],
  ["G0034", 79, 99, 228],
  ["G0037", 40, 40, 145],
  ["G0046", 67, 67, 181],
  ["G0049", 76, 82, 144],
  ["G0050", 78, 78, 167],
  ["G0061", 36, 36, 98],
  ["G0069", 58, 58, 150],
  ["G0080", 34, 34, 111],
  ["G0082", 56, 56, 109],
  ["G0096", 82, 105, 220],
  ["G0102", 64, 64, 209],
  ["G0125", 44, 44, 71],
  ["G1015", 64, 78, 150],
  ["G1017", 81, 98, 137],
];
const publishedMobileGroups: [string, number, number, number][] = [
  ["G0034", 3, 3, 14],
  ["G0056", 0, 20, 20],
  ["G0112", 16, 16, 16],
  ["G1028", 3, 3, 33],
  ["G1006", 0, 0, 0],
];
const publishedIcsGroups: [string, number, number, number][] = [
  ["G0034", 3, 26, 47],
  ["G0088", 2, 12, 27],
  ["G1027", 0, 6, 6],
  ["G0032", 1, 1, 3],
  ["G0102", 0, 0, 1],
];

describe.skipIf(!isThere)("the oracle on ATT&CK 18.1", () => {
  let enterprise: OracleRelease, mobile: OracleRelease, ics: OracleRelease;
  beforeAll(() => {
    enterprise = readRelease(bundles["enterprise-attack"], "enterprise-attack");
    mobile = readRelease(bundles["mobile-attack"], "mobile-attack");
    ics = readRelease(bundles["ics-attack"], "ics-attack");
  });
  const sizes = (release: OracleRelease, id: string) => {
    const { direct, withCampaigns, withSoftware } = techniquesOf(release, id);
    return [id, direct.size, withCampaigns.size, withSoftware.size];
  };

  it("counts Enterprise as published", () => {
    expect(countCatalogue(enterprise)).toEqual({
      tactics: 14,
      techniques: 216,
      subtechniques: 475,
      groups: 172,
      software: 784,
      campaigns: 52,
      mitigations: 44,
      dataSources: 0,
      dataComponents: 106,
      detectionStrategies: 691,
      analytics: 1739,
    });
  });

  it("counts Mobile and ICS as Python does", () => {
    expect(countCatalogue(mobile)).toMatchObject({
      tactics: 12,
      techniques: 77,
      subtechniques: 47,
      groups: 17,
      software: 122,
      campaigns: 3,
      mitigations: 13,
      dataComponents: 17,
      detectionStrategies: 124,
      analytics: 211,
    });
    expect(countCatalogue(ics)).toMatchObject({
      tactics: 12,
      techniques: 83,
      subtechniques: 0,
      groups: 14,
      software: 23,
      campaigns: 7,
      mitigations: 52,
      dataComponents: 36,
      detectionStrategies: 83,
      analytics: 82,
    });
  });

  it.each(publishedGroups)("counts the techniques of %s", (...published) => {
    expect(sizes(enterprise, published[0])).toEqual(published);
  });

  it("counts the techniques of groups in Mobile and ICS", () => {
    expect(publishedMobileGroups.map(([id]) => sizes(mobile, id))).toEqual(publishedMobileGroups);
    expect(publishedIcsGroups.map(([id]) => sizes(ics, id))).toEqual(publishedIcsGroups);
  });

  it("adds up over all groups as Python does", () => {
    const sum = (release: OracleRelease) => {
      const total = { direct: 0, withCampaigns: 0, withSoftware: 0 };
      for (const id of listGroups(release)) {
        const techniques = techniquesOf(release, id);
        total.direct += techniques.direct.size;
        total.withCampaigns += techniques.withCampaigns.size;
        total.withSoftware += techniques.withSoftware.size;
      }
      return Object.values(total);
    };
    expect(sum(enterprise)).toEqual([4362, 4640, 12682]);
    expect(sum(mobile)).toEqual([31, 51, 204]);
    expect(sum(ics)).toEqual([20, 59, 128]);
  });

  it("compares groups as published", () => {
    const financial = compareActors(enterprise, ["G0046", "G0082", "G0032"], "direct");
    expect([financial.union.length, financial.common.length]).toEqual([146, 18]);
    expect(compareActors(enterprise, ["G0016", "G0007", "G0032"], "direct").common).toHaveLength(
      15,
    );
    // 67 + 56 techniques, 21 shared: 21 of 102.
    expect(financial.pairs[0]).toEqual({ a: "G0046", b: "G0082", shared: 21, jaccard: 21 / 102 });
  });

  it("sorts the Sigma archive as published", () => {
    const later = readLaterRelease(`${data}/attack/attack-v18-to-v19.json`);
    const rules = readSigmaRules(`${data}/sigma/sigma-rules.zip`);
    const classes = classifySigmaRules(rules, enterprise, later.newIds);
    expect(classes).toMatchObject({
      read: 3141,
      mapped: 2611,
      mappedFully: 2571,
      mappedInPart: 40,
      newerOnly: 184,
      otherOnly: 0,
      tacticOnly: 345,
      untagged: 1,
      experimental: 225,
      distinctIds: 390,
      pairs: 3786,
    });
    const newer = [...classes.newer];
    expect(newer).toHaveLength(12);
    const pairsOf = (chosen: [string, number][]) => chosen.reduce((sum, [, n]) => sum + n, 0);
    const ancestors = (id: string) => later.predecessors.get(id) ?? [];
    expect(pairsOf(newer)).toBe(231);
    expect(ancestors("T1685")).toEqual(["T1562", "T1562.001", "T1562.006"]);
    expect(classes.newer.get("T1685")).toBe(157);
    expect(pairsOf(newer.filter(([id]) => ancestors(id).length === 1))).toBe(57);
    expect(ancestors("T1686.003")).toEqual([]);
    expect(classes.newer.get("T1686.003")).toBe(17);
  });

  it("answers the published assessment", () => {
    const later = readLaterRelease(`${data}/attack/attack-v18-to-v19.json`);
    const rules = readSigmaRules(`${data}/sigma/sigma-rules.zip`);
    const answer = assess(enterprise, {
      actors: ["G0046", "G0082", "G0032"].map((id) => ({ id, weight: 1 })),
      way: "withCampaigns",
      detections: sigmaDetections(rules, enterprise, "enabled"),
      predecessors: later.predecessors,
    });
    expect(answer.total).toBe(144);
    expect(answer.covered).toBe(118);
    expect(((100 * answer.covered) / answer.total).toFixed(1)).toBe("81.9");
    expect(answer.levels).toEqual({
      several: 101,
      detected: 17,
      partial: 14,
      available: 0,
      telemetry: 0,
      none: 12,
    });
    expect(answer.beforeCompromise).toEqual({ techniques: 21, covered: 4 });
    const priorities = Object.fromEntries(answer.gaps.map(({ id, priority }) => [id, priority]));
    expect(priorities).toMatchObject(publishedPriorities);
    const bands = (band: string) => answer.gaps.filter((gap) => gap.band === band).length;
    // 26 gaps: 10 % is 2.6, 30 % 7.8, 60 % 15.6, each rounded up.
    expect(["critical", "high", "medium", "low"].map(bands)).toEqual([3, 5, 8, 10]);
  });
});

/** Priorities of the published assessment, from exact fractions in Python. */
const publishedPriorities = {
  "T1562.004": "72.8",
  "T1562.001": "59.3",
  "T1036.004": "58.6",
  "T1566.003": "48.7",
  "T1195.002": "47.7",
  "T1070.001": "42.1",
  T1656: "40.8",
  T1680: "38.7",
  T1104: "29.4",
  "T1560.002": "28.2",
  "T1565.003": "20.8",
  "T1497.002": "34.5",
};

describe.skipIf(!isThere)("the oracle's priorities in other domains", () => {
  /** First and last gaps without any detection, from exact fractions in Python. */
  const gapsOf = (release: OracleRelease, weights: Record<string, number>) => {
    const actors = Object.entries(weights).map(([id, weight]) => ({ id, weight }));
    const { gaps } = assess(release, { actors, way: "withCampaigns", detections: [] });
    const text = gaps.map(({ id, priority }) => `${id} ${priority}`);
    return [gaps.length, ...text.slice(0, 8), ...text.slice(-3)];
  };

  it("follow ICS's matrix and weights", () => {
    const ics = readRelease(bundles["ics-attack"], "ics-attack");
    expect(gapsOf(ics, { G0034: 1.5, G0088: 1, G1027: 0.25 })).toEqual([
      34,
      ...["T0853 75.7", "T0886 74.7", "T0859 74.1", "T0807 73.2", "T0867 65.4", "T0828 62.0"],
      ...["T0855 59.1", "T0819 54.8", "T0883 34.9", "T0812 25.5", "T0829 17.7"],
    ]);
  });

  it("follow Mobile's matrix and break ties by ID", () => {
    const mobile = readRelease(bundles["mobile-attack"], "mobile-attack");
    expect(gapsOf(mobile, { G0056: 1, G0112: 1 })).toEqual([
      28,
      ...["T1406 73.9", "T1420 70.7", "T1426 70.7", "T1430 70.7", "T1429 67.6", "T1636.003 67.6"],
      ...["T1636.004 67.6", "T1521.001 66.1", "T1636.002 39.5", "T1544 37.9", "T1646 36.4"],
    ]);
  });
});

describe.skipIf(!isThere)("the oracle's levels and reasons", () => {
  let enterprise: OracleRelease;
  beforeAll(() => {
    enterprise = readRelease(bundles["enterprise-attack"], "enterprise-attack");
  });
  const rule = (changes: Partial<OracleDetection>): OracleDetection => ({
    techniques: [],
    otherIds: [],
    state: "enabled",
    isStateAssumed: false,
    isExperimental: false,
    severity: "high",
    ...changes,
  });
  /** Level and reason of T1059.001, which FIN7 uses, with the given detections. */
  const judge = (...detections: OracleDetection[]) => {
    const answer = assess(enterprise, {
      actors: [{ id: "G0046", weight: 1 }],
      way: "direct",
      detections,
      predecessors: new Map([["T9999", ["T1059.001"]]]),
    });
    const level = answer.techniques.find(({ id }) => id === "T1059.001")?.level;
    return [level, answer.gaps.find(({ id }) => id === "T1059.001")?.reason];
  };
  const t = ["T1059.001"];

  it("follow the design's ladder", () => {
    expect(judge()).toEqual(["none", "no-rule"]);
    expect(judge(rule({ otherIds: ["T9999"] }))).toEqual(["none", "other-release-id"]);
    expect(judge(rule({ techniques: t, state: "disabled" }))).toEqual(["none", "rule-disabled"]);
    expect(judge(rule({ techniques: t, state: "available" }))).toEqual([
      "available",
      "available-not-deployed",
    ]);
    expect(judge(rule({ techniques: ["T1059"] }))).toEqual(["partial", "parent-only"]);
    expect(judge(rule({ techniques: t, severity: "informational" }))).toEqual([
      "partial",
      "not-alerting",
    ]);
    const experimental = rule({ techniques: t, isExperimental: true });
    expect(judge({ ...experimental, isStateAssumed: true })).toEqual([
      "partial",
      "experimental-only",
    ]);
    expect(judge(experimental)).toEqual(["detected", undefined]);
    expect(judge(rule({ techniques: t }), rule({ techniques: t }))).toEqual(["several", undefined]);
  });
});

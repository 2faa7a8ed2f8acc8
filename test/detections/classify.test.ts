import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Knowledge, RetiredTechnique } from "../../src/main/catalogue/knowledge.ts";
import { classify, makeResolver } from "../../src/main/detections/classify.ts";
import { foldDuplicates } from "../../src/main/detections/fold.ts";
import { offerFor } from "../../src/main/detections/offers.ts";
import { aRecord } from "../../src/main/detections/record.ts";
import type { ReleaseChange } from "../../src/main/detections/release-change.ts";
import { buildReport } from "../../src/main/detections/report.ts";
import type { TechniqueId } from "../../src/shared/model/attack-id.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { DetectionRecord } from "../../src/shared/model/detection.ts";

const enterprise = domain.parse("enterprise-attack");
const id = (text: string): TechniqueId => techniqueId.parse(text);

function aKnowledge(
  active: Readonly<Record<string, string>>,
  retired: readonly RetiredTechnique[] = [],
): Knowledge {
  return {
    releaseId: 1,
    domain: enterprise,
    version: "18.1",
    sha256: "",
    authenticity: "official",
    tactics: [],
    techniques: new Map(
      Object.entries(active).map(([written, name]) => [
        id(written),
        {
          id: id(written),
          objectId: 1,
          name,
          parentId: null,
          tactics: [],
          platforms: [],
          overlay: null,
        },
      ]),
    ),
    retired: new Map(retired.map((technique) => [technique.id, technique])),
    groups: new Map(),
    campaigns: new Map(),
    software: new Map(),
    needs: new Map(),
    mitigations: new Map(),
  };
}

const knowledge = aKnowledge(
  {
    T1059: "Interpreter",
    "T1562.001": "Disable or Modify Tools",
    "T1562.006": "Indicator Blocking",
    T1656: "Impersonation",
    "T1598.003": "Spearphishing Link",
    "T1574.001": "DLL",
  },
  [
    { id: id("T1574.002"), name: "Side-Loading", status: "revoked", replacedBy: id("T1574.001") },
    { id: id("T1086"), name: "PowerShell", status: "revoked", replacedBy: null },
    { id: id("T1064"), name: "Scripting", status: "deprecated", replacedBy: null },
  ],
);

const change: ReleaseChange = {
  domain: enterprise,
  to: "19",
  tactics: new Map(),
  added: new Map([
    [
      "T1685",
      {
        name: "Disable or Modify Tools",
        predecessors: [
          { id: id("T1562"), name: "Impair Defenses" },
          { id: id("T1562.001"), name: "Disable or Modify Tools" },
          { id: id("T1562.006"), name: "Indicator Blocking" },
        ],
      },
    ],
    ["T1684.001", { name: "Impersonation", predecessors: [{ id: id("T1656"), name: "Imp." }] }],
    [
      "T1699",
      {
        name: "Something else",
        predecessors: [
          { id: id("T1562.001"), name: "Disable or Modify Tools" },
          { id: id("T1562.006"), name: "Indicator Blocking" },
        ],
      },
    ],
    ["T1682", { name: "Query Public AI Services", predecessors: [] }],
  ]),
  revoked: new Map([["T1656", { name: "Impersonation", becomes: id("T1684.001") }]]),
};

const resolve = makeResolver({
  knowledge,
  change,
  isOfOtherDomain: (written) => written.startsWith("T0"),
  accepted: new Map([
    ["T1682", id("T1059")],
    ["1059", id("T1059")],
    ["T1683", id("T9999")],
  ]),
});

describe("a written ID", () => {
  test.each([
    ["T1059", "known", "T1059"],
    ["t1059", "known", "T1059"],
    ["T1574.002", "revoked", null],
    ["T1064", "deprecated", null],
    ["T1685", "newer", null],
    ["T1682", "accepted", "T1059"],
    ["1059", "accepted", "T1059"],
    ["T1683", "unknown", null],
    ["T0817", "other-domain", null],
    ["T9998", "unknown", null],
    ["AML.T0065", "malformed", null],
  ])("%s is %s", (written, status, stands) => {
    expect(resolve(written)).toMatchObject({ written, status, techniqueId: stands });
  });

  test("is unknown while there is no catalogue, and malformed if it is", () => {
    const without = makeResolver({
      knowledge: null,
      change,
      isOfOtherDomain: () => true,
      accepted: new Map(),
    });
    expect(["T1059", "x"].map((written) => without(written).status)).toEqual([
      "unknown",
      "malformed",
    ]);
  });
});

describe("the class of a detection", () => {
  test.each([
    [["T1059"], [], "mapped-fully"],
    [["T1059", "T1682"], ["execution"], "mapped-fully"],
    [["T1059", "T1685"], [], "mapped-in-part"],
    [["T1059", "x"], [], "mapped-in-part"],
    [["T1685"], [], "newer-only"],
    [["T1685", "x"], [], "other-only"],
    [["T1574.002"], [], "other-only"],
    [["T0817", "T9998"], [], "other-only"],
    [[], ["execution"], "tactic-only"],
    [[], [], "untagged"],
  ])("that names %j and %j is %s", (written, tactics, expected) => {
    expect(classify(written.map(resolve), tactics)).toBe(expected);
  });
});

const aDetection = fc.record({
  key: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
  format: fc.constantFrom("csv" as const, "sigma" as const),
  techniques: fc.uniqueArray(
    fc.constantFrom("T1059", "T1574.002", "T1064", "T1685", "T1682", "T0817", "T9998", "x"),
  ),
  tactics: fc.subarray(["execution"]),
  maturity: fc.constantFrom("experimental" as const, "deprecated" as const, null),
  state: fc.constantFrom("enabled" as const, "disabled" as const, "available" as const),
});

describe("a report", () => {
  test("puts every detection in one class, and loses none", () => {
    fc.assert(
      fc.property(fc.array(aDetection), (given) => {
        const records = given.map((one) => aRecord({ ...one, name: one.key, file: "a" }));
        const folded = foldDuplicates(records);
        const arrived = folded.records.map((record) => ({
          record,
          state: record.state ?? "available",
        }));
        const outcome = { imported: folded.records.length, updated: 0, unchanged: 0 };
        const frame = {
          files: [],
          sha256: null,
          startedAt: "",
          milliseconds: 0,
          environment: "",
          format: "",
          duplicates: folded.duplicates,
          ignoredFiles: 0,
          assumedState: null,
          unreadable: [],
          unmappedCount: 0,
          warnings: [],
          keptEdits: [],
          changed: [],
          gone: [],
        };
        const report = buildReport(frame, outcome, arrived, resolve, knowledge);
        const classes =
          report.mappedFully +
          report.mappedInPart +
          report.newerOnly +
          report.otherOnly +
          report.tacticOnly +
          report.untagged;
        expect(classes).toBe(report.imported + report.updated);
        expect(report.read).toBe(records.length);
        expect(report.read).toBe(report.imported + report.updated + report.duplicates);
        const pairs = folded.records.reduce((sum, { techniques }) => sum + techniques.length, 0);
        const counted = [...report.techniques, ...report.unknownIds, ...report.revokedIds];
        const listed = counted.reduce((sum, { detections }) => sum + detections, 0);
        // T1682 stands for T1059: a detection that names both counts once for it.
        const both = folded.records.filter(
          ({ techniques }) => techniques.includes("T1682") && techniques.includes("T1059"),
        ).length;
        expect(listed + both).toBe(pairs);
      }),
    );
  });

  test("counts a count as its rules", () => {
    const record = aRecord({
      key: "count:T1059",
      name: "Rules for T1059",
      format: "csv",
      file: "a",
      kind: "count",
      ruleCount: 14,
      techniques: ["T1059"],
    });
    const report = buildReport(
      {
        files: [],
        sha256: null,
        startedAt: "",
        milliseconds: 0,
        environment: "",
        format: "csv",
        duplicates: 0,
        ignoredFiles: 0,
        assumedState: null,
        unreadable: [],
        unmappedCount: 0,
        warnings: [],
        keptEdits: [],
        changed: [],
        gone: [],
      },
      { imported: 1, updated: 0, unchanged: 0 },
      [{ record, state: "enabled" }],
      resolve,
      knowledge,
    );
    expect(report.techniques).toEqual([{ id: "T1059", detections: 14 }]);
  });
});

describe("records with one key", () => {
  const record = (given: Partial<DetectionRecord>) =>
    aRecord({ key: "k", name: "n", format: "sigma", file: "a", ...given });

  test("of a table are one rule with all its techniques", () => {
    const rows = [["T1059"], ["T1003", "T1059"]].map((techniques, at) =>
      record({ format: "csv", line: at + 2, techniques }),
    );
    const { records, duplicates, warnings } = foldDuplicates(rows);
    expect([records.length, duplicates]).toEqual([1, 1]);
    expect(records[0]).toMatchObject({ line: 2, techniques: ["T1059", "T1003"] });
    expect(warnings).toMatchObject([{ code: "duplicate", objectId: "k" }]);
  });

  test("are kept by use, then by date, then by order", () => {
    const kept = (...given: Partial<DetectionRecord>[]) =>
      foldDuplicates(given.map(record)).records.map(({ file }) => file);
    expect(kept({ file: "old", state: "disabled", modified: "2030" }, { file: "new" })).toEqual([
      "new",
    ]);
    expect(kept({ file: "old", modified: "2020" }, { file: "new", modified: "2021" })).toEqual([
      "new",
    ]);
    expect(kept({ file: "first" }, { file: "second" })).toEqual(["first"]);
  });

  test("of two formats are two", () => {
    const { records, duplicates } = foldDuplicates([record({}), record({ format: "csv" })]);
    expect([records.length, duplicates]).toEqual([2, 0]);
  });
});

describe("what an ID of another release may stand for", () => {
  test.each([
    ["T1574.002", "certain", ["T1574.001"], "T1574.001"],
    ["T1684.001", "certain", ["T1656"], "T1656"],
    ["T1685", "by-name", ["T1562.001", "T1562.006"], "T1562.001"],
    ["T1699", "choice", ["T1562.001", "T1562.006"], null],
    ["1598.003", "choice", ["T1598.003"], null],
    ["T1682", "none", [], null],
    ["T1086", "none", [], null],
    ["T1064", "none", [], null],
    ["T9998", "none", [], null],
    ["7.A.5", "none", [], null],
  ])("%s: %s", (written, kind, candidates, preselected) => {
    const offer = offerFor(written, knowledge, change);
    expect(offer).toMatchObject({ written, kind, preselected });
    expect(offer?.candidates.map((candidate) => candidate.techniqueId)).toEqual(candidates);
  });

  test("is not asked of an ID that the release knows", () => {
    expect(offerFor("t1059", knowledge, change)).toBeNull();
  });

  test("is found forwards too, where the release is the newer one", () => {
    const newer = aKnowledge({ "T1684.001": "Impersonation" });
    expect(offerFor("T1656", newer, change)).toMatchObject({
      kind: "certain",
      preselected: "T1684.001",
    });
  });

  test("is not read from facts about another domain", () => {
    const mobile = { ...knowledge, domain: domain.parse("mobile-attack") };
    expect(offerFor("T1685", mobile, change)).toMatchObject({ kind: "none" });
  });
});

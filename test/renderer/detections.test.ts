import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import type {
  DetectionSummary,
  IdResolution,
  ResolutionOffer,
} from "../../src/shared/model/detection.ts";
import {
  countInventory,
  everyDetection,
  filterInventory,
  listNamedTechniques,
  noStandings,
} from "../../src/renderer/detections/inventory.ts";
import {
  fieldOf,
  mapColumn,
  missingWords,
  sampleValues,
} from "../../src/renderer/detections/mapping.ts";
import {
  countRulePairs,
  inDecisionOrder,
  openPairs,
  standingChoice,
} from "../../src/renderer/detections/offers.ts";

let nextId = 0;

function aDetection(more: Partial<DetectionSummary> = {}): DetectionSummary {
  nextId += 1;
  return {
    id: nextId,
    environmentId: 1,
    key: `rule-${String(nextId)}`,
    name: `Rule ${String(nextId)}`,
    format: "sigma",
    kind: "rule",
    ruleCount: 1,
    state: "enabled",
    stateAssumed: false,
    maturity: null,
    severity: null,
    alerting: true,
    class: "mapped-fully",
    techniques: [],
    tactics: [],
    platforms: [],
    logSource: null,
    owner: null,
    quality: null,
    edited: [],
    work: null,
    modified: null,
    file: "rules.zip",
    importId: 1,
    ...more,
  };
}

function aResolution(written: string, status: IdResolution["status"] = "known"): IdResolution {
  return {
    written,
    techniqueId: status === "known" ? techniqueId.parse(written) : null,
    name: status === "known" ? `Name of ${written}` : null,
    status,
  };
}

describe("the inventory", () => {
  const classes = [
    "mapped-fully",
    "mapped-in-part",
    "newer-only",
    "other-only",
    "tactic-only",
    "untagged",
  ] as const;

  it("is counted into three groups of classes that sum to all", () => {
    const anyDetection = fc
      .record({
        class: fc.constantFrom(...classes),
        state: fc.constantFrom("enabled", "disabled", "available"),
        stateAssumed: fc.boolean(),
      })
      .map((more) => aDetection(more));
    fc.assert(
      fc.property(fc.array(anyDetection), (detections) => {
        const counts = countInventory(detections);
        expect(counts.mapped + counts.held + counts.noTechnique).toBe(detections.length);
        expect(counts.enabled + counts.available + counts.disabled).toBe(detections.length);
        const shown = (filter: Partial<typeof everyDetection>) =>
          filterInventory(detections, { ...everyDetection, ...filter }, noStandings).length;
        expect(shown({ class: "mapped" })).toBe(counts.mapped);
        expect(shown({ class: "held" })).toBe(counts.held);
        expect(shown({ class: "no-technique" })).toBe(counts.noTechnique);
        expect(shown({ state: "assumed" })).toBe(counts.assumed);
        expect(shown({ state: "available" })).toBe(counts.available);
      }),
    );
  });

  it("is filtered by a technique and by an ID that counts for none", () => {
    const known = aDetection({ techniques: [aResolution("T1059.001")] });
    const newer = aDetection({ techniques: [aResolution("T1685", "newer")] });
    const accepted = aDetection({
      techniques: [
        {
          written: "T1686",
          techniqueId: techniqueId.parse("T1562.004"),
          name: "Firewall",
          status: "accepted",
        },
      ],
    });
    const by = (technique: string) =>
      filterInventory([known, newer, accepted], { ...everyDetection, technique }, noStandings);
    expect(by("T1059.001")).toEqual([known]);
    expect(by("T1685")).toEqual([newer]);
    expect(by("T1562.004")).toEqual([accepted]);
    expect(by("T1686")).toEqual([accepted]);
  });

  it("is filtered by how rules count, and by why they count in part", () => {
    const [full, blind, silent] = [aDetection(), aDetection(), aDetection()];
    const standings = new Map([
      [full.id, { detectionId: full.id, counts: "full" as const, partReason: null }],
      [
        blind.id,
        { detectionId: blind.id, counts: "part" as const, partReason: "rule-blind" as const },
      ],
      [
        silent.id,
        { detectionId: silent.id, counts: "part" as const, partReason: "not-alerting" as const },
      ],
    ]);
    const by = (counts: typeof everyDetection.counts) =>
      filterInventory([full, blind, silent], { ...everyDetection, counts }, standings);
    expect(by("full")).toEqual([full]);
    expect(by("part")).toEqual([blind, silent]);
    expect(by("rule-blind")).toEqual([blind]);
    expect(by("not-alerting")).toEqual([silent]);
    expect(by("disabled")).toEqual([]);
  });

  it("names a technique once for a rule that names it twice", () => {
    const named = listNamedTechniques([
      aDetection({ techniques: [aResolution("T1003"), aResolution("T1003")] }),
      aDetection({ techniques: [aResolution("T1105"), aResolution("T1003")] }),
    ]);
    expect(named.map(({ id, detections }) => [id, detections])).toEqual([
      ["T1003", 2],
      ["T1105", 1],
    ]);
  });
});

describe("a table's mapping", () => {
  it("feeds a field from one column", () => {
    const first = mapColumn([], "Rule", "name");
    const moved = mapColumn(first, "Title", "name");
    expect(fieldOf(moved, "Rule")).toBeNull();
    expect(fieldOf(moved, "Title")).toBe("name");
    expect(mapColumn(moved, "Title", null)).toEqual([]);
  });

  it("says what it lacks", () => {
    expect(missingWords([])).toContain("name");
    expect(missingWords([{ field: "name", column: "Rule" }])).toContain("technique IDs");
    expect(missingWords([{ field: "count", column: "Rules" }])).toContain("technique ID");
    const rules = mapColumn([{ field: "name", column: "Rule" }], "MITRE", "techniques");
    expect(missingWords(rules)).toBeNull();
    const counts = mapColumn([{ field: "count", column: "Rules" }], "ID", "techniques");
    expect(missingWords(counts)).toBeNull();
  });

  it("shows the first values of a column, each once", () => {
    expect(sampleValues([["a"], [""], ["a"], ["b"], ["c"], ["d"]], 0)).toBe("a · b · c");
    expect(sampleValues([["a"]], 3)).toBe("");
  });
});

describe("an offer for an ID of another release", () => {
  const t = (id: string) => techniqueId.parse(id);
  const candidate = (id: string) => ({ techniqueId: t(id), name: id, usedByChosenActors: 0 });

  function anOffer(
    written: string,
    kind: ResolutionOffer["kind"],
    more: Partial<ResolutionOffer> = {},
  ): ResolutionOffer {
    return {
      written,
      writtenName: null,
      detections: 1,
      tests: 0,
      kind,
      candidates: [],
      preselected: null,
      accepted: null,
      levelNow: null,
      levelWith: null,
      ...more,
    };
  }

  const certain = anOffer("T1686", "certain", {
    detections: 4,
    tests: 3,
    candidates: [candidate("T1562.004")],
  });
  const byName = anOffer("T1685", "by-name", {
    detections: 157,
    candidates: [candidate("T1562"), candidate("T1562.001")],
    preselected: t("T1562.001"),
  });
  const choice = anOffer("T9001", "choice", { candidates: [candidate("T1"), candidate("T2")] });
  const none = anOffer("T1686.003", "none", { detections: 17 });

  it("is accepted with the others of its kind, and no choice is made for the analyst", () => {
    const offers = [none, choice, byName, certain];
    expect(openPairs(offers, "certain", new Map())).toEqual([
      { written: "T1686", techniqueId: "T1562.004" },
    ]);
    expect(openPairs(offers, "by-name", new Map())).toEqual([
      { written: "T1685", techniqueId: "T1562.001" },
    ]);
    expect(standingChoice(choice, new Map())).toBeNull();
    expect(standingChoice(choice, new Map([["T9001", t("T2")]]))).toBe("T2");
  });

  it("that was accepted is not taken again, whatever is picked", () => {
    const taken = { ...byName, accepted: t("T1562") };
    expect(openPairs([taken], "by-name", new Map())).toEqual([]);
    expect(standingChoice(taken, new Map([["T1685", t("T1562.001")]]))).toBe("T1562");
  });

  it("counts the rules and tests that name its ID", () => {
    const offers = [certain, byName, none];
    expect(countRulePairs(offers, openPairs(offers, "certain", new Map()))).toBe(7);
    expect(countRulePairs(offers, openPairs(offers, "by-name", new Map()))).toBe(157);
  });

  it("stands where its decision does: certain, by name, choice, none", () => {
    expect(inDecisionOrder([none, choice, byName, certain])).toEqual([
      certain,
      byName,
      choice,
      none,
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { levelOf } from "../../src/main/coverage/level.ts";
import type { InventoryDetection } from "../../src/main/coverage/standing.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import type { TechniqueDecision } from "../../src/shared/model/assessment.ts";
import type { QuestionParts } from "./builders.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  answer,
  aTechnique,
  enterprise,
} from "./builders.ts";

const techniques = [
  aTechnique("T1001"),
  aTechnique("T1001.001"),
  aTechnique("T1001.002"),
  aTechnique("T1002", { platforms: ["macOS"] }),
  aTechnique("T1003", { platforms: ["PRE"], tactics: ["initial-access"] }),
];
const group = anActor(
  "G0001",
  techniques.map(({ id }) => id),
);
const narrow = anActor("G0002", ["T1001.001", "T1001.002"]);
const single = anActor("G0003", ["T1001.001"]);
const knowledge = aKnowledge(techniques, [group, narrow, single]);

function ask(parts: Partial<QuestionParts> = {}) {
  return answer({ knowledge, actors: [aChosenActor(group)], ...parts });
}

/** Level and reason of a technique under an inventory. */
function judge(id: string, inventory: InventoryDetection[], parts: Partial<QuestionParts> = {}) {
  const { techniques: assessed, gaps } = ask({ ...parts, inventory });
  return [
    assessed.find((technique) => technique.id === id)?.level,
    gaps.find((gap) => gap.id === id)?.reason,
  ];
}

const rule = (changes: Partial<InventoryDetection> = {}) => aDetection(["T1001.001"], changes);

describe("a technique", () => {
  it("that no rule names has no coverage", () => {
    expect(judge("T1001.001", [])).toEqual(["none", "no-rule"]);
  });

  it("that one enabled rule names is detected", () => {
    expect(judge("T1001.001", [rule()])).toEqual(["detected", undefined]);
  });

  it("that as many rules name as the threshold says has several", () => {
    expect(judge("T1001.001", [rule(), rule()])).toEqual(["several", undefined]);
    expect(judge("T1001.001", [rule(), rule()], { settings: { threshold: 3 } })).toEqual([
      "detected",
      undefined,
    ]);
  });

  it("that a count of rules without names names is detected at most", () => {
    const count = rule({ kind: "count", ruleCount: 12 });
    expect(judge("T1001.001", [count])).toEqual(["detected", undefined]);
    expect(judge("T1001.001", [count, rule()])).toEqual(["detected", undefined]);
    expect(judge("T1001.001", [count, rule(), rule()])).toEqual(["several", undefined]);
  });

  it("that a rule names twice, in two spellings, is named once", () => {
    expect(judge("T1001.001", [aDetection(["T1001.001", "t1001/001"])])).toEqual([
      "detected",
      undefined,
    ]);
  });

  it("that only available rules name is available", () => {
    expect(judge("T1001.001", [rule({ state: "available" })])).toEqual([
      "available",
      "available-not-deployed",
    ]);
  });

  it("that only disabled rules name has no coverage", () => {
    expect(judge("T1001.001", [rule({ state: "disabled" })])).toEqual(["none", "rule-disabled"]);
  });

  it("with an available and a disabled rule waits for the disabled one", () => {
    const inventory = [rule({ state: "disabled" }), rule({ state: "available" })];
    expect(judge("T1001.001", inventory)).toEqual(["available", "rule-disabled"]);
  });
});

describe("an enabled rule counts in part", () => {
  it("if it is experimental and its deployment is assumed", () => {
    const experimental = rule({ maturity: "experimental", stateAssumed: true });
    expect(judge("T1001.001", [experimental])).toEqual(["partial", "experimental-only"]);
  });

  it("not if it is experimental and the SIEM says that it runs", () => {
    expect(judge("T1001.001", [rule({ maturity: "experimental" })])).toEqual([
      "detected",
      undefined,
    ]);
  });

  it("if it is below the severity floor", () => {
    expect(judge("T1001.001", [rule({ severity: "informational" })])).toEqual([
      "partial",
      "not-alerting",
    ]);
    expect(judge("T1001.001", [rule({ severity: "low" })])).toEqual(["detected", undefined]);
    expect(
      judge("T1001.001", [rule({ severity: "low" })], { settings: { severityFloor: "medium" } }),
    ).toEqual(["partial", "not-alerting"]);
  });

  it("if it raises no alert", () => {
    expect(judge("T1001.001", [rule({ alerting: false })])).toEqual(["partial", "not-alerting"]);
  });

  it("if its quality is set to 0 or 1", () => {
    expect(judge("T1001.001", [rule({ quality: 1 })])[0]).toBe("partial");
    expect(judge("T1001.001", [rule({ quality: 2 })])[0]).toBe("detected");
  });

  it("if it is a claim without a rule", () => {
    expect(judge("T1001.001", [rule({ kind: "claim" })])).toEqual(["partial", "claimed-only"]);
  });

  it("and the reason of the gap is the first that holds", () => {
    const claim = rule({ kind: "claim" });
    const experimental = rule({ maturity: "experimental", stateAssumed: true });
    expect(judge("T1001.001", [claim, experimental])[1]).toBe("experimental-only");
    expect(judge("T1001.001", [claim, experimental, rule({ alerting: false })])[1]).toBe(
      "not-alerting",
    );
  });
});

describe("a technique and its sub-techniques", () => {
  it("covered only through its parent is partial", () => {
    expect(judge("T1001.001", [aDetection(["T1001"])])).toEqual(["partial", "parent-only"]);
  });

  it("covered only in part through its parent is partial too", () => {
    expect(judge("T1001.001", [aDetection(["T1001"], { alerting: false })])).toEqual([
      "partial",
      "parent-only",
    ]);
  });

  it("is not covered through its parent where the setting is off", () => {
    expect(
      judge("T1001.001", [aDetection(["T1001"])], { settings: { parentOnly: false } }),
    ).toEqual(["none", "no-rule"]);
  });

  it("is not covered through an available or disabled rule of its parent", () => {
    for (const state of ["available", "disabled"] as const) {
      expect(judge("T1001.001", [aDetection(["T1001"], { state })])).toEqual(["none", "no-rule"]);
    }
  });

  it("covered only through a sub-technique is partial", () => {
    expect(judge("T1001", [rule()])).toEqual(["partial", "sub-only"]);
  });

  it("is not covered through a sub-technique whose rules count in part", () => {
    expect(judge("T1001", [rule({ alerting: false })])).toEqual(["none", "no-rule"]);
  });

  it("lends nothing to a sibling", () => {
    expect(judge("T1001.002", [rule()])).toEqual(["none", "no-rule"]);
  });

  it("rolls up to a covered parent if the parent is covered itself", () => {
    expect(ask({ inventory: [aDetection(["T1001"])] }).coverage.parents).toMatchObject({
      techniques: 2,
      covered: 1,
    });
  });

  it("rolls up to a covered parent, used only through them, if each of them is covered", () => {
    const actors = [aChosenActor(narrow)];
    const parents = (...written: string[]) =>
      ask({ actors, inventory: [aDetection(written)] }).coverage.parents;
    expect(parents("T1001.001")).toEqual({ techniques: 1, covered: 0, percent: 0 });
    expect(parents("T1001.001", "T1001.002")).toEqual({ techniques: 1, covered: 1, percent: 100 });
  });
});

describe("platforms in scope", () => {
  const onLinux = { scope: { platforms: ["Linux"] } };

  it("take techniques without any of them out of the denominator", () => {
    const { techniques: assessed, coverage } = ask(onLinux);
    expect(assessed.map(({ id }) => id)).not.toContain("T1002");
    expect(coverage.techniques).toBe(3);
  });

  it("take out rules for other platforms", () => {
    expect(judge("T1001.001", [rule({ platforms: ["Windows"] })], onLinux)).toEqual([
      "none",
      "no-rule",
    ]);
    expect(judge("T1001.001", [rule({ platforms: ["Windows", "Linux"] })], onLinux)[0]).toBe(
      "detected",
    );
  });

  it("let a rule that says no platform count on any, and say so", () => {
    const { coverage, assumptions } = ask({ ...onLinux, inventory: [rule()] });
    expect(coverage.covered).toBe(1);
    expect(assumptions).toContain("1 detection without a platform count on every platform.");
  });

  it("ask that the rule's platform is the technique's as well", () => {
    const scope = { platforms: ["Linux", "macOS"] };
    expect(judge("T1001.001", [rule({ platforms: ["macOS"] })], { scope })[0]).toBe("none");
  });

  it("leave the line before compromise as it is", () => {
    expect(ask(onLinux).coverage.beforeCompromise.techniques).toBe(1);
  });
});

describe("the denominator", () => {
  const decision = (changes: Partial<TechniqueDecision>): TechniqueDecision => ({
    domain: enterprise,
    techniqueId: techniqueId.parse("T1001"),
    status: "open",
    reason: "",
    who: "",
    expires: null,
    takenIn: false,
    ...changes,
  });

  it("leaves out what happens before compromise, which has a line of its own", () => {
    const { coverage, gaps } = ask({ inventory: [aDetection(["T1003"])] });
    expect(coverage.techniques).toBe(4);
    expect(coverage.beforeCompromise).toEqual({ techniques: 1, covered: 1, percent: 100 });
    expect(gaps.map(({ id }) => id)).not.toContain("T1003");
  });

  it("takes it in where the assessment says so, for all or for one", () => {
    expect(ask({ scope: { beforeCompromise: true } }).coverage.techniques).toBe(5);
    const takenIn = decision({ techniqueId: techniqueId.parse("T1003"), takenIn: true });
    expect(ask({ decisions: [takenIn] }).coverage.techniques).toBe(5);
  });

  it("leaves out what is not applicable, and counts that", () => {
    const { coverage, techniques: assessed } = ask({
      decisions: [decision({ status: "not-applicable" })],
    });
    expect([coverage.techniques, coverage.notApplicable]).toEqual([3, 1]);
    expect(assessed.find(({ id }) => id === "T1001")).toMatchObject({
      inDenominator: false,
      notApplicable: true,
    });
  });

  it("keeps what is accepted or mitigated", () => {
    for (const status of ["accepted", "mitigated"] as const) {
      const { coverage, gaps } = ask({ decisions: [decision({ status })] });
      expect(coverage.techniques).toBe(4);
      expect(gaps.find(({ id }) => id === "T1001")?.status).toBe(status);
    }
  });

  it("opens an accepted gap again after its last day", () => {
    const status = (today: string) =>
      ask({
        decisions: [decision({ status: "accepted", expires: "2026-11-21" })],
        question: { today },
      }).gaps.find(({ id }) => id === "T1001")?.status;
    expect(status("2026-11-21")).toBe("accepted");
    expect(status("2026-11-22")).toBe("open");
  });

  it("is empty without an actor, and no percent is claimed", () => {
    const { coverage, gaps, investment } = ask({ actors: [] });
    expect([coverage.techniques, coverage.percent, coverage.weightedPercent]).toEqual([
      0,
      null,
      null,
    ]);
    expect([gaps, investment]).toEqual([[], null]);
  });

  it("does not hold what the analyst excluded", () => {
    const actor = {
      ...aChosenActor(group),
      own: [
        {
          techniqueId: techniqueId.parse("T1001"),
          action: "exclude" as const,
          source: "us",
          date: "2026-01-01",
          confidence: "high" as const,
          text: "not here",
        },
      ],
    };
    const { coverage, actors } = ask({ actors: [actor] });
    expect([coverage.techniques, actors[0]?.techniques]).toEqual([3, 4]);
  });
});

describe("figures", () => {
  it("state what would be covered if every available rule were enabled", () => {
    const { coverage } = ask({
      inventory: [
        rule({ state: "available" }),
        aDetection(["T1002"], { state: "available", maturity: "experimental", stateAssumed: true }),
        aDetection(["T1001"], { state: "disabled" }),
      ],
    });
    expect([coverage.covered, coverage.potential]).toEqual([0, 1]);
  });

  it("weigh a technique by the actors that use it", () => {
    const { coverage } = ask({
      actors: [aChosenActor(group, 1), aChosenActor(single, 2.5)],
      inventory: [rule()],
    });
    // Weights of the four techniques: 1, 3.5, 1 and 1; covered is the one of 3.5.
    expect(coverage.weightedPercent).toBe(53.8);
  });

  it("count a technique under each of its tactics, and tactics that are used alone", () => {
    const wide = aTechnique("T1009", { tactics: ["initial-access", "execution"] });
    const user = anActor("G0004", ["T1009"]);
    const { tactics } = answer({
      knowledge: aKnowledge([wide], [user]),
      actors: [aChosenActor(user)],
    });
    expect(tactics.map(({ shortname, techniques: count }) => [shortname, count])).toEqual([
      ["initial-access", 1],
      ["execution", 1],
    ]);
  });

  it("mark a level that rests on an assumed state", () => {
    const { techniques: assessed, coverage } = ask({
      inventory: [rule({ stateAssumed: true }), aDetection(["T1002"])],
    });
    const marked = assessed.filter(({ assumed }) => assumed).map(({ id }) => id);
    expect(marked).toEqual(["T1001", "T1001.001"]);
    expect(coverage.assumed).toBe(2);
  });
});

describe("IDs of another release", () => {
  const retired = techniqueId.parse("T0900");
  const withRetired = aKnowledge(techniques, [group], {
    retired: new Map([
      [
        retired,
        {
          id: retired,
          name: "Old",
          status: "revoked" as const,
          replacedBy: techniqueId.parse("T1001.001"),
        },
      ],
    ]),
  });
  const laterIds = new Map([
    [
      enterprise,
      new Map([["T1999", ["T1001.001", "T1001.002"].map((id) => techniqueId.parse(id))]]),
    ],
  ]);

  it("give the reason and count for nothing", () => {
    for (const written of ["T0900", "T1999"]) {
      expect(
        judge("T1001.001", [aDetection([written])], {
          knowledge: withRetired,
          question: { laterIds },
        }),
      ).toEqual(["none", "other-release-id"]);
    }
  });

  it("count once they are accepted, in that environment alone", () => {
    const accepted = (environmentId: number) =>
      new Map([
        [
          enterprise,
          [{ environmentId, written: "T1999", techniqueId: techniqueId.parse("T1001.002") }],
        ],
      ]);
    const judged = (environmentId: number) =>
      judge("T1001.002", [aDetection(["T1999"])], {
        question: { laterIds, accepted: accepted(environmentId) },
      });
    expect(judged(1)).toEqual(["detected", undefined]);
    expect(judged(2)).toEqual(["none", "other-release-id"]);
  });
});

describe("the ladder of levels", () => {
  const nothing = {
    rules: 0,
    hasCountedRule: false,
    hasPart: false,
    hasAvailable: false,
    isCollected: false,
    verdict: null,
  };

  it("reaches all eight", () => {
    expect([
      levelOf(nothing, 2),
      levelOf({ ...nothing, isCollected: true }, 2),
      levelOf({ ...nothing, isCollected: true, hasAvailable: true }, 2),
      levelOf({ ...nothing, hasAvailable: true, hasPart: true }, 2),
      levelOf({ ...nothing, hasPart: true, rules: 1 }, 2),
      levelOf({ ...nothing, rules: 2 }, 2),
      levelOf({ ...nothing, verdict: "all-met" }, 2),
      levelOf({ ...nothing, rules: 5, verdict: "none-met" }, 2),
    ]).toEqual([
      "none",
      "telemetry",
      "available",
      "partial",
      "detected",
      "several",
      "validated",
      "failed",
    ]);
  });

  it("falls to partial where some tests failed, whatever rules there are", () => {
    expect(levelOf({ ...nothing, rules: 5, verdict: "some-met" }, 2)).toBe("partial");
  });
});

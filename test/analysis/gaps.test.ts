import { describe, expect, it } from "vitest";
import {
  decimal,
  fraction,
  percentOf,
  weightedMeanInPercent,
} from "../../src/main/coverage/exact.ts";
import { findPriorityTactics } from "../../src/main/assessments/assessment-text.ts";
import type { TacticCoverage } from "../../src/shared/model/coverage.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  answer,
  aTechnique,
  enterprise,
} from "./builders.ts";

describe("exact numbers", () => {
  it("round half up where doubles would not", () => {
    // 0.285 × 100 is 28.499999999999996 in doubles.
    expect(percentOf(57, 200)).toBe(28.5);
    expect(percentOf(2001, 16000)).toBe(12.5);
    expect(percentOf(53, 80)).toBe(66.3);
    expect(percentOf(1, 3)).toBe(33.3);
    expect(percentOf(0, 0)).toBeNull();
  });

  it("round a weighted mean half up by its exact value", () => {
    const mean = (...parts: [number, number, number][]) =>
      weightedMeanInPercent(
        parts.map(([weight, numerator, denominator]) => ({
          weight: decimal(weight),
          value: fraction(numerator, denominator),
        })),
      );
    expect(mean([1, 53, 80])).toBe(66.3);
    expect(mean([1, 6625, 10000])).toBe(66.3);
    expect(mean([1, 66249, 100000])).toBe(66.2);
    expect(mean([0.1, 1, 1], [0.2, 0, 1])).toBe(33.3);
    expect(mean([1, 1, 3], [1, 1, 6], [2, 1, 8])).toBe(18.8);
    expect(mean([0, 1, 1])).toBe(0);
    expect(mean()).toBe(0);
  });

  it("read decimals as they are written", () => {
    const asPair = (written: number) => {
      const { numerator, denominator } = decimal(written);
      return [numerator, denominator];
    };
    expect(asPair(0.1)).toEqual([1n, 10n]);
    expect(asPair(2.5)).toEqual([25n, 10n]);
    expect(asPair(1e-7)).toEqual([1n, 10_000_000n]);
    expect(asPair(1e21)).toEqual([10n ** 21n, 1n]);
  });
});

const tacticOf = (tactics: string[]) => ({ tactics });
const techniques = [
  aTechnique("T1001", tacticOf(["initial-access"])),
  aTechnique("T1002", tacticOf(["impact", "execution"])),
  aTechnique("T1003", tacticOf(["reconnaissance"])),
  aTechnique("T1003.001", tacticOf(["impact"])),
  aTechnique("T1004", tacticOf(["something-new"])),
  aTechnique("T1005", tacticOf(["defense-impairment"])),
];
const ids = techniques.map(({ id }) => id);
const all = anActor("G0001", ids);
const some = anActor("G0002", ["T1001", "T1002"]);
const one = anActor("G0003", ["T1001"]);
const knowledge = aKnowledge(techniques, [all, some, one]);

describe("the priority of a gap", () => {
  const { gaps } = answer({ knowledge, actors: [aChosenActor(all, 1), aChosenActor(some, 2)] });
  const parts = (id: string) => {
    const gap = gaps.find((candidate) => candidate.id === id);
    return gap === undefined
      ? undefined
      : Object.fromEntries(Object.entries(gap.parts).map(([name, { value }]) => [name, value]));
  };

  it("is made of parts of 0 to 1, and what has no data is null", () => {
    expect(parts("T1001")).toEqual({
      actorUse: 1,
      chokePoint: 0,
      prevalence: 1,
      tactic: 1,
      exposure: null,
      failure: null,
    });
  });

  it("takes the share of the weights whose actors use it", () => {
    expect(parts("T1003.001")?.["actorUse"]).toBe(1 / 3);
  });

  it("takes a choke point with its sub-techniques", () => {
    expect([parts("T1003")?.["chokePoint"], parts("T1003.001")?.["chokePoint"]]).toEqual([1, 1]);
  });

  it("takes the share of used techniques that no more groups use", () => {
    // Groups: T1001 three, T1002 two, the four others one.
    expect([parts("T1002")?.["prevalence"], parts("T1004")?.["prevalence"]]).toEqual([
      5 / 6,
      4 / 6,
    ]);
  });

  it("takes the best of its tactics, nothing before compromise, half for an unknown one", () => {
    expect(
      ["T1002", "T1003", "T1003.001", "T1004", "T1005"].map((id) => parts(id)?.["tactic"]),
    ).toEqual([11 / 12, 0, 1 / 12, 0.5, 8 / 12]);
  });

  it("is the weighted mean of the parts that have data", () => {
    // (35·1 + 15·0 + 15·1 + 15·1) ÷ 80 and (35·1/3 + 15·1 + 15·4/6 + 15·1/12) ÷ 80.
    const priorities = Object.fromEntries(gaps.map(({ id, priority }) => [id, priority]));
    expect(priorities["T1001"]).toBe(81.3);
    expect(priorities["T1003.001"]).toBe(47.4);
  });

  it("takes the place in the matrix in other domains than Enterprise", () => {
    const ics = domain.parse("ics-attack");
    const release = aKnowledge(techniques, [all], { domain: ics });
    const result = answer({
      knowledge: release,
      actors: [{ ...aChosenActor(all), domain: ics }],
    });
    const tactics = Object.fromEntries(
      result.gaps.map(({ id, parts: own }) => [id, own.tactic.value]),
    );
    expect(tactics).toMatchObject({ T1001: 1, T1002: 2 / 3, "T1003.001": 1 / 3, T1004: 0.5 });
  });
});

describe("the order of gaps", () => {
  const many = Array.from({ length: 26 }, (_, index) => aTechnique(`T${1100 + index}`));
  const group = anActor(
    "G0001",
    many.map(({ id }) => id),
  );
  const release = aKnowledge(many, [group]);

  it("goes by priority and then by ID", () => {
    const { gaps } = answer({ knowledge: release, actors: [aChosenActor(group)] });
    expect(gaps.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  });

  it("gives bands by rank, rounded up", () => {
    const { gaps } = answer({ knowledge: release, actors: [aChosenActor(group)] });
    const bands = ["critical", "high", "medium", "low"].map(
      (band) => gaps.filter((gap) => gap.band === band).length,
    );
    expect(bands).toEqual([3, 5, 8, 10]);
  });

  it("counts open gaps alone for the bands", () => {
    const { gaps } = answer({
      knowledge: release,
      actors: [aChosenActor(group)],
      decisions: many.slice(0, 16).map(({ id }) => ({
        domain: enterprise,
        techniqueId: id,
        status: "mitigated" as const,
        reason: "A control.",
        who: "us",
        expires: null,
        takenIn: false,
      })),
    });
    const open = gaps.filter(({ status }) => status === "open").map(({ band }) => band);
    expect(open).toEqual([
      "critical",
      ...Array<string>(2).fill("high"),
      ...Array<string>(3).fill("medium"),
      ...Array<string>(4).fill("low"),
    ]);
  });
});

describe("effort", () => {
  it("goes by reason and can be set", () => {
    const inventory = [aDetection(["T1001"], { state: "disabled" })];
    const effort = (parts: object) =>
      answer({ knowledge, actors: [aChosenActor(one)], inventory, ...parts }).gaps[0]?.effortDays;
    expect(effort({})).toBe(0.5);
    expect(effort({ settings: { effort: [{ reason: "rule-disabled", days: 3 }] } })).toBe(3);
  });
});

describe("a priority tactic", () => {
  const tactic = (shortname: string, gapPriority: number): TacticCoverage => ({
    domain: enterprise,
    id: attackId.parse("TA0001"),
    shortname,
    name: shortname,
    techniques: 1,
    covered: 0,
    percent: 0,
    gapPriority,
    standing: { place: null, of: 12, value: 0 },
    levels: {
      none: 1,
      telemetry: 0,
      available: 0,
      partial: 0,
      detected: 0,
      several: 0,
      validated: 0,
      failed: 0,
    },
  });
  const marked = (...priorities: number[]) =>
    [
      ...findPriorityTactics(priorities.map((priority, index) => tactic(`t${index}`, priority))),
    ].map(({ shortname }) => shortname);

  it("is one of the heaviest that together hold half of the gaps' priority", () => {
    expect(marked(10, 40, 25, 25)).toEqual(["t1", "t2"]);
    expect(marked(50, 30, 20)).toEqual(["t0"]);
  });

  it("is none where there is no gap", () => {
    expect(marked(0, 0)).toEqual([]);
  });
});

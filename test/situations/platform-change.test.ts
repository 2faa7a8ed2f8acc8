import { describe, expect, it } from "vitest";
import { changePlatforms } from "../../src/main/compare/platform-change.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  answer,
  aQuestion,
  aTechnique,
} from "../analysis/builders.ts";

/** One technique on hosts alone, one in the cloud alone, one on both. */
const knowledge = aKnowledge(
  [
    aTechnique("T1001", { platforms: ["Windows"] }),
    aTechnique("T1002", { platforms: ["IaaS", "SaaS"] }),
    aTechnique("T1003", { platforms: ["Windows", "IaaS"] }),
  ],
  [anActor("G0001", ["T1001", "T1002", "T1003"])],
);
const group = anActor("G0001", ["T1001", "T1002", "T1003"]);

describe("a question that asks about other platforms", () => {
  const question = aQuestion({
    knowledge,
    actors: [aChosenActor(group)],
    inventory: [
      aDetection(["T1001"], { name: "Host alone", platforms: ["Windows"] }),
      aDetection(["T1003"], { name: "Host of both", platforms: ["Windows"] }),
      aDetection(["T1002"], { name: "Cloud", platforms: ["IaaS"] }),
    ],
    scope: { platforms: ["Windows"] },
  });

  it("says what comes in, what leaves, and what is no longer covered", () => {
    const change = changePlatforms(question, ["IaaS"]);
    // Windows: T1001 and T1003, both covered. IaaS: T1002 covered, T1003 by a Windows rule no more.
    expect(change.before).toEqual({
      techniques: 2,
      covered: 2,
      percent: 100,
      platforms: ["Windows"],
    });
    expect(change.after).toEqual({ techniques: 2, covered: 1, percent: 50, platforms: ["IaaS"] });
    expect(change.entered.map(({ id, level }) => [id, level])).toEqual([["T1002", "detected"]]);
    expect(change.left.map(({ id, level }) => [id, level])).toEqual([["T1001", "detected"]]);
    expect(change.uncovered.map(({ id }) => id)).toEqual(["T1003"]);
    expect(change.newlyCovered).toEqual([]);
    expect(change.lostRules.map(({ name }) => name)).toEqual(["Host alone", "Host of both"]);
    expect(change.wonRules.map(({ name }) => name)).toEqual(["Cloud"]);
  });

  it("loses nothing where platforms come beside those there are", () => {
    const change = changePlatforms(question, ["IaaS", "Windows"]);
    expect(change.after).toMatchObject({ techniques: 3, covered: 3 });
    expect(change.left).toEqual([]);
    expect(change.uncovered).toEqual([]);
    expect(change.lostRules).toEqual([]);
  });

  it("changes nothing where the platforms stay", () => {
    const { before, after, ...moved } = changePlatforms(question, ["Windows"]);
    expect(after).toEqual(before);
    for (const list of Object.values(moved)) expect(list).toEqual([]);
  });
});

describe("techniques that are said to be on no platform", () => {
  const ics = aKnowledge(
    [
      aTechnique("T0801", { platforms: ["None"] }),
      aTechnique("T0802", { platforms: ["None"] }),
      aTechnique("T0803", { platforms: [] }),
    ],
    [],
    { domain: domain.parse("ics-attack") },
  );
  const uses = anActor("G0034", ["T0801", "T0802", "T0803"]);
  const withUser = { ...ics, groups: new Map([[attackId.parse("G0034"), uses]]) };

  it("stay in scope whatever platforms are, and rules on those count for them", () => {
    const { coverage, techniques } = answer({
      knowledge: withUser,
      actors: [{ ...aChosenActor(uses), domain: ics.domain }],
      inventory: [
        aDetection(["T0801"], { platforms: ["Windows"] }),
        aDetection(["T0802"], { platforms: ["macOS"] }),
      ],
      scope: { platforms: ["Windows"] },
    });
    expect(techniques.map(({ id, level }) => [id, level])).toEqual([
      ["T0801", "detected"],
      ["T0802", "none"],
    ]);
    expect(coverage).toMatchObject({ techniques: 2, covered: 1 });
  });
});

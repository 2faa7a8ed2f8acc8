import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TechniqueDecision } from "../../src/shared/model/assessment.ts";
import { techniqueId } from "../../src/shared/model/attack-id.ts";
import {
  aChosenActor,
  aDetection,
  aKnowledge,
  anActor,
  aQuestion,
  aTechnique,
  enterprise,
} from "../analysis/builders.ts";
import { changesOf, compareQuestions, sentencesOf } from "./compare-support.ts";

const [fin7, apt38] = [
  anActor("G0046", ["T1001", "T1002"], { name: "FIN7" }),
  anActor("G0082", ["T1002", "T1003"], { name: "APT38" }),
];
const techniques = ["T1001", "T1002", "T1003"].map((id) => aTechnique(id));
const knowledge = aKnowledge(techniques, [fin7, apt38]);
const rule = aDetection(["T1002"], { name: "Two", key: "two" });
const ours = { knowledge, actors: [aChosenActor(fin7)], inventory: [rule] };

const notApplicable = (id: string): TechniqueDecision => ({
  domain: enterprise,
  techniqueId: techniqueId.parse(id),
  status: "not-applicable",
  reason: "no such host",
  who: "Ana",
  expires: null,
  takenIn: false,
});

describe("causes that are computed", () => {
  it("an answer beside itself has neither changes nor causes", () => {
    const compared = compareQuestions(aQuestion(ours), aQuestion(ours));
    expect(compared).toMatchObject({ inputs: [], effects: [] });
    expect(compared.techniques.map(({ movement }) => movement)).toEqual(["same", "same"]);
  });

  it("an actor brings techniques in, covered or not, and its name stands in the cause", () => {
    const compared = compareQuestions(
      aQuestion(ours),
      aQuestion({ ...ours, actors: [aChosenActor(fin7), aChosenActor(apt38)] }),
    );
    expect(changesOf(compared)).toEqual({ T1003: "entered by threat" });
    expect(sentencesOf(compared, "T1003")).toEqual(["APT38 was added."]);
    expect(compared.inputs).toEqual([{ cause: "threat", text: "APT38 was added." }]);
    expect(compared.effects).toEqual([
      expect.objectContaining({ group: "threat", enteredAsGap: 1, techniques: 1, covered: 0 }),
    ]);
  });

  it("a release brings techniques, takes some away, and says more of actors", () => {
    const later = aKnowledge(
      [aTechnique("T1002"), aTechnique("T1003"), aTechnique("T1004")],
      [anActor("G0046", ["T1002", "T1003", "T1004"], { name: "FIN7" })],
      {
        version: "19.0",
        retired: new Map([
          [
            techniqueId.parse("T1001"),
            {
              id: techniqueId.parse("T1001"),
              name: "One",
              status: "revoked" as const,
              replacedBy: techniqueId.parse("T1004"),
            },
          ],
        ]),
      },
    );
    const compared = compareQuestions(aQuestion(ours), aQuestion({ ...ours, knowledge: later }));
    expect(changesOf(compared)).toEqual({
      T1001: "left by attack",
      T1003: "entered by attack",
      T1004: "entered by attack",
    });
    expect(sentencesOf(compared, "T1001")).toEqual([
      "Revoked in enterprise-attack 19.0: it became T1004.",
    ]);
    expect(sentencesOf(compared, "T1003")).toEqual([
      "enterprise-attack 19.0 says that FIN7 uses it.",
    ]);
    expect(sentencesOf(compared, "T1004")).toEqual(["New in enterprise-attack 19.0."]);
  });

  it("what environments hold is a cause of its own where environments are compared", () => {
    const plant = aDetection(["T1001"], { name: "One", key: "one", environment: "Plant" });
    const compared = compareQuestions(
      aQuestion({ ...ours, inventory: [rule] }),
      aQuestion({ ...ours, inventory: [plant] }),
      { kind: "environment" },
    );
    expect(changesOf(compared)).toEqual({
      T1001: "closed by detections",
      T1002: "opened by detections",
    });
    expect(sentencesOf(compared, "T1001")).toEqual(["1 rule only in Plant: One."]);
    expect(compared.effects).toEqual([
      expect.objectContaining({ group: "detections", closed: 1, opened: 1, covered: 0 }),
    ]);
  });

  it("and part of the scope where the scope brings them in", () => {
    const plant = aDetection(["T1001"], { name: "One", key: "one", environment: "Plant" });
    const compared = compareQuestions(
      aQuestion(ours),
      aQuestion({
        ...ours,
        inventory: [rule, plant],
        scope: { environments: ["Main", "Plant"] },
      }),
    );
    expect(changesOf(compared)).toEqual({ T1001: "closed by scope" });
    expect(sentencesOf(compared, "T1001")).toEqual([
      "1 rule of Plant, which came into scope: One.",
    ]);
  });

  it("decisions and platforms are of the scope", () => {
    const onEsxi = aTechnique("T1001", { platforms: ["ESXi"] });
    const estate = { ...ours, knowledge: aKnowledge([onEsxi, ...techniques.slice(1)], [fin7]) };
    const compared = compareQuestions(
      aQuestion(estate),
      aQuestion({
        ...estate,
        scope: { platforms: ["Windows"] },
        decisions: [notApplicable("T1002")],
      }),
    );
    expect(changesOf(compared)).toEqual({ T1001: "left by scope", T1002: "left by scope" });
    expect(sentencesOf(compared, "T1001")).toEqual(["ESXi left the scope."]);
    expect(sentencesOf(compared, "T1002")).toEqual(["It was set not applicable: no such host."]);
    expect(compared.effects).toEqual([
      expect.objectContaining({ leftAsGap: 1, leftCovered: 1, techniques: -2, covered: -1 }),
    ]);
  });

  it("a setting moves a level without opening or closing a gap", () => {
    const two = [rule, aDetection(["T1002"], { key: "again" })];
    const compared = compareQuestions(
      aQuestion({ ...ours, inventory: two }),
      aQuestion({ ...ours, inventory: two, settings: { threshold: 3 } }),
    );
    expect(changesOf(compared)).toEqual({ T1002: "worse by scope" });
    expect(sentencesOf(compared, "T1002")).toEqual(["Several begins at 3 rules; before, at 2."]);
  });

  it("either of two inputs that suffices is a cause, and two that only do it together are both", () => {
    const esxi = aTechnique("T1003", { platforms: ["ESXi"] });
    const estate = {
      ...ours,
      knowledge: aKnowledge([...techniques.slice(0, 2), esxi], [fin7, apt38]),
    };
    const compared = compareQuestions(
      aQuestion({ ...estate, scope: { platforms: ["Windows"] } }),
      aQuestion({ ...estate, actors: [aChosenActor(fin7), aChosenActor(apt38)] }),
    );
    expect(changesOf(compared)).toEqual({ T1003: "entered by several" });
    expect(sentencesOf(compared, "T1003")).toEqual(["APT38 was added.", "ESXi came into scope."]);
  });
});

describe("causes that are told from what is kept", () => {
  const told = (before: Parameters<typeof aQuestion>[0], after: Parameters<typeof aQuestion>[0]) =>
    compareQuestions(aQuestion(before), aQuestion(after), { kind: "snapshot", told: true });

  it("rules that were enabled, added and taken away stand with their names", () => {
    const later = told(
      {
        ...ours,
        inventory: [
          { ...rule, state: "disabled" },
          aDetection(["T1001"], { name: "Old", key: "old" }),
        ],
      },
      {
        ...ours,
        inventory: [rule, aDetection(["T1002"], { name: "Three", key: "three", severity: "low" })],
      },
    );
    expect(changesOf(later)).toEqual({
      T1001: "opened by detections",
      T1002: "closed by detections",
    });
    expect(sentencesOf(later, "T1001")).toEqual(["1 rule no longer there: Old."]);
    expect(sentencesOf(later, "T1002")).toEqual(["1 rule enabled: Two.", "1 rule added: Three."]);
    expect(later.inputs).toEqual([
      {
        cause: "detections",
        text: "1 rule only after, 1 rule only before, 1 rule in another state.",
      },
    ]);
  });
});

const ids = ["T1001", "T1001.001", "T1002", "T1003", "T1004"];
const someIds = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 });
const side = fc.record({
  version: fc.constantFrom("18.1", "19.0"),
  held: someIds,
  uses: fc.tuple(someIds, someIds, someIds),
  chosen: fc.uniqueArray(fc.constantFrom(0, 1, 2), { minLength: 1 }),
  rules: fc.array(
    fc.record({
      written: someIds,
      state: fc.constantFrom("enabled" as const, "disabled" as const, "available" as const),
      environment: fc.constantFrom("Main", "Plant"),
    }),
    { maxLength: 6 },
  ),
  platforms: fc.uniqueArray(fc.constantFrom("Windows", "ESXi")),
  notApplicable: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 }),
  threshold: fc.constantFrom(2, 3),
});

function questionOf(made: typeof side extends fc.Arbitrary<infer Side> ? Side : never) {
  const groups = made.uses.map((uses, index) => anActor(`G000${index}`, uses));
  const picture = aKnowledge(
    made.held.map((id, index) =>
      aTechnique(id, { platforms: [index % 2 === 0 ? "Windows" : "ESXi"] }),
    ),
    groups,
    { version: made.version },
  );
  return aQuestion({
    knowledge: picture,
    actors: made.chosen.flatMap((index) => groups[index] ?? []).map((group) => aChosenActor(group)),
    inventory: made.rules.map(({ written, ...changes }, index) =>
      aDetection(written, { ...changes, id: index, key: `rule-${index}`, name: `Rule ${index}` }),
    ),
    scope: { platforms: made.platforms },
    settings: { threshold: made.threshold },
    decisions: made.notApplicable.map(notApplicable),
  });
}

describe("whatever is compared", () => {
  it("what the causes did sums to the change of the headline, each technique counted once", () => {
    fc.assert(
      fc.property(side, side, fc.boolean(), (earlier, later, told) => {
        const compared = compareQuestions(questionOf(earlier), questionOf(later), {
          kind: told ? "snapshot" : "assessment",
          ...(told ? { told } : {}),
        });
        const { before, after, effects, techniques: all } = compared;
        const sum = (figure: "techniques" | "covered") =>
          effects.reduce((total, effect) => total + effect[figure], 0);
        expect(sum("techniques")).toBe(after.coverage.techniques - before.coverage.techniques);
        expect(sum("covered")).toBe(after.coverage.covered - before.coverage.covered);
        const counted = effects.reduce(
          (total, { group, techniques: _net, covered: _change, ...counts }) =>
            total + Object.values(counts).reduce((one, other) => one + other, 0),
          0,
        );
        const changed = all.filter(({ movement }) => movement !== "same");
        expect(counted).toBe(changed.length);
        for (const { because, group } of changed) {
          expect(because.length).toBeGreaterThan(0);
          const causes = new Set(because.map(({ cause }) => cause));
          expect(group).toBe(causes.size === 1 ? [...causes][0] : "several");
        }
      }),
    );
  });

  it("turned around, what entered left and what was closed was opened", () => {
    fc.assert(
      fc.property(side, side, (earlier, later) => {
        const [one, other] = [questionOf(earlier), questionOf(later)];
        const turned: Record<string, string> = {
          entered: "left",
          left: "entered",
          closed: "opened",
          opened: "closed",
          better: "worse",
          worse: "better",
        };
        const back = changesOf(compareQuestions(other, one));
        for (const [id, change] of Object.entries(changesOf(compareQuestions(one, other)))) {
          const [movement = "", cause = ""] = change.split(" by ");
          expect(back[id]).toBe(`${turned[movement] ?? ""} by ${cause}`);
        }
      }),
    );
  });
});

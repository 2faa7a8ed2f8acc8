import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AssessmentParts, RebaseTarget } from "../../src/main/assessments/rebase.ts";
import { rebaseAssessment } from "../../src/main/assessments/rebase.ts";
import { defaultSettings } from "../../src/main/assessments/default-settings.ts";
import type { ReleaseChange } from "../../src/main/detections/release-change.ts";
import { emptyPlan } from "../../src/main/plan/stored-plan.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { attackId, domain as domainSchema, techniqueId } from "../../src/shared/model/attack-id.ts";
import { Problem } from "../../src/shared/problem.ts";
import { aKnowledge, anActor, aTechnique, enterprise } from "../analysis/builders.ts";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique as anAttackPattern,
  writeBundle,
} from "../catalogue/bundles.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openWorkbench } from "../support/workbench.ts";

const id = (text: string) => techniqueId.parse(text);

const from = aKnowledge(
  ["T1001", "T1002", "T1003", "T1004"].map((one) =>
    aTechnique(one, { platforms: one === "T1004" ? ["Azure AD"] : ["Windows"] }),
  ),
  [anActor("G0001", ["T1001"], { name: "Amber" }), anActor("G0002", ["T1002"], { name: "Birch" })],
);
/** T1001 became T1101, T1002 may be one of two, T1003 is deprecated, and G0002 is G0009 now. */
const to = aKnowledge(
  ["T1004", "T1101", "T1201", "T1202"].map((one) =>
    aTechnique(one, { platforms: one === "T1004" ? ["Identity Provider"] : ["Windows"] }),
  ),
  [anActor("G0001", ["T1101"], { name: "Amber Quay" }), anActor("G0009", [], { name: "Cedar" })],
  {
    version: "19.0",
    tactics: ["stealth", "defense-impairment", "discovery"].map((shortname) => ({
      attackId: attackId.parse("TA0001"),
      shortname,
      name: shortname,
    })),
    retired: new Map([
      [
        id("T1001"),
        { id: id("T1001"), name: "One", status: "revoked" as const, replacedBy: id("T1101") },
      ],
      [
        id("T1003"),
        { id: id("T1003"), name: "Three", status: "deprecated" as const, replacedBy: null },
      ],
    ]),
  },
);
const change: ReleaseChange = {
  domain: enterprise,
  to: "19",
  added: new Map(),
  revoked: new Map(),
  tactics: new Map([["defense-evasion", ["stealth", "defense-impairment"]]]),
};
const target: RebaseTarget = {
  from: {
    ...from,
    tactics: ["defense-evasion", "discovery"].map((shortname) => ({
      attackId: attackId.parse("TA0005"),
      shortname,
      name: shortname,
    })),
  },
  to,
  retiredActors: new Map([
    [
      "G0002",
      {
        id: "G0002",
        name: "Birch",
        status: "revoked" as const,
        replacedBy: { id: "G0009", name: "Cedar" },
      },
    ],
  ]),
};

const anActorChosen = (
  of: string,
  name: string,
  words: AssessmentParts["actors"][number]["words"] = [],
) => ({
  ...actorRef.parse({ kind: "group", domain: enterprise, id: of }),
  name,
  weight: 2,
  reason: "ours",
  made: [],
  words,
});
const aDecision = (of: string, status: "accepted" | "mitigated") => ({
  domain: enterprise,
  techniqueId: id(of),
  status,
  reason: "known",
  who: "Ana",
  expires: null,
  takenIn: false,
});
const aWord = (of: string) => ({
  techniqueId: id(of),
  action: "add" as const,
  source: "incident",
  date: "2026-01-01",
  confidence: "high" as const,
  text: "",
});
const aMark = (of: string) => ({
  domain: enterprise,
  techniqueId: id(of),
  window: "30" as const,
  status: "planned" as const,
  owner: "Ana",
  dueOn: null,
  doneOn: null,
  effortDays: null,
  note: "",
});

const parts: AssessmentParts = {
  scope: {
    releases: [{ domain: enterprise, version: "18.1" }],
    environments: ["Main"],
    platforms: ["Windows", "Azure AD"],
    segments: [],
    beforeCompromise: false,
  },
  settings: {
    ...defaultSettings,
    chokePoints: [id("T1001"), id("T1004"), id("T0800")],
    logOnlyTactics: ["discovery", "defense-evasion"],
  },
  actors: [
    anActorChosen("G0001", "Amber", [aWord("T1001"), aWord("T1003")]),
    anActorChosen("G0002", "Birch"),
  ],
  decisions: [aDecision("T1001", "accepted"), aDecision("T1003", "mitigated")],
  plan: { ...emptyPlan, marks: [aMark("T1001"), aMark("T1101")] },
};

describe("an assessment on another release", () => {
  const { parts: moved, outcome } = rebaseAssessment(parts, [target], change, []);
  const changed = (kind: string, of: string) =>
    outcome.changes.find((one) => one.kind === kind && one.from === of);

  it("takes the ID that exactly one became, wherever it is named", () => {
    expect(moved.settings.chokePoints).toEqual(["T1101", "T1004", "T0800"]);
    expect(moved.decisions.map(({ techniqueId: of, status }) => [of, status])).toEqual([
      ["T1003", "mitigated"],
      ["T1101", "accepted"],
    ]);
    expect(moved.actors[0]?.words.map((word) => word.techniqueId)).toEqual(["T1003", "T1101"]);
    expect(changed("technique", "T1001")).toMatchObject({
      to: [{ id: "T1101", name: "Technique T1101" }],
      why: "certain",
      affects: [
        "a choke point",
        "the profile of Amber Quay",
        "a decision: accepted",
        "what the plan fixes about it",
      ],
    });
  });

  it("leaves what stands at the goal, and says so", () => {
    expect(moved.plan.marks.map((mark) => mark.techniqueId)).toEqual(["T1101"]);
    expect(changed("technique", "T1001")?.notes).toEqual([
      "For T1101 there is what the plan fixes about it already, or another of its kind, which stays.",
    ]);
  });

  it("follows actors that were renamed and revoked, with their weight and reason", () => {
    expect(
      moved.actors.map(({ id: of, name, weight, reason }) => [of, name, weight, reason]),
    ).toEqual([
      ["G0001", "Amber Quay", 2, "ours"],
      ["G0009", "Cedar", 2, "ours"],
    ]);
  });

  it("lists what is in doubt, and leaves it as it is", () => {
    expect(
      outcome.doubts.map(({ kind, from: of, preselected }) => [kind, of, preselected]),
    ).toEqual([
      ["platform", "Azure AD", "Identity Provider"],
      ["tactic", "defense-evasion", null],
      ["technique", "T1003", null],
    ]);
    expect(moved.scope.platforms).toEqual(["Windows", "Azure AD"]);
    expect(moved.settings.logOnlyTactics).toEqual(["discovery", "defense-evasion"]);
  });

  it("takes choices for doubts, also that something is left out", () => {
    const settled = rebaseAssessment(parts, [target], change, [
      { kind: "platform", domain: enterprise, from: "Azure AD", to: ["Identity Provider"] },
      {
        kind: "tactic",
        domain: enterprise,
        from: "defense-evasion",
        to: ["stealth", "defense-impairment"],
      },
      { kind: "technique", domain: enterprise, from: "T1003", to: [] },
    ]);
    expect(settled.outcome.doubts).toEqual([]);
    expect(settled.parts.scope.platforms).toEqual(["Windows", "Identity Provider"]);
    expect(settled.parts.settings.logOnlyTactics).toEqual([
      "discovery",
      "stealth",
      "defense-impairment",
    ]);
    expect(settled.parts.decisions.map((decision) => decision.techniqueId)).toEqual(["T1101"]);
  });

  it("refuses a choice that names nothing of the release, and one about what needs none", () => {
    const choose = (of: string, goal: string) => () =>
      rebaseAssessment(parts, [target], change, [
        { kind: "technique", domain: enterprise, from: of, to: [goal] },
      ]);
    expect(choose("T1003", "T9999")).toThrow(Problem);
    expect(choose("T1003", "T9999")).toThrow(/enterprise-attack 19.0 has no such technique/);
    expect(choose("T1004", "T1201")).toThrow(/needs no decision/);
  });

  it("on its own release changes nothing", () => {
    const own = { ...parts, plan: { ...parts.plan, marks: [aMark("T1001")] } };
    const targets = [{ from, to: from, retiredActors: new Map() }];
    const same = rebaseAssessment(own, targets, change, []);
    expect(same.outcome).toEqual({ changes: [], doubts: [], notes: [] });
    expect(JSON.stringify(same.parts)).toBe(JSON.stringify(own));
  });
});

/** Release 1.0 with T1001 and T1002, used by Amber; in 2.0 T1001 became T1005, which is new. */
async function openReleases() {
  const { client, folder } = await openWorkbench();
  const domains = { x_mitre_domains: ["enterprise-attack"] };
  const [one, two, five] = ["T1001", "T1002", "T1005"].map((of) => anAttackPattern(of));
  const amber = anObject("intrusion-set", "G0001", { name: "Amber", ...domains });
  if (one === undefined || two === undefined || five === undefined) throw new Error("three");
  const uses = (technique: typeof one) => aRelationship("uses", amber, technique);
  const earlier = [aCollection("1.0"), ...aMatrix(), one, two, amber, uses(one), uses(two)];
  const later = [
    aCollection("2.0"),
    ...aMatrix(),
    { ...one, revoked: true },
    two,
    five,
    amber,
    aRelationship("revoked-by", one, five),
    uses(two),
    uses(five),
  ];
  const paths = [earlier, later].map((objects, index) =>
    writeBundle(folder, `release-${index + 1}.json`, objects),
  );
  for (const [index, path] of paths.entries()) {
    await client.catalogue.import({ paths: [path], onConflict: "ask", version: `${index + 1}.0` });
  }
  const { id: assessmentId } = await client.assessments.create({
    name: "Ours",
    scope: {
      releases: [{ domain: enterprise, version: "1.0" }],
      environments: ["Main"],
      platforms: [],
      segments: [],
      beforeCompromise: false,
    },
  });
  const actor = actorRef.parse({ kind: "group", domain: enterprise, id: "G0001" });
  await client.actors.choose({ assessmentId, actor, weight: 3, reason: "seen here" });
  await client.gaps.decide({
    assessmentId,
    decisions: [aDecision("T1001", "accepted")],
    withdrawn: [],
  });
  return { client, assessmentId };
}

describe("a copy in a workspace", () => {
  const releases = [{ domain: enterprise, version: "2.0" }];

  it("holds what the assessment holds, and neither changes the other", async () => {
    const { client, assessmentId } = await openReleases();
    const own = await client.assessments.get({ assessmentId });
    const copy = await client.assessments.copy({ assessmentId, name: "Again" });
    const { id: copied, name, createdAt: _made, updatedAt: _changed, ...rest } = copy;
    expect(name).toBe("Again");
    expect(own).toMatchObject(rest);
    await client.assessments.remove({ assessmentId: copied });
    expect(await client.assessments.get({ assessmentId })).toEqual(own);
    await expect(client.assessments.copy({ assessmentId, name: "Ours" })).rejects.toThrow(
      /called Ours already/,
    );
  });

  it("on another release is foretold as it is made, and the assessment stays", async () => {
    const { client, assessmentId } = await openReleases();
    const own = await client.assessments.get({ assessmentId });
    const preview = await client.assessments.previewRebase({ assessmentId, releases, choices: [] });
    const made = await client.assessments.rebase({
      assessmentId,
      name: "On 2.0",
      releases,
      choices: [],
    });
    expect(preview.changes).toEqual(made.changes);
    expect(made.changes.map(({ from: of, to: goals }) => [of, goals[0]?.id])).toEqual([
      ["T1001", "T1005"],
    ]);
    expect(made.assessment.decisions).toEqual([
      expect.objectContaining({ techniqueId: "T1005", status: "accepted" }),
    ]);
    expect(made.assessment.actors).toEqual(own.actors);
    const answer = await client.assessments.answer({ assessmentId: made.assessment.id });
    expect(answer.coverage).toEqual(preview.after);
    expect(await client.assessments.get({ assessmentId })).toEqual(own);
  });

  it("tells which rules name what it asks about by IDs of another release", async () => {
    const { client, assessmentId } = await openReleases();
    const path = join(temporaryFolder(), "rules.csv");
    writeFileSync(
      path,
      "Rule ID,Name,Techniques,State\nR1,Old,T1001,enabled\nR2,Both,T1001; T1002,enabled\nR3,New,T1005,enabled\n",
    );
    await client.detections.import({ paths: [path] });
    const { otherIdRules } = await client.assessments.previewRebase({
      assessmentId,
      releases,
      choices: [],
    });
    expect(
      otherIdRules.map(({ name, environment, written, mayBe }) => [
        name,
        environment,
        written,
        mayBe.map((one) => one.id),
      ]),
    ).toEqual([
      ["Both", "Main", "T1001", ["T1005"]],
      ["Old", "Main", "T1001", ["T1005"]],
    ]);
    const [main] = await client.environments.list({});
    const rules = await client.detections.list({ environmentId: main?.id ?? 0 });
    expect(rules.find(({ name }) => name === "Old")?.id).toBe(otherIdRules[1]?.detectionId);
  });

  it("compared before it is made, all that changes is because of ATT&CK", async () => {
    const { client, assessmentId } = await openReleases();
    const compared = await client.compare.results({
      before: { kind: "assessment", assessmentId },
      after: { kind: "rebased", assessmentId, releases },
    });
    expect(
      compared.techniques.map(({ id: of, movement, because }) => [of, movement, because[0]?.text]),
    ).toEqual([
      ["T1001", "left", "Revoked in enterprise-attack 2.0: it became T1005."],
      ["T1002", "same", undefined],
      ["T1005", "entered", "New in enterprise-attack 2.0."],
    ]);
    expect(compared.effects).toEqual([
      expect.objectContaining({ group: "attack", enteredAsGap: 1, leftAsGap: 1 }),
    ]);
  });

  it("asks for a release that is there, and for a domain that it asks about", async () => {
    const { client, assessmentId } = await openReleases();
    const onto = (domain: string, version: string) =>
      client.assessments.previewRebase({
        assessmentId,
        releases: [{ domain: domainSchema.parse(domain), version }],
        choices: [],
      });
    await expect(onto("enterprise-attack", "3.0")).rejects.toThrow(/no release/);
    await expect(onto("ics-attack", "2.0")).rejects.toThrow(/does not ask about ics-attack/);
  });
});

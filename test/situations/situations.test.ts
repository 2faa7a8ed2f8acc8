import { expect, test } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { SituationChoices } from "../../src/shared/model/situation.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";

const enterprise = domain.parse("enterprise-attack");
const fin7 = { kind: "group", domain: enterprise, id: attackId.parse("G0046") } as const;
const apt38 = { kind: "group", domain: enterprise, id: attackId.parse("G0082") } as const;
const technique = techniqueId.parse("T1059.001");

/** An assessment with everything that a copy must carry. */
async function makeFilled(client: Client<CasemateContract>): Promise<number> {
  const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
  await client.actors.choose({
    assessmentId,
    actor: fin7,
    weight: 2,
    reason: "Seen in our sector",
  });
  await client.actors.choose({ assessmentId, actor: apt38, weight: 1, reason: "" });
  await client.actors.setTechnique({
    assessmentId,
    actor: fin7,
    technique: {
      techniqueId: techniqueId.parse("T1001"),
      action: "add",
      source: "Incident 7",
      date: "2026-11-01",
      confidence: "high",
      text: "",
    },
  });
  await client.gaps.decide({
    assessmentId,
    decisions: [
      {
        domain: enterprise,
        techniqueId: technique,
        status: "accepted",
        reason: "No host runs it",
        who: "A. Analyst",
        expires: null,
        takenIn: false,
      },
    ],
    withdrawn: [],
  });
  const gap = (await client.plan.get({ assessmentId })).items[0];
  if (gap === undefined) throw new Error("There is no gap.");
  await client.plan.setItems({
    assessmentId,
    changes: [{ domain: gap.domain, techniqueId: gap.techniqueId, owner: "Detection team" }],
  });
  await client.plan.setSettings({ assessmentId, settings: { startsOn: "2026-12-01" } });
  await client.plan.fixBaseline({ assessmentId });
  await client.assessments.setReview({ assessmentId, reviewOn: "2027-01-31" });
  return assessmentId;
}

const choices: SituationChoices = {
  situation: "annual",
  from: null,
  name: null,
  scope: null,
  actors: null,
  title: "",
  comparedWith: null,
  fundingOptions: [],
};

test("a situation makes a copy with everything in it, and leaves the first as it is", async () => {
  const { client } = await openWorkbench({ starter: true });
  const from = await makeFilled(client);
  const before = await client.assessments.get({ assessmentId: from });
  const answer = await client.assessments.answer({ assessmentId: from });
  const plan = await client.plan.get({ assessmentId: from });
  const { assessmentId, isNew, draftBefore } = await client.situations.begin({
    ...choices,
    from,
    name: "Amber Quay, 2027",
    title: "Threat assessment 2027",
    comparedWith: { kind: "assessment", assessmentId: from },
  });
  expect(isNew).toBe(true);
  expect(draftBefore).toBeNull();
  const copy = await client.assessments.get({ assessmentId });
  expect(copy).toEqual({
    ...before,
    id: assessmentId,
    name: "Amber Quay, 2027",
    createdAt: "2026-11-21T12:00:00.000Z",
    updatedAt: copy.updatedAt,
  });
  expect(await client.assessments.answer({ assessmentId })).toEqual({
    ...answer,
    assessmentId,
    name: "Amber Quay, 2027",
  });
  expect(await client.plan.get({ assessmentId })).toEqual({
    ...plan,
    assessmentId,
    name: "Amber Quay, 2027",
  });
  expect(await client.assessments.get({ assessmentId: from })).toEqual(before);
  expect(await client.reports.draft({ assessmentId: from })).toBeNull();
  const draft = await client.reports.draft({ assessmentId });
  expect(draft?.template).toBe("Annual threat assessment");
  expect(draft?.content).toMatchObject({
    title: "Threat assessment 2027",
    comparedWith: { kind: "assessment", assessmentId: from },
  });
  expect(draft?.content.sections).toContain("comparison");

  // With a scope and actors of its own, on the copy alone.
  const { assessmentId: plantId } = await client.situations.begin({
    ...choices,
    situation: "ot",
    from,
    name: "Office and plant",
    scope: {
      ...before.scope,
      releases: [...before.scope.releases, { domain: domain.parse("ics-attack"), version: "18.1" }],
    },
    actors: [
      { actor: fin7, weight: 2, reason: "Seen in our sector" },
      {
        actor: {
          kind: "group",
          domain: domain.parse("ics-attack"),
          id: attackId.parse("G0034"),
        },
        weight: 1,
        reason: "Acts against plants",
      },
    ],
  });
  const plant = await client.assessments.answer({ assessmentId: plantId });
  expect(plant.actors.map(({ id }) => id)).toEqual(["G0046", "G0034"]);
  expect(plant.catalogues.map((one) => one.domain)).toEqual(["enterprise-attack", "ics-attack"]);
  // One list, over both.
  expect([...new Set(plant.gaps.map((gap) => gap.domain))].sort()).toEqual([
    "enterprise-attack",
    "ics-attack",
  ]);
  expect(await client.assessments.get({ assessmentId: from })).toEqual(before);
});

test("without a name the assessment itself is reported, and its next report comes back", async () => {
  const { client } = await openWorkbench({ starter: true });
  const from = await makeFilled(client);
  const options = [{ name: "Two people", engineers: 2, days: 90 }];
  const first = await client.situations.begin({
    ...choices,
    situation: "budget",
    from,
    title: "What to fund",
    fundingOptions: options,
  });
  expect(first).toEqual({ assessmentId: from, isNew: false, draftBefore: null });
  const draft = await client.reports.draft({ assessmentId: from });
  expect(draft?.content).toMatchObject({ title: "What to fund", fundingOptions: options });
  const second = await client.situations.begin({ ...choices, situation: "purple", from });
  expect(second.draftBefore).toEqual(draft);
  await client.reports.setDraft({ assessmentId: from, draft: second.draftBefore });
  expect(await client.reports.draft({ assessmentId: from })).toEqual(draft);

  // The house's style is kept, whatever the situation asks.
  if (draft === null) throw new Error("There is no draft.");
  const titleBlock = [{ label: "Prepared for", text: "Amber Quay" }];
  await client.reports.setDraft({
    assessmentId: from,
    draft: { ...draft, content: { ...draft.content, titleBlock, paper: "Letter" } },
  });
  const { assessmentId } = await client.situations.begin({
    ...choices,
    situation: "cloud",
    from,
    name: "In the cloud",
  });
  expect((await client.reports.draft({ assessmentId }))?.content).toMatchObject({
    titleBlock,
    paper: "Letter",
  });

  // A start that fails makes nothing.
  const names = async () => (await client.assessments.list({})).map(({ name }) => name);
  const unknown = { kind: "group", domain: enterprise, id: attackId.parse("G9999") } as const;
  await expect(
    client.situations.begin({
      ...choices,
      from,
      name: "Half made",
      actors: [{ actor: unknown, weight: 1, reason: "" }],
    }),
  ).rejects.toThrow('No actor is called "G9999".');
  await expect(client.situations.begin({ ...choices, from, name: "Amber Quay" })).rejects.toThrow(
    "There is an assessment called Amber Quay already.",
  );
  await expect(client.situations.begin({ ...choices, from, actors: [] })).rejects.toThrow(
    "What asks another question is an assessment of its own.",
  );
  await expect(client.situations.begin(choices)).rejects.toThrow(
    "What asks another question is an assessment of its own.",
  );
  expect(await names()).toEqual(["Amber Quay", "In the cloud"]);
});

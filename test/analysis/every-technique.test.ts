import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import {
  listGroups,
  listTechniques,
  readRelease,
  techniquesOf,
} from "../support/oracle/attack-oracle.ts";
import { enterprise } from "./builders.ts";

const oracle = readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise);
const chosen = ["G0046", "G0082", "G0032"];

/** FIN7, APT38 and Lazarus, with one rule on T1059.001, one disabled on T1486, two on T1001.001. */
async function openAssessed(): Promise<{
  readonly client: Client<CasemateContract>;
  readonly assessmentId: number;
}> {
  const { client, folder } = await openFilledWorkbench();
  writeFileSync(
    join(folder, "rules.csv"),
    "Rule ID,Name,Techniques,State\nR1,One,T1059.001,enabled\nR2,Two,T1486,disabled\n" +
      "R3,Three,T1001.001,enabled\nR4,Four,T1001.001,enabled\nR5,Five,T1204,available\n",
  );
  await client.detections.import({ paths: [join(folder, "rules.csv")] });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  for (const id of chosen) {
    await client.actors.choose({
      assessmentId,
      actor: { kind: "group", domain: enterprise, id: attackId.parse(id) },
      weight: 1,
      reason: "",
    });
  }
  return { client, assessmentId };
}

describe("every technique of a release, as an assessment sees it", () => {
  it("is there with its number of groups and of chosen actors, as counted apart", async () => {
    const { client, assessmentId } = await openAssessed();
    const seen = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const groups = listGroups(oracle).map((id) => techniquesOf(oracle, id).withCampaigns);
    const profiles = chosen.map((id) => ({ id, uses: techniquesOf(oracle, id).withCampaigns }));
    expect([seen.version, seen.groups]).toEqual(["18.1", groups.length]);
    expect(seen.techniques.map(({ id, groupsUsing, actors }) => [id, groupsUsing, actors])).toEqual(
      [...listTechniques(oracle)]
        .sort()
        .map((id) => [
          id,
          groups.filter((uses) => uses.has(id)).length,
          profiles.filter(({ uses }) => uses.has(id)).map((profile) => profile.id),
        ]),
    );
  });

  it("says of the asked ones what the answer says, and that the others are no gaps", async () => {
    const { client, assessmentId } = await openAssessed();
    const { techniques } = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const result = await client.assessments.answer({ assessmentId });
    const seen = new Map(techniques.map((one) => [one.id, one]));
    for (const one of result.techniques) expect(one).toMatchObject({ ...pick(seen.get(one.id)) });
    const gaps = techniques.filter(({ priority }) => priority !== null);
    expect(gaps.map(({ id, priority, band }) => [id, priority, band])).toEqual(
      [...result.gaps]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, priority, band }) => [id, priority, band]),
    );
    expect(techniques.filter(({ inDenominator }) => inDenominator)).toHaveLength(
      result.coverage.techniques,
    );
  });

  it("has its level and its rules whether an actor uses it or not", async () => {
    const { client, assessmentId } = await openAssessed();
    const { techniques } = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const of = (id: string) => techniques.find((one) => one.id === id);
    expect(of("T1059.001")).toMatchObject({ level: "detected", detections: 1 });
    expect(of("T1059")).toMatchObject({ level: "partial", detections: 0 });
    expect(of("T1486")).toMatchObject({ level: "none", disabledDetections: 1 });
    expect(of("T1204")).toMatchObject({ level: "available", availableDetections: 1 });
    // None of the three uses it.
    expect(of("T1001.001")).toMatchObject({ actors: [], detections: 2, priority: null });
  });

  it("carries what was decided about it, used or not", async () => {
    const { client, assessmentId } = await openAssessed();
    const decide = (id: string) =>
      client.gaps.decide({
        assessmentId,
        decisions: [
          {
            domain: enterprise,
            techniqueId: techniqueId.parse(id),
            status: "not-applicable",
            reason: "No such system",
            who: "Analyst",
            expires: null,
            takenIn: false,
          },
        ],
        withdrawn: [],
      });
    await decide("T1486");
    await decide("T1001.001");
    const { techniques } = await client.coverage.techniques({ assessmentId, domain: enterprise });
    const of = (id: string) => techniques.find((one) => one.id === id);
    // T1486 is used by two of the three; nobody of them uses T1001.001.
    expect(of("T1486")).toMatchObject({
      status: "not-applicable",
      notApplicable: true,
      inDenominator: false,
      priority: null,
    });
    expect(of("T1001.001")).toMatchObject({ status: "not-applicable", notApplicable: false });
  });

  it("is refused for a domain that the assessment does not ask about", async () => {
    const { client, assessmentId } = await openAssessed();
    const asked = client.coverage.techniques({
      assessmentId,
      domain: domain.parse("ics-attack"),
    });
    await expect(asked).rejects.toMatchObject({ code: "bad-input" });
  });
});

/** What a technique of the matrix and one of the answer have in common. */
function pick(
  seen:
    | Awaited<ReturnType<Client<CasemateContract>["coverage"]["techniques"]>>["techniques"][number]
    | undefined,
) {
  if (seen === undefined) throw new Error("a technique of the answer is missing");
  const { id, level, detections, partialDetections, availableDetections, actors } = seen;
  const { inDenominator, notApplicable, beforeCompromise, assumed } = seen;
  return {
    id,
    level,
    detections,
    partialDetections,
    availableDetections,
    actors,
    inDenominator,
    notApplicable,
    beforeCompromise,
    assumed,
  };
}

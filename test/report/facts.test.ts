import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import { reportFacts } from "../../src/shared/model/report-facts.ts";
import { buildReport } from "../../src/main/report/build-report.ts";
import { reportPresets } from "../../src/main/report/presets.ts";
import { enterprise } from "../analysis/builders.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import { openWorkbench } from "../support/workbench.ts";

const sigma = "../shared/data/sigma/sigma-rules.zip";
const chosen = ["G0046", "G0082", "G0032"];

async function choose(client: Client<CasemateContract>, assessmentId: number): Promise<void> {
  for (const id of chosen) {
    await client.actors.choose({
      assessmentId,
      actor: { kind: "group", domain: enterprise, id: attackId.parse(id) },
      weight: 1,
      reason: "",
    });
  }
}

async function sampleFacts() {
  const { client, folder } = await openWorkbench();
  await client.workspace.createSample({ path: `${folder}/sample.casemate` });
  const [assessment] = await client.assessments.list({});
  if (assessment === undefined) throw new Error("the sample has an assessment");
  return client.reports.facts({ assessmentId: assessment.id });
}

describe("the facts of a report", () => {
  it("hold what the answer, the plan and the matrix say", async () => {
    const { client, folder } = await openWorkbench();
    await client.workspace.createSample({ path: `${folder}/sample.casemate` });
    const [assessment] = await client.assessments.list({});
    const assessmentId = assessment?.id ?? 0;
    const facts = await client.reports.facts({ assessmentId });
    const answer = await client.assessments.answer({ assessmentId });
    const plan = await client.plan.get({ assessmentId });
    expect({ assessmentId, ...facts.result }).toEqual(answer);
    expect({ assessmentId, ...facts.plan }).toEqual(plan);
    const [release] = facts.releases;
    const seen = await client.coverage.techniques({ assessmentId, domain: enterprise });
    expect(release?.techniques.map(({ id, level }) => [id, level])).toEqual(
      seen.techniques.map(({ id, level }) => [id, level]),
    );
  });

  it("are the same for the same workspace, and build the same report once read back", async () => {
    const facts = await sampleFacts();
    const again = await sampleFacts();
    const text = JSON.stringify({ ...facts, assessment: null });
    expect(JSON.stringify({ ...again, assessment: null })).toBe(text);
    const back = reportFacts.parse(JSON.parse(JSON.stringify(facts)));
    for (const { content } of reportPresets) {
      expect(buildReport(back, content)).toEqual(buildReport(facts, content));
    }
  });

  it.skipIf(!existsSync(sigma))(
    "count 118 of 144 for FIN7, APT38 and Lazarus Group with the Sigma rules enabled",
    async () => {
      const { client } = await openFilledWorkbench();
      await client.detections.import({ paths: [sigma], state: "enabled" });
      const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
      await choose(client, assessmentId);
      const { result } = await client.reports.facts({ assessmentId });
      expect([result.coverage.covered, result.coverage.techniques]).toEqual([118, 144]);
    },
  );
});

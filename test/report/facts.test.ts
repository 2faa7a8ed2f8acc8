import { writeFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildReport } from "../../src/main/report/build-report.ts";
import { reportPresets } from "../../src/main/report/presets.ts";
import { reportFacts } from "../../src/shared/model/report-facts.ts";
import { enterprise } from "../analysis/builders.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import { openWorkbench } from "../support/workbench.ts";
import { openSampleFacts } from "./report-support.ts";

/** Every key of a value, at whatever depth. */
function keysOf(value: unknown): Set<string> {
  const keys = new Set<string>();
  JSON.stringify(value, (key: string, held: unknown) => {
    keys.add(key);
    return held;
  });
  return keys;
}

describe("the facts of a report", () => {
  it("hold what the answer, the plan and the matrix say", async () => {
    const { client } = await openWorkbench({ sample: true });
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
    const claims = await client.emulation.claims({ assessmentId });
    expect(facts.emulation.claims).toEqual(claims);
  });

  it("name the detections behind a level as the inspector does", async () => {
    const { client } = await openWorkbench({ sample: true });
    const [assessment] = await client.assessments.list({});
    const assessmentId = assessment?.id ?? 0;
    const facts = await client.reports.facts({ assessmentId });
    for (const { domain, techniqueId, detections, why } of facts.evidence.slice(0, 12)) {
      const inspected = await client.coverage.inspect({ assessmentId, domain, techniqueId });
      expect(why).toBe(inspected.why);
      expect(
        detections.map(({ detection, counts }) => [facts.detections[detection]?.key, counts]),
      ).toEqual(inspected.evidence.map(({ key, counts }) => [key, counts]));
    }
  });

  it("are the same for the same workspace, and build the same report once read back", async () => {
    const facts = await openSampleFacts();
    const again = await openSampleFacts();
    // The two samples were made at the same moment of a clock that stands still.
    expect(JSON.stringify(again)).toBe(JSON.stringify(facts));
    const back = reportFacts.parse(JSON.parse(JSON.stringify(facts)));
    for (const { content } of reportPresets) {
      expect(buildReport(back, content)).toEqual(buildReport(facts, content));
    }
  });

  it("hold no number of a row, no path, and no name of the machine or its user", async () => {
    const { client, folder, path } = await openFilledWorkbench();
    const rules = join(folder, "rules.csv");
    writeFileSync(rules, "Rule ID,Name,Techniques,State\nR1,One,T1059.001,enabled\n");
    await client.detections.import({ paths: [rules] });
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    const facts = await client.reports.facts({ assessmentId });
    const text = JSON.stringify(facts);
    for (const word of [folder, path, homedir(), hostname(), userInfo().homedir]) {
      expect(text).not.toContain(JSON.stringify(word).slice(1, -1));
    }
    expect(facts.imports.map(({ title }) => title)).toEqual(["rules.csv"]);
    const rowKeys = [...keysOf(facts)].filter((key) => /Ids?$/.test(key));
    expect(rowKeys.filter((key) => !["techniqueId", "parentId", "otherIds"].includes(key))).toEqual(
      [],
    );
  });

  it("do not change with the moment at which they are asked for, but for that moment", async () => {
    const { client } = await openWorkbench({ sample: true });
    const [assessment] = await client.assessments.list({});
    const assessmentId = assessment?.id ?? 0;
    const morning = await client.reports.facts({ assessmentId, now: "2026-11-21T06:00:00.000Z" });
    const evening = await client.reports.facts({ assessmentId, now: "2026-11-21T18:00:00.000Z" });
    expect({ ...evening, generatedAt: morning.generatedAt }).toEqual(morning);
    await expect(client.reports.facts({ assessmentId, now: "noon" })).rejects.toMatchObject({
      code: "bad-input",
    });
  });
});

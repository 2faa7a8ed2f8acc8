import { expect, test } from "vitest";
import { reportPresets } from "../../src/main/report/presets.ts";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";

const enterprise = domain.parse("enterprise-attack");

test("a snapshot is reported as the assessment was, whatever became of it", async () => {
  const { client } = await openWorkbench({ starter: true });
  const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
  const [content] = reportPresets.map((preset) => preset.content);
  if (content === undefined) throw new Error("Casemate ships no template");
  for (const id of ["G0046", "G0082"]) {
    await client.actors.choose({
      assessmentId,
      actor: { kind: "group", domain: enterprise, id: attackId.parse(id) },
      weight: 1,
      reason: "",
    });
  }
  const before = await client.reports.document({ assessmentId, content });
  const taken = await client.snapshots.take({ assessmentId, name: "Q3", note: "" });
  await client.actors.unchoose({
    assessmentId,
    actor: { kind: "group", domain: enterprise, id: attackId.parse("G0046") },
  });
  await client.assessments.rename({ assessmentId, name: "Another name" });
  expect(await client.reports.document({ snapshotId: taken.id, content })).toEqual(before);
  const now = await client.reports.document({ assessmentId, content });
  expect(now.title).toBe("Another name");
  expect(now.sections).not.toEqual(before.sections);
  await expect(client.reports.document({ snapshotId: 99, content })).rejects.toMatchObject({
    code: "not-found",
  });
});

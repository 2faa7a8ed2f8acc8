import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, it } from "vitest";
import { actorRef } from "../../src/shared/model/actor.ts";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import type { ReportContent } from "../../src/shared/model/report-template.ts";
import { openWorkbench } from "../support/workbench.ts";
import { changesOf, sentencesOf } from "./compare-support.ts";

/** FIN7 over the starter catalogue, and one enabled rule on PowerShell, which FIN7 uses. */
async function openFrozen() {
  const opened = await openWorkbench({ starter: true });
  const { client, folder } = opened;
  const rules = join(folder, "rules.csv");
  const header = "Rule ID,Name,Techniques,State,Severity\n";
  writeFileSync(rules, `${header}R1,Encoded command,T1059.001,enabled,high\n`);
  await client.detections.import({ paths: [rules] });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  const choose = async (id: string) => {
    const actor = actorRef.parse({ kind: "group", domain: "enterprise-attack", id });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
  };
  await choose("G0046");
  const snapshot = await client.snapshots.take({ assessmentId, name: "Last year", note: "" });
  return { ...opened, assessmentId, choose, rules, header, snapshot };
}

it("a snapshot beside the assessment that it froze has no change", async () => {
  const { client, assessmentId, snapshot } = await openFrozen();
  const compared = await client.compare.results({
    before: { kind: "snapshot", snapshotId: snapshot.id },
    after: { kind: "assessment", assessmentId },
  });
  expect(changesOf(compared)).toEqual({});
  expect(compared).toMatchObject({ inputs: [], effects: [], causesAre: "told" });
  expect(compared.before.coverage).toEqual(compared.after.coverage);
});

it("a year later rules, actors and what they brought are told apart", async () => {
  const { client, assessmentId, choose, rules, header, snapshot } = await openFrozen();
  writeFileSync(
    rules,
    `${header}R1,Encoded command,T1059.001,disabled,high\nR2,System information,T1082,enabled,high\n`,
  );
  await client.detections.import({ paths: [rules] });
  await choose("G0082");
  const compared = await client.compare.results({
    before: { kind: "snapshot", snapshotId: snapshot.id },
    after: { kind: "assessment", assessmentId },
  });
  expect(sentencesOf(compared, "T1059.001")).toEqual(["1 rule disabled: Encoded command."]);
  expect(sentencesOf(compared, "T1082")).toEqual(["1 rule added: System information."]);
  const changes = changesOf(compared);
  expect(changes["T1059.001"]).toBe("opened by detections");
  expect(changes["T1082"]).toBe("closed by detections");
  const added = compared.techniques.filter(({ movement }) => movement === "entered");
  expect(added.length).toBe(
    compared.after.coverage.techniques - compared.before.coverage.techniques,
  );
  expect(new Set(added.flatMap(({ because }) => because.map(({ text }) => text)))).toEqual(
    new Set(["APT38 was added."]),
  );
});

it("a report says what changed since a snapshot, and that is in its facts", async () => {
  const { client, assessmentId, choose, snapshot } = await openFrozen();
  await choose("G0082");
  const content: ReportContent = {
    ...defaultReportContent,
    sections: ["comparison"],
    comparedWith: { kind: "snapshot", snapshotId: snapshot.id },
  };
  const { sections } = await client.reports.document({ assessmentId, content });
  const [section] = sections;
  expect(section).toMatchObject({ id: "comparison", title: "What changed" });
  const entered = section?.blocks.find(
    (block) => block.kind === "table" && block.id === "comparison-entered-table",
  );
  const compared = await client.compare.results({
    before: { kind: "snapshot", snapshotId: snapshot.id },
    after: { kind: "assessment", assessmentId },
  });
  const brought = compared.techniques.filter(({ movement }) => movement === "entered");
  expect(entered?.kind === "table" ? entered.rows.map((row) => row.at(-1)) : []).toEqual(
    brought.map(() => "APT38 was added."),
  );
  const without = { ...content, comparedWith: null };
  expect((await client.reports.document({ assessmentId, content: without })).sections).toEqual([]);
});

it("a snapshot outlives its assessment, is removed and put back, and goes to another workspace", async () => {
  const { client, folder, assessmentId, snapshot } = await openFrozen();
  const path = join(folder, "last-year.json");
  await client.snapshots.export({ id: snapshot.id, path });
  const { facts } = await client.snapshots.get({ id: snapshot.id });
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(facts);
  expect(snapshot.sha256).toBe(createHash("sha256").update(JSON.stringify(facts)).digest("hex"));

  await client.assessments.remove({ assessmentId });
  expect(await client.snapshots.list({})).toEqual([{ ...snapshot, assessmentId: null }]);
  const removed = await client.snapshots.remove({ id: snapshot.id });
  expect(await client.snapshots.list({})).toEqual([]);
  await client.snapshots.restore({ snapshot: removed });
  expect(await client.snapshots.list({})).toEqual([{ ...snapshot, assessmentId: null }]);
  await expect(client.snapshots.import({ path })).rejects.toThrow(/holds the very same report/);

  const other = await openWorkbench();
  const imported = await other.client.snapshots.import({ path, name: "From the field" });
  expect(imported).toMatchObject({
    name: "From the field",
    assessmentId: null,
    assessmentName: "Ours",
    sha256: snapshot.sha256,
    coverage: snapshot.coverage,
    actors: ["FIN7"],
  });
});

it("a file of a newer version, of something else, or with a wrong field is refused with its place", async () => {
  const { client, folder, snapshot } = await openFrozen();
  const path = join(folder, "report.json");
  const { facts } = await client.snapshots.get({ id: snapshot.id });
  const refused = async (content: unknown) => {
    writeFileSync(path, JSON.stringify(content));
    return client.snapshots.import({ path });
  };
  await expect(refused({ ...facts, schema: "casemate-report/2" })).rejects.toThrow(/newer version/);
  await expect(refused({ type: "bundle", objects: [] })).rejects.toThrow(/no report of Casemate/);
  await expect(
    refused({ ...facts, result: { ...facts.result, coverage: null } }),
  ).rejects.toMatchObject({ code: "bad-format", place: { path: "result.coverage" } });
  writeFileSync(path, "[".repeat(3000));
  await expect(client.snapshots.import({ path })).rejects.toMatchObject({ code: "too-deep" });
  expect(await client.snapshots.list({})).toHaveLength(1);
});

it("environments of one assessment differ by their rules, and an assessment from its copy by its scope", async () => {
  const { client, folder, assessmentId, header } = await openFrozen();
  await client.environments.create({ name: "Plant" });
  const rules = join(folder, "plant.csv");
  writeFileSync(rules, `${header}P1,System information,T1082,enabled,high\n`);
  await client.detections.import({ paths: [rules], environment: "Plant" });
  const { scope } = await client.assessments.get({ assessmentId });
  const { id: copied } = await client.assessments.copy({ assessmentId, name: "Both" });
  await client.assessments.setScope({
    assessmentId: copied,
    scope: { ...scope, environments: ["Main", "Plant"] },
  });
  const environment = (name: string) => ({
    kind: "environment" as const,
    assessmentId: copied,
    environment: name,
  });
  const apart = await client.compare.results({
    before: environment("Main"),
    after: environment("Plant"),
  });
  expect(apart.causesAre).toBe("computed");
  // A rule for one of its sub-techniques makes the parent partial.
  expect(changesOf(apart)).toEqual({
    T1059: "worse by detections",
    "T1059.001": "opened by detections",
    T1082: "closed by detections",
  });
  const wider = await client.compare.results({
    before: { kind: "assessment", assessmentId },
    after: { kind: "assessment", assessmentId: copied },
  });
  expect(changesOf(wider)).toEqual({ T1082: "closed by scope" });
  expect(sentencesOf(wider, "T1082")).toEqual([
    "1 rule of Plant, which came into scope: System information.",
  ]);
  await expect(
    client.compare.results({ before: environment("Lab"), after: environment("Main") }),
  ).rejects.toThrow(/does not ask about an environment called Lab/);
});

it("a snapshot that was tampered with is not shown", async () => {
  const { client, snapshot } = await openFrozen();
  const removed = await client.snapshots.remove({ id: snapshot.id });
  await expect(
    client.snapshots.restore({ snapshot: { ...removed, sha256: "0".repeat(64) } }),
  ).rejects.toThrow(/not what was frozen/);
});

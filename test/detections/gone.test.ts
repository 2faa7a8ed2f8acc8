import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorkbench } from "../support/workbench.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const aRule = (id: string, level: string, tag: string) =>
  `title: Rule ${id}\nid: ${id}\nlevel: ${level}\ntags: [${tag}]\ndetection: {a: b}\n`;

function writeRules(folder: string): void {
  writeFileSync(join(folder, "a.yml"), aRule("a", "low", "attack.t1059"));
  writeFileSync(join(folder, "b.yml"), aRule("b", "low", "attack.t1003"));
  writeFileSync(join(folder, "c.yml"), aRule("c", "low", "attack.t1021"));
  writeFileSync(join(folder, "d.csv"), "Name,Technique\nd,T1018\ne,T1033\n");
}

test("an import of the same folder names what changed and what is gone, and removes nothing", async () => {
  const { client } = await openWorkbench();
  const folder = temporaryFolder();
  writeRules(folder);
  const first = await client.detections.import({ paths: [folder] });
  expect([first.changed, first.gone]).toEqual([[], []]);
  writeFileSync(join(folder, "a.yml"), aRule("a", "high", "attack.t1059.001"));
  rmSync(join(folder, "b.yml"));
  // Of the same key elsewhere it is the same rule.
  renameSync(join(folder, "c.yml"), join(folder, "moved.yml"));
  writeFileSync(join(folder, "d.csv"), "Name,Technique\nd,T1018\n");
  const report = await client.detections.import({ paths: [folder] });
  expect(report.changed).toEqual([
    { key: "a", name: "Rule a", file: join(folder, "a.yml"), fields: ["techniques", "severity"] },
  ]);
  expect(report.gone.map(({ key, name, file }) => [key, name, file])).toEqual([
    ["b", "Rule b", join(folder, "b.yml")],
    ["e", "e", join(folder, "d.csv")],
  ]);
  const list = await client.detections.list({ environmentId: 1 });
  expect(list.map(({ key }) => key)).toEqual(["a", "b", "c", "d", "e"]);
  expect(await client.imports.get({ id: report.id })).toEqual(report);
  // They can be switched off, and on again.
  const ids = report.gone.map(({ detectionId }) => detectionId);
  const words = await client.detections.edit({ ids, change: { state: "disabled" } });
  const stateOf = async (id: number) => (await client.detections.get({ id })).state;
  expect(await Promise.all(ids.map(stateOf))).toEqual(["disabled", "disabled"]);
  await client.detections.restoreEdits({ words });
  expect(await Promise.all(ids.map(stateOf))).toEqual(["available", "available"]);
});

test("what was not looked at is not gone: other files, formats, environments, unreadable ones", async () => {
  const { client } = await openWorkbench();
  const folder = temporaryFolder();
  writeRules(folder);
  await client.detections.import({ paths: [folder] });
  const only = await client.detections.import({ paths: [join(folder, "a.yml")] });
  expect(only.gone).toEqual([]);
  const tables = await client.detections.import({ paths: [folder], format: "csv" });
  expect(tables.gone).toEqual([]);
  await client.environments.create({ name: "Other" });
  rmSync(join(folder, "c.yml"));
  const other = await client.detections.import({ paths: [folder], environment: "Other" });
  expect(other.gone).toEqual([]);
  writeFileSync(join(folder, "b.yml"), "title: b\nlevel: *high\n");
  const broken = await client.detections.import({ paths: [folder] });
  expect(broken.unreadable).toHaveLength(1);
  expect(broken.gone.map(({ key }) => key)).toEqual(["c"]);
});

import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** A set of rules as a folder of folders, the place in which an archive would be unpacked. */
function writeSet(root: string, keys: readonly string[]): void {
  for (const key of keys) {
    const folder = join(root, "rules", key.startsWith("w") ? "windows" : "linux");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${key}.yml`), aRule(key, "low", "attack.t1059"));
  }
}

const goneKeys = (report: { readonly gone: readonly { readonly key: string }[] }) =>
  report.gone.map(({ key }) => key);

test("a set of rules that was moved or renamed is the same one: only what it lost is gone", async () => {
  const { client } = await openWorkbench();
  const base = temporaryFolder();
  const [first, second, third] = ["first", "second", "third"].map((name) => join(base, name));
  if (first === undefined || second === undefined || third === undefined) throw new Error("three");
  const keys = ["w1", "w2", "w3", "l1", "l2"];
  writeSet(join(first, "set-2026-01"), keys);
  await client.detections.import({ paths: [first] });
  // Another folder, and the name that the release gives its own.
  mkdirSync(second);
  renameSync(join(first, "set-2026-01"), join(second, "set-2026-02"));
  const moved = await client.detections.import({ paths: [second] });
  expect([moved.unchanged, goneKeys(moved)]).toEqual([5, []]);
  const list = await client.detections.list({ environmentId: 1 });
  expect(list.every(({ file }) => file.startsWith(join(second, "set-2026-02")))).toBe(true);
  // Moved again, and poorer by two.
  renameSync(second, third);
  rmSync(join(third, "set-2026-02", "rules", "windows", "w2.yml"));
  rmSync(join(third, "set-2026-02", "rules", "linux", "l2.yml"));
  const poorer = await client.detections.import({ paths: [third] });
  expect([poorer.unchanged, goneKeys(poorer).sort()]).toEqual([3, ["l2", "w2"]]);
});

test("a few rules that were copied elsewhere are not the set: none of the others is gone", async () => {
  const { client } = await openWorkbench();
  const base = temporaryFolder();
  const set = join(base, "set");
  writeSet(set, ["w1", "w2", "w3", "w4", "l1"]);
  await client.detections.import({ paths: [set] });
  const copies = join(base, "copies");
  mkdirSync(copies);
  for (const key of ["w1", "w2"]) {
    cpSync(join(set, "rules", "windows", `${key}.yml`), join(copies, `${key}.yml`));
  }
  const copied = await client.detections.import({ paths: [copies] });
  expect([copied.unchanged, copied.gone]).toEqual([2, []]);
});

test("a table that was moved or renamed loses the rows that it lost", async () => {
  const { client } = await openWorkbench();
  const base = temporaryFolder();
  const rows = ["a,T1059", "b,T1003", "c,T1021", "d,T1018"];
  const write = (name: string, kept: readonly string[]) => {
    const path = join(base, name);
    writeFileSync(path, ["Name,Technique", ...kept].join("\n"));
    return path;
  };
  await client.detections.import({ paths: [write("january.csv", rows)] });
  const later = await client.detections.import({ paths: [write("february.csv", rows.slice(1))] });
  expect([later.unchanged, goneKeys(later)]).toEqual([3, ["a"]]);
  // A short table of some of them is no newer version of it.
  const short = await client.detections.import({ paths: [write("mine.csv", rows.slice(3))] });
  expect([short.unchanged, short.gone]).toEqual([1, []]);
});

test("what is removed can be put back whole, with the analyst's word and the way back of imports", async () => {
  const { client } = await openWorkbench({ starter: true });
  const folder = temporaryFolder();
  const path = join(folder, "a.yml");
  writeFileSync(path, aRule("a", "low", "attack.t1059"));
  await client.detections.import({ paths: [path] });
  writeFileSync(path, aRule("a", "high", "attack.t1003"));
  const second = await client.detections.import({ paths: [path] });
  const [summary] = await client.detections.list({ environmentId: 1 });
  const id = summary?.id ?? 0;
  await client.detections.edit({
    ids: [id],
    change: { state: "enabled", note: "Tuned", addTechniques: ["T1021"] },
  });
  const before = await client.detections.get({ id });
  const removed = await client.detections.remove({ ids: [id, 4711] });
  expect(removed).toHaveLength(1);
  expect(await client.detections.list({ environmentId: 1 })).toEqual([]);
  await client.detections.restore({ detections: removed });
  expect(await client.detections.get({ id })).toEqual(before);
  await expect(client.detections.restore({ detections: removed })).rejects.toMatchObject({
    code: "bad-input",
  });
  // The import that changed it can still be taken back, under the analyst's word.
  await client.imports.undo({ id: second.id });
  const after = await client.detections.get({ id });
  expect([after.severity, after.state, after.note]).toEqual(["low", "enabled", "Tuned"]);
  expect(after.techniques.map(({ written }) => written)).toEqual(["T1059", "T1021"]);
});

test("what comes back is refused where it was tampered with, or came again meanwhile", async () => {
  const { client } = await openWorkbench();
  const folder = temporaryFolder();
  writeRules(folder);
  await client.detections.import({ paths: [folder] });
  const list = await client.detections.list({ environmentId: 1 });
  const removed = await client.detections.remove({ ids: list.map(({ id }) => id) });
  const refused = { code: "bad-input" };
  const bent = removed.map((one) => ({ ...one, before: '{"importId":1}' }));
  await expect(client.detections.restore({ detections: bent })).rejects.toMatchObject(refused);
  await client.detections.import({ paths: [join(folder, "a.yml")] });
  await expect(client.detections.restore({ detections: removed })).rejects.toMatchObject(refused);
  // All or nothing.
  expect(await client.detections.list({ environmentId: 1 })).toHaveLength(1);
});

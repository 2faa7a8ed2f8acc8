import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openFilledWorkbench } from "./filled-workbench.ts";

const rules = [
  "ID,Name,Technique,Tactic,State",
  "R1,Dump of LSASS memory,,Credential Access,enabled",
  "R2,House rule,,persistence,disabled",
  "R3,Scheduled tasks,T1053.005,,enabled",
  "R4,Nothing of note,,,enabled",
  "R5,Event logs cleared,,defense-impairment,enabled",
].join("\n");

async function openRules() {
  const bench = await openFilledWorkbench();
  const path = join(bench.folder, "rules.csv");
  writeFileSync(path, rules);
  await bench.client.detections.import({ paths: [path] });
  const list = await bench.client.detections.list({ environmentId: 1 });
  const idOf = (key: string) => list.find((one) => one.key === key)?.id ?? 0;
  return { client: bench.client, idOf };
}

describe("suggestions for a rule", () => {
  test("come by the words of its name, its tactic's before others", async () => {
    const { client, idOf } = await openRules();
    const suggested = await client.detections.suggest({ id: idOf("R1") });
    expect(suggested[0]).toMatchObject({
      techniqueId: "T1003.001",
      name: "OS Credential Dumping: LSASS Memory",
      words: ["lsass", "memory"],
      ofTactic: true,
      levelNow: null,
    });
    expect(suggested).toHaveLength(8);
  });

  test("come by its tactic alone where no word matches, the most used first", async () => {
    const { client, idOf } = await openRules();
    const suggested = await client.detections.suggest({ id: idOf("R2") });
    expect(suggested.map(({ ofTactic }) => ofTactic)).toEqual(Array(8).fill(true));
    const groups = suggested.filter(({ words }) => words.length === 0).map((one) => one.groups);
    expect(groups).toEqual([...groups].sort((a, b) => b - a));
  });

  test("leave out what it names already, and know the tactics of a later release", async () => {
    const { client, idOf } = await openRules();
    const named = await client.detections.suggest({ id: idOf("R3") });
    expect(named.map(({ techniqueId }) => techniqueId)).not.toContain("T1053.005");
    expect(await client.detections.suggest({ id: idOf("R4") })).toEqual([]);
    const later = await client.detections.suggest({ id: idOf("R5") });
    // 18.1 has no Defense Impairment: it came from Defense Evasion.
    expect(later.slice(0, 2).every(({ ofTactic }) => ofTactic)).toBe(true);
    expect(later.map(({ techniqueId }) => techniqueId)).toContain("T1070.001");
  });

  test("state the level of the technique now and with the rule", async () => {
    const { client, idOf } = await openRules();
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const first = async (key: string) =>
      (await client.detections.suggest({ id: idOf(key), assessmentId }))[0];
    expect(await first("R1")).toMatchObject({ levelNow: "none", levelWith: "detected" });
    const house = await first("R2");
    expect(house?.levelWith).toBe(house?.levelNow);
    await client.detections.edit({ ids: [idOf("R3")], change: { addTechniques: ["T1003.001"] } });
    expect(await first("R1")).toMatchObject({ levelNow: "detected", levelWith: "several" });
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openWorkbench } from "../support/workbench.ts";

const rules = "ID,Name,Technique,State\nr1,One,T1059,enabled\nr2,Two,T1003,enabled\n";

async function openTwo() {
  const bench = await openWorkbench({ starter: true });
  const plant = await bench.client.environments.create({ name: "Plant" });
  const at = (name: string, text: string) => {
    const path = join(bench.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const idOf = async (name: string) =>
    (await bench.client.environments.list({})).find((each) => each.name === name)?.id ?? 0;
  return { ...bench, plant, at, idOf };
}

describe("an import", () => {
  test("of detections moves to another environment but for keys that are taken there", async () => {
    const { client, at, plant, idOf } = await openTwo();
    const { id } = await client.detections.import({ paths: [at("rules.csv", rules)] });
    const one = at("one.csv", "ID,Name,Technique,State\nr1,Theirs,T1105,enabled\n");
    await client.detections.import({ paths: [one], environment: "Plant" });

    const main = await idOf("Main");
    const done = await client.imports.move({ id, environment: "Plant" });
    expect(done).toEqual({ from: "Main", moved: 1, collisions: [{ key: "r1", name: "One" }] });
    const names = async (environmentId: number) =>
      (await client.detections.list({ environmentId })).map(({ name }) => name).sort();
    expect(await names(plant.id)).toEqual(["Theirs", "Two"]);
    expect(await names(main)).toEqual(["One"]);
    expect(await client.imports.get({ id })).toMatchObject({ environment: "Plant" });

    await client.imports.move({ id, environment: "Main" });
    expect(await names(main)).toEqual(["One", "Two"]);
    await expect(client.imports.move({ id, environment: "Main" })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  test("of assets moves with their segments, and undo finds them where they are", async () => {
    const { client, at, plant } = await openTwo();
    const estate = at("estate.csv", "Name,Platform\nA,Windows\nb,Linux\n");
    const { id } = await client.assets.import({ paths: [estate] });
    await client.assets.add({ environmentId: plant.id, asset: { name: "a" } });
    expect(await client.imports.move({ id, environment: "Plant" })).toMatchObject({
      moved: 1,
      collisions: [{ key: "A", name: "A" }],
    });
    await client.imports.undo({ id });
    expect((await client.assets.list({ environmentId: plant.id })).map(({ name }) => name)).toEqual(
      ["a"],
    );
  });
});

describe("an environment", () => {
  test("that holds assets is not removed with them", async () => {
    const { client, plant } = await openTwo();
    const { id } = await client.assets.add({ environmentId: plant.id, asset: { name: "a" } });
    await expect(client.environments.remove({ id: plant.id })).rejects.toThrow(/holds 1 asset\./);
    await client.assets.remove({ ids: [id] });
    await client.environments.remove({ id: plant.id });
  });

  test("has figures of its own beside the joint ones", async () => {
    const { client, at } = await openTwo();
    await client.detections.import({ paths: [at("rules.csv", rules)] });
    const more = at("more.csv", "ID,Name,Technique,State\nr9,Nine,T1105,enabled\n");
    await client.detections.import({ paths: [more], environment: "Plant" });
    const { id: assessmentId } = await client.assessments.create({ name: "Both" });
    const [actor] = await client.actors.list({ assessmentId, text: "G0046", kinds: ["group"] });
    if (actor === undefined) throw new Error("FIN7 is not there.");
    const { kind, domain, id } = actor;
    await client.actors.choose({
      assessmentId,
      actor: { kind, domain, id },
      weight: 1,
      reason: "",
    });
    const both = await client.assessments.answer({ assessmentId });
    expect(both.environments?.map(({ name }) => name)).toEqual(["Main", "Plant"]);
    const { scope } = await client.assessments.get({ assessmentId });
    for (const { name, coverage } of both.environments ?? []) {
      await client.assessments.setScope({
        assessmentId,
        scope: { ...scope, environments: [name] },
      });
      const alone = await client.assessments.answer({ assessmentId });
      expect(alone.environments).toBeUndefined();
      expect(coverage).toEqual(alone.coverage);
      expect(coverage.covered).toBeLessThan(both.coverage.covered);
    }
  });
});

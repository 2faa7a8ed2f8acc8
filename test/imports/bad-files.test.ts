import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { Problem } from "../../src/shared/problem.ts";
import { openWorkbench } from "../support/workbench.ts";

type TestClient = Client<CasemateContract>;

/** Every door that takes files of its kind, as the window goes through it. */
const doors: Readonly<Record<string, (client: TestClient, path: string) => Promise<unknown>>> = {
  detections: (client, path) => client.detections.preview({ paths: [path] }),
  "log sources": (client, path) => client.telemetry.import({ paths: [path] }),
  assets: (client, path) => client.assets.preview({ paths: [path] }),
  intelligence: (client, path) => client.intelligence.preview({ paths: [path] }),
};

/** Why a file was refused; fails where it was not. */
async function refusal(door: string, client: TestClient, path: string): Promise<string> {
  const enter = doors[door];
  if (enter === undefined) throw new Error(`There is no door ${door}.`);
  const problem = await enter(client, path).then(
    () => undefined,
    (error: unknown) => error as Problem,
  );
  if (problem === undefined) throw new Error(`${path} was taken as ${door}.`);
  expect(problem.message.split(path).length - 1, `${door}: ${problem.message}`).toBe(1);
  return problem.message;
}

describe.each(Object.keys(doors))("the door of %s", (door) => {
  test("names a file that is empty, missing, no text or of nothing known, once", async () => {
    const { client, folder } = await openWorkbench();
    const put = (name: string, content: string | Buffer) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    const ending = door === "intelligence" ? "json" : "csv";
    expect(await refusal(door, client, put(`empty.${ending}`, ""))).toContain("is empty");
    expect(await refusal(door, client, put(`blank.${ending}`, "\n \n"))).toContain("is empty");
    expect(await refusal(door, client, join(folder, "missing.csv"))).toContain("does not exist");
    const photo = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 5]);
    expect(await refusal(door, client, put("photo.csv", photo))).toContain("at byte 0 (line 1)");
    expect(await refusal(door, client, put("page.html", "<!doctype html><p>No</p>"))).not.toBe("");
  });

  test("names a folder that holds nothing for it", async () => {
    const { client, folder } = await openWorkbench();
    const [empty, other] = [join(folder, "empty"), join(folder, "other")];
    for (const path of [empty, other]) mkdirSync(path);
    writeFileSync(join(other, "photo.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    writeFileSync(join(other, "readme.txt"), "Hello, this is text.\n");
    await refusal(door, client, empty);
    await refusal(door, client, other);
  });
});

test("a broken workbook is said to be one, not an archive to unpack", async () => {
  const { client, folder } = await openWorkbench();
  const path = join(folder, "half.xlsx");
  writeFileSync(path, Buffer.from("PK\u0003\u0004 and no more"));
  for (const door of ["detections", "log sources", "assets"]) {
    expect(await refusal(door, client, path)).toContain("damaged or unsafe workbook");
  }
});

test("JSON is no table of assets or log sources, though every text has rows", async () => {
  const { client, folder } = await openWorkbench();
  const path = join(folder, "layer.json");
  writeFileSync(path, '{"name": "L",\n"domain": "enterprise-attack",\n"techniques": []}');
  for (const door of ["log sources", "assets"]) {
    expect(await refusal(door, client, path)).toContain("is JSON, not a table");
  }
});

test("intelligence is told by its content, not by its name, in UTF-16 as well", async () => {
  const { client, folder } = await openWorkbench({ starter: true });
  const groups =
    "version: 1.0\nfile_type: group-administration\ngroups:\n  - group_name: Night Heron\n" +
    "    technique_id: [T1059]\n";
  for (const [name, content] of [
    ["groups.txt", groups],
    ["groups.yaml", Buffer.from(`\ufeff${groups}`, "utf16le")],
  ] as const) {
    const path = join(folder, name);
    writeFileSync(path, content);
    const { actors } = await client.intelligence.preview({ paths: [path] });
    expect(actors.map((actor) => actor.name)).toEqual(["Night Heron"]);
  }
});

test("a broken group administration says on which line, and one without groups which file", async () => {
  const { client, folder } = await openWorkbench();
  const broken = join(folder, "broken.yaml");
  writeFileSync(broken, "file_type: group-administration\ngroups:\n  - group_name: 'x\n");
  expect(await refusal("intelligence", client, broken)).toMatch(/broken\.yaml/);
  await expect(client.intelligence.preview({ paths: [broken] })).rejects.toMatchObject({
    place: { file: broken, line: expect.any(Number) as number },
  });
  const none = join(folder, "none.yaml");
  writeFileSync(none, "version: 1.0\nfile_type: group-administration\n");
  expect(await refusal("intelligence", client, none)).toContain("no actor, software or report");
});

test("a folder in which every rule is broken says where the first one is", async () => {
  const { client, folder } = await openWorkbench();
  const rules = join(folder, "rules");
  mkdirSync(rules);
  writeFileSync(join(rules, "a.yml"), "title: A\ndetection: [\n");
  const problem = await client.detections.preview({ paths: [rules] }).then(
    ({ formats }) => `taken: ${JSON.stringify(formats)}`,
    (error: unknown) => (error as Problem).message,
  );
  expect(problem).toMatch(/Nothing could be read, .*a\.yml, line \d+: /);
});

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import { hasShared, samples } from "../detections/samples.ts";
import { openWorkbench } from "../support/workbench.ts";

const expectedFiles = z.record(
  z.string(),
  z
    .strictObject({
      actors: z.record(
        z.string(),
        z.strictObject({
          domain: z.string(),
          techniques: z.array(z.string()),
          others: z.array(z.string()),
          indicators: z.number(),
        }),
      ),
      nothing: z.array(z.string()),
    })
    .nullable(),
);

async function importFile(client: Client<CasemateContract>, path: string) {
  const { report, actors } = await client.intelligence.import({
    paths: [path],
    confidence: "medium",
    accept: [],
  });
  const found: Record<string, unknown> = {};
  for (const { id, kind, domain: of, name } of actors) {
    const actor = { id, kind, domain: of };
    const ways = { campaigns: true, software: false };
    const profile = await client.actors.find({ text: id, domain: of, ways });
    const origin = await client.intelligence.origin({ actor });
    found[name] = {
      domain: of,
      techniques: profile.techniques.map((technique) => technique.id),
      others: [...origin.otherIds].sort(),
      indicators: origin.indicators.length,
    };
  }
  return { report, found };
}

describe.skipIf(!hasShared)("real reports and group administrations", () => {
  test("say of every file what was read apart", async () => {
    const { client } = await openFilledWorkbench();
    const text = readFileSync(new URL("expected/files.json", import.meta.url), "utf8");
    const files = Object.entries(expectedFiles.parse(JSON.parse(text)));
    expect(files).toHaveLength(39);
    for (const [file, expected] of files) {
      const path = `${samples}/${file}`;
      if (expected === null) {
        await expect(importFile(client, path), file).rejects.toMatchObject({ code: "bad-format" });
        continue;
      }
      const { report, found } = await importFile(client, path);
      expect({ file, actors: found }).toEqual({ file, actors: expected.actors });
      expect(report.added, file).toBe(Object.keys(expected.actors).length);
      expect(report.unreadable, file).toEqual([]);
      const nothing = report.items.filter((item) => item.class === "no technique");
      expect(nothing.length, file).toBe(expected.nothing.length);
      for (const name of expected.nothing) {
        expect(
          nothing.some(({ what }) => what.includes(name)),
          `${file}: ${name}`,
        ).toBe(true);
      }
    }
  }, 120_000);

  test("of one folder come in together, and what is no report is listed", async () => {
    const { client } = await openFilledWorkbench();
    const { report } = await client.intelligence.import({
      paths: [`${samples}/stix`],
      confidence: "low",
      accept: [],
    });
    // The six actors; skipped are those without techniques: two groups of ATT&CK, APT1 and two
    // persons of its report, and the three campaigns of Poison Ivy.
    expect(report).toMatchObject({ read: 14, added: 6, skipped: 8, unreadable: [] });
    // Four MISP galaxies, a release, its index, and the list of sources.
    expect(report.ignoredFiles).toBe(7);
  }, 60_000);

  test("count IDs of another release only where that was accepted, and can be undone", async () => {
    const { client } = await openFilledWorkbench();
    const path = `${samples}/stix/unit42_plugx-malware.json`;
    const preview = await client.intelligence.preview({ paths: [path] });
    expect(preview.actors).toMatchObject([{ techniques: 7, others: 1, indicators: 8 }]);
    expect(preview.offers).toMatchObject([
      { written: "T1574.002", kind: "certain", preselected: "T1574.001", actors: 1 },
    ]);
    const accept = [
      {
        domain: domain.parse("enterprise-attack"),
        written: "T1574.002",
        techniqueId: techniqueId.parse("T1574.001"),
      },
    ];
    const { report, actors } = await client.intelligence.import({
      paths: [path],
      confidence: "high",
      accept,
    });
    const [actor] = actors;
    if (actor === undefined) throw new Error("no actor");
    const ways = { campaigns: true, software: false };
    const profile = await client.actors.find({ text: actor.id, ways });
    expect(profile.techniques).toHaveLength(8);
    const taken = profile.techniques.find(({ id }) => id === "T1574.001");
    expect(taken?.via).toMatchObject([
      {
        kind: "own",
        confidence: "high",
        procedure: expect.stringContaining("The source names T1574.002.") as string,
      },
    ]);
    expect(report.items).toContainEqual(expect.objectContaining({ class: "taken as another ID" }));

    await client.imports.undo({ id: report.id });
    await expect(client.actors.find({ text: actor.id, ways })).rejects.toMatchObject({
      code: "not-found",
    });
  }, 60_000);
});

describe("an import of intelligence", () => {
  const groups = (lines: readonly string[]) =>
    ["file_type: group-administration", "version: 1.0", "groups:", ...lines].join("\n");

  test("again is unchanged, and keeps the actor's ID where it says something else", async () => {
    const { client, folder } = await openFilledWorkbench();
    const path = join(folder, "groups.yaml");
    const importAgain = (ids: string) => {
      writeFileSync(path, groups(["- group_name: Red team", `  technique_id: [${ids}]`]));
      return client.intelligence.import({ paths: [path], confidence: "medium", accept: [] });
    };
    const first = await importAgain("T1055, T1003");
    expect(first.report).toMatchObject({ read: 1, added: 1, changed: 0, unchanged: 0 });
    const second = await importAgain("T1055, T1003");
    expect(second.report).toMatchObject({ read: 1, added: 0, changed: 0, unchanged: 1 });
    const third = await importAgain("T1055, T1105, T1486");
    expect(third.report).toMatchObject({ read: 1, added: 0, changed: 1, unchanged: 0 });
    expect(third.actors).toEqual(first.actors);
    const ways = { campaigns: true, software: false };
    const profile = await client.actors.find({ text: "OWN-1", ways });
    expect(profile.techniques.map(({ id }) => id)).toEqual(["T1055", "T1105", "T1486"]);
    const listed = await client.imports.list({});
    const undoable = listed.filter((each) => each.undoable).map(({ id }) => id);
    expect(undoable).toEqual([third.report.id, first.report.id]);

    // The import that added it stands under the one that changed it.
    await expect(client.imports.undo({ id: first.report.id })).rejects.toMatchObject({
      code: "bad-input",
    });
    await client.imports.undo({ id: third.report.id });
    const back = await client.actors.find({ text: "OWN-1", ways });
    expect(back.techniques.map(({ id }) => id)).toEqual(["T1003", "T1055"]);
    await client.imports.undo({ id: first.report.id });
    await expect(client.actors.find({ text: "OWN-1", ways })).rejects.toMatchObject({
      code: "not-found",
    });
  }, 60_000);

  test("that changed an actor gives it back whole: description, texts, indicators", async () => {
    const { client, folder } = await openFilledWorkbench();
    const report = (description: string, techniques: readonly string[]) => {
      const patterns = techniques.map((id, at) => ({
        type: "attack-pattern",
        id: `attack-pattern--${String(at)}`,
        name: id,
        external_references: [{ source_name: "mitre-attack", external_id: id }],
      }));
      const tie = (from: string, verb: string, at: number) => ({
        type: "relationship",
        id: `relationship--${from}${String(at)}`,
        relationship_type: verb,
        source_ref: from,
        target_ref: `attack-pattern--${String(at)}`,
        description: `${description}, ${verb}`,
      });
      return {
        type: "bundle",
        id: "bundle--1",
        spec_version: "2.0",
        objects: [
          { type: "intrusion-set", id: "intrusion-set--1", name: "Quay", description },
          { type: "indicator", id: "indicator--1", name: "i", pattern: "[file:name = 'x']" },
          ...patterns,
          ...patterns.map((_, at) => tie("intrusion-set--1", "uses", at)),
          tie("indicator--1", "indicates", 0),
        ],
      };
    };
    const path = join(folder, "quay.json");
    const importReport = async (description: string, techniques: readonly string[]) => {
      writeFileSync(path, JSON.stringify(report(description, techniques)));
      const options = { paths: [path], confidence: "low" as const, accept: [] };
      return client.intelligence.import(options);
    };
    const first = await importReport("Early word", ["T1055", "T1685"]);
    const [actor] = first.actors;
    if (actor === undefined) throw new Error("no actor");
    const before = await client.intelligence.origin({ actor });
    expect(before).toMatchObject({ description: "Early word", otherIds: ["T1685"] });
    const second = await importReport("Late word", ["T1003"]);
    expect(second.report.changed).toBe(1);
    expect(await client.intelligence.origin({ actor })).not.toEqual(before);
    await client.imports.undo({ id: second.report.id });
    expect(await client.intelligence.origin({ actor })).toEqual(before);
  }, 60_000);

  test("takes two groups of one name as one", async () => {
    const { client, folder } = await openFilledWorkbench();
    const path = join(folder, "twice.yaml");
    const group = (id: string) => ["- group_name: A", `  technique_id: {${id}: 3}`];
    writeFileSync(path, groups([...group("T1055"), ...group("T1003")]));
    const { report, actors } = await client.intelligence.import({
      paths: [path],
      confidence: "medium",
      accept: [],
    });
    expect(report).toMatchObject({ read: 2, added: 1, duplicates: 1 });
    expect(actors).toHaveLength(1);
    const preview = await client.intelligence.preview({ paths: [path] });
    expect(preview.actors).toMatchObject([{ name: "A", techniques: 2, source: "twice.yaml" }]);
  }, 60_000);

  test.each([
    ["a bundle that breaks off", "a.json", '{"type":"bundle"', /a\.json/],
    ["a layer", "a.json", '{"techniques":[{"techniqueID":"T1055"}]}', /Navigator layer/],
    ["numbers", "a.json", "[1, 2]", /no STIX objects/],
    ["another YAML file", "a.yaml", "title: a\n", /no DeTT&CT group administration/],
    ["an anchor", "a.yaml", "groups: &a [*a]\n", /anchors/],
    ["deep nesting", "a.json", `${'{"type":'.repeat(250)}1${"}".repeat(250)}`, /deeper than 200/],
  ])("of %s is refused and says why", async (_what, name, text, reason) => {
    const { client, folder } = await openWorkbench();
    const path = join(folder, name);
    writeFileSync(path, text);
    const refused = await client.intelligence.preview({ paths: [path] }).catch((e: unknown) => e);
    expect(refused).toMatchObject({ message: expect.stringMatching(reason) as string });
    expect(refused).toMatchObject({
      message: expect.stringContaining(basename(path)) as string,
    });
  });

  test("without a catalogue says what is missing", async () => {
    const { client, folder } = await openWorkbench();
    const path = join(folder, "groups.yaml");
    writeFileSync(path, groups(["- group_name: A", "  technique_id: [T1055]"]));
    await expect(client.intelligence.preview({ paths: [path] })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("of a domain that is not here is skipped and said so", async () => {
    const { client, folder } = await openFilledWorkbench();
    const path = join(folder, "groups.yaml");
    writeFileSync(
      path,
      `domain: own-attack\n${groups(["- group_name: A", "  technique_id: [T9001]"])}`,
    );
    const { report } = await client.intelligence.import({
      paths: [path],
      confidence: "medium",
      accept: [],
    });
    expect(report).toMatchObject({ read: 1, added: 0, skipped: 1 });
    expect(report.items[0]?.message).toMatch(/own-attack/);
  }, 60_000);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { ActorContext } from "../../src/shared/model/actor.ts";
import { hasShared } from "../detections/samples.ts";
import { aCollection, aMatrix, anObject, aTechnique, writeBundle } from "../catalogue/bundles.ts";
import { makeZip } from "../files/zip-file.ts";
import { openWorkbench } from "../support/workbench.ts";

type TestClient = Client<CasemateContract>;

const shippedSource =
  "MISP galaxy threat-actor cluster (CC0), version 349, as shipped with Casemate";

/** An assessment over every release of the workspace. */
async function openAssessment(client: TestClient): Promise<number> {
  const releases = await client.catalogue.list({});
  const { id, scope } = await client.assessments.create({ name: "Everything" });
  await client.assessments.setScope({
    assessmentId: id,
    scope: { ...scope, releases: releases.map(({ domain, version }) => ({ domain, version })) },
  });
  return id;
}

/** What is in use of every group that has a sector, country or motive, by ATT&CK ID. */
async function readContexts(client: TestClient): Promise<Map<string, ActorContext>> {
  const [first] = await client.assessments.list({});
  const assessmentId = first?.id ?? (await openAssessment(client));
  const actors = await client.actors.list({ assessmentId, text: "", kinds: ["group"] });
  return new Map(
    actors
      .filter(({ context }) => Object.values(context).some((facts) => facts.length > 0))
      .map(({ id, context }) => [id, context]),
  );
}

const wordsOf = (facts: readonly { readonly value: string }[] | undefined) =>
  facts?.map(({ value }) => value);

async function contextOf(client: TestClient, id: string) {
  const ways = { campaigns: false, software: false };
  const { context } = await client.actors.find({ text: id, ways });
  return {
    sectors: wordsOf(context.sectors),
    countries: wordsOf(context.countries),
    motives: wordsOf(context.motives),
    source: context.sectors[0]?.source ?? context.countries[0]?.source,
  };
}

function writeCluster(folder: string, values: readonly unknown[], version: unknown = 350): string {
  const path = join(folder, "threat-actor.json");
  writeFileSync(
    path,
    JSON.stringify({ type: "threat-actor", name: "Threat Actor", version, values }),
  );
  return path;
}

const anActor = (value: string, meta: object) => ({ value, uuid: `uuid of ${value}`, meta });

const fin7 = anActor("Carbon Seven", {
  synonyms: ["G0046"],
  country: "UA",
  "cfr-target-category": ["Bank", "Other", "Retail"],
  "cfr-type-of-incident": "Extortion",
});

describe("a newer cluster", () => {
  test("is laid over the shipped facts and says so, until it is taken back", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const before = await readContexts(client);
    expect((await client.actors.context({})).source).toBe(shippedSource);
    expect((await contextOf(client, "G0046")).countries).toEqual(["Russia"]);
    expect(before.has("G1015")).toBe(false);

    const path = writeCluster(folder, [
      fin7,
      // The shipped facts know its name and nothing about it.
      anActor("Scattered Spider", { synonyms: "G1015", "targeted-sector": ["Telecoms"] }),
      anActor("Nobody of ATT&CK", { country: "FR" }),
      anActor("Lazarus Group", { synonyms: ["G0032"] }),
      fin7,
      "no actor",
    ]);
    const report = await client.actors.importSectors({ path });
    expect(report).toMatchObject({
      kind: "sectors",
      format: "MISP galaxy threat-actor cluster, version 350",
      ...{ read: 5, added: 1, changed: 2, unchanged: 0, duplicates: 1, skipped: 1 },
      unreadable: [{ file: path, reason: "value 6 of the list is no object" }],
      warnings: [],
    });
    const told = report.items.find(({ what }) => what === "Carbon Seven");
    expect(told?.class).toBe("changed");
    expect(told?.message).toContain("countries Ukraine, before Russia");
    expect(await contextOf(client, "G0046")).toEqual({
      sectors: ["Finance", "Retail"],
      countries: ["Ukraine"],
      motives: ["Financial gain"],
      source:
        "MISP galaxy threat-actor cluster (CC0), version 350, imported on 2026-11-21: Carbon Seven",
    });
    const used = await client.actors.context({});
    expect(used.source).toBe(
      "MISP galaxy threat-actor cluster (CC0), version 350, imported on 2026-11-21",
    );
    const after = await readContexts(client);
    expect(wordsOf(after.get("G1015")?.sectors)).toEqual(["Telecommunications"]);
    expect(after.has("G0032")).toBe(false);
    // Groups that it does not name keep what is known of them.
    const touched = new Set(["G0032", "G0046", "G1015"]);
    const others = (all: ReadonlyMap<string, ActorContext>) =>
      [...all].filter(([id]) => !touched.has(id));
    expect(others(after)).toEqual(others(before));

    await client.imports.undo({ id: report.id });
    expect(await readContexts(client)).toEqual(before);
    expect((await client.actors.context({})).source).toBe(shippedSource);
    await expect(client.imports.undo({ id: report.id })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  test("changes nothing a second time, and an older one says that it is older", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = writeCluster(folder, [fin7]);
    await client.actors.importSectors({ path });
    const again = await client.actors.importSectors({ path });
    expect(again).toMatchObject({ read: 1, unchanged: 1, added: 0, changed: 0, skipped: 0 });
    const [newest] = await client.imports.list({});
    expect(newest).toMatchObject({ id: again.id, kind: "sectors", undoable: false });

    const older = await client.actors.importSectors({ path: writeCluster(folder, [fin7], 12) });
    expect(older.warnings.map(({ code }) => code)).toEqual(["older-version"]);
    const unversioned = writeCluster(folder, [fin7], "1e400");
    const { warnings } = await client.actors.importSectors({ path: unversioned });
    expect(warnings.map(({ code }) => code)).toEqual(["no-version"]);
  });

  test("that was imported first can be taken back alone", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const first = await client.actors.importSectors({ path: writeCluster(folder, [fin7]) });
    const second = anActor("Seven", { synonyms: ["G0046", "G0032"], country: "BR" });
    await client.actors.importSectors({ path: writeCluster(folder, [second], 351) });
    await client.imports.undo({ id: first.id });
    expect(await contextOf(client, "G0046")).toMatchObject({ countries: ["Brazil"], sectors: [] });
    expect(await contextOf(client, "G0032")).toMatchObject({ countries: ["Brazil"], sectors: [] });
  });

  test("speaks of the groups of a release that is imported after it", async () => {
    const { client, folder } = await openWorkbench();
    const groups = (version: string, ...objects: object[]) =>
      writeBundle(folder, `bundle-${version}.json`, [
        ...aMatrix(),
        aTechnique("T1059"),
        aCollection(version),
        ...objects,
      ]);
    const group = (id: string, name: string) =>
      anObject("intrusion-set", id, { name, aliases: [name] });
    const take = (path: string) => client.catalogue.import({ paths: [path], onConflict: "ask" });
    await take(groups("18.1", group("G9001", "Night Heron")));
    const path = writeCluster(folder, [
      anActor("Night Heron", { country: "FR" }),
      anActor("Day Owl", { synonyms: ["G9002"], "targeted-sector": ["Telecoms"] }),
    ]);
    const { id } = await client.actors.importSectors({ path });
    expect([...(await readContexts(client)).keys()]).toEqual(["G9001"]);

    await take(groups("19.0", group("G9001", "Night Heron"), group("G9002", "Day Owl")));
    expect((await client.catalogue.list({})).length).toBe(2);
    expect((await contextOf(client, "G9002")).sectors).toEqual(["Telecommunications"]);
    await client.imports.undo({ id });
    expect((await contextOf(client, "G9002")).sectors).toEqual([]);
  });

  test("may lie in a gzip file, an archive or a folder", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const json = readFileSync(writeCluster(folder, [fin7]));
    const packed = join(folder, "threat-actor.json.gz");
    writeFileSync(packed, gzipSync(json));
    expect(await client.actors.importSectors({ path: packed })).toMatchObject({ changed: 1 });
    const archive = join(folder, "galaxy.zip");
    const galaxy = Buffer.from('{"type": "threat-actor", "name": "Threat Actor"}');
    writeFileSync(
      archive,
      makeZip([
        { name: "galaxies/threat-actor.json", bytes: galaxy },
        { name: "clusters/threat-actor.json", bytes: json },
        { name: "clusters/tool.json", bytes: Buffer.from("{}") },
      ]),
    );
    expect(await client.actors.importSectors({ path: archive })).toMatchObject({
      unchanged: 1,
      ignoredFiles: 2,
    });
    expect(await client.actors.importSectors({ path: folder })).toMatchObject({ unchanged: 1 });
  });
});

describe("a file that is made to do harm, or is something else", () => {
  const write = (folder: string, text: string | Buffer) => {
    const path = join(folder, "threat-actor.json");
    writeFileSync(path, text);
    return path;
  };

  test("is refused and leaves the facts as they are", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const cases: [string | Buffer, string][] = [
      ["[]", "bad-format"],
      ['{"type": "bundle", "objects": []}', "bad-format"],
      ['{"type": "tool", "values": []}', "bad-format"],
      ['{"type": "threat-actor", "values": {}}', "bad-format"],
      ['{"type": "threat-actor", "values": [', "bad-json"],
      [`{"type": "threat-actor", "values": ${"[".repeat(300)}${"]".repeat(300)}}`, "too-deep"],
      [`{"type": "threat-actor", "values": [0${",0".repeat(20_000)}]}`, "bad-format"],
      [gzipSync(Buffer.alloc(60_000_000, " ")), "too-large"],
      [gzipSync(Buffer.alloc(600_000_000, " "), { level: 1 }), "too-large"],
    ];
    for (const [text, code] of cases) {
      const path = write(folder, text);
      await expect(client.actors.importSectors({ path }), code).rejects.toMatchObject({ code });
    }
    const reports = await client.imports.list({});
    expect(reports.filter(({ kind }) => kind === "sectors")).toEqual([]);
    expect((await client.actors.context({})).source).toBe(shippedSource);
  }, 60_000);

  test("has values of wrong types left out one by one", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const hostile = `{"type": "threat-actor", "version": 350, "__proto__": {"values": []}, "values": [
      {"value": "constructor", "meta": {"synonyms": ["G0046", 7, ["G0032"], "${"x".repeat(300)}"],
        "country": {"a": 1}, "cfr-suspected-state-sponsor": "constructor",
        "cfr-target-category": ["__proto__", "constructor", "Bank"],
        "cfr-type-of-incident": "toString"}},
      {"value": ["FIN7"]}, {"value": "${"y".repeat(201)}"}, null, 1e400,
      {"value": "No fields", "meta": "none"}]}`;
    const report = await client.actors.importSectors({ path: write(folder, hostile) });
    expect(report).toMatchObject({ read: 2, changed: 1, skipped: 1 });
    expect(report.unreadable).toHaveLength(4);
    expect(report.items.filter((item) => item.class === "fields left out")).toMatchObject([
      { message: "3 entries of its field synonyms: no short text, or too many" },
      { message: "1 entry of its field country: no short text, or too many" },
      { message: "its field meta is no object" },
    ]);
    expect(await contextOf(client, "G0046")).toMatchObject({
      sectors: ["Finance", "__proto__", "constructor"],
      countries: [],
      motives: ["toString"],
    });
  });

  test("in which every value claims every group is told in few words", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const groups = [...(await readContexts(client)).keys()];
    const values = Array.from({ length: 5000 }, (_, index) =>
      anActor(`Actor ${String(index)}`, { synonyms: groups, country: "FR" }),
    );
    const report = await client.actors.importSectors({ path: writeCluster(folder, values) });
    expect(report).toMatchObject({ read: 5000, skipped: 5000, changed: 0 });
    const disputed = report.items.filter((item) => item.class === "ambiguous groups");
    expect(disputed).toHaveLength(groups.length);
    expect(disputed[0]?.message).toBe("may be Actor 0, Actor 1, Actor 2 or 4997 others");
  });

  test("needs a catalogue to speak of", async () => {
    const { client, folder } = await openWorkbench();
    const path = writeCluster(folder, [fin7]);
    await expect(client.actors.importSectors({ path })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a text search of groups", () => {
  test("marks those that only mention the words, which is no fact about them", async () => {
    const { client, folder } = await openWorkbench();
    const described = (id: string, name: string, description: string) =>
      anObject("intrusion-set", id, { name, aliases: [name], description });
    await client.catalogue.import({
      paths: [
        writeBundle(folder, "bundle.json", [
          ...aMatrix(),
          aTechnique("T1059"),
          described("G9001", "Night Heron", "It went after water utilities and the energy sector."),
          described("G9002", "Energy Fox", "It sent mail."),
          described("G9003", "Day Owl", "It sent letters."),
        ]),
      ],
      onConflict: "ask",
    });
    const assessmentId = await openAssessment(client);
    const find = async (text: string) =>
      (await client.actors.list({ assessmentId, text, kinds: ["group"] })).map(
        ({ name, mentioned, context }) => [name, mentioned, context.sectors],
      );
    expect(await find("energy")).toEqual([
      ["Night Heron", true, []],
      ["Energy Fox", false, []],
    ]);
    expect(await find("fox energy")).toEqual([["Energy Fox", false, []]]);
    expect(await find("utilities heron")).toEqual([["Night Heron", true, []]]);
    expect((await find("")).map(([, mentioned]) => mentioned)).toEqual([false, false, false]);
  });
});

interface Expected {
  readonly version: number;
  readonly read: number;
  readonly telling: number;
  readonly skipped: number;
  readonly matched: number;
  readonly notNamed: readonly string[];
  readonly groups: Readonly<
    Record<string, { value: string; sectors: string[]; countries: number; motives: string[] }>
  >;
}

describe.skipIf(!hasShared)("the galaxy's cluster of 2026", () => {
  const file = "../shared/data/misp/threat-actor.json.gz";
  // Written by test/support/oracle/group-facts.py and by nothing else.
  const expected = JSON.parse(
    readFileSync(new URL("expected/sectors.json", import.meta.url), "utf8"),
  ) as Expected;

  test("is what ships, and says of each group what was worked out apart", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const shipped = await readContexts(client);
    const same = await client.actors.importSectors({ path: file });
    expect(same).toMatchObject({
      format: `MISP galaxy threat-actor cluster, version ${expected.version}`,
      ...{ read: expected.read, unchanged: expected.telling, skipped: expected.skipped },
      ...{ added: 0, changed: 0, duplicates: 0, unreadable: [], warnings: [] },
    });

    // The same cluster without a fact: every fact goes, and the real one brings all of them.
    const cluster = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
      values: { value: string; uuid: string; meta: { synonyms?: string[] } }[];
    };
    const bare = cluster.values.map(({ value, uuid, meta }) => ({
      value,
      uuid,
      meta: { synonyms: meta.synonyms ?? [] },
    }));
    const emptied = await client.actors.importSectors({ path: writeCluster(folder, bare, 350) });
    expect(emptied).toMatchObject({ changed: expected.telling, skipped: expected.skipped });
    expect(await readContexts(client)).toEqual(new Map());

    const report = await client.actors.importSectors({ path: file });
    expect(report).toMatchObject({ added: expected.telling, skipped: expected.skipped });
    expect(report.warnings.map(({ code }) => code)).toEqual(["older-version"]);
    const notNamed = report.items.filter((item) => item.class === "groups not named");
    expect(notNamed.map(({ what }) => what.split(" ")[0])).toEqual(expected.notNamed);
    const contexts = await readContexts(client);
    const source = `MISP galaxy threat-actor cluster (CC0), version 349, imported on 2026-11-21`;
    const read = [...contexts].map(([id, { sectors, countries, motives }]) => {
      const sources = [...sectors, ...countries, ...motives].map((fact) => fact.source);
      expect(new Set(sources).size, id).toBe(1);
      const value = sources[0]?.replace(`${source}: `, "");
      const words = { sectors: wordsOf(sectors), motives: wordsOf(motives) };
      return [id, { value, ...words, countries: countries.length }];
    });
    expect(Object.fromEntries(read)).toEqual(expected.groups);

    await client.imports.undo({ id: report.id });
    await client.imports.undo({ id: emptied.id });
    expect(await readContexts(client)).toEqual(shipped);
  }, 60_000);
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import writeWorkbook from "write-excel-file/node";
import type { RecordImportReport } from "../../src/shared/model/import-report.ts";
import { openWorkbench } from "../support/workbench.ts";

const plain = `Name,Platform,Criticality,Segment,Owner
dc-01,Windows Server 2019,critical,Servers,Identity
web-01,RHEL 9,high,DMZ,Web
Office (1850),Windows 10/11,medium,Office,Workplace
`;

async function openEstate(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const bench = await openWorkbench();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(bench.folder, name), content);
  }
  const [environment] = await bench.client.environments.list({});
  if (environment === undefined) throw new Error("A new workspace has an environment.");
  const at = (name: string) => join(bench.folder, name);
  return {
    ...bench,
    environmentId: environment.id,
    at,
    importFile: (name: string) => bench.client.assets.import({ paths: [at(name)] }),
    list: () => bench.client.assets.list({ environmentId: environment.id }),
  };
}

const tally = ({ read, added, changed, unchanged, duplicates, skipped }: RecordImportReport) => ({
  read,
  added,
  changed,
  unchanged,
  duplicates,
  skipped,
});
const itemsOf = ({ items }: RecordImportReport, name: string) =>
  items.filter((item) => item.class === name).map(({ what, line }) => [what, line]);

describe("a table of assets", () => {
  test("comes in with platforms of ATT&CK, and a number in a name counts nothing", async () => {
    const { importFile, list } = await openEstate({ "estate.csv": plain });
    const report = await importFile("estate.csv");
    expect(tally(report)).toEqual({
      ...{ read: 3, added: 3, changed: 0, unchanged: 0, duplicates: 0, skipped: 0 },
    });
    expect(report).toMatchObject({ kind: "assets", format: "Assets, CSV", environment: "Main" });
    const assets = await list();
    expect(
      assets.map(({ name, platforms, criticality, segment, owner, count }) => [
        name,
        platforms,
        criticality,
        segment,
        owner,
        count,
      ]),
    ).toEqual([
      ["Office (1850)", ["Windows"], "medium", "Office", "Workplace", 1],
      ["dc-01", ["Windows"], "critical", "Servers", "Identity", 1],
      ["web-01", ["Linux"], "high", "DMZ", "Web", 1],
    ]);
  });

  test("may have a BOM, semicolons, a title, and headings of another house", async () => {
    const text =
      "\uFEFFEstate of 2026;;;;\r\n" +
      "Hostname;Operating System;Business criticality;Network zone;System owner;Number of hosts;Serial\r\n" +
      'srv-01;"Ubuntu 22.04 LTS";Mission-critical;Zone A;"Team; A";12;X-1\r\n';
    const { importFile, list } = await openEstate({ "cmdb.csv": text });
    expect(tally(await importFile("cmdb.csv"))).toMatchObject({ read: 1, added: 1 });
    expect(await list()).toMatchObject([
      {
        name: "srv-01",
        platform: "Ubuntu 22.04 LTS",
        platforms: ["Linux"],
        criticality: "critical",
        segment: "Zone A",
        owner: "Team; A",
        count: 12,
        ownFields: [{ name: "Serial", value: "X-1" }],
      },
    ]);
  });

  test("may be a workbook, of which the sheet with assets is read", async () => {
    const bench = await openEstate();
    const rows = [
      ["Asset", "OS", "Criticality"],
      ["esx-01", "VMware ESXi 8", "high"],
    ].map((row) => row.map((value) => ({ value })));
    await writeWorkbook([
      { data: [[{ value: "Notes" }]], sheet: "About" },
      { data: rows, sheet: "Hosts" },
    ]).toFile(bench.at("estate.xlsx"));
    const report = await bench.importFile("estate.xlsx");
    expect(report).toMatchObject({ format: "Assets, XLSX", added: 1 });
    expect(await bench.list()).toMatchObject([
      { name: "esx-01", platforms: ["ESXi"], criticality: "high" },
    ]);
  });

  test("says of each row what was not understood, and what follows from it", async () => {
    const { importFile, list } = await openEstate({
      "estate.csv":
        "Name,Platform,Criticality\n" +
        "plc-1,SIMATIC,high\n" + // 2
        "a,Windows,banana\n" + // 3
        "A,Linux,low\n" + // 4: the same name in another case
        ",Windows,low\n" + // 5
        "b,,\n", // 6
    });
    const report = await importFile("estate.csv");
    expect(tally(report)).toMatchObject({ read: 5, added: 3, duplicates: 1, skipped: 1 });
    expect(itemsOf(report, "no ATT&CK platform")).toEqual([
      ["plc-1", 2],
      ["b", 6],
    ]);
    expect(itemsOf(report, "no criticality")).toEqual([
      ["a", 3],
      ["b", 6],
    ]);
    expect(itemsOf(report, "duplicates")).toEqual([["A", 4]]);
    expect(itemsOf(report, "skipped")).toEqual([["Windows", 5]]);
    const assets = await list();
    expect(assets.find(({ name }) => name === "a")).toMatchObject({
      platforms: ["Windows"],
      criticality: null,
      ownFields: [{ name: "Criticality", value: "banana" }],
    });
  });

  test("whose name column nobody recognises asks, and remembers the answer", async () => {
    const { client, at, importFile } = await openEstate({ "odd.csv": "Ding,Dong\nx,Linux\n" });
    await expect(importFile("odd.csv")).rejects.toMatchObject({
      code: "bad-format",
      place: { file: at("odd.csv"), candidates: ["Ding", "Dong"] },
    });
    expect(await client.assets.preview({ paths: [at("odd.csv")] })).toMatchObject({
      columns: ["Ding", "Dong"],
      complete: false,
      rows: [["x", "Linux"]],
    });
    const mapping = [
      { field: "name" as const, column: "Ding" },
      { field: "platform" as const, column: "Dong" },
    ];
    await client.assets.import({ paths: [at("odd.csv")], mapping });
    const again = await client.assets.preview({ paths: [at("odd.csv")] });
    expect(again).toMatchObject({ mapping, complete: true });
    expect(tally(await importFile("odd.csv"))).toMatchObject({ unchanged: 1, added: 0 });
    // The columns of detections are remembered apart.
    await expect(client.detections.preview({ paths: [at("odd.csv")] })).resolves.not.toMatchObject({
      table: { mapping },
    });
  });

  test("is found in a folder among files of other kinds, which are counted", async () => {
    const bench = await openEstate();
    mkdirSync(bench.at("cmdb"));
    writeFileSync(bench.at("cmdb/estate.csv"), plain);
    writeFileSync(bench.at("cmdb/readme.md"), "# Notes");
    writeFileSync(bench.at("cmdb/rules.csv"), "Technique,Rules\nT1059,3\n");
    const report = await bench.importFile("cmdb");
    expect(report).toMatchObject({ added: 3, ignoredFiles: 2, unreadable: [] });
  });

  test("keeps its first row though its headings are unknown and its values look like some", async () => {
    const { client, at } = await openEstate({
      "werte.csv": Buffer.from(
        "\uFEFFBezeichnung;Betrieb;Wichtigkeit;Zone\r\nsrv-1;Linux;critical;Server\r\n",
        "utf16le",
      ),
    });
    const { columns, rows, rowCount, complete } = await client.assets.preview({
      paths: [at("werte.csv")],
    });
    expect(columns).toEqual(["Bezeichnung", "Betrieb", "Wichtigkeit", "Zone"]);
    expect(rows).toEqual([["srv-1", "Linux", "critical", "Server"]]);
    expect([rowCount, complete]).toEqual([1, false]);
  });

  test("that holds nothing is refused", async () => {
    const { importFile, at } = await openEstate();
    mkdirSync(at("empty"));
    await expect(importFile("empty")).rejects.toMatchObject({ code: "bad-format" });
  });

  test.each([
    ["nothing", ""],
    ["blank lines", "\n\r\n \n"],
  ])("of %s is said to be empty", async (_, text) => {
    const { importFile, at } = await openEstate();
    writeFileSync(at("assets.csv"), text);
    await expect(importFile("assets.csv")).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringMatching(/assets\.csv is empty/) as string,
    });
  });
});

describe("importing assets again", () => {
  const later = plain
    .replace("web-01,RHEL 9,high", "WEB-01,RHEL 9,critical")
    .replace(/^Office.*\n/m, "")
    .concat("new-01,macOS,low,Office,Workplace\n");

  test("tells added, changed and unchanged, and lists what is gone without removing it", async () => {
    const { importFile, list, at } = await openEstate({ "estate.csv": plain });
    await importFile("estate.csv");
    writeFileSync(at("estate.csv"), later);
    const report = await importFile("estate.csv");
    expect(tally(report)).toMatchObject({ read: 3, added: 1, changed: 1, unchanged: 1 });
    expect(itemsOf(report, "gone")).toEqual([["Office (1850)", null]]);
    expect(itemsOf(report, "changed")).toEqual([["web-01", 3]]);
    expect((await list()).map(({ name }) => name)).toEqual([
      ...["Office (1850)", "dc-01", "new-01", "web-01"],
    ]);
  });

  test("calls nothing gone that came from another file", async () => {
    const { importFile } = await openEstate({
      "estate.csv": plain,
      "cloud.csv": "Name,Platform\nbucket,AWS\n",
    });
    await importFile("estate.csv");
    expect(itemsOf(await importFile("cloud.csv"), "gone")).toEqual([]);
  });

  test("keeps what a hand edited, and says so", async () => {
    const { client, importFile, list, at } = await openEstate({ "estate.csv": plain });
    await importFile("estate.csv");
    const web = (await list()).find(({ name }) => name === "web-01");
    await client.assets.edit({ ids: [web?.id ?? 0], change: { criticality: "low" } });
    writeFileSync(at("estate.csv"), later);
    const report = await importFile("estate.csv");
    expect(tally(report)).toMatchObject({ changed: 0, unchanged: 2, added: 1 });
    expect(itemsOf(report, "kept as edited")).toEqual([["web-01", 3]]);
    expect((await list()).find(({ name }) => name === "web-01")?.criticality).toBe("low");
  });

  test("is taken back import by import, the latest first", async () => {
    const { client, importFile, list, at } = await openEstate({ "estate.csv": plain });
    const first = await importFile("estate.csv");
    const before = await list();
    writeFileSync(at("estate.csv"), later);
    const second = await importFile("estate.csv");
    await expect(client.imports.undo({ id: first.id })).rejects.toThrow(/Undo that one first/);
    // What was removed in between and put back is taken back all the same.
    const ids = (await list()).map(({ id }) => id);
    await client.assets.restore({ assets: await client.assets.remove({ ids }) });
    await client.imports.undo({ id: second.id });
    expect(await list()).toEqual(before);
    await client.imports.undo({ id: first.id });
    expect(await list()).toEqual([]);
  });
});

describe("an asset", () => {
  test("is added, edited alone and with others, removed, and all of it is taken back", async () => {
    const { client, environmentId, list, importFile } = await openEstate({ "estate.csv": plain });
    await importFile("estate.csv");
    const original = await list();
    const added = await client.assets.add({
      environmentId,
      asset: { name: "mail", platform: "M365", segment: "Cloud" },
    });
    expect(added).toMatchObject({ platforms: ["Office Suite"], criticality: null, importId: null });
    await expect(
      client.assets.add({ environmentId, asset: { name: "DC-01" } }),
    ).rejects.toMatchObject({ code: "bad-input" });

    const ids = original.map(({ id }) => id);
    const held = await client.assets.edit({ ids, change: { segment: "All", platform: "Debian" } });
    expect(held).toEqual([...original].sort((a, b) => a.id - b.id));
    for (const each of (await list()).filter(({ id }) => ids.includes(id))) {
      expect(each).toMatchObject({ segment: "All", platforms: ["Linux"] });
      expect(each.edited).toEqual(["platform", "segment"]);
    }
    const gone = await client.assets.remove({ ids: [...ids, added.id] });
    expect(await list()).toEqual([]);
    await client.assets.restore({ assets: gone });
    await client.assets.restore({ assets: held });
    expect((await list()).filter(({ id }) => id !== added.id)).toEqual(original);
    await expect(client.assets.edit({ ids, change: { name: "one" } })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  test("is told by segment across the environments", async () => {
    const { client, importFile, at } = await openEstate({ "estate.csv": plain });
    await importFile("estate.csv");
    await client.environments.create({ name: "Plant" });
    await client.assets.import({ paths: [at("estate.csv")], environment: "Plant" });
    const segments = await client.assets.segments({});
    expect(segments).toHaveLength(6);
    expect(segments).toContainEqual({
      environment: "Plant",
      segment: "DMZ",
      assets: 1,
      platforms: ["Linux"],
    });
  });
});

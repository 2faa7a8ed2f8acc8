import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { domain } from "../../src/shared/model/attack-id.ts";
import type { DetectionImportReport } from "../../src/shared/model/import-report.ts";
import type { TestWorkbench } from "../support/workbench.ts";
import { openWorkbench } from "../support/workbench.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";
import { hasShared, samples } from "./samples.ts";

function aRule(id: string, tags: readonly string[], extra = ""): string {
  return [
    `title: Rule ${id}`,
    `id: ${id}`,
    `tags: [${tags.join(", ")}]`,
    extra,
    "logsource: {product: windows}",
    "detection: {selection: {a: b}, condition: selection}",
  ].join("\n");
}

function write(bench: TestWorkbench, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = join(bench.folder, "files");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function classesOf(report: DetectionImportReport): number[] {
  const { mappedFully, mappedInPart, newerOnly, otherOnly, tacticOnly, untagged } = report;
  return [mappedFully, mappedInPart, newerOnly, otherOnly, tacticOnly, untagged];
}

function expectSums(report: DetectionImportReport): void {
  const sum = classesOf(report).reduce((total, count) => total + count, 0);
  expect(sum).toBe(report.imported + report.updated);
  expect(report.read).toBe(report.imported + report.updated + report.duplicates);
  expect(report.detections).toHaveLength(report.imported + report.updated);
}

async function namesAndStates({ client }: TestWorkbench): Promise<unknown[]> {
  const list = await client.detections.list({ environmentId: 1 });
  return list.map(({ key, state, stateAssumed }) => [key, state, stateAssumed]);
}

describe("an import of detections", () => {
  test("puts every rule in its class and names every ID that it cannot place", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, {
      "a/full.yml": aRule("full", ["attack.t1059", "attack.execution"]),
      "a/part.yml": aRule("part", ["attack.t1059", "attack.t1685"]),
      "a/newer.yml": aRule("newer", ["attack.t1685"]),
      "b/other.yml": aRule("other", ["attack.t1574.002", "attack.t1064", "attack.t9999"]),
      "b/ics.yml": aRule("ics", ["attack.t0817", "attack.t0999", "attack.t1406", "attack.t1059.1"]),
      "b/tactic.yml": aRule("tactic", ["attack.defense-evasion"]),
      "b/none.yml": aRule("none", ["cve.2021-43798"]),
      "b/old.yml": aRule("old", ["attack.t1059"], "status: deprecated"),
      "b/try.yml": aRule("try", ["attack.t1059"], "status: experimental"),
      "b/again.yml": aRule("full", ["attack.t1059"]),
      "README.md": "| Rule | Technique |\n| a | T1059 |\n",
      "regression_data/info.yml": "id: 1\n",
      ".git/config.yml": aRule("git", ["attack.t1059"]),
    });
    const report = await bench.client.detections.import({ paths: [folder] });
    expectSums(report);
    expect(report).toMatchObject({
      format: "sigma",
      domain: "enterprise-attack",
      version: "18.1",
      environment: "Main",
      assumedState: "available",
      read: 10,
      imported: 9,
      updated: 0,
      duplicates: 1,
      ignoredFiles: 3,
      disabled: 1,
      experimental: 1,
      unreadable: [],
      techniques: [{ id: "T1059", detections: 4 }],
      unknownIds: [
        { id: "T0817", detections: 1, reason: "other-domain" },
        { id: "T0999", detections: 1, reason: "other-domain" },
        { id: "T1064", detections: 1, reason: "deprecated" },
        { id: "T1406", detections: 1, reason: "other-domain" },
        { id: "T1685", detections: 2, reason: "newer" },
        { id: "T9999", detections: 1, reason: "unknown" },
        { id: "t1059.1", detections: 1, reason: "malformed" },
      ],
      revokedIds: [{ id: "T1574.002", detections: 1, replacedBy: "T1574.001" }],
    });
    expect(classesOf(report)).toEqual([3, 1, 1, 2, 1, 1]);
    expect(report.warnings.map(({ code }) => code)).toEqual(["duplicate"]);
    expect(await bench.client.imports.get({ id: report.id })).toEqual(report);
    expect(await bench.client.imports.list({})).toMatchObject([
      { id: report.id, kind: "detections", title: "files", undoable: true },
      {},
      {},
      {},
    ]);
  });

  test("reads a mixed folder, and one bad file of it stops nothing", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, {
      "sigma/a.yml": aRule("a", ["attack.t1059"]),
      "sigma/bad.yml": "title: x\ntags: [*a]\n",
      "table.csv": "Name,Technique,Enabled\nb,T1003,yes\n",
      "utf16.csv": Buffer.from("\ufeffName;Technique\nc;T1021\n", "utf16le"),
      "splunk.json": '{"result":{"title":"d","disabled":"0","mitre_technique":"T1055"}}',
      "app/default/savedsearches.conf": "[e]\nsearch = x\naction.notable = 1\n",
      "app/default/macros.conf": "[m]\ndefinition = x\n",
      "app/local/savedsearches.conf": "[e]\nenableSched = 1\n",
      "other.json": '{"type":"bundle","objects":[]}',
      "other.csv": "Colour,Size\nred,1\n",
      "broken.xlsx": "no workbook",
      "broken.json": Buffer.from([0x7b, 0xff, 0xfe]),
    });
    symlinkSync(folder, join(folder, "loop"));
    const report = await bench.client.detections.import({ paths: [folder] });
    expectSums(report);
    const list = await bench.client.detections.list({ environmentId: 1 });
    expect(list.map(({ key, format, state }) => [key, format, state])).toEqual([
      ["a", "sigma", "available"],
      ["b", "csv", "enabled"],
      ["c", "csv", "available"],
      ["d", "splunk-rest", "enabled"],
      ["app/e", "splunk-conf", "enabled"],
    ]);
    expect(report.unreadable.map(({ file, line }) => [file.slice(folder.length), line])).toEqual([
      ["/broken.json", 1],
      ["/loop", null],
      ["/sigma/bad.yml", 2],
    ]);
    expect(report.warnings.map(({ path }) => path?.slice(folder.length))).toEqual([
      "/app/default/macros.conf",
      "/broken.xlsx",
      "/other.csv",
      "/other.json",
    ]);
  });

  test("without a catalogue knows no ID, and says so", async () => {
    const bench = await openWorkbench();
    const folder = write(bench, { "a.yml": aRule("a", ["attack.t1059"]) });
    const report = await bench.client.detections.import({ paths: [folder] });
    expect(report).toMatchObject({ domain: null, version: null, otherOnly: 1 });
  });

  test("reads IDs against the domain there is, where that is not Enterprise", async () => {
    const bench = await openWorkbench();
    const starter = new URL("../../resources/starter/ics-attack-18.1.json.gz", import.meta.url);
    const paths = [fileURLToPath(starter)];
    await bench.client.catalogue.import({ paths, onConflict: "ask" });
    const tags = ["attack.t0817", "attack.t1059", "attack.t0999", "attack.evasion"];
    const folder = write(bench, { "a.yml": aRule("a", tags) });
    expect(await bench.client.detections.import({ paths: [folder] })).toMatchObject({
      domain: "ics-attack",
      mappedInPart: 1,
      techniques: [{ id: "T0817", detections: 1 }],
      unknownIds: [
        { id: "T0999", reason: "unknown" },
        { id: "T1059", reason: "other-domain" },
      ],
    });
  });

  test("takes counts as counts, and tells of those that are mapped to nothing", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, {
      "counts.csv": "Technique,Rules\nT1059,14\nT1003,1\nT1685,3\nUnmapped,7\n",
    });
    const report = await bench.client.detections.import({ paths: [join(folder, "counts.csv")] });
    expectSums(report);
    expect(report).toMatchObject({
      imported: 3,
      unmappedCount: 7,
      techniques: [
        { id: "T1003", detections: 1 },
        { id: "T1059", detections: 14 },
      ],
    });
    const list = await bench.client.detections.list({ environmentId: 1 });
    expect(list.map(({ kind, ruleCount }) => [kind, ruleCount])).toEqual([
      ["count", 1],
      ["count", 14],
      ["count", 3],
    ]);
  });

  test("goes into the environment that is named, which must exist", async () => {
    const bench = await openWorkbench();
    const folder = write(bench, { "a.yml": aRule("a", []) });
    const { id } = await bench.client.environments.create({ name: "Plant" });
    const report = await bench.client.detections.import({ paths: [folder], environment: "Plant" });
    expect(report.environment).toBe("Plant");
    expect(await bench.client.detections.list({ environmentId: id })).toHaveLength(1);
    expect(await bench.client.detections.list({ environmentId: 1 })).toHaveLength(0);
    await expect(
      bench.client.detections.import({ paths: [folder], environment: "Moon" }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the state of an imported rule", () => {
  const csv = "Name,Technique,State\nsaid,T1059,disabled\nsilent,T1059,\nold,T1059,deprecated\n";

  test.each([
    [undefined, "available"],
    ["enabled", "enabled"],
    ["disabled", "disabled"],
    ["available", "available"],
  ] as const)("is the file's word, else what the import says (%s)", async (state, assumed) => {
    const bench = await openWorkbench();
    const folder = write(bench, { "a.csv": csv });
    const report = await bench.client.detections.import({
      paths: [folder],
      ...(state === undefined ? {} : { state }),
    });
    expect(report.assumedState).toBe(assumed);
    expect(await namesAndStates(bench)).toEqual([
      ["old", "disabled", false],
      ["said", "disabled", false],
      ["silent", assumed, true],
    ]);
  });

  test("is not assumed where the files say it of every rule", async () => {
    const bench = await openWorkbench();
    const folder = write(bench, { "a.csv": "Name,Technique,State\na,T1059,on\n" });
    const report = await bench.client.detections.import({ paths: [folder], state: "disabled" });
    expect(report.assumedState).toBeNull();
    expect(await namesAndStates(bench)).toEqual([["a", "enabled", false]]);
  });

  test("that the analyst set by hand stays, whatever a new import says", async () => {
    const bench = await openWorkbench();
    const folder = write(bench, { "a.csv": csv });
    await bench.client.detections.import({ paths: [folder] });
    const list = await bench.client.detections.list({ environmentId: 1 });
    await bench.client.detections.edit({
      ids: list.map(({ id }) => id),
      change: { state: "enabled" },
    });
    const mine = ["old", "said", "silent"].map((name) => [name, "enabled", false]);
    const again = await bench.client.detections.import({ paths: [folder] });
    expect(await namesAndStates(bench)).toEqual(mine);
    expect(again.keptEdits.map(({ name, mine: word, file }) => [name, word, file])).toEqual([
      ["said", "enabled", "disabled"],
      ["silent", "enabled", "available, assumed"],
      ["old", "enabled", "disabled"],
    ]);
    await bench.client.detections.import({ paths: [folder], state: "disabled" });
    expect(await namesAndStates(bench)).toEqual(mine);
    await bench.client.detections.revertEdits({ ids: list.map(({ id }) => id) });
    expect(await namesAndStates(bench)).toEqual([
      ["old", "disabled", false],
      ["said", "disabled", false],
      ["silent", "disabled", true],
    ]);
  });

  test("comes back as it was, assumed where it was assumed", async () => {
    const bench = await openWorkbench();
    await bench.client.detections.import({ paths: [write(bench, { "a.csv": csv })] });
    const before = await namesAndStates(bench);
    const list = await bench.client.detections.list({ environmentId: 1 });
    const words = await bench.client.detections.edit({
      ids: list.map(({ id }) => id),
      change: { state: "enabled" },
    });
    expect(await namesAndStates(bench)).toEqual([
      ["old", "enabled", false],
      ["said", "enabled", false],
      ["silent", "enabled", false],
    ]);
    await bench.client.detections.restoreEdits({ words });
    expect(await namesAndStates(bench)).toEqual(before);
  });
});

describe("importing again", () => {
  test("changes nothing where the files say the same, wherever they lie", async () => {
    const bench = await openFilledWorkbench();
    const first = write(bench, { "a/r.yml": aRule("a", ["attack.t1059", "attack.t1685"]) });
    await bench.client.detections.import({ paths: [first] });
    const before = await bench.client.detections.list({ environmentId: 1 });
    const second = write(bench, { "b/s.yml": aRule("a", ["attack.t1059", "attack.t1685"]) });
    const report = await bench.client.detections.import({ paths: [join(second, "b")] });
    expectSums(report);
    expect(report).toMatchObject({ imported: 0, updated: 1, unchanged: 1, mappedInPart: 1 });
    const file = join(second, "b", "s.yml");
    expect(await bench.client.detections.list({ environmentId: 1 })).toEqual(
      before.map((rule) => ({ ...rule, file })),
    );
    const [newest] = await bench.client.imports.list({});
    expect(newest).toMatchObject({ id: report.id, undoable: false });
  });

  test("can be undone, import by import", async () => {
    const bench = await openFilledWorkbench();
    const versions = [["attack.t1059"], ["attack.t1003", "attack.t1021"], []];
    const lists: unknown[] = [await bench.client.detections.list({ environmentId: 1 })];
    const ids: number[] = [];
    for (const tags of versions) {
      const folder = write(bench, { "a.yml": aRule("a", tags) });
      const report = await bench.client.detections.import({ paths: [folder] });
      expect(report.updated).toBe(ids.length === 0 ? 0 : 1);
      ids.push(report.id);
      lists.push(await bench.client.detections.list({ environmentId: 1 }));
    }
    const [first, second, third] = ids;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    for (const early of [first, second]) {
      await expect(bench.client.imports.undo({ id: early })).rejects.toMatchObject({
        code: "bad-input",
      });
    }
    for (const [at, id] of [third, second, first].entries()) {
      await bench.client.imports.undo({ id });
      expect(await bench.client.detections.list({ environmentId: 1 })).toEqual(lists[2 - at]);
    }
  });

  test("adds what is new beside what is there, and undo takes only that", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, { "a.yml": aRule("a", ["attack.t1059"]) });
    await bench.client.detections.import({ paths: [folder] });
    const before = await bench.client.detections.list({ environmentId: 1 });
    write(bench, { "b.yml": aRule("b", ["attack.t1003"]) });
    const report = await bench.client.detections.import({ paths: [folder] });
    expect(report).toMatchObject({ imported: 1, updated: 1, unchanged: 1 });
    await bench.client.imports.undo({ id: report.id });
    expect(await bench.client.detections.list({ environmentId: 1 })).toEqual(before);
  });
});

describe("detections that are there", () => {
  test("are shown whole, set and removed", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, {
      "a.csv":
        "ID,Name,Technique,Severity,Platform,Owner,Link,Description,Quality,Ticket\n" +
        "R1,A,T1059 T1685,high,Windows,me,https://example.org,Words,4,#1\n",
    });
    const { id: importId } = await bench.client.detections.import({ paths: [folder] });
    const [summary] = await bench.client.detections.list({ environmentId: 1 });
    if (summary === undefined) throw new Error("no detection");
    expect(await bench.client.detections.get({ id: summary.id })).toEqual({
      ...summary,
      link: "https://example.org",
      description: "Words",
      note: "",
      line: 2,
      ownFields: [{ name: "Ticket", value: "#1" }],
      edits: [],
    });
    expect(summary).toMatchObject({
      key: "R1",
      class: "mapped-in-part",
      quality: 4,
      edited: [],
      work: { kind: "other-release", isDone: false },
      importId,
      platforms: ["Windows"],
      techniques: [
        { written: "T1059", techniqueId: "T1059", status: "known" },
        { written: "T1685", techniqueId: null, name: "Disable or Modify Tools", status: "newer" },
      ],
    });
    await bench.client.detections.edit({ ids: [summary.id], change: { state: "enabled" } });
    expect(await bench.client.detections.figures({})).toEqual([
      {
        environmentId: 1,
        detections: 1,
        enabled: 1,
        disabled: 0,
        available: 0,
        assumed: 0,
        newestImport: "2026-11-21T12:00:00.000Z",
      },
    ]);
    await bench.client.detections.remove({ ids: [summary.id] });
    expect(await bench.client.detections.figures({})).toMatchObject([
      { detections: 0, newestImport: null },
    ]);
    for (const gone of [
      bench.client.detections.get({ id: summary.id }),
      bench.client.detections.edit({ ids: [summary.id], change: { state: "enabled" } }),
    ]) {
      await expect(gone).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("a preview of JSON", () => {
  const search = { title: "Logons", search: "index=main", is_scheduled: "1" };
  const jsonFiles: readonly (readonly [string, string, boolean])[] = [
    ["a STIX bundle", '{"type": "bundle", "id": "bundle--1", "objects": []}', false],
    ["a bundle that breaks off", '{"type": "bundle", "objects": [{', false],
    ["Splunk's results", JSON.stringify({ results: [search] }), true],
    ["Splunk's results that break off", '{"results": [{"title": "Logons", "sea', true],
  ];

  test.each(jsonFiles)("tells detections from other files: %s", async (_, text, isOurs) => {
    const bench = await openFilledWorkbench();
    const path = join(write(bench, { "a.json": text }), "a.json");
    const preview = bench.client.detections.preview({ paths: [path] });
    if (isOurs)
      await expect(preview).resolves.toMatchObject({
        formats: [{ format: "splunk-rest", files: 1 }],
      });
    else await expect(preview).rejects.toMatchObject({ code: "bad-format" });
  });
});

describe("a table whose columns are not recognised", () => {
  const csv = "Bezeichnung,Abdeckung\na,x\nb,x\n";
  const mapping = [
    { field: "name" as const, column: "Bezeichnung" },
    { field: "techniques" as const, column: "Abdeckung" },
  ];

  test("is refused with its headings, previewed, and imported with a mapping", async () => {
    const bench = await openFilledWorkbench();
    const path = join(write(bench, { "a.csv": csv }), "a.csv");
    await expect(bench.client.detections.import({ paths: [path] })).rejects.toMatchObject({
      code: "bad-format",
      place: { candidates: ["Bezeichnung", "Abdeckung"] },
    });
    const preview = await bench.client.detections.preview({ paths: [path] });
    expect(preview).toEqual({
      formats: [{ format: "csv", files: 1 }],
      saysState: false,
      table: {
        sheets: [],
        sheet: null,
        columns: ["Bezeichnung", "Abdeckung"],
        mapping: [],
        complete: false,
        shape: "rules",
        rows: [
          ["a", "x"],
          ["b", "x"],
        ],
      },
    });
    const report = await bench.client.detections.import({ paths: [path], mapping });
    expect(report.imported).toBe(2);
  });

  test("is passed over in a folder, and read there with a mapping", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, { "a.csv": csv, "b.yml": aRule("b", ["attack.t1059"]) });
    const report = await bench.client.detections.import({ paths: [folder] });
    expect([report.imported, report.ignoredFiles]).toEqual([1, 1]);
    expect(report.warnings).toMatchObject([{ code: "ignored-file", path: join(folder, "a.csv") }]);
    const preview = await bench.client.detections.preview({ paths: [folder] });
    expect(preview).toMatchObject({ formats: [{ format: "sigma", files: 1 }], table: null });
    const mapped = await bench.client.detections.import({ paths: [folder], mapping });
    expect([mapped.imported, mapped.updated]).toEqual([2, 1]);
  });

  test("among rules is named beside them before the import, the most frequent format first", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, {
      "a.yml": aRule("a", ["attack.t1059"]),
      "b.yml": aRule("b", ["attack.t1059"]),
      "c.csv": "Rule,Technique\nC,T1059\n",
    });
    expect(await bench.client.detections.preview({ paths: [folder] })).toMatchObject({
      formats: [
        { format: "sigma", files: 2 },
        { format: "csv", files: 1 },
      ],
    });
  });

  test("is remembered with the mapping that it was imported with", async () => {
    const bench = await openFilledWorkbench();
    const folder = write(bench, { "a.csv": csv, "b.csv": "Bezeichnung,Abdeckung\nc,T1059\n" });
    await bench.client.detections.import({ paths: [join(folder, "a.csv")], mapping });
    const next = join(folder, "b.csv");
    const preview = await bench.client.detections.preview({ paths: [next] });
    expect(preview.table).toMatchObject({ mapping, complete: true });
    expect(await bench.client.detections.import({ paths: [next] })).toMatchObject({
      mappedFully: 1,
    });
  });
});

describe("bad and hostile input", () => {
  async function expectRefused(bench: TestWorkbench, path: string, code: RegExp): Promise<void> {
    const before = await bench.client.imports.list({});
    await expect(bench.client.detections.import({ paths: [path] })).rejects.toMatchObject({
      code: expect.stringMatching(code) as string,
    });
    expect(await bench.client.imports.list({})).toEqual(before);
    expect(await bench.client.detections.list({ environmentId: 1 })).toEqual([]);
  }

  test.each([
    ["missing.yml", null, /^bad-file$/],
    ["empty.csv", "", /^bad-format$/],
    ["text.txt", "Just words, nothing else.\n", /^bad-format$/],
    ["page.html", "<html></html>", /^bad-format$/],
    ["bundle.json", '{"type":"bundle","objects":[]}', /^bad-format$/],
    ["broken.xlsx", "PK\x03\x04 broken", /^bad-(?:archive|format)$/],
    [
      "half.zip",
      Buffer.from(zipSync({ "a.yml": Buffer.from("a: b") })).subarray(0, 60),
      /^bad-archive$/,
    ],
    ["old.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /^bad-format$/],
    ["no-rules.zip", Buffer.from(zipSync({ "a.txt": Buffer.from("words") })), /^bad-format$/],
    ["lfs.yml", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", /^bad-file$/],
    ["latin.yml", Buffer.from("title: \xfc\ndetection: {a: b}\n", "latin1"), /^bad-encoding$/],
  ])("%s is refused by name and changes nothing", async (name, content, code) => {
    const bench = await openWorkbench();
    const folder = content === null ? bench.folder : write(bench, { [name]: content });
    await expectRefused(bench, join(folder, name), code);
  });

  test.skipIf(!hasShared).each([
    ["zip-slip.zip", /^bad-archive$/],
    ["zip-bomb-64MiB-of-spaces.zip", /^(?:bad-archive|too-large)$/],
  ])("%s is refused", async (name, code) => {
    const bench = await openWorkbench();
    await expectRefused(bench, `${samples}/stix-negative/made-here/${name}`, code);
  });

  test.skipIf(!hasShared)(
    "one bad rule of many is listed and the others are imported",
    async () => {
      const bench = await openWorkbench();
      const rules: Record<string, string> = {};
      for (let at = 0; at < 40; at += 1) rules[`${at}.yml`] = aRule(`r${at}`, ["attack.t1059"]);
      const folder = write(bench, rules);
      for (const name of [
        "alias-bomb",
        "deep-flow",
        "js-tag",
        "merge-key-empty-fan",
        "proto-key",
      ]) {
        const from = `${samples}/stix-negative/made-here/rules/${name}.yml`;
        copyFileSync(from, join(folder, `${name}.yml`));
      }
      const report = await bench.client.detections.import({ paths: [folder] });
      expect([report.imported, report.unreadable.length]).toEqual([40, 5]);
      expect(report.unreadable.every(({ file, line }) => file !== "" && line !== null)).toBe(true);
    },
  );

  test("text that looks like an attack is kept as it is", async () => {
    const bench = await openWorkbench();
    const name = "<script>alert(1)</script> =cmd|' /C calc'!A0 \u202e\u0000 'x'";
    const folder = write(bench, { "a.csv": `Name,Technique\n"${name}",T1059\n` });
    await bench.client.detections.import({ paths: [folder] });
    const [detection] = await bench.client.detections.list({ environmentId: 1 });
    expect(detection?.name).toBe(name);
  });
});

test("a cancelled import leaves nothing behind", async () => {
  const bench = await openWorkbench();
  const rules: Record<string, string> = {};
  for (let at = 0; at < 300; at += 1) rules[`${at}.yml`] = aRule(`r${at}`, ["attack.t1059"]);
  const folder = write(bench, rules);
  const controller = new AbortController();
  const importing = bench.client.detections.import(
    { paths: [folder] },
    { signal: controller.signal, onProgress: () => controller.abort() },
  );
  await expect(importing).rejects.toMatchObject({ code: "cancelled" });
  expect(await bench.client.imports.list({})).toEqual([]);
  expect(await bench.client.detections.list({ environmentId: 1 })).toEqual([]);
});

test("Bicep is not read, and whoever brings it learns what to do", async () => {
  const bench = await openFilledWorkbench();
  const folder = write(bench, {
    "set/rule.bicep": "resource r 'Microsoft.SecurityInsights/alertRules@2023-11-01' = {}\n",
    "set/rule.yml": aRule("a", ["attack.t1059"]),
  });
  const alone = bench.client.detections.import({ paths: [join(folder, "set", "rule.bicep")] });
  await expect(alone).rejects.toMatchObject({ code: "bad-format" });
  await expect(alone).rejects.toThrow(/rule\.bicep.*is Bicep.*az bicep build/);
  const report = await bench.client.detections.import({ paths: [join(folder, "set")] });
  expect(report).toMatchObject({ imported: 1, ignoredFiles: 1, unreadable: [] });
  expect(report.warnings).toMatchObject([{ code: "ignored-file" }]);
  expect(report.warnings[0]?.message).toContain("is Bicep");
});

test("IDs are decided in every domain of the workspace, each where it belongs", async () => {
  const bench = await openFilledWorkbench();
  const { client } = bench;
  // T0817 is of ICS; T1540 of Mobile was revoked; T1685 comes with Enterprise 19.
  const folder = write(bench, {
    "rules.csv": "Name,Technique\nA,T1053\nB,T0817\nC,T1685\nD,T9999\nE,T1540\n",
  });
  await client.detections.import({ paths: [folder] });
  const list = await client.detections.list({ environmentId: 1 });
  const found = Object.fromEntries(
    list.map(({ name, techniques: [first], work }) => [
      name,
      [first?.status, first?.domain, work?.kind],
    ]),
  );
  expect(found).toMatchObject({
    A: ["known", undefined, undefined],
    B: ["known", "ics-attack", undefined],
    C: ["newer", undefined, "other-release"],
    D: ["unknown", undefined, "unknown-id"],
    E: ["revoked", "mobile-attack", "other-release"],
  });
  const { id: assessmentId } = await client.assessments.create({ name: "Q" });
  const offersIn = async (name: string) => {
    const answer = await client.detections.offers({ assessmentId, domain: domain.parse(name) });
    return [answer.domains, answer.offers.map(({ written }) => written)] as const;
  };
  const [domains, enterprise] = await offersIn("enterprise-attack");
  expect(domains).toEqual([
    { domain: "enterprise-attack", ids: 2 },
    { domain: "ics-attack", ids: 0 },
    { domain: "mobile-attack", ids: 1 },
  ]);
  expect(enterprise).toEqual(["T1685", "T9999"]);
  expect((await offersIn("mobile-attack"))[1]).toEqual(["T1540"]);
  expect((await offersIn("ics-attack"))[1]).toEqual([]);
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { RecognisedFile } from "../../src/shared/model/import-report.ts";
import { makeZip } from "../files/zip-file.ts";
import { openWorkbench } from "../support/workbench.ts";

const shared = resolve(import.meta.dirname, "../../../shared/data");
const samples = join(shared, "samples");
const hasData = existsSync(samples);
if (!hasData) console.log(`SKIPPED what real files are: ${samples} is not here`);

const sigma = "title: A rule\nlogsource:\n  product: windows\ndetection:\n  condition: selection\n";
const dataSources =
  "version: 1.1\nfile_type: data-source-administration\nname: x\ndata_sources: []\n";
const groups = "version: 1.0\nfile_type: group-administration\ngroups: []\n";
const stix = (...objects: object[]) => JSON.stringify({ type: "bundle", id: "bundle--1", objects });
const pattern = { type: "attack-pattern", id: "attack-pattern--1", name: "P" };
const matrix = { type: "x-mitre-matrix", id: "x-mitre-matrix--1", name: "M" };
const group = { type: "intrusion-set", id: "intrusion-set--1", name: "Night Heron" };
const layer = JSON.stringify({
  name: "L",
  domain: "enterprise-attack",
  versions: { layer: "4.5" },
  techniques: [{ techniqueID: "T1059", score: 1 }],
});
const cluster = JSON.stringify({
  type: "threat-actor",
  uuid: "x",
  values: [{ value: "Night Heron", meta: { country: "KP" } }],
});
const otherCluster = JSON.stringify({ type: "tool", uuid: "x", values: [{ value: "y" }] });

/** What is said of files with these contents; the names say nothing. */
async function recognise(
  contents: Readonly<Record<string, string | Buffer>>,
): Promise<(name: string) => RecognisedFile> {
  const { client, folder } = await openWorkbench();
  const paths = Object.entries(contents).map(([name, content]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
  const found = await client.imports.recognise({ paths });
  return (name) => {
    const one = found.find(({ path }) => path === join(folder, name));
    if (one === undefined) throw new Error(`Nothing is said of ${name}`);
    return one;
  };
}

describe.skipIf(!hasData)("what tools of emulation write", () => {
  test.each([
    ...["atomic/atomics/T1003.001.yaml", "atomic/Indexes-CSV/index.csv"],
    ...["attire/attire_1.1_readme_sample.json", "vectr/DEMO_PURPLE_CE.csv"],
    ...[
      "caldera/reports/operation_report_2021_v2x.json",
      "caldera/reports/event_logs_2021_v4x.json",
    ],
    ...["caldera/abilities", "caldera/adversaries", "emulation/ctid_library/FIN6.yaml"],
  ])("is known for tests and results: %s", async (name) => {
    const { client } = await openWorkbench();
    const found = await client.imports.recognise({ paths: [join(samples, name)] });
    expect(found).toMatchObject([{ kinds: ["emulation"], isClear: true }]);
  });
});

describe("a file", () => {
  test("is what its content says, whatever it is called", async () => {
    const of = await recognise({
      "a.yml": sigma,
      "b.yml": dataSources,
      "c.yaml": groups,
      "d.json": stix(matrix, pattern),
      "e.json": stix(pattern),
      "f.json": stix({ ...group, x_mitre_version: "1.0" }, { type: "report", id: "report--1" }),
      "g.json": layer,
      "h.json": cluster,
      "i.json.gz": gzipSync(cluster),
      "j.json": JSON.stringify([group, pattern]),
    });
    const kinds = (name: string) => {
      const { kinds: found, isClear, reason } = of(name);
      expect([isClear, reason], name).toEqual([true, null]);
      return found;
    };
    expect(kinds("a.yml")).toEqual(["detections"]);
    expect(kinds("b.yml")).toEqual(["telemetry"]);
    expect(kinds("c.yaml")).toEqual(["intelligence"]);
    expect(kinds("d.json")).toEqual(["catalogue"]);
    expect(kinds("e.json")).toEqual(["catalogue"]);
    expect(kinds("f.json")).toEqual(["intelligence"]);
    expect(kinds("g.json")).toEqual(["layers"]);
    expect(kinds("h.json")).toEqual(["sectors"]);
    expect(kinds("i.json.gz")).toEqual(["sectors"]);
    expect(kinds("j.json")).toEqual(["intelligence"]);
  });

  test("that could be several things is not clear, and the likeliest stands first", async () => {
    const of = await recognise({
      "actors.json": stix({ ...group, x_mitre_version: "1.0" }),
      "list.csv": "Name,OS,Status\nDC-01,Windows,active\n",
      "board.csv": "Title,Technique,Status,Due date\nSpot it,T1059,open,2026-12-24\n",
      "notes.csv": "a,b\n1,2\n",
    });
    expect(of("actors.json")).toMatchObject({
      kinds: ["catalogue", "intelligence"],
      isClear: false,
    });
    expect(of("list.csv")).toMatchObject({ kinds: ["assets", "telemetry"], isClear: false });
    expect(of("board.csv")).toMatchObject({ kinds: ["plan", "detections"], isClear: false });
    expect(of("notes.csv")).toMatchObject({ kinds: [], isClear: false, reason: null });
  });

  test("that is nothing says why, with its name and its line", async () => {
    const of = await recognise({
      "empty.csv": "",
      "blank.json": " \n\n",
      "broken.yml": "a: [1\nb: 2\n",
      "latin.json": Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]),
      "galaxy.json": otherCluster,
      "half.json": stix(matrix, pattern).slice(0, 60),
      "half.xlsx": Buffer.from("PK\u0003\u0004 and no more"),
    });
    for (const name of ["empty.csv", "blank.json"]) {
      expect(of(name).reason).toMatch(new RegExp(`${name} is empty`));
    }
    expect(of("broken.yml").reason).toMatch(/broken\.yml, line \d+: /);
    expect(of("latin.json").reason).toMatch(/latin\.json.*byte 2 \(line 1\)/);
    expect(of("galaxy.json").reason).toContain("no cluster of threat actors");
    expect(of("half.xlsx").reason).toContain("half.xlsx");
    for (const name of ["empty.csv", "broken.yml", "latin.json", "galaxy.json", "half.xlsx"]) {
      expect(of(name), name).toMatchObject({ kinds: [], isClear: false });
    }
    // The catalogue's reader says on which line a bundle breaks off.
    expect(of("half.json")).toMatchObject({ kinds: ["catalogue"], isClear: true });
  });

  test("that is not there is said to be so, and the others are recognised", async () => {
    const { client, folder } = await openWorkbench();
    const path = join(folder, "rule.yml");
    writeFileSync(path, sigma);
    const missing = join(folder, "missing.yml");
    const [first, second] = await client.imports.recognise({ paths: [missing, path] });
    expect(first).toMatchObject({ kinds: [], isClear: false });
    expect(first?.reason).toContain("missing.yml does not exist");
    expect(second).toMatchObject({ kinds: ["detections"], isClear: true });
  });
});

describe("a table", () => {
  const tables: readonly (readonly [name: string, kinds: string, text: string])[] = [
    ["rules", "detections", "Rule name,Technique ID,Status,Owner\nR,T1059,enabled,me\n"],
    ["counts", "detections", "Technique,Rules\nT1059,3\nT1055,2\n"],
    ["use cases", "detections", "Use case,Tactic\nR,Execution\n"],
    ["splunk", "detections", "title,action.correlationsearch.annotations,disabled\nR,{},0\n"],
    ["components", "telemetry", "Data component,Platform\nProcess Creation,Windows\n"],
    ["channels", "telemetry", "Name,Channel,Platform\nWinEventLog:Sysmon,1,Windows\n"],
    ["hosts", "assets", "Hostname;OS;Criticality;Segment\nDC-01;Windows;high;Servers\n"],
    ["owned", "assets", "Name,Platform,Owner,Status\nDC-01,Windows,IT,active\n"],
    [
      "tracker",
      "plan",
      "Summary,Status,Assignee,External ID\nx,Done,me,casemate:enterprise-attack:T1059\n",
    ],
    ["board", "plan", "Summary,Status,Due date\nSee T1059,Done,2026-12-24\n"],
  ];

  test.each(tables)("of %s is taken as %s by its columns", async (name, kind, text) => {
    const of = await recognise({ [`${name}.csv`]: text });
    expect(of(`${name}.csv`)).toMatchObject({ kinds: [kind], isClear: true });
  });

  test("in UTF-16, as spreadsheets write it, is the same", async () => {
    const text = "Hostname\tOS\tCriticality\nDC-01\tWindows\thigh\n";
    const of = await recognise({ "hosts.txt": Buffer.from(`\ufeff${text}`, "utf16le") });
    expect(of("hosts.txt")).toMatchObject({ kinds: ["assets"], isClear: true });
  });

  test("whose columns were settled once is what it was then", async () => {
    const { client, folder } = await openWorkbench();
    const path = join(folder, "list.csv");
    writeFileSync(path, "Kiste,Art\nDC-01,Windows\n");
    expect(await client.imports.recognise({ paths: [path] })).toMatchObject([{ kinds: [] }]);
    await client.assets.import({ paths: [path], mapping: [{ field: "name", column: "Kiste" }] });
    expect(await client.imports.recognise({ paths: [path] })).toMatchObject([
      { kinds: ["assets"], isClear: true },
    ]);
  });

  test("that the plan wrote comes back as its status, CSV and XLSX", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const [group] = await client.actors.list({ assessmentId, text: "FIN7", kinds: ["group"] });
    if (group === undefined) throw new Error("The starter has FIN7.");
    await client.actors.choose({ assessmentId, actor: group, weight: 1, reason: "" });
    const paths = [];
    for (const format of ["csv", "tracker", "xlsx"] as const) {
      const path = join(folder, `plan-${format}.${format === "xlsx" ? "xlsx" : "csv"}`);
      await client.plan.export({ assessmentId, format, path });
      paths.push(path);
    }
    for (const one of await client.imports.recognise({ paths })) {
      expect(one, one.path).toMatchObject({ kinds: ["plan"], isClear: true });
    }
  });
});

describe("a folder and an archive", () => {
  const mixed = {
    "in/rules/a.yml": sigma,
    "in/rules/b.toml": '[rule]\nname = "x"\nrule_id = "y"\ntype = "eql"\n',
    "in/dettect/ds.yaml": dataSources,
    "in/dettect/groups.yaml": groups,
    "in/hosts.csv": "Hostname,OS,Criticality\nDC-01,Windows,high\n",
    "in/readme.txt": "Read me first.\n",
  };

  test("are all that their files are", async () => {
    const { client, folder } = await openWorkbench();
    for (const [name, content] of Object.entries(mixed)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const zip = join(folder, "in.zip");
    writeFileSync(
      zip,
      makeZip(
        Object.entries(mixed).map(([name, content]) => ({ name, bytes: Buffer.from(content) })),
      ),
    );
    for (const { kinds, isClear } of await client.imports.recognise({
      paths: [join(folder, "in"), zip],
    })) {
      expect(isClear).toBe(true);
      expect([...kinds].sort()).toEqual(["assets", "detections", "intelligence", "telemetry"]);
    }
  });

  test("without anything say so", async () => {
    const { client, folder } = await openWorkbench();
    const [empty, texts] = [join(folder, "empty"), join(folder, "texts")];
    mkdirSync(empty);
    mkdirSync(texts);
    writeFileSync(join(texts, "readme.txt"), "Read me first.\n");
    writeFileSync(join(texts, "photo.png"), "not looked at");
    const found = await client.imports.recognise({ paths: [empty, texts] });
    expect(found.map(({ kinds }) => kinds)).toEqual([[], []]);
    expect(found[0]?.reason).toContain("empty holds no file that Casemate reads");
    expect(found[1]?.reason).toContain("none of its 1 files");
  });
});

describe.skipIf(!hasData)("the real files", () => {
  const filesOf = (folder: string): string[] =>
    readdirSync(join(samples, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "SOURCE.txt")
      .map((entry) => join(entry.parentPath, entry.name));

  test("of DeTT&CT are what each says in its file_type", async () => {
    const { client } = await openWorkbench();
    const paths = filesOf("dettect").filter((path) => path.endsWith(".yaml"));
    const words: Readonly<Record<string, string>> = {
      "data-source-administration": "telemetry",
      "group-administration": "intelligence",
      "technique-administration": "detections",
    };
    const found = await client.imports.recognise({ paths });
    expect(found.length).toBe(20);
    for (const { path, kinds } of found) {
      const type = /^file_type:\s*(\S+)/m.exec(readFileSync(path, "utf8"))?.[1] ?? "";
      expect(kinds, path).toEqual([words[type]]);
    }
  });

  test("of the Navigator are layers, each of them", async () => {
    const { client } = await openWorkbench();
    const paths = filesOf("navigator");
    for (const { path, kinds } of await client.imports.recognise({ paths })) {
      expect(kinds, path).toEqual(["layers"]);
    }
  });

  test("of SIEMs are detections, file by file and folder by folder", async () => {
    const { client } = await openWorkbench();
    for (const folder of ["sigma", "elastic", "sentinel"]) {
      const paths = [join(samples, folder), ...filesOf(folder)];
      for (const { path, kinds } of await client.imports.recognise({ paths })) {
        expect(kinds, path).toEqual(["detections"]);
      }
    }
    expect(await client.imports.recognise({ paths: [join(samples, "splunk")] })).toMatchObject([
      { kinds: ["detections"] },
    ]);
  });

  test("of ATT&CK belong into the catalogue, reports and the MISP cluster do not", async () => {
    const { client } = await openWorkbench();
    const official = readdirSync(join(shared, "attack"))
      .filter((name) => name.includes(".stix2"))
      .map((name) => join(shared, "attack", name));
    expect(official.length).toBe(5);
    for (const { path, kinds } of await client.imports.recognise({ paths: official })) {
      expect(kinds, path).toEqual(["catalogue"]);
    }
    const reports = filesOf("stix").filter((path) =>
      /^(?:unit42|oasis21|opencti)/.test(basename(path)),
    );
    expect(reports.length).toBe(11);
    for (const { path, kinds } of await client.imports.recognise({ paths: reports })) {
      expect(kinds, path).toEqual(["intelligence"]);
    }
    const misp = join(shared, "misp", "threat-actor.json.gz");
    expect(await client.imports.recognise({ paths: [misp] })).toMatchObject([
      { kinds: ["sectors"] },
    ]);
  });
});

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ImportedLayer } from "../../src/shared/model/import-report.ts";
import type { Layer } from "../../src/shared/model/layer.ts";
import { openWorkbench } from "../support/workbench.ts";
import { expectedFiles, hasShared, invalidFiles, shared, validFiles } from "./layer-samples.ts";

/** Platforms as the Navigator takes them from old layers. */
const platformNow = new Map([
  ["windows", "Windows"],
  ["linux", "Linux"],
  ["mac", "macOS"],
  ["AWS", "IaaS"],
  ["GCP", "IaaS"],
  ["Azure", "IaaS"],
]);

/** What of a stored layer must survive writing and reading. */
const contentOf = ({ name, domain, version, properties, annotations }: Layer) => ({
  name,
  domain,
  version,
  properties,
  annotations,
});

const count = (layer: Layer, is: (annotation: Layer["annotations"][number]) => boolean) =>
  layer.annotations.filter(is).length;

const unplacedOf = ({ unplaced }: ImportedLayer) =>
  unplaced.map(({ techniqueId, tactic, reason, replacedBy }) => [
    techniqueId,
    tactic,
    reason,
    replacedBy,
  ]);

describe.runIf(hasShared)("real layer files", () => {
  test("every file of the folders has an expected outcome", () => {
    const files = ["samples/navigator", "atomics"].flatMap((folder) =>
      readdirSync(join(shared, folder))
        .filter((name) => name.endsWith(".json"))
        .map((name) => `${folder}/${name}`),
    );
    expect([...expectedFiles.keys()].sort()).toEqual(files.sort());
    expect(validFiles.length + invalidFiles.length).toBe(files.length);
  });

  test("each is read, placed and reported as computed apart, and comes back from a file of ours as it was", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const report = await client.layers.import({
      paths: validFiles.map(({ file }) => join(shared, file)),
    });
    expect(report.unreadable).toEqual([]);
    const summaries = await client.layers.list({});
    for (const { file, layers } of validFiles) {
      const imported = report.layers.filter((layer) => layer.file === join(shared, file));
      expect(imported.length, file).toBe(layers.length);
      for (const [index, expected] of layers.entries()) {
        const one = imported[index];
        if (one === undefined) continue;
        expect(one, file).toMatchObject({
          name: expected.name,
          index: layers.length > 1 ? index : null,
          format: expected.format,
          claimed: expected.claimed,
          domain: "enterprise-attack",
          version: "18.1",
          released: true,
          entries: expected.entries,
          annotations: expected.entries,
          placed: expected.placed,
          repeated: 0,
          unusable: 0,
        });
        expect(unplacedOf(one), file).toEqual(expected.unplaced);
        expect(one.placed + one.unplaced.length).toBe(one.annotations);

        const layer = await client.layers.get({ layerId: one.layerId });
        expect(count(layer, ({ score }) => score !== null)).toBe(expected.scored);
        expect(layer.annotations.reduce((sum, { score }) => sum + (score ?? 0), 0)).toBe(
          expected.scoreSum,
        );
        expect(count(layer, ({ colour }) => colour !== "")).toBe(expected.coloured);
        expect(count(layer, ({ comment }) => comment !== "")).toBe(expected.commented);
        expect(count(layer, ({ enabled }) => !enabled)).toBe(expected.disabled);
        expect(count(layer, ({ tactic }) => tactic === null)).toBe(expected.withoutTactic);
        expect(layer.annotations.flatMap(({ metadata }) => metadata).length).toBe(
          expected.metadata,
        );
        expect(layer.annotations.flatMap(({ links }) => links).length).toBe(expected.links);
        expect(layer.properties.platforms).toEqual([
          ...new Set(expected.platforms.map((each) => platformNow.get(each) ?? each)),
        ]);
        const summary = summaries.find(({ id }) => id === one.layerId);
        expect(summary?.unplaced).toBe(expected.unplaced.length);

        const path = join(folder, `again-${one.layerId}.json`);
        await client.layers.export({ sources: [{ kind: "layer", layerId: one.layerId }], path });
        const again = await client.layers.import({ paths: [path] });
        // A misspelt field and the stages of old come back as they were, and are told again.
        const issues = again.layers[0]?.issues.filter(
          ({ path: field }) => field !== "hideDisable" && field !== "filters.stages",
        );
        expect(issues, file).toEqual([]);
        const copy = await client.layers.get({ layerId: again.layers[0]?.layerId ?? 0 });
        expect(contentOf(copy), file).toEqual(contentOf(layer));
      }
    }
  });

  test("the figures that were counted by hand come out", async () => {
    const { client } = await openWorkbench({ starter: true });
    const folder = join(shared, "samples/navigator");
    const report = await client.layers.import({
      paths: [
        join(folder, "v2.2_dettect_Kaspersky_Incident_Response_report_2018_json.json"),
        join(shared, "atomics/art-navigator-layer.json"),
      ],
    });
    const [kaspersky, art] = report.layers;
    const retired = kaspersky?.unplaced.filter(({ reason }) =>
      ["revoked", "deprecated", "unknown"].includes(reason),
    );
    expect([retired?.length, kaspersky?.annotations]).toEqual([42, 95]);
    expect([art?.unplaced.length, art?.annotations]).toEqual([11, 380]);
    // ART's layer says 18, and holds IDs of 19.
    expect(art?.unplaced.filter(({ later }) => later).length).toBe(11);
    const [lie, ...others] = report.warnings.filter(({ code }) => code === "claimed-release");
    expect(lie?.message).toContain("11 of its annotations");
    expect(others).toEqual([]);
  });

  test.each(invalidFiles)("$file is refused with the place of its fault", async (invalid) => {
    const { client } = await openWorkbench();
    const path = join(shared, invalid.file);
    const { line, column } = invalid;
    const place = `${path} is not valid JSON.*line ${line}, column ${column}`;
    await expect(client.layers.import({ paths: [path] })).rejects.toThrow(new RegExp(place));
    expect(await client.layers.list({})).toEqual([]);
  });

  test("a folder gives its layers and lists what could not be read, with the lines", async () => {
    const { client } = await openWorkbench({ starter: true });
    const report = await client.layers.import({ paths: [join(shared, "samples/navigator")] });
    const layers = validFiles
      .filter(({ file }) => file.startsWith("samples/"))
      .flatMap((file) => file.layers);
    expect(report.layers.length).toBe(layers.length);
    expect(report.unreadable.map(({ line }) => line)).toEqual(invalidFiles.map(({ line }) => line));
    expect(report.ignoredFiles).toBe(1);
  });
});

const small = {
  name: "Small",
  versions: { attack: "18", navigator: "5.1.0", layer: "4.5" },
  domain: "enterprise-attack",
  techniques: [{ techniqueID: "T1059", score: 1 }],
};

describe("importing layers", () => {
  test("a byte order mark, UTF-16, gzip and zip make no difference", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const text = JSON.stringify(small);
    const write = (name: string, bytes: string | Buffer) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    };
    const report = await client.layers.import({
      paths: [
        write("bom.json", `\uFEFF${text}`),
        write("utf16.json", Buffer.from(`\uFEFF${text}`, "utf16le")),
        write("packed.json.gz", gzipSync(text)),
      ],
    });
    expect(report.layers.map(({ name, placed }) => [name, placed])).toEqual([
      ["Small", 1],
      ["Small", 1],
      ["Small", 1],
    ]);
  });

  test("what is no layer is refused by what it is", async () => {
    const { client, folder } = await openWorkbench();
    const refusal = async (value: unknown) => {
      const path = join(folder, "other.json");
      writeFileSync(
        path,
        typeof value === "string" || value instanceof Buffer ? value : JSON.stringify(value),
      );
      return client.layers.import({ paths: [path] }).catch((error: unknown) => String(error));
    };
    expect(await refusal({ type: "bundle", id: "bundle--1", objects: [] })).toMatch(
      /other\.json is a STIX bundle.*catalogue/,
    );
    expect(await refusal({ a: 1 })).toMatch(/JSON of another kind/);
    expect(await refusal([])).toMatch(/empty list/);
    expect(await refusal("42")).toMatch(/is 42, not a layer/);
    expect(await refusal("")).toMatch(/is empty/);
    expect(await refusal(Buffer.from([0x22, 0xff, 0x22]))).toMatch(/not valid UTF-8.*byte 1/);
    expect(await refusal(`${"[".repeat(5000)}${"]".repeat(5000)}`)).toMatch(/deeper than 200/);
    expect(await client.imports.list({})).toEqual([]);
  });

  test("one bad item of a list does not keep the others out", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "list.json");
    writeFileSync(path, JSON.stringify([small, { a: 1 }, { ...small, name: "Third" }]));
    const report = await client.layers.import({
      paths: [path],
      group: "Sent",
      scoreMeaning: "count",
    });
    expect(report.layers.map(({ name, index }) => [name, index])).toEqual([
      ["Small", 0],
      ["Third", 2],
    ]);
    const [bad] = report.unreadable;
    expect([report.unreadable.length, bad?.file, bad?.line]).toEqual([1, path, null]);
    expect(bad?.reason).toContain("[1] is JSON of another kind");
    const layers = await client.layers.list({});
    expect(layers.map(({ group, scoreMeaning }) => [group, scoreMeaning])).toEqual([
      ["Sent", "count"],
      ["Sent", "count"],
    ]);
  });

  test("a layer is pinned to the release that it claims where that is there", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const import1 = async (attack: unknown, domain = "enterprise-attack") => {
      const path = join(folder, "claim.json");
      writeFileSync(path, JSON.stringify({ ...small, domain, versions: { attack, layer: "4.5" } }));
      const report = await client.layers.import({ paths: [path] });
      const [layer] = report.layers;
      return [layer?.version, layer?.released, report.warnings.map(({ code }) => code)];
    };
    expect(await import1("18")).toEqual(["18.1", true, []]);
    expect(await import1("14.1")).toEqual(["18.1", true, ["other-release"]]);
    expect(await import1(undefined)).toEqual(["18.1", true, []]);
    expect(await import1("7", "my-own-attack")).toEqual(["7", false, ["no-release"]]);
  });

  test("undoing an import takes its layers away, and the report stays", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "small.json");
    writeFileSync(path, JSON.stringify([small, small]));
    const before = await client.layers.import({ paths: [path] });
    const report = await client.layers.import({ paths: [path] });
    await client.imports.undo({ id: report.id });
    const ids = (await client.layers.list({})).map(({ id }) => id);
    expect(ids.sort()).toEqual(before.layers.map(({ layerId }) => layerId).sort());
    const [entry] = await client.imports.list({});
    expect(entry).toMatchObject({ id: report.id, kind: "layers", undoable: false });
    await expect(client.imports.undo({ id: report.id })).rejects.toThrow(/cannot be undone/);
    expect(await client.imports.get({ id: report.id })).toEqual(report);
  });

  test("the report is exported whole as JSON, and item by item as CSV", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "small.json");
    const techniques = [
      ...small.techniques,
      { techniqueID: "T1086", tactic: "execution", score: "3", comment: "=old" },
    ];
    writeFileSync(path, JSON.stringify({ ...small, techniques }));
    const report = await client.layers.import({ paths: [path] });
    const json = join(folder, "report.json");
    await client.imports.export({ id: report.id, path: json });
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual(report);
    const csv = join(folder, "report.csv");
    await client.imports.export({ id: report.id, path: csv });
    const lines = readFileSync(csv, "utf8").split("\r\n");
    expect(lines).toContain("annotations without a place,,".concat(path, ",1,"));
    expect(lines.filter((line) => line.startsWith("no place,T1086"))).toEqual([
      `no place,T1086,"${path}, execution",,revoked; now T1059.001; =old`,
    ]);
    expect(
      lines.some((line) => line.startsWith("field,") && line.includes("techniques[1].score")),
    ).toBe(true);
  });

  test("platforms of a filter that the release does not have are told", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "filters.json");
    const withPlatforms = (...platforms: string[]) => ({ ...small, filters: { platforms } });
    writeFileSync(
      path,
      JSON.stringify([
        withPlatforms("windows", "Office 365", "Azure AD"),
        withPlatforms("Office 365"),
        withPlatforms("Windows", "AWS"),
        withPlatforms(),
      ]),
    );
    const { warnings } = await client.layers.import({ paths: [path] });
    expect(warnings.filter(({ code }) => code === "unknown-platform")).toEqual([
      {
        code: "unknown-platform",
        objectId: null,
        path: `${path} [0]`,
        message:
          '"Small": its filter names platforms that enterprise-attack 18.1 does not have ' +
          "(Office 365, Azure AD): they show nothing.",
      },
      {
        code: "unknown-platform",
        objectId: null,
        path: `${path} [1]`,
        message:
          '"Small": its filter names platforms that enterprise-attack 18.1 does not have ' +
          "(Office 365): so it shows nothing.",
      },
    ]);
  });

  test("the list counts what has no place, be it little or much, in less time than it came in", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "many.json");
    const has = [
      { techniqueID: "T1059" },
      { techniqueID: 'a"\n\u0001é' },
      { techniqueID: "T9999", tactic: "execution" },
      { techniqueID: "T1059.001", tactic: "old tactic" },
    ];
    const listed = async (name: string) =>
      (await client.layers.list({})).flatMap((each) => (each.name === name ? each.unplaced : []));
    writeFileSync(path, JSON.stringify({ ...small, name: "Few", techniques: has }));
    await client.layers.import({ paths: [path] });
    expect(await listed("Few")).toEqual([3]);

    const junk = Array.from({ length: 40_000 }, (_, at) => ({ techniqueID: `Junk ${String(at)}` }));
    const layers = [
      { ...small, name: "Junk", techniques: [...junk, ...has] },
      ...Array.from({ length: 400 }, () => ({ ...small, name: "Clean" })),
    ];
    writeFileSync(path, JSON.stringify(layers));
    const begun = performance.now();
    await client.layers.import({ paths: [path] });
    const imported = performance.now();
    expect(await listed("Junk")).toEqual([40_003]);
    expect(performance.now() - imported).toBeLessThan(imported - begun);
    expect(await listed("Few")).toEqual([3]);
    expect(new Set(await listed("Clean"))).toEqual(new Set([0]));
  }, 60_000);

  test("several layers are written as a list that reads back", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "small.json");
    writeFileSync(path, JSON.stringify([small, { ...small, name: "Other" }]));
    const { layers } = await client.layers.import({ paths: [path] });
    const out = join(folder, "out.json");
    const sources = layers.map(({ layerId }) => ({ kind: "layer" as const, layerId }));
    expect(await client.layers.export({ sources, path: out })).toEqual({
      path: out,
      layers: 2,
      annotations: 2,
    });
    const text = readFileSync(out, "utf8");
    expect(text.startsWith('[\n\t{\n\t\t"name": "Small"')).toBe(true);
    const again = await client.layers.import({ paths: [out] });
    expect(again.layers.map(({ name, index }) => [name, index])).toEqual([
      ["Small", 0],
      ["Other", 1],
    ]);
    const unwritable = join(folder, "missing", "out.json");
    await expect(client.layers.export({ sources, path: unwritable })).rejects.toThrow(
      /cannot be written/,
    );
  });
});

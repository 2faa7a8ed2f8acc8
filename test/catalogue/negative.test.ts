import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { CatalogueImportReport } from "../../src/shared/model/import-report.ts";
import { Problem } from "../../src/shared/problem.ts";
import { openWorkbench } from "../support/workbench.ts";
import type { Expectation } from "./negative-expectations.ts";
import { expectations, importedFolders } from "./negative-expectations.ts";
import { contentHash } from "./workspace-content.ts";

const corpus = "../shared/data/samples/stix-negative";
const isThere = existsSync(corpus);
if (!isThere) console.log(`skipped: ${corpus} is not there, so no hostile file was imported`);

function filesIn(folder: string): string[] {
  return readdirSync(join(corpus, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(path);
    return /\.(json|zip|db3)$/.test(entry.name) ? [path] : [];
  });
}

/** What the rule says of every file of the corpus. */
function expected(): [string, Expectation][] {
  return filesIn("").map((path) => {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const known = expectations[path];
    if (known !== undefined) return [path, known];
    if (importedFolders.includes(folder)) return [path, { warnings: [] }];
    throw new Error(`no expectation for ${path}`);
  });
}

type Outcome = CatalogueImportReport | Problem;

async function importFile(client: Client<CasemateContract>, path: string): Promise<Outcome> {
  try {
    const [report] = await client.catalogue.import({ paths: [path], onConflict: "ask" });
    if (report === undefined) throw new Error("no report");
    return report;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function removeAll(client: Client<CasemateContract>): Promise<void> {
  for (const { id } of await client.catalogue.list({})) {
    await client.catalogue.remove({ releaseId: id });
  }
}

const codesOf = (report: CatalogueImportReport) => new Set(report.warnings.map(({ code }) => code));

describe.runIf(isThere)("the corpus of broken and hostile bundles", () => {
  let files: [string, Expectation][] = [];
  beforeAll(() => {
    files = expected();
  });

  test("has an expectation for every file, and a file for every expectation", () => {
    const found = new Set(files.map(([path]) => path));
    expect(Object.keys(expectations).filter((path) => !found.has(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(250);
  });

  test("what is refused has its own name, says where, and leaves the workspace as it was", async () => {
    const { client, path } = await openWorkbench();
    await client.catalogue.import({
      paths: ["resources/starter/ics-attack-18.1.json.gz"],
      onConflict: "ask",
    });
    const before = contentHash(path);
    for (const [file, expectation] of files) {
      if (!("refused" in expectation)) continue;
      const outcome = await importFile(client, join(corpus, file));
      expect({ file, code: outcome instanceof Problem ? outcome.code : "imported" }).toEqual({
        file,
        code: expectation.refused,
      });
      if (!(outcome instanceof Problem)) continue;
      expect(outcome.place?.file).toBe(join(corpus, file));
      expect(outcome.message).toContain(file.slice(file.lastIndexOf("/") + 1));
      // A remedy follows: the message does not end with what is wrong.
      expect(outcome.message).toMatch(/[.:;,] [^.]+\.$/);
      expect(contentHash(path)).toBe(before);
    }
  }, 300_000);

  test("what is not refused is imported, with a warning for what is wrong, and kept as it came", async () => {
    const { client, folder } = await openWorkbench();
    for (const [file, expectation] of files) {
      if (!("warnings" in expectation)) continue;
      const outcome = await importFile(client, join(corpus, file));
      expect({ file, message: outcome instanceof Problem ? outcome.message : "" }).toEqual({
        file,
        message: "",
      });
      if (outcome instanceof Problem) continue;
      const codes = codesOf(outcome);
      expect({ file, missing: expectation.warnings.filter((code) => !codes.has(code)) }).toEqual({
        file,
        missing: [],
      });
      const { read, imported, unchanged, skipped } = outcome.objects;
      expect({ file, sum: imported + unchanged + skipped }).toEqual({ file, sum: read });
      const [release] = await client.catalogue.list({});
      const written = join(folder, "written.json");
      if (release !== undefined) {
        await client.catalogue.export({ releaseId: release.id, path: written });
        const { objects } = JSON.parse(readFileSync(written, "utf8")) as { objects: unknown[] };
        expect(objects).toHaveLength(imported);
      }
      await removeAll(client);
    }
  }, 300_000);

  test("the same files go beside a loaded release as overlays, and out again without a trace", async () => {
    const { client } = await openWorkbench();
    await client.catalogue.import({
      paths: ["resources/starter/mobile-attack-18.1.json.gz"],
      onConflict: "ask",
    });
    const before = await client.catalogue.list({});
    for (const [file, expectation] of files) {
      if (!("warnings" in expectation) || !file.startsWith("made-here/")) continue;
      const outcome = await importFile(client, join(corpus, file));
      if (outcome instanceof Problem) throw outcome;
      expect({ file, as: outcome.as }).toEqual({ file, as: "overlay" });
      await client.imports.undo({ id: outcome.id });
    }
    expect(await client.catalogue.list({})).toEqual(before);
  }, 120_000);

  test("every case that STIX's own validator rejects is imported, wrong times with a warning", async () => {
    const { client, folder } = await openWorkbench();
    const cases = readFileSync(join(corpus, "cti-stix-validator/negative-cases.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { ver: string; test: string; instance: { type: string } });
    expect(cases).toHaveLength(493);
    const path = join(folder, "case.json");
    let told = 0;
    const missed: string[] = [];
    for (const { ver, test: name, instance } of cases) {
      const bundle =
        instance.type === "bundle"
          ? instance
          : {
              type: "bundle",
              id: "bundle--11111111-1111-4111-8111-111111111111",
              ...(ver === "v20" ? { spec_version: "2.0" } : {}),
              objects: [instance],
            };
      writeFileSync(path, JSON.stringify(bundle));
      const outcome = await importFile(client, path);
      const isWithoutObjects = !("objects" in bundle);
      const got = outcome instanceof Problem ? outcome.code : "imported";
      expect({ name, got }).toEqual({ name, got: isWithoutObjects ? "no-objects" : "imported" });
      if (outcome instanceof Problem) continue;
      const codes = codesOf(outcome);
      codes.delete("no-matrix");
      codes.delete("unknown-release");
      if (codes.size > 0) told++;
      if (name.endsWith(".test_invalid_timestamp") && !codes.has("bad-timestamp"))
        missed.push(name);
      await removeAll(client);
    }
    expect(missed).toEqual([]);
    console.log(`of ${cases.length} rejected cases, ${told} got a warning of ours`);
  }, 300_000);
});

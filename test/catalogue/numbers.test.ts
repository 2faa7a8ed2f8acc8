import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../../src/main/catalogue/knowledge.store.ts";
import type { Knowledge } from "../../src/main/catalogue/knowledge.ts";
import { openConnection } from "../../src/main/database/connection.store.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import {
  countCatalogue,
  listGroups,
  listTechniques,
  readRelease,
  techniquesOf,
} from "../support/oracle/attack-oracle.ts";
import { openWorkbench } from "../support/workbench.ts";

const folder = "../shared/data/attack";
const isThere = existsSync(folder);
if (!isThere) console.log(`skipped: ${folder} is not there, so no official bundle was counted`);

const bundles = [
  { file: "enterprise-attack-18.1.stix20.json.gz", stix: "2.0", authenticity: "inferred" },
  { file: "mobile-attack-18.1.stix20.json.gz", stix: "2.0", authenticity: "inferred" },
  { file: "ics-attack-18.1.stix21.json.gz", stix: "2.1", authenticity: "official" },
  { file: "mobile-attack-17.1.stix21.json.gz", stix: "2.1", authenticity: "official" },
  { file: "enterprise-attack-17.1.stix20.json.gz", stix: "2.0", authenticity: "inferred" },
].map((bundle) => {
  const [, domain = "", version = ""] = /^(.*-attack)-(\d+\.\d)/.exec(bundle.file) ?? [];
  return { ...bundle, domain, version };
});

/** Techniques of a group by the three ways, from the product's picture of the release. */
function waysOf(knowledge: Knowledge, id: string) {
  const group = knowledge.groups.get(attackId.parse(id));
  const direct = new Set<string>(group?.uses.map(({ techniqueId }) => techniqueId));
  const withCampaigns = new Set(direct);
  for (const campaign of group?.campaigns ?? []) {
    for (const use of knowledge.campaigns.get(campaign)?.uses ?? []) {
      withCampaigns.add(use.techniqueId);
    }
  }
  const withSoftware = new Set(withCampaigns);
  for (const software of group?.software ?? []) {
    for (const use of knowledge.software.get(software.id)?.uses ?? []) {
      withSoftware.add(use.techniqueId);
    }
  }
  return { direct, withCampaigns, withSoftware };
}

const readJson = (path: string): unknown => {
  const bytes = readFileSync(path);
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
};

describe.runIf(isThere)("an official bundle", () => {
  test.each(bundles)(
    "$file counts as counted apart from the product",
    async ({ file, domain, version, stix, authenticity }) => {
      const { client, folder: temporary, path } = await openWorkbench();
      const source = join(folder, file);
      const [report] = await client.catalogue.import({ paths: [source], onConflict: "ask" });
      const oracle = readRelease(source, domain);

      expect(report).toMatchObject({ domain, version, authenticity, as: "release" });
      expect(report?.warnings).toEqual([]);
      expect(report?.counts).toEqual(countCatalogue(oracle));
      const [release] = await client.catalogue.list({});
      expect(release).toMatchObject({ domain, version, stixVersion: stix, hasDescriptions: true });
      expect(release?.counts).toEqual(countCatalogue(oracle));
      if (release === undefined) return;

      const matrix = await client.catalogue.matrix({ releaseId: release.id });
      expect(matrix.tactics.map(({ shortname }) => shortname)).toEqual(oracle.tactics);
      expect(new Set(matrix.techniques.map(({ id }) => id))).toEqual(listTechniques(oracle));

      const connection = openConnection(path, { readonly: true, nativeBinding: undefined });
      const knowledge = loadKnowledge(connection.readable, release.id);
      connection.close();
      expect(new Set(knowledge.groups.keys())).toEqual(new Set(listGroups(oracle)));
      for (const group of listGroups(oracle)) {
        expect({ group, ...waysOf(knowledge, group) }).toEqual({
          group,
          ...techniquesOf(oracle, group),
        });
      }
      for (const { id, replacedBy } of knowledge.retired.values()) {
        let successor = oracle.replacements.get(id);
        while (successor !== undefined && !listTechniques(oracle).has(successor)) {
          successor = oracle.replacements.get(successor);
        }
        expect({ id, replacedBy }).toEqual({ id, replacedBy: successor ?? null });
      }

      const again = await client.catalogue.import({ paths: [source], onConflict: "ask" });
      const read = report?.objects.read ?? 0;
      expect(again[0]?.objects).toEqual({ read, imported: 0, unchanged: read, skipped: 0 });
      expect(await client.catalogue.list({})).toEqual([release]);

      const written = join(temporary, "written.json");
      const exported = await client.catalogue.export({ releaseId: release.id, path: written });
      expect(exported.objects).toBe(read);
      expect(readJson(written)).toEqual(readJson(source));
    },
    180_000,
  );

  test("Enterprise 18.1 has the counts that are known of it", async () => {
    const { client } = await openWorkbench();
    const source = join(folder, "enterprise-attack-18.1.stix20.json.gz");
    const [report] = await client.catalogue.import({ paths: [source], onConflict: "ask" });
    expect(report?.objects.read).toBe(24_771);
    expect(report?.counts).toEqual({
      tactics: 14,
      techniques: 216,
      subtechniques: 475,
      groups: 172,
      software: 784,
      campaigns: 52,
      mitigations: 44,
      dataSources: 0,
      dataComponents: 106,
      detectionStrategies: 691,
      analytics: 1739,
    });
    const group = await client.actors.find({
      text: "G0032",
      ways: { campaigns: true, software: false },
    });
    expect(group.counts).toEqual({ direct: 93, withCampaigns: 119, withSoftware: 166 });
  }, 120_000);
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { actorRef } from "../../src/shared/model/actor.ts";
import { domain as domainSchema } from "../../src/shared/model/attack-id.ts";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  writeBundle,
} from "../catalogue/bundles.ts";
import { enterprise } from "../analysis/builders.ts";
import { openWorkbench } from "../support/workbench.ts";

const domains = { x_mitre_domains: ["enterprise-attack"] };
const phase = (name: string) => ({ kill_chain_name: "mitre-attack", phase_name: name });

/** 1.0 and 2.0 of a small Enterprise; each technique of it went through something else. */
async function openTwoReleases() {
  const { client, folder } = await openWorkbench();
  const group = anObject("intrusion-set", "G0001", { name: "Amber", ...domains });
  const [kept, renamed, moved, revoked, deprecated, touchedUp, fresh] = [
    aTechnique("T1001"),
    aTechnique("T1002", { name: "Old name", x_mitre_version: "1.0" }),
    aTechnique("T1003"),
    aTechnique("T1004"),
    aTechnique("T1005"),
    aTechnique("T1006", { description: "Said.", x_mitre_version: "1.9" }),
    aTechnique("T1007"),
  ] as const;
  const uses = (technique: typeof kept) => aRelationship("uses", group, technique);
  const earlier = [
    ...[aCollection("1.0"), ...aMatrix(), group],
    ...[kept, renamed, moved, revoked, deprecated, touchedUp],
    ...[uses(kept), uses(revoked), uses(moved)],
  ];
  const later = [
    ...[aCollection("2.0"), ...aMatrix(), group],
    // Another date and another order of keys are no change.
    { ...Object.fromEntries(Object.entries(kept).reverse()), modified: "2026-01-01T00:00:00.000Z" },
    { ...renamed, name: "New name", x_mitre_version: "2.0" },
    { ...moved, kill_chain_phases: [phase("impact")], x_mitre_platforms: ["Windows", "ESXi"] },
    { ...revoked, revoked: true },
    { ...deprecated, x_mitre_deprecated: true },
    { ...touchedUp, description: "Said better.", x_mitre_version: "1.10" },
    fresh,
    aRelationship("revoked-by", revoked, fresh),
    ...[uses(kept), uses(moved), uses(fresh)],
  ];
  for (const [name, objects] of [
    ["one.json", earlier],
    ["two.json", later],
  ] as const) {
    const path = writeBundle(folder, name, objects);
    const version = name === "one.json" ? "1.0" : "2.0";
    await client.catalogue.import({ paths: [path], onConflict: "ask", version });
  }
  return { client, folder };
}

describe("two releases", () => {
  const pair = { domain: enterprise, before: "1.0", after: "2.0" };

  it("differ by what was added, renamed, moved, revoked, deprecated and touched up", async () => {
    const { client } = await openTwoReleases();
    const { objects, totals, uses, relationships } = await client.compare.releases(pair);
    const said = new Map(objects.map((change) => [String(change.id), change]));
    expect([...said].map(([id, { fate }]) => [id, fate])).toEqual([
      ["T1002", "changed"],
      ["T1003", "changed"],
      ["T1004", "revoked"],
      ["T1005", "deprecated"],
      ["T1006", "changed"],
      ["T1007", "added"],
    ]);
    expect(said.get("T1002")).toMatchObject({
      formerName: "Old name",
      name: "New name",
      fields: ["name"],
      version: { before: "1.0", after: "2.0", step: "major" },
    });
    expect(said.get("T1003")).toMatchObject({
      tactics: { added: ["impact"], removed: ["execution"] },
      platforms: { added: ["ESXi"], removed: [] },
      fields: ["platforms", "tactics"],
    });
    expect(said.get("T1004")?.becomes).toEqual({ id: "T1007", name: "Name of T1007" });
    expect(said.get("T1006")?.version.step).toBe("minor");
    expect(totals.find(({ kind }) => kind === "technique")).toEqual({
      ...{ kind: "technique", before: 6, after: 5, added: 1, changed: 3, renamed: 1, moved: 1 },
      ...{ major: 1, minor: 1, revoked: 1, deprecated: 1, restored: 0, removed: 0 },
    });
    expect(uses).toEqual([
      expect.objectContaining({ id: "G0001", added: ["T1007"], removed: ["T1004"], chosen: false }),
    ]);
    expect(relationships).toEqual([{ type: "uses", before: 3, after: 3, added: 1, removed: 1 }]);
  });

  it("turned around restore what was retired and take away what was new", async () => {
    const { client } = await openTwoReleases();
    const { objects } = await client.compare.releases({ ...pair, before: "2.0", after: "1.0" });
    expect(objects.map(({ id, fate }) => [id, fate])).toEqual([
      ["T1002", "changed"],
      ["T1003", "changed"],
      ["T1004", "restored"],
      ["T1005", "restored"],
      ["T1006", "changed"],
      ["T1007", "removed"],
    ]);
  });

  it("touch an assessment where its actors use what changed", async () => {
    const { client } = await openTwoReleases();
    const { id: assessmentId } = await client.assessments.create({
      name: "Ours",
      scope: {
        releases: [{ domain: enterprise, version: "1.0" }],
        environments: ["Main"],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      },
    });
    const actor = actorRef.parse({ kind: "group", domain: enterprise, id: "G0001" });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    const { objects, uses } = await client.compare.releases({ ...pair, assessmentId });
    expect(objects.flatMap(({ id, touches }) => (touches === null ? [] : [[id, touches]]))).toEqual(
      [
        ["T1003", { chosen: false, actors: ["Amber"], rules: 0 }],
        ["T1004", { chosen: false, actors: ["Amber"], rules: 0 }],
      ],
    );
    expect(uses[0]?.chosen).toBe(true);
  });

  it("become a layer on the later one, and what is retired there comes back", async () => {
    const { client, folder } = await openTwoReleases();
    const path = join(folder, "changes.json");
    await client.layers.export({ sources: [{ kind: "release-change", ...pair }], path });
    const layer: unknown = JSON.parse(readFileSync(path, "utf8"));
    expect(layer).toMatchObject({
      name: "enterprise-attack 1.0 to 2.0",
      versions: { attack: "2" },
    });
    const { techniques } = layer as {
      readonly techniques: { techniqueID: string; score: number }[];
    };
    expect(new Map(techniques.map(({ techniqueID, score }) => [techniqueID, score]))).toEqual(
      new Map([
        ["T1002", 1],
        ["T1003", 1],
        ["T1006", 1],
        ["T1007", 3],
      ]),
    );
  });

  it("must be two, and be there", async () => {
    const { client } = await openTwoReleases();
    await expect(client.compare.releases({ ...pair, after: "1.0" })).rejects.toThrow(
      /beside itself/,
    );
    await expect(client.compare.releases({ ...pair, after: "9.0" })).rejects.toThrow(/no release/);
  });
});

const data = join(import.meta.dirname, "../../../shared/data/attack");

describe.each([
  ["enterprise", "enterprise-attack-17.1.stix20.json.gz", "enterprise-attack-18.1.stix20.json.gz"],
  ["mobile", "mobile-attack-17.1.stix21.json.gz", "mobile-attack-18.1.stix20.json.gz"],
])("17.1 and 18.1 of %s", (name, before, after) => {
  const paths = [join(data, before), join(data, after)];
  it.skipIf(!paths.every((path) => existsSync(path)))(
    "differ as a count over the raw bundles says",
    async () => {
      const { client } = await openWorkbench();
      await client.catalogue.import({ paths, onConflict: "ask" });
      const domain = domainSchema.parse(`${name}-attack`);
      const compared = await client.compare.releases({ domain, before: "17.1", after: "18.1" });
      const byKey = (rows: readonly object[], key: string) =>
        Object.fromEntries(
          rows.map((row) => {
            const fields = new Map(Object.entries(row));
            const word = String(fields.get(key));
            fields.delete(key);
            return [word, Object.fromEntries(fields)];
          }),
        );
      const expected: unknown = JSON.parse(
        readFileSync(join(import.meta.dirname, `expected/${name}-17.1-to-18.1.json`), "utf8"),
      );
      expect({
        totals: byKey(compared.totals, "kind"),
        relationships: byKey(compared.relationships, "type"),
      }).toEqual(expected);
    },
  );
});

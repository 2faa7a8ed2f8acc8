import fc from "fast-check";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { CatalogueImportReport } from "../../src/shared/model/import-report.ts";
import type { Progress } from "../../src/shared/operation.ts";
import { openWorkbench } from "../support/workbench.ts";
import { makeZip } from "../files/zip-file.ts";
import {
  aBundle,
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  stixId,
  writeBundle,
} from "./bundles.ts";
import { contentHash } from "./workspace-content.ts";

type TestClient = Client<CasemateContract>;

async function importOne(
  client: TestClient,
  path: string,
  onConflict: "ask" | "replace" | "keep" = "ask",
  version?: string,
): Promise<CatalogueImportReport> {
  const input = { paths: [path], onConflict, ...(version === undefined ? {} : { version }) };
  const [report] = await client.catalogue.import(input);
  if (report === undefined) throw new Error("no report");
  return report;
}

const codes = (report: CatalogueImportReport) => report.warnings.map(({ code }) => code);
const enterprise = (...more: object[]) => [...aMatrix(), aTechnique("T1059"), ...more];

describe("which release a bundle is", () => {
  test("is inferred from its newest date, and can be corrected", async () => {
    const { client, folder } = await openWorkbench();
    const report = await importOne(client, writeBundle(folder, "a.json", enterprise()));
    expect(report).toMatchObject({ version: "18.1", authenticity: "inferred" });
    const [release] = await client.catalogue.list({});
    expect(release).toMatchObject({ releasedOn: "2025-11-13", newestModified: "2025-11-10" });
    const { layer } = await client.layers.create({
      source: { kind: "empty", domain: report.domain, version: "18.1" },
      group: "",
    });
    const corrected = await client.catalogue.correctVersion({
      releaseId: release?.id ?? 0,
      version: "18.0",
    });
    expect(corrected).toMatchObject({ version: "18.0", releasedOn: "2025-10-28" });
    expect((await client.layers.get({ layerId: layer.id })).version).toBe("18.0");
    expect(codes(await importOne(client, join(folder, "a.json")))).toEqual([]);
    expect(await client.catalogue.list({})).toHaveLength(1);
  });

  test.each([
    ["2025-11-13T23:59:59.000Z", "18.1"],
    ["2025-11-14T00:00:00.000Z", "19.0"],
    ["2025-05-06T12:00:00.000Z", "17.1"],
    ["2026-04-28T00:00:00Z", "19.0"],
    ["2026-04-29T00:00:00.000Z", "unknown"],
    ["2019-01-01T00:00:00.000Z", "unknown"],
  ])("with the newest date %s is %s", async (modified, version) => {
    const { client, folder } = await openWorkbench();
    const dated = { created: "2018-01-01T00:00:00.000Z", modified };
    const objects = enterprise().map((object) => ({ ...object, ...dated }));
    const path = writeBundle(folder, "a.json", objects);
    expect((await importOne(client, path)).version).toBe(version);
    if (version === "unknown") {
      const named = await openWorkbench();
      expect((await importOne(named.client, path, "ask", "19.2")).version).toBe("19.2");
    }
  });

  test("is altered where a collection claims a release and the hash differs", async () => {
    const { client, folder } = await openWorkbench();
    const path = writeBundle(
      folder,
      "enterprise-attack-17.1.json",
      enterprise(aCollection("18.1")),
    );
    const report = await importOne(client, path);
    expect(report).toMatchObject({ version: "18.1", authenticity: "altered" });
    expect(codes(report)).toEqual(["file-name-version"]);
    const { id } = (await client.catalogue.list({}))[0] ?? { id: 0 };
    await expect(
      client.catalogue.correctVersion({ releaseId: id, version: "17.1" }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });

  test("is not called altered where nobody can know its hash", async () => {
    const { client, folder } = await openWorkbench();
    const path = writeBundle(folder, "mobile-attack.json", enterprise(aCollection("42.0")));
    const report = await importOne(client, path);
    expect(report).toMatchObject({ version: "42.0", authenticity: "inferred" });
    expect(codes(report)).toEqual(["unlisted-release", "file-name-domain"]);
  });

  test("is starter for the shipped file alone, not for what only looks like it", async () => {
    const { client, folder } = await openWorkbench();
    const shipped = "resources/starter/ics-attack-18.1.json.gz";
    const json = gunzipSync(readFileSync(shipped)).toString();
    const copy = join(folder, "copy.json");
    writeFileSync(copy, json);
    expect(await importOne(client, copy)).toMatchObject({
      authenticity: "starter",
      version: "18.1",
    });
    expect((await client.catalogue.list({}))[0]?.hasDescriptions).toBe(false);
    const other = await openWorkbench();
    writeFileSync(copy, `${json}\n`);
    expect(await importOne(other.client, copy)).toMatchObject({ authenticity: "altered" });
  });
});

describe("a bundle without a matrix", () => {
  test("is kept apart where no release is loaded, and the next one is its overlay", async () => {
    const { client, folder } = await openWorkbench();
    const report = await importOne(client, writeBundle(folder, "a.json", [aTechnique("T1059")]));
    expect(report).toMatchObject({ domain: "other", version: "unknown", as: "release" });
    expect(codes(report)).toEqual(["no-matrix", "unknown-release"]);
    const next = await importOne(client, writeBundle(folder, "b.json", [aTechnique("T1486")]));
    expect(next).toMatchObject({ domain: "other", as: "overlay" });
  });
});

describe("the starter catalogue", () => {
  test("comes for the domains without a release, and makes way for any other bundle", async () => {
    const { client, folder } = await openWorkbench();
    await importOne(
      client,
      writeBundle(folder, "own.json", [
        ...aMatrix("mobile-attack"),
        aTechnique("T1437", { x_mitre_domains: ["mobile-attack"] }),
      ]),
    );
    const added = await client.catalogue.addStarter({});
    expect(added.map(({ domain }) => domain).sort()).toEqual(["enterprise-attack", "ics-attack"]);
    expect(await client.catalogue.addStarter({})).toEqual([]);

    const { id } = await client.assessments.create({ name: "Kept" });
    await client.actors.choose({
      assessmentId: id,
      actor: { kind: "group", domain: "enterprise-attack" as never, id: "G0046" as never },
      weight: 2,
      reason: "seen",
    });
    const fin7 = anObject("intrusion-set", "G0046", { x_mitre_domains: ["enterprise-attack"] });
    const report = await importOne(client, writeBundle(folder, "other.json", enterprise(fin7)));
    expect(report).toMatchObject({ replaced: true, version: "18.1", authenticity: "inferred" });
    const kept = await client.assessments.get({ assessmentId: id });
    expect(kept.actors).toMatchObject([{ id: "G0046", weight: 2, reason: "seen" }]);
    expect(
      (await client.catalogue.list({})).filter(({ domain }) => domain === "enterprise-attack"),
    ).toHaveLength(1);
  }, 120_000);
});

describe("a different file of the same domain and release", () => {
  test("asks before it replaces, and leaves everything when told to keep", async () => {
    const { client, folder, path } = await openWorkbench();
    const first = await importOne(client, writeBundle(folder, "a.json", enterprise()));
    const other = writeBundle(folder, "b.json", enterprise(aTechnique("T1486")));
    const before = contentHash(path);
    await expect(importOne(client, other)).rejects.toMatchObject({ code: "needs-decision" });
    expect(contentHash(path)).toBe(before);
    const kept = await importOne(client, other, "keep");
    expect(kept.objects).toEqual({ read: 5, imported: 0, unchanged: 0, skipped: 5 });
    expect((await client.catalogue.list({}))[0]?.sha256).toBe(first.sha256);
    const replaced = await importOne(client, other, "replace");
    expect(replaced).toMatchObject({ replaced: true, counts: { techniques: 2 } });
    expect(await client.catalogue.list({})).toHaveLength(1);
  });

  test("stands beside other releases of the domain", async () => {
    const { client, folder } = await openWorkbench();
    await importOne(client, writeBundle(folder, "a.json", enterprise(aCollection("18.1"))));
    await importOne(client, writeBundle(folder, "b.json", enterprise(aCollection("17.1"))));
    const versions = (await client.catalogue.list({})).map(({ version }) => version);
    expect(versions.sort()).toEqual(["17.1", "18.1"]);
  });
});

describe("a file of several domains", () => {
  const shared = anObject("intrusion-set", "G0001", {
    x_mitre_domains: ["enterprise-attack", "mobile-attack"],
  });
  const stranger = anObject("intrusion-set", "G0002", { x_mitre_domains: ["ics-attack"] });
  const fixed = aTechnique("T1059");
  const mobile = aTechnique("T1437", { x_mitre_domains: ["mobile-attack"] });
  const objects = [
    ...aMatrix("enterprise-attack"),
    ...aMatrix("mobile-attack", ["impact"]),
    fixed,
    mobile,
    shared,
    stranger,
    aRelationship("uses", shared, fixed),
    aRelationship("uses", shared, mobile),
    aRelationship("uses", stranger, fixed),
  ];

  test("gives each domain its own, and loses nothing that belongs to none", async () => {
    const { client, folder } = await openWorkbench();
    const reports = await client.catalogue.import({
      paths: [writeBundle(folder, "both.json", objects)],
      onConflict: "ask",
    });
    expect(reports.map(({ domain, counts }) => [domain, counts.tactics, counts.groups])).toEqual([
      ["enterprise-attack", 2, 1],
      ["mobile-attack", 1, 1],
    ]);
    const written = new Map<string, unknown>();
    for (const { id, domain } of await client.catalogue.list({})) {
      const path = join(folder, `${domain}.json`);
      await client.catalogue.export({ releaseId: id, path });
      const bundle = JSON.parse(readFileSync(path, "utf8")) as { objects: { id: string }[] };
      for (const object of bundle.objects) written.set(object.id, object);
      const found = await client.catalogue.browse({
        releaseId: id,
        kind: "group",
        text: "",
        withInactive: true,
      });
      expect(found.map(({ attackId }) => attackId)).toEqual(["G0001"]);
    }
    expect([...written.values()]).toEqual(expect.arrayContaining(objects));
    expect(written.size).toBe(objects.length);
  });
});

describe("an overlay", () => {
  const own = aTechnique("ACME-T001", {
    external_references: [{ source_name: "acme", external_id: "ACME-T001" }],
  });
  const collection = aCollection("1.0", {
    id: stixId("x-mitre-collection", "acme"),
    name: "ACME",
    created_by_ref: stixId("identity", "acme"),
  });

  test("adds own objects to the release that they refer to, labelled and removable", async () => {
    const { client, folder, path } = await openWorkbench();
    const group = anObject("intrusion-set", "G0001", { x_mitre_domains: ["enterprise-attack"] });
    await importOne(client, writeBundle(folder, "release.json", enterprise(group)));
    const before = contentHash(path);
    const overlay = writeBundle(folder, "acme.json", [
      collection,
      own,
      aTechnique("T1059"),
      { ...group, name: "Changed" },
      aRelationship("uses", group, own, { description: "They ran the ACME thing." }),
    ]);
    const report = await importOne(client, overlay);
    expect(report).toMatchObject({
      as: "overlay",
      domain: "enterprise-attack",
      version: "18.1",
      objects: { read: 5, imported: 3, unchanged: 1, skipped: 1 },
      counts: { techniques: 1 },
    });
    expect(codes(report)).toEqual(["kept-object"]);
    const [release] = await client.catalogue.list({});
    expect(release?.overlays).toMatchObject([{ name: "ACME", objects: 3 }]);
    expect(release?.counts.techniques).toBe(1);
    const releaseId = release?.id ?? 0;
    const { techniques } = await client.catalogue.matrix({ releaseId });
    expect(techniques.map(({ id, overlay: from }) => [id, from])).toEqual([
      ["ACME-T001", "ACME"],
      ["T1059", null],
    ]);
    const profile = await client.actors.find({
      text: "G0001",
      ways: { campaigns: true, software: false },
    });
    expect(profile.techniques.map(({ id }) => id)).toEqual(["ACME-T001"]);

    const again = await importOne(client, overlay);
    expect(again.objects).toEqual({ read: 5, imported: 0, unchanged: 5, skipped: 0 });
    await client.imports.undo({ id: report.id });
    await expect(client.imports.undo({ id: report.id })).rejects.toMatchObject({
      code: "bad-input",
    });
    expect((await client.catalogue.list({}))[0]?.overlays).toEqual([]);
    expect((await client.catalogue.matrix({ releaseId })).techniques).toHaveLength(1);
    expect(contentHash(path)).not.toBe(before); // The reports stay.
  });

  test("with a whole matrix of somebody's own collection does not replace the release", async () => {
    const { client, folder } = await openWorkbench();
    await importOne(client, writeBundle(folder, "release.json", enterprise(aCollection("18.1"))));
    const extended = writeBundle(folder, "acme.json", [...enterprise(collection), own]);
    const report = await importOne(client, extended);
    expect(report).toMatchObject({ as: "overlay", objects: { imported: 2, unchanged: 4 } });
    expect((await client.catalogue.list({}))[0]).toMatchObject({ authenticity: "altered" });
  });

  test("goes over to the file that takes its release's place", async () => {
    const { client, folder } = await openWorkbench();
    await importOne(client, writeBundle(folder, "release.json", enterprise()));
    const sub = aTechnique("T1059.900", {
      external_references: [{ source_name: "acme", external_id: "T1059.900" }],
    });
    await importOne(
      client,
      writeBundle(folder, "acme.json", [
        sub,
        aRelationship("subtechnique-of", sub, aTechnique("T1059")),
      ]),
    );
    const other = writeBundle(folder, "b.json", enterprise(aTechnique("T1486")));
    await importOne(client, other, "replace");
    const [release] = await client.catalogue.list({});
    expect(release?.overlays).toMatchObject([{ name: "acme", objects: 2 }]);
    const { techniques } = await client.catalogue.matrix({ releaseId: release?.id ?? 0 });
    expect(techniques.map(({ id, parentId }) => [id, parentId])).toEqual([
      ["T1059", null],
      ["T1059.900", "T1059"],
      ["T1486", null],
    ]);
  });

  test("of the same name from another file asks before it replaces", async () => {
    const { client, folder } = await openWorkbench();
    await importOne(client, writeBundle(folder, "release.json", enterprise()));
    await importOne(client, writeBundle(folder, "1.json", [collection, own]));
    const changed = writeBundle(folder, "2.json", [collection, { ...own, name: "New" }]);
    await expect(importOne(client, changed)).rejects.toMatchObject({ code: "needs-decision" });
    expect(await importOne(client, changed, "replace")).toMatchObject({ replaced: true });
    const [release] = await client.catalogue.list({});
    expect(release?.overlays).toHaveLength(1);
    const { techniques } = await client.catalogue.matrix({ releaseId: release?.id ?? 0 });
    expect(techniques.map(({ name }) => name)).toContain("New");
  });
});

describe("an import", () => {
  test("takes every bundle of a zip archive, and all of them or none", async () => {
    const { client, folder, path } = await openWorkbench();
    const bytes = (objects: readonly unknown[]) => Buffer.from(JSON.stringify(aBundle(objects)));
    const zip = join(folder, "bundles.zip");
    const mobile = aMatrix("mobile-attack");
    const good = [
      { name: "README.txt", bytes: Buffer.from("hello") },
      { name: "e/enterprise.json", bytes: bytes(enterprise()) },
      { name: "m/mobile.json", bytes: bytes(mobile) },
    ];
    writeFileSync(zip, makeZip([...good, { name: "z.json", bytes: Buffer.from("{") }]));
    const before = contentHash(path);
    await expect(
      client.catalogue.import({ paths: [zip], onConflict: "ask" }),
    ).rejects.toMatchObject({ code: "bad-json", place: { file: `${zip}/z.json` } });
    expect(contentHash(path)).toBe(before);
    writeFileSync(zip, makeZip(good));
    const reports = await client.catalogue.import({ paths: [zip], onConflict: "ask" });
    expect(reports.map(({ domain }) => domain)).toEqual(["enterprise-attack", "mobile-attack"]);
    writeFileSync(zip, makeZip(good.slice(0, 1)));
    await expect(
      client.catalogue.import({ paths: [zip], onConflict: "ask" }),
    ).rejects.toMatchObject({ code: "bad-archive" });
  });

  test("tells how far it is, and a cancel leaves every row as it was", async () => {
    const { client, path } = await openWorkbench();
    await client.environments.create({ name: "Before" });
    const before = contentHash(path);
    const starter = "resources/starter/enterprise-attack-18.1.json.gz";
    for (const phase of ["Reading", "Writing"]) {
      const abort = new AbortController();
      const seen: Progress[] = [];
      let cancelledAt = 0;
      const running = client.catalogue.import(
        { paths: [starter], onConflict: "ask" },
        {
          signal: abort.signal,
          onProgress: (progress) => {
            seen.push(progress);
            if (progress.phase !== phase || abort.signal.aborted) return;
            cancelledAt = performance.now();
            abort.abort();
          },
        },
      );
      await expect(running).rejects.toMatchObject({ code: "cancelled" });
      expect(performance.now() - cancelledAt).toBeLessThan(1000);
      expect(seen.at(-1)).toMatchObject({ phase, file: starter });
      expect(contentHash(path)).toBe(before);
    }
  }, 120_000);

  test("ends in a stored report, which can be written as JSON and as CSV", async () => {
    const { client, folder } = await openWorkbench();
    const name = { source_name: "mitre-attack", external_id: "T1059" };
    const objects = enterprise({ ...aTechnique("T1486"), external_references: [name, 7] });
    const report = await importOne(client, writeBundle(folder, "a.json", objects));
    expect(codes(report)).toEqual(["shared-attack-id"]);
    const [summary] = await client.imports.list({});
    expect(summary).toMatchObject({
      id: report.id,
      kind: "catalogue",
      title: "enterprise-attack 18.1",
      summary: "5 objects imported, 1 warnings",
      undoable: false,
    });
    expect(await client.imports.get({ id: report.id })).toEqual(report);
    const json = join(folder, "report.json");
    await client.imports.export({ id: report.id, path: json });
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual(report);
    const csv = join(folder, "report.csv");
    await client.imports.export({ id: report.id, path: csv });
    expect(readFileSync(csv, "utf8")).toMatch(/^\uFEFFItem,ID,Place,Count,Text\r\nfile,,/);
    expect(readFileSync(csv, "utf8")).toContain("\r\nshared-attack-id,attack-pattern--");
  });

  test("gives the same whatever the order of the objects", async () => {
    const group = anObject("intrusion-set", "G0001", { x_mitre_domains: ["enterprise-attack"] });
    const campaign = anObject("campaign", "C0001", { x_mitre_domains: ["enterprise-attack"] });
    const sub = aTechnique("T1059.001");
    const old = aTechnique("T1086", { revoked: true });
    const objects = [
      ...enterprise(sub, old, group, campaign),
      aRelationship("subtechnique-of", sub, aTechnique("T1059")),
      aRelationship("revoked-by", old, sub),
      aRelationship("attributed-to", campaign, group),
      aRelationship("uses", campaign, sub),
      aRelationship("uses", group, aTechnique("T1059")),
    ];
    const answer = async (order: readonly unknown[]) => {
      const { client, folder } = await openWorkbench();
      await importOne(client, writeBundle(folder, "a.json", order));
      const [release] = await client.catalogue.list({});
      const releaseId = release?.id ?? 0;
      return {
        counts: release?.counts,
        matrix: await client.catalogue.matrix({ releaseId }),
        profile: await client.actors.find({
          text: "G0001",
          ways: { campaigns: true, software: false },
        }),
        old: await client.catalogue.find({ releaseId, kind: "technique", attackId: "T1086" }),
      };
    };
    const first = await answer(objects);
    expect(first.profile.counts).toEqual({ direct: 1, withCampaigns: 2, withSoftware: 2 });
    expect(first.old?.revokedBy?.attackId).toBe("T1059.001");
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(objects, { minLength: objects.length }),
        async (order) => {
          expect(await answer(order)).toEqual(first);
        },
      ),
      { numRuns: 10 },
    );
  }, 120_000);
});

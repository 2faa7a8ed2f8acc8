import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Ways } from "../../src/shared/model/actor.ts";
import { openWorkbench } from "../support/workbench.ts";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  writeBundle,
} from "./bundles.ts";

const direct: Ways = { campaigns: false, software: false };
const domains = { x_mitre_domains: ["enterprise-attack"] };

test("a data component stands for the strategies whose analytics name it", async () => {
  const { client, folder } = await openWorkbench();
  const [first, second, third] = [aTechnique("T1001"), aTechnique("T1002"), aTechnique("T1003")];
  const component = anObject("x-mitre-data-component", "DC0001", domains);
  const naming = {
    x_mitre_log_source_references: [
      { x_mitre_data_component_ref: component["id"], name: "sysmon", channel: "1" },
    ],
    ...domains,
  };
  const named = anObject("x-mitre-analytic", "AN0001", naming);
  const retired = anObject("x-mitre-analytic", "AN0002", { ...naming, x_mitre_deprecated: true });
  const strategy = (id: string, analytic: typeof named, more = {}) =>
    anObject("x-mitre-detection-strategy", id, {
      ...domains,
      x_mitre_analytic_refs: [analytic["id"]],
      ...more,
    });
  const [by, byRetired] = [strategy("DET0001", named), strategy("DET0002", retired)];
  const path = writeBundle(folder, "a.json", [
    aCollection("18.1"),
    ...aMatrix(),
    ...[first, second, third, component, named, retired, by, byRetired],
    aRelationship("detects", by, first),
    aRelationship("detects", byRetired, second),
    aRelationship("detects", by, third, { revoked: true }),
  ]);
  await client.catalogue.import({ paths: [path], onConflict: "ask" });
  const [release] = await client.catalogue.list({});
  const of = (object: typeof named) =>
    client.catalogue.techniquesOf({
      releaseId: release?.id ?? 0,
      stixId: String(object["id"]),
      ways: direct,
    });
  expect(await of(component)).toEqual(["T1001"]);
  expect(await of(by)).toEqual(["T1001"]);
  expect(await of(named)).toEqual(["T1001"]);
  expect(await of(retired)).toEqual([]);
  await expect(
    client.catalogue.techniquesOf({
      releaseId: release?.id ?? 0,
      stixId: "malware--none",
      ways: direct,
    }),
  ).rejects.toMatchObject({ code: "not-found" });
});

const folder = "../shared/data/attack";
const isThere = existsSync(folder);
if (!isThere) console.log(`skipped: ${folder} is not there, so no official bundle was counted`);

interface Raw {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
  readonly x_mitre_data_source_ref?: string;
  readonly x_mitre_analytic_refs?: readonly string[];
  readonly x_mitre_log_source_references?: readonly {
    readonly x_mitre_data_component_ref?: string;
  }[];
  readonly external_references?: readonly {
    readonly source_name: string;
    readonly external_id?: string;
  }[];
}

/** Counts straight from the JSON of a bundle, with loops of their own. */
function readBundle(path: string) {
  // A file of known shape; a wrong shape shows as wrong counts.
  const { objects } = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
    objects: Raw[];
  };
  const counts = ({ revoked, x_mitre_deprecated }: Raw) =>
    revoked !== true && x_mitre_deprecated !== true;
  const idOf = (object: Raw) =>
    object.external_references?.find(({ source_name }) => source_name.startsWith("mitre-"))
      ?.external_id ?? "";
  const techniques = new Map(
    objects
      .filter((object) => object.type === "attack-pattern" && counts(object))
      .map((object) => [object.id, idOf(object)]),
  );
  const links = objects.filter((object) => object.type === "relationship" && counts(object));
  const reach = (sources: ReadonlySet<string>, ...types: string[]): string[] => {
    const found = new Set<string>();
    for (const { relationship_type = "", source_ref = "", target_ref = "" } of links) {
      const target = techniques.get(target_ref);
      if (target !== undefined && sources.has(source_ref) && types.includes(relationship_type)) {
        found.add(target);
      }
    }
    return [...found].sort();
  };
  // The techniques are the sources here, and the assets what they target.
  const targeting = (asset: string): string[] =>
    links
      .filter((link) => link.relationship_type === "targets" && link.target_ref === asset)
      .flatMap(({ source_ref = "" }) => techniques.get(source_ref) ?? [])
      .sort();
  const active = objects.filter(counts);
  const all = (type: string) => active.filter((object) => object.type === type);
  return { active, all, idOf, reach, targeting, techniques };
}

describe.runIf(isThere)("selecting by the objects of an official bundle", () => {
  test.each([
    { file: "enterprise-attack-18.1.stix20.json.gz", id: "M1036", count: 10 },
    { file: "enterprise-attack-17.1.stix20.json.gz", id: "M1036", count: 10 },
    { file: "ics-attack-18.1.stix21.json.gz", id: "M0937", count: 15 },
  ])("$file: every relation counts as in the file", async ({ file, id, count }) => {
    const { client } = await openWorkbench();
    const path = join(folder, file);
    await client.catalogue.import({ paths: [path], onConflict: "ask" });
    const [release] = await client.catalogue.list({});
    const releaseId = release?.id ?? 0;
    const { active, all, idOf, reach, targeting } = readBundle(path);
    const of = (object: Raw | undefined, ways = direct) =>
      client.catalogue.techniquesOf({ releaseId, stixId: object?.id ?? "", ways });

    const mitigation = all("course-of-action").find((object) => idOf(object) === id);
    const mitigated = reach(new Set([mitigation?.id ?? ""]), "mitigates");
    expect(mitigated).toHaveLength(count);
    expect(await of(mitigation)).toEqual(mitigated);

    for (const type of ["intrusion-set", "malware", "campaign"]) {
      for (const object of all(type).slice(0, 5)) {
        expect(await of(object), object.name).toEqual(reach(new Set([object.id]), "uses"));
      }
    }
    for (const object of all("x-mitre-asset")) {
      const target = targeting(object.id);
      expect(target.length, object.name).toBeGreaterThan(0);
      expect(await of(object), object.name).toEqual(target);
    }
    for (const object of all("x-mitre-detection-strategy").slice(0, 5)) {
      expect(await of(object), object.name).toEqual(reach(new Set([object.id]), "detects"));
    }
    /** A component, or all of a source: itself, and the strategies whose analytics name it. */
    const detected = (components: ReadonlySet<string>): string[] => {
      const analytics = all("x-mitre-analytic")
        .filter(({ x_mitre_log_source_references: named }) =>
          named?.some((each) => components.has(each.x_mitre_data_component_ref ?? "")),
        )
        .map((object) => object.id);
      const strategies = all("x-mitre-detection-strategy")
        .filter(({ x_mitre_analytic_refs: refs }) => refs?.some((ref) => analytics.includes(ref)))
        .map((object) => object.id);
      return reach(new Set([...components, ...strategies]), "detects");
    };
    let reached = 0;
    for (const object of all("x-mitre-data-component").slice(0, 12)) {
      const wanted = detected(new Set([object.id]));
      expect(await of(object), object.name).toEqual(wanted);
      reached += wanted.length;
    }
    expect(reached).toBeGreaterThan(0);
    for (const source of all("x-mitre-data-source").slice(0, 5)) {
      const components = active.filter((each) => each.x_mitre_data_source_ref === source.id);
      expect(await of(source), source.name).toEqual(
        detected(new Set(components.map((component) => component.id))),
      );
    }

    // Of several words each has to be in the ID, the name or the text.
    const texts = all("attack-pattern").filter((object) =>
      /\bfirmware\b/i.test(`${object.name ?? ""} ${object.description ?? ""}`),
    );
    const found = await client.catalogue.techniquesByText({ releaseId, text: "firmware" });
    expect(texts.length).toBeGreaterThan(3);
    for (const object of texts) expect(found).toContain(idOf(object));
    expect(await client.catalogue.techniquesByText({ releaseId, text: "  " })).toEqual([]);
  });

  test("a group's campaigns and software come in by the ways", async () => {
    const { client } = await openWorkbench();
    const path = join(folder, "enterprise-attack-18.1.stix20.json.gz");
    await client.catalogue.import({ paths: [path], onConflict: "ask" });
    const [release] = await client.catalogue.list({});
    const releaseId = release?.id ?? 0;
    const { all, idOf, reach } = readBundle(path);
    const group = all("intrusion-set").find((object) => idOf(object) === "G0034");
    const { active } = readBundle(path);
    const campaigns = active
      .filter(
        ({ type, relationship_type, target_ref }) =>
          [type, relationship_type, target_ref].join() ===
          ["relationship", "attributed-to", group?.id].join(),
      )
      .map(({ source_ref = "" }) => source_ref);
    expect(campaigns.length).toBeGreaterThan(0);
    const wanted = reach(new Set([group?.id ?? "", ...campaigns]), "uses");
    const ways = { campaigns: true, software: false };
    expect(
      await client.catalogue.techniquesOf({ releaseId, stixId: group?.id ?? "", ways }),
    ).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(reach(new Set([group?.id ?? ""]), "uses").length);
  });
});

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { starterBundle, type SourceObject } from "../../scripts/resources/starter-facts.ts";
import {
  countCatalogue,
  listGroups,
  readRelease,
  techniquesOf,
} from "../support/oracle/attack-oracle.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface StixObject {
  [property: string]: Json;
  type: string;
  id: string;
  created: string;
}

const sharedData = "../shared/data/attack";
const domains = [
  { domain: "enterprise-attack", official: "enterprise-attack-18.1.stix20.json.gz" },
  { domain: "mobile-attack", official: "mobile-attack-18.1.stix20.json.gz" },
  { domain: "ics-attack", official: "ics-attack-18.1.stix21.json.gz" },
];

const read = (path: string) => gunzipSync(readFileSync(path));
const parse = (json: Buffer) =>
  JSON.parse(json.toString("utf8")) as { type: string; id: string; objects: StixObject[] };

/** Every string in a value with the property that holds it. */
function* strings(value: Json | undefined, property = ""): Generator<[string, string]> {
  if (typeof value === "string") yield [property, value];
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, property);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) yield* strings(item, key);
  }
}

/** Every property name in a value, at any depth. */
function* propertyNames(value: Json | undefined): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* propertyNames(item);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* propertyNames(item);
    }
  }
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/** What STIX 2.1 requires of a type beside the properties common to all. */
const requiredProperties: Record<string, string[]> = {
  "attack-pattern": ["name"],
  campaign: ["name"],
  "course-of-action": ["name"],
  identity: ["name", "identity_class"],
  "intrusion-set": ["name"],
  malware: ["name", "is_family"],
  "marking-definition": ["definition_type", "definition"],
  relationship: ["relationship_type", "source_ref", "target_ref"],
  tool: ["name"],
};

const words = (text: string) => text.trim().split(/\s+/);

describe.each(domains)("the starter catalogue of $domain", ({ domain, official }) => {
  const compressed = readFileSync(`resources/starter/${domain}-18.1.json.gz`);
  const bundle = parse(gunzipSync(compressed));
  const ids = new Set(bundle.objects.map((object) => object.id));
  const officialPath = `${sharedData}/${official}`;

  it("says of itself what it is, first of all objects", () => {
    expect(bundle.objects[0]).toMatchObject({
      type: "x-casemate-starter",
      x_casemate_domain: domain,
      x_casemate_version: "18.1",
    });
    expect(bundle.objects.filter(({ type }) => type === "x-casemate-starter")).toHaveLength(1);
    expect(bundle.objects.some(({ type }) => type === "x-mitre-collection")).toBe(false);
  });

  it("is a valid STIX 2.1 bundle", () => {
    expect(Object.keys(bundle).sort()).toEqual(["id", "objects", "type"]);
    expect(bundle.type).toBe("bundle");
    expect(bundle.id).toMatch(new RegExp(`^bundle--${uuid}$`));
    expect(ids.size).toBe(bundle.objects.length);
    const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
    const problems: string[] = [];
    for (const object of bundle.objects) {
      const complain = (what: string) => problems.push(`${object.id}: ${what}`);
      if (object["spec_version"] !== "2.1") complain("spec_version");
      if (!new RegExp(`^${object.type}--${uuid}$`).test(object.id)) complain("id");
      const dates = object.type === "marking-definition" ? ["created"] : ["created", "modified"];
      for (const date of dates)
        if (!moment.test(JSON.stringify(object[date]).slice(1, -1))) complain(date);
      const modified = object["modified"] ?? object.created;
      if (typeof modified !== "string" || modified < object.created) complain("modified too early");
      for (const property of requiredProperties[object.type] ?? []) {
        if (object[property] === undefined) complain(`no ${property}`);
      }
      for (const [property, value] of Object.entries(object)) {
        if (value === "" || (Array.isArray(value) && value.length === 0)) {
          complain(`${property} is empty`);
        }
      }
    }
    expect(problems).toEqual([]);
  });

  it("refers to nothing that it does not hold", () => {
    const missing: string[] = [];
    for (const object of bundle.objects) {
      for (const [property, text] of strings(object)) {
        if (/_refs?$/.test(property) && !ids.has(text)) {
          missing.push(`${object.id} ${property} ${text}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });

  it("holds no sentence of anybody's apart from names and the notice", () => {
    const forbidden = new Set<string>();
    const long: string[] = [];
    for (const object of bundle.objects) {
      for (const property of propertyNames(object)) {
        if (/description|detection|citation|contributor|mutable|abstract/.test(property)) {
          forbidden.add(property);
        }
      }
      for (const [property, text] of strings(object)) {
        const isName = /^(name|aliases|x_mitre_aliases)$/.test(property);
        if (property === "statement") continue;
        const limit = isName ? 16 : 5;
        const isCode = words(text).every((word) => /[\d_=/]|^OR$|^AND$/.test(word));
        if (words(text).length > limit && !isCode) long.push(`${object.id} ${property} ${text}`);
      }
    }
    expect([...forbidden]).toEqual([]);
    expect(long).toEqual([]);
  });

  it("carries ATT&CK's notice on everything of ATT&CK", () => {
    const notice = bundle.objects.find(({ type }) => type === "marking-definition");
    expect(JSON.stringify(notice)).toContain("The MITRE Corporation");
    const unmarked = bundle.objects.filter(
      ({ type, object_marking_refs }) =>
        !["marking-definition", "x-casemate-starter"].includes(type) &&
        !JSON.stringify(object_marking_refs ?? []).includes(notice?.id ?? "none"),
    );
    expect(unmarked.map(({ id }) => id)).toEqual([]);
  });

  it("compresses without a date of its own", () => {
    expect([...compressed.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });

  it.skipIf(!existsSync(officialPath))("holds every fact of the official bundle", () => {
    const json = read(officialPath);
    const source = parse(json);
    expect(bundle.objects[0]?.["x_casemate_source_sha256"]).toBe(
      createHash("sha256").update(json).digest("hex"),
    );
    const facts = new Map(bundle.objects.map((object) => [object.id, object]));
    const expected = source.objects.filter(({ type }) => type !== "x-mitre-collection");
    expect(bundle.objects.length).toBe(expected.length + 1);
    const same = [
      ...["type", "created", "modified", "name", "aliases", "x_mitre_aliases", "tactic_refs"],
      ...["x_mitre_shortname", "x_mitre_platforms", "x_mitre_is_subtechnique", "x_mitre_version"],
      ...["x_mitre_domains", "x_mitre_attack_spec_version", "kill_chain_phases", "first_seen"],
      ...["relationship_type", "source_ref", "target_ref", "x_mitre_analytic_refs", "definition"],
      ...["x_mitre_data_source_ref", "x_mitre_sectors", "identity_class", "last_seen"],
    ];
    const differences: string[] = [];
    for (const object of expected) {
      const fact = facts.get(object.id);
      const differs = (what: string) => differences.push(`${object.id} ${what}`);
      for (const property of same) {
        const given = object[property] === "" ? undefined : object[property];
        if (JSON.stringify(fact?.[property]) !== JSON.stringify(given)) {
          differs(property);
        }
      }
      for (const flag of ["revoked", "x_mitre_deprecated"]) {
        if ((fact?.[flag] ?? false) !== (object[flag] ?? false)) differs(flag);
      }
      const logSources = (of: StixObject | undefined) =>
        ["x_mitre_log_sources", "x_mitre_log_source_references"].flatMap((property) =>
          ((of?.[property] ?? []) as Record<string, string>[]).map(
            (entry) =>
              `${property} ${entry["x_mitre_data_component_ref"] ?? ""} ${entry["name"] ?? ""}`,
          ),
        );
      if (JSON.stringify(logSources(fact)) !== JSON.stringify(logSources(object))) {
        differs("log sources");
      }
      const attackId = (of: StixObject | undefined) =>
        ((of?.["external_references"] ?? []) as Record<string, string>[]).find(
          (reference) =>
            /^mitre-(mobile-|ics-)?attack$/.test(reference["source_name"] ?? "") &&
            reference["external_id"] !== undefined,
        )?.["external_id"];
      if (attackId(fact) !== attackId(object)) differs("ATT&CK ID");
    }
    expect(differences).toEqual([]);
  });

  it.skipIf(!existsSync(officialPath))("is what its script makes of the official bundle", () => {
    const json = read(officialPath);
    const { objects } = JSON.parse(json.toString("utf8")) as { objects: SourceObject[] };
    const made = starterBundle(objects, {
      domain,
      version: "18.1",
      released: "2025-11-13",
      sourceSha256: createHash("sha256").update(json).digest("hex"),
    });
    expect(JSON.stringify(made) === gunzipSync(compressed).toString("utf8")).toBe(true);
  });

  it.skipIf(!existsSync(officialPath))("gives every group the official techniques", () => {
    const starter = readRelease(`resources/starter/${domain}-18.1.json.gz`, domain);
    const source = readRelease(officialPath, domain);
    expect(countCatalogue(starter)).toEqual(countCatalogue(source));
    expect(starter.tactics).toEqual(source.tactics);
    expect(starter.replacements).toEqual(source.replacements);
    for (const id of listGroups(source)) {
      expect(techniquesOf(starter, id)).toEqual(techniquesOf(source, id));
    }
  });
});

it("the starter catalogue of Enterprise has the published counts", () => {
  const starter = readRelease(
    "resources/starter/enterprise-attack-18.1.json.gz",
    "enterprise-attack",
  );
  expect(countCatalogue(starter)).toMatchObject({
    tactics: 14,
    techniques: 216,
    subtechniques: 475,
    groups: 172,
    software: 784,
    campaigns: 52,
    mitigations: 44,
    detectionStrategies: 691,
    analytics: 1739,
    dataComponents: 106,
  });
});

if (!existsSync(sharedData)) {
  console.warn(`${sharedData} is missing: the starter was not compared with the official bundles`);
}

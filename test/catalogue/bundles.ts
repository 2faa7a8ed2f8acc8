import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

type Json = Readonly<Record<string, unknown>>;

/** An ID of STIX's form that is the same for the same text. */
export function stixId(type: string, text: string): string {
  const hex = createHash("sha256").update(`${type} ${text}`).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `${type}--${parts.join("-")}-${hex.slice(20, 32)}`;
}

const dated = { created: "2025-01-01T00:00:00.000Z", modified: "2025-11-10T00:00:00.000Z" };

/** An object with an ATT&CK ID. */
export function anObject(type: string, id: string, more: Json = {}): Json {
  return {
    type,
    id: stixId(type, id),
    spec_version: "2.1",
    ...dated,
    name: `Name of ${id}`,
    external_references: [{ source_name: "mitre-attack", external_id: id }],
    ...more,
  };
}

export function aTechnique(id: string, more: Json = {}): Json {
  return anObject("attack-pattern", id, {
    kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "execution" }],
    x_mitre_platforms: ["Windows"],
    x_mitre_is_subtechnique: id.includes("."),
    x_mitre_domains: ["enterprise-attack"],
    ...more,
  });
}

export function aRelationship(type: string, source: Json, target: Json, more: Json = {}): Json {
  const [from, to] = [String(source["id"]), String(target["id"])];
  return {
    type: "relationship",
    id: stixId("relationship", `${from} ${type} ${to}`),
    spec_version: "2.1",
    ...dated,
    relationship_type: type,
    source_ref: from,
    target_ref: to,
    ...more,
  };
}

/** The matrix of a domain and the tactics that it names. */
export function aMatrix(domain = "enterprise-attack", tactics = ["execution", "impact"]): Json[] {
  const objects = tactics.map((shortname, index) =>
    anObject("x-mitre-tactic", `TA000${index + 1}`, {
      id: stixId("x-mitre-tactic", `${domain.slice(0, 3)}${shortname}`),
      name: shortname,
      x_mitre_shortname: shortname,
      x_mitre_domains: [domain],
    }),
  );
  const matrix = anObject("x-mitre-matrix", domain, {
    x_mitre_domains: [domain],
    tactic_refs: objects.map(({ id }) => id),
  });
  return [matrix, ...objects];
}

/** The collection that an official bundle begins with. */
export function aCollection(version: string, more: Json = {}): Json {
  return {
    type: "x-mitre-collection",
    id: stixId("x-mitre-collection", "collection"),
    spec_version: "2.1",
    ...dated,
    name: "Enterprise ATT&CK",
    x_mitre_version: version,
    created_by_ref: "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5",
    x_mitre_contents: [],
    ...more,
  };
}

export function aBundle(objects: readonly unknown[]): Json {
  return { type: "bundle", id: "bundle--22222222-2222-4222-8222-222222222222", objects };
}

/** Writes a bundle of objects as a file; packed where the name says so. */
export function writeBundle(folder: string, name: string, objects: readonly unknown[]): string {
  const path = join(folder, name);
  const json = JSON.stringify(aBundle(objects));
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(json) : json);
  return path;
}

/**
 * Writes resources/facts: what Casemate knows about ATT&CK beside the catalogue.
 *
 * Run from the project's root: `node scripts/resources/build-facts.ts`. Every file says what it
 * holds, from where and of when.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  droppedSectors,
  joinGroupContexts,
  motiveSpellings,
  sectorSpellings,
  sponsorCodes,
  type Group,
  type ThreatActor,
} from "../../src/main/actors/join-group-context.ts";
import { laterRelease, type LaterReleaseTable } from "./later-release.ts";

const data = "../shared/data";
const output = "resources/facts";

// The shapes of these files were looked at by hand; the tests hold the results against them.
const readJson = (path: string): unknown => {
  const bytes = readFileSync(`${data}/${path}`);
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
};

function write(name: string, facts: object): void {
  const text = `${JSON.stringify(facts, undefined, 2)}\n`;
  writeFileSync(`${output}/${name}`, text);
  console.log(`${output}/${name}: ${(Buffer.byteLength(text) / 1024).toFixed(0)} KiB`);
}

mkdirSync(output, { recursive: true });
writeReleaseHashes();
writeReleaseDates();
writeLaterRelease();
writeGroupContext();

function writeReleaseHashes(): void {
  const table = readJson("attack/release-sha256.json") as Record<string, unknown> & {
    source: string;
  };
  const byDomain = (version: string) => {
    const domains = table[`stix-${version}`] as Record<string, Record<string, string>>;
    const renamed = Object.entries(domains).map(([name, hashes]) => [`${name}-attack`, hashes]);
    return Object.fromEntries(renamed) as Record<string, Record<string, string>>;
  };
  const stix = { "2.0": byDomain("2.0"), "2.1": byDomain("2.1") };
  const releases = Object.values(stix).flatMap((domains) => Object.values(domains));
  const count = releases.reduce((sum, hashes) => sum + Object.keys(hashes).length, 0);
  write("release-sha256.json", {
    about:
      "SHA-256 of the uncompressed JSON of every official ATT&CK release, by STIX version, " +
      "domain and release. Releases that changed nothing in a domain share a hash.",
    source: table.source,
    date: "2026-05",
    stix,
  });
  console.log(`  ${count} releases`);
}

function writeReleaseDates(): void {
  const table = readJson("attack/release-dates.json") as {
    note: string;
    releases: Record<string, string>;
  };
  const dates = Object.values(table.releases).sort();
  write("release-dates.json", {
    about:
      "Day of each ATT&CK release. The newest `modified` of a release's objects lies on or " +
      "before its day and after the day of the release before.",
    source: "commits of the releases in mitre/cti; 19.0: its announcement",
    date: dates.at(-1),
    releases: table.releases,
  });
  console.log(`  ${dates.length} releases`);
}

function writeLaterRelease(): void {
  const table = readJson("attack/attack-v18-to-v19.json") as LaterReleaseTable;
  const facts = laterRelease(table, attackNames("enterprise-attack"));
  write("attack-18-to-19.json", facts);
  const kinds = Object.values(facts.techniques).map(({ kind }) => kind);
  for (const kind of ["certain", "by-name", "choice", "new"]) {
    console.log(`  ${kind}: ${kinds.filter((other) => other === kind).length}`);
  }
}

function writeGroupContext(): void {
  const cluster = readJson("misp/threat-actor.json.gz") as {
    version: number;
    values: ThreatActor[];
  };
  const groups = readGroups();
  const contexts = joinGroupContexts(groups, cluster.values);
  write("group-context.json", {
    about:
      "Suspected origin, targeted sectors, motives and victims per active ATT&CK 18.1 group of " +
      "any domain. A group or a field that is absent: no data.",
    source: "MISP galaxy, threat-actor cluster (MISP/misp-galaxy), CC0-1.0",
    date: "2026",
    version: cluster.version,
    joins: {
      about:
        "joinedBy, the surest first: the cluster lists the group's ATT&CK ID; the ID of a group " +
        "revoked in its favour; the group's name as its own; as a synonym; another name of the " +
        "group. Names are compared without case and punctuation. Ambiguous groups are left out.",
      groups: groups.length,
      joined: Object.fromEntries(contexts.joined),
      ambiguous: Object.fromEntries(contexts.ambiguous.map(({ id, values }) => [id, values])),
      unknown: contexts.unknown,
    },
    normalized: {
      countries:
        "`country`, and `cfr-suspected-state-sponsor` by its code; an unknown sponsor is no data",
      stateSponsors: sponsorCodes,
      sectors: sectorSpellings,
      droppedSectors,
      motives: motiveSpellings,
    },
    groups: Object.fromEntries([...contexts.groups].sort(([a], [b]) => (a < b ? -1 : 1))),
  });
  const counted = (field: "countries" | "sectors" | "motives" | "victims") =>
    [...contexts.groups.values()].filter((context) => context[field] !== undefined).length;
  console.log(`  ${groups.length} groups, joined by`, Object.fromEntries(contexts.joined));
  console.log(`  ambiguous ${contexts.ambiguous.length}, unknown ${contexts.unknown.length}`);
  console.log(
    `  with data ${contexts.groups.size}: countries ${counted("countries")}, sectors ` +
      `${counted("sectors")}, motives ${counted("motives")}, victims ${counted("victims")}`,
  );
}

interface StarterObject {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
  readonly external_references?: readonly { readonly external_id: string }[];
}

/** The starter's objects: the facts are about the very groups that ship. */
function starterObjects(domain: string): StarterObject[] {
  const json = gunzipSync(readFileSync(`resources/starter/${domain}-18.1.json.gz`));
  return (JSON.parse(json.toString("utf8")) as { objects: StarterObject[] }).objects;
}

function attackIdOf(object: StarterObject | undefined): string {
  return object?.external_references?.[0]?.external_id ?? "";
}

/** Names of all techniques of a domain by ATT&CK ID. */
function attackNames(domain: string): Map<string, string> {
  const techniques = starterObjects(domain).filter(({ type }) => type === "attack-pattern");
  return new Map(techniques.map((object) => [attackIdOf(object), object.name ?? ""]));
}

/** The active groups of the three domains, each once. */
function readGroups(): Group[] {
  const groups = new Map<string, Group>();
  for (const domain of ["enterprise-attack", "mobile-attack", "ics-attack"]) {
    const objects = starterObjects(domain);
    const byId = new Map(objects.map((object) => [object.id, object]));
    const formerIds = (group: StarterObject) =>
      objects
        .filter((link) => link.relationship_type === "revoked-by" && link.target_ref === group.id)
        .map((link) => attackIdOf(byId.get(link.source_ref ?? "")));
    for (const object of objects) {
      const isActive = object.revoked !== true && object.x_mitre_deprecated !== true;
      const id = attackIdOf(object);
      if (object.type !== "intrusion-set" || !isActive || groups.has(id)) continue;
      const { name = "", aliases = [] } = object;
      groups.set(id, { id, name, aliases, formerIds: formerIds(object) });
    }
  }
  return [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

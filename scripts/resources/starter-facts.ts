/**
 * Which parts of an official ATT&CK bundle are facts, and the starter bundle made of them.
 *
 * Sentences are MITRE's and come with the official bundle only, so properties are allowed in by
 * name: a property that a later release adds stays out until somebody has looked at it.
 */

/** A log source as analytics and data components name it. */
interface LogSource {
  readonly name: string;
  readonly channel?: string;
  readonly x_mitre_data_component_ref?: string;
}

/** A STIX object as read; the named properties are those that are not copied as they are. */
export interface SourceObject {
  readonly [property: string]: unknown;
  readonly type: string;
  readonly id: string;
  readonly external_references?: readonly {
    readonly source_name: string;
    readonly external_id?: string;
    readonly url?: string;
  }[];
  readonly is_family?: boolean;
  readonly x_mitre_related_assets?: readonly {
    readonly name: string;
    readonly related_asset_sectors?: readonly string[];
  }[];
  readonly x_mitre_log_sources?: readonly LogSource[];
  readonly x_mitre_log_source_references?: readonly LogSource[];
}

/** A STIX object of the starter bundle. */
interface FactObject {
  [property: string]: unknown;
  type: string;
  id: string;
}

/** Copied as they are where given: identifiers, names, flags, dates, versions and references. */
const factProperties = [
  "created",
  "created_by_ref",
  "modified",
  "object_marking_refs",
  "name",
  "aliases",
  "first_seen",
  "last_seen",
  "identity_class",
  "definition_type",
  "definition",
  "kill_chain_phases",
  "tactic_refs",
  "relationship_type",
  "source_ref",
  "target_ref",
  "x_mitre_aliases",
  "x_mitre_analytic_refs",
  "x_mitre_attack_spec_version",
  "x_mitre_data_source_ref",
  "x_mitre_domains",
  "x_mitre_is_subtechnique",
  "x_mitre_platforms",
  "x_mitre_sectors",
  "x_mitre_shortname",
  "x_mitre_tactic_type",
  "x_mitre_version",
] as const;

/** Kept only when true: absent means false, in STIX and in ATT&CK. */
const flagProperties = ["revoked", "x_mitre_deprecated"] as const;

const attackSources = new Set(["mitre-attack", "mitre-mobile-attack", "mitre-ics-attack"]);

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whether a log source's channel is a name or a code ("EventCode=4624, 4648"), not a sentence. */
function isFactualChannel(channel: string): boolean {
  const words = channel.trim().split(/\s+/);
  return words.length <= 5 || words.every(isCode);
}

/** A word that no sentence is made of: it holds a digit or a sign, or joins two that do. */
function isCode(word: string): boolean {
  return /[0-9_=/*<>|&$:\\]/.test(word) || word === "OR" || word === "AND";
}

function logSourceFacts(source: LogSource): LogSource {
  const { name, channel, x_mitre_data_component_ref: dataComponent } = source;
  return {
    ...(dataComponent !== undefined && { x_mitre_data_component_ref: dataComponent }),
    name,
    ...(channel !== undefined && isFactualChannel(channel) && { channel }),
  };
}

/**
 * The facts of one object as STIX 2.1; undefined for a collection object.
 *
 * A collection claims to be an official release, byte for byte, which the starter is not.
 */
function factsOf(source: SourceObject): FactObject | undefined {
  if (source.type === "x-mitre-collection") return undefined;
  const facts: FactObject = { type: source.type, spec_version: "2.1", id: source.id };
  for (const property of factProperties) {
    const value = source[property];
    // ATT&CK writes "no data source" as an empty reference, which STIX 2.1 does not allow.
    if (value !== undefined && value !== "" && !isEmptyList(value)) facts[property] = value;
  }
  for (const flag of flagProperties) {
    if (source[flag] === true) facts[flag] = true;
  }
  // 2.1 requires what 2.0 did not have; ATT&CK's own 2.1 files say true for all malware.
  if (source.type === "malware") facts["is_family"] = source.is_family ?? true;
  const references = source.external_references?.filter(
    (reference) => attackSources.has(reference.source_name) && reference.external_id !== undefined,
  );
  if (references !== undefined && references.length > 0) {
    facts["external_references"] = references.map(({ source_name, external_id, url }) => ({
      source_name,
      external_id,
      ...(url !== undefined && { url }),
    }));
  }
  if (source.x_mitre_related_assets !== undefined) {
    facts["x_mitre_related_assets"] = source.x_mitre_related_assets.map(
      ({ name, related_asset_sectors }) => ({
        name,
        ...(related_asset_sectors !== undefined && { related_asset_sectors }),
      }),
    );
  }
  for (const property of ["x_mitre_log_sources", "x_mitre_log_source_references"] as const) {
    const logSources = source[property];
    if (logSources !== undefined) facts[property] = logSources.map(logSourceFacts);
  }
  return facts;
}

/** What the starter bundle was made from. */
interface StarterOrigin {
  /** `enterprise-attack`, `mobile-attack` or `ics-attack`. */
  readonly domain: string;
  /** The ATT&CK release, such as `18.1`. */
  readonly version: string;
  /** ISO 8601 day of the release. */
  readonly released: string;
  /** SHA-256 of the uncompressed source, 64 hexadecimal digits. */
  readonly sourceSha256: string;
}

/**
 * The custom object that says of a bundle: this is the starter catalogue.
 *
 * The importer knows the starter by this object alone, never by its file name:
 * `type` is `x-casemate-starter`, `x_casemate_domain` and `x_casemate_version` name the release,
 * `x_casemate_source_sha256` is the SHA-256 of the uncompressed JSON that the facts were read from.
 */
function starterMarker(origin: StarterOrigin): FactObject {
  const moment = `${origin.released}T00:00:00.000Z`;
  return {
    type: "x-casemate-starter",
    spec_version: "2.1",
    id: `x-casemate-starter--${uuidFrom(origin.sourceSha256)}`,
    created: moment,
    modified: moment,
    name: "Casemate starter catalogue: facts only",
    x_casemate_domain: origin.domain,
    x_casemate_version: origin.version,
    x_casemate_source_sha256: origin.sourceSha256,
  };
}

/** A UUID shaped as version 4, its digits from a hash instead of chance, so that builds repeat. */
function uuidFrom(sha256: string): string {
  const digits = `${sha256.slice(0, 12)}4${sha256.slice(13, 16)}8${sha256.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Objects before what refers to them, relationships last and by source: it compresses best. */
const typeOrder = [
  "x-casemate-starter",
  "marking-definition",
  "identity",
  "x-mitre-matrix",
  "x-mitre-tactic",
  "attack-pattern",
  "intrusion-set",
  "malware",
  "tool",
  "campaign",
  "course-of-action",
  "x-mitre-asset",
  "x-mitre-data-source",
  "x-mitre-data-component",
  "x-mitre-detection-strategy",
  "x-mitre-analytic",
  "relationship",
];

/** The starter bundle of one domain. Throws on an object type that nobody has looked at. */
export function starterBundle(objects: readonly SourceObject[], origin: StarterOrigin) {
  const rank = new Map(typeOrder.map((type, index) => [type, index]));
  const sorted = [starterMarker(origin)].concat(
    objects.map(factsOf).filter((facts) => facts !== undefined),
  );
  const keys = new Map(
    sorted.map((facts) => {
      const typeRank = rank.get(facts.type);
      if (typeRank === undefined) throw new Error(`Unknown object type ${facts.type}: ${facts.id}`);
      const order = String(typeRank).padStart(2, "0");
      const ends = [facts["relationship_type"], facts["source_ref"], facts["target_ref"]];
      return [facts, [order, ...ends.filter(isText), facts.id].join(" ")];
    }),
  );
  sorted.sort((a, b) => ((keys.get(a) ?? "") < (keys.get(b) ?? "") ? -1 : 1));
  return { type: "bundle", id: `bundle--${uuidFrom(origin.sourceSha256)}`, objects: sorted };
}

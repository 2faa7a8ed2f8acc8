import { createHash } from "node:crypto";
import { attackIdKinds } from "../../shared/model/attack-id.ts";
import type { WarningList } from "./warning-list.ts";
import { shorten } from "./warning-list.ts";

/** What an analytic or data component says is to be collected. */
export interface StixLogSource {
  readonly name: string;
  readonly channel: string | null;
  /** STIX ID. */
  readonly dataComponent: string | null;
}

/** What only some types have. References are STIX IDs. */
export type StixFacts =
  | {
      readonly kind: "relationship";
      readonly type: string;
      readonly source: string;
      readonly target: string;
    }
  | { readonly kind: "technique"; readonly tactics: readonly string[]; readonly isSub: boolean }
  | { readonly kind: "tactic"; readonly shortname: string }
  | { readonly kind: "matrix"; readonly tactics: readonly string[] }
  | { readonly kind: "strategy"; readonly analytics: readonly string[] }
  | { readonly kind: "log-sources"; readonly logSources: readonly StixLogSource[] }
  | { readonly kind: "collection"; readonly isMitre: boolean }
  | { readonly kind: "starter"; readonly release: string | null }
  | { readonly kind: "other" };

/** What the catalogue reads of a STIX object; the object itself stays beside it, as it came. */
export interface StixObject {
  /** Place in the bundle's list. */
  readonly position: number;
  readonly stixId: string;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly created: string | null;
  readonly modified: string | null;
  /** `x_mitre_version`. */
  readonly version: string | null;
  readonly revoked: boolean;
  readonly deprecated: boolean;
  /** `x_mitre_domains`; null where the object does not name any. */
  readonly domains: readonly string[] | null;
  readonly aliases: readonly string[];
  readonly platforms: readonly string[];
  readonly facts: StixFacts;
  /** Where its JSON lies in the text of the bundle. */
  readonly source: JsonSource;
}

/** JSON as it came: a range of bytes of a text. */
export interface JsonSource {
  readonly text: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The bytes of JSON as it came, as a view. */
export function bytesOf({ text, start, end }: JsonSource): Buffer {
  return text.subarray(start, end);
}

/** Shared by the many objects that have nothing to list. */
const nothing: readonly never[] = [];

type Json = Readonly<Record<string, unknown>>;

/** Author of everything that MITRE publishes as ATT&CK. */
const mitreIdentity = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5";

const attackSources = new Set(["mitre-attack", "mitre-mobile-attack", "mitre-ics-attack"]);
/** Catalogues whose IDs techniques cite beside their own. */
const otherCatalogues = new Set(["capec", "cwe", "cve", "NIST Mobile Threat Catalogue"]);

const attackTypes = new Set<string>(
  Object.values(attackIdKinds).flatMap((kind): readonly string[] => kind.stixTypes),
);

/** Types that STIX requires a name of, as far as a catalogue holds them. */
const namedTypes = new Set([
  ...attackTypes,
  "identity",
  "infrastructure",
  "location",
  "report",
  "threat-actor",
  "vulnerability",
  "x-mitre-collection",
]);

/** Pairs of properties that hold a time, the earlier one first. */
const timeProperties = [
  ["created", "modified"],
  ["first_seen", "last_seen"],
  ["first_observed", "last_observed"],
  ["valid_from", "valid_until"],
  ["start_time", "stop_time"],
  ["analysis_started", "analysis_ended"],
  ["submitted", "published"],
] as const;

/** Types without dates of their own: STIX 2.1 observables, and what only marks. */
const undatedTypes = new Set([
  "artifact",
  "autonomous-system",
  "directory",
  "domain-name",
  "email-addr",
  "email-message",
  "file",
  "ipv4-addr",
  "ipv6-addr",
  "mac-addr",
  "mutex",
  "network-traffic",
  "process",
  "software",
  "url",
  "user-account",
  "windows-registry-key",
  "x509-certificate",
]);

const stixId = /^[a-z0-9][a-z0-9-]*--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads an element of a bundle's list of objects.
 *
 * Checks by hand what a schema would: there are 25,000 of them, and zod takes longer than all the
 * rest of the import. Null where it is no object. Without an ID the object gets one from its bytes and
 * its position: it is kept as it came, and nothing can refer to it.
 */
export function readStixObject(
  value: unknown,
  source: JsonSource,
  position: number,
  warnings: WarningList,
): StixObject | null {
  if (!isJsonObject(value)) {
    const message = "An entry that is no object was left out.";
    warnings.add("not-an-object", null, pathOf(position), message);
    return null;
  }
  const id = value["id"];
  const type = value["type"];
  const hasId = typeof id === "string" && id !== "";
  const hasType = typeof type === "string" && type !== "";
  if (!hasId) {
    const message = "An object has no ID: it is kept as it came, and nothing can refer to it.";
    warnings.add("missing-id", null, `${pathOf(position)}.id`, message);
  }
  if (!hasType) {
    const message = "An object has no type: it is kept as it came, and nothing is read of it.";
    warnings.add("missing-type", hasId ? id : null, `${pathOf(position)}.type`, message);
  }
  const reader = new ObjectReader(
    value,
    hasId ? id : namelessId(source, position),
    hasType ? type : "unknown",
    position,
    warnings,
  );
  return reader.read(source, hasId && hasType);
}

function namelessId(source: JsonSource, position: number): string {
  const hash = createHash("sha256").update(bytesOf(source)).digest("hex");
  return `nameless--${hash.slice(0, 16)}-${String(position)}`;
}

/** Where in the bundle an object is, for people. */
export function pathOf(position: number): string {
  return `objects[${String(position)}]`;
}

/**
 * The instant of a STIX timestamp in milliseconds, or null where it is none.
 *
 * Leap seconds and days that do not exist are none, as are offsets: STIX wants UTC. By hand, because
 * an import reads 50,000 of them.
 */
export function instantOf(text: string | null): number | null {
  // 0000-00-00T00:00:00Z, with or without a fraction before the Z.
  if (text === null || text.length < 20 || text.charCodeAt(text.length - 1) !== 0x5a) return null;
  if (text[4] !== "-" || text[7] !== "-" || text[10] !== "T") return null;
  if (text[13] !== ":" || text[16] !== ":") return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (year < 0 || month < 1 || month > 12 || day < 1) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  let milliseconds = 0;
  if (text.length > 20) {
    if (text[19] !== "." || text.length === 21) return null;
    if (text.length === 24) {
      milliseconds = digits(text, 20, 23);
      if (milliseconds < 0) return null;
    } else {
      for (let i = 20; i < text.length - 1; i++) if (digits(text, i, i + 1) < 0) return null;
      milliseconds = Number(`0${text.slice(19, -1)}`) * 1000;
    }
  }
  if (day > 28 && day > daysOf(year, month)) return null;
  // Date.UTC takes years below 100 for the twentieth century.
  if (year < 100) return Date.parse(text.slice(0, 19) + "Z") + milliseconds;
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
}

/** A number of ASCII digits, or -1. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Reads the properties of one object, and says of each that is not what it should be. */
class ObjectReader {
  readonly #object: Json;
  readonly #id: string;
  readonly #type: string;
  readonly #position: number;
  readonly #warnings: WarningList;

  constructor(object: Json, id: string, type: string, position: number, warnings: WarningList) {
    this.#object = object;
    this.#id = id;
    this.#type = type;
    this.#position = position;
    this.#warnings = warnings;
  }

  read(source: JsonSource, isNamed: boolean): StixObject {
    const type = this.#type;
    const name = this.#text("name");
    const description = this.#text("description");
    const created = this.#text("created");
    const modified = this.#text("modified");
    const platforms = this.#texts("x_mitre_platforms");
    const domains = this.#texts("x_mitre_domains");
    if (isNamed) this.#checkId();
    this.#checkTimes();
    if (name === null && namedTypes.has(type) && this.#object["name"] === undefined) {
      this.#missing("name");
    }
    if (name?.isWellFormed() === false || description?.isWellFormed() === false) {
      this.#warn("bad-text", "name", "A text holds half of a character; it is shown as �.");
    }
    return {
      position: this.#position,
      stixId: this.#id,
      type,
      attackId: attackTypes.has(type) ? this.#attackId() : null,
      name,
      description,
      created,
      modified,
      version: this.#text("x_mitre_version"),
      revoked: this.#flag("revoked"),
      deprecated: this.#flag("x_mitre_deprecated"),
      domains: domains.length === 0 ? null : domains,
      aliases: this.#aliases(name),
      platforms,
      facts: this.#facts(),
      source,
    };
  }

  #facts(): StixFacts {
    switch (this.#type) {
      case "relationship":
        return this.#relationship();
      case "attack-pattern":
        return {
          kind: "technique",
          tactics: this.#phases(),
          isSub: this.#flag("x_mitre_is_subtechnique"),
        };
      case "x-mitre-tactic": {
        const shortname = this.#text("x_mitre_shortname");
        if (shortname === null) this.#missing("x_mitre_shortname");
        return { kind: "tactic", shortname: shortname ?? "" };
      }
      case "x-mitre-matrix":
        return { kind: "matrix", tactics: this.#texts("tactic_refs") };
      case "x-mitre-detection-strategy":
        return { kind: "strategy", analytics: this.#texts("x_mitre_analytic_refs") };
      case "x-mitre-analytic":
        return {
          kind: "log-sources",
          logSources: this.#logSources("x_mitre_log_source_references"),
        };
      case "x-mitre-data-component":
        return { kind: "log-sources", logSources: this.#logSources("x_mitre_log_sources") };
      case "x-mitre-collection":
        return { kind: "collection", isMitre: this.#object["created_by_ref"] === mitreIdentity };
      case "x-casemate-starter":
        return { kind: "starter", release: this.#text("x_casemate_version") };
      default:
        return { kind: "other" };
    }
  }

  #relationship(): StixFacts {
    const type = this.#text("relationship_type");
    const source = this.#text("source_ref");
    const target = this.#text("target_ref");
    if (type === null) this.#missing("relationship_type");
    if (source === null) this.#missing("source_ref");
    if (target === null) this.#missing("target_ref");
    return type === null || source === null || target === null
      ? { kind: "other" }
      : { kind: "relationship", type, source, target };
  }

  /** Searched, not taken from the first place; own objects may name their own source there. */
  #attackId(): string | null {
    const references = this.#list("external_references");
    let own: string | null = null;
    for (const [index, reference] of references.entries()) {
      if (!isJsonObject(reference)) {
        this.#wrongType(`external_references[${String(index)}]`, "an object");
        continue;
      }
      const id = reference["external_id"];
      const source = reference["source_name"];
      if (typeof id !== "string" || id === "" || typeof source !== "string") continue;
      if (attackSources.has(source)) return this.#usableId(id);
      if (index === 0 && !otherCatalogues.has(source)) own = id;
    }
    return own === null ? null : this.#usableId(own);
  }

  #usableId(id: string): string | null {
    if (id.length <= 200) return id;
    this.#warn("bad-attack-id", "external_references", "An ATT&CK ID is too long to be one.");
    return null;
  }

  /** Tactics by the kill chains of ATT&CK; by others only where there is no such. */
  #phases(): string[] {
    const ours: string[] = [];
    const others: string[] = [];
    for (const [index, phase] of this.#list("kill_chain_phases").entries()) {
      const name = isJsonObject(phase) ? phase["phase_name"] : undefined;
      if (!isJsonObject(phase) || typeof name !== "string") {
        this.#wrongType(`kill_chain_phases[${String(index)}]`, "a kill chain phase");
        continue;
      }
      const chain = phase["kill_chain_name"];
      const isOurs = typeof chain === "string" && chain.startsWith("mitre-");
      const names = isOurs ? ours : others;
      if (!names.includes(name)) names.push(name);
    }
    return ours.length > 0 ? ours : others;
  }

  #aliases(name: string | null): readonly string[] {
    const standard = this.#texts("aliases");
    const extension = this.#texts("x_mitre_aliases");
    if (standard.length + extension.length === 0) return nothing;
    return [...new Set([...standard, ...extension])].filter((alias) => alias !== name);
  }

  #logSources(key: string): StixLogSource[] {
    const found: StixLogSource[] = [];
    for (const [index, entry] of this.#list(key).entries()) {
      const name = isJsonObject(entry) ? entry["name"] : undefined;
      if (!isJsonObject(entry) || typeof name !== "string") {
        this.#wrongType(`${key}[${String(index)}]`, "a log source with a name");
        continue;
      }
      const channel = entry["channel"];
      const component = entry["x_mitre_data_component_ref"];
      found.push({
        name,
        channel: typeof channel === "string" && channel !== "" ? channel : null,
        dataComponent: typeof component === "string" && component !== "" ? component : null,
      });
    }
    return found;
  }

  #checkId(): void {
    if (!stixId.test(this.#id)) {
      this.#warn("bad-id", "id", "The ID has not the form that STIX gives IDs.");
    } else if (!this.#id.startsWith(`${this.#type}--`)) {
      this.#warn("bad-id", "id", "The ID names another type than the object.");
    }
  }

  #checkTimes(): void {
    for (const [from, to] of timeProperties) {
      const start = this.#time(from);
      const end = this.#time(to);
      if (start !== null && end !== null && end < start) {
        this.#warn("bad-timestamp", to, `Property ${to} is before ${from}.`);
      }
    }
    if (undatedTypes.has(this.#type)) return;
    if (this.#object["created"] === undefined) this.#missing("created");
    if (this.#object["modified"] === undefined && this.#type !== "marking-definition") {
      this.#missing("modified");
    }
  }

  #time(key: string): number | null {
    const value = this.#object[key];
    if (value === undefined) return null;
    const instant = typeof value === "string" ? instantOf(value) : null;
    if (instant === null) {
      const message = `Property ${key} is not a time in UTC as STIX writes it.`;
      this.#warn("bad-timestamp", key, message);
    }
    return instant;
  }

  #text(key: string): string | null {
    const value = this.#object[key];
    if (typeof value === "string") return value;
    if (value !== undefined) this.#wrongType(key, "a text");
    return null;
  }

  #flag(key: string): boolean {
    const value = this.#object[key];
    if (typeof value === "boolean") return value;
    if (value !== undefined) this.#wrongType(key, "true or false");
    return false;
  }

  #list(key: string): readonly unknown[] {
    const value = this.#object[key];
    if (Array.isArray(value)) return value;
    if (value !== undefined) this.#wrongType(key, "a list");
    return [];
  }

  #texts(key: string): readonly string[] {
    const value = this.#object[key];
    if (value === undefined) return nothing;
    if (!Array.isArray(value)) {
      this.#wrongType(key, "a list");
      return nothing;
    }
    const texts = value.filter((item): item is string => typeof item === "string");
    if (texts.length < value.length) this.#wrongType(key, "a list of texts");
    return texts;
  }

  #missing(key: string): void {
    this.#warn("missing-property", key, `Property ${key} is missing.`);
  }

  #wrongType(key: string, expected: string): void {
    this.#warn("wrong-type", key, `Property ${key} is not ${expected}; it was not read.`);
  }

  #warn(code: string, key: string, message: string): void {
    this.#warnings.add(
      code,
      this.#id,
      `${pathOf(this.#position)}.${key}`,
      `${shorten(this.#id)}: ${message}`,
    );
  }
}

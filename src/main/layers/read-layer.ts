import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema, normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type {
  Annotation,
  AnnotationMarks,
  LayerFact,
  LayerFieldIssue,
  LayerGradient,
  LayerLink,
  LayerProperties,
} from "../../shared/model/layer.ts";
import {
  aggregateFunction,
  expandedSubtechniques,
  layerArrangement,
  layerSorting,
} from "../../shared/model/layer.ts";
import { blankMarks, defaultProperties } from "./blank-layer.ts";
import { normaliseColour } from "./colour.ts";

/** A layer as a file holds it, before it is read against a release. */
export interface ReadLayer {
  /** Null where the file gives none. */
  readonly name: string | null;
  readonly domain: Domain;
  /** Versions as the file states them; null where it does not. */
  readonly written: {
    readonly layer: string | null;
    readonly navigator: string | null;
    readonly attack: string | null;
  };
  readonly properties: LayerProperties;
  readonly annotations: readonly Annotation[];
  /** Entries of the file's list: `annotations` + `repeated` + `unusable`. */
  readonly entries: number;
  /** Entries that a later one about the same place replaced, as in the Navigator. */
  readonly repeated: number;
  /** Entries that name no technique. */
  readonly unusable: number;
  /** What was not taken as it stands: the first thousand; `issueCount` has them all. */
  readonly issues: readonly LayerFieldIssue[];
  readonly issueCount: number;
}

/** The layers of one file, by their place in it (from 0), and what in it is none, with the reason. */
export interface ReadLayers {
  readonly layers: readonly { readonly index: number; readonly layer: ReadLayer }[];
  readonly problems: readonly { readonly index: number; readonly message: string }[];
}

const mostIssues = 1000;
const longestName = 200;
const longestId = 200;

/** Formats of the Navigator's specification that are read by their own rules. */
const knownFormats = new Set("1.0 1.1 1.2 1.3 2.0 2.1 2.2 3.0 4.0 4.1 4.2 4.3 4.4 4.5".split(" "));

const earlierDomains: ReadonlyMap<string, string> = new Map([
  ["mitre-enterprise", "enterprise-attack"],
  ["mitre-mobile", "mobile-attack"],
  ["mitre-ics", "ics-attack"],
]);

const earlierPlatforms: ReadonlyMap<string, string> = new Map([
  ["android", "Android"],
  ["ios", "iOS"],
  ["windows", "Windows"],
  ["linux", "Linux"],
  ["mac", "macOS"],
  ["AWS", "IaaS"],
  ["GCP", "IaaS"],
  ["Azure", "IaaS"],
]);

/**
 * Reads the layers of a file, whose JSON was parsed, in any format from 1.0 to 4.5.
 *
 * A file is one layer or a list of them. A field of the wrong type is left out alone, and told; a
 * field that nobody knows is kept.
 */
export function readLayers(value: unknown): ReadLayers {
  const steps = readLayersInSteps(value);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same in steps of one entry: whoever takes them may let others in between. */
export function* readLayersInSteps(value: unknown): Generator<void, ReadLayers, undefined> {
  const items = isList(value) ? value : [value];
  const layers: { index: number; layer: ReadLayer }[] = [];
  const problems: { index: number; message: string }[] = [];
  for (const [index, item] of items.entries()) {
    const why = whyNoLayer(item);
    if (why !== null || !isObject(item)) problems.push({ index, message: why ?? "" });
    else
      layers.push({
        index,
        layer: yield* new LayerReader(item, isList(value) ? `[${index}]` : "").read(),
      });
  }
  return { layers, problems };
}

/** Whether a parsed value is a layer, or a list that holds one. */
export function holdsLayer(value: unknown): boolean {
  return isList(value)
    ? value.some((item) => whyNoLayer(item) === null)
    : whyNoLayer(value) === null;
}

/** What a value is instead of a layer, in words that follow "It"; null for a layer. */
function whyNoLayer(value: unknown): string | null {
  if (!isObject(value)) return `is ${kindOf(value)}, not a layer`;
  if (value["type"] === "bundle" && "objects" in value) {
    return "is a STIX bundle, not a layer: import it in the catalogue";
  }
  const isVersioned = "versions" in value || "version" in value;
  const isLayer = "techniques" in value ? "domain" in value || isVersioned : isVersioned;
  return isLayer && ("domain" in value || "name" in value)
    ? null
    : "is JSON of another kind: a layer has a name, a domain, versions and techniques";
}

type JsonObject = Readonly<Record<string, unknown>>;

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function kindOf(value: unknown): string {
  if (isList(value)) return "a list";
  if (isObject(value)) return "an object";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  if (typeof value !== "string") return text;
  return value.length > 40 ? "a text" : `the text ${text}`;
}

function pathTo(base: string, key: string | number): string {
  if (typeof key === "number") return `${base}[${key}]`;
  const short = key.length > 80 ? `${key.slice(0, 80)}…` : key;
  if (!/^[A-Za-z_]\w*$/.test(short)) return `${base}[${JSON.stringify(short)}]`;
  return base === "" ? short : `${base}.${short}`;
}

/** A JSON object as text, from its properties: names from elsewhere never become properties here. */
function jsonOf(entries: readonly (readonly [key: string, value: string])[]): string | null {
  if (entries.length === 0) return null;
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
}

class Issues {
  readonly listed: LayerFieldIssue[] = [];
  count = 0;

  add(path: string, message: string, about: LayerFieldIssue["about"] = "field"): void {
    this.count += 1;
    if (this.listed.length < mostIssues) this.listed.push({ path, message, about });
  }
}

/** Takes the known fields out of one object of a file; what is left is what nobody knows. */
class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #rest: Map<string, unknown>;
  readonly path: string;
  readonly #issues: Issues;

  constructor(object: JsonObject, path: string, issues: Issues) {
    this.#fields = new Map(Object.entries(object));
    this.#rest = new Map(this.#fields);
    this.path = path;
    this.#issues = issues;
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  pathTo(key: string): string {
    return pathTo(this.path, key);
  }

  take(key: string): unknown {
    this.#rest.delete(key);
    return this.#fields.get(key);
  }

  wrong(key: string, expected: string): void {
    const found = kindOf(this.#fields.get(key));
    this.#issues.add(this.pathTo(key), `${expected} was expected, not ${found}: left out.`);
  }

  text(key: string): string | undefined {
    const value = this.take(key);
    if (value === undefined || typeof value === "string") return value;
    this.wrong(key, "A text");
    return undefined;
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.take(key);
    if (typeof value === "boolean") return value;
    if (value !== undefined) this.wrong(key, "True or false");
    return otherwise;
  }

  number(key: string): number | undefined {
    const value = this.take(key);
    if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? 0 : value;
    if (typeof value === "number") this.wrong(key, "A number that a computer can hold");
    else if (value !== undefined) this.wrong(key, "A number");
    return undefined;
  }

  choice<Choice extends string>(
    key: string,
    choices: readonly Choice[],
    otherwise: Choice,
  ): Choice {
    const value = this.take(key);
    const found = choices.find((choice) => choice === value);
    if (value !== undefined && found === undefined) this.wrong(key, `One of ${choices.join(", ")}`);
    return found ?? otherwise;
  }

  colour(key: string): string | undefined {
    const value = this.take(key);
    if (value === undefined || value === "") return undefined;
    const colour = typeof value === "string" ? normaliseColour(value) : null;
    if (colour === null) this.wrong(key, "A colour");
    return colour ?? undefined;
  }

  list(key: string): readonly unknown[] | undefined {
    const value = this.take(key);
    if (isList(value)) return value;
    if (value !== undefined) this.wrong(key, "A list");
    return undefined;
  }

  object(key: string): Fields | undefined {
    const value = this.take(key);
    if (isObject(value)) return new Fields(value, this.pathTo(key), this.#issues);
    if (value !== undefined) this.wrong(key, "An object");
    return undefined;
  }

  /** Names of what nobody took. */
  restNames(): readonly string[] {
    return [...this.#rest.keys()];
  }

  /** What nobody took, as properties of a JSON text. */
  rest(): (readonly [key: string, value: string])[] {
    return [...this.#rest].map(([key, value]) => [key, JSON.stringify(value)] as const);
  }

  /** The same as one JSON object; null where nothing is left. */
  restAsJson(): string | null {
    return jsonOf(this.rest());
  }
}

class LayerReader {
  readonly #path: string;
  readonly #issues = new Issues();
  readonly #fields: Fields;

  constructor(value: JsonObject, path: string) {
    this.#path = path;
    this.#fields = new Fields(value, path, this.#issues);
  }

  *read(): Generator<void, ReadLayer, undefined> {
    const fields = this.#fields;
    const name = this.#name();
    const domain = this.#domain();
    const versions = fields.object("versions");
    const written = this.#written(versions);
    const filters = fields.object("filters");
    const layout = fields.object("layout");
    const gradient = fields.object("gradient");
    const properties = {
      ...defaultProperties,
      description: fields.text("description") ?? "",
      platforms: filters === undefined ? [] : this.#platforms(filters),
      sorting: this.#sorting(),
      ...this.#arrangement(layout),
      hideDisabled: fields.flag("hideDisabled", false),
      gradient: gradient === undefined ? defaultProperties.gradient : this.#gradient(gradient),
      legend: this.#legend(),
      metadata: this.#facts(fields, "metadata"),
      links: this.#links(fields, "links"),
      showTacticRowBackground: fields.flag("showTacticRowBackground", false),
      tacticRowBackground:
        fields.colour("tacticRowBackground") ?? defaultProperties.tacticRowBackground,
      selectTechniquesAcrossTactics: fields.flag("selectTechniquesAcrossTactics", true),
      selectSubtechniquesWithParent: fields.flag("selectSubtechniquesWithParent", true),
      selectVisibleTechniques: fields.flag("selectVisibleTechniques", false),
      customDataUrl: fields.text("customDataURL") ?? null,
    };
    const { annotations, entries, repeated, unusable } = yield* this.#techniques();
    if (fields.restNames().includes("hideDisable")) {
      this.#issues.add(
        fields.pathTo("hideDisable"),
        'Kept as a field that nobody knows; was "hideDisabled" meant?',
      );
    }
    const parts = Object.entries({ versions, filters, layout, gradient }).flatMap(([key, part]) => {
      const rest = part?.restAsJson() ?? null;
      return rest === null ? [] : [[key, rest] as const];
    });
    return {
      name,
      domain,
      written,
      properties: { ...properties, extra: jsonOf([...fields.rest(), ...parts]) },
      annotations,
      entries,
      repeated,
      unusable,
      issues: this.#issues.listed,
      issueCount: this.#issues.count,
    };
  }

  #name(): string | null {
    const name = this.#fields.text("name");
    if (name === undefined || name.trim() === "") {
      if (name !== undefined || !this.#fields.has("name")) {
        this.#issues.add(this.#fields.pathTo("name"), "There is no name: the file's is taken.");
      }
      return null;
    }
    if (name.length <= longestName) return name;
    this.#issues.add(
      this.#fields.pathTo("name"),
      `The name is longer than ${longestName} characters: cut there.`,
    );
    return name.slice(0, longestName);
  }

  #domain(): Domain {
    const written = this.#fields.text("domain");
    const parsed = domainSchema.safeParse(earlierDomains.get(written ?? "") ?? written);
    if (parsed.success) return parsed.data;
    const enterprise = domainSchema.parse("enterprise-attack");
    this.#issues.add(
      this.#fields.pathTo("domain"),
      `A domain such as enterprise-attack was expected, not ` +
        `${written === undefined ? "nothing" : kindOf(written)}: read as ${enterprise}.`,
    );
    return enterprise;
  }

  #written(versions: Fields | undefined): ReadLayer["written"] {
    const attack = this.#attack(versions);
    const navigator = versions?.text("navigator");
    const ofVersions = versions === undefined ? undefined : this.#format(versions, "layer");
    const layer = this.#format(this.#fields, "version") ?? ofVersions ?? null;
    this.#judgeFormat(layer);
    return { layer, navigator: navigator ?? null, attack };
  }

  #attack(versions: Fields | undefined): string | null {
    const attack = versions?.text("attack");
    if (versions === undefined || attack === undefined || attack === "") return null;
    if (/\d/.test(attack)) return attack;
    versions.wrong("attack", "A release such as 18");
    return null;
  }

  #format(fields: Fields, key: string): string | undefined {
    const value = fields.take(key);
    if (typeof value === "string") return value;
    if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
    if (value !== undefined) fields.wrong(key, "A version such as 4.5");
    return undefined;
  }

  #judgeFormat(format: string | null): void {
    if (format !== null && knownFormats.has(format)) return;
    const path = this.#fields.has("version")
      ? this.#fields.pathTo("version")
      : pathTo(this.#fields.pathTo("versions"), "layer");
    const says = format === null ? "The format is not stated" : `Format ${kindOf(format)}`;
    const [major] = /^\d+/.exec(format ?? "") ?? [];
    const isNear = major !== undefined && ["1", "2", "3", "4"].includes(major);
    const why = isNear ? "is a version that Casemate does not know" : "is none that is known";
    this.#issues.add(
      path,
      format === null
        ? `${says}: read as 4.5.`
        : `${says} ${why}: read as 4.5, and fields may mean something else.`,
    );
  }

  #platforms(filters: Fields): string[] {
    if (filters.has("stages")) {
      this.#issues.add(
        filters.pathTo("stages"),
        "Stages ended with layer format 4.0, when PRE became a platform: kept, without effect.",
      );
    }
    const listed = filters.list("platforms") ?? [];
    const platforms = listed.filter((each) => typeof each === "string");
    if (platforms.length < listed.length) {
      filters.wrong("platforms", "A list of platforms' names");
      return [];
    }
    return [...new Set(platforms.map((each) => earlierPlatforms.get(each) ?? each))];
  }

  #sorting(): LayerProperties["sorting"] {
    const value = this.#fields.take("sorting");
    const parsed = layerSorting.safeParse(value);
    if (!parsed.success && value !== undefined) {
      this.#fields.wrong("sorting", "A number from 0 to 3");
    }
    return parsed.success ? parsed.data : 0;
  }

  /** The layout; before format 3.0 a view, of which 1 showed IDs alone and 2 was small. */
  #arrangement(layout: Fields | undefined) {
    const fields = this.#fields;
    const isFull = fields.has("viewFullTable") ? fields.flag("viewFullTable", true) : true;
    const viewMode = fields.has("viewMode") ? fields.number("viewMode") : undefined;
    const isCompact =
      layout === undefined && (viewMode === 1 || (viewMode === undefined && !isFull));
    const isMini = layout === undefined && viewMode === 2;
    if (viewMode !== undefined && ![0, 1, 2].includes(viewMode)) {
      fields.wrong("viewMode", "0, 1 or 2");
    }
    const { aggregateFunction: aggregate, expandedSubtechniques: expanded } = defaultProperties;
    return {
      layout:
        layout?.choice("layout", layerArrangement.options, "side") ?? (isMini ? "mini" : "side"),
      showId: layout?.flag("showID", false) ?? isCompact,
      showName: layout?.flag("showName", true) ?? !isCompact,
      showAggregateScores: layout?.flag("showAggregateScores", false) ?? false,
      countUnscored: layout?.flag("countUnscored", false) ?? false,
      aggregateFunction:
        layout?.choice("aggregateFunction", aggregateFunction.options, aggregate) ?? aggregate,
      expandedSubtechniques:
        layout?.choice("expandedSubtechniques", expandedSubtechniques.options, expanded) ??
        expanded,
    };
  }

  #gradient(fields: Fields): LayerGradient {
    const { colours: usual, least, most } = defaultProperties.gradient;
    const listed = fields.list("colors");
    const colours = (listed ?? []).flatMap((each) => {
      const colour = typeof each === "string" ? normaliseColour(each) : null;
      return colour === null ? [] : [colour];
    });
    const isWhole = colours.length === listed?.length && colours.length >= 2;
    if (!isWhole && listed !== undefined) fields.wrong("colors", "A list of at least two colours");
    return {
      colours: isWhole ? colours : [...usual],
      least: fields.number("minValue") ?? least,
      most: fields.number("maxValue") ?? most,
    };
  }

  #legend(): LayerProperties["legend"] {
    return this.#objects(this.#fields, "legendItems").flatMap((item) => {
      const label = item.text("label");
      const colour = item.colour("color");
      this.#tellRest(item);
      if (label !== undefined && colour !== undefined) return [{ label, colour }];
      this.#issues.add(item.path, "A legend item needs a label and a colour: left out.");
      return [];
    });
  }

  #facts(fields: Fields, key: string): LayerFact[] {
    return this.#objects(fields, key).flatMap((item): LayerFact[] => {
      if (!item.has("name")) return this.#divider(item, "a name and a value");
      const name = item.text("name");
      const value = item.text("value");
      item.take("divider");
      this.#tellRest(item);
      if (name !== undefined && value !== undefined && name !== "" && value !== "") {
        return [{ name, value }];
      }
      const isKept = name !== undefined;
      this.#issues.add(
        item.path,
        `Metadata ${isKept ? `${JSON.stringify(name.slice(0, 80))} ` : ""}` +
          "needs a name and a value that are not empty for the Navigator to show it: " +
          (isKept ? "kept." : "left out."),
      );
      return isKept ? [{ name, value: value ?? "" }] : [];
    });
  }

  #links(fields: Fields, key: string): LayerLink[] {
    return this.#objects(fields, key).flatMap((item): LayerLink[] => {
      if (!item.has("url")) return this.#divider(item, "a label and an address");
      const url = item.text("url");
      const label = item.text("label");
      item.take("divider");
      this.#tellRest(item);
      if (label !== undefined && url !== undefined && label !== "" && url !== "") {
        return [{ label, url }];
      }
      this.#issues.add(
        item.path,
        "A link needs a label and an address that are not empty: left out, as in the Navigator.",
      );
      return [];
    });
  }

  #divider(item: Fields, orElse: string): null[] {
    const divider = item.take("divider");
    this.#tellRest(item);
    if (typeof divider === "boolean") return [null];
    this.#issues.add(item.path, `It needs ${orElse}, or is a divider: left out.`);
    return [];
  }

  /** The objects of a list; what is none is told. */
  #objects(fields: Fields, key: string): Fields[] {
    const base = fields.pathTo(key);
    return (fields.list(key) ?? []).flatMap((item, index) => {
      if (isObject(item)) return [new Fields(item, pathTo(base, index), this.#issues)];
      this.#issues.add(
        pathTo(base, index),
        `An object was expected, not ${kindOf(item)}: left out.`,
      );
      return [];
    });
  }

  /** Says which fields of a small part have no place to be kept in. */
  #tellRest(item: Fields): void {
    for (const name of item.restNames()) {
      this.#issues.add(item.pathTo(name), "There is no such field here: left out.");
    }
  }

  *#techniques(): Generator<
    void,
    Pick<ReadLayer, "annotations" | "entries" | "repeated" | "unusable">,
    undefined
  > {
    const base = pathTo(this.#path, "techniques");
    const listed = this.#fields.list("techniques") ?? [];
    const collected = new Annotations(this.#issues);
    for (const [index, item] of listed.entries()) {
      const path = pathTo(base, index);
      const read = isObject(item) ? this.#annotation(item, path) : null;
      if (!isObject(item)) {
        const message = `An object was expected, not ${kindOf(item)}: left out.`;
        this.#issues.add(path, message, "unusable");
      }
      collected.add(read, path);
      yield;
    }
    return { ...collected.finish(), entries: listed.length };
  }

  /** One entry of the list; null where it names no technique. */
  #annotation(item: JsonObject, path: string): Annotation | null {
    const fields = new Fields(item, path, this.#issues);
    const written = fields.take("techniqueID");
    if (typeof written !== "string" || written.trim() === "" || written.length > longestId) {
      this.#issues.add(
        fields.pathTo("techniqueID"),
        `A technique's ID was expected, not ` +
          `${written === undefined ? "nothing" : kindOf(written)}: the entry is left out.`,
        "unusable",
      );
      return null;
    }
    const normal = normaliseTechniqueId(written);
    const techniqueId = normal.form === "technique" ? normal.id : written.trim();
    return { techniqueId, tactic: this.#tactic(fields), ...this.#marks(fields) };
  }

  #tactic(fields: Fields): string | null {
    if (!fields.has("tactic")) return null;
    const tactic = fields.text("tactic")?.trim();
    if (tactic !== undefined && tactic !== "" && tactic.length <= longestId) return tactic;
    this.#issues.add(
      fields.pathTo("tactic"),
      "There is no tactic in it: read as every tactic of the technique.",
    );
    return null;
  }

  #marks(fields: Fields): AnnotationMarks {
    return {
      score: fields.number("score") ?? null,
      colour: fields.colour("color") ?? "",
      comment: fields.text("comment") ?? "",
      enabled: fields.flag("enabled", blankMarks.enabled),
      metadata: this.#facts(fields, "metadata"),
      links: this.#links(fields, "links"),
      showSubtechniques: fields.flag("showSubtechniques", blankMarks.showSubtechniques),
      extra: fields.restAsJson(),
    };
  }
}

/**
 * The annotations of a layer, one for each place.
 *
 * The last entry about a place wins, as in the Navigator; one for every tactic replaces what was
 * said about single tactics of its technique before.
 */
class Annotations {
  readonly #issues: Issues;
  readonly #byPlace = new Map<string, { annotation: Annotation; path: string }>();
  readonly #tacticsOf = new Map<string, Set<string>>();
  #repeated = 0;
  #unusable = 0;

  constructor(issues: Issues) {
    this.#issues = issues;
  }

  add(annotation: Annotation | null, path: string): void {
    if (annotation === null) {
      this.#unusable += 1;
      return;
    }
    const { techniqueId, tactic } = annotation;
    const tactics = this.#tacticsOf.get(techniqueId) ?? new Set();
    this.#tacticsOf.set(techniqueId, tactics);
    const replaced = tactic === null ? [...tactics] : tactics.has(tactic) ? [tactic] : [];
    for (const each of replaced) {
      const key = placeKey(techniqueId, each);
      this.#repeated += 1;
      this.#issues.add(
        this.#byPlace.get(key)?.path ?? path,
        `${techniqueId}${each === "" ? "" : ` under ${each}`} comes again at ${path}, and the last one counts: left out.`,
        "repeated",
      );
      if (each !== (tactic ?? "")) {
        this.#byPlace.delete(key);
        tactics.delete(each);
      }
    }
    tactics.add(tactic ?? "");
    this.#byPlace.set(placeKey(techniqueId, tactic ?? ""), { annotation, path });
  }

  finish(): Pick<ReadLayer, "annotations" | "repeated" | "unusable"> {
    return {
      annotations: [...this.#byPlace.values()].map(({ annotation }) => annotation),
      repeated: this.#repeated,
      unusable: this.#unusable,
    };
  }
}

function placeKey(techniqueId: string, tactic: string): string {
  return `${techniqueId}\u0000${tactic}`;
}

import type {
  FileIntelligence,
  IntelligenceActor,
  IntelligenceItem,
  NamedPattern,
  TechniqueEvidence,
  TechniqueIndicator,
} from "./intelligence.ts";
import type { StixGraph, StixObject, StixRelationship } from "./stix-graph.ts";
import { buildStixGraph, nameOf, textAt, textsAt } from "./stix-graph.ts";
import type { ReadMarkings, UnreadMarking } from "./stix-marking.ts";
import { readStixMarkings } from "./stix-marking.ts";
import { isPattern, readPattern } from "./stix-pattern.ts";

/**
 * Reads actors with their techniques from the objects of a STIX 2.0 or 2.1 file.
 *
 * An actor is an intrusion set, a threat actor that none is attributed to, a campaign that belongs to
 * neither, software that nobody uses, or, where there is none of them, the report itself. Its
 * techniques are those that it uses itself, through its campaigns or through its software, those to
 * which an indicator of it is tied, and those that nobody uses and a report names beside it alone. It
 * is marked as high as anything that it was read from.
 */
export function readStix(objects: readonly unknown[], file: string): FileIntelligence {
  const reader = new StixReader(buildStixGraph(objects), file);
  return reader.read();
}

/** A technique on its way into a profile. */
interface Gathered {
  readonly pattern: NamedPattern;
  readonly texts: Set<string>;
  readonly indicators: Map<string, TechniqueIndicator>;
}

/** An actor on its way: what belongs to it and what it was found to use, by pattern. */
interface Head {
  readonly object: StixObject;
  /** IDs of the actor, its campaigns and its software. */
  readonly members: Set<string>;
  readonly techniques: Map<string, Gathered>;
  /** What its profile was read from, beside its members. */
  readonly sources: Set<StixObject>;
}

/** What a report is about: everything it names, with what the reports within it name. */
interface Scope {
  readonly report: StixObject;
  readonly ids: ReadonlySet<string>;
}

class StixReader {
  readonly #graph: StixGraph;
  readonly #file: string;
  readonly #items: IntelligenceItem[] = [];
  readonly #scopes: readonly Scope[];
  /** By the ID of a campaign or threat actor: the IDs of the actors that it belongs to. */
  readonly #owners = new Map<string, Set<string>>();
  readonly #heads = new Map<string, Head>();

  constructor(graph: StixGraph, file: string) {
    this.#graph = graph;
    this.#file = file;
    this.#scopes = this.#listScopes();
  }

  read(): FileIntelligence {
    this.#tellOfGraph();
    this.#findOwners();
    this.#findHeads();
    for (const head of this.#heads.values()) this.#gatherMembers(head);
    this.#findSoftwareHeads();
    for (const head of this.#heads.values()) this.#gatherUses(head);
    const placed = this.#gatherIndicators();
    this.#gatherNamed(placed);
    return { actors: this.#actors(), items: this.#items };
  }

  #tell(kind: string, what: string, message: string, effect: string | null): void {
    this.#items.push({ class: kind, what, file: this.#file, message, effect });
  }

  #tellOfGraph(): void {
    const { dangling, nameless, revoked } = this.#graph;
    for (const { verb, missing } of dangling) {
      if (!/^(?:uses|indicates|attributed-to)$/.test(verb)) continue;
      const what = missing.join(", ");
      this.#tell("not in the file", what, `"${verb}" names ${what}, not in the file`, "not taken");
    }
    for (const { report } of this.#scopes) {
      const missing = textsAt(report, "object_refs").filter((id) => !this.#graph.objects.has(id));
      if (missing.length === 0) continue;
      const message = `names ${missing.length} objects that are not in the file`;
      this.#tell("not in the file", nameOf(report), message, "what they say is not known");
    }
    for (const object of revoked) {
      this.#tell(
        "taken back",
        nameOf(object),
        `${object.type} was revoked by its author`,
        "left out",
      );
    }
    if (nameless > 0) {
      this.#tell("no object", String(nameless), "objects without type or ID", "left out");
    }
  }

  #objectsOf(...types: readonly string[]): StixObject[] {
    return [...this.#graph.objects.values()].filter(({ type }) => types.includes(type));
  }

  #listScopes(): Scope[] {
    const closure = (id: string, found: Set<string>) => {
      const left = [id];
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const report = this.#graph.objects.get(next);
        if (report === undefined) continue;
        for (const ref of textsAt(report, "object_refs")) {
          if (found.has(ref)) continue;
          found.add(ref);
          if (this.#graph.objects.get(ref)?.type === "report") left.push(ref);
        }
      }
      return found;
    };
    const attributed = (id: string) =>
      this.#graph.relationships
        .filter(({ verb, source }) => verb === "attributed-to" && source.id === id)
        .map(({ target }) => target.id);
    const reports = this.#objectsOf("report", "grouping").map((report) => ({
      report,
      ids: closure(report.id, new Set(attributed(report.id))),
    }));
    // A flow is all actions of its file.
    const actions = this.#objectsOf("attack-action").map(({ id }) => id);
    const flows = this.#objectsOf("attack-flow").map((report) => ({
      report,
      ids: new Set(actions),
    }));
    return [...reports, ...flows];
  }

  /** Who a campaign, or a person behind an intrusion set, belongs to. */
  #findOwners(): void {
    const add = (id: string, owner: string) => {
      this.#owners.set(id, (this.#owners.get(id) ?? new Set()).add(owner));
    };
    for (const { verb, source, target } of this.#graph.relationships) {
      if (verb !== "attributed-to") continue;
      const isGroup = target.type === "intrusion-set" || target.type === "threat-actor";
      if (source.type === "campaign" && isGroup) add(source.id, target.id);
      else if (source.type === "intrusion-set" && target.type === "threat-actor") {
        add(target.id, source.id);
      }
    }
    for (const { ids } of this.#scopes) {
      const owner = this.#onlyOne(ids, ["intrusion-set", "threat-actor"]);
      if (owner === null) continue;
      for (const campaign of this.#objectsOf("campaign")) {
        if (ids.has(campaign.id) && !this.#owners.has(campaign.id)) add(campaign.id, owner.id);
      }
    }
  }

  /** The only object of the first type of which there are any; null where there are several. */
  #onlyOne(ids: ReadonlySet<string>, types: readonly string[]): StixObject | null {
    for (const type of types) {
      const [first, ...others] = this.#objectsOf(type).filter(({ id }) => ids.has(id));
      if (first !== undefined) return others.length === 0 ? first : null;
    }
    return null;
  }

  #findHeads(): void {
    for (const object of this.#objectsOf("intrusion-set", "threat-actor", "campaign")) {
      if (!this.#owners.has(object.id)) this.#addHead(object);
    }
  }

  #addHead(object: StixObject): Head {
    const head: Head = {
      object,
      members: new Set([object.id]),
      techniques: new Map(),
      sources: new Set(),
    };
    this.#heads.set(object.id, head);
    return head;
  }

  #gatherMembers({ members }: Head): void {
    for (let size = 0; size < members.size;) {
      size = members.size;
      for (const [id, owners] of this.#owners) {
        if ([...owners].some((owner) => members.has(owner))) members.add(id);
      }
    }
    const actors = new Set(members);
    for (const { verb, source, target } of this.#graph.relationships) {
      if (verb === "uses" && actors.has(source.id) && isSoftware(target)) members.add(target.id);
    }
  }

  /** Software that no actor of the file uses stands for itself, if it is tied to a technique. */
  #findSoftwareHeads(): void {
    const used = new Set([...this.#heads.values()].flatMap(({ members }) => [...members]));
    for (const { verb, source, target } of this.#graph.relationships) {
      if (verb !== "uses" || !isSoftware(source) || used.has(source.id)) continue;
      if (isPattern(target) && !this.#heads.has(source.id)) this.#addHead(source);
    }
  }

  #gatherUses(head: Head): void {
    for (const { object, verb, source, target, description } of this.#graph.relationships) {
      if (verb !== "uses" || !isPattern(target) || !head.members.has(source.id)) continue;
      head.sources.add(object);
      const { texts } = this.#gathered(head, target);
      const by = source.id === head.object.id ? "" : `${nameOf(source)} (${source.type})`;
      if (description !== null) texts.add(by === "" ? description : `${by}: ${description}`);
      else if (by !== "") texts.add(`Used by ${by}.`);
    }
  }

  #gathered({ techniques, sources }: Head, pattern: StixObject): Gathered {
    sources.add(pattern);
    const known = techniques.get(pattern.id);
    if (known !== undefined) return known;
    const gathered = {
      pattern: readPattern(pattern),
      texts: new Set<string>(),
      indicators: new Map<string, TechniqueIndicator>(),
    };
    techniques.set(pattern.id, gathered);
    return gathered;
  }

  /** Ties indicators to the techniques of the actors that they indicate; says which were tied. */
  #gatherIndicators(): ReadonlySet<string> {
    const placed = new Set<string>();
    const [onlyHead, ...otherHeads] = this.#heads.values();
    const indicates = new Map<string, string[]>();
    for (const { verb, source, target } of this.#graph.relationships) {
      if (source.type !== "indicator" || isPattern(target) || !isTie(verb)) continue;
      indicates.set(source.id, [...(indicates.get(source.id) ?? []), target.id]);
    }
    for (const { object, verb, source, target } of this.#graph.relationships) {
      if (source.type !== "indicator" || !isPattern(target) || !isTie(verb)) continue;
      const told = indicates.get(source.id) ?? [];
      const named = [...this.#heads.values()].filter(({ members }) =>
        told.some((id) => members.has(id)),
      );
      const heads =
        named.length > 0 ? named : otherHeads.length === 0 && onlyHead ? [onlyHead] : [];
      if (heads.length === 0) {
        const message = `${verb} "${nameOf(target)}", and no actor is known to be meant`;
        this.#tell("indicator without actor", nameOf(source), message, "not taken");
      }
      for (const head of heads) {
        placed.add(target.id);
        head.sources.add(object).add(source);
        this.#gathered(head, target).indicators.set(source.id, readIndicator(source, verb));
      }
    }
    return placed;
  }

  /** Techniques that nobody uses belong to the one actor of the report that names them. */
  #gatherNamed(placed: ReadonlySet<string>): void {
    const used = new Set(placed);
    for (const { verb, source, target } of this.#graph.relationships) {
      if (verb === "uses" && isPattern(target) && source.type !== "indicator") used.add(target.id);
    }
    const heads = new Map([...this.#heads].map(([id, head]) => [id, head]));
    for (const pattern of this.#graph.objects.values()) {
      if (!isPattern(pattern) || used.has(pattern.id)) continue;
      const scopes = this.#scopes.filter(({ ids }) => ids.has(pattern.id));
      // The nearest report says it best; those around it only repeat it.
      const scope = scopes.sort((a, b) => a.ids.size - b.ids.size)[0];
      if (scope === undefined) {
        const { id, name } = readPattern(pattern);
        const what = id === null ? name : `${id} ${name}`;
        this.#tell("technique without actor", what, "nobody uses it in the file", "not taken");
        continue;
      }
      const around = new Set(scopes.flatMap(({ ids }) => [...ids]));
      const head = this.#headOf(around, heads, scope.report);
      if (head === null) {
        const message = `"${nameOf(scope.report)}" names it beside several actors`;
        this.#tell("technique without actor", nameOf(pattern), message, "not taken");
      } else {
        head.sources.add(scope.report);
        this.#gathered(head, pattern).texts.add(`Named in "${nameOf(scope.report)}".`);
      }
    }
  }

  /** The one actor that a report is about; the report itself where it names none. */
  #headOf(
    ids: ReadonlySet<string>,
    heads: ReadonlyMap<string, Head>,
    report: StixObject,
  ): Head | null {
    const types = ["intrusion-set", "threat-actor", "campaign", "malware", "tool"];
    const named = [...heads.values()].filter(({ object }) => ids.has(object.id));
    if (named.length === 0) return this.#heads.get(report.id) ?? this.#addHead(report);
    const only = this.#onlyOne(new Set(named.map(({ object }) => object.id)), types);
    return only === null ? null : (heads.get(only.id) ?? null);
  }

  #actors(): IntelligenceActor[] {
    const unread = new Map<string, UnreadMarking>();
    const actors = [...this.#heads.values()].flatMap((head) => {
      const { object, techniques } = head;
      if (techniques.size === 0) {
        const message = `${object.type} without techniques`;
        this.#tell("skipped", nameOf(object), message, "no profile");
        return [];
      }
      const scope = this.#scopeOf(object);
      const { marking, others } = this.#markingsOf(head, scope);
      for (const other of others) unread.set(other.id, other);
      return [
        {
          name: nameOf(object),
          description: textAt(object, "description") || (scope ? textAt(scope, "description") : ""),
          source: this.#sourceOf(object, scope),
          confidence: confidenceOf(object) ?? (scope ? confidenceOf(scope) : null),
          domain: null,
          marking,
          file: this.#file,
          techniques: [...techniques.values()].map(evidenceOf),
        },
      ];
    });
    for (const { words, isHere } of unread.values()) {
      const message = isHere
        ? "marks objects of the file, and is no level of TLP"
        : "marks objects of the file, which does not say what it means";
      const effect = "not taken: mark what came where it restricts its use";
      this.#tell("marking", words, message, effect);
    }
    return actors;
  }

  /** How everything is marked that an actor's profile was read from. */
  #markingsOf({ members, sources }: Head, scope: StixObject | null): ReadMarkings {
    const { objects, relationships } = this.#graph;
    const isOfBoth = ({ source, target }: StixRelationship) =>
      members.has(source.id) && members.has(target.id);
    const marked = [
      ...[...members].flatMap((id) => objects.get(id) ?? []),
      ...relationships.filter(isOfBoth).map(({ object }) => object),
      ...sources,
      ...(scope === null ? [] : [scope]),
    ];
    return readStixMarkings(marked, objects);
  }

  /** The widest report that names an object. */
  #scopeOf(object: StixObject): StixObject | null {
    const scopes = this.#scopes.filter(
      ({ report, ids }) => ids.has(object.id) || report.id === object.id,
    );
    return scopes.sort((a, b) => b.ids.size - a.ids.size)[0]?.report ?? null;
  }

  #sourceOf(object: StixObject, report: StixObject | null): string {
    const by = textAt(report ?? object, "created_by_ref") || textAt(object, "created_by_ref");
    const author = this.#graph.objects.get(by);
    const parts = [
      author === undefined ? "" : nameOf(author),
      report === null || report.id === object.id ? "" : nameOf(report),
    ].filter((part) => part !== "");
    return parts.length > 0 ? parts.join(": ") : baseName(this.#file);
  }
}

function isSoftware({ type }: StixObject): boolean {
  return type === "malware" || type === "tool";
}

/** The words by which producers tie an indicator to what it tells of. */
function isTie(verb: string): verb is TechniqueIndicator["verb"] {
  return verb === "indicates" || verb === "uses";
}

function readIndicator(object: StixObject, verb: TechniqueIndicator["verb"]): TechniqueIndicator {
  return {
    verb,
    name: nameOf(object),
    pattern: textAt(object, "pattern"),
    validFrom: textAt(object, "valid_from") || null,
  };
}

function evidenceOf({ pattern, texts, indicators }: Gathered): TechniqueEvidence {
  return { pattern, texts: [...texts], indicators: [...indicators.values()] };
}

/** STIX's scale of 0 to 100 in its three words; 0 is "nobody knows". */
function confidenceOf({ fields }: StixObject): IntelligenceActor["confidence"] {
  const value = fields["confidence"];
  if (typeof value !== "number" || value < 1 || value > 100) return null;
  return value < 30 ? "low" : value < 70 ? "medium" : "high";
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

import type { Domain } from "../../shared/model/attack-id.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import type {
  ChangeTouch,
  ChangedUses,
  ComparedKind,
  KindTotals,
  ObjectChange,
  RelationshipTotals,
  ReleaseComparison,
  VersionStep,
} from "../../shared/model/release-comparison.ts";
import { comparedKind } from "../../shared/model/release-comparison.ts";

/** An object of a release. */
export interface ComparedObject {
  readonly stixId: string;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string;
  /** `x_mitre_version`. */
  readonly version: string | null;
  readonly isActive: boolean;
  readonly isRevoked: boolean;
  readonly isSubtechnique: boolean;
}

/** A relationship by the STIX IDs of its ends. */
export interface ComparedRelationship {
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/** A release as comparing takes it. */
export interface ComparedRelease {
  readonly version: string;
  readonly objects: ReadonlyMap<string, ComparedObject>;
  readonly relationships: readonly ComparedRelationship[];
}

/** What an object says in each of two releases. */
export interface ObjectPair {
  readonly before: unknown;
  readonly after: unknown;
}

/** What of an assessment a change may touch. */
export interface TouchedAssessment {
  /** ATT&CK IDs of the chosen actors. */
  readonly chosen: ReadonlySet<string>;
  /** Names of the chosen actors that use a technique. */
  readonly usersOf: (id: string) => readonly string[];
  readonly rulesNaming: (id: string) => number;
}

export interface ReleasesInput {
  readonly domain: Domain;
  readonly before: ComparedRelease;
  readonly after: ComparedRelease;
  /** By STIX ID; an object that is not in it is the same in both. */
  readonly differing: ReadonlyMap<string, ObjectPair>;
  readonly touched: TouchedAssessment | null;
}

/**
 * Compares two releases of a domain.
 *
 * An object is told by its STIX ID. Active objects are counted; dates, markings and authorship of a
 * change are no change. Relationships count between active objects, each pair of ends once.
 */
export function compareReleases(input: ReleasesInput): ReleaseComparison {
  const { domain, before, after } = input;
  const objects = listChanges(input);
  return {
    domain,
    before: before.version,
    after: after.version,
    totals: comparedKind.options.flatMap((kind) => totalsOf(kind, objects, before, after)),
    relationships: compareRelationships(before, after),
    uses: compareUses(input),
    objects,
  };
}

const kinds: ReadonlyMap<string, ComparedKind> = new Map([
  ["x-mitre-tactic", "tactic"],
  ["intrusion-set", "group"],
  ["malware", "software"],
  ["tool", "software"],
  ["campaign", "campaign"],
  ["course-of-action", "mitigation"],
  ["x-mitre-data-source", "dataSource"],
  ["x-mitre-data-component", "dataComponent"],
  ["x-mitre-detection-strategy", "detectionStrategy"],
  ["x-mitre-analytic", "analytic"],
  ["x-mitre-asset", "asset"],
]);

function kindOf({ type, isSubtechnique }: ComparedObject): ComparedKind {
  return kinds.get(type) ?? (isSubtechnique ? "subtechnique" : "technique");
}

function listChanges(input: ReleasesInput): ObjectChange[] {
  const { before, after } = input;
  const becomes = new Map(
    after.relationships
      .filter(({ type }) => type === "revoked-by")
      .map(({ source, target }) => [source, target]),
  );
  const ids = new Set([...before.objects.keys(), ...after.objects.keys()]);
  const changes: ObjectChange[] = [];
  for (const stixId of ids) {
    const change = changeOf(stixId, input, becomes);
    if (change !== null) changes.push(change);
  }
  const order = new Map(comparedKind.options.map((kind, index) => [kind, index]));
  const place = ({ kind }: ObjectChange) => order.get(kind) ?? 0;
  const key = ({ id, name, stixId }: ObjectChange) => `${id ?? ""} ${name} ${stixId}`;
  return changes.sort((a, b) => place(a) - place(b) || (key(a) < key(b) ? -1 : 1));
}

function changeOf(
  stixId: string,
  { before, after, differing, touched }: ReleasesInput,
  becomes: ReadonlyMap<string, string>,
): ObjectChange | null {
  const was = before.objects.get(stixId);
  const is = after.objects.get(stixId);
  const shown = is ?? was;
  if (shown === undefined || (was?.isActive !== true && is?.isActive !== true)) return null;
  const base: ObjectChange = {
    kind: kindOf(shown),
    stixId,
    id: shown.attackId,
    name: shown.name,
    formerName: was !== undefined && was.name !== shown.name ? was.name : null,
    fate: "changed",
    version: {
      before: was?.version ?? null,
      after: is?.version ?? null,
      step: stepOf(was?.version ?? null, is?.version ?? null),
    },
    fields: [],
    tactics: null,
    platforms: null,
    becomes: null,
    touches: touched === null ? null : touchOf(shown, touched),
  };
  if (was === undefined) return { ...base, fate: "added" };
  if (is === undefined) return { ...base, fate: "removed" };
  if (!was.isActive) return { ...base, fate: "restored" };
  if (!is.isActive) {
    const goal = after.objects.get(becomes.get(stixId) ?? "");
    return {
      ...base,
      fate: is.isRevoked ? "revoked" : "deprecated",
      becomes: goal === undefined ? null : { id: goal.attackId, name: goal.name },
    };
  }
  const pair = differing.get(stixId);
  if (pair === undefined) return null;
  const [earlier, later] = [contentOf(pair.before), contentOf(pair.after)];
  const fields = [...new Set([...earlier.keys(), ...later.keys()])]
    .filter((field) => earlier.get(field) !== later.get(field))
    .map(wordOf);
  if (fields.length === 0 && base.version.before === base.version.after) return null;
  return {
    ...base,
    fields: [...new Set(fields)].sort(),
    tactics: listDifference(tacticsOf(pair.before), tacticsOf(pair.after)),
    platforms: listDifference(
      textsOf(pair.before, "x_mitre_platforms"),
      textsOf(pair.after, "x_mitre_platforms"),
    ),
  };
}

function stepOf(before: string | null, after: string | null): VersionStep {
  if (before === after || before === null || after === null) return "none";
  const [was, is] = [before, after].map((version) => version.split(".").map(Number));
  const [wasMajor, isMajor] = [was?.[0] ?? NaN, is?.[0] ?? NaN];
  if (isMajor === wasMajor + 1) return "major";
  return isMajor === wasMajor && is?.[1] === (was?.[1] ?? 0) + 1 ? "minor" : "other";
}

/** Properties about the object rather than of it: when, by whom and for whom it was written. */
const aboutTheObject: ReadonlySet<string> = new Set([
  "id",
  "type",
  "spec_version",
  "created",
  "modified",
  "created_by_ref",
  "revoked",
  "object_marking_refs",
  "x_mitre_version",
  "x_mitre_attack_spec_version",
  "x_mitre_modified_by_ref",
  "x_mitre_deprecated",
  // What STIX 2.1 says by one of them, 2.0 says by the other, of software alone.
  "labels",
  "is_family",
]);

const words: ReadonlyMap<string, string> = new Map([
  ["kill_chain_phases", "tactics"],
  ["external_references", "references"],
  ["x_mitre_analytic_refs", "analytics"],
  ["x_mitre_log_source_references", "log sources"],
  ["x_mitre_data_source_ref", "data source"],
  ["x_mitre_is_subtechnique", "sub-technique"],
]);

function wordOf(property: string): string {
  return words.get(property) ?? property.replace(/^x_mitre_/, "").replaceAll("_", " ");
}

/** What an object says, property by property, as text; what says nothing is left out. */
function contentOf(object: unknown): Map<string, string> {
  const content = new Map<string, string>();
  if (typeof object !== "object" || object === null) return content;
  for (const [property, value] of Object.entries(object)) {
    if (aboutTheObject.has(property) || saysNothing(value)) continue;
    content.set(property, textOf(value));
  }
  return content;
}

function saysNothing(value: unknown): boolean {
  return (
    value === null ||
    value === false ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value as text: a moment as the same moment in whatever digits, keys of an object in order. */
function textOf(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(moment.test(value) ? new Date(value).toISOString() : value);
  }
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, each]) => !saysNothing(each))
    .map(([key, each]) => `${JSON.stringify(key)}:${textOf(each)}`);
  return `{${parts.sort().join(",")}}`;
}

function textsOf(object: unknown, property: string): string[] {
  if (typeof object !== "object" || object === null) return [];
  const value: unknown = new Map<string, unknown>(Object.entries(object)).get(property);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function tacticsOf(object: unknown): string[] {
  if (typeof object !== "object" || object === null) return [];
  const phases: unknown = new Map<string, unknown>(Object.entries(object)).get("kill_chain_phases");
  if (!Array.isArray(phases)) return [];
  return phases.flatMap((phase: unknown) =>
    typeof phase === "object" &&
    phase !== null &&
    "phase_name" in phase &&
    typeof phase.phase_name === "string"
      ? [phase.phase_name]
      : [],
  );
}

function listDifference(before: readonly string[], after: readonly string[]) {
  const added = after.filter((each) => !before.includes(each));
  const removed = before.filter((each) => !after.includes(each));
  return added.length + removed.length === 0 ? null : { added, removed };
}

function touchOf(object: ComparedObject, touched: TouchedAssessment): ChangeTouch | null {
  const id = object.attackId;
  if (id === null) return null;
  if (object.type !== "attack-pattern") {
    return touched.chosen.has(id) ? { chosen: true, actors: [], rules: 0 } : null;
  }
  const [actors, rules] = [touched.usersOf(id), touched.rulesNaming(id)];
  return actors.length === 0 && rules === 0 ? null : { chosen: false, actors: [...actors], rules };
}

function totalsOf(
  kind: ComparedKind,
  objects: readonly ObjectChange[],
  before: ComparedRelease,
  after: ComparedRelease,
): KindTotals[] {
  const countIn = (release: ComparedRelease) =>
    [...release.objects.values()].filter((object) => object.isActive && kindOf(object) === kind)
      .length;
  const own = objects.filter((change) => change.kind === kind);
  const count = (holds: (change: ObjectChange) => boolean) => own.filter(holds).length;
  const isChanged = ({ fate }: ObjectChange) => fate === "changed";
  const [was, is] = [countIn(before), countIn(after)];
  if (was + is + own.length === 0) return [];
  return [
    {
      kind,
      before: was,
      after: is,
      added: count(({ fate }) => fate === "added"),
      changed: count(isChanged),
      renamed: count((change) => isChanged(change) && change.formerName !== null),
      moved: count((change) => isChanged(change) && change.tactics !== null),
      major: count((change) => isChanged(change) && change.version.step === "major"),
      minor: count((change) => isChanged(change) && change.version.step === "minor"),
      revoked: count(({ fate }) => fate === "revoked"),
      deprecated: count(({ fate }) => fate === "deprecated"),
      restored: count(({ fate }) => fate === "restored"),
      removed: count(({ fate }) => fate === "removed"),
    },
  ];
}

/** Relationships between active objects, each once, as text by type. */
function pairsByType({ objects, relationships }: ComparedRelease): Map<string, Set<string>> {
  const pairs = new Map<string, Set<string>>();
  for (const { type, source, target } of relationships) {
    if (objects.get(source)?.isActive !== true || objects.get(target)?.isActive !== true) continue;
    const known = pairs.get(type) ?? new Set();
    known.add(`${source} ${target}`);
    pairs.set(type, known);
  }
  return pairs;
}

function compareRelationships(
  before: ComparedRelease,
  after: ComparedRelease,
): RelationshipTotals[] {
  const [earlier, later] = [pairsByType(before), pairsByType(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().map((type) => {
    const [was, is] = [earlier.get(type) ?? new Set(), later.get(type) ?? new Set()];
    return {
      type,
      before: was.size,
      after: is.size,
      added: [...is].filter((pair) => !was.has(pair)).length,
      removed: [...was].filter((pair) => !is.has(pair)).length,
    };
  });
}

const usingKinds = ["group", "campaign", "software"] as const;

/** What actors that are active in both are said to use more, and what no longer. */
function compareUses({ before, after, touched }: ReleasesInput): ChangedUses[] {
  const [earlier, later] = [usesOf(before), usesOf(after)];
  const changed: ChangedUses[] = [];
  for (const actor of after.objects.values()) {
    const kind = usingKinds.find((each) => each === kindOf(actor));
    const id = actor.attackId;
    if (kind === undefined || id === null || !actor.isActive) continue;
    if (before.objects.get(actor.stixId)?.isActive !== true) continue;
    const [was, is] = [earlier.get(actor.stixId), later.get(actor.stixId)];
    const added = [...(is ?? [])].filter((each) => was?.has(each) !== true).sort();
    const removed = [...(was ?? [])].filter((each) => is?.has(each) !== true).sort();
    if (added.length + removed.length === 0) continue;
    changed.push({
      kind,
      id,
      name: actor.name,
      added: added.map((each) => techniqueId.parse(each)),
      removed: removed.map((each) => techniqueId.parse(each)),
      chosen: touched?.chosen.has(id) ?? false,
    });
  }
  const place = ({ kind }: ChangedUses) => usingKinds.indexOf(kind);
  return changed.sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
}

/** ATT&CK IDs of the active techniques that each object uses directly. */
function usesOf({ objects, relationships }: ComparedRelease): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { type, source, target } of relationships) {
    const technique = objects.get(target);
    if (type !== "uses" || technique?.type !== "attack-pattern" || !technique.isActive) continue;
    if (technique.attackId === null) continue;
    const known = uses.get(source) ?? new Set();
    known.add(technique.attackId);
    uses.set(source, known);
  }
  return uses;
}

import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { Resolver } from "../detections/classify.ts";
import type {
  IntelligenceActor,
  IntelligenceItem,
  NamedPattern,
  TechniqueIndicator,
} from "./intelligence.ts";

/** A technique of an actor as it is kept: by an ID of the release, or by the one that it came with. */
interface ResolvedTechnique {
  readonly id: TechniqueId;
  /** Whether the release holds it, so that it counts. */
  readonly counts: boolean;
  readonly text: string;
  readonly indicators: readonly TechniqueIndicator[];
}

/** An actor against a release. */
export interface ResolvedActor {
  readonly actor: IntelligenceActor;
  readonly techniques: readonly ResolvedTechnique[];
  /** What of it names no technique of the release, or another one than it says. */
  readonly items: readonly IntelligenceItem[];
  /** IDs of other releases, as written. */
  readonly otherIds: readonly string[];
}

/**
 * The number of an actor's IDs that a release holds or once held: what tells the domain of an actor
 * of which nobody said it.
 */
export function countIdsOf(
  { techniques }: IntelligenceActor,
  knowledge: Pick<Knowledge, "techniques" | "retired">,
): number {
  return techniques.filter(({ pattern }) => {
    const normal = normaliseTechniqueId(pattern.id ?? "");
    return (
      normal.form === "technique" &&
      (knowledge.techniques.has(normal.id) || knowledge.retired.has(normal.id))
    );
  }).length;
}

/** Names of a release's active techniques, in lower case, each with the IDs that carry it. */
export function namesOf({
  techniques,
}: Pick<Knowledge, "techniques">): ReadonlyMap<string, TechniqueId[]> {
  const names = new Map<string, TechniqueId[]>();
  const add = (name: string, id: TechniqueId) => {
    names.set(name.toLowerCase(), [...(names.get(name.toLowerCase()) ?? []), id]);
  };
  for (const { id, name, parentId } of techniques.values()) {
    add(name, id);
    const parent = parentId === null ? undefined : techniques.get(parentId);
    if (parent !== undefined) add(`${parent.name}: ${name}`, id);
  }
  return names;
}

/**
 * Reads an actor's techniques against a release.
 *
 * IDs that the release does not hold are kept as they came and do not count; what carries no ID is
 * known by its name, where exactly one technique has it.
 */
export function resolveActor(
  actor: IntelligenceActor,
  resolve: Resolver,
  names: ReadonlyMap<string, readonly TechniqueId[]>,
): ResolvedActor {
  const items: IntelligenceItem[] = [];
  const otherIds = new Set<string>();
  const techniques = new Map<
    TechniqueId,
    { counts: boolean; texts: Set<string>; indicators: TechniqueIndicator[] }
  >();
  for (const { pattern, texts, indicators } of actor.techniques) {
    const found = resolvePattern(pattern, resolve, names);
    if (found.item !== null) {
      const { file } = actor;
      items.push({ ...found.item, what: `${actor.name}: ${whatOf(pattern)}`, file });
    }
    if (found.other !== null) otherIds.add(found.other);
    if (found.id === null) continue;
    const known = techniques.get(found.id) ?? {
      counts: found.counts,
      texts: new Set<string>(),
      indicators: [],
    };
    for (const text of texts) known.texts.add(text);
    if (found.note !== null) known.texts.add(found.note);
    known.indicators.push(...indicators);
    techniques.set(found.id, known);
  }
  return {
    actor,
    techniques: [...techniques].map(([id, { counts, texts, indicators }]) => ({
      id,
      counts,
      text: [...texts].join("\n"),
      indicators,
    })),
    items,
    otherIds: [...otherIds],
  };
}

interface Resolved {
  readonly id: TechniqueId | null;
  readonly counts: boolean;
  /** Said beside the technique where it goes by another ID or name than the report's. */
  readonly note: string | null;
  /** The written ID, where it may be resolved. */
  readonly other: string | null;
  readonly item: Pick<IntelligenceItem, "class" | "message" | "effect"> | null;
}

const nowhere = { id: null, counts: false, note: null, other: null } as const;
const notTaken = "not in the profile";

function resolvePattern(
  pattern: NamedPattern,
  resolve: Resolver,
  names: ReadonlyMap<string, readonly TechniqueId[]>,
): Resolved {
  if (pattern.id === null) return resolveName(pattern, names);
  const { written, techniqueId, name, status } = resolve(pattern.id);
  if (status === "known" && techniqueId !== null) {
    return { id: techniqueId, counts: true, note: null, other: null, item: null };
  }
  if (techniqueId !== null) {
    const message = `${written} taken as ${techniqueId}${name === null ? "" : ` ${name}`}`;
    return {
      id: techniqueId,
      counts: true,
      note: `The source names ${written}.`,
      other: written,
      item: { class: "taken as another ID", message, effect: "counts" },
    };
  }
  const normal = normaliseTechniqueId(pattern.id);
  const message = `${written}${name === null ? "" : ` ${name}`}: ${statusWords[status]}`;
  if (normal.form !== "technique") {
    return {
      ...nowhere,
      other: written,
      item: { class: "no technique", message, effect: notTaken },
    };
  }
  return {
    id: normal.id,
    counts: false,
    note: null,
    other: written,
    item: { class: status, message, effect: "kept, and does not count" },
  };
}

const statusWords: Readonly<Record<ReturnType<Resolver>["status"], string>> = {
  known: "known",
  accepted: "accepted",
  revoked: "revoked in this release",
  newer: "of a newer release",
  deprecated: "deprecated in this release",
  unknown: "in no release that is known",
  malformed: "no technique ID",
  "other-domain": "of another domain",
};

function resolveName(
  { name, otherIds }: NamedPattern,
  names: ReadonlyMap<string, readonly TechniqueId[]>,
): Resolved {
  const ids = names.get(name.trim().toLowerCase()) ?? [];
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) {
    return {
      id: only,
      counts: true,
      note: `The source names "${name}" without an ID.`,
      other: null,
      item: { class: "known by name", message: `has no ID, taken as ${only}`, effect: "counts" },
    };
  }
  const message =
    ids.length > 1
      ? `has no ID, and ${ids.join(", ")} have this name`
      : otherIds.length > 0
        ? `carries no ATT&CK ID but ${otherIds.join(", ")}`
        : "carries no ATT&CK ID, and no technique has this name";
  return { ...nowhere, item: { class: "no technique", message, effect: notTaken } };
}

function whatOf({ id, name }: NamedPattern): string {
  return id === null || id === name ? name : `${id} ${name}`;
}

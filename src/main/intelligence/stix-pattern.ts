import { findTechniqueIds } from "../detections/technique-ids.ts";
import type { NamedPattern } from "./intelligence.ts";
import type { StixObject } from "./stix-graph.ts";
import { nameOf, textAt } from "./stix-graph.ts";

/** Whether an object names a technique: an attack pattern, or an action of an attack flow. */
export function isPattern(object: StixObject): boolean {
  return object.type === "attack-pattern" || object.type === "attack-action";
}

/**
 * What an attack pattern names: by its ATT&CK reference, its `x_mitre_id`, an address of ATT&CK's
 * website, or an ID in its name.
 *
 * Producers give the same technique IDs of their own, so the object's own ID says nothing.
 */
export function readPattern(object: StixObject): NamedPattern {
  const name = nameOf(object);
  const references = referencesOf(object);
  const otherIds = references.flatMap(({ source, id }) =>
    id !== "" && !isAttackSource(source) && /^[\w.:-]{1,60}$/.test(id) && !isTechniqueId(id)
      ? [id]
      : [],
  );
  const candidates = [
    ...references.filter(({ source }) => isAttackSource(source)).map(({ id }) => id),
    textAt(object, "x_mitre_id"),
    textAt(object, "technique_id"),
    ...references.map(({ id }) => id).filter(isTechniqueId),
    ...references.flatMap(({ url }) =>
      findTechniqueIds(/techniques\/(T[\d./]+)/.exec(url)?.[1] ?? ""),
    ),
  ];
  const id = candidates.find((one) => one !== "") ?? onlyIdIn(name);
  return { id, name: withoutId(name), otherIds };
}

function referencesOf({ fields }: StixObject): { source: string; id: string; url: string }[] {
  const references = fields["external_references"];
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference: unknown) => {
    if (typeof reference !== "object" || reference === null) return [];
    const { source_name: source, external_id: id, url } = reference as Record<string, unknown>;
    const textOf = (value: unknown) => (typeof value === "string" ? value.trim() : "");
    return [{ source: textOf(source), id: textOf(id), url: textOf(url) }];
  });
}

function isAttackSource(source: string): boolean {
  return /^mitre-(?:(?:mobile|ics|pre|enterprise)-)?attack$/i.test(source);
}

function isTechniqueId(text: string): boolean {
  return /^T\d{4}(?:\.\d{3})?$/i.test(text);
}

function onlyIdIn(name: string): string | null {
  const [id, ...others] = findTechniqueIds(name);
  return id !== undefined && others.length === 0 ? id : null;
}

/** `T1082: System Information Discovery` and `System Information Discovery - T1082`, without the ID. */
function withoutId(name: string): string {
  const bare = name
    .replace(/^T\d{4}(?:\.\d{3})?\s*[:-]\s*/i, "")
    .replace(/\s+-\s+T\d{4}(?:\.\d{3})?$/i, "")
    .trim();
  return bare === "" ? name : bare;
}

import type { ObjectSummary } from "../../shared/model/catalogue.ts";

/** An object that was found, and how well its words matched (the smaller the better). */
export interface FoundObject {
  readonly object: ObjectSummary;
  readonly rank: number;
}

/** How an object matched, the best first. */
type Closeness = 0 | 1 | 2 | 3 | 4 | 5;

/**
 * Orders what was found for a text: by ID, by name, by the beginning of a name, by another name, by
 * words of a name, by text; equals by how well their words match, then by ATT&CK ID.
 */
export function rankHits(text: string, found: readonly FoundObject[]): FoundObject[] {
  const wanted = text.trim().toLowerCase();
  const closeness = new Map(found.map((hit) => [hit, closenessOf(wanted, hit.object)]));
  const close = (hit: FoundObject) => closeness.get(hit) ?? 5;
  const id = ({ object }: FoundObject) => object.attackId ?? object.name;
  return [...found].sort(
    (a, b) =>
      close(a) - close(b) || a.rank - b.rank || (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0),
  );
}

/** Whether a name, not only a text, made the match. */
export function isMatchedByName(text: string, object: ObjectSummary): boolean {
  return closenessOf(text.trim().toLowerCase(), object) < 5;
}

function closenessOf(wanted: string, object: ObjectSummary): Closeness {
  const name = object.name.toLowerCase();
  const aliases = object.aliases.map((alias) => alias.toLowerCase());
  const id = object.attackId?.toLowerCase() ?? "";
  if (id === wanted) return 0;
  if (name === wanted) return 1;
  if (name.startsWith(wanted) || id.startsWith(wanted)) return 2;
  if (aliases.some((alias) => alias.startsWith(wanted))) return 3;
  return [name, ...aliases].some((text) => text.includes(wanted)) ? 4 : 5;
}

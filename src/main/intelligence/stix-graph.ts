/** An object of a STIX 2.x file; only its type and ID are sure. */
export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A relationship between two objects that are both there. */
export interface StixRelationship {
  readonly object: StixObject;
  readonly verb: string;
  readonly source: StixObject;
  readonly target: StixObject;
  readonly description: string | null;
}

/** The objects of one file and what ties them together. */
export interface StixGraph {
  readonly objects: ReadonlyMap<string, StixObject>;
  readonly relationships: readonly StixRelationship[];
  /** Relationships of which an end is not in the file. */
  readonly dangling: readonly { readonly verb: string; readonly missing: readonly string[] }[];
  /** Objects without type or ID. */
  readonly nameless: number;
  /** Objects that their author took back. */
  readonly revoked: readonly StixObject[];
}

/** Ties objects together; of several versions of one object the newest holds. */
export function buildStixGraph(values: readonly unknown[]): StixGraph {
  const objects = new Map<string, StixObject>();
  let nameless = 0;
  for (const value of values) {
    const object = readObject(value);
    if (object === null) {
      nameless += 1;
      continue;
    }
    const known = objects.get(object.id);
    if (known === undefined || textAt(object, "modified") >= textAt(known, "modified")) {
      objects.set(object.id, object);
    }
  }
  const revoked: StixObject[] = [];
  const relationships: StixRelationship[] = [];
  const dangling: { verb: string; missing: string[] }[] = [];
  for (const object of objects.values()) {
    if (object.fields["revoked"] === true && object.type !== "attack-pattern") {
      revoked.push(object);
      continue;
    }
    if (object.type !== "relationship") continue;
    const verb = textAt(object, "relationship_type");
    const ends = [textAt(object, "source_ref"), textAt(object, "target_ref")];
    const [source, target] = ends.map((id) => objects.get(id));
    if (source === undefined || target === undefined) {
      dangling.push({ verb, missing: ends.filter((id) => !objects.has(id)) });
    } else {
      relationships.push({
        object,
        verb,
        source,
        target,
        description: textAt(object, "description") || null,
      });
    }
  }
  for (const { id } of revoked) objects.delete(id);
  const isThere = ({ source, target }: StixRelationship) =>
    objects.has(source.id) && objects.has(target.id);
  return { objects, relationships: relationships.filter(isThere), dangling, nameless, revoked };
}

function readObject(value: unknown): StixObject | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  // A plain object that JSON.parse made; every field is checked where it is read.
  const fields = value as Readonly<Record<string, unknown>>;
  const { type, id } = fields;
  return typeof type === "string" && typeof id === "string" && id.length <= 500
    ? { type, id, fields }
    : null;
}

/** The text of a field; empty where there is none. */
export function textAt({ fields }: Pick<StixObject, "fields">, key: string): string {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === "string" ? value.trim() : "";
}

/** The texts of a field's list. */
export function textsAt({ fields }: Pick<StixObject, "fields">, key: string): string[] {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** What an object is called, else its ID. */
export function nameOf(object: StixObject): string {
  return textAt(object, "name") || object.id;
}

/** An object of parsed JSON or TOML; its fields are read by name and never walked blindly. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object, and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of the object's own; what every object inherits is none. */
export function fieldAt(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The trimmed text of a field; null where it is empty, missing or no text. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = fieldAt(object, key);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The object of a field; an empty one where it is missing or something else. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = fieldAt(object, key);
  return isJsonObject(value) ? value : {};
}

/** The objects of a list; of a single object in its place, that one. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  const value = fieldAt(object, key);
  return isJsonObject(value) ? [value] : Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts of a list, or a single text in its place. */
export function textsAt(object: JsonObject, key: string): string[] {
  const value = fieldAt(object, key);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string").map((text) => text.trim());
}

/** A day as `YYYY-MM-DD` of a date, or of a text that begins with one; null where it is neither. */
export function dayAt(object: JsonObject, key: string): string | null {
  const value = fieldAt(object, key);
  const text = value instanceof Date ? isoOf(value) : typeof value === "string" ? value : "";
  const [, year, month, day] = /^\s*(\d{4})[-/](\d{2})[-/](\d{2})/.exec(text) ?? [];
  return year === undefined ? null : `${year}-${month ?? ""}-${day ?? ""}`;
}

/** A value as text: a scalar as it is, a list of texts by lines, anything else as JSON. */
export function textOfJson(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return String(value);
  }
  if (value instanceof Date) return isoOf(value);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.join("\n");
  }
  // TOML has whole numbers that JSON has not.
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "bigint" ? String(part) : part,
  );
}

/** TOML's times of day are dates without a day. */
function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

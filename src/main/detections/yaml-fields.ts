import type { YamlMap, YamlValue } from "./yaml.reader.ts";

/** The trimmed text of a field; null where it is empty, missing or no text. */
export function textAt(map: YamlMap, key: string): string | null {
  const value = map.get(key);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The map of a field; an empty one where it is missing or something else. */
export function mapAt(map: YamlMap, key: string): YamlMap {
  const value = map.get(key);
  return isYamlMap(value) ? value : new Map();
}

/** The maps of a list; of a single map in its place, that one. */
export function mapsOf(value: YamlValue | undefined): YamlMap[] {
  if (isYamlMap(value)) return [value];
  return isYamlList(value) ? value.filter(isYamlMap) : [];
}

/** Texts of a list, or of a single text in its place. */
export function textsOf(value: YamlValue | undefined): string[] {
  if (typeof value === "string") return [value];
  return isYamlList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The day of a field as `YYYY-MM-DD`, where it says one; another text as it is. */
export function dateAt(map: YamlMap, key: string): string | null {
  return textAt(map, key)?.replace(/^(\d{4})\/(\d{2})\/(\d{2})$/, "$1-$2-$3") ?? null;
}

/** A value as text: a scalar as it is, a list of scalars by lines, anything else as JSON. */
export function textOf(value: YamlValue): string {
  if (typeof value === "string") return value;
  if (isYamlList(value) && value.every((item) => typeof item === "string")) {
    return value.join("\n");
  }
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Map ? (Object.fromEntries(part) as Record<string, unknown>) : part,
  );
}

/** Whether a value is a map. */
export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return value instanceof Map;
}

function isYamlList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

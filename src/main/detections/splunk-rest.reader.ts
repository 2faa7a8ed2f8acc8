import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import type { JsonValue } from "./json-values.reader.ts";
import { readJsonValues } from "./json-values.reader.ts";
import type { ReadFileResult } from "./record.ts";
import { aResult, aWarning } from "./record.ts";
import type { SearchSettings } from "./splunk-search.ts";
import { detectionOfSearch, isDetectionSearch } from "./splunk-search.ts";
import type { Table } from "./table-columns.ts";

/** Whether a table's headings are those of Splunk's `| rest`. */
export function isSplunkTable(columns: readonly string[]): boolean {
  return columns.some((column) =>
    /^(?:action\.|eai:|dispatch\.|alert\.|is_scheduled$|cron_schedule$|alertrules$|mitre_technique$)/.test(
      column.trim(),
    ),
  );
}

/** Reads a table that `| rest` gave, one saved search a row; a cell may hold many of them. */
export function readSplunkTable(table: Table): ReadFileResult {
  const reader = new SearchReader(table.file);
  for (const { line, cells } of table.rows) {
    const settings = new Map<string, string>();
    for (const [column, name] of table.columns.entries()) {
      const text = cells[column] ?? "";
      if (text !== "") settings.set(name.trim(), text);
    }
    reader.take(settings, line);
  }
  return reader.finish();
}

/** Whether a JSON value holds saved searches, as {@link readSplunkJson} reads them. */
export function isSplunkJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((row) => isObject(row) && isSearch(row));
  if (!isObject(value)) return false;
  const { results, fields, rows } = value as Record<string, unknown>;
  return (
    Array.isArray(results) || (Array.isArray(fields) && Array.isArray(rows)) || isSearch(value)
  );
}

/**
 * Reads saved searches from JSON: the REST interface's answer, Splunk Web's export with a result a
 * line, a list of rows, or a search's results. Values of another kind give nothing.
 */
export function readSplunkJson(file: string, values: readonly JsonValue[]): ReadFileResult {
  const reader = new SearchReader(file);
  for (const { line, value, fault } of values) {
    if (fault !== null) reader.refuse(line, fault);
    else for (const row of rowsOf(value) ?? []) reader.take(row, line);
  }
  return reader.finish();
}

class SearchReader {
  readonly #file: string;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  take(settings: SearchSettings, line: number | null): void {
    const nested = searchesInCells(settings);
    if (nested.length > 0) {
      for (const search of nested) this.take(search, line);
      return;
    }
    const title = (settings.get("title") ?? settings.get("name") ?? "").trim();
    if (title === "") this.refuse(line, "has no title");
    else if (!isDetectionSearch(settings)) {
      const message = `"${title}" is a ${settings.get("action.escu.search_type") ?? ""} search, not a detection.`;
      this.#warnings.push(aWarning("not-a-detection", this.#file, message));
    } else {
      const key = keyOf(settings, title);
      const place = { format: "splunk-rest", file: this.#file, line, key, title } as const;
      this.#records.push(detectionOfSearch(settings, place));
    }
  }

  refuse(line: number | null, reason: string): void {
    this.#unreadable.push({ file: this.#file, line, reason });
  }

  finish(): ReadFileResult {
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings: this.#warnings,
    });
  }
}

/**
 * What names a saved search within its Splunk: application and title, for a private one its owner.
 *
 * Its `id` will not do, which holds the name of the host that was asked.
 */
function keyOf(settings: SearchSettings, title: string): string {
  const [, idOwner, idApp] =
    /\/servicesNS\/([^/]+)\/([^/]+)\/saved\/searches\//.exec(settings.get("id") ?? "") ?? [];
  const app = settings.get("eai:acl.app") ?? idApp;
  const owner = settings.get("eai:acl.owner") ?? idOwner ?? "";
  const isPrivate = settings.get("eai:acl.sharing") === "user";
  return [isPrivate ? owner : "", app ?? "", title].filter((part) => part !== "").join("/");
}

/** The rows of a JSON value, or null where it is not one of Splunk's. */
function rowsOf(value: unknown): SearchSettings[] | null {
  if (Array.isArray(value)) {
    const rows = value.filter(isObject);
    return rows.some(isSearch) ? rows.flatMap((row) => rowsOf(row) ?? [settingsOf(row)]) : null;
  }
  if (!isObject(value)) return null;
  if (Array.isArray(value["entry"])) return value["entry"].filter(isObject).map(settingsOfEntry);
  if (isObject(value["result"])) {
    // A preview is repeated by the results that follow it.
    return value["preview"] === true ? [] : [settingsOf(value["result"])];
  }
  const { results, fields, rows } = value as Record<string, unknown>;
  if (Array.isArray(results)) return results.filter(isObject).map((row) => settingsOf(row));
  if (Array.isArray(fields) && Array.isArray(rows)) {
    const names = fields.map(nameOfField);
    return rows.filter(Array.isArray).map((row: unknown[]) => settingsOfCells(names, row));
  }
  return isSearch(value) ? [settingsOf(value)] : null;
}

/** Whether an object has what only a saved search has, beside a title. */
function isSearch(value: Readonly<Record<string, unknown>>): boolean {
  if (isObject(value["result"]) || Array.isArray(value["entry"])) return true;
  const names = Object.keys(value);
  const hasTitle = typeof value["title"] === "string" || typeof value["name"] === "string";
  return (hasTitle && names.includes("search")) || isSplunkTable(names);
}

/** An entry of the REST interface: a name, an access list and the settings. */
function settingsOfEntry(entry: Readonly<Record<string, unknown>>): SearchSettings {
  const settings = new Map(isObject(entry["content"]) ? settingsOf(entry["content"]) : []);
  const acl = isObject(entry["acl"]) ? entry["acl"] : {};
  const outer: readonly (readonly [string, unknown])[] = [
    ["title", entry["name"]],
    ["id", entry["id"]],
    ["updated", entry["updated"]],
    ["author", entry["author"]],
    ["eai:acl.app", acl["app"]],
    ["eai:acl.owner", acl["owner"]],
    ["eai:acl.sharing", acl["sharing"]],
  ];
  for (const [name, value] of outer) {
    const text = textOfValue(value);
    if (text !== "") settings.set(name, text);
  }
  return settings;
}

function settingsOf(row: Readonly<Record<string, unknown>>): SearchSettings {
  return settingsOfCells(Object.keys(row), Object.values(row));
}

function settingsOfCells(names: readonly string[], cells: readonly unknown[]): SearchSettings {
  const settings = new Map<string, string>();
  for (const [column, name] of names.entries()) {
    const text = textOfValue(cells[column]);
    // An empty list of actions says that there is none.
    if (text !== "" || name === "actions") settings.set(name, text);
  }
  return settings;
}

/** Saved searches that stand as JSON objects in cells of one row. */
function searchesInCells(settings: SearchSettings): SearchSettings[] {
  for (const [name, text] of settings) {
    if (name.includes(".") || !text.trimStart().startsWith("{")) continue;
    const searches: SearchSettings[] = [];
    for (const { value } of readJsonValues(text)) {
      if (isObject(value) && typeof value["title"] === "string") searches.push(settingsOf(value));
    }
    if (searches.length > 0) return searches;
  }
  return [];
}

function nameOfField(field: unknown): string {
  return textOfValue(isObject(field) ? field["name"] : field);
}

function textOfValue(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(textOfValue).join("\n");
  return isObject(value) ? JSON.stringify(value) : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

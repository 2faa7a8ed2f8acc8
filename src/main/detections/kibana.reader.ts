import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { elasticFields, joined, ownFieldsOf } from "./elastic-rule.ts";
import type { JsonObject } from "./json-fields.ts";
import { dayAt, fieldAt, isJsonObject, objectAt, textAt, textsAt } from "./json-fields.ts";
import type { JsonValue } from "./json-values.reader.ts";
import { platformsOfElastic } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";

/** What an object of Kibana's export is. */
type ObjectKind = "rule" | "exception list" | "exception item" | "connector" | "summary";

/** Whether a JSON value is part of Kibana's export of rules, or of a list made of it. */
export function isKibanaExport(value: unknown): boolean {
  return objectsOf(value).some((object) => {
    const kind = kindOf(object);
    return kind === "rule" || kind === "summary";
  });
}

/**
 * Reads Kibana's export of rules: one object a line, or joined into lists, or laid out over several
 * lines by who passed it on.
 *
 * The summary that Kibana writes last is compared with what was read.
 */
export function readKibana(file: string, values: readonly JsonValue[]): ReadFileResult {
  const reader = new KibanaReader(file);
  for (const { line, value, fault } of values) {
    if (fault !== null) reader.refuse(line, fault);
    else for (const object of objectsOf(value)) reader.take(object, line);
  }
  return reader.finish();
}

/** The objects of a value: itself, those of a list, those of an answer of the rules' interface. */
function objectsOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isJsonObject);
  if (!isJsonObject(value)) return [];
  const data = fieldAt(value, "data");
  return Array.isArray(data) && kindOf(value) === null ? data.filter(isJsonObject) : [value];
}

function kindOf(object: JsonObject): ObjectKind | null {
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(object, key));
  if (has("exported_count") || has("exported_rules_count")) return "summary";
  if (has("item_id", "list_id")) return "exception item";
  if (has("list_id")) return "exception list";
  if (has("attributes", "type")) return "connector";
  return has("rule_id", "type") || has("risk_score", "severity", "type") ? "rule" : null;
}

class KibanaReader {
  readonly #file: string;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #counts = new Map<ObjectKind | "object of another kind", number>();
  #exported: number | null = null;
  #missing = 0;
  #prebuilt = 0;

  constructor(file: string) {
    this.#file = file;
  }

  refuse(line: number | null, reason: string): void {
    this.#unreadable.push({ file: this.#file, line, reason });
  }

  take(object: JsonObject, line: number | null): void {
    const kind = kindOf(object);
    const counted = kind ?? "object of another kind";
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
    if (kind === "rule") this.#rule(object, line);
    else if (kind === "summary") this.#summary(object);
  }

  finish(): ReadFileResult {
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings: this.#warnings(),
    });
  }

  #rule(rule: JsonObject, line: number | null): void {
    const key = textAt(rule, "rule_id");
    if (key === null) {
      const name = textAt(rule, "name");
      this.refuse(
        line,
        `the rule${name === null ? "" : ` "${name.slice(0, 200)}"`} has no rule_id`,
      );
      return;
    }
    const enabled = fieldAt(rule, "enabled");
    const isPrebuilt =
      fieldAt(rule, "immutable") === true ||
      textAt(objectAt(rule, "rule_source"), "type") === "external";
    if (isPrebuilt) this.#prebuilt += 1;
    this.#records.push(
      aRecord({
        ...elasticFields(rule),
        key: key.toLowerCase(),
        name: textAt(rule, "name") ?? key,
        format: "kibana-ndjson",
        file: this.#file,
        line,
        state: typeof enabled === "boolean" ? (enabled ? "enabled" : "disabled") : null,
        platforms: [...platformsOfElastic(integrationsOf(rule), textsAt(rule, "tags"))],
        logSource: integrationsOf(rule).join(", ") || joined(rule, "index"),
        owner: joined(rule, "author") ?? textAt(rule, "created_by"),
        modified: dayAt(rule, "updated_at"),
        ownFields: ownFieldsOf(rule),
      }),
    );
  }

  #summary(summary: JsonObject): void {
    const numberAt = (key: string) => {
      const value = fieldAt(summary, key);
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
    };
    // Up to 7.15 the one count is that of the rules; later it counts every object.
    const rules = numberAt("exported_rules_count") ?? numberAt("exported_count");
    if (rules !== null) this.#exported = (this.#exported ?? 0) + rules;
    this.#missing += numberAt("missing_rules_count") ?? 0;
  }

  #warnings(): ImportWarning[] {
    const warn = (code: string, message: string) => aWarning(code, this.#file, message);
    const warnings: ImportWarning[] = [];
    const rules = this.#counts.get("rule") ?? 0;
    const others = [...this.#counts].filter(([kind]) => kind !== "rule" && kind !== "summary");
    if (others.length > 0) {
      const list = others.map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`);
      warnings.push(warn("not-a-detection", `Beside its rules it holds ${list.join(", ")}.`));
    }
    if (this.#exported === null) {
      const message = "It has no summary line, so whether the export is whole cannot be told.";
      warnings.push(warn("no-summary", message));
    } else if (this.#exported !== rules) {
      const message = `Its summary says ${this.#exported} rules, and ${rules} are in it: the export is not whole.`;
      warnings.push(warn("summary-differs", message));
    }
    if (this.#missing > 0) {
      const message = `Kibana says that it could not export ${this.#missing} rules.`;
      warnings.push(warn("missing-rules", message));
    }
    if (rules > 0 && this.#prebuilt === 0) {
      const message =
        "None of its rules is one of Elastic's prebuilt: older versions of Kibana leave those out " +
        "of an export, though they may run.";
      warnings.push(warn("no-prebuilt-rules", message));
    }
    return warnings;
  }
}

function integrationsOf(rule: JsonObject): string[] {
  const related = fieldAt(rule, "related_integrations");
  const list: readonly unknown[] = Array.isArray(related) ? related : [];
  const names = list.filter(isJsonObject).flatMap((each) => textAt(each, "package") ?? []);
  return [...new Set(names)];
}

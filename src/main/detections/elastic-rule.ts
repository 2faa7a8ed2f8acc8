import type { DetectionRecord, Maturity } from "../../shared/model/detection.ts";
import { severity } from "../../shared/model/detection.ts";
import type { JsonObject } from "./json-fields.ts";
import { fieldAt, objectAt, objectsAt, textAt, textOfJson, textsAt } from "./json-fields.ts";
import { normaliseTactic, normaliseWritten } from "./technique-ids.ts";

/** What a rule's `threat` lists; each technique once, whatever the number of its tactics. */
export interface ElasticThreat {
  readonly techniques: string[];
  readonly tactics: string[];
}

/**
 * Reads the techniques, sub-techniques and tactics of a rule, in whatever framework.
 *
 * IDs of other frameworks than ATT&CK are kept as written, so that they are reported.
 */
export function readThreat(rule: JsonObject): ElasticThreat {
  const techniques = new Set<string>();
  const tactics = new Set<string>();
  for (const threat of objectsAt(rule, "threat")) {
    const tactic = objectAt(threat, "tactic");
    const named = textAt(tactic, "name") ?? textAt(tactic, "id");
    if (named !== null) tactics.add(normaliseTactic(named));
    for (const technique of objectsAt(threat, "technique")) {
      for (const { id } of [technique, ...objectsAt(technique, "subtechnique")]) {
        if (typeof id === "string" && id.trim() !== "") techniques.add(normaliseWritten(id));
      }
    }
  }
  return { techniques: [...techniques], tactics: [...tactics] };
}

/** What Elastic's words for maturity mean; a word that is not known says nothing. */
const maturities: ReadonlyMap<string, Maturity> = new Map([
  ["production", "stable"],
  ["beta", "test"],
  ["development", "experimental"],
  ["experimental", "experimental"],
  ["deprecated", "deprecated"],
]);

/** The maturity that a word of Elastic's stands for, or null. */
export function readElasticMaturity(word: string | null): Maturity | null {
  return maturities.get(word?.toLowerCase() ?? "") ?? null;
}

/** Fields that a rule of the repository and one of an export share, as a detection has them. */
export function elasticFields(
  rule: JsonObject,
): Pick<DetectionRecord, "techniques" | "tactics" | "severity" | "alerting" | "description"> {
  const level = severity.safeParse(textAt(rule, "severity")?.toLowerCase());
  return {
    ...readThreat(rule),
    severity: level.success ? level.data : null,
    // Building blocks feed other rules; their alerts are hidden.
    alerting: textAt(rule, "building_block_type") === null,
    description: textAt(rule, "description"),
  };
}

/** Texts of a list in one line, or null where there is none. */
export function joined(object: JsonObject, key: string): string | null {
  return textsAt(object, key).join(", ") || null;
}

/**
 * Fields that are read elsewhere, say nothing about coverage, or hold the rule's program and its
 * guide for whoever handles the alert.
 */
const unkept: ReadonlySet<string> = new Set([
  ...["name", "rule_id", "description", "severity", "threat", "author", "query", "filters"],
  ...["note", "setup", "enabled", "building_block_type", "updated_date", "updated_at", "maturity"],
  ...["uuid", "mitre", "notes", "meta", "license", "actions", "output_index", "throttle"],
]);

/** The other fields of a rule, as they came; those without content are left out. */
export function ownFieldsOf(object: JsonObject): DetectionRecord["ownFields"] {
  return Object.keys(object).flatMap((name) => {
    if (unkept.has(name)) return [];
    const value = fieldAt(object, name);
    const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    return isEmpty ? [] : [{ name, value: textOfJson(value) }];
  });
}

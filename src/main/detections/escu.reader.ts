import type { DetectionRecord, Maturity } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { platformsOfSources } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { readTechniqueList } from "./technique-ids.ts";
import { dateAt, isYamlMap, mapAt, mapsOf, textAt, textOf, textsOf } from "./yaml-fields.ts";
import type { YamlDocument, YamlMap, YamlValue } from "./yaml.reader.ts";

/** What the repository's own words for a rule's age and use mean. */
const maturityByStatus: ReadonlyMap<string, Maturity> = new Map([
  ["production", "stable"],
  ["validation", "test"],
  ["experimental", "experimental"],
  ["deprecated", "deprecated"],
  ["removed", "deprecated"],
]);

/** Kinds of content that are searches and no detections. */
const otherTypes: ReadonlySet<string> = new Set(["baseline", "investigation", "response task"]);

/** Keys that are read into fields of their own, or that say nothing about coverage. */
const ownKeys: ReadonlySet<string> = new Set([
  "name",
  "id",
  "date",
  "creation_date",
  "modification_date",
  "author",
  "description",
  "data_source",
  "search",
  "how_to_implement",
  "known_false_positives",
  "drilldown_searches",
  "tests",
  "tags",
  "rba",
  "mitre_attack_id",
  "message",
  "observable",
  "required_fields",
]);

/** Whether a YAML document is of Splunk's security content: a rule, a story, or what rules need. */
export function isEscu(document: YamlMap): boolean {
  if (textAt(document, "name") === null) return false;
  if (document.has("title") || document.has("detection")) return false;
  const tags = mapAt(document, "tags");
  const isContent = ["analytic_story", "mitre_attack_id", "security_domain"].some(
    (key) => tags.has(key) || document.has(key),
  );
  if (textAt(document, "search") !== null) {
    return isContent || document.has("how_to_implement") || document.has("data_source");
  }
  return isStory(document) || (isContent && document.has("how_to_implement"));
}

/** A story groups rules and tells of an attack; it is no rule itself. */
function isStory(document: YamlMap): boolean {
  return document.has("narrative") && !document.has("search");
}

/**
 * Reads Splunk's security content, in the layouts of 2024 and 2026.
 *
 * The newest layout has no `tags`: what stood there stands beside the name. Stories, baselines and
 * investigations give no record and are told of in a warning.
 */
export function readEscu(file: string, documents: readonly YamlDocument[]): ReadFileResult {
  const records: DetectionRecord[] = [];
  const unreadable: Unreadable[] = [];
  const warnings: ImportWarning[] = [];
  for (const { line, value, fault } of documents) {
    if (fault !== null) unreadable.push({ file, line, reason: fault });
    if (!isYamlMap(value)) continue;
    const name = textAt(value, "name");
    const other = otherThanDetection(value);
    if (name === null) unreadable.push({ file, line, reason: "has no name" });
    else if (other !== null) {
      warnings.push(aWarning("not-a-detection", file, `"${name}" is ${other}, not a detection.`));
    } else if (textAt(value, "search") === null) {
      unreadable.push({ file, line, reason: "has no search" });
    } else {
      const status = textAt(value, "status")?.toLowerCase() ?? "";
      if (status !== "" && !maturityByStatus.has(status)) {
        const message = `The status "${status}" of "${name}" is not known.`;
        warnings.push(aWarning("unknown-word", file, message));
      }
      records.push(recordOf(value, { name, maturity: maturityOf(status, file), file, line }));
    }
  }
  return aResult({ records, unreadable, warnings });
}

/** What a document is that is no detection; null where it is one. */
function otherThanDetection(document: YamlMap): string | null {
  if (isStory(document)) return "an analytic story";
  const type = textAt(document, "type");
  return otherTypes.has(type?.toLowerCase() ?? "") ? `of type ${type ?? ""}` : null;
}

function recordOf(
  document: YamlMap,
  place: {
    readonly name: string;
    readonly maturity: Maturity | null;
    readonly file: string;
    readonly line: number | null;
  },
): DetectionRecord {
  const { name, maturity, file, line } = place;
  const id = textAt(document, "id");
  const sources = textsOf(document.get("data_source"));
  const asset = textsOf(fieldOf(document, "asset_type"));
  const byAsset = platformsOfSources(asset);
  const named = readTechniqueList(textsOf(fieldOf(document, "mitre_attack_id")).join("\n"));
  return aRecord({
    key: id === null ? `name:${name}` : id.toLowerCase(),
    name,
    format: "splunk-escu",
    file,
    line,
    state: maturity === "deprecated" ? "disabled" : null,
    maturity,
    alerting: textAt(document, "type")?.toLowerCase() !== "hunting",
    techniques: [...named.techniques],
    tactics: [...named.tactics],
    platforms: byAsset.length > 0 ? byAsset : platformsOfSources(sources),
    logSource: sources.join(", ") || null,
    owner: textAt(document, "author"),
    modified: dateAt(document, "modification_date") ?? dateAt(document, "date"),
    description: textAt(document, "description"),
    ownFields: ownFieldsOf(document),
  });
}

/** A field of a rule, wherever its layout has it. */
function fieldOf(document: YamlMap, key: string): YamlValue | undefined {
  return document.get(key) ?? mapAt(document, "tags").get(key);
}

/** A rule in a folder of retired ones is retired, whatever its status says. */
function maturityOf(status: string, file: string): Maturity | null {
  const folders = file.split(/[/\\]/).slice(0, -1);
  if (folders.some((folder) => /^(?:deprecated|removed)$/i.test(folder))) return "deprecated";
  return maturityByStatus.get(status) ?? null;
}

function ownFieldsOf(document: YamlMap): { name: string; value: string }[] {
  const fields: { name: string; value: string }[] = [];
  const add = (name: string, value: YamlValue) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return;
    fields.push({ name, value: textOf(value) });
  };
  for (const map of [document, mapAt(document, "tags")]) {
    for (const [name, value] of map) if (!ownKeys.has(name)) add(name, value);
  }
  const scores = riskScoresOf(mapAt(document, "rba"));
  if (scores.length > 0) add("risk_score", String(Math.max(...scores)));
  return fields;
}

/** Scores of the objects to which a rule gives risk, since 2025. */
function riskScoresOf(rba: YamlMap): number[] {
  return mapsOf(rba.get("risk_objects")).flatMap((object) => {
    const score = Number(textAt(object, "score") ?? Number.NaN);
    return Number.isFinite(score) && score >= 0 ? [score] : [];
  });
}

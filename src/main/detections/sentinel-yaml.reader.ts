import type { DetectionRecord } from "../../shared/model/detection.ts";
import { severity } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { platformsOfSources } from "./platforms.ts";
import { sentinelMaturity } from "./sentinel-maturity.ts";
import { readTacticList, readTechniqueList } from "./technique-ids.ts";
import { isYamlMap, mapAt, mapsOf, textAt, textOf, textsOf } from "./yaml-fields.ts";
import type { YamlDocument, YamlMap } from "./yaml.reader.ts";

/** Keys of which one tells a Microsoft Sentinel rule or hunting query from other queries. */
const tellingKeys = [
  "relevantTechniques",
  "requiredDataConnectors",
  "queryFrequency",
  "triggerOperator",
  "entityMappings",
];

/** Keys that only a rule has, which runs on its own; a hunting query is run by a person. */
const ruleKeys = ["severity", "kind", "triggerOperator", "triggerThreshold", "queryFrequency"];

/** Keys that are read into fields of their own, or that say nothing about coverage. */
const ownKeys: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "description-detailed",
  "severity",
  "requiredDataConnectors",
  "tactics",
  "relevantTechniques",
  "query",
  "entityMappings",
  "customDetails",
  "alertDetailsOverride",
  "metadata",
]);

/** Whether a YAML document is an analytics rule or a hunting query of Microsoft Sentinel. */
export function isSentinelYaml(document: YamlMap): boolean {
  return (
    textAt(document, "query") !== null &&
    (document.has("name") || document.has("id")) &&
    tellingKeys.some((key) => document.has(key))
  );
}

/** Reads analytics rules and hunting queries; the latter raise no alert. */
export function readSentinelYaml(file: string, documents: readonly YamlDocument[]): ReadFileResult {
  const records: DetectionRecord[] = [];
  const unreadable: Unreadable[] = [];
  const warnings: ImportWarning[] = [];
  for (const { line, value, fault } of documents) {
    if (fault !== null) unreadable.push({ file, line, reason: fault });
    if (!isYamlMap(value)) continue;
    const name = textAt(value, "name") ?? textAt(value, "id");
    if (name === null) unreadable.push({ file, line, reason: "has neither name nor ID" });
    else if (textAt(value, "query") === null) {
      unreadable.push({ file, line, reason: "has no query" });
    } else {
      const level = textAt(value, "severity")?.toLowerCase() ?? "";
      if (level !== "" && !severity.safeParse(level).success) {
        const message = `The severity "${level}" of "${name}" is not known.`;
        warnings.push(aWarning("unknown-word", file, message));
      }
      records.push(recordOf(value, name, file, line));
    }
  }
  return aResult({ records, unreadable, warnings });
}

function recordOf(
  document: YamlMap,
  name: string,
  file: string,
  line: number | null,
): DetectionRecord {
  const id = textAt(document, "id");
  const level = severity.safeParse(textAt(document, "severity")?.toLowerCase());
  const maturity = sentinelMaturity(textAt(document, "status"), name);
  const connectors = mapsOf(document.get("requiredDataConnectors"));
  const dataTypes = unique(connectors.flatMap((map) => textsOf(map.get("dataTypes"))));
  const connectorIds = unique(connectors.flatMap((map) => textAt(map, "connectorId") ?? []));
  const named = readTechniqueList(textsOf(document.get("relevantTechniques")).join("\n"));
  const tactics = readTacticList(textsOf(document.get("tactics")).join("\n"));
  return aRecord({
    key: id === null ? `name:${name}` : id.toLowerCase(),
    name,
    format: "sentinel-yaml",
    file,
    line,
    state: maturity === "deprecated" ? "disabled" : null,
    maturity,
    severity: level.data ?? null,
    alerting: ruleKeys.some((key) => document.has(key)) && !isHuntingFolder(file),
    techniques: [...named.techniques],
    tactics: unique([...tactics, ...named.tactics]),
    platforms: platformsOfSources([...dataTypes, ...connectorIds]),
    logSource: dataTypes.join(", ") || null,
    owner: textAt(mapAt(mapAt(document, "metadata"), "author"), "name"),
    description: withoutQuotes(
      textAt(document, "description") ?? textAt(document, "description-detailed"),
    ),
    ownFields: [
      ...(connectorIds.length === 0
        ? []
        : [{ name: "connectors", value: connectorIds.join(", ") }]),
      ...ownFieldsOf(document),
    ],
  });
}

function isHuntingFolder(file: string): boolean {
  return file
    .split(/[/\\]/)
    .slice(0, -1)
    .some((folder) => /^hunting[ _-]?queries$/i.test(folder));
}

/** The repository wraps its descriptions into one more pair of quotes. */
function withoutQuotes(text: string | null): string | null {
  return text !== null && text.length > 1 && text.startsWith("'") && text.endsWith("'")
    ? text.slice(1, -1).trim()
    : text;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function ownFieldsOf(document: YamlMap): { name: string; value: string }[] {
  const fields: { name: string; value: string }[] = [];
  for (const [name, value] of document) {
    if (ownKeys.has(name) || value === null) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    fields.push({ name, value: textOf(value) });
  }
  // Tactics that only the running rule knows cannot be counted before.
  const column = textAt(mapAt(document, "alertDetailsOverride"), "alertTacticsColumnName");
  if (column !== null) fields.push({ name: "alertTacticsColumnName", value: column });
  return fields;
}

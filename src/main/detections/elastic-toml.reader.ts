import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning } from "../../shared/model/import-report.ts";
import { elasticFields, joined, ownFieldsOf, readElasticMaturity } from "./elastic-rule.ts";
import type { JsonObject } from "./json-fields.ts";
import { dayAt, fieldAt, isJsonObject, objectAt, textAt, textsAt } from "./json-fields.ts";
import { platformsOfElastic } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { normaliseWritten } from "./technique-ids.ts";
import type { TomlValue } from "./toml.reader.ts";

/** Whether a TOML file is a rule or a hunt of Elastic's repository. */
export function isElasticToml(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  return isJsonObject(value["rule"]) || isJsonObject(value["hunt"]);
}

/**
 * Reads a rule or a hunt of Elastic's detection-rules repository: one a file.
 *
 * Deprecated rules arrive disabled; building blocks and hunts raise no alert; a rule of machine
 * learning has no query, and none is asked for.
 */
export function readElasticToml(file: string, values: readonly TomlValue[]): ReadFileResult {
  const [parsed] = values;
  if (parsed === undefined) return aResult({});
  const refuse = (reason: string) => aResult({ unreadable: [{ file, line: parsed.line, reason }] });
  if (parsed.fault !== null) return refuse(parsed.fault);
  if (!isJsonObject(parsed.value)) return refuse("is no table");
  const { rule, hunt } = parsed.value;
  const metadata = objectAt(parsed.value, "metadata");
  const read = isJsonObject(rule)
    ? readRule(file, metadata, rule)
    : isJsonObject(hunt)
      ? readHunt(file, hunt)
      : "has neither a rule nor a hunt";
  return typeof read === "string" ? refuse(read) : aResult(read);
}

interface ReadOne {
  readonly records: readonly DetectionRecord[];
  readonly warnings: readonly ImportWarning[];
}

function readRule(file: string, metadata: JsonObject, rule: JsonObject): ReadOne | string {
  const id = textAt(rule, "rule_id");
  const name = textAt(rule, "name") ?? id;
  if (name === null) return "the rule has neither name nor rule_id";
  const word = textAt(metadata, "maturity");
  const isRetired = /(?:^|[/\\])_deprecated[/\\]/.test(file);
  const maturity = isRetired ? "deprecated" : readElasticMaturity(word);
  const integrations = textsAt(metadata, "integration");
  const record = aRecord({
    ...elasticFields(rule),
    key: id?.toLowerCase() ?? `name:${name}`,
    name,
    format: "elastic-toml",
    file,
    line: 1,
    state: maturity === "deprecated" ? "disabled" : stateOf(rule),
    maturity,
    platforms: [...platformsOfElastic(integrations, textsAt(rule, "tags"))],
    logSource: integrations.join(", ") || joined(rule, "index"),
    owner: joined(rule, "author"),
    modified: dayAt(metadata, "updated_date") ?? dayAt(metadata, "creation_date"),
    ownFields: [...ownFieldsOf(metadata), ...ownFieldsOf(rule)],
  });
  const warnings =
    word !== null && readElasticMaturity(word) === null
      ? [aWarning("unknown-word", file, `The maturity "${word}" of "${name}" is not known.`)]
      : [];
  return { records: [record], warnings };
}

/** The file's own word, which few have: the repository holds content, not what is deployed. */
function stateOf(rule: JsonObject): DetectionRecord["state"] {
  const enabled = fieldAt(rule, "enabled");
  return typeof enabled === "boolean" ? (enabled ? "enabled" : "disabled") : null;
}

function readHunt(file: string, hunt: JsonObject): ReadOne | string {
  const id = textAt(hunt, "uuid");
  const name = textAt(hunt, "name") ?? id;
  if (name === null) return "the hunt has neither name nor uuid";
  const integrations = textsAt(hunt, "integration");
  const written = textsAt(hunt, "mitre").filter((text) => text !== "");
  const record = aRecord({
    key: id?.toLowerCase() ?? `name:${name}`,
    name,
    format: "elastic-toml",
    file,
    line: 1,
    // A hunt asks a person to look.
    alerting: false,
    techniques: [...new Set(written.map(normaliseWritten))],
    platforms: [...platformsOfElastic(integrations, [])],
    logSource: integrations.join(", ") || null,
    owner: joined(hunt, "author"),
    description: textAt(hunt, "description"),
    ownFields: [{ name: "kind", value: "hunt" }, ...ownFieldsOf(hunt)],
  });
  return { records: [record], warnings: [] };
}

import type { DetectionRecord, DetectionState } from "../../shared/model/detection.ts";
import { severity } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import type { JsonValue } from "./json-values.reader.ts";
import { platformsOfSources } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { sentinelMaturity } from "./sentinel-maturity.ts";
import { readTacticList, readTechniqueList } from "./technique-ids.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a resource is to us. */
type Kind = "rule" | "template" | "hunting-query";

/** Kinds of analytics rules, by which the REST interface's answer is told without types. */
const ruleKinds: ReadonlySet<string> = new Set([
  "scheduled",
  "nrt",
  "fusion",
  "mlbehavioranalytics",
  "microsoftsecurityincidentcreation",
  "threatintelligence",
]);

/** Properties of a rule that are kept as they are. */
const keptProperties = [
  "alertRuleTemplateName",
  "queryFrequency",
  "queryPeriod",
  "triggerOperator",
  "triggerThreshold",
  "templateVersion",
  "version",
  "productFilter",
  "status",
];

/** How deep templates lie within templates, and a variable within variables. */
const deepest = 20;

/**
 * Whether a JSON value holds analytics rules or hunting queries of Microsoft Sentinel.
 *
 * Takes deployment templates (the portal's export, a solution's `mainTemplate.json`), a list or a
 * single resource, and the REST interface's answer.
 */
export function isSentinelArm(value: unknown): boolean {
  for (const { kind } of resourcesIn(value)) if (kind !== null) return true;
  return false;
}

/** Reads the rules and hunting queries of JSON values; the latter raise no alert. */
export function readSentinelArm(file: string, values: readonly JsonValue[]): ReadFileResult {
  const reader = new ArmReader(file);
  for (const { line, value, fault } of values) {
    if (fault !== null) reader.refuse(line, fault);
    else {
      for (const { resource, kind, templates } of resourcesIn(value)) {
        if (kind !== null) reader.take({ resource, kind, templates }, line);
      }
    }
  }
  return reader.finish();
}

interface Found {
  readonly resource: Json;
  /** Null for resources that are no rule. */
  readonly kind: Kind | null;
  /** The templates whose variables and parameters it names, the nearest first. */
  readonly templates: readonly Json[];
}

/** All resources of a value, those of templates within it too. */
function* resourcesIn(value: unknown): Generator<Found, void, undefined> {
  const left: {
    value: unknown;
    templates: readonly Json[];
    isContent: boolean;
    depth: number;
  }[] = [{ value, templates: [], isContent: false, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: current, templates, isContent, depth } = next;
    if (depth > deepest) continue;
    const push = (values: readonly unknown[], over: readonly Json[], content: boolean) => {
      // The last one in is the first one out: backwards keeps the file's order.
      for (const item of values.toReversed()) {
        left.push({ value: item, templates: over, isContent: content, depth: depth + 1 });
      }
    };
    if (Array.isArray(current)) {
      push(current, templates, isContent);
      continue;
    }
    if (!isObject(current)) continue;
    const within = isDeployment(current) ? [current, ...templates] : templates;
    const kind = kindOf(current);
    // What a solution brings is on offer until somebody makes a rule of it.
    const offered = kind === "rule" && isContent ? "template" : kind;
    yield { resource: current, kind: offered, templates };
    const properties = isObject(current["properties"]) ? current["properties"] : {};
    const content = isContent || /contentTemplates$/i.test(textOf(current["type"]));
    push(childrenOf(current), within, content);
    for (const name of ["mainTemplate", "template", "packagedContent"]) {
      const inner = properties[name];
      if (isObject(inner)) push([inner], within, content || name !== "template");
    }
  }
}

function childrenOf(object: Json): readonly unknown[] {
  const { resources, value } = object as { resources?: unknown; value?: unknown };
  if (Array.isArray(resources)) return resources;
  // Since 2023 a template may name its resources.
  if (isObject(resources)) return Object.values(resources);
  return Array.isArray(value) ? value : [];
}

function isDeployment(object: Json): boolean {
  return (
    /deploymentTemplate\.json/i.test(textOf(object["$schema"])) ||
    (isObject(object["variables"]) && Array.isArray(object["resources"]))
  );
}

function kindOf(resource: Json): Kind | null {
  const properties = resource["properties"];
  if (!isObject(properties)) return null;
  const type = textOf(resource["type"]);
  const id = textOf(resource["id"]);
  if (/(?:^|\/)alertRuleTemplates$/i.test(type)) return "template";
  if (/(?:^|\/)alertRules$/i.test(type)) return "rule";
  if (/(?:^|\/)savedSearches$/i.test(type)) {
    return /^hunting/i.test(textOf(properties["category"])) ? "hunting-query" : null;
  }
  if (type !== "") return null;
  if (/\/alertRuleTemplates\/[^/]+$/i.test(id)) return "template";
  if (/\/alertRules\/[^/]+$/i.test(id)) return "rule";
  const isRule =
    ruleKinds.has(textOf(resource["kind"]).toLowerCase()) &&
    textOf(properties["displayName"]) !== "";
  return isRule ? "rule" : null;
}

class ArmReader {
  readonly #file: string;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];

  constructor(file: string) {
    this.#file = file;
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

  take({ resource, kind, templates }: Found & { readonly kind: Kind }, line: number | null): void {
    const properties = isObject(resource["properties"]) ? resource["properties"] : {};
    const say = (value: unknown) => textOf(resolve(value, templates));
    const id = idOf(resource, say);
    const name = say(properties["displayName"]) || id;
    if (name === "") {
      this.refuse(line, `a ${kind} has neither name nor ID`);
      return;
    }
    const tags = kind === "hunting-query" ? tagsOf(properties["tags"]) : new Map<string, string>();
    const named = readTechniqueList(
      [
        ...textsOf(properties["techniques"]),
        ...textsOf(properties["subTechniques"]),
        // Templates of the interface name them as the repository does.
        ...textsOf(properties["relevantTechniques"]),
        tags.get("techniques") ?? "",
      ].join("\n"),
    );
    const tactics = readTacticList(
      [...textsOf(properties["tactics"]), tags.get("tactics") ?? ""].join("\n"),
    );
    const maturity = sentinelMaturity(null, name);
    const connectors = mapsOf(properties["requiredDataConnectors"]);
    const dataTypes = unique(connectors.flatMap((map) => textsOf(map["dataTypes"])));
    const connectorIds = unique(connectors.map((map) => textOf(map["connectorId"])));
    this.#records.push(
      aRecord({
        key: id === "" ? `name:${name}` : id.toLowerCase(),
        name,
        format: "sentinel-arm",
        file: this.#file,
        line,
        state: stateOf(kind, say(properties["enabled"]), maturity),
        maturity,
        severity: this.#severityOf(say(properties["severity"]), name),
        alerting: kind !== "hunting-query",
        techniques: [...named.techniques],
        tactics: unique([...tactics, ...named.tactics]),
        platforms: platformsOfSources([...dataTypes, ...connectorIds]),
        logSource: dataTypes.join(", ") || null,
        owner:
          textOf(isObject(resource["systemData"]) ? resource["systemData"]["createdBy"] : "") ||
          null,
        modified:
          say(properties["lastModifiedUtc"]) || say(properties["lastUpdatedDateUTC"]) || null,
        description: say(properties["description"]) || (tags.get("description") ?? null),
        ownFields: ownFieldsOf(resource, properties, connectorIds, say),
      }),
    );
  }

  #severityOf(text: string, name: string): DetectionRecord["severity"] {
    if (text === "") return null;
    const known = severity.safeParse(text.toLowerCase());
    if (!known.success) {
      const message = `The severity "${text}" of "${name}" is not known.`;
      this.#warnings.push(aWarning("unknown-word", this.#file, message));
    }
    return known.data ?? null;
  }
}

/** A rule says whether it runs; what is only on offer does not, whatever it carries as a default. */
function stateOf(
  kind: Kind,
  enabled: string,
  maturity: DetectionRecord["maturity"],
): DetectionState | null {
  if (kind === "rule" && /^(?:true|false)$/i.test(enabled)) {
    return enabled.toLowerCase() === "true" ? "enabled" : "disabled";
  }
  return maturity === "deprecated" ? "disabled" : null;
}

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/**
 * The rule's own ID: what follows `alertRules/` in its ID, else the last GUID of its name, else its
 * name where that is no expression.
 */
function idOf(resource: Json, say: (value: unknown) => string): string {
  const id = say(resource["id"]);
  const [, own = ""] =
    /(?:alertRules|alertRuleTemplates|savedSearches)\/([^/'"()[\],\s]{1,200})/i.exec(id) ?? [];
  if (own !== "") return own;
  const name = say(resource["name"]);
  const inName = name.match(guid)?.at(-1);
  if (inName !== undefined) return inName;
  return name.startsWith("[") ? "" : (name.split("/").at(-1) ?? "");
}

/**
 * The value of an expression that names one variable or parameter of its templates; anything else as
 * it is.
 */
function resolve(value: unknown, templates: readonly Json[], depth = 0): unknown {
  if (typeof value !== "string" || !value.startsWith("[")) return value;
  // Two brackets write one.
  if (value.startsWith("[[")) return value.slice(1);
  const [, source, name, path = ""] =
    /^\[\s*(variables|parameters)\('([^']{1,200})'\)((?:\.\w{1,100}){0,10})\s*\]$/i.exec(value) ??
    [];
  if (source === undefined || name === undefined || depth > deepest) return value;
  for (const template of templates) {
    let found =
      source.toLowerCase() === "variables"
        ? memberOf(template["variables"], name)
        : memberOf(memberOf(template["parameters"], name), "defaultValue");
    for (const part of path.split(".").slice(1)) found = memberOf(found, part);
    if (found !== undefined) return resolve(found, templates, depth + 1);
  }
  return value;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The named texts of a hunting query, which has no fields for them. */
function tagsOf(value: unknown): Map<string, string> {
  return new Map(
    mapsOf(value).map((tag) => [textOf(tag["name"]).toLowerCase(), textOf(tag["value"])]),
  );
}

function ownFieldsOf(
  resource: Json,
  properties: Json,
  connectorIds: readonly string[],
  say: (value: unknown) => string,
): { name: string; value: string }[] {
  const incident = properties["incidentConfiguration"];
  const overrides = properties["alertDetailsOverride"];
  const fields = [
    { name: "kind", value: say(resource["kind"]) },
    { name: "connectors", value: connectorIds.join(", ") },
    ...keptProperties.map((name) => ({ name, value: say(properties[name]) })),
    {
      name: "createIncident",
      value: isObject(incident) ? textOf(incident["createIncident"]) : "",
    },
    {
      name: "alertTacticsColumnName",
      value: isObject(overrides) ? textOf(overrides["alertTacticsColumnName"]) : "",
    },
  ];
  return fields.filter(({ value }) => value !== "");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Texts of a list, or of a single text in its place. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function mapsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ""))];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type {
  DetectionRecord,
  DetectionState,
  Maturity,
  Severity,
} from "../../shared/model/detection.ts";
import {
  maturity as maturityWord,
  severity as severityWord,
} from "../../shared/model/detection.ts";
import { aRecord } from "./record.ts";
import {
  findTechniqueIds,
  isPlaceholder,
  isTactic,
  normaliseTactic,
  readTacticList,
  readTechniqueList,
} from "./technique-ids.ts";

/** The settings of a saved search by name, as text. */
export type SearchSettings = ReadonlyMap<string, string>;

/** Where a saved search came from. */
interface SearchPlace {
  readonly format: "splunk-rest" | "splunk-conf";
  readonly file: string;
  readonly line: number | null;
  readonly key: string;
  readonly title: string;
}

/** Settings and annotations that name techniques. */
const techniqueNames: ReadonlySet<string> = new Set([
  "mitre_attack",
  "mitre_attack_id",
  "mitre_attack_ids",
  "mitre_attack_technique",
  "mitre_attack_technique_id",
  "mitre_technique",
  "mitre_techniques",
  "mitre_technique_id",
  "mitre_technique_ids",
  "technique_id",
  "attack_technique",
]);
const tacticNames: ReadonlySet<string> = new Set(["mitre_attack_tactic", "mitre_tactic", "tactic"]);

/** Actions that write for other searches and tell nobody. */
const silentActions: ReadonlySet<string> = new Set([
  "correlationsearch",
  "escu",
  "keyindicator",
  "lookup",
  "makestreams",
  "populate_lookup",
  "summary_index",
]);

/** Settings that are read into fields of their own; the search itself is not kept. */
const ownSettings = /^(?:title|search|qualifiedSearch|description|disabled|author|updated|id)$/;
const keptSettings =
  /^(?:cron_schedule|is_scheduled|enableSched|actions|eai:acl\.app|dispatch\.earliest_time|action\.escu\.(?:analytic_story|creation_date|confidence)|action\.notable\.param\.security_domain|action\.risk\.param\._risk_score)$/;

/** A saved search's value as yes or no; null where it is neither. */
function readFlag(text: string | undefined): boolean | null {
  const word = text?.trim().toLowerCase();
  if (word === "1" || word === "true" || word === "t" || word === "yes") return true;
  if (word === "0" || word === "false" || word === "f" || word === "no") return false;
  return null;
}

/**
 * Whether a saved search is a detection: content packs also carry baselines, investigations and
 * response tasks, and say so.
 */
export function isDetectionSearch(settings: SearchSettings): boolean {
  const type = settings.get("action.escu.search_type")?.trim().toLowerCase();
  return type === undefined || type === "" || type === "detection";
}

/** The detection that a saved search is. */
export function detectionOfSearch(settings: SearchSettings, place: SearchPlace): DetectionRecord {
  const { techniques, tactics, others } = readNamed(settings, place.title);
  const name = textOf(settings, "action.correlationsearch.label") ?? place.title;
  const isHunting = others.some((one) => one.name === "type" && /^hunting$/i.test(one.value));
  return aRecord({
    key: place.key,
    name,
    format: place.format,
    file: place.file,
    line: place.line,
    state: stateOf(settings),
    maturity: maturityOf(name),
    severity: severityOf(settings),
    alerting: isAlerting(settings) && !isHunting,
    techniques,
    tactics,
    logSource: logSourceOf(settings),
    owner: textOf(settings, "eai:acl.owner") ?? textOf(settings, "author"),
    modified:
      textOf(settings, "updated") ??
      textOf(settings, "action.escu.modification_date") ??
      textOf(settings, "action.escu.creation_date"),
    description: textOf(settings, "description"),
    ownFields: [...others, ...keptFieldsOf(settings)],
  });
}

/** Running = not disabled and scheduled; null where the export left both out. */
function stateOf(settings: SearchSettings): DetectionState | null {
  const disabled = readFlag(settings.get("disabled"));
  const scheduled = readFlag(settings.get("is_scheduled") ?? settings.get("enableSched"));
  if (disabled === true || scheduled === false) return "disabled";
  return disabled === false || scheduled === true ? "enabled" : null;
}

/** Splunk's content tells of its maturity in the name alone: `ESCU - Deprecated - … - Rule`. */
function maturityOf(name: string): Maturity | null {
  const [, word = ""] = /^[\w ]{1,40} - (deprecated|experimental) - /i.exec(name) ?? [];
  return maturityWord.safeParse(word.toLowerCase()).data ?? null;
}

/** The severity of the notable event, else of the alert: 1 to 6 of which the last two are worst. */
function severityOf(settings: SearchSettings): Severity | null {
  const notable = textOf(settings, "action.notable.param.severity")?.toLowerCase();
  const known = severityWord.safeParse(notable);
  if (known.success) return known.data;
  const levels = ["informational", "low", "medium", "high", "critical", "critical"] as const;
  return levels[Number(textOf(settings, "alert.severity") ?? "0") - 1] ?? null;
}

/** False where the settings tell of actions and none of them tells anybody. */
function isAlerting(settings: SearchSettings): boolean {
  let tellsOfActions = false;
  const actions = settings.get("actions");
  if (actions !== undefined) {
    tellsOfActions = true;
    for (const action of actions.split(/[,\s]+/)) {
      if (action !== "" && !silentActions.has(action)) return true;
    }
  }
  const tracked = settings.get("alert.track");
  if (readFlag(tracked) === true) return true;
  for (const [name, value] of settings) {
    const action = /^action\.(\w+)$/.exec(name)?.[1];
    if (action === undefined || silentActions.has(action)) continue;
    tellsOfActions = true;
    if (readFlag(value) === true) return true;
  }
  return !tellsOfActions;
}

interface NamedBySearch {
  readonly techniques: string[];
  readonly tactics: string[];
  /** Annotations of other frameworks. */
  readonly others: { name: string; value: string }[];
}

/** IDs from annotations and mapping columns; only without any, those in the name and description. */
function readNamed(settings: SearchSettings, title: string): NamedBySearch {
  const techniques = new Set<string>();
  const tactics = new Set<string>();
  const others: { name: string; value: string }[] = [];
  const take = (text: string) => {
    const named = readTechniqueList(text);
    for (const id of named.techniques) techniques.add(id);
    for (const tactic of named.tactics) tactics.add(tactic);
  };
  for (const [name, text] of settings) {
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (last === "annotations" || name === "action.escu.mappings") {
      readAnnotations(text, take, tactics, name === "action.escu.mappings" ? null : others);
    } else if (techniqueNames.has(last)) take(text);
    else if (tacticNames.has(last)) for (const tactic of readTacticList(text)) tactics.add(tactic);
  }
  if (techniques.size === 0 && tactics.size === 0) {
    const description = settings.get("description") ?? "";
    for (const id of findTechniqueIds(`${title}\n${description}`)) techniques.add(id);
  }
  return { techniques: [...techniques], tactics: [...tactics], others };
}

/** Annotations are an object in JSON, or whatever somebody typed in its place. */
function readAnnotations(
  text: string,
  take: (text: string) => void,
  tactics: Set<string>,
  others: { name: string; value: string }[] | null,
): void {
  const value = parseJson(text);
  if (value === undefined) {
    if (!isPlaceholder(text)) take(text);
    return;
  }
  if (Array.isArray(value)) {
    take(textOfJson(value));
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const list = textOfJson(part);
    if (techniqueNames.has(name)) take(list);
    else if (tacticNames.has(name)) {
      for (const tactic of list.split("\n"))
        if (isTactic(tactic)) tactics.add(normaliseTactic(tactic));
    } else if (list !== "") others?.push({ name, value: list });
  }
}

function parseJson(text: string): unknown {
  const first = text.trim()[0];
  if (first !== "{" && first !== "[") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON value as text, an entry of a list a line; no deeper than annotations are in practice. */
function textOfJson(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    return value
      .filter((item) => typeof item === "string" || typeof item === "number")
      .map(String)
      .join("\n");
  }
  return "";
}

function logSourceOf(settings: SearchSettings): string | null {
  const models = parseJson(settings.get("action.escu.data_models") ?? "");
  if (Array.isArray(models) && models.length > 0) return textOfJson(models).replaceAll("\n", ", ");
  const search = settings.get("search") ?? "";
  return /\b(?:datamodel|sourcetype)\s*=\s*"?([\w.:-]{1,100})/i.exec(search)?.[1] ?? null;
}

function keptFieldsOf(settings: SearchSettings): { name: string; value: string }[] {
  const fields: { name: string; value: string }[] = [];
  for (const [name, value] of settings) {
    if (!ownSettings.test(name) && keptSettings.test(name) && value.trim() !== "") {
      fields.push({ name, value });
    }
  }
  return fields;
}

function textOf(settings: SearchSettings, name: string): string | null {
  const text = settings.get(name)?.trim() ?? "";
  return text === "" ? null : text;
}

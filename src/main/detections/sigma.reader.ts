import type { DetectionRecord, Maturity } from "../../shared/model/detection.ts";
import { maturity, severity } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { platformsOfSigma } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { normaliseTactic, normaliseWritten } from "./technique-ids.ts";
import type { YamlMap, YamlValue } from "./yaml.reader.ts";
import { readYaml } from "./yaml.reader.ts";

/** What a file of Sigma rules says, its references to other files among it. */
interface SigmaFile extends ReadFileResult {
  /** IDs and names of rules that feed a correlation and raise no alert of their own. */
  readonly silentBases: readonly string[];
  /** Name to key of the rules that have one: correlations refer to either. */
  readonly names: ReadonlyMap<string, string>;
  /** Rules that others stand in for: the ID of the old one and the key of the new one. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[];
}

/** Folders of a rule repository whose rules are not in use, whatever their status says. */
const retiredFolders: ReadonlyMap<string, Maturity> = new Map([
  ["deprecated", "deprecated"],
  ["unsupported", "unsupported"],
]);

/** Keys that are read into fields of their own, or that say nothing about coverage. */
const ownKeys: ReadonlySet<string> = new Set([
  "title",
  "id",
  "name",
  "status",
  "description",
  "author",
  "date",
  "modified",
  "tags",
  "logsource",
  "detection",
  "correlation",
  "level",
  "action",
]);

/**
 * Reads the Sigma rules of one YAML file: rules, correlations, several documents, `action: global`.
 *
 * Filters, regression data and other YAML give no record. A rule that cannot be read is listed and
 * the others of the file are read.
 */
export function readSigma(file: string, text: string): SigmaFile {
  const reader = new SigmaReader(file);
  try {
    for (const document of readYaml(text)) {
      if (document.fault !== null) reader.refuse(document.line, document.fault);
      else if (document.value instanceof Map) reader.take(document.value as YamlMap, document.line);
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reader.refuse(error.place?.line ?? null, error.message);
  }
  return reader.finish();
}

/**
 * Marks the rules that only feed a correlation, across all files of an import.
 *
 * A base rule raises no alert unless its correlation says `generate: true`.
 */
export function silenceBases(
  records: readonly DetectionRecord[],
  silentBases: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
): DetectionRecord[] {
  const keys = new Set<string>();
  for (const base of silentBases) {
    keys.add(base.toLowerCase());
    const key = names.get(base);
    if (key !== undefined) keys.add(key);
  }
  return records.map((record) =>
    keys.has(record.key) && record.format === "sigma" ? { ...record, alerting: false } : record,
  );
}

class SigmaReader {
  readonly #file: string;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];
  readonly #silentBases: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #replaced: { id: string; by: string }[] = [];
  readonly #keys = new Set<string>();
  /** Of `action: global`: what every following rule of the file begins with. */
  #global: YamlMap = new Map();
  #globalLine: number | null = null;
  #previous: YamlMap | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  refuse(line: number | null, reason: string): void {
    this.#unreadable.push({ file: this.#file, line, reason });
  }

  take(document: YamlMap, line: number): void {
    switch (textAt(document, "action")) {
      case "global":
        this.#global = merge(this.#global, document);
        this.#globalLine = line;
        return;
      case "reset":
        this.#global = new Map();
        return;
      case "repeat":
        if (this.#previous === null) this.refuse(line, "action: repeat has no rule before it");
        else this.#rule(merge(this.#previous, document), line);
        return;
      default:
        this.#rule(merge(this.#global, document), line);
    }
  }

  finish(): SigmaFile {
    if (this.#globalLine !== null && this.#records.length === 0 && this.#unreadable.length === 0) {
      this.refuse(this.#globalLine, "action: global has no rule after it");
    }
    return {
      ...aResult({
        records: this.#records,
        unreadable: this.#unreadable,
        warnings: this.#warnings,
      }),
      silentBases: this.#silentBases,
      names: this.#names,
      replaced: this.#replaced,
    };
  }

  #rule(document: YamlMap, line: number): void {
    this.#previous = document;
    if (document.has("filter")) return;
    const correlation = document.get("correlation");
    if (!document.has("detection") && !(correlation instanceof Map)) {
      const looksLikeRule =
        document.has("title") &&
        ["tags", "logsource", "level", "status"].some((key) => document.has(key));
      if (looksLikeRule) this.refuse(line, "has neither detection nor correlation");
      return;
    }
    const title = textAt(document, "title");
    const id = textAt(document, "id");
    if (title === null && id === null) {
      this.refuse(line, "has neither title nor id");
      return;
    }
    this.#add(document, this.#keyOf(id, title ?? ""), title ?? id ?? "", line);
    if (correlation instanceof Map) this.#noteBases(correlation as YamlMap);
  }

  /** The rule's ID; rules that share the ID of their `action: global` are numbered. */
  #keyOf(id: string | null, title: string): string {
    const base = id === null ? `title:${title}` : id.toLowerCase();
    let key = base;
    for (let number = 2; this.#keys.has(key) && this.#globalLine !== null; number += 1) {
      key = `${base}#${number}`;
    }
    this.#keys.add(key);
    return key;
  }

  #add(document: YamlMap, key: string, name: string, line: number): void {
    const tags = readTags(document.get("tags"));
    const source = logSourceOf(document);
    const status = this.#maturityOf(document, name);
    const shortName = textAt(document, "name");
    if (shortName !== null) this.#names.set(shortName, key);
    for (const { id, type } of readRelated(document.get("related"))) {
      if (type === "obsolete" || type === "renamed") this.#replaced.push({ id, by: key });
    }
    this.#records.push(
      aRecord({
        key,
        name,
        format: "sigma",
        file: this.#file,
        line,
        state: status === "deprecated" || status === "unsupported" ? "disabled" : null,
        maturity: status,
        severity: this.#severityOf(document, name),
        alerting: !tags.isHunting,
        techniques: tags.techniques,
        tactics: tags.tactics,
        platforms: [...platformsOfSigma(source)],
        logSource:
          [source.product, source.category, source.service]
            .filter((part) => part !== null)
            .join("/") || null,
        owner: textAt(document, "author"),
        modified: dateAt(document, "modified") ?? dateAt(document, "date"),
        description: textAt(document, "description"),
        ownFields: ownFieldsOf(document, tags.others),
      }),
    );
  }

  #maturityOf(document: YamlMap, name: string): Maturity | null {
    for (const folder of this.#file.split(/[/\\]/).slice(0, -1)) {
      const retired = retiredFolders.get(folder.toLowerCase());
      if (retired !== undefined) return retired;
    }
    const status = textAt(document, "status")?.toLowerCase() ?? null;
    if (status === null) return null;
    const known = maturity.safeParse(status);
    if (!known.success) this.#warnUnknown("status", status, name);
    return known.data ?? null;
  }

  #severityOf(document: YamlMap, name: string): DetectionRecord["severity"] {
    const level = textAt(document, "level")?.toLowerCase() ?? null;
    if (level === null) return null;
    const known = severity.safeParse(level);
    if (!known.success) this.#warnUnknown("level", level, name);
    return known.data ?? null;
  }

  #warnUnknown(key: string, word: string, name: string): void {
    this.#warnings.push(
      aWarning("unknown-word", this.#file, `The ${key} "${word}" of "${name}" is not known.`),
    );
  }

  #noteBases(correlation: YamlMap): void {
    if (textAt(correlation, "generate")?.toLowerCase() === "true") return;
    this.#silentBases.push(...textsOf(correlation.get("rules")));
  }
}

/** Tags of one rule, sorted by what they name. */
interface SigmaTags {
  readonly techniques: string[];
  readonly tactics: string[];
  /** Tags of other namespaces, and ATT&CK objects that are neither technique nor tactic. */
  readonly others: readonly string[];
  /** Hunting rules ask a person to look; they raise no alert. */
  readonly isHunting: boolean;
}

function readTags(value: YamlValue | undefined): SigmaTags {
  const techniques = new Set<string>();
  const tactics = new Set<string>();
  const others: string[] = [];
  let isHunting = false;
  for (const text of textsOf(value)) {
    const tag = text.trim();
    const written = /^attack\.(.*)$/is.exec(tag)?.[1]?.trim() ?? null;
    if (written === null) {
      if (/^t\d{4}(?:\.\d{3})?$/i.test(tag)) techniques.add(normaliseWritten(tag));
      else if (tag !== "") others.push(tag);
      if (tag.toLowerCase() === "detection.threat-hunting") isHunting = true;
    } else if (/^t\d/i.test(written)) techniques.add(normaliseWritten(written));
    // Groups, software, campaigns, data sources and the other objects with a letter and a number.
    else if (/^(?!ta\d)[a-z]{1,3}\d+(?:\.\d+)?$/i.test(written)) others.push(tag);
    else if (/^(?:ta\d{4}|[a-z][a-z _&-]*)$/i.test(written)) tactics.add(normaliseTactic(written));
    // What is left was meant to name something; it is reported rather than lost.
    else if (written !== "") techniques.add(normaliseWritten(written));
  }
  return { techniques: [...techniques], tactics: [...tactics], others, isHunting };
}

function readRelated(value: YamlValue | undefined): { id: string; type: string }[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly YamlValue[]).flatMap((entry) => {
    if (!(entry instanceof Map)) return [];
    const id = textAt(entry as YamlMap, "id");
    const type = textAt(entry as YamlMap, "type");
    return id === null || type === null ? [] : [{ id: id.toLowerCase(), type: type.toLowerCase() }];
  });
}

function logSourceOf(document: YamlMap): {
  product: string | null;
  category: string | null;
  service: string | null;
} {
  const value = document.get("logsource");
  const source: YamlMap = value instanceof Map ? (value as YamlMap) : new Map();
  return {
    product: textAt(source, "product"),
    category: textAt(source, "category"),
    service: textAt(source, "service"),
  };
}

function ownFieldsOf(
  document: YamlMap,
  tags: readonly string[],
): { name: string; value: string }[] {
  const fields = tags.length === 0 ? [] : [{ name: "tags", value: tags.join(", ") }];
  for (const [name, value] of document) {
    if (ownKeys.has(name) || value === null) continue;
    fields.push({ name, value: asText(value) });
  }
  return fields;
}

/** A value as text: a scalar as it is, a list of scalars by lines, anything else as JSON. */
function asText(value: YamlValue): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.join("\n");
  }
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Map ? (Object.fromEntries(part) as Record<string, unknown>) : part,
  );
}

/** Fields of a second document over those of a first; maps are merged one level deep. */
function merge(base: YamlMap, over: YamlMap): YamlMap {
  if (base.size === 0) return over;
  const merged = new Map(base);
  for (const [key, value] of over) {
    if (key === "action") continue;
    const below = merged.get(key);
    merged.set(
      key,
      below instanceof Map && value instanceof Map
        ? new Map([...(below as YamlMap), ...(value as YamlMap)])
        : value,
    );
  }
  merged.delete("action");
  return merged;
}

function textAt(map: YamlMap, key: string): string | null {
  const value = map.get(key);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Texts of a list, or of a single text in its place. */
function textsOf(value: YamlValue | undefined): string[] {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return [];
  return (value as readonly YamlValue[]).filter((item) => typeof item === "string");
}

/** A date as `YYYY-MM-DD`; older rules write it with slashes. */
function dateAt(map: YamlMap, key: string): string | null {
  return textAt(map, key)?.replace(/^(\d{4})\/(\d{2})\/(\d{2})$/, "$1-$2-$3") ?? null;
}

import type { DetectionRecord, Maturity } from "../../shared/model/detection.ts";
import { maturity, severity } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { platformsOfSigma } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { normaliseTactic, normaliseWritten } from "./technique-ids.ts";
import { dateAt, textAt, textOf, textsOf } from "./yaml-fields.ts";
import type { YamlDocument, YamlMap, YamlValue } from "./yaml.reader.ts";

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

/** Whether a YAML document is a Sigma rule, correlation or filter, or a part of one. */
export function isSigma(document: YamlMap): boolean {
  const action = textAt(document, "action");
  return (
    ["detection", "correlation", "filter", "logsource"].some((key) => document.has(key)) ||
    (action !== null && ["global", "reset", "repeat"].includes(action)) ||
    (document.has("title") && ["tags", "level", "status"].some((key) => document.has(key)))
  );
}

/**
 * Reads the Sigma rules of one YAML file: rules, correlations, several documents, `action: global`.
 *
 * Filters, regression data and other YAML give no record. A rule that cannot be read is listed and
 * the others of the file are read.
 */
export function readSigma(file: string, documents: readonly YamlDocument[]): ReadFileResult {
  const reader = new SigmaReader(file);
  for (const { line, value, fault } of documents) {
    if (fault !== null) reader.refuse(line, fault);
    else if (value instanceof Map) reader.take(value as YamlMap, line);
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

  take(document: YamlMap, line: number | null): void {
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

  finish(): ReadFileResult {
    if (this.#globalLine !== null && this.#records.length === 0 && this.#unreadable.length === 0) {
      this.refuse(this.#globalLine, "action: global has no rule after it");
    }
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings: this.#warnings,
      silentBases: this.#silentBases,
      names: this.#names,
      replaced: this.#replaced,
    });
  }

  #rule(document: YamlMap, line: number | null): void {
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

  #add(document: YamlMap, key: string, name: string, line: number | null): void {
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
    fields.push({ name, value: textOf(value) });
  }
  return fields;
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

import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import type { ReadFileResult } from "./record.ts";
import { aResult, aWarning } from "./record.ts";
import { detectionOfSearch, isDetectionSearch } from "./splunk-search.ts";

/** A configuration file as text. */
export interface ConfFile {
  readonly path: string;
  readonly text: string;
}

/** Whether a text is a `savedsearches.conf`: stanzas, and settings that saved searches have. */
export function isSavedSearches(text: string): boolean {
  return (
    /^[ \t]*\[[^\]\n"{]*\][ \t]*\r?$/m.test(text) &&
    /^[ \t]*(?:search|action\.[\w.]+|cron_schedule|enableSched)[ \t]*=/m.test(text)
  );
}

/**
 * Reads saved searches from configuration files.
 *
 * Files of one application are laid over each other as Splunk does: `local` over `default`, setting
 * by setting, and what no stanza says comes from `[default]`.
 */
export function readSplunkConf(files: readonly ConfFile[]): ReadFileResult {
  const reader = new ConfReader();
  for (const app of groupByApp(files)) reader.takeApp(app);
  return reader.finish();
}

/** The files of one application, the ones that win last. */
interface ConfApp {
  readonly name: string;
  readonly files: readonly ConfFile[];
}

function groupByApp(files: readonly ConfFile[]): ConfApp[] {
  const apps = new Map<string, { name: string; files: ConfFile[] }>();
  for (const file of files) {
    const [, folder = "", name = "", layer] =
      /^(.*?([^/\\]+))[/\\](default|local)[/\\][^/\\]+$/.exec(file.path) ?? [];
    const group = layer === undefined ? file.path : folder;
    const app = apps.get(group) ?? { name: layer === undefined ? "" : name, files: [] };
    if (layer === "default") app.files.unshift(file);
    else app.files.push(file);
    apps.set(group, app);
  }
  return [...apps.values()];
}

interface Stanza {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly settings: Map<string, string>;
}

class ConfReader {
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];

  takeApp({ name, files }: ConfApp): void {
    const stanzas = new Map<string, Stanza>();
    for (const file of files) this.#readStanzas(file, stanzas);
    const defaults = stanzas.get("default")?.settings ?? new Map<string, string>();
    for (const stanza of stanzas.values()) {
      if (stanza.name !== "default") this.#add(name, stanza, defaults);
    }
  }

  finish(): ReadFileResult {
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings: this.#warnings,
    });
  }

  #add(app: string, stanza: Stanza, defaults: ReadonlyMap<string, string>): void {
    const { name: title, file, line } = stanza;
    // Splunk's own values where nothing is said: not disabled, not scheduled.
    const settings = new Map([
      ["disabled", "0"],
      ["enableSched", "0"],
      ...defaults,
      ...stanza.settings,
    ]);
    if (!isDetectionSearch(settings)) {
      const type = settings.get("action.escu.search_type") ?? "";
      const message = `"${title}" is a ${type} search, not a detection.`;
      this.#warnings.push(aWarning("not-a-detection", file, message));
      return;
    }
    const key = app === "" ? title : `${app}/${title}`;
    this.#records.push(
      detectionOfSearch(settings, { format: "splunk-conf", file, line, key, title }),
    );
  }

  /** Reads a file's stanzas over those that are there already. */
  #readStanzas({ path, text }: ConfFile, stanzas: Map<string, Stanza>): void {
    let stanza = stanzaOf(stanzas, "default", path, 1);
    for (const { line, text: content } of logicalLines(text)) {
      const name = /^\[(.*)\]$/s.exec(content.trim())?.[1];
      if (name !== undefined) {
        stanza = stanzaOf(stanzas, name.trim(), path, line);
        continue;
      }
      const equals = content.indexOf("=");
      if (equals === -1) {
        const reason = `"${content.trim().slice(0, 80)}" is neither a stanza nor a setting`;
        this.#unreadable.push({ file: path, line, reason });
      } else stanza.settings.set(content.slice(0, equals).trim(), content.slice(equals + 1).trim());
    }
  }
}

function stanzaOf(stanzas: Map<string, Stanza>, name: string, file: string, line: number): Stanza {
  const known = stanzas.get(name);
  if (known !== undefined) return known;
  const stanza: Stanza = { name, file, line, settings: new Map() };
  stanzas.set(name, stanza);
  return stanza;
}

/** Lines with those that continue them; comments and empty lines between are left out. */
function* logicalLines(text: string): Generator<{ line: number; text: string }, void, undefined> {
  let parts: string[] = [];
  let first = 0;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    if (parts.length === 0) {
      if (/^\s*(?:#|$)/.test(raw)) continue;
      first = at + 1;
    }
    if (raw.endsWith("\\")) parts.push(raw.slice(0, -1));
    else {
      yield { line: first, text: [...parts, raw].join("\n") };
      parts = [];
    }
  }
  if (parts.length > 0) yield { line: first, text: parts.join("\n") };
}

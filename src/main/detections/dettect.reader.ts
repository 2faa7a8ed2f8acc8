import { basename } from "node:path";
import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning, Unreadable } from "../../shared/model/import-report.ts";
import { readPlatformList } from "./platforms.ts";
import type { ReadFileResult } from "./record.ts";
import { aRecord, aResult, aWarning } from "./record.ts";
import { normaliseWritten } from "./technique-ids.ts";
import { isYamlMap, mapsOf, textAt, textsOf } from "./yaml-fields.ts";
import type { YamlDocument, YamlMap } from "./yaml.reader.ts";

/** One entry of a score's history. */
interface ScoreEntry {
  /** As written, a day or a time; null where nobody dated it. */
  readonly date: string | null;
  /** As written. */
  readonly score: string | null;
  readonly comment: string | null;
}

/**
 * Reads DeTT&CT's technique administration, 1.0 to 1.2: what a team says it detects.
 *
 * Every scored detection of a technique is a claim without a rule, one for each group of systems it
 * applies to. Its latest dated score holds: -1 is no detection, 0 serves forensics and raises no
 * alert, 1 to 5 is its quality. Visibility is kept in the claims' own fields.
 */
export function readDettectTechniques(
  file: string,
  documents: readonly YamlDocument[],
): ReadFileResult {
  const reader = new TechniqueReader(file);
  for (const { line, value, fault } of documents) {
    if (fault !== null) reader.refuse(line, fault);
    else if (isYamlMap(value)) reader.take(value, line);
  }
  return reader.finish();
}

class TechniqueReader {
  readonly #file: string;
  readonly #records: DetectionRecord[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #warnings: ImportWarning[] = [];
  readonly #keys = new Set<string>();
  #withoutDetection = 0;

  constructor(file: string) {
    this.#file = file;
  }

  refuse(line: number | null, reason: string): void {
    this.#unreadable.push({ file: this.#file, line, reason });
  }

  take(document: YamlMap, line: number | null): void {
    const version = textAt(document, "version");
    if (version === null || !/^1(?:\.[0-2])?$/.test(version)) {
      const message = `Its version is ${version ?? "not stated"}; it was read as 1.2.`;
      this.#warnings.push(aWarning("unknown-version", this.#file, message));
    }
    const platforms = readPlatformList(textsOf(document.get("platform")).join("\n")).platforms;
    const administration = textAt(document, "name") ?? basename(this.#file);
    for (const [at, technique] of mapsOf(document.get("techniques")).entries()) {
      const id = textAt(technique, "technique_id");
      if (id === null) this.refuse(line, `technique ${at + 1} has no technique_id`);
      else this.#technique(technique, { administration, id, platforms });
    }
  }

  finish(): ReadFileResult {
    if (this.#withoutDetection > 0) {
      const message =
        `${this.#withoutDetection} techniques have no detection score above -1: ` +
        "nothing is claimed by them.";
      this.#warnings.push(aWarning("no-detection", this.#file, message));
    }
    return aResult({
      records: this.#records,
      unreadable: this.#unreadable,
      warnings: this.#warnings,
    });
  }

  #technique(technique: YamlMap, place: Place): void {
    const visibility = visibilityOf(technique);
    let isClaimed = false;
    for (const detection of mapsOf(technique.get("detection"))) {
      const entries = entriesOf(detection);
      const latest = latestOf(entries);
      const score = latest?.score ?? null;
      if (score === null || score === "-1") continue;
      isClaimed = true;
      if (!/^[0-5]$/.test(score)) {
        this.refuse(
          null,
          `${place.id}: the detection score "${score.slice(0, 40)}" is not -1 to 5`,
        );
      } else this.#claim(technique, detection, { ...place, entries, latest, score, visibility });
    }
    if (!isClaimed) this.#withoutDetection += 1;
  }

  #claim(technique: YamlMap, detection: YamlMap, claim: Claim): void {
    const { administration, id, platforms, entries, latest, score, visibility } = claim;
    const systems = textsOf(detection.get("applicable_to")).join(", ");
    const isEverywhere = systems === "" || systems.toLowerCase() === "all";
    const techniqueName = textAt(technique, "technique_name");
    const where = isEverywhere ? "" : ` (${systems})`;
    const fields: readonly (readonly [string, string])[] = [
      ["Score", score],
      ["Applies to", systems],
      ["Location", textsOf(detection.get("location")).join("\n")],
      ["Comment", latest?.comment ?? ""],
      ["Earlier scores", historyOf(entries, latest)],
      ["Visibility", visibility],
      ["Administration", administration],
    ];
    this.#records.push(
      aRecord({
        key: this.#keyOf(`${administration} ${id}${where}`),
        name: `${id}${techniqueName === null ? "" : ` ${techniqueName}`}${where}`,
        format: "dettect-techniques",
        kind: "claim",
        file: this.#file,
        // Who scores a detection says that there is one.
        state: "enabled",
        alerting: score !== "0",
        techniques: [normaliseWritten(id)],
        platforms: [...platforms],
        modified: dayOf(latest?.date ?? null),
        description: textAt(detection, "comment"),
        quality: Number(score),
        ownFields: fields.flatMap(([name, value]) => (value === "" ? [] : [{ name, value }])),
      }),
    );
  }

  /** Several detections of a technique may name the same systems, or none. */
  #keyOf(base: string): string {
    let key = base;
    for (let number = 2; this.#keys.has(key); number += 1) key = `${base} #${number}`;
    this.#keys.add(key);
    return key;
  }
}

interface Place {
  readonly administration: string;
  readonly id: string;
  readonly platforms: readonly string[];
}

interface Claim extends Place {
  readonly entries: readonly ScoreEntry[];
  readonly latest: ScoreEntry | undefined;
  readonly score: string;
  readonly visibility: string;
}

/** The history of a score; before 1.2 there is none, and the score stands beside its date. */
function entriesOf(scored: YamlMap): ScoreEntry[] {
  const logged = mapsOf(scored.get("score_logbook"));
  const entries = logged.length > 0 || !scored.has("score") ? logged : [scored];
  return entries.map((entry) => ({
    date:
      textAt(entry, "date") ??
      textAt(entry, "date_implemented") ??
      textAt(entry, "date_registered"),
    score: textAt(entry, "score"),
    comment: entry === scored ? null : textAt(entry, "comment"),
  }));
}

/** The entry of the latest date; of one date, or without any, the first. */
function latestOf(entries: readonly ScoreEntry[]): ScoreEntry | undefined {
  return entries.reduce<ScoreEntry | undefined>((best, entry) => {
    if (best === undefined) return entry;
    return sortable(entry.date) > sortable(best.date) ? entry : best;
  }, undefined);
}

/** A day and a time of day in one spelling, so that texts compare as times; undated comes first. */
function sortable(date: string | null): string {
  const [, day = "", time = ""] =
    /^(\d{4}-\d{2}-\d{2})(?:[Tt ]+(\d{2}:\d{2}:\d{2}))?/.exec((date ?? "").replaceAll("/", "-")) ??
    [];
  return day === "" ? "" : `${day} ${time === "" ? "00:00:00" : time}`;
}

function dayOf(date: string | null): string | null {
  return sortable(date).slice(0, 10) || null;
}

function historyOf(entries: readonly ScoreEntry[], latest: ScoreEntry | undefined): string {
  return entries
    .filter((entry) => entry !== latest)
    .map(({ date, score, comment }) =>
      [dayOf(date) ?? "undated", score ?? "none", comment ?? ""].join(" ").trim(),
    )
    .join("\n");
}

/** The latest visibility score for each group of systems, a group a line. */
function visibilityOf(technique: YamlMap): string {
  return mapsOf(technique.get("visibility"))
    .flatMap((visibility) => {
      const score = latestOf(entriesOf(visibility))?.score ?? null;
      const systems = textsOf(visibility.get("applicable_to")).join(", ");
      return score === null ? [] : [`${score}${systems === "" ? "" : ` (${systems})`}`];
    })
    .join("\n");
}

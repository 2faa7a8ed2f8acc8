import type { ReportItem } from "../../shared/model/import-report.ts";
import type { DataQuality } from "../../shared/model/telemetry.ts";
import type { YamlMap, YamlValue } from "../detections/yaml.reader.ts";
import type { ReadSource, ReadSources } from "./read-source.ts";
import { cutText, noQuality, readDay, readScore } from "./read-source.ts";

/** Whether a YAML document is DeTT&CT's administration of data sources. */
export function isDataSourceAdministration(value: YamlValue): value is YamlMap {
  return value instanceof Map && value.get("file_type") === "data-source-administration";
}

const textAt = (map: YamlMap, key: string): string | null => {
  const value = map.get(key);
  return typeof value === "string" ? value : null;
};

/** A list of texts; one text alone is a list of one. */
function textsAt(map: YamlMap, key: string): string[] {
  const value = map.get(key) ?? null;
  const list = Array.isArray(value) ? (value as readonly YamlValue[]) : [value];
  return list.flatMap((item) => (typeof item === "string" ? (cutText(item) ?? []) : []));
}

function mapsAt(map: YamlMap, key: string): YamlMap[] {
  const value = map.get(key) ?? null;
  const list = Array.isArray(value) ? (value as readonly YamlValue[]) : [value];
  return list.flatMap((item) => (item instanceof Map ? [item as YamlMap] : []));
}

const scores: readonly (readonly [keyof DataQuality, string])[] = [
  ["deviceCompleteness", "device_completeness"],
  ["fieldCompleteness", "data_field_completeness"],
  ["timeliness", "timeliness"],
  ["consistency", "consistency"],
  ["retention", "retention"],
];

const isAll = (text: string) => text.toLowerCase() === "all";

/**
 * Reads DeTT&CT's data-source administration, 1.0 and 1.1: one log source for each data source and
 * the systems that it applies to.
 *
 * What has no date of connection is stated and not collected, and so is what is not available for
 * data analytics: no rule can run on it. The platforms of the systems become those of the source;
 * `all` is any.
 */
export function readDataSources(document: YamlMap, file: string): ReadSources {
  const systems = new Map(
    mapsAt(document, "systems").map((system) => [
      textAt(system, "applicable_to")?.toLowerCase() ?? "",
      textsAt(system, "platform"),
    ]),
  );
  const sources: ReadSource[] = [];
  const skipped: ReportItem[] = [];
  const items: ReportItem[] = [];
  const noteOf = (name: string, message: string, effect: string | null, kind: string) =>
    items.push({ class: kind, what: name, file, line: null, message, effect });

  const readOne = (name: string, details: YamlMap, place: string) => {
    const appliesTo = textsAt(details, "applicable_to");
    const everywhere = appliesTo.length === 0 || appliesTo.some(isAll);
    const unknown = appliesTo.filter(
      (system) => !isAll(system) && !systems.has(system.toLowerCase()),
    );
    for (const system of unknown) {
      noteOf(
        name,
        `It applies to "${system}", which the file does not describe.`,
        "Taken as any platform.",
        "unknown system",
      );
    }
    const named = everywhere
      ? [...systems.values()]
      : appliesTo.map((system) => systems.get(system.toLowerCase()) ?? ["all"]);
    const platforms = named.flat();
    const quality = { ...noQuality };
    const [given] = mapsAt(details, "data_quality");
    for (const [dimension, key] of scores) {
      const written = given === undefined ? null : textAt(given, key);
      const score = readScore(written);
      if (score === undefined) {
        noteOf(
          name,
          `${place}: ${key} is "${written ?? ""}", which is no score from 0 to 5.`,
          "Taken as not said.",
          "unknown score",
        );
      } else quality[dimension] = score;
    }
    const dayAt = (key: string): string | null => {
      const day = readDay(textAt(details, key));
      if (day === undefined) {
        noteOf(
          name,
          `${place}: ${key} is "${textAt(details, key) ?? ""}", which is no date.`,
          "Taken as empty.",
          "unknown date",
        );
      }
      return day ?? null;
    };
    const connectedOn = dayAt("date_connected");
    const isAvailable = !/^(?:false|no|off)$/i.test(
      textAt(details, "available_for_data_analytics") ?? "",
    );
    if (connectedOn !== null && !isAvailable) {
      noteOf(
        name,
        "It is connected and not available for data analytics.",
        "Not counted as collected: no rule can run on it.",
        "not available for analytics",
      );
    }
    sources.push({
      file,
      line: null,
      entry: {
        name: null,
        channel: null,
        dataComponent: name,
        platforms: platforms.length === 0 || platforms.some(isAll) ? [] : [...new Set(platforms)],
        collected: connectedOn !== null && isAvailable,
        quality,
        registeredOn: dayAt("date_registered"),
        connectedOn,
        products: [...new Set(textsAt(details, "products"))].slice(0, 1000),
        systems: [...new Set(appliesTo)].slice(0, 1000),
        comment: cutText(textAt(details, "comment"), 4000) ?? "",
      },
    });
  };

  const listed = document.get("data_sources");
  const dataSources: readonly YamlValue[] = Array.isArray(listed)
    ? (listed as readonly YamlValue[])
    : [];
  for (const [index, value] of dataSources.entries()) {
    const place = `data_sources[${index}]`;
    const map = value instanceof Map ? (value as YamlMap) : undefined;
    const name = map === undefined ? null : cutText(textAt(map, "data_source_name"));
    if (map === undefined || name === null) {
      const message = `${place} has no data_source_name.`;
      skipped.push({ class: "skipped", what: place, file, line: null, message, effect: null });
      continue;
    }
    // In 1.0 what 1.1 lists under `data_source` stands beside the name.
    const details = map.has("data_source") ? mapsAt(map, "data_source") : [map];
    if (details.length === 0) {
      const message = `${place} names "${name}" and says nothing of it.`;
      skipped.push({ class: "skipped", what: name, file, line: null, message, effect: null });
    }
    for (const [at, one] of details.entries()) readOne(name, one, `${place}.data_source[${at}]`);
  }
  const version = cutText(textAt(document, "version"), 20);
  return {
    format: `DeTT&CT data sources${version === null ? "" : ` ${version}`}`,
    sources,
    skipped,
    items,
    unreadable: [],
  };
}

import type { ReportItem } from "../../shared/model/import-report.ts";
import type { TelemetryEntry } from "../../shared/model/telemetry.ts";
import { readPlatformList } from "../detections/platforms.ts";
import { isCollected } from "./collected.ts";
import { findNearNames } from "./near-names.ts";
import type { ReadSource } from "./read-source.ts";
import { titleOfEntry } from "./read-source.ts";
import { plainWords } from "./source-words.ts";
import type { CatalogueNames } from "./telemetry.store.ts";

/**
 * Reads the names and platforms of stated log sources against those of the catalogue.
 *
 * A data component in the place of a log source's name goes where it belongs. What the catalogue does
 * not know is kept as it stands and listed with the names that it is most like.
 */
export function recogniseSources(
  sources: readonly ReadSource[],
  names: CatalogueNames,
): { readonly sources: readonly ReadSource[]; readonly items: readonly ReportItem[] } {
  const items: ReportItem[] = [];
  const logSources = new Set(names.logSources.map(plainWords));
  const components = new Set(names.components.map(plainWords));
  const platforms = new Map(names.platforms.map((name) => [name.toLowerCase(), name]));
  const hasCatalogue = components.size > 0 || logSources.size > 0;
  const isComponent = (text: string) =>
    plainWords(text)
      .split(": ")
      .some((part) => components.has(part));
  const read = sources.map((source): ReadSource => {
    const { file, line } = source;
    const entry = hasCatalogue ? placed(source.entry, logSources, isComponent) : source.entry;
    const note = (kind: string, message: string, effect: string | null) =>
      items.push({ class: kind, what: titleOfEntry(entry), file, line, message, effect });
    const { name, dataComponent } = entry;
    if (hasCatalogue) {
      const isKnown =
        (name !== null && logSources.has(plainWords(name))) ||
        (dataComponent !== null && isComponent(dataComponent));
      const unknown = [
        ...(name !== null && !logSources.has(plainWords(name)) ? [name] : []),
        ...(dataComponent !== null && !isComponent(dataComponent) ? [dataComponent] : []),
      ];
      for (const text of unknown) {
        const near = findNearNames(text, [...names.components, ...names.logSources]);
        const like =
          near.length === 0 ? "No name is like it." : `Most like it: ${near.join(", ")}.`;
        note(
          "unknown name",
          `No log source or data component of the catalogue is called "${text}". ${like}`,
          isKnown
            ? "Counts by its other name alone."
            : "Kept; serves no technique under this name.",
        );
      }
    }
    if (!isCollected(entry)) {
      const isZero = entry.collected;
      note(
        "not collected",
        isZero
          ? "Its quality is 0 in all five dimensions."
          : "The file does not say that it is connected.",
        "Kept; counts as not collected.",
      );
    }
    const known = entry.platforms.some((platform) => /^(?:all|any|\*)$/i.test(platform))
      ? []
      : entry.platforms.map((platform) => {
          const exact = platforms.get(platform.toLowerCase());
          if (exact !== undefined) return [exact];
          const worded = readPlatformList(platform).platforms;
          if (worded.length > 0) return worded;
          note(
            "unknown platform",
            `"${platform}" is no platform of the catalogue.`,
            "Kept; counts for techniques and analytics that name no platform.",
          );
          return [platform];
        });
    return { ...source, entry: { ...entry, platforms: [...new Set(known.flat())] } };
  });
  return { sources: read, items };
}

function placed(
  entry: TelemetryEntry,
  logSources: ReadonlySet<string>,
  isComponent: (text: string) => boolean,
): TelemetryEntry {
  const { name, dataComponent } = entry;
  const isMisplaced =
    name !== null &&
    dataComponent === null &&
    !logSources.has(plainWords(name)) &&
    isComponent(name);
  return isMisplaced ? { ...entry, name: null, dataComponent: name } : entry;
}

import type { ReportItem, Unreadable } from "../../shared/model/import-report.ts";
import type { DataQuality, TelemetryEntry } from "../../shared/model/telemetry.ts";

/** A log source as a file states it, and where. */
export interface ReadSource {
  readonly entry: TelemetryEntry;
  readonly file: string;
  readonly line: number | null;
}

/** What a file of log sources says. */
export interface ReadSources {
  /** In words: `DeTT&CT data sources 1.1`. */
  readonly format: string;
  readonly sources: readonly ReadSource[];
  /** Parts that should hold a log source and name none. */
  readonly skipped: readonly ReportItem[];
  /** What was noticed about log sources that were read. */
  readonly items: readonly ReportItem[];
  readonly unreadable: readonly Unreadable[];
}

export const noQuality: DataQuality = {
  deviceCompleteness: null,
  fieldCompleteness: null,
  timeliness: null,
  consistency: null,
  retention: null,
};

/** A score of 0 to 5 as people write it; undefined where it is something else, null for nothing. */
export function readScore(text: string | null): number | null | undefined {
  const written = text?.trim() ?? "";
  if (/^(?:|-|n\/?a|null|none|unknown)$/i.test(written)) return null;
  return /^[0-5](?:\.0+)?$/.test(written) ? Number(written) : undefined;
}

/** A day of a date or time such as `2021-06-08T00:00:00.000Z` or `2021/6/8`; undefined for others. */
export function readDay(text: string | null): string | null | undefined {
  const written = text?.trim() ?? "";
  if (/^(?:|-|n\/?a|null|none|unknown)$/i.test(written)) return null;
  const [, year, month, day] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(written) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // A thirtieth of February would turn into a day of March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

/** Text within what is kept; null for nothing. */
export function cutText(text: string | null, most = 500): string | null {
  const written = text?.trim() ?? "";
  if (written === "") return null;
  return written.length <= most ? written : `${written.slice(0, most - 1)}…`;
}

/** What a log source is called, for people. */
export function titleOfEntry({
  name,
  channel,
  dataComponent,
}: Pick<TelemetryEntry, "name" | "channel" | "dataComponent">): string {
  if (name === null) return dataComponent ?? "";
  return channel === null ? name : `${name} (${channel})`;
}

/**
 * By what a log source of an environment is known again: what it is called, and the systems that it
 * applies to, or its platforms where no system is named.
 */
export function keyOfEntry(entry: TelemetryEntry): string {
  const plain = (text: string | null) => text?.toLowerCase() ?? null;
  const sorted = (list: readonly string[]) => list.map((text) => text.toLowerCase()).sort();
  const where =
    entry.systems.length > 0 ? ["systems", ...sorted(entry.systems)] : sorted(entry.platforms);
  return JSON.stringify([
    plain(entry.name),
    plain(entry.channel),
    plain(entry.dataComponent),
    where,
  ]);
}

/** Whether two entries say the same. */
export function isSameEntry(a: TelemetryEntry, b: TelemetryEntry): boolean {
  const said = (entry: TelemetryEntry) =>
    JSON.stringify([
      [entry.name, entry.channel, entry.dataComponent, entry.collected, entry.comment],
      [entry.registeredOn, entry.connectedOn, entry.platforms, entry.products, entry.systems],
      [entry.quality.deviceCompleteness, entry.quality.fieldCompleteness, entry.quality.timeliness],
      [entry.quality.consistency, entry.quality.retention],
    ]);
  return said(a) === said(b);
}

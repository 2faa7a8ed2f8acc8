import { Problem } from "../../shared/problem.ts";
import { normaliseHeading } from "../detections/table-columns.ts";
import { readMoment } from "./read-moment.ts";

/** How the times of a column are read, and what nobody said of them. */
export interface AlertTimes {
  /** Milliseconds since 1970; null where the text is no time. */
  readonly read: (text: string) => number | null;
  /** Times that name no zone. */
  readonly zoneless: number;
  readonly zone: string;
  /** Whether nothing tells day from month in dates such as `03/04/2026`, so that none is read. */
  readonly orderUnclear: boolean;
}

/** Parts of a time as it is written, without the zone applied. */
interface Written {
  /** As if it were UTC. */
  readonly local: number;
  /** Minutes ahead of UTC; null where no zone is named. */
  readonly offset: number | null;
}

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AP]M)?`;
const zoneEnd = String.raw`\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$`;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthName = String.raw`(${months.join("|")})[a-z]{0,6}\.?`;
const weekday = String.raw`^(?:[a-z]{3,9},?\s+)?`;

/** `Nov 12, 2026 @ 09:47:00.000`, as Kibana writes it, and `Nov 12, 2026, 9:47:00 AM`. */
const monthFirstName = new RegExp(
  `${weekday}${monthName}\\s+(\\d{1,2}),?\\s+(\\d{4})[\\s,@T]+${clock}${zoneEnd}`,
  "i",
);
/** `12 Nov 2026 09:47:00` and `12-Nov-2026 09:47`. */
const dayFirstName = new RegExp(
  `${weekday}(\\d{1,2})[\\s-]+${monthName}[\\s,-]+(\\d{4})[\\s,@T]+${clock}${zoneEnd}`,
  "i",
);
/** `12.11.2026 09:47`: where dots part a date, the day stands first. */
const dotted = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})[\\s,T]+${clock}${zoneEnd}`, "i");
const slashed = new RegExp(`^(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4})[\\s,T]+${clock}${zoneEnd}`, "i");

/**
 * Settles how the times of a column are read: ISO 8601, epochs from seconds to nanoseconds, names of
 * months, and dates of numbers alone where the column or somebody tells the day from the month.
 *
 * `zone` is that of times that name none. Throws `bad-input` where it is no zone.
 */
export function prepareAlertTimes(
  cells: readonly string[],
  heading: string,
  {
    zone = "UTC",
    dayFirst,
  }: { readonly zone?: string | undefined; readonly dayFirst?: boolean | undefined },
): AlertTimes {
  const isUtc = normaliseHeading(heading).endsWith("utc");
  const toUtc = zoneReader(isUtc ? "UTC" : zone);
  const order = orderOf(cells) ?? dayFirst;
  let zoneless = 0;
  let isUnclear = false;
  const read = (text: string) => {
    const written = readWritten(text.trim(), order);
    if (written === null || written === "unclear") return written;
    const { local, offset } = written;
    const at = offset === null ? toUtc(local) : local - offset * 60_000;
    return { at, isZoneless: offset === null };
  };
  for (const cell of cells) {
    const found = read(cell);
    if (found === "unclear") isUnclear = true;
    else if (found?.isZoneless === true) zoneless += 1;
  }
  return {
    read: (text) => {
      const found = read(text);
      return found === null || found === "unclear" ? null : found.at;
    },
    zoneless: isUtc ? 0 : zoneless,
    zone: isUtc ? "UTC" : zone,
    orderUnclear: isUnclear,
  };
}

/** Whether the day stands first in dates parted by slashes; undefined where no date tells. */
function orderOf(cells: readonly string[]): boolean | undefined {
  for (const cell of cells) {
    const match = slashed.exec(cell.trim());
    if (match === null) continue;
    if (Number(match[1]) > 12) return true;
    if (Number(match[2]) > 12) return false;
  }
  return undefined;
}

function readWritten(text: string, dayFirst: boolean | undefined): Written | "unclear" | null {
  if (text === "" || text.length > 100) return null;
  if (/^\d{16}$|^\d{19}$/.test(text)) {
    return { local: Math.floor(Number(text.slice(0, 13))), offset: 0 };
  }
  const iso = readMoment(text);
  if (iso !== null) return { local: Date.parse(iso.at), offset: iso.zoneAssumed ? null : 0 };
  const named = monthFirstName.exec(text);
  if (named !== null) return compose(named[3], monthOf(named[1]), named[2], named.slice(4));
  const day = dayFirstName.exec(text);
  if (day !== null) return compose(day[3], monthOf(day[2]), day[1], day.slice(4));
  const dots = dotted.exec(text);
  if (dots !== null) return compose(dots[3], Number(dots[2]), dots[1], dots.slice(4));
  const slashes = slashed.exec(text);
  if (slashes === null) return null;
  if (dayFirst === undefined) return "unclear";
  const [, first, second, year] = slashes;
  return dayFirst
    ? compose(year, Number(second), first, slashes.slice(4))
    : compose(year, Number(first), second, slashes.slice(4));
}

const monthOf = (name = ""): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** A date and the parts of its time: hour, minute, second, fraction, half of the day, zone. */
function compose(
  year: string | undefined,
  month: number,
  day: string | undefined,
  [hour = "0", minute = "00", second = "00", fraction = "", half, zone]: readonly (
    string | undefined
  )[],
): Written | null {
  const number = Number(hour);
  if (half !== undefined && (number < 1 || number > 12)) return null;
  const hours = half === undefined ? number : (number % 12) + (/^p/i.test(half) ? 12 : 0);
  const pad = (value: string | number | undefined) => String(value).padStart(2, "0");
  // The one reader of ISO times knows which days there are.
  const read = readMoment(
    `${year}-${pad(month)}-${pad(day)}T${pad(hours)}:${minute}:${second}.${fraction === "" ? "0" : fraction}${zone ?? ""}`,
  );
  if (read === null) return null;
  return { local: Date.parse(read.at), offset: read.zoneAssumed ? null : 0 };
}

/** Reads a time of a zone's clocks, which may be set forward or back: the earlier where both fit. */
function zoneReader(zone: string): (local: number) => number {
  if (zone === "UTC") return (local) => local;
  const format = formatOf(zone);
  const offsetAt = (at: number): number => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(
      ...([of("year"), of("month") - 1, of("day")] as const),
      ...([of("hour"), of("minute"), of("second")] as const),
    );
    return shown - Math.floor(at / 1000) * 1000;
  };
  // Clocks are set at quarters of an hour; asking for each of many thousand times is slow.
  const quarters = new Map<number, readonly [before: number, after: number]>();
  const day = 86_400_000;
  return (local) => {
    const quarter = Math.floor(local / 900_000);
    let offsets = quarters.get(quarter);
    if (offsets === undefined) {
      offsets = [offsetAt(quarter * 900_000 - day), offsetAt(quarter * 900_000 + day)];
      quarters.set(quarter, offsets);
    }
    const [before, after] = offsets;
    if (before === after) return local - before;
    const fitting = [local - before, local - after].filter((at) => at + offsetAt(at) === local);
    // In the hour that is left out the clocks show what they would have, had they not been set.
    return fitting.length === 0 ? local - before : Math.min(...fitting);
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
  } catch {
    throw new Problem("bad-input", `"${zone}" is no time zone.`, {
      remedy: "Write a zone such as Europe/Berlin, +02:00 or UTC.",
    });
  }
}

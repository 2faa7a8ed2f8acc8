/** A moment as a tool wrote it. */
export interface ReadMoment {
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Whether the text said no zone, so that UTC was assumed. */
  readonly zoneAssumed: boolean;
}

/** The years in which a test can have been run: outside of them a number is no time. */
const [firstYear, lastYear] = [1990, 2200];

/** Above this a number counts milliseconds: seconds reach it in the year 5138. */
const milliseconds = 100_000_000_000;

const iso =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/**
 * A moment of a tool's text: ISO 8601 in all its spellings, and seconds or milliseconds since 1970.
 *
 * Null for anything else: a date such as `03/04/2025` has two meanings, and neither is taken.
 */
export function readMoment(text: string): ReadMoment | null {
  const trimmed = text.trim();
  if (/^\d{9,14}(?:\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    return momentOf(Math.round(number < milliseconds ? number * 1000 : number), false);
  }
  const match = iso.exec(trimmed);
  if (match === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  const read = new Date(at);
  const isReal =
    read.getUTCMonth() === Number(month) - 1 &&
    read.getUTCDate() === Number(day) &&
    read.getUTCHours() === Number(hour) &&
    read.getUTCMinutes() === Number(minute) &&
    read.getUTCSeconds() === Number(second);
  return isReal ? momentOf(at - minutesOf(zone) * 60_000, zone === undefined) : null;
}

function momentOf(at: number, zoneAssumed: boolean): ReadMoment | null {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  return year >= firstYear && year <= lastYear ? { at: date.toISOString(), zoneAssumed } : null;
}

/** Minutes by which a zone is ahead of UTC. */
function minutesOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (match === null) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

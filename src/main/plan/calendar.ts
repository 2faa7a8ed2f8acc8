const dayInMilliseconds = 86_400_000;

/** Days that a window lasts. */
export const windowDays = 30;

/** A day so many days after another, as `2026-11-21`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayInMilliseconds).toISOString().slice(0, 10);
}

/** Days from one day to another; below zero where it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayInMilliseconds);
}

/** Windows of 30 days one after another, the last one cut where the time is up. */
export interface Grid {
  readonly startsOn: string;
  /** Days of the calendar in all. */
  readonly days: number;
  readonly lengths: readonly number[];
}

/** Cuts some days of the calendar into windows. */
export function cutWindows(startsOn: string, days: number): Grid {
  const lengths: number[] = [];
  for (let at = 0; at < days; at += windowDays) lengths.push(Math.min(windowDays, days - at));
  return { startsOn, days, lengths };
}

/** The window in which a day lies: -1 before the first, the number of windows after the last. */
export function windowAt({ startsOn, days, lengths }: Grid, day: string): number {
  const at = daysBetween(startsOn, day);
  if (at < 0) return -1;
  return at >= days ? lengths.length : Math.floor(at / windowDays);
}

/** The last day of a window. */
export function lastDayOf({ startsOn, days }: Grid, window: number): string {
  return addDays(startsOn, Math.min((window + 1) * windowDays, days) - 1);
}

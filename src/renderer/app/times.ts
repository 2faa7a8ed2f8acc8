const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const momentFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

const dayMilliseconds = 86_400_000;

/** A day without a time is the same day in every time zone; taken as a moment it is not. */
function momentOf(iso: string): Date {
  return new Date(iso.length === "2025-10-28".length ? `${iso}T00:00` : iso);
}

/** A day in words: "28 Oct 2025". */
export function formatDay(iso: string): string {
  return dayFormat.format(momentOf(iso));
}

/** A moment in the local time zone: "21 Nov 2026, 14:06". */
export function formatMoment(iso: string): string {
  return momentFormat.format(new Date(iso));
}

/** Whole days from then to `now` (milliseconds); never less than 0. */
export function daysSince(iso: string, now: number): number {
  return Math.max(0, Math.floor((now - momentOf(iso).getTime()) / dayMilliseconds));
}

/** An age in the unit that suits it: "today", "1 day ago", "9 weeks ago", "13 months ago". */
export function formatAge(iso: string, now: number): string {
  const days = daysSince(iso, now);
  if (days === 0) return "today";
  if (days < 21) return ago(days, "day");
  if (days < 92) return ago(Math.floor(days / 7), "week");
  if (days < 730) return ago(Math.floor(days / 30.44), "month");
  return ago(Math.floor(days / 365.25), "year");
}

function ago(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** Whether a day has come, by the local calendar. */
export function isDue(day: string, now: number): boolean {
  return momentOf(day).getTime() <= now;
}

/** How long something took: "0.4 s", "12 s", "2 min 5 s". */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${String(Math.round(seconds))} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}

import type { Run, TestCase } from "../../shared/model/emulation.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const secondsFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A time of day in the local zone: "09:47". */
export function formatClock(iso: string): string {
  return clockFormat.format(new Date(iso));
}

/** A time of day with its seconds: "09:47:04". */
export function formatSeconds(iso: string): string {
  return secondsFormat.format(new Date(iso));
}

/** A day and time, short: "12 Nov 09:47". */
export function formatDayClock(iso: string): string {
  const at = new Date(iso);
  return `${dayFormat.format(at)} ${clockFormat.format(at)}`;
}

/** A span: "00:03", "31:05", "2:05:00", "3 d 04:00:00"; before the start with a minus. */
export function formatSpan(milliseconds: number): string {
  const whole = Math.round(Math.abs(milliseconds) / 1000);
  const two = (count: number) => String(count).padStart(2, "0");
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const words =
    days > 0
      ? `${String(days)} d ${two(hours)}:${rest}`
      : hours > 0
        ? `${String(hours)}:${rest}`
        : rest;
  return milliseconds <= -500 ? `−${words}` : words;
}

/** Whether moments fall on one day of the local calendar. */
export function isOneDay(moments: readonly string[]): boolean {
  const days = new Set(moments.map((iso) => new Date(iso).toDateString()));
  return days.size <= 1;
}

/** The local zone in words: "Europe/Berlin, UTC+1". */
export function zoneWords(at: Date): string {
  const zone = new Intl.DateTimeFormat("en", { timeZoneName: "longOffset" });
  const { timeZone } = zone.resolvedOptions();
  const offset = zone.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const fromUtc = offset.replace("GMT", "UTC");
  return timeZone === "UTC" ? "UTC" : `${timeZone}, ${fromUtc}`;
}

/** How a moment stands in a field that is typed into: "2026-11-12 09:47:04", in the local zone. */
export function writeMoment(iso: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  const two = (count: number) => String(count).padStart(2, "0");
  const day = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const form =
  /^(?:(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[ T]+|$))?(?:(?<hour>\d{1,2})[:.]?(?<minute>\d{2})(?:[:.](?<second>\d{2}))?)?$/;

/**
 * What was typed as a moment of the local zone: `2026-11-12 09:47`, `09:47:04`, `0947`, `2026-11-12`.
 *
 * Without a day it is the day of `near`. Null = nothing was typed; undefined = no such time.
 */
export function readTypedMoment(text: string, near: Date): string | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const groups = form.exec(trimmed)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string) => (groups[name] === undefined ? null : Number(groups[name]));
  const [year, month, day] = [part("year"), part("month"), part("day")];
  const [hour, minute, second] = [part("hour") ?? 0, part("minute") ?? 0, part("second") ?? 0];
  const on =
    year === null || month === null || day === null
      ? ([near.getFullYear(), near.getMonth(), near.getDate()] as const)
      : ([year, month - 1, day] as const);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const at = new Date(on[0], on[1], on[2], hour, minute, second);
  const isThatDay = at.getMonth() === on[1] && at.getDate() === on[2];
  return isThatDay && at.getFullYear() === on[0] ? at.toISOString() : undefined;
}

const longDay = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** A run in one line: "12 November 2026, Atomic Red Team, 3 hosts. Alert SLA 15 minutes. …". */
export function describeRun(
  run: Pick<Run, "startedAt" | "tool">,
  cases: readonly Pick<TestCase, "host" | "outcome">[],
  slaMinutes: number,
): string {
  const hosts = new Set(cases.flatMap(({ host }) => (host === "" ? [] : [host.toLowerCase()])));
  const assessed = cases.filter(({ outcome }) => outcome !== "not-assessed").length;
  const facts = [
    ...(run.startedAt === null ? [] : [longDay.format(new Date(run.startedAt))]),
    ...(run.tool === "" ? [] : [run.tool]),
    ...(hosts.size === 0 ? [] : [formatNoun(hosts.size, "host")]),
  ];
  return [
    ...(facts.length === 0 ? [] : [`${facts.join(", ")}.`]),
    `Alert SLA ${formatNoun(slaMinutes, "minute")}.`,
    `${formatCount(assessed)} of ${formatCount(cases.length)} assessed.`,
  ].join(" ");
}

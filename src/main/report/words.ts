import type { LevelCounts, PriorityBand } from "../../shared/model/coverage.ts";
import type { Way } from "../../shared/model/actor.ts";
import type { LevelPart, ReportCell } from "../../shared/model/report-document.ts";
import { groupDigits } from "../../shared/group-digits.ts";
import { wholePercentOf } from "../coverage/exact.ts";
import { levelsWorstFirst } from "../layers/layer-palette.ts";

/** "1 gap", "1,204 gaps". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${digits(count)} ${count === 1 ? noun : plural}`;
}

/** A number as text has it: thousands set apart, decimals as they are. */
export function digits(value: number): string {
  const [whole = "", decimals] = String(value).split(".");
  const grouped = /^\d+$/.test(whole) ? groupDigits(Number(whole)) : whole;
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** "82 %" of a part of a whole, or a dash where there is no whole. */
export function inPercent(part: number, whole: number): string {
  const percent = wholePercentOf(part, whole);
  return percent === null ? "–" : `${percent} %`;
}

/** "118 of 144, 82 %". */
export function shareWords(part: number, whole: number): string {
  return whole === 0 ? `0 of 0` : `${digits(part)} of ${digits(whole)}, ${inPercent(part, whole)}`;
}

/** "FIN7, APT38 and Lazarus Group"; from `most` on the rest is counted: "and 57 more". */
export function joinWords(words: readonly string[], most = words.length): string {
  const shown = words.length > most ? words.slice(0, Math.max(1, most - 1)) : words;
  const left = words.length - shown.length;
  const parts = left > 0 ? [...shown, `${left} more`] : shown;
  const last = parts.at(-1) ?? "";
  return parts.length <= 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The day of an ISO time in words: "21 November 2026"; what is no day stays as it is. */
export function dayWords(time: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(time);
  const month = months[Number(found?.[2] ?? 0) - 1];
  return found === null || month === undefined
    ? time
    : `${Number(found[3])} ${month} ${found[1] ?? ""}`;
}

/** A technique's name with that of its parent. */
export function fullName({
  name,
  parentName,
}: {
  readonly name: string;
  readonly parentName: string | null;
}): string {
  return parentName === null ? name : `${parentName}: ${name}`;
}

/** A share as a cell, in percent. */
export function percentCell(percent: number | null): ReportCell {
  return { kind: "percent", value: percent };
}

/** An ATT&CK ID as a cell. */
export function idCell(text: string): ReportCell {
  return { kind: "id", text };
}

/** Techniques by level as a bar: the best first, as coverage is read. */
export function levelsCell(levels: LevelCounts): ReportCell {
  return { kind: "levels", parts: levelParts(levels) };
}

/** Levels that have techniques, the best first. */
export function levelParts(levels: LevelCounts): LevelPart[] {
  return levelsWorstFirst
    .toReversed()
    .map((level) => ({ level, count: levels[level] }))
    .filter(({ count }) => count > 0);
}

export const wayWords: Readonly<Record<Way, string>> = {
  direct: "Direct",
  campaign: "Campaign",
  software: "Software",
  own: "Own",
};

export const bandWords: Readonly<Record<PriorityBand, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

/** "1 person-day", "2.5 person-days". */
export function personDays(days: number): string {
  return counted(days, "person-day");
}

/** "EUR 12,000"; money without cents where it has none. */
export function money(amount: number, currency: string): string {
  return `${currency} ${digits(Math.round(amount * 100) / 100)}`;
}

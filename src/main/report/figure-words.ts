import { groupDigits } from "../../shared/group-digits.ts";
import type { LevelPart } from "../../shared/model/report-document.ts";
import { levelLook } from "./data-look.ts";

/** A number with at most one decimal. */
export function printNumber(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  const [whole = "", decimals] = String(Math.abs(rounded)).split(".");
  return `${rounded < 0 ? "−" : ""}${groupDigits(Number(whole))}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** A share in percent with at most one decimal; "–" where nothing is counted. */
export function printPercent(value: number | null): string {
  return value === null ? "–" : `${value.toFixed(1)} %`;
}

/** The parts of a bar in words: "Detected 3, None 2". */
export function levelWords(parts: readonly LevelPart[]): string {
  return parts
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${levelLook[level].word} ${count}`)
    .join(", ");
}

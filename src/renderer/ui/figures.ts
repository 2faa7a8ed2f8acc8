import { groupDigits } from "../../shared/group-digits.ts";

const oneDecimal = new Intl.NumberFormat("en", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A count with thousands separated: "3,141". */
export function formatCount(count: number): string {
  return groupDigits(count);
}

/** A share in whole percents: "82 %"; "–" where nothing is counted. */
export function formatShare(part: number, total: number): string {
  return total === 0 ? "–" : `${String(Math.floor((part * 100) / total + 0.5))} %`;
}

/** A percentage with one decimal: "81.9 %". */
export function formatPercent(percent: number): string {
  return `${oneDecimal.format(percent)} %`;
}

/** A figure with its denominator: "118 of 144, 82 %". */
export function formatOf(part: number, total: number): string {
  return `${formatCount(part)} of ${formatCount(total)}, ${formatShare(part, total)}`;
}

/** A count with its noun: "1 rule", "2 rules". */
export function formatNoun(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

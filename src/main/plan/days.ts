import type { Fraction } from "../coverage/exact.ts";
import { decimal } from "../coverage/exact.ts";

/**
 * Person-days are reckoned in whole hundredths, so that sums are exact.
 *
 * Effort is rounded up to the hundredth and capacity down: a plan never holds more than there is.
 */
export type Hundredths = number;

/** Hundredths of an effort in person-days, rounded up. */
export function effortHundredths(days: number): Hundredths {
  const { numerator, denominator } = decimal(days);
  return Number((numerator * 100n + denominator - 1n) / denominator);
}

/** What people have for a plan. */
export interface Workforce {
  readonly engineers: number;
  /** Percent of their time. */
  readonly timeShare: number;
  /** In 30 days of the calendar. */
  readonly workingDays: number;
}

/** Hundredths of person-days that some people have in some days of the calendar, rounded down. */
export function capacityHundredths(
  { engineers, timeShare, workingDays }: Workforce,
  days: number,
): Hundredths {
  const { numerator, denominator } = [engineers, timeShare, workingDays].map(decimal).reduce(times);
  // Percent and hundredths cancel out.
  return Number((numerator * BigInt(days)) / (denominator * 30n));
}

/** Working days that some people together need for an effort, whole and rounded up. */
export function workingDaysFor(
  effort: Hundredths,
  { engineers, timeShare }: Pick<Workforce, "engineers" | "timeShare">,
): number {
  const { numerator, denominator } = times(decimal(engineers), decimal(timeShare));
  return Number((BigInt(effort) * denominator + numerator - 1n) / numerator);
}

/** Person-days of hundredths. */
export function daysOf(hundredths: Hundredths): number {
  return hundredths / 100;
}

function times(a: Fraction, b: Fraction): Fraction {
  const numerator = a.numerator * b.numerator;
  const denominator = a.denominator * b.denominator;
  return { numerator, denominator, value: Number(numerator) / Number(denominator) };
}

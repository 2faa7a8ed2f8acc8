import type { Gap, Investment } from "../../shared/model/coverage.ts";
import { decimal, percentOf } from "../coverage/exact.ts";
import { waitsForLogSource } from "./gaps.ts";

/** What an investment is reckoned from. */
export interface InvestmentInput {
  /** Gaps by rank. */
  readonly gaps: readonly Gap[];
  readonly techniques: number;
  readonly covered: number;
  /** Percent of the techniques that should be covered. */
  readonly target: number;
  readonly engineers: number;
  readonly logSourceDays: number;
  /** The log source that a gap waits for, by which it shares its price with others. */
  readonly logSourceOf: (gap: Gap) => string;
}

/**
 * What it takes to reach the target by closing the first open gaps in their order.
 *
 * Where the open gaps do not suffice, all of them; null without any technique. Days are whole
 * working days of all engineers together.
 */
export function reckonInvestment(input: InvestmentInput): Investment | null {
  const { gaps, techniques, covered, target, engineers } = input;
  if (techniques === 0) return null;
  const open = gaps.filter(({ status }) => status === "open");
  const top = Math.max(0, Math.min(open.length, coveredAt(target, techniques) - covered));
  const personDays = effortOf(open.slice(0, top), input);
  return {
    top,
    personDays,
    engineers,
    days: Math.ceil(personDays / engineers),
    from: percentOf(covered, techniques),
    to: percentOf(covered + top, techniques),
  };
}

/** The fewest covered techniques that reach a percentage, exactly. */
function coveredAt(target: number, techniques: number): number {
  const { numerator, denominator } = decimal(target);
  const whole = denominator * 100n;
  return Number((numerator * BigInt(techniques) + whole - 1n) / whole);
}

/** Person-days of several gaps together: a log source is paid once. */
function effortOf(gaps: readonly Gap[], { logSourceDays, logSourceOf }: InvestmentInput): number {
  const logSources = new Set<string>();
  let days = 0;
  for (const gap of gaps) {
    const isWaiting = waitsForLogSource(gap.reason);
    if (isWaiting) logSources.add(logSourceOf(gap));
    days += gap.effortDays - (isWaiting ? logSourceDays : 0);
  }
  // Efforts are decimals that people type: more digits than these are noise of the sum.
  return Number((days + logSources.size * logSourceDays).toFixed(6));
}

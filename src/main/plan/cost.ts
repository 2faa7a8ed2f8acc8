import type { PlanCost, PlanMoney } from "../../shared/model/plan.ts";
import { decimal } from "../coverage/exact.ts";
import type { Hundredths } from "./days.ts";

/** What some work and some log sources cost; tools only where they are asked for. */
export function costOf(
  money: PlanMoney,
  effort: Hundredths,
  logSources: readonly string[] = [],
  withTools = false,
): PlanCost {
  const own = new Map(money.logSources.map((cost) => [cost.name, cost]));
  const bought = [
    ...logSources.map(
      (name) => own.get(name) ?? { oneOff: money.logSourceOneOff, yearly: money.logSourceYearly },
    ),
    ...(withTools ? money.tools : []),
  ];
  return {
    labour: money.dayRate === null ? null : labour(effort, money.dayRate),
    oneOff: sum(bought.map(({ oneOff }) => oneOff)),
    yearly: sum(bought.map(({ yearly }) => yearly)),
  };
}

/** Hundredths of a day at a rate are as many cents; rounded half up. */
function labour(effort: Hundredths, dayRate: number): number {
  const { numerator, denominator } = decimal(dayRate);
  return Number((2n * BigInt(effort) * numerator + denominator) / (2n * denominator)) / 100;
}

/** Money in cents, so that sums are exact. */
function sum(amounts: readonly number[]): number {
  return amounts.reduce((cents, amount) => cents + Math.round(amount * 100), 0) / 100;
}

import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { Investment } from "../../shared/model/coverage.ts";
import type { CurvePoint, ExpectedCoverage } from "../../shared/model/plan.ts";
import { decimal, percentOf } from "../coverage/exact.ts";
import type { Hundredths } from "./days.ts";
import { daysOf, workingDaysFor } from "./days.ts";
import type { OpenGap, Standing, Workload } from "./open-gap.ts";
import { logSourcesThatAre } from "./open-gap.ts";

/** Coverage of an assessment once some of its gaps are closed. */
export function coverageAfter(standing: Standing, closed: readonly OpenGap[]): ExpectedCoverage {
  const covered = standing.covered + closed.length;
  const weight = closed.reduce((sum, gap) => sum + gap.weight, standing.coveredWeight);
  return {
    techniques: standing.techniques,
    covered,
    percent: percentOf(covered, standing.techniques),
    weightedPercent: percentOf(weight, standing.weight),
  };
}

/** Whether a gap is part of the plan: what is dropped is not, nor what waits for what is. */
export function isPlanned({ mark, isBlocked }: OpenGap): boolean {
  return mark?.status !== "dropped" && !isBlocked;
}

/** Whether the work on a gap is done, though no detection shows it yet. */
export function isDone({ mark }: OpenGap): boolean {
  return mark?.status === "done";
}

/**
 * Coverage over effort: what closing the first gaps by rank brings and takes, from none to all.
 *
 * A log source is paid by the first gap that waits for it; what is done takes nothing more.
 */
export function drawCurve(
  { standing, gaps, logSourceMarks }: Workload,
  effortOf: (logSource: string) => Hundredths,
): CurvePoint[] {
  const planned = gaps.filter(isPlanned);
  const paid = logSourcesThatAre("done", { logSourceMarks });
  for (const gap of planned) if (isDone(gap) && gap.logSource !== null) paid.add(gap.logSource);
  let effort = 0;
  let weight = standing.coveredWeight;
  const pointAt = (top: number): CurvePoint => ({
    top,
    personDays: daysOf(effort),
    covered: standing.covered + top,
    percent: percentOf(standing.covered + top, standing.techniques),
    weightedPercent: percentOf(weight, standing.weight),
  });
  const points = [pointAt(0)];
  for (const [index, gap] of planned.entries()) {
    if (!isDone(gap)) effort += gap.work;
    if (gap.logSource !== null && !paid.has(gap.logSource)) {
      paid.add(gap.logSource);
      effort += effortOf(gap.logSource);
    }
    weight += gap.weight;
    points.push(pointAt(index + 1));
  }
  return points;
}

/** The fewest covered techniques that reach a percentage, exactly. */
export function coveredAt(percent: number, techniques: number): number {
  const { numerator, denominator } = decimal(percent);
  const whole = denominator * 100n;
  return Number((numerator * BigInt(techniques) + whole - 1n) / whole);
}

/**
 * What it takes to reach the target by closing the first gaps of the plan in their order.
 *
 * Where they do not suffice, all of them; null without any technique. Days are whole working days
 * of all engineers together.
 */
export function reckonInvestment(
  curve: readonly CurvePoint[],
  { techniques, covered }: Pick<Standing, "techniques" | "covered">,
  settings: Pick<AssessmentSettings, "target" | "engineers" | "timeShare">,
): Investment | null {
  if (techniques === 0) return null;
  const needed = coveredAt(settings.target, techniques);
  const reached = curve.find((point) => point.covered >= needed) ?? curve.at(-1);
  const { top, personDays, percent } = reached ?? { top: 0, personDays: 0, percent: null };
  return {
    top,
    personDays,
    engineers: settings.engineers,
    days: workingDaysFor(Math.round(personDays * 100), settings),
    from: percentOf(covered, techniques),
    to: percent,
  };
}

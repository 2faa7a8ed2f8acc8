import type { PlanTarget, WhatIf } from "../../shared/model/plan.ts";
import { wholePercentOf } from "../coverage/exact.ts";
import type { PlanInput } from "./build-plan.ts";
import { scheduleOf } from "./build-plan.ts";
import { windowDays } from "./calendar.ts";
import { costOf } from "./cost.ts";
import { coverageAfter, coveredAt, drawCurve, isPlanned } from "./curve.ts";
import { capacityHundredths, daysOf } from "./days.ts";
import type { OpenGap } from "./open-gap.ts";
import { logSourceEffort } from "./open-gap.ts";
import type { Schedule } from "./schedule.ts";
import { closedBy } from "./schedule.ts";

/** What a question about a plan is answered from. */
export type AskedPlan = Pick<PlanInput, "workload" | "settings" | "today">;

/** Longest time that is looked ahead, in days of the calendar. */
const furthest = 3650;
const usualTeams = [1, 2, 3, 5, 8];

/**
 * What some people close in some days of the calendar, by priority, from the plan's start or, where
 * that is past, from today.
 *
 * As long as a plan has not begun, its own engineers close in 30, 60 and 90 days what its windows say.
 */
export function askWhatIf(asked: AskedPlan, engineers: number, days: number): WhatIf {
  const { workload, settings } = asked;
  const { standing } = workload;
  const scheduled = scheduleFor(asked, engineers, days);
  const closed = closedBy(scheduled, scheduled.grid.lengths.length - 1);
  const logSources = [...scheduled.logSources.keys()].sort();
  const used = scheduled.loads.reduce((sum, load) => sum + load, 0);
  const from = coverageAfter(standing, []);
  const to = coverageAfter(standing, closed);
  return {
    engineers,
    days,
    capacityDays: daysOf(capacityHundredths({ ...settings, engineers }, days)),
    usedDays: daysOf(used),
    from,
    to,
    items: refsOf(closed),
    logSources,
    cost: costOf(settings.money, used, logSources, true),
    sentence: `With ${counted(engineers, "engineer")} and ${counted(days, "day")}: ${inWhole(from)} → ${inWhole(to)}, ${counted(closed.length, "gap")} closed in ${counted(daysOf(used), "person-day")}.`,
  };
}

/** What some people do in some days, from the plan's start or, where that is past, from today. */
export function scheduleFor(asked: AskedPlan, engineers: number, days: number): Schedule {
  const { settings, today } = asked;
  const begun = settings.startsOn ?? today;
  return scheduleOf(
    { ...asked, settings: { ...settings, engineers } },
    begun < today ? today : begun,
    days,
  );
}

/** What a percentage of coverage takes: gaps by priority, person-days, and days for several teams. */
export function askTarget(asked: AskedPlan, percent: number): PlanTarget {
  const { workload, settings } = asked;
  const { standing, gaps } = workload;
  const curve = drawCurve(workload, logSourceEffort(settings, settings.money));
  const needed = coveredAt(percent, standing.techniques);
  const reached = curve.find(({ covered }) => covered >= needed);
  const { top = 0, personDays = 0 } = reached ?? curve.at(-1) ?? {};
  const first = gaps.filter(isPlanned).slice(0, top);
  const logSources = [...new Set(first.flatMap(({ logSource }) => logSource ?? []))].sort();
  const from = coverageAfter(standing, []);
  const reachable = coverageAfter(standing, gaps.filter(isPlanned));
  const teams = [...new Set([settings.engineers, ...usualTeams])].sort((a, b) => a - b);
  const choices = teams.map((engineers) => ({
    engineers,
    days: reached === undefined ? null : daysToReach(asked, engineers, needed),
  }));
  const own = choices.find(({ engineers }) => engineers === settings.engineers)?.days ?? null;
  const cost = costOf(settings.money, Math.round(personDays * 100), logSources, true);
  const aim = `${percent} % of ${standing.techniques} techniques`;
  const sentence =
    reached === undefined
      ? `${aim} is out of reach: closing every gap of the plan gives ${inWhole(reachable)}.`
      : top === 0
        ? `${aim} is reached already: ${inWhole(from)}.`
        : `${aim} takes ${counted(top, "gap")} and ${counted(personDays, "person-day")}: ${
            own === null ? `more than ${furthest} days` : counted(own, "day")
          } for ${counted(settings.engineers, "engineer")}.`;
  return {
    percent,
    from,
    reachable,
    isReachable: reached !== undefined,
    gaps: top,
    personDays,
    choices,
    cost,
    sentence,
  };
}

/** Days of the calendar in which some people cover so many techniques; null where none suffice. */
function daysToReach(asked: AskedPlan, engineers: number, needed: number): number | null {
  const { standing } = asked.workload;
  if (standing.covered >= needed) return 0;
  const reaches = (days: number) => {
    const scheduled = scheduleFor(asked, engineers, days);
    const closed = closedBy(scheduled, scheduled.grid.lengths.length - 1);
    return standing.covered + closed.length >= needed;
  };
  // The first window by whose end it is enough, then the first of its days.
  const whole = scheduleFor(asked, engineers, furthest);
  const window = whole.grid.lengths.findIndex(
    (_, index) => standing.covered + closedBy(whole, index).length >= needed,
  );
  if (window === -1) return null;
  for (let days = window * windowDays + 1; days <= furthest; days += 1) {
    if (reaches(days)) return days;
  }
  return null;
}

function refsOf(gaps: readonly OpenGap[]): WhatIf["items"] {
  return gaps.map(({ gap }) => ({ domain: gap.domain, techniqueId: gap.id }));
}

/** Coverage in whole percent. */
export function inWhole({ covered, techniques }: WhatIf["from"]): string {
  return `${wholePercentOf(covered, techniques) ?? 0} %`;
}

/** A number with its noun in the right number. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

import type { LogSourceMark, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanSettings } from "../../shared/model/plan.ts";
import type { Grid } from "./calendar.ts";
import { addDays, cutWindows, lastDayOf, windowAt, windowDays } from "./calendar.ts";
import { isPlanned } from "./curve.ts";
import type { Hundredths } from "./days.ts";
import { capacityHundredths } from "./days.ts";
import type { Filled, Placement, Task } from "./fill-windows.ts";
import { fillWindows } from "./fill-windows.ts";
import type { OpenGap } from "./open-gap.ts";

/** The windows of a plan, by their names. */
export const planWindows: readonly PlanWindow[] = ["30", "60", "90", "beyond"];

/** The name of a window of a grid by its index; whatever lies behind the third is beyond. */
export function windowName({ lengths }: Grid, index: number): PlanWindow {
  return index < lengths.length ? (planWindows[index] ?? "beyond") : "beyond";
}

/** What a plan is scheduled by. */
export interface ScheduleInput {
  /** By rank. */
  readonly gaps: readonly OpenGap[];
  readonly settings: Pick<PlanSettings, "engineers" | "timeShare" | "workingDays">;
  readonly effortOf: (logSource: string) => Hundredths;
  /** First day of the plan, by which fixed windows are told. */
  readonly planStartsOn: string;
  readonly today: string;
  readonly logSourceMarks: readonly LogSourceMark[];
  /** What is done before any gap. */
  readonly first?: readonly Task[];
}

/** Gaps in windows. */
export interface Schedule extends Filled {
  readonly grid: Grid;
  readonly capacities: readonly Hundredths[];
  /** Gaps of the plan, by rank. */
  readonly gaps: readonly OpenGap[];
}

/** Fills the windows of some days from a day on. */
export function schedule(input: ScheduleInput, startsOn: string, days: number): Schedule {
  const { gaps, settings, effortOf, today, planStartsOn, logSourceMarks, first = [] } = input;
  const grid = cutWindows(startsOn, days);
  const capacities = grid.lengths.map((length) => capacityHundredths(settings, length));
  const planned = gaps.filter(isPlanned);
  const firstOpen = Math.max(0, windowAt(grid, today));
  const filled = fillWindows(
    [
      ...first,
      ...planned.map((gap) => ({
        key: gap.key,
        work: gap.work,
        logSource: gap.logSource,
        fixed: fixedWindow(gap, grid, planStartsOn),
      })),
    ],
    { capacities, firstOpen, fixedSources: fixedSources(logSourceMarks, grid, firstOpen) },
    effortOf,
  );
  return { ...filled, grid, capacities, gaps: planned };
}

/** The window of a grid into which the analyst put a gap: by what is done, a window, or a due day. */
function fixedWindow({ mark }: OpenGap, grid: Grid, planStartsOn: string): number | null {
  if (mark === undefined) return null;
  const { status, doneOn, window, dueOn } = mark;
  if (status === "done") return doneOn === null ? -1 : windowAt(grid, doneOn);
  if (window === "beyond") return grid.lengths.length;
  if (window !== null) {
    const last = addDays(planStartsOn, (planWindows.indexOf(window) + 1) * windowDays - 1);
    return Math.max(0, windowAt(grid, last));
  }
  return dueOn === null ? null : Math.max(0, windowAt(grid, dueOn));
}

/** The windows of a grid into which log sources were put: by the day on which they were done or are due. */
function fixedSources(
  marks: readonly LogSourceMark[],
  grid: Grid,
  firstOpen: number,
): Map<string, number> {
  const last = grid.lengths.length - 1;
  return new Map(
    marks.flatMap(({ name, status, dueOn, doneOn }) => {
      if (status === "done") {
        return [[name, doneOn === null ? -1 : Math.min(last, windowAt(grid, doneOn))] as const];
      }
      // What is overdue is still to be done.
      return dueOn === null ? [] : [[name, Math.max(firstOpen, windowAt(grid, dueOn))] as const];
    }),
  );
}

/** Where a gap stands in a schedule. */
export function placeOf({ items, grid }: Schedule, key: string): Placement {
  return items.get(key) ?? { starts: grid.lengths.length, ends: grid.lengths.length };
}

/** Gaps that are closed by the end of a window. */
export function closedBy(scheduled: Schedule, window: number): OpenGap[] {
  return scheduled.gaps.filter(({ key }) => placeOf(scheduled, key).ends <= window);
}

/** The last day of a window; null beyond. */
export function dueOf(grid: Grid, window: number): string | null {
  return window >= grid.lengths.length ? null : lastDayOf(grid, window);
}

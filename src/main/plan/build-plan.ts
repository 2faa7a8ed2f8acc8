import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { PlanMark } from "../../shared/model/plan-mark.ts";
import type {
  LeftItem,
  Plan,
  PlanBaseline,
  PlanItem,
  PlanLogSource,
  PlanSettings,
  PlanSlip,
  PlanWindowFigures,
} from "../../shared/model/plan.ts";
import { isCovered } from "../coverage/level.ts";
import type { Strategy } from "./approach.ts";
import { describeApproach, describeDataSource } from "./approach.ts";
import { addDays, daysBetween, lastDayOf, windowDays } from "./calendar.ts";
import { costOf } from "./cost.ts";
import { coverageAfter, drawCurve, isDone, isPlanned } from "./curve.ts";
import type { Hundredths } from "./days.ts";
import { daysOf, effortHundredths } from "./days.ts";
import type { OpenGap, Workload } from "./open-gap.ts";
import { keyOf, logSourceEffort } from "./open-gap.ts";
import type { Schedule } from "./schedule.ts";
import { closedBy, dueOf, placeOf, planWindows, schedule, windowName } from "./schedule.ts";
import { statePlanAssumptions } from "./plan-assumptions.ts";
import { listSteps } from "./steps.ts";

/** Days of the calendar that a plan's windows take together. */
export const planDays = 90;

/** Everything that a plan is made from. */
export interface PlanInput {
  readonly result: AssessmentResult;
  readonly workload: Workload;
  readonly settings: PlanSettings;
  readonly baseline: PlanBaseline | null;
  readonly marks: readonly PlanMark[];
  readonly today: string;
  /** What detects a technique, by its key. */
  readonly strategies: ReadonlyMap<string, readonly Strategy[]>;
  /** Days that are planned; what comes after them is beyond. */
  readonly days?: number;
}

/** What the other reckonings about a plan share with it. */
export function scheduleOf(
  { workload, settings, today }: Pick<PlanInput, "workload" | "settings" | "today">,
  startsOn: string,
  days: number,
): Schedule {
  return schedule(
    {
      gaps: workload.gaps,
      settings,
      effortOf: logSourceEffort(settings, settings.money),
      planStartsOn: settings.startsOn ?? today,
      today,
      logSourceMarks: workload.logSourceMarks,
    },
    startsOn,
    days,
  );
}

/** Makes the plan of an assessment: the same input gives the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const { result, workload, settings, baseline, today } = input;
  const { standing } = workload;
  const { money } = settings;
  const startsOn = settings.startsOn ?? today;
  const effortOf = logSourceEffort(settings, money);
  const scheduled = scheduleOf(input, startsOn, input.days ?? planDays);
  const logSources = listLogSources(input, scheduled, effortOf);
  const items = listItems(input, scheduled, effortOf, logSources);
  const windows = listWindows(scheduled, workload, settings, effortOf);
  return {
    assessmentId: result.assessmentId,
    name: result.name,
    today,
    startsOn,
    settings,
    baseline,
    coverage: coverageAfter(standing, []),
    windows,
    logSources,
    items,
    left: listLeft(input),
    curve: drawCurve(workload, effortOf),
    cost: costOf(
      money,
      scheduled.loads.reduce((sum, load) => sum + load, 0),
      [...scheduled.logSources.keys()],
      true,
    ),
    assumptions: statePlanAssumptions({ settings, items, logSources, windows, today }),
  };
}

type EffortOf = (logSource: string) => Hundredths;

function listItems(
  input: PlanInput,
  scheduled: Schedule,
  effortOf: EffortOf,
  sources: readonly PlanLogSource[],
): PlanItem[] {
  const { workload, settings, baseline, today, strategies } = input;
  const agreed = agreedBy(baseline);
  const sourceOf = new Map(sources.map((source) => [source.name, source]));
  const items = workload.gaps.map((open, index): PlanItem => {
    const { key, gap, mark, work, logSource } = open;
    const { starts, ends } = placeOf(scheduled, key);
    const isOut = !isPlanned(open);
    const window = isOut ? "beyond" : windowName(scheduled.grid, ends);
    const dueOn = isOut ? null : (mark?.dueOn ?? dueOf(scheduled.grid, ends));
    const item = {
      window,
      dueOn,
      dueFixed: (mark?.dueOn ?? null) !== null,
      status: mark?.status ?? ("planned" as const),
      doneOn: mark?.doneOn ?? null,
      agreed: agreed.get(key) ?? null,
    };
    const effortDays = daysOf(work);
    return {
      domain: gap.domain,
      techniqueId: gap.id,
      name: gap.name,
      parentName: gap.parentName,
      rank: index + 1,
      priority: gap.priority,
      band: gap.band,
      reason: gap.reason,
      dataSource: describeDataSource(open),
      detectionApproach: describeApproach(open, strategies.get(key) ?? []),
      nextAction: gap.nextAction,
      effortDays,
      effortFixed: (mark?.effortDays ?? null) !== null,
      effort: sizeOf(work + (logSource === null ? 0 : effortOf(logSource))),
      logSource,
      logSources: [...open.logSources],
      ...item,
      startsIn: isOut ? "beyond" : windowName(scheduled.grid, starts),
      windowFixed: (mark?.window ?? null) !== null,
      owner: mark?.owner ?? "",
      note: mark?.note ?? "",
      steps: listSteps({
        reason: gap.reason,
        status: item.status,
        window,
        effortDays,
        logSource: logSource === null ? null : (sourceOf.get(logSource) ?? null),
      }),
      slip: slipOf(item, today),
      cost: costOf(settings.money, work),
    };
  });
  const place = ({ window, status }: PlanItem) =>
    status === "dropped" ? planWindows.length : planWindows.indexOf(window);
  return items.sort((a, b) => place(a) - place(b) || a.rank - b.rank);
}

type Agreed = NonNullable<PlanItem["agreed"]>;

function agreedBy(baseline: PlanBaseline | null): Map<string, Agreed> {
  return new Map(
    (baseline?.items ?? []).map(({ domain, techniqueId, window, dueOn }) => [
      keyOf(domain, techniqueId),
      { window, dueOn },
    ]),
  );
}

function sizeOf(effort: Hundredths): PlanItem["effort"] {
  if (effort <= effortHundredths(1)) return "low";
  return effort <= effortHundredths(3) ? "medium" : "high";
}

/** How far an item is behind what was agreed, or behind its own day. */
function slipOf(
  item: Pick<PlanItem, "agreed" | "window" | "dueOn" | "dueFixed" | "status" | "doneOn">,
  today: string,
): PlanSlip | null {
  const { agreed, window, dueOn, status, doneOn } = item;
  if (status === "dropped") return null;
  if (status === "done") {
    const due = agreed?.dueOn ?? (item.dueFixed ? dueOn : null);
    const days = due === null || doneOn === null ? 0 : daysBetween(due, doneOn);
    return days > 0 ? { kind: "done-late", days } : null;
  }
  if (dueOn !== null && dueOn < today) return { kind: "overdue", days: daysBetween(dueOn, today) };
  if (agreed === null || agreed.dueOn === null) return null;
  if (dueOn === null) return window === "beyond" ? { kind: "beyond", days: null } : null;
  const days = daysBetween(agreed.dueOn, dueOn);
  return days > 0 ? { kind: "later", days } : null;
}

function listLogSources(
  { workload, settings: { money }, today }: PlanInput,
  scheduled: Schedule,
  effortOf: EffortOf,
): PlanLogSource[] {
  const marks = new Map(workload.logSourceMarks.map((mark) => [mark.name, mark]));
  const waiting = new Map<string, OpenGap[]>();
  for (const gap of workload.gaps) {
    if (gap.logSource === null || gap.mark?.status === "dropped") continue;
    const known = waiting.get(gap.logSource);
    if (known === undefined) waiting.set(gap.logSource, [gap]);
    else known.push(gap);
  }
  // What was dropped stays in the list: it can be taken in again.
  for (const { name, status } of workload.logSourceMarks) {
    if (status === "dropped" && !waiting.has(name)) waiting.set(name, []);
  }
  const beyond = scheduled.grid.lengths.length;
  const placed = [...waiting].map(([name, gaps]) => {
    const { starts, ends } = scheduled.logSources.get(name) ?? { starts: beyond, ends: beyond };
    return { name, gaps, starts, ends };
  });
  // Stable: within a window in the order of the first gap that waits.
  placed.sort((a, b) => a.ends - b.ends);
  return placed.map(({ name, gaps, starts, ends }) => {
    const needs = gaps.flatMap((gap) => gap.needs.filter((need) => need.name === name));
    const mark = marks.get(name);
    const item = {
      window: windowName(scheduled.grid, ends),
      dueOn: mark?.status === "dropped" ? null : (mark?.dueOn ?? dueOf(scheduled.grid, ends)),
      dueFixed: (mark?.dueOn ?? null) !== null,
      status: mark?.status ?? ("planned" as const),
      doneOn: mark?.doneOn ?? null,
    };
    const once = (texts: readonly (string | null)[]) =>
      [...new Set(texts.filter((text) => text !== null))].sort();
    return {
      name,
      channels: once(needs.map(({ channel }) => channel)),
      dataComponents: once(needs.map(({ dataComponent }) => dataComponent)),
      days: daysOf(effortOf(name)),
      ...item,
      startsIn: windowName(scheduled.grid, starts),
      opens: gaps.map(({ gap }) => ({
        domain: gap.domain,
        techniqueId: gap.id,
        name: gap.parentName === null ? gap.name : `${gap.parentName}: ${gap.name}`,
      })),
      owner: mark?.owner ?? "",
      note: mark?.note ?? "",
      slip: slipOf({ ...item, agreed: null }, today),
      cost: costOf(money, effortOf(name), [name]),
    };
  });
}

function listWindows(
  scheduled: Schedule,
  { standing }: Workload,
  { money }: PlanSettings,
  effortOf: EffortOf,
): PlanWindowFigures[] {
  const { grid, capacities, loads, gaps, logSources } = scheduled;
  const inPlan = Math.min(grid.lengths.length, planWindows.length - 1);
  const windows = grid.lengths.slice(0, inPlan).map((_, index): PlanWindowFigures => {
    const load = loads[index] ?? 0;
    const capacity = capacities[index] ?? 0;
    const sources = [...logSources].filter(([, { ends }]) => ends === index).map(([name]) => name);
    const here = gaps.filter(({ key }) => placeOf(scheduled, key).ends === index);
    return {
      window: windowName(grid, index),
      from: addDays(grid.startsOn, index * windowDays),
      until: lastDayOf(grid, index),
      capacityDays: daysOf(capacity),
      plannedDays: daysOf(load),
      overDays: daysOf(Math.max(0, load - capacity)),
      items: here.length,
      done: here.filter(isDone).length,
      logSources: sources.length,
      expected: coverageAfter(standing, closedBy(scheduled, index)),
      cost: costOf(money, load, sources, index === 0),
    };
  });
  const here = gaps.filter(({ key }) => placeOf(scheduled, key).ends >= inPlan);
  const isThere = (name: string) => (logSources.get(name)?.ends ?? inPlan) < inPlan;
  const sources = new Set(
    here.flatMap(({ logSource }) => logSource ?? []).filter((name) => !isThere(name)),
  );
  const load = here.reduce(
    (sum, gap) => sum + (isDone(gap) ? 0 : gap.work),
    [...sources].reduce((sum, name) => sum + effortOf(name), 0),
  );
  return [
    ...windows,
    {
      window: "beyond",
      from: null,
      until: null,
      capacityDays: null,
      plannedDays: daysOf(load),
      overDays: 0,
      items: here.length,
      done: here.filter(isDone).length,
      logSources: sources.size,
      expected: coverageAfter(standing, gaps),
      cost: costOf(money, load, [...sources]),
    },
  ];
}

/** What was in the plan, by a mark or the baseline, and is no open gap any more. */
function listLeft({ result, workload, marks, baseline }: PlanInput): LeftItem[] {
  const open = new Set(workload.gaps.map(({ key }) => key));
  const agreed = agreedBy(baseline);
  const marked = new Map(marks.map((mark) => [keyOf(mark.domain, mark.techniqueId), mark]));
  const techniques = new Map(result.techniques.map((one) => [keyOf(one.domain, one.id), one]));
  const statuses = new Map(result.gaps.map((gap) => [keyOf(gap.domain, gap.id), gap.status]));
  const refs = new Map(
    [...marks, ...(baseline?.items ?? [])].map(({ domain, techniqueId }) => [
      keyOf(domain, techniqueId),
      { domain, techniqueId },
    ]),
  );
  return [...refs]
    .filter(([key]) => !open.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { domain, techniqueId }]) => {
      const technique = techniques.get(key);
      const status = statuses.get(key);
      const mark = marked.get(key);
      const became =
        technique === undefined || !(technique.inDenominator || technique.notApplicable)
          ? "out-of-scope"
          : technique.notApplicable
            ? "not-applicable"
            : isCovered(technique.level)
              ? "covered"
              : status === "accepted" || status === "mitigated"
                ? status
                : "out-of-scope";
      return {
        domain,
        techniqueId,
        name: technique?.name ?? techniqueId,
        became,
        owner: mark?.owner ?? "",
        status: mark?.status ?? "planned",
        doneOn: mark?.doneOn ?? null,
        note: mark?.note ?? "",
        agreed: agreed.get(key) ?? null,
      };
    });
}

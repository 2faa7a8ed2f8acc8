import { z } from "zod";
import { assessmentSettings } from "./assessment.ts";
import { domain, techniqueId } from "./attack-id.ts";
import { gapReason, priorityBand, share } from "./coverage.ts";
import {
  logSourceMark,
  logSourceName,
  personDays,
  planMark,
  planStatus,
  planWindow,
} from "./plan-mark.ts";

const money = z.number().min(0).max(1_000_000_000_000);
/** What a log source costs, where that is known of this one. */
export const logSourceCost = z.object({
  name: logSourceName,
  /** Person-days to bring it in; null = those of every log source. */
  days: personDays.nullable(),
  oneOff: money,
  yearly: money,
});
export type LogSourceCost = z.infer<typeof logSourceCost>;

/** A tool that the plan needs whatever it closes first. */
export const toolCost = z.object({
  name: z.string().trim().min(1).max(500),
  oneOff: money,
  yearly: money,
});

/** What the plan is reckoned in beside days. */
export const planMoney = z.object({
  /** Price of a person-day; null = days alone are shown. */
  dayRate: money.nullable(),
  currency: z.string().trim().min(1).max(10),
  /** Of a log source that has no cost of its own. */
  logSourceOneOff: money,
  logSourceYearly: money,
  logSources: z.array(logSourceCost).max(1000),
  tools: z.array(toolCost).max(100),
});
export type PlanMoney = z.infer<typeof planMoney>;

/** Everything that a plan is made by. Its effort, people and target belong to the assessment's settings. */
export const planSettings = assessmentSettings
  .pick({
    engineers: true,
    effort: true,
    logSourceDays: true,
    target: true,
  })
  .extend({
    // Without their defaults: what a change leaves out must stay as it was.
    timeShare: assessmentSettings.shape.timeShare.unwrap(),
    workingDays: assessmentSettings.shape.workingDays.unwrap(),
    /** First day of the first window; null = the day on which the plan is asked for. */
    startsOn: z.iso.date().nullable(),
    money: planMoney,
  });
export type PlanSettings = z.infer<typeof planSettings>;

/** A change of what is fixed about a gap: whatever is left out stays. */
export const planChange = planMark.partial().required({ domain: true, techniqueId: true });
export type PlanChange = z.infer<typeof planChange>;

/** A change of what is fixed about a log source: whatever is left out stays. */
export const logSourceChange = logSourceMark.partial().required({ name: true });
export type LogSourceChange = z.infer<typeof logSourceChange>;

/** The plan as it was agreed: slip is told against it. */
export const planBaseline = z.object({
  fixedOn: z.iso.date(),
  startsOn: z.iso.date(),
  covered: z.number().int(),
  techniques: z.number().int(),
  items: z.array(
    z.object({ domain, techniqueId, window: planWindow, dueOn: z.string().nullable() }),
  ),
});
export type PlanBaseline = z.infer<typeof planBaseline>;

/** Money of an item, a window or a plan, in the plan's currency; null without a day rate. */
export const planCost = z.object({
  labour: z.number().nullable(),
  oneOff: z.number(),
  yearly: z.number(),
});
export type PlanCost = z.infer<typeof planCost>;

/** Why an item is behind: its day passed, it is later than agreed or out of the plan, or came late. */
export const planSlip = z.object({
  kind: z.enum(["overdue", "beyond", "later", "done-late"]),
  /** Days behind; null where there is no day to count to. */
  days: z.number().int().nullable(),
});
export type PlanSlip = z.infer<typeof planSlip>;

/** Coverage of the assessment at a time: counted, and weighted by the actors that use it. */
export const expectedCoverage = share.extend({ weightedPercent: z.number().nullable() });
export type ExpectedCoverage = z.infer<typeof expectedCoverage>;

/** A piece of the work on a gap; pieces come in the order in which they are done. */
export const planStep = z.object({
  kind: z.enum(["log-source", "rule", "test"]),
  /** In a few words: "Collect Sysmon". */
  task: z.string(),
  /** Person-days; of a log source, shared or not; null for a test, which its rule's days hold. */
  days: z.number().nullable(),
  /** Never later than that of the next step. */
  window: planWindow,
  /** What waits does so for the step before it. */
  state: z.enum(["waits", "next", "in-progress", "done", "dropped"]),
});
export type PlanStep = z.infer<typeof planStep>;

/** An open gap with when and how it is to be closed. */
export const planItem = z.object({
  domain,
  techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  /** Place among the assessment's open gaps, from 1. */
  rank: z.number().int(),
  priority: z.number(),
  band: priorityBand,
  reason: gapReason,
  /** Log sources and channels, in short. */
  dataSource: z.string(),
  /** Detection strategies and what they look at, in short. */
  detectionApproach: z.string(),
  nextAction: z.string(),
  /** Person-days of its own work: by reason, or as fixed. */
  effortDays: z.number(),
  effortFixed: z.boolean(),
  /** Of its own work and of its log source, shared or not: low up to 1, medium up to 3. */
  effort: z.enum(["low", "medium", "high"]),
  /** The log source that it waits for; null where it waits for none. */
  logSource: z.string().nullable(),
  /** All log sources any of which would do. */
  logSources: z.array(z.string()),
  window: planWindow,
  /** The window in which its work begins: earlier than `window` only where no window holds it. */
  startsIn: planWindow,
  windowFixed: z.boolean(),
  /** Last day of its window, or as fixed; null beyond. */
  dueOn: z.string().nullable(),
  dueFixed: z.boolean(),
  owner: z.string(),
  status: planStatus,
  doneOn: z.string().nullable(),
  note: z.string(),
  /** Its log source, its rule and the test of that; empty for what was dropped. */
  steps: z.array(planStep),
  /** As agreed; null without a baseline, and for what came after it. */
  agreed: z.object({ window: planWindow, dueOn: z.string().nullable() }).nullable(),
  slip: planSlip.nullable(),
  /** Of its own work; its log source is apart. */
  cost: planCost,
});
export type PlanItem = z.infer<typeof planItem>;

/** A log source that the plan brings in, paid once for all the gaps that it opens. */
export const planLogSource = z.object({
  name: z.string(),
  channels: z.array(z.string()),
  dataComponents: z.array(z.string()),
  days: z.number(),
  /** The window in which it is there: never later than that of a gap that waits for it. */
  window: planWindow,
  startsIn: planWindow,
  /** Items that wait for it, by rank. */
  opens: z.array(z.object({ domain, techniqueId, name: z.string() })),
  status: planStatus,
  owner: z.string(),
  /** Last day of its window, or as fixed; null beyond. */
  dueOn: z.string().nullable(),
  dueFixed: z.boolean(),
  doneOn: z.string().nullable(),
  note: z.string(),
  /** Against its own day: what was agreed holds gaps alone. */
  slip: planSlip.nullable(),
  cost: planCost,
});
export type PlanLogSource = z.infer<typeof planLogSource>;

/** One of the plan's windows. Days are person-days. */
export const planWindowFigures = z.object({
  window: planWindow,
  /** First and last day; both null beyond. */
  from: z.string().nullable(),
  until: z.string().nullable(),
  /** Null beyond. */
  capacityDays: z.number().nullable(),
  plannedDays: z.number(),
  /** How far the fixed items go over its capacity. */
  overDays: z.number(),
  /** Items that end in it, of which done. */
  items: z.number().int(),
  done: z.number().int(),
  logSources: z.number().int(),
  /** Coverage once everything up to here is closed; beyond: once every gap of the plan is. */
  expected: expectedCoverage,
  cost: planCost,
});
export type PlanWindowFigures = z.infer<typeof planWindowFigures>;

/** Coverage once the first `top` open gaps are closed, and the person-days that takes. */
export const curvePoint = z.object({
  top: z.number().int(),
  personDays: z.number(),
  covered: z.number().int(),
  percent: z.number().nullable(),
  weightedPercent: z.number().nullable(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

/** A gap that was in the plan and is none any more, or left it. */
export const leftItem = z.object({
  domain,
  techniqueId,
  name: z.string(),
  /** What it is now: covered, or not open by a decision, or no longer asked about. */
  became: z.enum(["covered", "accepted", "mitigated", "not-applicable", "out-of-scope"]),
  owner: z.string(),
  status: planStatus,
  doneOn: z.string().nullable(),
  note: z.string(),
  agreed: z.object({ window: planWindow, dueOn: z.string().nullable() }).nullable(),
});
export type LeftItem = z.infer<typeof leftItem>;

/**
 * The plan of an assessment, made anew each time from the gaps and from what the analyst fixed.
 *
 * Items come by window and then by rank, what is dropped last; windows in their order.
 */
export const plan = z.object({
  assessmentId: z.number().int(),
  name: z.string(),
  /** The day on which it was made. */
  today: z.string(),
  startsOn: z.string(),
  settings: planSettings,
  baseline: planBaseline.nullable(),
  /** Coverage now. */
  coverage: expectedCoverage,
  windows: z.array(planWindowFigures),
  logSources: z.array(planLogSource),
  items: z.array(planItem),
  left: z.array(leftItem),
  /** By rank, from nothing closed to every open gap. */
  curve: z.array(curvePoint),
  /** Of all windows, what lies beyond apart. */
  cost: planCost,
  /** What was assumed, in sentences. */
  assumptions: z.array(z.string()),
});
export type Plan = z.infer<typeof plan>;

const itemRef = z.object({ domain, techniqueId });

/** What some people close in some time, by priority. */
export const whatIf = z.object({
  engineers: z.number(),
  /** Days of the calendar. */
  days: z.number().int(),
  capacityDays: z.number(),
  usedDays: z.number(),
  from: expectedCoverage,
  to: expectedCoverage,
  /** By rank. */
  items: z.array(itemRef),
  logSources: z.array(z.string()),
  cost: planCost,
  sentence: z.string(),
});
export type WhatIf = z.infer<typeof whatIf>;

/** What a percentage of coverage takes. */
export const planTarget = z.object({
  percent: z.number(),
  from: expectedCoverage,
  /** Coverage once every gap of the plan is closed. */
  reachable: expectedCoverage,
  isReachable: z.boolean(),
  /** Gaps to close by priority, and their person-days; up to what is reachable. */
  gaps: z.number().int(),
  personDays: z.number(),
  /** For numbers of engineers, the days of the calendar; null where no time is enough. */
  choices: z.array(z.object({ engineers: z.number(), days: z.number().int().nullable() })),
  cost: planCost,
  sentence: z.string(),
});
export type PlanTarget = z.infer<typeof planTarget>;

/** The gaps that, within a number of person-days, bring the most weighted coverage. */
export const bestSet = z.object({
  budgetDays: z.number(),
  usedDays: z.number(),
  from: expectedCoverage,
  to: expectedCoverage,
  /** By rank. */
  items: z.array(itemRef),
  logSources: z.array(z.string()),
  cost: planCost,
  /** Whether no other set is better; else `bestPossible` says how much better one might be. */
  isProven: z.boolean(),
  /** No set reaches more weighted coverage than this. */
  bestPossible: z.number().nullable(),
  /** What taking the most weighted coverage per day first would reach. */
  greedy: expectedCoverage,
  sentence: z.string(),
});
export type BestSet = z.infer<typeof bestSet>;

/** How a plan is written: by the path's ending; `tracker` is CSV that issue trackers import. */
export const planFormat = z.enum(["yaml", "csv", "xlsx", "json", "tracker"]);
export type PlanFormat = z.infer<typeof planFormat>;

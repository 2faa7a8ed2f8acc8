import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { coverageFigures, coverageLevel, gapReason, priorityBand } from "./coverage.ts";
import { detectionState } from "./detection.ts";
import { expectedCoverage, planCost } from "./plan.ts";

/** Indexes into the comparison's environments. */
const indexes = z.array(z.number().int());
const techniqueRef = z.object({ domain, techniqueId });

/** An environment with its own inventory alone. */
export const comparedEnvironment = z.object({
  name: z.string(),
  /** Rules by state; counts and claims are no rules. */
  rules: z.object({
    enabled: z.number().int(),
    disabled: z.number().int(),
    available: z.number().int(),
  }),
  /** Log sources that are collected; null while nobody has said. */
  logSources: z.number().int().nullable(),
  assets: z.number().int(),
  coverage: coverageFigures,
});
export type ComparedEnvironment = z.infer<typeof comparedEnvironment>;

/** A technique of the denominator and who covers it. */
export const sharedTechnique = z.object({
  domain,
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  tactics: z.array(z.string()),
  /** Chosen actors that use it. */
  actors: z.number().int(),
  /** By environment, with its own inventory alone. */
  levels: z.array(coverageLevel),
  /** With the inventories of all. */
  joined: coverageLevel,
  coveredBy: indexes,
  /** Null where all together cover it. */
  gap: z.object({ priority: z.number(), band: priorityBand, reason: gapReason }).nullable(),
});
export type SharedTechnique = z.infer<typeof sharedTechnique>;

/** A rule of one or several inventories: the same by its key, else by its name. */
export const joinedRule = z.object({
  key: z.string(),
  name: z.string(),
  /** Null where one environment alone has it. */
  matchedBy: z.enum(["key", "name"]).nullable(),
  /** By environment; null where it is not there. */
  states: z.array(detectionState.nullable()),
  /** IDs as its inventories write them. */
  written: z.array(z.string()),
});
export type JoinedRule = z.infer<typeof joinedRule>;

/** A log source that some environment collects. */
export const joinedLogSource = z.object({
  title: z.string(),
  /** By environment: whether it is collected; null where nothing is said of it. */
  collected: z.array(z.boolean().nullable()),
  /** Techniques of the denominator that it serves once collected. */
  techniques: z.number().int(),
});
export type JoinedLogSource = z.infer<typeof joinedLogSource>;

/** A rule that runs in one environment and would close gaps in another. */
export const takeOver = z.object({
  from: z.number().int(),
  to: z.number().int(),
  key: z.string(),
  name: z.string(),
  /** What the other has of it. */
  state: detectionState.nullable(),
  /** What it closes there that no take-over before it does. */
  closes: z.array(techniqueRef),
  /** Person-days. */
  days: z.number(),
  /** Index of the window that holds it; null where none does. */
  window: z.number().int().nullable(),
});
export type TakeOver = z.infer<typeof takeOver>;

/** One of the windows of the first days. Days are person-days. */
export const joinedWindow = z.object({
  /** First and last day of the calendar. */
  from: z.string(),
  until: z.string(),
  capacityDays: z.number(),
  plannedDays: z.number(),
  takeOvers: z.number().int(),
  gaps: z.number().int(),
  logSources: z.number().int(),
  /** Of all together once everything up to here is closed. */
  expected: expectedCoverage,
  /** By environment, once what is taken over up to here runs there. */
  environments: z.array(z.object({ covered: z.number().int(), percent: z.number().nullable() })),
  cost: planCost,
});
export type JoinedWindow = z.infer<typeof joinedWindow>;

/**
 * Environments beside each other and together, as one assessment sees them: what two companies that
 * become one have, what only one sees, and what to do first.
 *
 * All ask about the same denominator. Sets are by environment: what belongs to exactly these.
 */
export const environmentComparison = z.object({
  assessmentId: z.number().int(),
  name: z.string(),
  today: z.string(),
  environments: z.array(comparedEnvironment),
  joined: coverageFigures,
  /** Techniques that exactly these cover alone; an empty set is nobody. They sum to the denominator. */
  coverageSets: z.array(z.object({ environments: indexes, techniques: z.number().int() })),
  techniques: z.array(sharedTechnique),
  /** Rules that exactly these have, and of them those that run in each. */
  ruleSets: z.array(
    z.object({ environments: indexes, rules: z.number().int(), enabled: z.number().int() }),
  ),
  rules: z.array(joinedRule),
  logSources: z.array(joinedLogSource),
  /** Rules that would close gaps elsewhere and would see nothing there. */
  blindTakeOvers: z.number().int(),
  firstDays: z.object({
    days: z.number().int(),
    startsOn: z.string(),
    engineers: z.number(),
    windows: z.array(joinedWindow),
    /** Quick wins first, as they are to be done. */
    takeOvers: z.array(takeOver),
    /** Gaps that nobody covers, by rank, with the window that closes each; null = none does. */
    gaps: z.array(techniqueRef.extend({ window: z.number().int().nullable() })),
    logSources: z.array(z.object({ name: z.string(), days: z.number(), window: z.number().int() })),
    sentence: z.string(),
  }),
});
export type EnvironmentComparison = z.infer<typeof environmentComparison>;

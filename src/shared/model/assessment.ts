import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { chosenActor, ways } from "./actor.ts";
import { authenticity } from "./catalogue.ts";
import {
  actorCoverage,
  assessedTechnique,
  coverageFigures,
  gap,
  gapReason,
  gapStatus,
  investment,
  tacticCoverage,
} from "./coverage.ts";
import { severity } from "./detection.ts";

/** What an assessment asks about: domains with their release, platforms, environments. */
export const scope = z.object({
  releases: z.array(z.object({ domain, version: z.string() })),
  /** Environments by name, in the workspace's order. */
  environments: z.array(z.string()),
  /** ATT&CK platforms; empty = every platform. */
  platforms: z.array(z.string()),
  /** Segments of the assets in scope; empty = all. */
  segments: z.array(z.string()).default([]),
  /** Whether techniques before compromise belong to the headline. */
  beforeCompromise: z.boolean(),
});
export type Scope = z.infer<typeof scope>;

/** Weights of the parts of the priority; only their proportions matter. */
export const priorityWeights = z.object({
  actorUse: z.number().min(0),
  chokePoint: z.number().min(0),
  prevalence: z.number().min(0),
  tactic: z.number().min(0),
  exposure: z.number().min(0),
  failure: z.number().min(0),
});
export type PriorityWeights = z.infer<typeof priorityWeights>;

/** What assets weigh by their criticality; only the proportions matter. */
export const criticalityWeights = z.object({
  low: z.number().min(0),
  medium: z.number().min(0),
  high: z.number().min(0),
  critical: z.number().min(0),
});
export type CriticalityWeights = z.infer<typeof criticalityWeights>;

/** Everything that an analyst can set about the computation; all of it is printed with results. */
export const assessmentSettings = z.object({
  ways,
  /** Detections in full from which a technique has `several`. */
  threshold: z.number().int().min(2),
  /** Rules below it count in part. */
  severityFloor: severity,
  /** Whether a detection of the parent makes a sub-technique partial. */
  parentOnly: z.boolean(),
  priorityWeights,
  chokePoints: z.array(techniqueId),
  criticalityWeights: criticalityWeights.default({ low: 1, medium: 2, high: 3, critical: 4 }),
  /** Person-days by reason. */
  effort: z.array(z.object({ reason: gapReason, days: z.number().min(0).max(100_000) })),
  /** Person-days to bring in a log source, paid once for all the gaps that it opens. */
  logSourceDays: z.number().min(0).max(100_000),
  /** Percent of coverage that the investment sentence and the plan aim at. */
  target: z.number().min(0).max(100),
  engineers: z.number().positive().max(100_000),
  /** Percent of their time that engineers have for the plan. */
  timeShare: z.number().positive().max(100).default(100),
  /** Working days in 30 days of the calendar. */
  workingDays: z.number().positive().max(30).default(20),
  /** Minutes after a test's start by which an alert must fire; later ones count as logged. */
  alertSlaMinutes: z.number().positive().max(1_000_000).default(15),
  /** Days for which what a test showed to work holds. */
  validityDays: z.number().int().min(1).max(100_000).default(180),
  /** Tactics, by short name, of whose techniques a trace in the log is enough. */
  logOnlyTactics: z.array(z.string().max(100)).max(100).default(["discovery"]),
});
export type AssessmentSettings = z.infer<typeof assessmentSettings>;

/** What the analyst decided about one technique of the assessment. */
export const techniqueDecision = z.object({
  domain,
  techniqueId,
  status: gapStatus,
  reason: z.string(),
  who: z.string(),
  /** Accepted until then, as a day; null = no expiry. */
  expires: z.string().nullable(),
  /** A technique before compromise that is taken into the headline. */
  takenIn: z.boolean(),
});
export type TechniqueDecision = z.infer<typeof techniqueDecision>;

/** Decisions to set, and techniques whose decision is withdrawn. */
export const decisionChange = z.object({
  decisions: z.array(techniqueDecision.extend({ expires: z.iso.date().nullable() })).max(10_000),
  withdrawn: z.array(techniqueDecision.pick({ domain: true, techniqueId: true })).max(10_000),
});
export type DecisionChange = z.infer<typeof decisionChange>;

/** An assessment's question, without its answer. */
export const assessment = z.object({
  id: z.number().int(),
  name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  reviewOn: z.string().nullable(),
  scope,
  settings: assessmentSettings,
  actors: z.array(chosenActor),
  decisions: z.array(techniqueDecision),
});
export type Assessment = z.infer<typeof assessment>;

export const assessmentSummary = z.object({
  id: z.number().int(),
  name: z.string(),
  updatedAt: z.string(),
  actors: z.number().int(),
  releases: z.array(z.object({ domain, version: z.string() })),
});
export type AssessmentSummary = z.infer<typeof assessmentSummary>;

/** The catalogue behind an answer. */
export const answeredRelease = z.object({
  domain,
  version: z.string(),
  sha256: z.string(),
  authenticity,
});

/**
 * The answer of an assessment, computed anew each time and never stored.
 *
 * Techniques are ordered by domain and ATT&CK ID, tactics in the matrix's order, gaps by rank.
 */
export const assessmentResult = z.object({
  assessmentId: z.number().int(),
  name: z.string(),
  catalogues: z.array(answeredRelease),
  scope,
  settings: assessmentSettings,
  /** What was assumed, in sentences, each naming its number. */
  assumptions: z.array(z.string()),
  actors: z.array(actorCoverage),
  coverage: coverageFigures,
  /** With the inventory of one environment alone; absent where only one is in scope. */
  environments: z.array(z.object({ name: z.string(), coverage: coverageFigures })).optional(),
  tactics: z.array(tacticCoverage),
  techniques: z.array(assessedTechnique),
  gaps: z.array(gap),
  investment: investment.nullable(),
});
export type AssessmentResult = z.infer<typeof assessmentResult>;

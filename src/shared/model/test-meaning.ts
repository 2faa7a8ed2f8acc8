import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { blockSeen, expectedOutcome, outcome, outcomeCounts, testSource } from "./emulation.ts";

/** How a verdict stands to what was expected of the defence, whatever its age. */
export const caseStanding = z.enum(["met", "unmet", "prevented"]);
export type CaseStanding = z.infer<typeof caseStanding>;

/** A test case as figures count it: once its clock was asked and its technique was looked up. */
export const countedCase = z.object({
  caseId: z.number().int(),
  runId: z.number().int(),
  name: z.string(),
  host: z.string(),
  /** As written; empty where the source names none. */
  written: z.string(),
  /** Both null where no release of the assessment has it. */
  domain: domain.nullable(),
  techniqueId: techniqueId.nullable(),
  /** With its parent's. */
  technique: z.string().nullable(),
  /** Short names of the technique's tactics. */
  tactics: z.array(z.string()),
  /** End of the case, or what stands in for it. */
  at: z.string(),
  expected: expectedOutcome,
  /** A late alert counts as logged. */
  outcome,
  seen: blockSeen.nullable(),
  late: z.boolean(),
  /** Null where the outcome is no verdict. */
  standing: caseStanding.nullable(),
  /** Whether the defence raised an alert in time: alerted, or blocked with an alert. */
  detected: z.boolean(),
  /** From start to alert; null where there is no alert, or a time that counts is missing. */
  secondsToAlert: z.number().nullable(),
});
export type CountedCase = z.infer<typeof countedCase>;

/** How long alerts took. Null where no alert has times that count. */
export const timeToAlert = z.object({
  /** Alerts behind the figures. */
  cases: z.number().int(),
  medianSeconds: z.number(),
  /** The nearest-rank 90th percentile: nine of ten alerts took no longer. */
  percentile90Seconds: z.number(),
});
export type TimeToAlert = z.infer<typeof timeToAlert>;

/** The outcomes of some test cases, as they count. */
export const outcomeFigures = z.object({
  cases: z.number().int(),
  outcomes: outcomeCounts,
  /** Blocked, alerted, logged and missed together: what shares are of. */
  verdicts: z.number().int(),
  /** Alerted in time, and blocked with an alert. */
  detected: z.number().int(),
  /** Verdicts that met what was expected. */
  met: z.number().int(),
  timeToAlert: timeToAlert.nullable(),
  /** Alerts whose times are not held against the SLA, so that they are in no time to alert. */
  untimed: z.number().int(),
});
export type OutcomeFigures = z.infer<typeof outcomeFigures>;

/** The outcomes of one run. */
export const runTrend = outcomeFigures.extend({
  runId: z.number().int(),
  name: z.string(),
  startedAt: z.string().nullable(),
});
export type RunTrend = z.infer<typeof runTrend>;

/** The outcomes under one tactic; a case counts under each tactic of its technique. */
export const tacticTrend = outcomeFigures.extend({
  domain,
  shortname: z.string(),
  name: z.string(),
});
export type TacticTrend = z.infer<typeof tacticTrend>;

/** What the outcomes of some runs say together, with every test case behind them. */
export const emulationTrends = z.object({
  all: outcomeFigures,
  /** In the matrix's order; of each domain that a case is of, every tactic. */
  tactics: z.array(tacticTrend),
  /** Cases whose technique no release of the assessment has. */
  unplaced: z.number().int(),
  /** The earliest first; those that did not begin yet last. */
  runs: z.array(runTrend),
  cases: z.array(countedCase),
  slaMinutes: z.number(),
});
export type EmulationTrends = z.infer<typeof emulationTrends>;

/**
 * How what rules claim of a technique stands to what tests say: the five sum to the denominator.
 *
 * `claimed`: without tests it would be covered, and no test decides; `unclaimed`: neither.
 */
export const claimStanding = z.enum(["validated", "partly", "failed", "claimed", "unclaimed"]);
export type ClaimStanding = z.infer<typeof claimStanding>;

/** A technique of the denominator between claim and proof. */
export const claimedTechnique = z.object({
  domain,
  id: techniqueId,
  /** With its parent's. */
  name: z.string(),
  tactics: z.array(z.string()),
  standing: claimStanding,
  /** Whether it would be covered without tests. */
  claimed: z.boolean(),
  met: z.number().int(),
  unmet: z.number().int(),
  prevented: z.number().int(),
  stale: z.number().int(),
  waiting: z.number().int(),
});
export type ClaimedTechnique = z.infer<typeof claimedTechnique>;

const claimCounts = z.object({
  techniques: z.number().int(),
  claimed: z.number().int(),
  /** Validated, partly and failed together: what tests decide. */
  tested: z.number().int(),
  standings: z.object({
    validated: z.number().int(),
    partly: z.number().int(),
    failed: z.number().int(),
    claimed: z.number().int(),
    unclaimed: z.number().int(),
  }),
});

/** Coverage claimed against validated, of the assessment's denominator. */
export const coverageClaims = z.object({
  all: claimCounts,
  /** A technique counts under each of its tactics. */
  tactics: z.array(claimCounts.extend({ domain, shortname: z.string(), name: z.string() })),
  techniques: z.array(claimedTechnique),
});
export type CoverageClaims = z.infer<typeof coverageClaims>;

/** What became of a test, or of a technique, from one side of a comparison to the other. */
export const runChange = z.enum([
  "better",
  "worse",
  "mixed",
  "same",
  "only-before",
  "only-after",
  "no-verdict",
]);
export type RunChange = z.infer<typeof runChange>;

/** The verdict of a test on one side of a comparison. */
export const comparedVerdict = z.object({
  caseId: z.number().int(),
  runId: z.number().int(),
  run: z.string(),
  host: z.string(),
  at: z.string(),
  expected: expectedOutcome,
  /** A late alert counts as logged. */
  outcome,
  seen: blockSeen.nullable(),
  late: z.boolean(),
  /** Null where the outcome is no verdict. */
  standing: caseStanding.nullable(),
  /** Hosts that it was run on; the verdict is that of the worst. */
  hosts: z.number().int(),
});
export type ComparedVerdict = z.infer<typeof comparedVerdict>;

/** A test on both sides of a comparison. */
export const comparedTest = z.object({
  source: testSource,
  testKey: z.string(),
  name: z.string(),
  /** Null where hosts are not told apart. */
  host: z.string().nullable(),
  written: z.string(),
  domain: domain.nullable(),
  techniqueId: techniqueId.nullable(),
  technique: z.string().nullable(),
  before: comparedVerdict.nullable(),
  after: comparedVerdict.nullable(),
  change: runChange,
});
export type ComparedTest = z.infer<typeof comparedTest>;

const metOf = z.object({ met: z.number().int(), verdicts: z.number().int() });

/** A technique on both sides of a comparison, by the tests that have a verdict on both. */
export const comparedTechnique = z.object({
  domain,
  techniqueId,
  technique: z.string(),
  /** Tests on that side with a verdict, and those that met what was expected. */
  before: metOf,
  after: metOf,
  better: z.number().int(),
  worse: z.number().int(),
  same: z.number().int(),
  change: runChange,
});
export type ComparedTechnique = z.infer<typeof comparedTechnique>;

/** One side of a comparison in figures. */
export const comparedSide = metOf.extend({
  /** Tests, whatever became of them. */
  tests: z.number().int(),
  detected: z.number().int(),
});
export type ComparedSide = z.infer<typeof comparedSide>;

/** Two runs, or two sets of them, beside each other. */
export const runComparison = z.object({
  before: comparedSide,
  after: comparedSide,
  tests: z.array(comparedTest),
  techniques: z.array(comparedTechnique),
});
export type RunComparison = z.infer<typeof runComparison>;

/**
 * What tests say of a detection.
 *
 * `proven`: it fired, and that is not too long ago; `stale`: it is; `did-not-fire`: an alert was
 * expected of a test of a technique that it names and none came, and it never fired, or it did on
 * that very test before; `untested`: neither.
 */
export const proofState = z.enum(["proven", "stale", "did-not-fire", "untested"]);
export type ProofState = z.infer<typeof proofState>;

export const detectionProof = z.object({
  detectionId: z.number().int(),
  state: proofState,
  /** End of the latest test case in which it fired; null where it never did. */
  lastProvenAt: z.string().nullable(),
  /** Test cases in which it fired. */
  fired: z.number().int(),
  /** Held test cases that raised no alert though one was expected. */
  silent: z.number().int(),
});
export type DetectionProof = z.infer<typeof detectionProof>;

/** A test case that says something of a detection. */
export const proofCase = z.object({
  caseId: z.number().int(),
  runId: z.number().int(),
  run: z.string(),
  name: z.string(),
  host: z.string(),
  written: z.string(),
  at: z.string(),
  outcome,
  /** Whether its alert came later than the SLA. */
  late: z.boolean(),
  /** Whether it fired in it. */
  fired: z.boolean(),
  /** Whether the detection says of itself that it was made for this very test. */
  namesTest: z.boolean(),
});
export type ProofCase = z.infer<typeof proofCase>;

/** The tests that proved a detection, and those in which it did not fire. */
export const explainedProof = detectionProof.extend({
  validityDays: z.number().int(),
  /** The latest first. */
  cases: z.array(proofCase),
  /** Atomic tests that the detection names; null for the name of one that is not in the library. */
  atomics: z.array(z.object({ key: z.string(), name: z.string().nullable() })),
});
export type ExplainedProof = z.infer<typeof explainedProof>;

import { z } from "zod";

/** Where a test comes from; together with its key it tells one test from another. */
export const testSource = z.enum(["atomic", "caldera", "ctid", "vectr", "purpleops", "own"]);
export type TestSource = z.infer<typeof testSource>;

/** What the defence did about a test. Whether a command ran is never taken for any of these. */
export const outcome = z.enum([
  "not-assessed",
  "blocked",
  "alerted",
  "logged",
  "missed",
  "not-run",
  "error",
]);
export type Outcome = z.infer<typeof outcome>;

/** What of a blocked attempt the defence saw. */
export const blockSeen = z.enum(["alert", "log", "none"]);
export type BlockSeen = z.infer<typeof blockSeen>;

/** What the defence was meant to do. */
export const expectedOutcome = z.enum(["block", "alert", "log"]);
export type ExpectedOutcome = z.infer<typeof expectedOutcome>;

/** A moment in UTC, such as `2026-11-12T09:47:00.000Z`. */
const moment = z.iso.datetime();

/** Words of an analyst or a tool; a command of a real test may be long. */
const shortText = z.string().max(500);
const longText = z.string().max(100_000);

/** The detection that fired: of the inventory where it is known, else by its name alone. */
export const firedDetection = z.object({ id: z.number().int().nullable(), name: shortText });
export type FiredDetection = z.infer<typeof firedDetection>;

/** What one watching tool made of a test. */
export const observation = z.object({
  tool: shortText.min(1),
  outcome,
  seen: blockSeen.nullable(),
  alertAt: moment.nullable(),
  fired: firedDetection.nullable(),
  note: longText,
});
export type Observation = z.infer<typeof observation>;

/** What a runner says of the execution: none of it is an outcome of the defence. */
export const execution = z.object({
  /** As written: an exit code may be blank or a word. */
  exitCode: shortText.nullable(),
  /** The runner's own word: Caldera's `124 timeout`. */
  status: shortText.nullable(),
  user: shortText.nullable(),
  processId: shortText.nullable(),
  output: longText,
});
export type Execution = z.infer<typeof execution>;

/** What is said of a test case, by a file or by hand. */
export const testCaseContent = z.object({
  source: testSource,
  /** GUID of an atomic, ID of an ability, or the source's own. */
  testKey: shortText.min(1),
  name: shortText,
  /** Technique ID as written; empty where the source names none. */
  written: shortText,
  /** Tactic or phase in the source's words. */
  tactic: shortText.nullable(),
  /** What the source groups it by: a VECTR campaign, a CTID step. */
  group: shortText,
  host: shortText,
  /** As written: `windows`, `Windows Server 2019`. */
  platform: shortText,
  executor: shortText.nullable(),
  command: longText,
  assignee: shortText,
  startAt: moment.nullable(),
  endAt: moment.nullable(),
  /** Null = by the technique's tactics. */
  expected: expectedOutcome.nullable(),
  outcome,
  /** Of a blocked attempt; null where nobody said. */
  seen: blockSeen.nullable(),
  alertAt: moment.nullable(),
  /** Whether the alert's time is held against the SLA: VECTR's are filled for what it never saw. */
  timed: z.boolean(),
  fired: firedDetection.nullable(),
  /** The outcome in the source's own words. */
  original: shortText.nullable(),
  observations: z.array(observation).max(100),
  execution: execution.nullable(),
  redNotes: longText,
  blueNotes: longText,
  /** Columns of the source that are none of these. */
  ownFields: z.array(z.object({ name: z.string(), value: z.string() })).max(200),
});
export type TestCaseContent = z.infer<typeof testCaseContent>;

/** A field that a file brings and that a hand can change. */
export const testCaseField = testCaseContent.keyof();
export type TestCaseField = z.infer<typeof testCaseField>;

/** A test case of a run. */
export const testCase = testCaseContent.extend({
  id: z.number().int(),
  runId: z.number().int(),
  /** Stays with it in packages and copies. */
  uuid: z.uuid(),
  /** Place in its run, from 0. */
  position: z.number().int(),
  /** The import that last brought or changed it; null where somebody typed it. */
  importId: z.number().int().nullable(),
  /** Fields that somebody changed by hand since: an import leaves them. */
  edited: z.array(testCaseField),
  /** Files of evidence that it has. */
  evidence: z.number().int(),
});
export type TestCase = z.infer<typeof testCase>;

/** What is said of a run. */
export const runContent = z.object({
  name: z.string().trim().min(1).max(500),
  /** Who ran it. */
  who: shortText,
  /** With what: `Atomic Red Team`. */
  tool: shortText,
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  /** Release of ATT&CK that its IDs belong to, where it is known: `7.2`. */
  version: shortText.nullable(),
  notes: longText,
});
export type RunContent = z.infer<typeof runContent>;

/** Test cases by what the defence did about them; the seven sum to all. */
export const outcomeCounts = z.object({
  "not-assessed": z.number().int(),
  blocked: z.number().int(),
  alerted: z.number().int(),
  logged: z.number().int(),
  missed: z.number().int(),
  "not-run": z.number().int(),
  error: z.number().int(),
});
export type OutcomeCounts = z.infer<typeof outcomeCounts>;

/** A run of an environment, with its test cases counted. */
export const run = runContent.extend({
  id: z.number().int(),
  uuid: z.uuid(),
  environmentId: z.number().int(),
  environment: z.string(),
  importId: z.number().int().nullable(),
  createdAt: z.string(),
  cases: z.number().int(),
  outcomes: outcomeCounts,
});
export type Run = z.infer<typeof run>;

/** One change of a test case: who said what, and when. */
export const testCaseChange = z.object({
  at: z.string(),
  who: z.string(),
  field: testCaseField,
  /** JSON of the field's value. */
  before: z.string(),
  after: z.string(),
});
export type TestCaseChange = z.infer<typeof testCaseChange>;

/** A test case that was taken away, with all that leads back to it but its evidence. */
export const removedTestCase = z.object({
  testCase,
  importKey: z.string().nullable(),
  before: z.string().nullable(),
  history: z.array(testCaseChange),
});
export type RemovedTestCase = z.infer<typeof removedTestCase>;

/** A file that proves what a test case says; its bytes are in the workspace. */
export const evidenceFile = z.object({
  id: z.number().int(),
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  addedAt: z.string(),
  who: z.string(),
});
export type EvidenceFile = z.infer<typeof evidenceFile>;

/** What the tests of a technique say together. */
export const testVerdict = z.enum(["all-met", "some-met", "none-met"]);
export type TestVerdict = z.infer<typeof testVerdict>;

/** How one held test case stands to what was expected of the defence. */
export const testStanding = z.enum(["met", "unmet", "prevented", "stale"]);
export type TestStanding = z.infer<typeof testStanding>;

/** The tests behind the level of a technique: the latest verdict of each test, host and platform. */
export const techniqueTests = z.object({
  /** Null where no verdict decides: none is there, or all are stale or prevented. */
  verdict: testVerdict.nullable(),
  met: z.number().int(),
  unmet: z.number().int(),
  /** Blocked without the sight that was expected: neither lifts nor fails. */
  prevented: z.number().int(),
  /** Met, and older than a validation holds. */
  stale: z.number().int(),
  /** End of the latest that was met, as a moment; null where none was. */
  lastMetAt: z.string().nullable(),
  /** The held verdicts by outcome, late alerts as logged. */
  outcomes: z.object({
    blocked: z.number().int(),
    alerted: z.number().int(),
    logged: z.number().int(),
    missed: z.number().int(),
  }),
  /** The outcome of the latest verdict that still says something, else of a stale one; null where none is. */
  latest: outcome.nullable(),
  /** Test cases that nobody has assessed. */
  waiting: z.number().int(),
});
export type TechniqueTests = z.infer<typeof techniqueTests>;

/** A test case as evidence of a technique's level. */
export const testEvidence = z.object({
  caseId: z.number().int(),
  runId: z.number().int(),
  run: z.string(),
  name: z.string(),
  host: z.string(),
  /** End of the case, or what stands in for it. */
  at: z.string(),
  expected: expectedOutcome,
  outcome,
  seen: blockSeen.nullable(),
  /** Null where a later verdict took its place, or it is no verdict. */
  standing: testStanding.nullable(),
  /** Whether the alert came later than the SLA, so that it counts as logged. */
  late: z.boolean(),
  fired: firedDetection.nullable(),
});
export type TestEvidence = z.infer<typeof testEvidence>;

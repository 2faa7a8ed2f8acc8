import { z } from "zod";
import { actorRef } from "./actor.ts";
import { domain, techniqueId } from "./attack-id.ts";
import { coverageLevel, gapReason } from "./coverage.ts";
import { expectedOutcome, run, runContent } from "./emulation.ts";

/** What a day of tests is made from. */
export const planSource = z.discriminatedUnion("kind", [
  /** The open gaps of the assessment by priority; the first `top`, or all. */
  z.object({ kind: z.literal("gaps"), top: z.number().int().min(1).max(10_000).nullable() }),
  /** Techniques that rules claim to see and that no test proved, or none lately. */
  z.object({ kind: z.literal("claims"), top: z.number().int().min(1).max(10_000).nullable() }),
  /** An actor's techniques in the order of the matrix's tactics. */
  z.object({ kind: z.literal("actor"), actor: actorRef }),
  /** An adversary or an emulation plan, in its own order. */
  z.object({ kind: z.literal("sequence"), sequenceId: z.number().int() }),
  z.object({
    kind: z.literal("techniques"),
    techniques: z.array(z.object({ domain, techniqueId })).min(1).max(10_000),
  }),
  /** Tests of the library, in the order given. */
  z.object({ kind: z.literal("tests"), testIds: z.array(z.number().int()).max(10_000) }),
]);
export type PlanSource = z.infer<typeof planSource>;

/** Which tests may be offered. */
export const testFilter = z.object({
  /** ATT&CK platforms; empty = any. */
  platforms: z.array(z.string().max(100)).max(100),
  /** Leaves out what reaches for a network. */
  offline: z.boolean(),
  /** Leaves out what needs elevation. */
  unelevated: z.boolean(),
});
export type TestFilter = z.infer<typeof testFilter>;

/** A test that is offered for a technique. */
export const offeredTest = z.object({
  testId: z.number().int(),
  /** The ID by which it names the technique; another than the technique's is of another release. */
  written: z.string(),
});
export type OfferedTest = z.infer<typeof offeredTest>;

/** Tests that a filter left out, by what left them out first. */
export const leftOutTests = z.object({
  platform: z.number().int(),
  network: z.number().int(),
  elevation: z.number().int(),
});
export type LeftOutTests = z.infer<typeof leftOutTests>;

/** One thing to test, with the tests of the library that do it, the most fitting first. */
export const suggestion = z.object({
  /** Null where no release of the assessment holds its technique. */
  domain: domain.nullable(),
  techniqueId: techniqueId.nullable(),
  /** The technique's name, or the test's where the technique is unknown. */
  name: z.string(),
  parentName: z.string().nullable(),
  /** Short name of the tactic under which it stands; of several the matrix's first. */
  tactic: z.string().nullable(),
  tacticName: z.string().nullable(),
  /** Null without an assessment. */
  level: coverageLevel.nullable(),
  reason: gapReason.nullable(),
  priority: z.number().nullable(),
  /** What its tactics ask of the defence where nobody says otherwise. */
  expected: expectedOutcome,
  /** In a sentence: why it is here, and what is to be expected. */
  why: z.string(),
  tests: z.array(offeredTest),
  leftOut: leftOutTests,
  /** Key of a test that a sequence names and the library does not hold. */
  missing: z.string().nullable(),
});
export type Suggestion = z.infer<typeof suggestion>;

/** What a plan offers, in its order. */
export const suggestions = z.object({
  /** What it was made from, in words. */
  title: z.string(),
  suggestions: z.array(suggestion),
  /** Tests of the library. */
  library: z.number().int(),
});
export type Suggestions = z.infer<typeof suggestions>;

const words = z.string().max(500);

/** A value that an input takes. */
export const inputValue = z.object({ name: words, value: z.string().max(100_000) });
export type InputValue = z.infer<typeof inputValue>;

/** A test case as it is planned. */
export const plannedTest = z.object({
  testId: z.number().int(),
  /** Place among the test's executors; null = the first for one of the platforms below. */
  executor: z.number().int().min(0).max(1000).nullable(),
  /** ATT&CK platforms that it is to run on; empty = any. */
  platforms: z.array(z.string().max(100)).max(100),
  /** The technique that it is to prove. */
  written: words,
  tactic: words.nullable(),
  group: words,
  host: words,
  /** Empty = as the executor names it, where it names one. */
  platform: words,
  assignee: words,
  expected: expectedOutcome.nullable(),
  /** Inputs that take another value than by default. */
  inputs: z.array(inputValue).max(200),
});
export type PlannedTest = z.infer<typeof plannedTest>;

/** A day of tests: a run that has not begun, or more for one. */
export const testPlan = z.object({
  into: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("new"), environmentId: z.number().int(), run: runContent }),
    z.object({ kind: z.literal("run"), runId: z.number().int() }),
  ]),
  tests: z.array(plannedTest).min(1).max(10_000),
});
export type TestPlan = z.infer<typeof testPlan>;

/** What became of a plan: the run, and the numbers of its new test cases. */
export const madeTestPlan = z.object({ run, caseIds: z.array(z.number().int()) });
export type MadeTestPlan = z.infer<typeof madeTestPlan>;

import { z } from "zod";
import { outcome, testSource } from "./emulation.ts";

/** One way to execute a test. Casemate shows commands and never runs one. */
export const testExecutor = z.object({
  /** As the source writes them: `windows`, `iaas:aws`. */
  platforms: z.array(z.string()),
  /** `powershell`, `sh`, `manual`. */
  name: z.string(),
  command: z.string(),
  cleanup: z.string(),
  /** Null where the source does not say. */
  elevated: z.boolean().nullable(),
});
export type TestExecutor = z.infer<typeof testExecutor>;

/** Something that a test asks for, with what it takes if nobody says. */
export const testInput = z.object({
  name: z.string(),
  description: z.string(),
  type: z.string(),
  default: z.string(),
});
export type TestInput = z.infer<typeof testInput>;

/** What must be there before a test, how that is checked, and how it is brought. */
export const testPrerequisite = z.object({
  description: z.string(),
  check: z.string(),
  get: z.string(),
});
export type TestPrerequisite = z.infer<typeof testPrerequisite>;

/** Why a test cannot run behind an air gap. */
export const networkNeed = z.object({
  where: z.enum(["command", "cleanup", "prerequisite", "input", "payload"]),
  /** The address or the downloader that gives it away. */
  what: z.string(),
});
export type NetworkNeed = z.infer<typeof networkNeed>;

/** What a file or a hand says of a test. */
export const emulationTestContent = z.object({
  source: testSource,
  /** GUID of an atomic, ID of an ability or of a plan's step. */
  key: z.string().min(1).max(500),
  name: z.string(),
  description: z.string(),
  /** Technique IDs as written. */
  written: z.array(z.string()),
  /** Tactic in the source's words; null where it names none. */
  tactic: z.string().nullable(),
  /** Release of ATT&CK that its IDs belong to, where it is known. */
  version: z.string().nullable(),
  executors: z.array(testExecutor),
  inputs: z.array(testInput),
  prerequisites: z.array(testPrerequisite),
  /** Empty = nothing in it reaches for a network. */
  network: z.array(networkNeed),
  file: z.string(),
});
export type EmulationTestContent = z.infer<typeof emulationTestContent>;

/** A test of the library. */
export const emulationTest = emulationTestContent.extend({
  id: z.number().int(),
  /** Null where somebody typed it. */
  importId: z.number().int().nullable(),
});
export type EmulationTest = z.infer<typeof emulationTest>;

/** What a file says of an adversary of a runner or of an emulation plan: tests in an order. */
export const emulationSequenceContent = z.object({
  source: testSource,
  key: z.string().min(1).max(500),
  name: z.string(),
  description: z.string(),
  /** Keys of tests of the same source, in order; one may come twice. */
  tests: z.array(z.string()),
  file: z.string(),
});
export type EmulationSequenceContent = z.infer<typeof emulationSequenceContent>;

export const emulationSequence = emulationSequenceContent.extend({
  id: z.number().int(),
  importId: z.number().int().nullable(),
});
export type EmulationSequence = z.infer<typeof emulationSequence>;

/** When a test was run last in this workspace, and what the defence made of it. */
export const lastExecution = z.object({
  runId: z.number().int(),
  caseId: z.number().int(),
  /** Its end, or what stands in for it, as a moment. */
  at: z.string(),
  outcome,
  /** Test cases of it that were run. */
  times: z.number().int(),
});
export type LastExecution = z.infer<typeof lastExecution>;

/** A test as the library lists it: everything but its texts. */
export const libraryTest = emulationTest
  .pick({ id: true, importId: true, source: true, key: true, name: true, written: true })
  .extend({
    tactic: z.string().nullable(),
    /** As its source writes them, of all its executors. */
    platforms: z.array(z.string()),
    /** The same as ATT&CK names them; empty = unknown. */
    attackPlatforms: z.array(z.string()),
    executors: z.array(z.string()),
    /** Whether no executor does without; null where the source does not say. */
    elevated: z.boolean().nullable(),
    prerequisites: z.number().int(),
    network: z.array(networkNeed),
    /** False where an index alone names it: nobody knows then whether it needs a network. */
    commandKnown: z.boolean(),
    /** Null where it was never run. */
    last: lastExecution.nullable(),
  });
export type LibraryTest = z.infer<typeof libraryTest>;

const shortWords = z.string().max(500);
const longWords = z.string().max(100_000);

/** What somebody writes of a test of their own. */
export const ownTest = z.object({
  name: z.string().trim().min(1).max(500),
  description: longWords,
  /** Technique IDs. */
  written: z.array(z.string().trim().min(1).max(500)).max(50),
  tactic: shortWords.nullable(),
  executors: z
    .array(
      z.object({
        platforms: z.array(shortWords).max(50),
        name: shortWords,
        command: longWords,
        cleanup: longWords,
        elevated: z.boolean().nullable(),
      }),
    )
    .max(50),
  inputs: z
    .array(
      z.object({
        name: shortWords,
        description: longWords,
        type: shortWords,
        default: longWords,
      }),
    )
    .max(200),
  prerequisites: z
    .array(z.object({ description: longWords, check: longWords, get: longWords }))
    .max(200),
});
export type OwnTest = z.infer<typeof ownTest>;

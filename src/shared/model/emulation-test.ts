import { z } from "zod";
import { testSource } from "./emulation.ts";

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

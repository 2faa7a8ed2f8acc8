import { z } from "zod";
import { runContent } from "./emulation.ts";
import { marking } from "./marking.ts";
import { exportedRun } from "./run-export.ts";

/** A test case that was taken away, with how many changes of it were known then. */
export const removedMark = z.object({ uuid: z.uuid(), changes: z.number().int().min(0) });
export type RemovedMark = z.infer<typeof removedMark>;

/** A run as a package holds it: what merging it needs stands beside it. */
export const packedRun = exportedRun.extend({
  /** What the last package that was merged into it said of the run itself. */
  base: runContent.nullable(),
  removed: z.array(removedMark),
  /** Of its own; left out where it has none. */
  marking: marking.optional(),
  /** All that it must carry where it is from; left out where that is nothing. */
  markings: z.array(marking).max(20).optional(),
});
export type PackedRun = z.infer<typeof packedRun>;

/** `run.json` of a package. */
export const packageDocument = z.object({
  schema: z.literal("casemate-run-package/1"),
  /** Left out where there is none. */
  marking: z.string().optional(),
  redacted: z.boolean(),
  runs: z.array(packedRun).min(1).max(1000),
});
export type PackageDocument = z.infer<typeof packageDocument>;

/** `manifest.json` of a package: every other entry, by name, with its size and SHA-256. */
export const packageManifest = z.object({
  schema: z.literal("casemate-run-package/1"),
  /** Left out where there is none. */
  marking: z.string().optional(),
  entries: z
    .array(
      z.object({
        name: z.string().regex(/^(?:run\.json|evidence\/[0-9a-f]{64})$/),
        bytes: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1)
    .max(10_000),
});
export type PackageManifest = z.infer<typeof packageManifest>;

/** What is decided about a conflict. */
export const mergeChoice = z.enum(["ours", "theirs", "both"]);
export type MergeChoice = z.infer<typeof mergeChoice>;

/** One side of a conflict. */
const conflictSide = z.object({
  /** In words; empty where nothing was said. */
  value: z.string(),
  who: z.string().nullable(),
  at: z.string().nullable(),
});

/** Something that both sides changed, and differently. */
export const mergeConflict = z.object({
  /** By which a decision names it. */
  key: z.string(),
  run: z.string(),
  /** Null where it is about the run itself. */
  testCase: z.string().nullable(),
  /** Technique and host of the test case, as far as they are said. */
  where: z.string(),
  /** A field of a test case or a run; `removed` where one side took the test case away. */
  field: z.string(),
  /** What both started from; null where nobody knows. */
  base: z.string().nullable(),
  ours: conflictSide,
  theirs: conflictSide,
  /** Whether both can be kept, one below the other. */
  joins: z.boolean(),
});
export type MergeConflict = z.infer<typeof mergeConflict>;

/** What a package brings to one run. */
export const mergedRunPreview = z.object({
  uuid: z.uuid(),
  name: z.string(),
  /** Null where the run is not here yet. */
  environment: z.string().nullable(),
  /** Test cases that are new here. */
  added: z.number().int(),
  /** Test cases of which fields follow the package. */
  changed: z.number().int(),
  /** Fields that were changed there alone, and follow. */
  taken: z.number().int(),
  /** Fields that were changed here alone, and stay. */
  kept: z.number().int(),
  /** Test cases that were taken away there, and go. */
  removed: z.number().int(),
  /** Files of evidence that are new here. */
  evidence: z.number().int(),
});
export type MergedRunPreview = z.infer<typeof mergedRunPreview>;

export const mergePreview = z.object({
  redacted: z.boolean(),
  runs: z.array(mergedRunPreview),
  conflicts: z.array(mergeConflict),
});
export type MergePreview = z.infer<typeof mergePreview>;

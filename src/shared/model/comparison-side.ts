import { z } from "zod";
import { domain } from "./attack-id.ts";

/** Releases that take the place of an assessment's own; domains that are not named stay. */
export const rebaseReleases = z
  .array(z.object({ domain, version: z.string().min(1).max(100) }))
  .min(1)
  .max(20);

/** An answer that is set beside another. Nothing is stored, whatever is chosen. */
export const comparisonSide = z.discriminatedUnion("kind", [
  /** An assessment as it is now. */
  z.object({ kind: z.literal("assessment"), assessmentId: z.number().int() }),
  /** An assessment with what one environment of it has, and nothing of the others. */
  z.object({
    kind: z.literal("environment"),
    assessmentId: z.number().int(),
    environment: z.string(),
  }),
  /** An assessment as it would be on other releases. */
  z.object({
    kind: z.literal("rebased"),
    assessmentId: z.number().int(),
    releases: rebaseReleases,
  }),
  /** An assessment as it was. */
  z.object({ kind: z.literal("snapshot"), snapshotId: z.number().int() }),
]);
export type ComparisonSide = z.infer<typeof comparisonSide>;

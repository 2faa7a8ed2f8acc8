import { z } from "zod";
import { domain } from "./attack-id.ts";
import { share } from "./coverage.ts";

export const snapshotName = z.string().trim().min(1).max(200);
export const snapshotNote = z.string().max(10_000);

/** An assessment as it was, as a list names it. */
export const snapshotSummary = z.object({
  id: z.number().int(),
  name: z.string(),
  note: z.string(),
  /** Null where the assessment is gone, or of another workspace. */
  assessmentId: z.number().int().nullable(),
  assessmentName: z.string(),
  /** When the assessment was answered that way. */
  createdAt: z.string(),
  /** Of its JSON, before it is packed. */
  sha256: z.string(),
  releases: z.array(z.object({ domain, version: z.string() })),
  actors: z.array(z.string()),
  coverage: share,
});
export type SnapshotSummary = z.infer<typeof snapshotSummary>;

/** A snapshot that was removed, whole, to put it back. */
export const removedSnapshot = snapshotSummary
  .pick({
    id: true,
    name: true,
    note: true,
    assessmentId: true,
    assessmentName: true,
    createdAt: true,
    sha256: true,
  })
  .extend({
    /** Its JSON, packed by gzip, as base64. */
    content: z.base64().max(200_000_000),
  });
export type RemovedSnapshot = z.infer<typeof removedSnapshot>;

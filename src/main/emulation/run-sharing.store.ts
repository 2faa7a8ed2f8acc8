import { z } from "zod";
import { runContent } from "../../shared/model/emulation.ts";
import type { RemovedMark } from "../../shared/model/run-package.ts";
import { removedMark } from "../../shared/model/run-package.ts";
import { Problem } from "../../shared/problem.ts";
import type { RunSharing } from "./run-writer.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** What a run remembers for merging. Throws `not-found`. */
export function getSharing(db: ReadableDatabase, runId: number): RunSharing {
  const row = db.get<{ base: string | null; removed: string }>(
    "SELECT base, removed FROM emulation_run WHERE id = ?",
    runId,
  );
  if (row === undefined) throw new Problem("not-found", "This run is no longer there.");
  return {
    base: row.base === null ? null : runContent.parse(JSON.parse(row.base)),
    removed: z.array(removedMark).parse(JSON.parse(row.removed)),
  };
}

export function setSharing(
  db: WritableDatabase,
  runId: number,
  { base, removed }: RunSharing,
): void {
  db.run(
    "UPDATE emulation_run SET base = ?, removed = ? WHERE id = ?",
    base === null ? null : JSON.stringify(base),
    JSON.stringify(removed),
    runId,
  );
}

/** Remembers that test cases were taken away, for those who still have them. */
export function markRemoved(
  db: WritableDatabase,
  runId: number,
  marks: readonly RemovedMark[],
): void {
  const { base, removed } = getSharing(db, runId);
  setSharing(db, runId, { base, removed: [...removed, ...marks] });
}

/** Forgets that test cases were taken away. */
export function unmarkRemoved(
  db: WritableDatabase,
  runId: number,
  uuids: ReadonlySet<string>,
): void {
  const { base, removed } = getSharing(db, runId);
  setSharing(db, runId, { base, removed: removed.filter(({ uuid }) => !uuids.has(uuid)) });
}

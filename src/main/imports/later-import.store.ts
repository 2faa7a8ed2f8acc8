import { z } from "zod";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase } from "../database/database.ts";

/** Tables whose rows keep what they were before an import changed them. */
type ChangedTable = "asset" | "test_case" | "emulation_test" | "emulation_sequence";

/** Every state that a row keeps names the import that had brought it, and the state before. */
const earlier = z.object({
  importId: z.number().int().nullable(),
  before: z.string().nullable(),
});

/**
 * Refuses to undo an import some of whose rows a later one changed: undone out of order, the later
 * one's undo would bring back what this one had said. Throws `bad-input`.
 */
export function refuseLaterImport(
  db: ReadableDatabase,
  table: ChangedTable,
  importId: number,
  things: string,
): void {
  const later = db
    .all<{ title: string; before: string }>(
      `SELECT title, before FROM ${table} JOIN import_report ON import_report.id = import_id
       WHERE import_id > ? AND before IS NOT NULL ORDER BY ${table}.id`,
      importId,
    )
    .find(({ before }) => importsIn(before).includes(importId));
  if (later === undefined) return;
  throw new Problem(
    "bad-input",
    `A later import (${later.title}) changed some of these ${things}. Undo that one first.`,
  );
}

/** Imports that a chain of earlier states names. */
function importsIn(before: string | null): number[] {
  if (before === null) return [];
  const state = earlier.parse(JSON.parse(before));
  return [...(state.importId === null ? [] : [state.importId]), ...importsIn(state.before)];
}

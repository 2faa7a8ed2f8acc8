import { Problem } from "../../shared/problem.ts";
import type { WritableDatabase } from "../database/database.ts";

/** What can be moved: the tables whose rows belong to an environment and name their import. */
const tables = {
  /** The key of a detection is its own within its format. */
  detections: {
    name: "detection",
    key: "key",
    same: "other.format = one.format AND other.key = one.key",
  },
  assets: { name: "asset", key: "name", same: "lower(other.name) = lower(one.name)" },
  /** Of log sources, an environment may hold several of one name. */
  telemetry: { name: "telemetry_source", key: "name", same: "false" },
  /** A run moves whole, with what later imports and hands added to it. */
  emulation: {
    name: "emulation_run",
    key: "import_key",
    same: "other.import_key = one.import_key",
  },
} as const;
export type MovableKind = keyof typeof tables;

/** A row that stays because the other environment holds its key already. */
export interface Collision {
  readonly key: string;
  readonly name: string;
}

/**
 * Moves the rows of an import to an environment, but those whose key is taken there.
 *
 * The report says from then on that it is of that environment. Throws `bad-input` where nothing of
 * the import is left to move.
 */
export function moveImport(
  db: WritableDatabase,
  importId: number,
  kind: MovableKind,
  to: { readonly id: number; readonly name: string },
): { from: string; moved: number; collisions: Collision[] } {
  const { name: table, key, same } = tables[kind];
  const from = db.get<{ name: string }>(
    `SELECT environment.name FROM ${table} AS one
     JOIN environment ON environment.id = one.environment_id
     WHERE import_id = ? AND environment_id <> ? LIMIT 1`,
    importId,
    to.id,
  );
  if (from === undefined) {
    throw new Problem("bad-input", whyNothing(kind, to.name));
  }
  const isTaken = `EXISTS (SELECT 1 FROM ${table} AS other WHERE other.environment_id = ? AND ${same})`;
  const collisions = db.all<Collision>(
    `SELECT ${key} AS key, name FROM ${table} AS one
     WHERE import_id = ? AND environment_id <> ? AND ${isTaken} ORDER BY one.id`,
    importId,
    to.id,
    to.id,
  );
  const { changes: moved } = db.run(
    `UPDATE ${table} AS one SET environment_id = ?
     WHERE import_id = ? AND environment_id <> ? AND NOT ${isTaken}`,
    to.id,
    importId,
    to.id,
    to.id,
  );
  if (moved > 0) {
    db.run(
      "UPDATE import_report SET report = json_set(report, '$.environment', ?) WHERE id = ?",
      to.name,
      importId,
    );
  }
  return { from: from.name, moved, collisions };
}

function whyNothing(kind: MovableKind, to: string): string {
  return kind === "emulation"
    ? `No run of this import is left to move: its runs are in ${to}, it added to runs of an earlier import, or it brought tests alone, which belong to the whole workspace.`
    : `Nothing of this import is left to move: it is in ${to}, or later imports changed it.`;
}

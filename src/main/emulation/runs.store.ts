import { randomUUID } from "node:crypto";
import type { OutcomeCounts, Run, RunContent } from "../../shared/model/emulation.ts";
import { outcome, run } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";
import { noOutcomes } from "./count-outcomes.ts";

interface RunRow extends RunContent {
  readonly id: number;
  readonly uuid: string;
  readonly environmentId: number;
  readonly environment: string;
  readonly importId: number | null;
  readonly createdAt: string;
}

const runColumns = `SELECT emulation_run.id, uuid, environment_id AS environmentId,
    environment.name AS environment, import_id AS importId, emulation_run.name, who, tool,
    started_at AS startedAt, ended_at AS endedAt, version, notes,
    emulation_run.created_at AS createdAt
  FROM emulation_run JOIN environment ON environment.id = environment_id`;

/** The runs of an environment, or of all: the latest first, those that did not begin yet on top. */
export function listRuns(db: ReadableDatabase, environmentId?: number): Run[] {
  const counts = countOutcomes(db);
  return db
    .all<RunRow>(
      `${runColumns} WHERE ? IS NULL OR environment_id = ?
       ORDER BY started_at IS NOT NULL, started_at DESC, emulation_run.id DESC`,
      environmentId ?? null,
      environmentId ?? null,
    )
    .map((row) => withCounts(row, counts));
}

/** One run. Throws `not-found`. */
export function getRun(db: ReadableDatabase, id: number): Run {
  const row = db.get<RunRow>(`${runColumns} WHERE emulation_run.id = ?`, id);
  if (row === undefined) throw new Problem("not-found", "This run is no longer there.");
  return withCounts(row, countOutcomes(db));
}

function countOutcomes(db: ReadableDatabase): ReadonlyMap<number, OutcomeCounts> {
  const counts = new Map<number, Record<keyof OutcomeCounts, number>>();
  for (const row of db.all<{ runId: number; outcome: string; cases: number }>(
    "SELECT run_id AS runId, outcome, count(*) AS cases FROM test_case GROUP BY run_id, outcome",
  )) {
    const known = counts.get(row.runId) ?? noOutcomes();
    known[outcome.parse(row.outcome)] = row.cases;
    counts.set(row.runId, known);
  }
  return counts;
}

function withCounts(row: RunRow, counts: ReadonlyMap<number, OutcomeCounts>): Run {
  const outcomes = counts.get(row.id) ?? noOutcomes();
  const cases = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return run.parse({ ...row, cases, outcomes });
}

/** Where a run comes from: an import and the key by which it finds the run again, or a hand. */
export interface RunOrigin {
  readonly importId: number;
  readonly importKey: string;
}

/** Adds a run and gives its number. */
export function addRun(
  db: WritableDatabase,
  environmentId: number,
  content: RunContent,
  createdAt: string,
  origin: RunOrigin | null = null,
  uuid: string = randomUUID(),
): number {
  return db.run(
    `INSERT INTO emulation_run (uuid, environment_id, import_id, import_key, name, who, tool,
       started_at, ended_at, version, notes, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    uuid,
    environmentId,
    origin?.importId ?? null,
    origin?.importKey ?? null,
    ...runValues(content),
    createdAt,
  ).lastInsertRowid;
}

/** Sets what is said of a run. */
export function setRun(db: WritableDatabase, id: number, content: RunContent): void {
  db.run(
    `UPDATE emulation_run SET name = ?, who = ?, tool = ?, started_at = ?, ended_at = ?,
       version = ?, notes = ? WHERE id = ?`,
    ...runValues(content),
    id,
  );
}

function runValues(content: RunContent): SqlValue[] {
  const { name, who, tool, startedAt, endedAt, version, notes } = content;
  return [name, who, tool, startedAt, endedAt, version, notes];
}

/** Takes runs away with all that belongs to them. */
export function removeRuns(db: WritableDatabase, ids: readonly number[]): void {
  db.run(
    "DELETE FROM emulation_run WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(ids),
  );
}

/** The run of an environment that an import knows by a key. */
export function findImportedRun(
  db: ReadableDatabase,
  environmentId: number,
  importKey: string,
): number | undefined {
  return db.get<{ id: number }>(
    "SELECT id FROM emulation_run WHERE environment_id = ? AND import_key = ?",
    environmentId,
    importKey,
  )?.id;
}

import { z } from "zod";
import { domain } from "../../shared/model/attack-id.ts";
import { share } from "../../shared/model/coverage.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { RemovedSnapshot, SnapshotSummary } from "../../shared/model/snapshot.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { PackedFacts } from "./snapshot-content.ts";
import { unpackFacts, unpackJson } from "./snapshot-content.ts";

/** What of a frozen document a list shows. */
const listedFacts = z.object({
  result: z.object({
    coverage: share,
    catalogues: z.array(z.object({ domain, version: z.string() })),
    actors: z.array(z.object({ name: z.string() })),
  }),
});
type ListedFacts = z.infer<typeof listedFacts>;

/** By SHA-256: what was frozen does not change, and unpacking it for every list takes long. */
const listed = new Map<string, ListedFacts>();
const mostListed = 1000;

interface SnapshotHead {
  readonly id: number;
  readonly assessmentId: number | null;
  readonly assessmentName: string;
  readonly name: string;
  readonly note: string;
  readonly createdAt: string;
  readonly sha256: string;
}

interface SnapshotRow extends SnapshotHead {
  readonly content: Buffer;
}

const head = `id, assessment_id AS assessmentId, assessment_name AS assessmentName, name, note,
  created_at AS createdAt, sha256`;

/** All snapshots, the latest first. Throws `workspace-damaged` for one that was tampered with. */
export function listSnapshots(db: ReadableDatabase): SnapshotSummary[] {
  return db
    .all<SnapshotHead>(`SELECT ${head} FROM snapshot ORDER BY created_at DESC, id DESC`)
    .map((row) => summaryOf(db, row));
}

function summaryOf(db: ReadableDatabase, row: SnapshotHead): SnapshotSummary {
  const { result } = listed.get(row.sha256) ?? readListed(getRow(db, row.id));
  const { techniques, covered, percent } = result.coverage;
  return {
    ...row,
    releases: result.catalogues,
    actors: result.actors.map(({ name }) => name),
    coverage: { techniques, covered, percent },
  };
}

function readListed(row: SnapshotRow): ListedFacts {
  const read = listedFacts.parse(JSON.parse(unpackJson(row.name, row).toString()));
  const oldest = listed.keys().next();
  if (listed.size >= mostListed && oldest.done !== true) listed.delete(oldest.value);
  listed.set(row.sha256, read);
  return read;
}

function getRow(db: ReadableDatabase, id: number): SnapshotRow {
  const row = db.get<SnapshotRow>(`SELECT ${head}, content FROM snapshot WHERE id = ?`, id);
  if (row === undefined) throw new Problem("not-found", "That snapshot is no longer there.");
  return row;
}

/** A snapshot as a list names it. Throws `not-found` and `workspace-damaged`. */
export function getSnapshot(db: ReadableDatabase, id: number): SnapshotSummary {
  const { content: _content, ...row } = getRow(db, id);
  return summaryOf(db, row);
}

/** What was frozen. Throws `not-found` and `workspace-damaged`. */
export function getSnapshotFacts(db: ReadableDatabase, id: number): ReportFacts {
  const row = getRow(db, id);
  return unpackFacts(row.name, row);
}

/** What a new snapshot is called and is of. */
export interface NewSnapshot extends PackedFacts {
  readonly assessmentId: number | null;
  readonly assessmentName: string;
  readonly name: string;
  readonly note: string;
  readonly createdAt: string;
}

/** Adds a snapshot. */
export function addSnapshot(db: WritableDatabase, added: NewSnapshot): SnapshotSummary {
  const { assessmentId, assessmentName, name, note, createdAt, sha256, content } = added;
  const { lastInsertRowid } = db.run(
    `INSERT INTO snapshot (assessment_id, assessment_name, name, note, created_at, sha256, content)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    assessmentId,
    assessmentName,
    name,
    note,
    createdAt,
    sha256,
    content,
  );
  return getSnapshot(db, lastInsertRowid);
}

/** Names a snapshot and what is noted of it. Throws `not-found`. */
export function setSnapshot(
  db: WritableDatabase,
  id: number,
  { name, note }: Pick<SnapshotSummary, "name" | "note">,
): void {
  const { changes } = db.run("UPDATE snapshot SET name = ?, note = ? WHERE id = ?", name, note, id);
  if (changes === 0) throw new Problem("not-found", "That snapshot is no longer there.");
}

/** Takes a snapshot away, and gives it whole. Throws `not-found`. */
export function removeSnapshot(db: WritableDatabase, id: number): RemovedSnapshot {
  const row = getRow(db, id);
  db.run("DELETE FROM snapshot WHERE id = ?", id);
  return { ...row, content: row.content.toString("base64") };
}

/** Puts a snapshot back under its number. Throws `bad-input` where that is taken again. */
export function restoreSnapshot(db: WritableDatabase, removed: RemovedSnapshot): void {
  const { id, assessmentId, assessmentName, name, note, createdAt, sha256, content } = removed;
  if (db.get("SELECT id FROM snapshot WHERE id = ?", id) !== undefined) {
    throw new Problem("bad-input", `The snapshot "${name}" is there already.`);
  }
  const packed = { content: Buffer.from(content, "base64"), sha256 };
  unpackFacts(name, packed);
  db.run(
    `INSERT INTO snapshot (id, assessment_id, assessment_name, name, note, created_at, sha256, content)
     VALUES (?, (SELECT id FROM assessment WHERE id = ?), ?, ?, ?, ?, ?, ?)`,
    id,
    assessmentId,
    assessmentName,
    name,
    note,
    createdAt,
    sha256,
    packed.content,
  );
}

/** A snapshot that froze just that, to say so rather than to keep it twice. */
export function findSnapshotOf(db: ReadableDatabase, sha256: string): string | undefined {
  return db.get<{ name: string }>("SELECT name FROM snapshot WHERE sha256 = ?", sha256)?.name;
}

import type { EvidenceFile } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { Hand } from "./test-cases.store.ts";

/** The evidence of a test case, in the order in which it was added. */
export function listEvidenceFiles(db: ReadableDatabase, caseId: number): EvidenceFile[] {
  return db.all<EvidenceFile>(
    `SELECT id, name, bytes, sha256, added_at AS addedAt, who FROM test_evidence
     WHERE case_id = ? ORDER BY id`,
    caseId,
  );
}

/** Copies a file into a test case. */
export function addEvidenceFile(
  db: WritableDatabase,
  caseId: number,
  {
    name,
    content,
    sha256,
  }: { readonly name: string; readonly content: Buffer; readonly sha256: string },
  { who, at }: Hand,
): number {
  return db.run(
    `INSERT INTO test_evidence (case_id, name, bytes, sha256, content, added_at, who)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    caseId,
    name,
    content.length,
    sha256,
    content,
    at,
    who,
  ).lastInsertRowid;
}

/** A file of evidence with its bytes. Throws `not-found`. */
export function getEvidenceFile(
  db: ReadableDatabase,
  id: number,
): { readonly name: string; readonly content: Uint8Array; readonly sha256: string } {
  const row = db.get<{ name: string; content: Uint8Array; sha256: string }>(
    "SELECT name, content, sha256 FROM test_evidence WHERE id = ?",
    id,
  );
  if (row === undefined) throw new Problem("not-found", "This file is no longer there.");
  return row;
}

export function removeEvidenceFile(db: WritableDatabase, id: number): void {
  db.run("DELETE FROM test_evidence WHERE id = ?", id);
}

import { z } from "zod";
import type {
  EmulationSequence,
  EmulationSequenceContent,
  EmulationTest,
  EmulationTestContent,
} from "../../shared/model/emulation-test.ts";
import {
  emulationSequence,
  emulationSequenceContent,
  emulationTest,
  emulationTestContent,
} from "../../shared/model/emulation-test.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";
import { refuseLaterImport } from "../imports/later-import.store.ts";

interface TestRow extends Omit<
  EmulationTest,
  "written" | "executors" | "inputs" | "prerequisites" | "network"
> {
  readonly written: string;
  readonly executors: string;
  readonly inputs: string;
  readonly prerequisites: string;
  readonly network: string;
}

/** The tests of the library, by source and key. */
export function listEmulationTests(db: ReadableDatabase): EmulationTest[] {
  return db
    .all<TestRow>(
      `SELECT id, import_id AS importId, source, key, name, description, written, tactic, version,
         executors, inputs, prerequisites, network, file
       FROM emulation_test ORDER BY source, key`,
    )
    .map((row) =>
      emulationTest.parse({
        ...row,
        written: JSON.parse(row.written) as unknown,
        executors: JSON.parse(row.executors) as unknown,
        inputs: JSON.parse(row.inputs) as unknown,
        prerequisites: JSON.parse(row.prerequisites) as unknown,
        network: JSON.parse(row.network) as unknown,
      }),
    );
}

/** Adversaries and emulation plans, by source and key. */
export function listEmulationSequences(db: ReadableDatabase): EmulationSequence[] {
  return db
    .all<Omit<EmulationSequence, "tests"> & { readonly tests: string }>(
      `SELECT id, import_id AS importId, source, key, name, description, tests, file
       FROM emulation_sequence ORDER BY source, key`,
    )
    .map((row) => emulationSequence.parse({ ...row, tests: JSON.parse(row.tests) as unknown }));
}

const testAssignments = `name = ?, description = ?, written = ?, tactic = ?, version = ?,
  executors = ?, inputs = ?, prerequisites = ?, network = ?, file = ?`;

function testValues(content: EmulationTestContent): SqlValue[] {
  return [
    content.name,
    content.description,
    JSON.stringify(content.written),
    content.tactic,
    content.version,
    JSON.stringify(content.executors),
    JSON.stringify(content.inputs),
    JSON.stringify(content.prerequisites),
    JSON.stringify(content.network),
    content.file,
  ];
}

const sequenceAssignments = "name = ?, description = ?, tests = ?, file = ?";

function sequenceValues(content: EmulationSequenceContent): SqlValue[] {
  return [content.name, content.description, JSON.stringify(content.tests), content.file];
}

/** Adds a test to the library and gives its number. */
export function addEmulationTest(
  db: WritableDatabase,
  content: EmulationTestContent,
  importId: number | null,
): number {
  return db.run(
    `INSERT INTO emulation_test (import_id, source, key, name, description, written, tactic,
       version, executors, inputs, prerequisites, network, file)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    importId,
    content.source,
    content.key,
    ...testValues(content),
  ).lastInsertRowid;
}

/** Adds an adversary or a plan and gives its number. */
export function addEmulationSequence(
  db: WritableDatabase,
  content: EmulationSequenceContent,
  importId: number | null,
): number {
  return db.run(
    `INSERT INTO emulation_sequence (import_id, source, key, name, description, tests, file)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    importId,
    content.source,
    content.key,
    ...sequenceValues(content),
  ).lastInsertRowid;
}

/** What a record was before an import changed it, with the import that had brought that. */
interface Earlier<Content> {
  readonly importId: number | null;
  readonly content: Content;
  readonly before: string | null;
}

const earlierTest = z.object({
  importId: z.number().int().nullable(),
  content: emulationTestContent,
  before: z.string().nullable(),
});
const earlierSequence = z.object({
  importId: z.number().int().nullable(),
  content: emulationSequenceContent,
  before: z.string().nullable(),
});

function beforeOf(
  db: ReadableDatabase,
  table: "emulation_test" | "emulation_sequence",
  id: number,
): string | null {
  const row = db.get<{ before: string | null }>(`SELECT before FROM ${table} WHERE id = ?`, id);
  return row?.before ?? null;
}

/** Changes a test to what an import says, and keeps what it was for undo. */
export function setEmulationTestByImport(
  db: WritableDatabase,
  known: EmulationTest,
  content: EmulationTestContent,
  importId: number,
): void {
  const earlier: Earlier<EmulationTestContent> = {
    importId: known.importId,
    content: emulationTestContent.parse(known),
    before: beforeOf(db, "emulation_test", known.id),
  };
  db.run(
    `UPDATE emulation_test SET import_id = ?, before = ?, ${testAssignments} WHERE id = ?`,
    importId,
    JSON.stringify(earlier),
    ...testValues(content),
    known.id,
  );
}

/** Changes an adversary or a plan to what an import says, and keeps what it was for undo. */
export function setEmulationSequenceByImport(
  db: WritableDatabase,
  known: EmulationSequence,
  content: EmulationSequenceContent,
  importId: number,
): void {
  const earlier: Earlier<EmulationSequenceContent> = {
    importId: known.importId,
    content: emulationSequenceContent.parse(known),
    before: beforeOf(db, "emulation_sequence", known.id),
  };
  db.run(
    `UPDATE emulation_sequence SET import_id = ?, before = ?, ${sequenceAssignments}
     WHERE id = ?`,
    importId,
    JSON.stringify(earlier),
    ...sequenceValues(content),
    known.id,
  );
}

/** Takes back what an import brought to the library. Throws `bad-input` after a later import. */
export function undoLibraryImport(db: WritableDatabase, importId: number): void {
  refuseLaterImport(db, "emulation_test", importId, "tests");
  refuseLaterImport(db, "emulation_sequence", importId, "adversaries");
  for (const { id, before } of changedBy(db, "emulation_test", importId)) {
    const earlier = earlierTest.parse(JSON.parse(before));
    db.run(
      `UPDATE emulation_test SET import_id = ?, before = ?, ${testAssignments} WHERE id = ?`,
      earlier.importId,
      earlier.before,
      ...testValues(earlier.content),
      id,
    );
  }
  for (const { id, before } of changedBy(db, "emulation_sequence", importId)) {
    const earlier = earlierSequence.parse(JSON.parse(before));
    db.run(
      `UPDATE emulation_sequence SET import_id = ?, before = ?, ${sequenceAssignments}
       WHERE id = ?`,
      earlier.importId,
      earlier.before,
      ...sequenceValues(earlier.content),
      id,
    );
  }
  db.run("DELETE FROM emulation_test WHERE import_id = ? AND before IS NULL", importId);
  db.run("DELETE FROM emulation_sequence WHERE import_id = ? AND before IS NULL", importId);
}

function changedBy(
  db: ReadableDatabase,
  table: "emulation_test" | "emulation_sequence",
  importId: number,
): { readonly id: number; readonly before: string }[] {
  return db.all(
    `SELECT id, before FROM ${table} WHERE import_id = ? AND before IS NOT NULL`,
    importId,
  );
}

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type {
  EmulationSequence,
  EmulationSequenceContent,
  EmulationTest,
  EmulationTestContent,
  LibraryTest,
} from "../../shared/model/emulation-test.ts";
import {
  emulationSequence,
  emulationSequenceContent,
  emulationTest,
  emulationTestContent,
  libraryTest,
  testExecutor,
} from "../../shared/model/emulation-test.ts";
import { Problem } from "../../shared/problem.ts";
import { readAssetPlatforms } from "../assets/asset-platforms.ts";
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

const testColumns = `SELECT id, import_id AS importId, source, key, name, description, written,
    tactic, version, executors, inputs, prerequisites, network, file
  FROM emulation_test`;

function testOf(row: TestRow): EmulationTest {
  return emulationTest.parse({
    ...row,
    written: JSON.parse(row.written) as unknown,
    executors: JSON.parse(row.executors) as unknown,
    inputs: JSON.parse(row.inputs) as unknown,
    prerequisites: JSON.parse(row.prerequisites) as unknown,
    network: JSON.parse(row.network) as unknown,
  });
}

/** The tests of the library, by source and key. */
export function listEmulationTests(db: ReadableDatabase): EmulationTest[] {
  return db.all<TestRow>(`${testColumns} ORDER BY source, key`).map(testOf);
}

/** Tests by their numbers, in the order of the rows. Throws `not-found` where one is gone. */
export function getEmulationTests(db: ReadableDatabase, ids: readonly number[]): EmulationTest[] {
  const found = db
    .all<TestRow>(
      `${testColumns} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .map(testOf);
  if (found.length < new Set(ids).size) {
    throw new Problem("not-found", "One of these tests is no longer in the library.");
  }
  return found;
}

/** The tests of the library that the test cases of a run are of. */
export function listTestsOfRun(db: ReadableDatabase, runId: number): EmulationTest[] {
  return db
    .all<TestRow>(
      `${testColumns} WHERE (source, key) IN
         (SELECT source, lower(test_key) FROM test_case WHERE run_id = ?
          UNION SELECT source, test_key FROM test_case WHERE run_id = ?) ORDER BY id`,
      runId,
      runId,
    )
    .map(testOf);
}

const executorsOfTest = z.array(testExecutor);

interface LibraryRow {
  readonly id: number;
  readonly importId: number | null;
  readonly source: string;
  readonly key: string;
  readonly name: string;
  readonly written: string;
  readonly tactic: string | null;
  readonly executors: string;
  readonly prerequisites: number;
  readonly network: string;
  readonly runId: number | null;
  readonly caseId: number | null;
  readonly at: string | null;
  readonly outcome: string | null;
  readonly times: number | null;
}

/** The tests of the library without their texts, each with its last execution; by source and key. */
export function listLibrary(db: ReadableDatabase): LibraryTest[] {
  const platformsOf = new Map<string, readonly string[]>();
  const namedByAttack = (word: string): readonly string[] => {
    const known = platformsOf.get(word) ?? readAssetPlatforms(word).platforms;
    platformsOf.set(word, known);
    return known;
  };
  return db
    .all<LibraryRow>(
      `WITH executed AS (
         SELECT source, lower(test_key) AS key, run_id AS runId, test_case.id AS caseId,
           coalesce(end_at, start_at, alert_at, ended_at, started_at, created_at) AS at, outcome
         FROM test_case JOIN emulation_run ON emulation_run.id = run_id
         WHERE start_at IS NOT NULL OR end_at IS NOT NULL
           OR outcome NOT IN ('not-assessed', 'not-run')),
       latest AS (
         SELECT *, count(*) OVER (PARTITION BY source, key) AS times,
           row_number() OVER (PARTITION BY source, key ORDER BY at DESC, caseId DESC) AS place
         FROM executed)
       SELECT emulation_test.id, import_id AS importId, emulation_test.source, emulation_test.key,
         name, written, tactic, executors, json_array_length(prerequisites) AS prerequisites,
         network, runId, caseId, at, outcome, times
       FROM emulation_test LEFT JOIN latest ON latest.source = emulation_test.source
         AND latest.key = lower(emulation_test.key) AND place = 1
       ORDER BY emulation_test.source, emulation_test.key`,
    )
    .map(({ runId, caseId, at, outcome, times, ...row }) => {
      const executors = executorsOfTest.parse(JSON.parse(row.executors));
      const platforms = [...new Set(executors.flatMap((one) => one.platforms))];
      return libraryTest.parse({
        ...row,
        written: JSON.parse(row.written) as unknown,
        platforms,
        attackPlatforms: [...new Set(platforms.flatMap(namedByAttack))],
        executors: [...new Set(executors.map(({ name }) => name))].filter((name) => name !== ""),
        elevated: needsElevation(executors.map(({ elevated }) => elevated)),
        network: JSON.parse(row.network) as unknown,
        commandKnown: row.source === "own" || executors.some(({ command }) => command !== ""),
        last: runId === null ? null : { runId, caseId, at, outcome, times },
      });
    });
}

/** Whether every way of a test needs elevation; null where nobody says of one, and none does without. */
function needsElevation(ways: readonly (boolean | null)[]): boolean | null {
  if (ways.includes(false)) return false;
  return ways.length === 0 || ways.includes(null) ? null : true;
}

/** Adds a test that somebody wrote, under a key that no other has, and gives its number. */
export function addOwnTest(
  db: WritableDatabase,
  content: Omit<EmulationTestContent, "source" | "key">,
): number {
  return addEmulationTest(db, { ...content, source: "own", key: randomUUID() }, null);
}

/** Sets what somebody says of a test of their own. */
export function setOwnTest(db: WritableDatabase, id: number, content: EmulationTestContent): void {
  db.run(
    `UPDATE emulation_test SET ${testAssignments} WHERE id = ? AND source = 'own'`,
    ...testValues(content),
    id,
  );
}

/** Takes tests out of the library. */
export function removeTests(db: WritableDatabase, ids: readonly number[]): void {
  db.run(
    "DELETE FROM emulation_test WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(ids),
  );
}

/** Puts tests back as they were: changed ones by their key, and removed ones under their number. */
export function restoreTests(db: WritableDatabase, tests: readonly EmulationTest[]): void {
  for (const test of tests) {
    const { changes } = db.run(
      `UPDATE emulation_test SET ${testAssignments} WHERE source = ? AND key = ?`,
      ...testValues(test),
      test.source,
      test.key,
    );
    if (changes === 0) addEmulationTest(db, test, null);
  }
}

/** An adversary or a plan. Throws `not-found`. */
export function getEmulationSequence(db: ReadableDatabase, id: number): EmulationSequence {
  const found = listEmulationSequences(db).find((one) => one.id === id);
  if (found === undefined) {
    throw new Problem("not-found", "This adversary or plan is no longer in the library.");
  }
  return found;
}

/** Technique IDs as the tests of the library write them, each with its number of tests. */
export function countLibraryIds(db: ReadableDatabase): { written: string; tests: number }[] {
  return db.all(
    `SELECT value AS written, count(DISTINCT emulation_test.id) AS tests
     FROM emulation_test, json_each(emulation_test.written) GROUP BY value`,
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

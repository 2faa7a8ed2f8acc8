import { z } from "zod";
import type { RemovedTestCase, TestCase } from "../../shared/model/emulation.ts";
import { testCaseChange, testCaseContent, testCaseField } from "../../shared/model/emulation.ts";
import type { MergedRunBefore } from "../../shared/model/import-report.ts";
import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import type { PackedRun } from "../../shared/model/run-package.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { refuseLaterImport } from "../imports/later-import.store.ts";
import { setMarking } from "../markings/markings.store.ts";
import { getExportedRun } from "./exported-runs.store.ts";
import { getSharing, setSharing } from "./run-sharing.store.ts";
import { setRun } from "./runs.store.ts";
import {
  getTestCases,
  listChanges,
  restoreRemovedTestCases,
  writeHistory,
  writeTestCase,
} from "./test-cases.store.ts";

/** A run with all that merging it needs. Throws `not-found`. */
export function getPackedRun(db: ReadableDatabase, runId: number): PackedRun {
  const { base, removed } = getSharing(db, runId);
  return { ...getExportedRun(db, runId), base, removed: [...removed] };
}

/** The number of a run by its UUID. */
export function findRunByUuid(db: ReadableDatabase, uuid: string): number | undefined {
  return db.get<{ id: number }>("SELECT id FROM emulation_run WHERE uuid = ?", uuid)?.id;
}

/** The numbers of a run's test cases by their UUIDs. */
export function listCaseNumbers(db: ReadableDatabase, runId: number): ReadonlyMap<string, number> {
  const rows = db.all<{ id: number; uuid: string }>(
    "SELECT id, uuid FROM test_case WHERE run_id = ?",
    runId,
  );
  return new Map(rows.map(({ id, uuid }) => [uuid, id]));
}

/** Refuses test cases that are another run's here. Throws `bad-input`. */
export function refuseForeignCases(db: ReadableDatabase, { uuid, name, cases }: ExportedRun): void {
  const foreign = db.get<{ run: string }>(
    `SELECT emulation_run.name AS run FROM test_case JOIN emulation_run ON emulation_run.id = run_id
     WHERE emulation_run.uuid <> ? AND test_case.uuid IN (SELECT value FROM json_each(?))`,
    uuid,
    JSON.stringify(cases.map((one) => one.uuid)),
  );
  if (foreign === undefined) return;
  throw new Problem(
    "bad-input",
    `Test cases of "${name}" belong to another run here, "${foreign.run}". Nothing was merged.`,
  );
}

/** The one detection of each name in an environment; names that several have are left out. */
export function listDetectionsByName(
  db: ReadableDatabase,
  environmentId: number,
): ReadonlyMap<string, number> {
  const rows = db.all<{ id: number; name: string }>(
    `SELECT min(id) AS id, name FROM detection WHERE environment_id = ?
     GROUP BY name HAVING count(*) = 1`,
    environmentId,
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

/** The bytes of evidence by their SHA-256. Throws `not-found`. */
export function getEvidenceBytes(db: ReadableDatabase, sha256: string): Uint8Array {
  const row = db.get<{ content: Uint8Array }>(
    "SELECT content FROM test_evidence WHERE sha256 = ? LIMIT 1",
    sha256,
  );
  if (row === undefined) throw new Problem("not-found", "A file of evidence is no longer there.");
  return row.content;
}

/** What a test case was before a merge touched it, and how to tell that nothing touched it since. */
const beforeMerge = z.object({
  importId: z.number().int().nullable(),
  before: z.string().nullable(),
  /** Null where the merge brought it. */
  content: testCaseContent.nullable(),
  edited: z.array(testCaseField),
  history: z.array(testCaseChange),
  /** SHA-256 of the files that the merge brought. */
  evidence: z.array(z.string()),
  /** Changes and files that it had after the merge. */
  changesAfter: z.number().int(),
  filesAfter: z.number().int(),
});

/** Remembers that a merge brought or changed a test case; `known` is what it was. */
export function markMerged(
  db: WritableDatabase,
  caseId: number,
  importId: number,
  known: TestCase | null,
  { history, evidence }: Pick<ExportedCase, "history"> & { readonly evidence: readonly string[] },
): void {
  const row = db.get<{ before: string | null; changes: number; files: number }>(
    `SELECT before,
       (SELECT count(*) FROM test_case_change WHERE case_id = test_case.id) AS changes,
       (SELECT count(*) FROM test_evidence WHERE case_id = test_case.id) AS files
     FROM test_case WHERE id = ?`,
    caseId,
  );
  const earlier: z.infer<typeof beforeMerge> = {
    importId: known?.importId ?? null,
    before: row?.before ?? null,
    content: known === null ? null : testCaseContent.parse(known),
    edited: known?.edited ?? [],
    history,
    evidence: [...evidence],
    changesAfter: row?.changes ?? 0,
    filesAfter: row?.files ?? 0,
  };
  db.run(
    "UPDATE test_case SET import_id = ?, before = ? WHERE id = ?",
    importId,
    JSON.stringify(earlier),
    caseId,
  );
}

/**
 * Takes a merge back: every test case, its history and the run itself are as they were.
 *
 * Throws `bad-input` where a later import changed some of them, or somebody said something of them
 * since.
 */
export function undoMerge(
  db: WritableDatabase,
  importId: number,
  runs: readonly MergedRunBefore[],
): void {
  refuseLaterImport(db, "test_case", importId, "test cases");
  const own = db.all<{ id: number; before: string; changes: number; files: number }>(
    `SELECT id, before,
       (SELECT count(*) FROM test_case_change WHERE case_id = test_case.id) AS changes,
       (SELECT count(*) FROM test_evidence WHERE case_id = test_case.id) AS files
     FROM test_case WHERE import_id = ? AND before IS NOT NULL`,
    importId,
  );
  const merged = own.map((row) => ({ ...row, earlier: beforeMerge.parse(JSON.parse(row.before)) }));
  const touched = merged.filter(
    ({ changes, files, earlier }) =>
      changes !== earlier.changesAfter || files !== earlier.filesAfter,
  );
  if (touched.length > 0) {
    throw new Problem(
      "bad-input",
      `${touched.length} of the test cases that this merge touched were changed since, which undoing it would lose.`,
    );
  }
  for (const { id, earlier } of merged) {
    if (earlier.content === null) {
      db.run("DELETE FROM test_case WHERE id = ?", id);
      continue;
    }
    writeTestCase(db, id, earlier.content, earlier.edited);
    writeHistory(db, id, earlier.history);
    db.run(
      "DELETE FROM test_evidence WHERE case_id = ? AND sha256 IN (SELECT value FROM json_each(?))",
      id,
      JSON.stringify(earlier.evidence),
    );
    db.run(
      "UPDATE test_case SET import_id = ?, before = ? WHERE id = ?",
      earlier.importId,
      earlier.before,
      id,
    );
  }
  for (const { runId, content, marking, base, marks, removed } of runs) {
    if (findRun(db, runId) === undefined) continue;
    if (marking !== undefined) setMarking(db, { kind: "run", id: runId }, marking);
    restoreRemovedTestCases(db, removed);
    setRun(db, runId, content);
    setSharing(db, runId, { base, removed: marks });
  }
  db.run(
    `DELETE FROM emulation_run WHERE import_id = ?
       AND NOT EXISTS (SELECT 1 FROM test_case WHERE run_id = emulation_run.id)`,
    importId,
  );
}

function findRun(db: ReadableDatabase, id: number): number | undefined {
  return db.get<{ id: number }>("SELECT id FROM emulation_run WHERE id = ?", id)?.id;
}

/** A test case as it was before a merge touches it, with its history, the earliest first. */
export function getHeldCase(
  db: ReadableDatabase,
  caseId: number,
): { readonly testCase: TestCase; readonly history: RemovedTestCase["history"] } {
  const [testCase] = getTestCases(db, [caseId]);
  if (testCase === undefined) throw new Problem("not-found", "A test case is no longer there.");
  return { testCase, history: listChanges(db, caseId).toReversed() };
}

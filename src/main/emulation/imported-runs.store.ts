import { z } from "zod";
import type { TestCase, TestCaseContent, TestCaseField } from "../../shared/model/emulation.ts";
import { testCaseContent } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { refuseLaterImport } from "../imports/later-import.store.ts";
import type { Hand } from "./test-cases.store.ts";
import { findTestCases, getTestCases, listTestCases, setTestCase } from "./test-cases.store.ts";

/** A test case that imports know again, and what was planned of it before one said that it ran. */
export interface KnownCase {
  readonly testCase: TestCase;
  /** Null where an import brought the test case itself. */
  readonly planned: TestCaseContent | null;
}

/** The test cases of a run that imports brought, by the keys that imports know them by. */
export function listImportedCases(
  db: ReadableDatabase,
  runId: number,
): ReadonlyMap<string, KnownCase> {
  return knownCases(
    listTestCases(db, runId),
    db.all<KnownRow>(
      `SELECT id, import_key AS importKey, before FROM test_case
       WHERE run_id = ? AND import_key IS NOT NULL`,
      runId,
    ),
  );
}

/** By which a test case is known that went into another run than its file's own. */
export function keyInOtherRun(runKey: string, caseKey: string): string {
  return `${runKey}\n${caseKey}`;
}

/** The test cases of an environment that imports brought into other runs than their files' own. */
export function listCasesOfOtherRuns(
  db: ReadableDatabase,
  environmentId: number,
): ReadonlyMap<string, KnownCase> {
  const rows = db.all<KnownRow>(
    `SELECT test_case.id, test_case.import_key AS importKey, before
     FROM test_case JOIN emulation_run ON emulation_run.id = run_id
     WHERE environment_id = ? AND instr(test_case.import_key, char(10)) > 0`,
    environmentId,
  );
  return knownCases(
    findTestCases(
      db,
      rows.map(({ id }) => id),
    ),
    rows,
  );
}

interface KnownRow {
  readonly id: number;
  readonly importKey: string;
  readonly before: string | null;
}

function knownCases(
  cases: readonly TestCase[],
  rows: readonly KnownRow[],
): ReadonlyMap<string, KnownCase> {
  const byId = new Map(cases.map((one) => [one.id, one]));
  const known = new Map<string, KnownCase>();
  for (const { id, importKey, before } of rows) {
    const testCase = byId.get(id);
    if (testCase !== undefined) known.set(importKey, { testCase, planned: firstWords(before) });
  }
  return known;
}

/** What a test case was before the first import; null where an import brought it. */
function firstWords(before: string | null): TestCaseContent | null {
  if (before === null) return null;
  const earlier = earlierCase.parse(JSON.parse(before));
  if (earlier.before !== null) return firstWords(earlier.before);
  return earlier.importId === null ? earlier.content : null;
}

/** What a test case was before an import changed it, with the import that had brought that. */
const earlierCase = z.object({
  importId: z.number().int().nullable(),
  content: testCaseContent,
  before: z.string().nullable(),
});

/** Changes a planned test case to what an import says of it, which knows it again by a key. */
export function fillTestCaseByImport(
  db: WritableDatabase,
  known: TestCase,
  content: TestCaseContent,
  { importId, importKey }: { readonly importId: number; readonly importKey: string },
  hand: Hand,
): void {
  setTestCaseByImport(db, known, content, importId, hand);
  db.run("UPDATE test_case SET import_key = ? WHERE id = ?", importKey, known.id);
}

/** Changes a test case to what an import says, and keeps what it was for undo. */
export function setTestCaseByImport(
  db: WritableDatabase,
  known: TestCase,
  content: TestCaseContent,
  importId: number,
  hand: Hand,
): void {
  const row = db.get<{ before: string | null }>(
    "SELECT before FROM test_case WHERE id = ?",
    known.id,
  );
  const earlier: z.infer<typeof earlierCase> = {
    importId: known.importId,
    content: testCaseContent.parse(known),
    before: row?.before ?? null,
  };
  setTestCase(db, known, content, known.edited, hand);
  db.run(
    "UPDATE test_case SET import_id = ?, before = ? WHERE id = ?",
    importId,
    JSON.stringify(earlier),
    known.id,
  );
}

/**
 * Takes back what an import of runs brought: its test cases, and its runs where nothing else is in
 * them. Throws `bad-input` where a hand or a later import changed some of them since.
 */
export function undoEmulationImport(db: WritableDatabase, importId: number, hand: Hand): void {
  refuseLaterImport(db, "test_case", importId, "test cases");
  const own = db.all<{ id: number; before: string | null; edited: string; evidence: number }>(
    `SELECT id, before, edited,
       (SELECT count(*) FROM test_evidence WHERE case_id = test_case.id) AS evidence
     FROM test_case WHERE import_id = ?`,
    importId,
  );
  const touched = own.filter(({ before, edited, evidence }) => {
    return before === null && (edited !== "[]" || evidence > 0);
  });
  if (touched.length > 0) {
    throw new Problem(
      "bad-input",
      `${touched.length} of the test cases that this import brought were assessed or given evidence since, which undoing it would lose.`,
      { remedy: "Remove the run itself if that is what you mean." },
    );
  }
  for (const { id, before } of own) {
    if (before === null) continue;
    const earlier = earlierCase.parse(JSON.parse(before));
    const [known] = getTestCases(db, [id]);
    if (known === undefined) continue;
    const content = keepFields(earlier.content, known, known.edited);
    setTestCase(db, known, content, known.edited, hand);
    db.run(
      `UPDATE test_case SET import_id = ?, before = ?,
         import_key = CASE WHEN ? IS NULL THEN NULL ELSE import_key END
       WHERE id = ?`,
      earlier.importId,
      earlier.before,
      earlier.importId,
      id,
    );
  }
  db.run("DELETE FROM test_case WHERE import_id = ? AND before IS NULL", importId);
  db.run(
    `DELETE FROM emulation_run WHERE import_id = ?
       AND NOT EXISTS (SELECT 1 FROM test_case WHERE run_id = emulation_run.id)`,
    importId,
  );
}

/** A content in which some fields are another's. */
export function keepFields(
  content: TestCaseContent,
  other: TestCaseContent,
  fields: readonly TestCaseField[],
): TestCaseContent {
  return testCaseContent.parse({
    ...content,
    ...Object.fromEntries(fields.map((field) => [field, other[field]])),
  });
}

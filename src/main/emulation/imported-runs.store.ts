import { z } from "zod";
import type { TestCase, TestCaseContent, TestCaseField } from "../../shared/model/emulation.ts";
import { testCaseContent } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { refuseLaterImport } from "../imports/later-import.store.ts";
import type { Hand } from "./test-cases.store.ts";
import { getTestCases, listTestCases, setTestCase } from "./test-cases.store.ts";

/** The test cases of a run that imports brought, by the keys that imports know them by. */
export function listImportedCases(
  db: ReadableDatabase,
  runId: number,
): ReadonlyMap<string, TestCase> {
  const byId = new Map(listTestCases(db, runId).map((one) => [one.id, one]));
  const keys = db.all<{ id: number; importKey: string }>(
    `SELECT id, import_key AS importKey FROM test_case
     WHERE run_id = ? AND import_key IS NOT NULL`,
    runId,
  );
  const cases = new Map<string, TestCase>();
  for (const { id, importKey } of keys) {
    const known = byId.get(id);
    if (known !== undefined) cases.set(importKey, known);
  }
  return cases;
}

/** What a test case was before an import changed it, with the import that had brought that. */
const earlierCase = z.object({
  importId: z.number().int().nullable(),
  content: testCaseContent,
  before: z.string().nullable(),
});

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
      "UPDATE test_case SET import_id = ?, before = ? WHERE id = ?",
      earlier.importId,
      earlier.before,
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

import type { TestCaseChange } from "../../shared/model/emulation.ts";
import { testCaseChange } from "../../shared/model/emulation.ts";
import type { ExportedRun, NamedEvidence } from "../../shared/model/run-export.ts";
import { exportedCase, exportedRun } from "../../shared/model/run-export.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { portableChange, portableContent } from "./portable.ts";
import { getRun } from "./runs.store.ts";
import { listTestCases } from "./test-cases.store.ts";

/** A run with all that is said of it, as it leaves the workspace. Throws `not-found`. */
export function getExportedRun(db: ReadableDatabase, runId: number): ExportedRun {
  const run = getRun(db, runId);
  const history = listHistory(db, runId);
  const evidence = listNamedEvidence(db, runId);
  return exportedRun.parse({
    ...run,
    cases: listTestCases(db, runId).map((testCase) =>
      exportedCase.parse({
        ...testCase,
        ...portableContent(testCase),
        history: (history.get(testCase.id) ?? []).map(portableChange),
        evidence: evidence.get(testCase.id) ?? [],
      }),
    ),
  });
}

/** Every change of a run's test cases by their numbers, the earliest first. */
function listHistory(db: ReadableDatabase, runId: number): ReadonlyMap<number, TestCaseChange[]> {
  const rows = db.all<{ caseId: number }>(
    `SELECT case_id AS caseId, at, test_case_change.who, field, test_case_change.before, after
     FROM test_case_change JOIN test_case ON test_case.id = case_id
     WHERE run_id = ? ORDER BY case_id, test_case_change.position`,
    runId,
  );
  const byCase = new Map<number, TestCaseChange[]>();
  for (const { caseId, ...change } of rows) {
    const changes = byCase.get(caseId) ?? [];
    byCase.set(caseId, changes);
    changes.push(testCaseChange.parse(change));
  }
  return byCase;
}

function listNamedEvidence(
  db: ReadableDatabase,
  runId: number,
): ReadonlyMap<number, NamedEvidence[]> {
  const rows = db.all<NamedEvidence & { caseId: number }>(
    `SELECT case_id AS caseId, test_evidence.name, bytes, sha256, added_at AS addedAt, who
     FROM test_evidence JOIN test_case ON test_case.id = case_id
     WHERE run_id = ? ORDER BY case_id, test_evidence.id`,
    runId,
  );
  const byCase = new Map<number, NamedEvidence[]>();
  for (const { caseId, ...file } of rows) {
    byCase.set(caseId, [...(byCase.get(caseId) ?? []), file]);
  }
  return byCase;
}

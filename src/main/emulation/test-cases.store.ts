import { randomUUID } from "node:crypto";
import type {
  RemovedTestCase,
  TestCase,
  TestCaseChange,
  TestCaseContent,
  TestCaseField,
} from "../../shared/model/emulation.ts";
import { testCase, testCaseChange, testCaseField } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";
import type { RunTestCase } from "./judge-tests.ts";
import type { Firing } from "./proofs.ts";
import type { RunOrigin } from "./runs.store.ts";
import { markRemoved, unmarkRemoved } from "./run-sharing.store.ts";

interface CaseRow extends Omit<
  TestCase,
  "timed" | "fired" | "observations" | "execution" | "ownFields" | "edited"
> {
  readonly importKey: string | null;
  readonly timed: number;
  readonly firedId: number | null;
  readonly firedName: string | null;
  readonly observations: string;
  readonly execution: string | null;
  readonly ownFields: string;
  readonly edited: string;
}

const caseColumns = `SELECT id, run_id AS runId, uuid, position, import_id AS importId,
    import_key AS importKey, source, test_key AS testKey, name, written, tactic,
    group_name AS "group", host, platform, executor, command, assignee, start_at AS startAt,
    end_at AS endAt, expected, outcome, seen, alert_at AS alertAt, timed, fired_id AS firedId,
    fired_name AS firedName, original, observations, execution, red_notes AS redNotes,
    blue_notes AS blueNotes, own_fields AS ownFields, edited,
    (SELECT count(*) FROM test_evidence WHERE case_id = test_case.id) AS evidence
  FROM test_case`;

function caseOf({ firedId, firedName, ...row }: CaseRow): TestCase {
  return testCase.parse({
    ...row,
    timed: row.timed !== 0,
    fired: firedName === null ? null : { id: firedId, name: firedName },
    observations: JSON.parse(row.observations) as unknown,
    execution: row.execution === null ? null : (JSON.parse(row.execution) as unknown),
    ownFields: JSON.parse(row.ownFields) as unknown,
    edited: JSON.parse(row.edited) as unknown,
  });
}

/** The test cases of a run, in its order. */
export function listTestCases(db: ReadableDatabase, runId: number): TestCase[] {
  return db
    .all<CaseRow>(`${caseColumns} WHERE run_id = ? ORDER BY position, id`, runId)
    .map(caseOf);
}

/** Technique IDs as the test cases of a run write them, each once. */
export function listWrittenIds(db: ReadableDatabase, runId: number): string[] {
  return db
    .all<{ written: string }>(
      "SELECT DISTINCT written FROM test_case WHERE run_id = ? ORDER BY written",
      runId,
    )
    .map(({ written }) => written);
}

/** Test cases by their numbers, in the order of the rows; those that are gone are left out. */
export function findTestCases(db: ReadableDatabase, ids: readonly number[]): TestCase[] {
  return db
    .all<CaseRow>(
      `${caseColumns} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .map(caseOf);
}

/** Test cases by their numbers, in the order of the rows. Throws `not-found` where one is gone. */
export function getTestCases(db: ReadableDatabase, ids: readonly number[]): TestCase[] {
  const found = findTestCases(db, ids);
  if (found.length < new Set(ids).size) {
    throw new Problem("not-found", "One of these test cases is no longer there.");
  }
  return found;
}

/** The test cases of some environments, as far as coverage depends on them, in the rows' order. */
export function listRunTestCases(
  db: ReadableDatabase,
  environments: readonly string[],
): RunTestCase[] {
  return selectRunTestCases(
    db,
    "environment.name IN (SELECT value FROM json_each(?))",
    JSON.stringify(environments),
  );
}

/** The test cases of some runs, in the rows' order. */
export function listTestCasesOfRuns(
  db: ReadableDatabase,
  runIds: readonly number[],
): RunTestCase[] {
  return selectRunTestCases(
    db,
    "run_id IN (SELECT value FROM json_each(?))",
    JSON.stringify(runIds),
  );
}

function selectRunTestCases(db: ReadableDatabase, where: string, value: string): RunTestCase[] {
  return db
    .all<
      Omit<RunTestCase, "timed" | "fired"> & {
        readonly timed: number;
        readonly firedId: number | null;
        readonly firedName: string | null;
      }
    >(
      `SELECT test_case.id, run_id AS runId, emulation_run.name AS run,
         environment_id AS environmentId, environment.name AS environment, source,
         test_key AS testKey, test_case.name, written, host, platform, start_at AS startAt,
         end_at AS endAt, coalesce(ended_at, started_at, emulation_run.created_at) AS runAt,
         expected, outcome, seen, alert_at AS alertAt, timed, fired_id AS firedId,
         fired_name AS firedName
       FROM test_case JOIN emulation_run ON emulation_run.id = run_id
       JOIN environment ON environment.id = environment_id
       WHERE ${where} ORDER BY test_case.id`,
      value,
    )
    .map(({ firedId, firedName, ...row }) => ({
      ...row,
      timed: row.timed !== 0,
      fired: firedName === null ? null : { id: firedId, name: firedName },
    }));
}

/** What fired in the test cases of some environments, as a whole or by a watching tool. */
export function listFirings(db: ReadableDatabase, environments: readonly string[]): Firing[] {
  return db.all<{ caseId: number; detectionId: number | null; name: string }>(
    `WITH own AS (SELECT test_case.* FROM test_case JOIN emulation_run ON emulation_run.id = run_id
       JOIN environment ON environment.id = environment_id
       WHERE environment.name IN (SELECT value FROM json_each(?)))
     SELECT id AS caseId, fired_id AS detectionId, fired_name AS name FROM own
       WHERE fired_name IS NOT NULL
     UNION SELECT own.id, json_extract(each.value, '$.fired.id'),
       json_extract(each.value, '$.fired.name')
       FROM own, json_each(own.observations) AS each
       WHERE own.observations <> '[]' AND json_extract(each.value, '$.fired.name') IS NOT NULL
     ORDER BY caseId, name`,
    JSON.stringify(environments),
  );
}

const caseNames = `source, test_key, name, written, tactic, group_name, host, platform, executor,
  command, assignee, start_at, end_at, expected, outcome, seen, alert_at, timed, fired_id,
  fired_name, original, observations, execution, red_notes, blue_notes, own_fields`;
const caseAssignments = caseNames
  .split(",")
  .map((name) => `${name.trim()} = ?`)
  .join(", ");
const casePlaces = caseNames
  .split(",")
  .map(() => "?")
  .join(", ");

function caseValues(content: TestCaseContent): SqlValue[] {
  return [
    content.source,
    content.testKey,
    content.name,
    content.written,
    content.tactic,
    content.group,
    content.host,
    content.platform,
    content.executor,
    content.command,
    content.assignee,
    content.startAt,
    content.endAt,
    content.expected,
    content.outcome,
    content.seen,
    content.alertAt,
    content.timed ? 1 : 0,
    content.fired?.id ?? null,
    content.fired?.name ?? null,
    content.original,
    JSON.stringify(content.observations),
    content.execution === null ? null : JSON.stringify(content.execution),
    content.redNotes,
    content.blueNotes,
    JSON.stringify(content.ownFields),
  ];
}

/** The place after the last test case of a run. */
export function nextPosition(db: ReadableDatabase, runId: number): number {
  const row = db.get<{ next: number }>(
    "SELECT coalesce(max(position) + 1, 0) AS next FROM test_case WHERE run_id = ?",
    runId,
  );
  return row?.next ?? 0;
}

/** Adds a test case to a run and gives its number. */
export function addTestCase(
  db: WritableDatabase,
  runId: number,
  position: number,
  content: TestCaseContent,
  origin: RunOrigin | null = null,
  uuid: string = randomUUID(),
): number {
  return db.run(
    `INSERT INTO test_case (run_id, uuid, position, import_id, import_key, ${caseNames})
     VALUES (?, ?, ?, ?, ?, ${casePlaces})`,
    runId,
    uuid,
    position,
    origin?.importId ?? null,
    origin?.importKey ?? null,
    ...caseValues(content),
  ).lastInsertRowid;
}

/** Fields in which two contents differ. */
export function differingFields(before: TestCaseContent, after: TestCaseContent): TestCaseField[] {
  return testCaseField.options.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}

/** Who changes a test case, and when. */
export interface Hand {
  readonly who: string;
  readonly at: string;
}

/** Sets what a hand says of a test case, and keeps what it was in its history. */
export function setTestCase(
  db: WritableDatabase,
  known: TestCase,
  content: TestCaseContent,
  edited: readonly TestCaseField[],
  hand: Hand,
): void {
  writeTestCase(db, known.id, content, edited);
  recordChanges(db, known.id, known, content, hand);
}

/** Writes what is said of a test case, and nothing into its history. */
export function writeTestCase(
  db: WritableDatabase,
  id: number,
  content: TestCaseContent,
  edited: readonly TestCaseField[],
): void {
  db.run(
    `UPDATE test_case SET ${caseAssignments}, edited = ? WHERE id = ?`,
    ...caseValues(content),
    JSON.stringify(edited.toSorted()),
    id,
  );
}

/** Puts a history in place of the one that a test case has; the earliest change first. */
export function writeHistory(
  db: WritableDatabase,
  caseId: number,
  history: readonly TestCaseChange[],
): void {
  db.run("DELETE FROM test_case_change WHERE case_id = ?", caseId);
  for (const [position, change] of history.entries()) addChange(db, caseId, position, change);
}

function recordChanges(
  db: WritableDatabase,
  caseId: number,
  before: TestCaseContent,
  after: TestCaseContent,
  { who, at }: Hand,
): void {
  const row = db.get<{ next: number }>(
    "SELECT coalesce(max(position) + 1, 0) AS next FROM test_case_change WHERE case_id = ?",
    caseId,
  );
  let position = row?.next ?? 0;
  for (const field of differingFields(before, after)) {
    const change = { at, who, field, before: text(before[field]), after: text(after[field]) };
    addChange(db, caseId, position, change);
    position += 1;
  }
}

const text = (value: TestCaseContent[TestCaseField]): string => JSON.stringify(value);

function addChange(
  db: WritableDatabase,
  caseId: number,
  position: number,
  { at, who, field, before, after }: TestCaseChange,
): void {
  db.run(
    `INSERT INTO test_case_change (case_id, position, at, who, field, before, after)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    caseId,
    position,
    at,
    who,
    field,
    before,
    after,
  );
}

/** Every change of a test case, the latest first. */
export function listChanges(db: ReadableDatabase, caseId: number): TestCaseChange[] {
  return db
    .all(
      `SELECT at, who, field, before, after FROM test_case_change WHERE case_id = ?
       ORDER BY position DESC`,
      caseId,
    )
    .map((row) => testCaseChange.parse(row));
}

/** Takes test cases away with their evidence, and gives what leads back to them. */
export function removeTestCases(db: WritableDatabase, ids: readonly number[]): RemovedTestCase[] {
  const removed = getTestCases(db, ids).map((held): RemovedTestCase => {
    const row = db.get<{ importKey: string | null; before: string | null }>(
      "SELECT import_key AS importKey, before FROM test_case WHERE id = ?",
      held.id,
    );
    return {
      testCase: held,
      importKey: row?.importKey ?? null,
      before: row?.before ?? null,
      history: listChanges(db, held.id),
    };
  });
  db.run("DELETE FROM test_case WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
  for (const runId of new Set(removed.map(({ testCase: held }) => held.runId))) {
    const ofRun = removed.filter(({ testCase: held }) => held.runId === runId);
    const marks = ofRun.map(({ testCase: { uuid }, history }) => ({
      uuid,
      changes: history.length,
    }));
    markRemoved(db, runId, marks);
  }
  return removed;
}

/** Brings back test cases that were taken away; their evidence is gone. */
export function restoreRemovedTestCases(
  db: WritableDatabase,
  removed: readonly RemovedTestCase[],
): void {
  for (const { testCase: held, importKey, before, history } of removed) {
    db.run(
      `INSERT INTO test_case (id, run_id, uuid, position, import_id, import_key, edited, before,
         ${caseNames}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ${casePlaces})`,
      held.id,
      held.runId,
      held.uuid,
      held.position,
      held.importId,
      importKey,
      JSON.stringify(held.edited.toSorted()),
      before,
      ...caseValues(held),
    );
    writeHistory(db, held.id, history.toReversed());
  }
  for (const runId of new Set(removed.map(({ testCase: held }) => held.runId))) {
    unmarkRemoved(db, runId, new Set(removed.map(({ testCase: held }) => held.uuid)));
  }
}

/** Puts test cases back to what they were before a change. */
export function restoreTestCases(
  db: WritableDatabase,
  cases: readonly TestCase[],
  hand: Hand,
): void {
  const held = new Map(cases.map((one) => [one.id, one]));
  for (const known of getTestCases(db, [...held.keys()])) {
    const before = held.get(known.id);
    if (before !== undefined) setTestCase(db, known, before, before.edited, hand);
  }
}

/**
 * Puts the test cases of a run in an order; those that are not named come behind it as they were.
 *
 * The positions stay those that were taken: the one of a removed test case waits for its return.
 */
export function orderTestCases(db: WritableDatabase, runId: number, ids: readonly number[]): void {
  const held = db.all<{ id: number; position: number }>(
    "SELECT id, position FROM test_case WHERE run_id = ? ORDER BY position, id",
    runId,
  );
  const known = new Set(held.map(({ id }) => id));
  const ordered = new Set([...ids.filter((id) => known.has(id)), ...known]);
  let position = -1;
  for (const [index, id] of [...ordered].entries()) {
    position = Math.max(position + 1, held[index]?.position ?? 0);
    db.run("UPDATE test_case SET position = ? WHERE id = ?", position, id);
  }
}

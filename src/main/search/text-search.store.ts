import type { ReadableDatabase } from "../database/database.ts";
import { buildTextQuery } from "./text-query.ts";

/** What the full-text index found of an object. */
export interface TextMatch {
  /** The object; for a procedure text the group, campaign or software that it is about. */
  readonly objectId: number;
  /** The row whose text matched. */
  readonly textId: number;
  /** The smaller the better. */
  readonly rank: number;
}

/** Weights of names, IDs, aliases and text. */
const weights = "10.0, 10.0, 8.0, 1.0";

interface MatchRow {
  readonly id: number;
  readonly sourceId: number | null;
  readonly rank: number;
}

/**
 * Objects of releases whose name, ID, aliases, description or procedure texts hold every word of a
 * text, each object by its best match.
 */
export function findObjectsByText(
  db: ReadableDatabase,
  releaseIds: readonly number[],
  text: string,
  limit = 100_000,
): Map<number, TextMatch> {
  const query = buildTextQuery(text);
  const found = new Map<number, TextMatch>();
  if (query === null) return found;
  const rows = db.all<MatchRow>(
    `SELECT catalogue_text.rowid AS id, source_id AS sourceId,
       bm25(catalogue_text, ${weights}) AS rank
     FROM catalogue_text
     JOIN object ON object.id = catalogue_text.rowid
     LEFT JOIN relationship ON relationship.object_id = catalogue_text.rowid
     WHERE catalogue_text MATCH ? AND release_id IN (SELECT value FROM json_each(?))
       AND (relationship.active IS NULL OR relationship.active = 1)
     ORDER BY rank LIMIT ?`,
    query,
    JSON.stringify(releaseIds),
    limit,
  );
  for (const { id, sourceId, rank } of rows) {
    const objectId = sourceId ?? id;
    const before = found.get(objectId);
    // An object's own words say more of it than the words about what it does.
    const isBetter = before === undefined || (before.textId !== objectId && sourceId === null);
    if (isBetter) found.set(objectId, { objectId, textId: id, rank });
  }
  return found;
}

/** Rows of the objects of releases that carry an ATT&CK ID, whatever the case it is written in. */
export function listObjectsWithAttackId(
  db: ReadableDatabase,
  releaseIds: readonly number[],
  attackId: string,
): number[] {
  return db
    .all<{ id: number }>(
      `SELECT object.id FROM catalogue_text
       JOIN object ON object.id = catalogue_text.rowid
       WHERE catalogue_text MATCH ? AND release_id IN (SELECT value FROM json_each(?))
         AND object.attack_id = ? COLLATE NOCASE AND type <> 'relationship'`,
      `attack_id : (${buildTextQuery(attackId) ?? '""'})`,
      JSON.stringify(releaseIds),
      attackId,
    )
    .map(({ id }) => id);
}

/** A row that is found by its name. */
export interface NamedRow {
  readonly id: number;
  readonly name: string;
  /** Of a layer; others have none. */
  readonly domain: string | null;
}

/** Detections, assessments or layers with a text in their name; those that begin with it first. */
export function listNamed(
  db: ReadableDatabase,
  table: "detection" | "assessment" | "layer",
  text: string,
  limit: number,
): NamedRow[] {
  const escaped = text.replace(/[\\%_]/g, "\\$&");
  return db.all<NamedRow>(
    `SELECT id, name, ${table === "layer" ? "domain" : "NULL AS domain"} FROM ${table} WHERE name LIKE ? ESCAPE '\\'
     ORDER BY name NOT LIKE ? ESCAPE '\\', name, id LIMIT ?`,
    `%${escaped}%`,
    `${escaped}%`,
    limit,
  );
}

/** A run, a test case or a test of the library that was found. */
export interface FoundOfEmulation {
  readonly kind: "run" | "testCase" | "test";
  readonly id: number;
  readonly name: string;
  /** Of a test case, its run. */
  readonly run: string | null;
  readonly runId: number | null;
}

/**
 * Runs by their names, test cases and tests of the library by theirs, by the beginning of their key,
 * such as a GUID, and by technique ID: at most `limit` of each, those that begin with the text first.
 */
export function listOfEmulation(
  db: ReadableDatabase,
  text: string,
  limit: number,
): FoundOfEmulation[] {
  const escaped = text.replace(/[\\%_]/g, "\\$&");
  const asked = { within: `%${escaped}%`, from: `${escaped}%`, text };
  return [
    ...db.all<FoundOfEmulation>(
      `SELECT 'run' AS kind, id, name, NULL AS run, NULL AS runId FROM emulation_run
       WHERE name LIKE ? ESCAPE '\\'
       ORDER BY name NOT LIKE ? ESCAPE '\\', name, id LIMIT ?`,
      asked.within,
      asked.from,
      limit,
    ),
    ...db.all<FoundOfEmulation>(
      `SELECT 'testCase' AS kind, test_case.id, test_case.name, emulation_run.name AS run,
         run_id AS runId
       FROM test_case JOIN emulation_run ON emulation_run.id = run_id
       WHERE test_case.name LIKE ? ESCAPE '\\' OR test_key LIKE ? ESCAPE '\\'
         OR written = ? COLLATE NOCASE
       ORDER BY test_case.name NOT LIKE ? ESCAPE '\\', test_case.name, test_case.id DESC LIMIT ?`,
      asked.within,
      asked.from,
      asked.text,
      asked.from,
      limit,
    ),
    ...db.all<FoundOfEmulation>(
      `SELECT 'test' AS kind, id, name, NULL AS run, NULL AS runId FROM emulation_test
       WHERE name LIKE ? ESCAPE '\\' OR key LIKE ? ESCAPE '\\'
         OR EXISTS (SELECT 1 FROM json_each(written) WHERE value = ? COLLATE NOCASE)
       ORDER BY name NOT LIKE ? ESCAPE '\\', name, id LIMIT ?`,
      asked.within,
      asked.from,
      asked.text,
      asked.from,
      limit,
    ),
  ];
}

/** Releases that an assessment asks; those that are not in the workspace are left out. */
export function listReleasesOfAssessment(db: ReadableDatabase, assessmentId: number): number[] {
  return db
    .all<{ id: number }>(
      `SELECT release.id FROM assessment_release
       JOIN release ON release.domain = assessment_release.domain
         AND release.version = assessment_release.version
       WHERE assessment_id = ? ORDER BY release.id`,
      assessmentId,
    )
    .map(({ id }) => id);
}

import type {
  Assessment,
  AssessmentSettings,
  AssessmentSummary,
  Scope,
} from "../../shared/model/assessment.ts";
import { assessment, assessmentSummary } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import { listChosenActors } from "../actors/actors.store.ts";
import { compareVersions } from "../../shared/compare-versions.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { listDecisions } from "../gaps/gaps.store.ts";

/** A release of the workspace, as far as choosing one needs. */
export interface ReleaseChoice {
  readonly id: number;
  readonly domain: Domain;
  readonly version: string;
}

/** All releases of the workspace: by domain, the newest first; what has no number comes last. */
export function listReleaseChoices(db: ReadableDatabase): ReleaseChoice[] {
  return db
    .all<{ id: number; domain: string; version: string }>(
      "SELECT id, domain, version FROM release ORDER BY domain, id",
    )
    .map((row) => ({ ...row, domain: domainSchema.parse(row.domain) }))
    .sort(
      (a, b) =>
        (a.domain === b.domain ? 0 : a.domain < b.domain ? -1 : 1) ||
        compareVersions(b.version, a.version),
    );
}

/** A release by domain and version, or the domain's newest. Throws `not-found`. */
export function getReleaseChoice(
  db: ReadableDatabase,
  domain: string,
  version: string | undefined,
): ReleaseChoice {
  const releases = listReleaseChoices(db);
  const found = releases.find(
    (release) =>
      release.domain === domain && (version === undefined || release.version === version),
  );
  if (found === undefined) {
    const name = version === undefined ? domain : `${domain} ${version}`;
    throw new Problem("not-found", `The workspace holds no release of ${name}.`, {
      candidates: releases.map((release) => `${release.domain} ${release.version}`),
      remedy: "Import its bundle, or choose a release that is there.",
    });
  }
  return found;
}

/** All assessments, by name. */
export function listAssessments(db: ReadableDatabase): AssessmentSummary[] {
  return db
    .all<{ id: number }>(
      `SELECT id, name, updated_at AS updatedAt,
         (SELECT count(*) FROM assessment_actor WHERE assessment_id = assessment.id) AS actors
       FROM assessment ORDER BY name COLLATE NOCASE, id`,
    )
    .map((row) => assessmentSummary.parse({ ...row, releases: listReleasesOf(db, row.id) }));
}

function listReleasesOf(
  db: ReadableDatabase,
  id: number,
): { readonly domain: string; readonly version: string }[] {
  return db.all(
    "SELECT domain, version FROM assessment_release WHERE assessment_id = ? ORDER BY domain",
    id,
  );
}

interface AssessmentRow {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly reviewOn: string | null;
  readonly platforms: string;
  readonly segments: string;
  readonly beforeCompromise: number;
  readonly settings: string;
}

/** An assessment with its actors and decisions. Throws `not-found`. */
export function getAssessment(db: ReadableDatabase, id: number): Assessment {
  const row = db.get<AssessmentRow>(
    `SELECT id, name, created_at AS createdAt, updated_at AS updatedAt, review_on AS reviewOn,
       platforms, segments, before_compromise AS beforeCompromise, settings
     FROM assessment WHERE id = ?`,
    id,
  );
  if (row === undefined) throw gone();
  const environments = db.all<{ name: string }>(
    `SELECT name FROM assessment_environment JOIN environment ON environment.id = environment_id
     WHERE assessment_id = ? ORDER BY environment.id`,
    id,
  );
  const platforms: unknown = JSON.parse(row.platforms);
  const segments: unknown = JSON.parse(row.segments);
  const settings: unknown = JSON.parse(row.settings);
  return assessment.parse({
    id,
    name: row.name,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    reviewOn: row.reviewOn,
    scope: {
      releases: listReleasesOf(db, id),
      environments: environments.map(({ name }) => name),
      platforms,
      segments,
      beforeCompromise: row.beforeCompromise !== 0,
    },
    settings,
    actors: listChosenActors(db, id),
    decisions: listDecisions(db, id),
  });
}

function gone(): Problem {
  return new Problem("not-found", "That assessment is no longer there.");
}

/** What an assessment starts with. */
export interface NewAssessment {
  readonly name: string;
  readonly createdAt: string;
  readonly reviewOn: string | null;
  readonly scope: Scope;
  readonly settings: AssessmentSettings;
}

/** Adds an assessment. Throws `bad-input` where the name is taken, `not-found` for its scope. */
export function addAssessment(db: WritableDatabase, added: NewAssessment): Assessment {
  const { name, createdAt, reviewOn, scope, settings } = added;
  refuseTakenName(db, name, undefined);
  const { lastInsertRowid } = db.run(
    `INSERT INTO assessment
       (name, created_at, updated_at, review_on, platforms, before_compromise, settings)
     VALUES (?, ?, ?, ?, '[]', 0, ?)`,
    name,
    createdAt,
    createdAt,
    reviewOn,
    JSON.stringify(settings),
  );
  setAssessmentScope(db, lastInsertRowid, scope);
  return getAssessment(db, lastInsertRowid);
}

function refuseTakenName(db: ReadableDatabase, name: string, own: number | undefined): void {
  const taken = db.get<{ id: number }>("SELECT id FROM assessment WHERE name = ?", name);
  if (taken !== undefined && taken.id !== own) {
    throw new Problem("bad-input", `There is an assessment called ${name} already.`);
  }
}

/** Renames an assessment. Throws `not-found`, or `bad-input` where the name is taken. */
export function setAssessmentName(db: WritableDatabase, id: number, name: string): void {
  refuseTakenName(db, name, id);
  if (db.run("UPDATE assessment SET name = ? WHERE id = ?", name, id).changes === 0) throw gone();
}

/** Remembers when an assessment was last changed. Throws `not-found`. */
export function setUpdatedAt(db: WritableDatabase, id: number, updatedAt: string): void {
  const { changes } = db.run("UPDATE assessment SET updated_at = ? WHERE id = ?", updatedAt, id);
  if (changes === 0) throw gone();
}

/** Sets the day on which an assessment is to be looked at again. Throws `not-found`. */
export function setReviewOn(db: WritableDatabase, id: number, reviewOn: string | null): void {
  const { changes } = db.run("UPDATE assessment SET review_on = ? WHERE id = ?", reviewOn, id);
  if (changes === 0) throw gone();
}

/** Removes an assessment with its actors and decisions. Throws `not-found`. */
export function removeAssessment(db: WritableDatabase, id: number): void {
  if (db.run("DELETE FROM assessment WHERE id = ?", id).changes === 0) throw gone();
}

/** Sets what an assessment asks about. Throws `not-found` for a release or environment. */
export function setAssessmentScope(db: WritableDatabase, id: number, scope: Scope): void {
  const { releases, environments, platforms, segments, beforeCompromise } = scope;
  const { changes } = db.run(
    "UPDATE assessment SET platforms = ?, segments = ?, before_compromise = ? WHERE id = ?",
    JSON.stringify(platforms),
    JSON.stringify(segments),
    beforeCompromise ? 1 : 0,
    id,
  );
  if (changes === 0) throw gone();
  if (new Set(releases.map(({ domain }) => domain)).size < releases.length) {
    throw new Problem("bad-input", "An assessment takes one release of each domain.");
  }
  if (environments.length === 0) {
    throw new Problem("bad-input", "An assessment needs at least one environment.");
  }
  db.run("DELETE FROM assessment_release WHERE assessment_id = ?", id);
  for (const { domain, version } of releases) {
    getReleaseChoice(db, domain, version);
    db.run(
      "INSERT INTO assessment_release (assessment_id, domain, version) VALUES (?, ?, ?)",
      id,
      domain,
      version,
    );
  }
  db.run("DELETE FROM assessment_environment WHERE assessment_id = ?", id);
  for (const name of new Set(environments)) {
    const { changes: found } = db.run(
      `INSERT INTO assessment_environment (assessment_id, environment_id)
       SELECT ?, id FROM environment WHERE name = ?`,
      id,
      name,
    );
    if (found === 0) throw new Problem("not-found", `There is no environment called ${name}.`);
  }
}

/** Sets how an assessment computes. Throws `not-found`. */
export function setAssessmentSettings(
  db: WritableDatabase,
  id: number,
  settings: AssessmentSettings,
): void {
  const { changes } = db.run(
    "UPDATE assessment SET settings = ? WHERE id = ?",
    JSON.stringify(settings),
    id,
  );
  if (changes === 0) throw gone();
}

import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { listNewestReleases } from "../actors/imported-facts.store.ts";
import { techniqueReaderOf, testRulesOf } from "../assessments/answer.ts";
import { getAssessment } from "../assessments/assessments.store.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import { listKnowledgeOf } from "../assessments/gather.store.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import type { LaterIds } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listEnvironments } from "../environments/environments.store.ts";
import type { TestReading } from "./look-up-technique.ts";

/**
 * By what test cases of every environment are read: an assessment's releases and settings; without
 * one the newest release of each domain and the settings that an assessment starts with.
 */
export function gatherTestReading(
  db: ReadableDatabase,
  assessmentId: number | undefined,
  laterIds: ReadonlyMap<Domain, LaterIds>,
  today: string,
): TestReading {
  const assessment = assessmentId === undefined ? null : getAssessment(db, assessmentId);
  const releases =
    assessment === null
      ? listNewestReleases(db).map(({ knowledge }) => knowledge)
      : listKnowledgeOf(db, assessment);
  const environments = listEnvironments(db).map(({ name }) => name);
  const accepted = new Map(
    releases.map(({ domain, version }) => [
      domain,
      listAcceptedResolutions(db, environments, domain, version),
    ]),
  );
  return {
    releases: releases.map((knowledge) => ({
      knowledge,
      read: techniqueReaderOf({ accepted, laterIds }, knowledge),
    })),
    rules: testRulesOf({
      settings: assessment?.settings ?? defaultSettings,
      platforms: assessment?.scope.platforms ?? [],
      today,
    }),
  };
}

/** Atomic tests that detections of some environments say they were made for, by detection. */
export function listNamedAtomics(
  db: ReadableDatabase,
  environments: readonly string[],
): Map<number, ReadonlySet<string>> {
  const named = new Map<number, Set<string>>();
  for (const { id, value } of db.all<{ id: number; value: string }>(
    `SELECT detection.id, json_extract(field.value, '$.value') AS value
     FROM detection JOIN environment ON environment.id = environment_id,
       json_each(own_fields) AS field
     WHERE environment.name IN (SELECT value FROM json_each(?))
       AND own_fields LIKE '%"atomic_guid"%'
       AND json_extract(field.value, '$.name') = 'atomic_guid'`,
    JSON.stringify(environments),
  )) {
    const keys = value.toLowerCase().match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    if (keys.length > 0) named.set(id, new Set(keys));
  }
  return named;
}

/** How many tests of the library are of a technique, by its ID as they write it. */
export function countLibraryTests(db: ReadableDatabase, id: TechniqueId): number {
  return (
    db.get<{ tests: number }>(
      `SELECT count(*) AS tests FROM emulation_test
       WHERE EXISTS (SELECT 1 FROM json_each(written) WHERE upper(trim(value)) = ?)`,
      id,
    )?.tests ?? 0
  );
}

/** Names of tests of the library, by key, of one source. */
export function listAtomicNames(
  db: ReadableDatabase,
  keys: readonly string[],
): Map<string, string> {
  return new Map(
    db
      .all<{ key: string; name: string }>(
        `SELECT lower(key) AS key, name FROM emulation_test
         WHERE source = 'atomic' AND lower(key) IN (SELECT value FROM json_each(?))`,
        JSON.stringify(keys),
      )
      .map(({ key, name }) => [key, name]),
  );
}

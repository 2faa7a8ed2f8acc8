import type { ReadableDatabase } from "../database/database.ts";

/**
 * Rows of the techniques that an object uses, mitigates or detects, and of those that target it.
 *
 * A data component stands for the detection strategies whose analytics name it, and for its own
 * `detects` of the releases before 18; a data source for its components; an analytic for its
 * strategies. Retired objects between the two ends lead nowhere; the rows may hold retired techniques.
 */
export function listTechniqueRowsOfObject(
  db: ReadableDatabase,
  releaseId: number,
  objectId: number,
): number[] {
  return db
    .all<{ id: number }>(
      `WITH
         wanted AS (
           SELECT id, type, release_id, stix_id, revoked, deprecated FROM object
           WHERE id = ? AND release_id = ?
         ),
         named AS (
           SELECT id FROM wanted
           UNION
           SELECT component.id FROM wanted JOIN object AS component
             ON component.release_id = wanted.release_id
               AND component.type = 'x-mitre-data-component'
               AND CAST(component.raw AS TEXT) ->> '$.x_mitre_data_source_ref' = wanted.stix_id
           WHERE wanted.type = 'x-mitre-data-source'
         ),
         analytic AS (
           SELECT log_source.object_id AS id FROM named JOIN log_source ON data_component_id = named.id
           UNION
           SELECT id FROM wanted
         ),
         origin AS (
           SELECT id FROM named
           UNION
           SELECT strategy_id FROM analytic
             JOIN strategy_analytic ON analytic_id = analytic.id
             JOIN object ON object.id = analytic.id
           WHERE revoked = 0 AND deprecated = 0
         )
       SELECT DISTINCT target_id AS id FROM origin
         JOIN object ON object.id = origin.id
         JOIN relationship ON source_id = origin.id
       WHERE revoked = 0 AND deprecated = 0 AND active = 1
         AND relationship.type IN ('uses', 'mitigates', 'detects')
       UNION
       SELECT source_id AS id FROM wanted
         JOIN relationship ON target_id = wanted.id
       WHERE revoked = 0 AND deprecated = 0 AND active = 1
         AND relationship.type = 'targets'`,
      objectId,
      releaseId,
    )
    .map(({ id }) => id);
}

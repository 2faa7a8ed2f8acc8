import { attackId } from "../../shared/model/attack-id.ts";
import type { AttackId } from "../../shared/model/attack-id.ts";
import type { ReadableDatabase } from "../database/database.ts";

/** A detection strategy or, before 18, a data component that detects a technique. */
export interface DetectingObject {
  readonly id: AttackId | null;
  readonly name: string;
  /** ATT&CK IDs of its analytics; empty for a data component. */
  readonly analytics: readonly string[];
}

/** What the catalogue says detects a technique, given the technique's row. */
export function listDetectingObjects(db: ReadableDatabase, objectId: number): DetectingObject[] {
  return db
    .all<{ id: number; attackId: string | null; name: string | null }>(
      `SELECT source.id, source.attack_id AS attackId, source.name
       FROM relationship
       JOIN object AS link ON link.id = relationship.object_id
       JOIN object AS source ON source.id = relationship.source_id
       WHERE target_id = ? AND relationship.type = 'detects'
         AND link.revoked = 0 AND link.deprecated = 0
         AND source.revoked = 0 AND source.deprecated = 0
       ORDER BY source.attack_id, source.name`,
      objectId,
    )
    .map((row) => ({
      id: row.attackId === null ? null : attackId.parse(row.attackId),
      name: row.name ?? "",
      analytics: db
        .all<{ attackId: string }>(
          `SELECT attack_id AS attackId FROM strategy_analytic
           JOIN object ON object.id = analytic_id
           WHERE strategy_id = ? AND attack_id IS NOT NULL ORDER BY strategy_analytic.position`,
          row.id,
        )
        .map((analytic) => analytic.attackId),
    }));
}

/** A mitigation of a technique, with the row of the relationship that says how. */
export interface MitigationLink {
  readonly id: AttackId;
  readonly name: string;
  readonly relationshipId: number;
}

/** What mitigates a technique, given the technique's row. */
export function listMitigationsMitigatingTechnique(
  db: ReadableDatabase,
  objectId: number,
): MitigationLink[] {
  return db
    .all<{ id: string; name: string | null; relationshipId: number }>(
      `SELECT source.attack_id AS id, source.name, link.id AS relationshipId
       FROM relationship
       JOIN object AS link ON link.id = relationship.object_id
       JOIN object AS source ON source.id = relationship.source_id
       WHERE target_id = ? AND relationship.type = 'mitigates' AND source.attack_id IS NOT NULL
         AND link.revoked = 0 AND link.deprecated = 0
         AND source.revoked = 0 AND source.deprecated = 0
       ORDER BY source.attack_id`,
      objectId,
    )
    .map((row) => ({ ...row, id: attackId.parse(row.id), name: row.name ?? "" }));
}

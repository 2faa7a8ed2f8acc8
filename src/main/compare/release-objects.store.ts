import type { ReadableDatabase } from "../database/database.ts";

/** An object of a release, as far as comparing releases needs it. */
export interface ReleaseObject {
  readonly row: number;
  readonly stixId: string;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly isActive: boolean;
  readonly isRevoked: boolean;
  readonly isSubtechnique: boolean;
}

/** STIX types whose objects are compared. */
const types = [
  "attack-pattern",
  "x-mitre-tactic",
  "intrusion-set",
  "malware",
  "tool",
  "campaign",
  "course-of-action",
  "x-mitre-data-source",
  "x-mitre-data-component",
  "x-mitre-detection-strategy",
  "x-mitre-analytic",
  "x-mitre-asset",
] as const;

interface ObjectRow {
  readonly row: number;
  readonly stixId: string;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string | null;
  readonly version: string | null;
  readonly revoked: number;
  readonly deprecated: number;
  readonly isSubtechnique: number;
}

/** The objects of a release, its overlays apart, by STIX ID. */
export function listReleaseObjects(
  db: ReadableDatabase,
  releaseId: number,
): Map<string, ReleaseObject> {
  const rows = db.all<ObjectRow>(
    `SELECT object.id AS row, stix_id AS stixId, type, attack_id AS attackId, name, version,
       revoked, deprecated, subtechnique.object_id IS NOT NULL AS isSubtechnique
     FROM object LEFT JOIN subtechnique ON subtechnique.object_id = object.id
     WHERE release_id = ? AND overlay_id IS NULL AND in_domain = 1
       AND type IN (SELECT value FROM json_each(?))`,
    releaseId,
    JSON.stringify(types),
  );
  return new Map(
    rows.map(({ revoked, deprecated, isSubtechnique, name, ...row }) => [
      row.stixId,
      {
        ...row,
        name: name ?? row.attackId ?? row.stixId,
        isActive: revoked === 0 && deprecated === 0,
        isRevoked: revoked === 1,
        isSubtechnique: isSubtechnique === 1,
      },
    ]),
  );
}

/** The JSON of one object in two releases. */
export interface RawPair {
  readonly stixId: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Objects of two releases whose JSON is not the same, byte for byte. */
export function listDifferingObjects(
  db: ReadableDatabase,
  before: number,
  after: number,
): RawPair[] {
  return db.all<RawPair>(
    `SELECT one.stix_id AS stixId, one.raw AS before, other.raw AS after
     FROM object AS one
     JOIN object AS other ON other.release_id = ? AND other.stix_id = one.stix_id
     WHERE one.release_id = ? AND one.overlay_id IS NULL AND other.overlay_id IS NULL
       AND one.type IN (SELECT value FROM json_each(?)) AND one.raw <> other.raw`,
    after,
    before,
    JSON.stringify(types),
  );
}

/** A relationship by the STIX IDs of its ends. */
export interface ReleaseRelationship {
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/** Active relationships of a release, its overlays apart; their ends may have retired. */
export function listReleaseRelationships(
  db: ReadableDatabase,
  releaseId: number,
): ReleaseRelationship[] {
  return db.all<ReleaseRelationship>(
    `SELECT relationship.type, source.stix_id AS source, target.stix_id AS target
     FROM object AS link
     JOIN relationship ON relationship.object_id = link.id
     JOIN object AS source ON source.id = relationship.source_id
     JOIN object AS target ON target.id = relationship.target_id
     WHERE link.release_id = ? AND link.type = 'relationship' AND link.overlay_id IS NULL
       AND link.in_domain = 1 AND relationship.active = 1`,
    releaseId,
  );
}

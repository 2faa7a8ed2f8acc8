import type { Domain } from "../../shared/model/attack-id.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { Authenticity, CatalogueCounts, Overlay } from "../../shared/model/catalogue.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** A release as it is stored. */
export interface StoredRelease {
  readonly id: number;
  readonly domain: Domain;
  readonly version: string;
  readonly stixVersion: string;
  readonly sha256: string;
  readonly authenticity: Authenticity;
  readonly fileName: string;
  readonly importedAt: string;
  readonly newestModified: string | null;
  readonly hasDescriptions: boolean;
}

interface ReleaseRow extends Omit<StoredRelease, "domain" | "hasDescriptions"> {
  readonly domain: string;
  readonly hasDescriptions: number;
}

const releaseColumns = `id, domain, version, stix_version AS stixVersion, sha256, authenticity,
  file_name AS fileName, imported_at AS importedAt, newest_modified AS newestModified,
  has_descriptions AS hasDescriptions`;

function toRelease(row: ReleaseRow): StoredRelease {
  return {
    ...row,
    domain: domainSchema.parse(row.domain),
    hasDescriptions: row.hasDescriptions === 1,
  };
}

/** All releases, in the order of their import. */
export function listStoredReleases(db: ReadableDatabase): StoredRelease[] {
  return db.all<ReleaseRow>(`SELECT ${releaseColumns} FROM release ORDER BY id`).map(toRelease);
}

/** A release. Throws `not-found`. */
export function getStoredRelease(db: ReadableDatabase, id: number): StoredRelease {
  const row = db.get<ReleaseRow>(`SELECT ${releaseColumns} FROM release WHERE id = ?`, id);
  if (row === undefined) {
    throw new Problem("not-found", `There is no release number ${id}. It may have been removed.`);
  }
  return toRelease(row);
}

/** Properties of a release's bundle but its objects, as JSON. */
export function getBundleHeader(db: ReadableDatabase, releaseId: number): string {
  const row = db.get<{ bundle: string }>("SELECT bundle FROM release WHERE id = ?", releaseId);
  return row?.bundle ?? "{}";
}

/** Kinds of the count by STIX type; sub-techniques are counted apart. */
const countedKinds: ReadonlyMap<string, keyof CatalogueCounts> = new Map([
  ["x-mitre-tactic", "tactics"],
  ["attack-pattern", "techniques"],
  ["intrusion-set", "groups"],
  ["malware", "software"],
  ["tool", "software"],
  ["campaign", "campaigns"],
  ["course-of-action", "mitigations"],
  ["x-mitre-data-source", "dataSources"],
  ["x-mitre-data-component", "dataComponents"],
  ["x-mitre-detection-strategy", "detectionStrategies"],
  ["x-mitre-analytic", "analytics"],
]);

/** Active objects by kind: of the release itself, or of an overlay of it. */
export function countActive(
  db: ReadableDatabase,
  releaseId: number,
  overlayId: number | null = null,
): CatalogueCounts {
  const counts: CatalogueCounts = {
    tactics: 0,
    techniques: 0,
    subtechniques: 0,
    groups: 0,
    software: 0,
    campaigns: 0,
    mitigations: 0,
    dataSources: 0,
    dataComponents: 0,
    detectionStrategies: 0,
    analytics: 0,
  };
  const isActive = `release_id = ? AND overlay_id IS ? AND revoked = 0 AND deprecated = 0
    AND in_domain = 1`;
  const rows = db.all<{ type: string; count: number }>(
    `SELECT type, count(*) AS count FROM object
     WHERE ${isActive} AND type IN (SELECT value FROM json_each(?)) GROUP BY type`,
    releaseId,
    overlayId,
    JSON.stringify([...countedKinds.keys()]),
  );
  for (const { type, count } of rows) {
    const kind = countedKinds.get(type);
    if (kind !== undefined) counts[kind] += count;
  }
  const subtechniques = db.get<{ count: number }>(
    `SELECT count(*) AS count FROM object JOIN subtechnique ON object_id = id
     WHERE ${isActive} AND type = 'attack-pattern'`,
    releaseId,
    overlayId,
  );
  counts.subtechniques = subtechniques?.count ?? 0;
  counts.techniques -= counts.subtechniques;
  return counts;
}

/** Overlays of a release, in the order of their import. */
export function listOverlays(db: ReadableDatabase, releaseId: number): Overlay[] {
  return db.all<Overlay>(
    `SELECT id, name, file_name AS fileName, sha256, imported_at AS importedAt,
       (SELECT count(*) FROM object WHERE overlay_id = overlay.id) AS objects
     FROM overlay WHERE release_id = ? ORDER BY id`,
    releaseId,
  );
}

/** Where an overlay belongs. Throws `not-found`. */
export function getOverlay(
  db: ReadableDatabase,
  id: number,
): { readonly id: number; readonly releaseId: number; readonly importId: number } {
  const row = db.get<{ id: number; releaseId: number; importId: number }>(
    "SELECT id, release_id AS releaseId, import_id AS importId FROM overlay WHERE id = ?",
    id,
  );
  if (row === undefined) {
    throw new Problem("not-found", `There is no overlay number ${id}. It may have been removed.`);
  }
  return row;
}

/** The overlay that an import brought, if it is still there. */
export function findOverlayOfImport(db: ReadableDatabase, importId: number): number | undefined {
  return db.get<{ id: number }>("SELECT id FROM overlay WHERE import_id = ?", importId)?.id;
}

/** Rows by STIX ID of all objects of a release, its overlays included. */
export function listObjectRows(db: ReadableDatabase, releaseId: number): Map<string, number> {
  const rows = db.all<{ id: number; stixId: string }>(
    "SELECT id, stix_id AS stixId FROM object WHERE release_id = ?",
    releaseId,
  );
  return new Map(rows.map(({ id, stixId }) => [stixId, id]));
}

/** STIX IDs of the techniques of a release by their ATT&CK IDs. */
export function listTechniqueStixIds(db: ReadableDatabase, releaseId: number): Map<string, string> {
  const rows = db.all<{ attackId: string; stixId: string }>(
    `SELECT attack_id AS attackId, stix_id AS stixId FROM object
     WHERE release_id = ? AND type = 'attack-pattern' AND attack_id IS NOT NULL
     ORDER BY revoked DESC, deprecated DESC`,
    releaseId,
  );
  return new Map(rows.map(({ attackId, stixId }) => [attackId, stixId]));
}

/** Whether a release holds an object. */
export function holdsObject(db: ReadableDatabase, releaseId: number, stixId: string): boolean {
  const row = db.get<{ id: number }>(
    "SELECT id FROM object WHERE release_id = ? AND stix_id = ?",
    releaseId,
    stixId,
  );
  return row !== undefined;
}

/** An object's JSON as it came. */
export function getRawObject(db: ReadableDatabase, id: number): Buffer {
  const row = db.get<{ raw: Buffer }>("SELECT raw FROM object WHERE id = ?", id);
  if (row === undefined) throw new Problem("not-found", `There is no object number ${id}.`);
  return row.raw;
}

/**
 * The JSON of objects of a release, or of one of its overlays, in the bundle's order: the next
 * `limit` after the row `after`.
 */
export function listRawObjects(
  db: ReadableDatabase,
  releaseId: number,
  overlayId: number | null,
  after: number,
  limit: number,
): { id: number; position: number; raw: Buffer }[] {
  // Rows were numbered in the order of the bundle.
  return db.all<{ id: number; position: number; raw: Buffer }>(
    `SELECT id, position, raw FROM object
     WHERE id > ? AND release_id = ? AND overlay_id IS ? ORDER BY id LIMIT ?`,
    after,
    releaseId,
    overlayId,
    limit,
  );
}

/** Objects of a release itself, without those of overlays. */
export function countObjects(db: ReadableDatabase, releaseId: number): number {
  const row = db.get<{ count: number }>(
    "SELECT count(*) AS count FROM object WHERE release_id = ? AND overlay_id IS NULL",
    releaseId,
  );
  return row?.count ?? 0;
}

/** STIX IDs of the matrices of a release. */
export function listMatrixIds(db: ReadableDatabase, releaseId: number): string[] {
  return db
    .all<{ stixId: string }>(
      "SELECT stix_id AS stixId FROM object WHERE release_id = ? AND type = 'x-mitre-matrix'",
      releaseId,
    )
    .map(({ stixId }) => stixId);
}

/**
 * Gives a release another version, everywhere where the workspace names it by domain and version.
 */
export function setReleaseVersion(
  db: WritableDatabase,
  release: StoredRelease,
  version: string,
): void {
  db.run("UPDATE release SET version = ? WHERE id = ?", version, release.id);
  db.run(
    "UPDATE assessment_release SET version = ? WHERE domain = ? AND version = ?",
    version,
    release.domain,
    release.version,
  );
  db.run(
    "UPDATE layer SET version = ? WHERE domain = ? AND version = ?",
    version,
    release.domain,
    release.version,
  );
  db.run(
    "UPDATE OR REPLACE accepted_resolution SET version = ? WHERE domain = ? AND version = ?",
    version,
    release.domain,
    release.version,
  );
}

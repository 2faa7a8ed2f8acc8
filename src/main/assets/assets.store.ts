import { z } from "zod";
import type {
  Asset,
  AssetContent,
  AssetField,
  AssetMapping,
  AssetSegment,
  RemovedAsset,
} from "../../shared/model/asset.ts";
import { asset, assetContent, assetField, assetMapping } from "../../shared/model/asset.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";
import { refuseLaterImport } from "../imports/later-import.store.ts";
import { keyOf } from "./asset-records.ts";
import type { ExposableAsset } from "./exposure.ts";

interface AssetRow {
  readonly id: number;
  readonly environmentId: number;
  readonly importId: number | null;
  readonly name: string;
  readonly platforms: string;
  readonly platform: string;
  readonly criticality: string | null;
  readonly segment: string;
  readonly owner: string;
  readonly count: number;
  readonly ownFields: string;
  readonly edited: string;
}

const columns = `SELECT id, environment_id AS environmentId, import_id AS importId, name, platforms,
  platform, criticality, segment, owner, count, own_fields AS ownFields, edited FROM asset`;

function assetOf(row: AssetRow): Asset {
  return asset.parse({
    ...row,
    platforms: JSON.parse(row.platforms) as unknown,
    ownFields: JSON.parse(row.ownFields) as unknown,
    edited: JSON.parse(row.edited) as unknown,
  });
}

/** The assets of an environment, by name. */
export function listAssets(db: ReadableDatabase, environmentId: number): Asset[] {
  return db
    .all<AssetRow>(`${columns} WHERE environment_id = ? ORDER BY name, id`, environmentId)
    .map(assetOf);
}

/** Assets by their numbers. Throws `not-found` where one is gone. */
export function getAssets(db: ReadableDatabase, ids: readonly number[]): Asset[] {
  const found = db
    .all<AssetRow>(
      `${columns} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .map(assetOf);
  if (found.length < new Set(ids).size) {
    throw new Problem("not-found", "One of these assets is no longer there.");
  }
  return found;
}

/** The segments of all environments, in the environments' order and by name. */
export function listSegments(db: ReadableDatabase): AssetSegment[] {
  return db
    .all<{ environment: string; segment: string; assets: number; platforms: string }>(
      `SELECT environment.name AS environment, segment, sum(count) AS assets,
         (SELECT json_group_array(DISTINCT value) FROM asset AS of_segment, json_each(platforms)
          WHERE of_segment.environment_id = asset.environment_id
            AND of_segment.segment = asset.segment) AS platforms
       FROM asset JOIN environment ON environment.id = environment_id
       GROUP BY environment_id, segment ORDER BY environment_id, segment`,
    )
    .map((row) => ({
      ...row,
      platforms: z.array(z.string()).parse(JSON.parse(row.platforms)).sort(),
    }));
}

/** The assets of some environments, as far as exposure depends on them, in the rows' order. */
export function listExposableAssets(
  db: ReadableDatabase,
  environments: readonly string[],
): ExposableAsset[] {
  const platformLists = new Map<string, readonly string[]>();
  const platformsOf = (json: string): readonly string[] => {
    const known = platformLists.get(json);
    if (known !== undefined) return known;
    const list = z.array(z.string()).parse(JSON.parse(json));
    platformLists.set(json, list);
    return list;
  };
  return db
    .all<Omit<ExposableAsset, "platforms"> & { readonly platforms: string }>(
      `SELECT environment.name AS environment, platforms, criticality, segment, count
       FROM asset JOIN environment ON environment.id = environment_id
       WHERE environment.name IN (SELECT value FROM json_each(?)) ORDER BY asset.id`,
      JSON.stringify(environments),
    )
    .map((row) => ({ ...row, platforms: platformsOf(row.platforms) }));
}

const assignments = `name = ?, platforms = ?, platform = ?, criticality = ?, segment = ?, owner = ?,
  count = ?, own_fields = ?`;

function valuesOf(content: AssetContent): SqlValue[] {
  return [
    content.name,
    JSON.stringify(content.platforms),
    content.platform,
    content.criticality,
    content.segment,
    content.owner,
    content.count,
    JSON.stringify(content.ownFields),
  ];
}

/** Adds an asset that somebody typed. Throws `bad-input` for a taken name. */
export function addAsset(
  db: WritableDatabase,
  environmentId: number,
  content: AssetContent,
): number {
  refuseTakenName(db, environmentId, content.name, undefined);
  return addAssetByImport(db, environmentId, content, null);
}

/** Adds an asset that an import brings; its name is known to be free. */
export function addAssetByImport(
  db: WritableDatabase,
  environmentId: number,
  content: AssetContent,
  importId: number | null,
): number {
  return db.run(
    `INSERT INTO asset (environment_id, import_id, name, platforms, platform, criticality, segment,
       owner, count, own_fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    environmentId,
    importId,
    ...valuesOf(content),
  ).lastInsertRowid;
}

/** Sets what somebody says of an asset, and which fields a hand changed. */
export function setAsset(
  db: WritableDatabase,
  { id, environmentId, name, edited }: Asset,
  content: AssetContent,
  also: readonly AssetField[],
): void {
  if (content.name !== name) refuseTakenName(db, environmentId, content.name, id);
  db.run(
    `UPDATE asset SET ${assignments}, edited = ? WHERE id = ?`,
    ...valuesOf(content),
    JSON.stringify([...new Set([...edited, ...also])]),
    id,
  );
}

function refuseTakenName(
  db: ReadableDatabase,
  environmentId: number,
  name: string,
  own: number | undefined,
): void {
  const taken = listNames(db, environmentId).get(keyOf(name));
  if (taken !== undefined && taken !== own) {
    throw new Problem("bad-input", `There is an asset called ${name} already.`);
  }
}

function listNames(db: ReadableDatabase, environmentId: number): ReadonlyMap<string, number> {
  return new Map(
    db
      .all<{ id: number; name: string }>(
        "SELECT id, name FROM asset WHERE environment_id = ?",
        environmentId,
      )
      .map(({ id, name }) => [keyOf(name), id]),
  );
}

/** Takes assets away, and gives them. Throws `not-found` where one is gone. */
export function removeAssets(db: WritableDatabase, ids: readonly number[]): RemovedAsset[] {
  const before = new Map(
    db
      .all<{ id: number; before: string | null }>(
        "SELECT id, before FROM asset WHERE id IN (SELECT value FROM json_each(?))",
        JSON.stringify(ids),
      )
      .map((row) => [row.id, row.before]),
  );
  const removed = getAssets(db, ids).map((one) => ({ ...one, before: before.get(one.id) ?? null }));
  db.run("DELETE FROM asset WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
  return removed;
}

/** Puts assets back as they were: removed ones, and in the place of what they became since. */
export function restoreAssets(db: WritableDatabase, assets: readonly RemovedAsset[]): void {
  for (const held of assets) {
    const { id, environmentId, importId, edited, before = null } = held;
    // Only what this file wrote can be read again.
    if (before !== null) earlierAsset.parse(JSON.parse(before));
    const { changes } = db.run(
      `UPDATE asset SET ${assignments}, edited = ? WHERE id = ?`,
      ...valuesOf(held),
      JSON.stringify(edited),
      id,
    );
    if (changes > 0) continue;
    db.run(
      `INSERT INTO asset (id, environment_id, import_id, name, platforms, platform, criticality,
         segment, owner, count, own_fields, edited, before)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      environmentId,
      importId,
      ...valuesOf(held),
      JSON.stringify(edited),
      before,
    );
  }
}

/** An asset as it was before an import changed it. */
const earlierAsset = z.object({
  importId: z.number().int().nullable(),
  content: assetContent,
  edited: z.array(assetField),
  before: z.string().nullable(),
});

/** Changes an asset to what an import says, and keeps what it was for undo. */
export function setAssetByImport(
  db: WritableDatabase,
  known: Asset,
  content: AssetContent,
  importId: number,
): void {
  const row = db.get<{ before: string | null }>("SELECT before FROM asset WHERE id = ?", known.id);
  const earlier: z.infer<typeof earlierAsset> = {
    importId: known.importId,
    content: assetContent.parse(known),
    edited: known.edited,
    before: row?.before ?? null,
  };
  db.run(
    `UPDATE asset SET import_id = ?, before = ?, ${assignments} WHERE id = ?`,
    importId,
    JSON.stringify(earlier),
    ...valuesOf(content),
    known.id,
  );
}

/**
 * Takes back what an import of assets brought. Throws `bad-input` where a later import changed some
 * of its assets.
 */
export function undoAssetImport(db: WritableDatabase, importId: number): void {
  refuseLaterImport(db, "asset", importId, "assets");
  for (const { id, before } of db.all<{ id: number; before: string }>(
    "SELECT id, before FROM asset WHERE import_id = ? AND before IS NOT NULL",
    importId,
  )) {
    const earlier = earlierAsset.parse(JSON.parse(before));
    db.run(
      `UPDATE asset SET import_id = ?, before = ?, edited = ?, ${assignments} WHERE id = ?`,
      earlier.importId,
      earlier.before,
      JSON.stringify(earlier.edited),
      ...valuesOf(earlier.content),
      id,
    );
  }
  db.run("DELETE FROM asset WHERE import_id = ? AND before IS NULL", importId);
}

/** The key under which columns of assets are remembered, apart from those of detections. */
const headingsOf = (names: readonly string[]): string => `assets ${JSON.stringify(names)}`;

/** The mapping that was last used for a table of assets with these headings. */
export function findAssetMapping(
  db: ReadableDatabase,
  names: readonly string[],
): AssetMapping | undefined {
  const row = db.get<{ mapping: string }>(
    "SELECT mapping FROM column_mapping WHERE headings = ?",
    headingsOf(names),
  );
  return row === undefined ? undefined : assetMapping.parse(JSON.parse(row.mapping));
}

/** Remembers the mapping that a table of assets with these headings was imported with. */
export function setAssetMapping(
  db: WritableDatabase,
  names: readonly string[],
  mapping: AssetMapping,
): void {
  db.run(
    `INSERT INTO column_mapping (headings, mapping) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET mapping = excluded.mapping`,
    headingsOf(names),
    JSON.stringify(mapping),
  );
}

import type {
  ObjectDetail,
  ObjectKind,
  ObjectSummary,
  Reference,
  RelatedObject,
} from "../../shared/model/catalogue.ts";
import { objectKind } from "../../shared/model/catalogue.ts";
import {
  attackId as attackIdSchema,
  attackIdKinds,
  domain as domainSchema,
} from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getRawObject } from "./catalogue.store.ts";
import { readObjectText, listOwnProperties } from "./object-text.ts";

interface SummaryRow {
  readonly id: number;
  readonly stixId: string;
  readonly type: string;
  readonly attackId: string | null;
  readonly name: string | null;
  readonly parentName: string | null;
  readonly revoked: number;
  readonly deprecated: number;
  readonly modified: string | null;
  readonly version: string | null;
  readonly overlay: string | null;
  readonly domain: string;
  readonly releaseId: number;
}

const kindByType: ReadonlyMap<string, ObjectKind> = new Map(
  objectKind.options.flatMap((kind) =>
    attackIdKinds[kind].stixTypes.map((type): [string, ObjectKind] => [type, kind]),
  ),
);

/** Rows of the objects of a kind. */
export function listObjectIdsOfKind(
  db: ReadableDatabase,
  releaseId: number,
  kind: ObjectKind,
  withInactive: boolean,
): number[] {
  return db
    .all<{ id: number }>(
      `SELECT id FROM object
       WHERE release_id = ? AND type IN (SELECT value FROM json_each(?)) AND in_domain = 1
         AND (? OR (revoked = 0 AND deprecated = 0))
       ORDER BY attack_id IS NULL, attack_id, id`,
      releaseId,
      JSON.stringify(attackIdKinds[kind].stixTypes),
      withInactive ? 1 : 0,
    )
    .map(({ id }) => id);
}

/** Objects as lists name them, by row, in the order of `ids`; kinds that no list has are left out. */
export function listObjectSummaries(
  db: ReadableDatabase,
  ids: readonly number[],
): Map<number, ObjectSummary> {
  const wanted = JSON.stringify(ids);
  const rows = db.all<SummaryRow>(
    `SELECT object.id, object.stix_id AS stixId, object.type, object.attack_id AS attackId,
       object.name, parent.name AS parentName, object.revoked, object.deprecated,
       object.modified, object.version, overlay.name AS overlay,
       release.domain, release.id AS releaseId
     FROM json_each(?) AS wanted
     JOIN object ON object.id = wanted.value
     JOIN release ON release.id = object.release_id
     LEFT JOIN subtechnique ON subtechnique.object_id = object.id
     LEFT JOIN object AS parent ON parent.id = subtechnique.parent_id
     LEFT JOIN overlay ON overlay.id = object.overlay_id
     ORDER BY wanted.key`,
    wanted,
  );
  const aliases = listsOf(db, wanted, "alias", "object_id", "alias");
  const platforms = listsOf(db, wanted, "platform", "object_id", "platform");
  const tactics = listsOf(db, wanted, "technique_tactic", "technique_id", "shortname");
  const summaries = new Map<number, ObjectSummary>();
  for (const row of rows) {
    const kind = kindByType.get(row.type);
    if (kind === undefined) continue;
    summaries.set(row.id, {
      stixId: row.stixId,
      kind,
      attackId: row.attackId === null ? null : attackIdSchema.parse(row.attackId),
      name: row.name ?? row.attackId ?? row.stixId,
      parentName: row.parentName,
      domain: domainSchema.parse(row.domain),
      releaseId: row.releaseId,
      status: row.revoked === 1 ? "revoked" : row.deprecated === 1 ? "deprecated" : "active",
      aliases: aliases.get(row.id) ?? [],
      platforms: platforms.get(row.id) ?? [],
      tactics: tactics.get(row.id) ?? [],
      modified: row.modified,
      version: row.version,
      overlay: row.overlay,
    });
  }
  return summaries;
}

function listsOf(
  db: ReadableDatabase,
  wanted: string,
  table: "technique_tactic" | "platform" | "alias",
  key: "technique_id" | "object_id",
  column: "shortname" | "platform" | "alias",
): Map<number, string[]> {
  const lists = new Map<number, string[]>();
  const rows = db.all<{ id: number; value: string }>(
    `SELECT ${key} AS id, ${column} AS value FROM ${table}
     WHERE ${key} IN (SELECT value FROM json_each(?)) ORDER BY ${key}, position`,
    wanted,
  );
  for (const { id, value } of rows) {
    const list = lists.get(id);
    if (list === undefined) lists.set(id, [value]);
    else list.push(value);
  }
  return lists;
}

/** The row of an object. Throws `not-found`. */
export function getObjectId(db: ReadableDatabase, releaseId: number, stixId: string): number {
  const row = db.get<{ id: number }>(
    "SELECT id FROM object WHERE release_id = ? AND stix_id = ?",
    releaseId,
    stixId,
  );
  if (row === undefined) {
    throw new Problem("not-found", `The release holds no object ${stixId}.`, { objectId: stixId });
  }
  return row.id;
}

/** The row of an object by its ATT&CK ID: an active one before a retired one. */
export function findObjectId(
  db: ReadableDatabase,
  releaseId: number,
  kind: ObjectKind,
  attackId: string,
): number | undefined {
  return db.get<{ id: number }>(
    `SELECT id FROM object
     WHERE release_id = ? AND type IN (SELECT value FROM json_each(?)) AND attack_id = ?
     ORDER BY revoked + deprecated, overlay_id IS NOT NULL, modified DESC LIMIT 1`,
    releaseId,
    JSON.stringify(attackIdKinds[kind].stixTypes),
    attackId,
  )?.id;
}

/** Everything that the catalogue says of an object of a listed kind. Throws `not-found`. */
export function getObjectDetail(db: ReadableDatabase, id: number): ObjectDetail {
  const links = listLinks(db, id);
  const summaries = listObjectSummaries(db, [id, ...links.map((link) => link.otherId)]);
  const summary = summaries.get(id);
  if (summary === undefined) {
    throw new Problem("not-found", "The catalogue keeps this object but does not list its kind.");
  }
  const raw: unknown = JSON.parse(getRawObject(db, id).toString());
  const text = readObjectText(raw);
  const related: RelatedObject[] = [];
  for (const link of links) {
    const object = summaries.get(link.otherId);
    if (object === undefined) continue;
    const { relationship, direction } = link;
    const said: { description: string | null; references: Reference[] } =
      link.raw === null
        ? { description: null, references: [] }
        : readObjectText(JSON.parse(link.raw.toString()));
    related.push({
      relationship,
      direction,
      object,
      description: said.description,
      references: said.references,
    });
  }
  const replacement = related.find(
    ({ relationship, direction }) => relationship === "revoked-by" && direction === "out",
  );
  return {
    ...summary,
    description: text.description,
    created: text.created,
    references: text.references,
    revokedBy: replacement?.object ?? null,
    related,
    ownProperties: listOwnProperties(raw),
  };
}

interface Link {
  readonly relationship: string;
  readonly direction: "out" | "in";
  readonly otherId: number;
  /** JSON of the relationship; null where a property makes the link. */
  readonly raw: Buffer | null;
}

/** Active relationships of an object, and a detection strategy's analytics. */
function listLinks(db: ReadableDatabase, id: number): Link[] {
  return db.all<Link>(
    `SELECT relationship.type AS relationship, 'out' AS direction, target_id AS otherId, raw
       FROM relationship JOIN object ON object.id = object_id WHERE source_id = ? AND active = 1
     UNION ALL
     SELECT relationship.type, 'in', source_id, raw
       FROM relationship JOIN object ON object.id = object_id WHERE target_id = ? AND active = 1
     UNION ALL
     SELECT 'analytic', 'out', analytic_id, NULL FROM strategy_analytic WHERE strategy_id = ?
     UNION ALL
     SELECT 'analytic', 'in', strategy_id, NULL FROM strategy_analytic WHERE analytic_id = ?`,
    id,
    id,
    id,
    id,
  );
}

import { z } from "zod";
import type { ReadableDatabase, WritableDatabase, SqlValue } from "../database/database.ts";
import type {
  TelemetryChange,
  TelemetryEntry,
  TelemetryMapping,
  TelemetrySource,
} from "../../shared/model/telemetry.ts";
import { telemetryEntry, telemetryMapping } from "../../shared/model/telemetry.ts";
import { Problem } from "../../shared/problem.ts";
import type { EnvironmentTelemetry } from "./collected.ts";

const columns = [
  "name",
  "channel",
  "data_component",
  "platforms",
  "collected",
  "device_completeness",
  "field_completeness",
  "timeliness",
  "consistency",
  "retention",
  "registered_on",
  "connected_on",
  "products",
  "systems",
  "comment",
] as const;
type Content = Record<(typeof columns)[number], SqlValue>;
interface Row extends Content {
  readonly id: number;
  readonly environment_id: number;
  readonly import_id: number | null;
}

const selected = `id, environment_id, import_id, ${columns.join(", ")}`;

/** What an import may find of a log source: enough to put it back. */
interface Earlier {
  readonly importId: number | null;
  readonly entry: TelemetryEntry;
  readonly before: Earlier | null;
}
const earlierState: z.ZodType<Earlier> = z.object({
  importId: z.number().int().nullable(),
  entry: telemetryEntry,
  get before() {
    return earlierState.nullable();
  },
});

function contentOf(entry: TelemetryEntry): SqlValue[] {
  const { quality } = entry;
  const content: Content = {
    name: entry.name,
    channel: entry.channel,
    data_component: entry.dataComponent,
    platforms: JSON.stringify(entry.platforms),
    collected: entry.collected ? 1 : 0,
    device_completeness: quality.deviceCompleteness,
    field_completeness: quality.fieldCompleteness,
    timeliness: quality.timeliness,
    consistency: quality.consistency,
    retention: quality.retention,
    registered_on: entry.registeredOn,
    connected_on: entry.connectedOn,
    products: JSON.stringify(entry.products),
    systems: JSON.stringify(entry.systems),
    comment: entry.comment,
  };
  return columns.map((column) => content[column]);
}

function sourceOf(row: Row): TelemetrySource {
  const list = (text: SqlValue): unknown => JSON.parse(String(text));
  return {
    id: row.id,
    environmentId: row.environment_id,
    importId: row.import_id,
    entry: telemetryEntry.parse({
      name: row.name,
      channel: row.channel,
      dataComponent: row.data_component,
      platforms: list(row.platforms),
      collected: row.collected !== 0,
      quality: {
        deviceCompleteness: row.device_completeness,
        fieldCompleteness: row.field_completeness,
        timeliness: row.timeliness,
        consistency: row.consistency,
        retention: row.retention,
      },
      registeredOn: row.registered_on,
      connectedOn: row.connected_on,
      products: list(row.products),
      systems: list(row.systems),
      comment: row.comment,
    }),
  };
}

/** The log sources of an environment, in the order in which they came. */
export function listTelemetry(db: ReadableDatabase, environmentId: number): TelemetrySource[] {
  return db
    .all<Row>(
      `SELECT ${selected} FROM telemetry_source WHERE environment_id = ? ORDER BY id`,
      environmentId,
    )
    .map(sourceOf);
}

/** The log sources of some environments, by environment, in the workspace's order. */
export function listEnvironmentTelemetry(
  db: ReadableDatabase,
  environments: readonly string[],
): EnvironmentTelemetry[] {
  return db
    .all<{ environmentId: number; environment: string }>(
      `SELECT id AS environmentId, name AS environment FROM environment
       WHERE name IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(environments),
    )
    .map((one) => ({ ...one, sources: listTelemetry(db, one.environmentId) }));
}

/**
 * Log sources by number, in the order of these, with what their imports can be undone to. Throws
 * `not-found` where one is gone.
 */
export function getTelemetry(
  db: ReadableDatabase,
  ids: readonly number[],
): TelemetryChange["before"] {
  const found = db
    .all<Row & { readonly before: string | null }>(
      `SELECT ${selected}, before FROM telemetry_source
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .map((row) => ({ ...sourceOf(row), before: row.before }));
  if (found.length < new Set(ids).size) {
    throw new Problem("not-found", "One of these log sources is no longer there.");
  }
  return found;
}

/** Adds a log source that somebody typed or an import brings, and gives its number. */
export function addTelemetry(db: WritableDatabase, source: Omit<TelemetrySource, "id">): number {
  return insertTelemetry(db, { ...source, id: null, before: null });
}

/** Puts log sources back as they were. */
export function restoreTelemetry(db: WritableDatabase, sources: TelemetryChange["before"]): void {
  removeTelemetry(
    db,
    sources.map(({ id }) => id),
  );
  for (const source of sources) {
    const earlier = earlierOf(source.before);
    const before = earlier === null ? null : JSON.stringify(earlier);
    insertTelemetry(db, { ...source, before });
  }
}

function insertTelemetry(
  db: WritableDatabase,
  {
    id,
    environmentId,
    importId,
    entry,
    before,
  }: Omit<TelemetrySource, "id"> & { readonly id: number | null; readonly before: string | null },
): number {
  return db.run(
    `INSERT INTO telemetry_source (${selected}, before)
     VALUES (?, ?, ?, ${columns.map(() => "?").join(", ")}, ?)`,
    id,
    environmentId,
    importId,
    ...contentOf(entry),
    before,
  ).lastInsertRowid;
}

/** Writes a log source as given; its earlier state is then nobody's to bring back. */
export function setTelemetry(
  db: WritableDatabase,
  { id, environmentId, importId, entry }: TelemetrySource,
): void {
  const { changes } = db.run(
    `UPDATE telemetry_source SET environment_id = ?, import_id = ?, before = NULL,
       ${columns.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
    environmentId,
    importId,
    ...contentOf(entry),
    id,
  );
  if (changes === 0) throw new Problem("not-found", "That log source is no longer there.");
}

/** Removes log sources; those that are gone already are no failure. */
export function removeTelemetry(db: WritableDatabase, ids: readonly number[]): void {
  const statement = db.prepare("DELETE FROM telemetry_source WHERE id = ?");
  for (const id of ids) statement.run(id);
}

function earlierOf(before: string | null): Earlier | null {
  return before === null ? null : earlierState.parse(JSON.parse(before));
}

/** Changes a log source by an import, which can be undone. */
export function changeTelemetryByImport(
  db: WritableDatabase,
  { id, importId: earlierImport, entry: earlierEntry }: TelemetrySource,
  importId: number,
  entry: TelemetryEntry,
): void {
  const row = db.get<{ before: string | null }>(
    "SELECT before FROM telemetry_source WHERE id = ?",
    id,
  );
  const earlier: Earlier = {
    importId: earlierImport,
    entry: earlierEntry,
    before: earlierOf(row?.before ?? null),
  };
  db.run(
    `UPDATE telemetry_source SET import_id = ?, before = ?,
       ${columns.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
    importId,
    JSON.stringify(earlier),
    ...contentOf(entry),
    id,
  );
}

/**
 * Takes back what an import of log sources did: removes what it added, restores what it changed.
 *
 * What somebody changed by hand since stays. Throws `bad-input` where a later import changed some.
 */
export function undoTelemetryImport(db: WritableDatabase, importId: number): void {
  const later = db.get<{ title: string; sources: number }>(
    `SELECT title, count(*) AS sources
     FROM telemetry_source JOIN import_report ON import_report.id = telemetry_source.import_id
     WHERE import_id <> ? AND before IS NOT NULL AND EXISTS (
       SELECT 1 FROM json_tree(before) WHERE json_tree.key = 'importId' AND json_tree.value = ?)
     GROUP BY import_id LIMIT 1`,
    importId,
    importId,
  );
  if (later !== undefined) {
    throw new Problem(
      "bad-input",
      `A later import (${later.title}) changed ${later.sources} of these log sources. ` +
        "Undo that one first.",
    );
  }
  const restore = db.prepare(
    `UPDATE telemetry_source SET import_id = ?, before = ?,
       ${columns.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
  );
  for (const { id, before } of db.all<{ id: number; before: string }>(
    "SELECT id, before FROM telemetry_source WHERE import_id = ? AND before IS NOT NULL",
    importId,
  )) {
    const earlier = earlierState.parse(JSON.parse(before));
    const older = earlier.before === null ? null : JSON.stringify(earlier.before);
    restore.run(earlier.importId, older, ...contentOf(earlier.entry), id);
  }
  db.run("DELETE FROM telemetry_source WHERE import_id = ? AND before IS NULL", importId);
}

/** Names by which the releases of the workspace call what can be collected. */
export interface CatalogueNames {
  /** Active data components and data sources. */
  readonly components: readonly string[];
  readonly logSources: readonly string[];
  readonly platforms: readonly string[];
}

/** Names of every release in the workspace, and data sources that are known otherwise. */
export function listCatalogueNames(
  db: ReadableDatabase,
  dataSources: readonly string[],
): CatalogueNames {
  const names = (sql: string) => db.all<{ name: string }>(sql).map(({ name }) => name);
  return {
    components: [
      ...names(
        `SELECT DISTINCT name FROM object WHERE name IS NOT NULL AND revoked = 0 AND deprecated = 0
           AND type IN ('x-mitre-data-component', 'x-mitre-data-source') ORDER BY name`,
      ),
      ...dataSources,
    ],
    logSources: names("SELECT DISTINCT name FROM log_source ORDER BY name"),
    platforms: names("SELECT DISTINCT platform AS name FROM platform ORDER BY platform"),
  };
}

/** Tables of log sources are remembered apart from tables of rules with the same headings. */
const mappingKey = (columns: readonly string[]) => `telemetry ${JSON.stringify(columns)}`;

/** The mapping that was last used for tables of log sources with these headings. */
export function findTelemetryMapping(
  db: ReadableDatabase,
  columns: readonly string[],
): TelemetryMapping | undefined {
  const row = db.get<{ mapping: string }>(
    "SELECT mapping FROM column_mapping WHERE headings = ?",
    mappingKey(columns),
  );
  return row === undefined ? undefined : telemetryMapping.parse(JSON.parse(row.mapping));
}

/** Remembers the mapping that a table of log sources with these headings was imported with. */
export function setTelemetryMapping(
  db: WritableDatabase,
  columns: readonly string[],
  mapping: TelemetryMapping,
): void {
  db.run(
    `INSERT INTO column_mapping (headings, mapping) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET mapping = excluded.mapping`,
    mappingKey(columns),
    JSON.stringify(mapping),
  );
}

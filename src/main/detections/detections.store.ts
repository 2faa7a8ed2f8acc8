import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  ColumnMapping,
  DetectionRecord,
  DetectionState,
  HeldState,
  InventoryFigures,
} from "../../shared/model/detection.ts";
import { columnMapping, detectionState } from "../../shared/model/detection.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";

/** A detection as it is stored: what its file says, and what the workspace adds. */
export interface StoredDetection {
  readonly id: number;
  readonly environmentId: number;
  readonly importId: number;
  readonly record: DetectionRecord;
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
  readonly note: string;
}

/** Columns that an import writes, in the order of {@link valuesOf}. */
const contentColumns = [
  "name",
  "kind",
  "rule_count",
  "file",
  "line",
  "state",
  "state_assumed",
  "maturity",
  "severity",
  "alerting",
  "tactics",
  "platforms",
  "log_source",
  "owner",
  "modified",
  "link",
  "description",
  "quality",
  "own_fields",
] as const;
type Content = Record<(typeof contentColumns)[number], SqlValue>;

interface Row extends Content {
  readonly id: number;
  readonly environment_id: number;
  readonly import_id: number;
  readonly format: string;
  readonly key: string;
  readonly note: string;
}

const selected = `id, environment_id, import_id, format, key, note, ${contentColumns.join(", ")}`;

/** What an import may find of a detection: enough to compare it and to put it back. */
interface Earlier {
  readonly importId: number;
  readonly content: Content;
  readonly techniques: readonly string[];
  readonly before: Earlier | null;
}

function contentOf(record: DetectionRecord, state: DetectionState, stateAssumed: boolean): Content {
  return {
    name: record.name,
    kind: record.kind,
    rule_count: record.ruleCount,
    file: record.file,
    line: record.line,
    state,
    state_assumed: stateAssumed ? 1 : 0,
    maturity: record.maturity,
    severity: record.severity,
    alerting: record.alerting ? 1 : 0,
    tactics: JSON.stringify(record.tactics),
    platforms: JSON.stringify(record.platforms),
    log_source: record.logSource,
    owner: record.owner,
    modified: record.modified,
    link: record.link,
    description: record.description,
    quality: record.quality,
    own_fields: JSON.stringify(record.ownFields),
  };
}

function valuesOf(content: Content): SqlValue[] {
  return contentColumns.map((column) => content[column]);
}

function detectionOf(row: Row, techniques: readonly string[]): StoredDetection {
  const list = (text: SqlValue): unknown => JSON.parse(String(text));
  return {
    id: row.id,
    environmentId: row.environment_id,
    importId: row.import_id,
    state: detectionState.parse(row.state),
    stateAssumed: row.state_assumed !== 0,
    note: row.note,
    // Only this file writes these columns, and only from checked records.
    record: {
      key: row.key,
      format: row.format,
      name: row.name,
      kind: row.kind,
      ruleCount: row.rule_count,
      file: row.file,
      line: row.line,
      state: row.state,
      maturity: row.maturity,
      severity: row.severity,
      alerting: row.alerting !== 0,
      techniques: [...techniques],
      tactics: list(row.tactics),
      platforms: list(row.platforms),
      logSource: row.log_source,
      owner: row.owner,
      modified: row.modified,
      link: row.link,
      description: row.description,
      quality: row.quality,
      ownFields: list(row.own_fields),
    } as DetectionRecord,
  };
}

/** Written technique IDs of an environment's detections, by detection. */
function listWritten(db: ReadableDatabase, environmentId: number): Map<number, string[]> {
  const written = new Map<number, string[]>();
  for (const row of db.all<{ id: number; written: string }>(
    `SELECT detection_id AS id, written FROM detection_technique
     WHERE detection_id IN (SELECT id FROM detection WHERE environment_id = ?)
     ORDER BY detection_id, position`,
    environmentId,
  )) {
    const known = written.get(row.id);
    if (known === undefined) written.set(row.id, [row.written]);
    else known.push(row.written);
  }
  return written;
}

/** All detections of an environment, by name. */
export function listDetections(db: ReadableDatabase, environmentId: number): StoredDetection[] {
  const written = listWritten(db, environmentId);
  return db
    .all<Row>(
      `SELECT ${selected} FROM detection WHERE environment_id = ? ORDER BY name, id`,
      environmentId,
    )
    .map((row) => detectionOf(row, written.get(row.id) ?? []));
}

/** One detection. Throws `not-found`. */
export function getDetection(db: ReadableDatabase, id: number): StoredDetection {
  const row = db.get<Row>(`SELECT ${selected} FROM detection WHERE id = ?`, id);
  if (row === undefined) throw new Problem("not-found", "That detection is no longer there.");
  const written = db.all<{ written: string }>(
    "SELECT written FROM detection_technique WHERE detection_id = ? ORDER BY position",
    id,
  );
  return detectionOf(
    row,
    written.map((technique) => technique.written),
  );
}

/** The inventory of each environment in figures. */
export function listInventoryFigures(db: ReadableDatabase): InventoryFigures[] {
  return db.all<InventoryFigures>(
    `SELECT environment.id AS environmentId, count(detection.id) AS detections,
       count(*) FILTER (WHERE state = 'enabled') AS enabled,
       count(*) FILTER (WHERE state = 'disabled') AS disabled,
       count(*) FILTER (WHERE state = 'available') AS available,
       count(*) FILTER (WHERE state_assumed = 1) AS assumed,
       max(started_at) AS newestImport
     FROM environment LEFT JOIN detection ON detection.environment_id = environment.id
       LEFT JOIN import_report ON import_report.id = detection.import_id
     GROUP BY environment.id ORDER BY environment.id`,
  );
}

/** The states of detections, in the order of their IDs. */
export function listDetectionStates(db: ReadableDatabase, ids: readonly number[]): HeldState[] {
  return db
    .all<{ id: number; state: DetectionState; stateAssumed: number }>(
      `SELECT id, state, state_assumed AS stateAssumed FROM detection
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    )
    .map((row) => ({ ...row, stateAssumed: row.stateAssumed !== 0 }));
}

/** Writes states. Throws `not-found` where a detection is gone. */
export function setDetectionStates(db: WritableDatabase, states: readonly HeldState[]): void {
  const statement = db.prepare("UPDATE detection SET state = ?, state_assumed = ? WHERE id = ?");
  for (const { id, state, stateAssumed } of states) {
    if (statement.run(state, stateAssumed ? 1 : 0, id).changes === 0) {
      throw new Problem("not-found", "One of these detections is no longer there.");
    }
  }
}

/** Removes detections; those that are gone already are no failure. */
export function removeDetections(db: WritableDatabase, ids: readonly number[]): void {
  const statement = db.prepare("DELETE FROM detection WHERE id = ?");
  for (const id of ids) statement.run(id);
}

/** A detection to store, with the state in which it arrives. */
export interface Arrival {
  readonly record: DetectionRecord;
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
}

/** The state of a detection that an import finds. */
export interface KnownState {
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
}

/** Writes the detections of one import into an environment. */
export class DetectionWriter {
  readonly #environmentId: number;
  readonly #importId: number;
  readonly #known: Map<string, { id: number; earlier: Earlier }>;
  readonly #insert;
  readonly #update;
  readonly #insertTechnique;
  readonly #removeTechniques;

  constructor(db: WritableDatabase, environmentId: number, importId: number) {
    this.#environmentId = environmentId;
    this.#importId = importId;
    this.#known = listEarlier(db, environmentId);
    const places = (count: number) => Array.from({ length: count }, () => "?").join(", ");
    this.#insert = db.prepare(
      `INSERT INTO detection (environment_id, import_id, format, key, ${contentColumns.join(", ")})
       VALUES (${places(4 + contentColumns.length)})`,
    );
    this.#update = db.prepare(
      `UPDATE detection SET import_id = ?, before = ?, ${assignments} WHERE id = ?`,
    );
    this.#insertTechnique = db.prepare(
      "INSERT INTO detection_technique (detection_id, position, written) VALUES (?, ?, ?)",
    );
    this.#removeTechniques = db.prepare("DELETE FROM detection_technique WHERE detection_id = ?");
  }

  /** The state of a detection that is there already. */
  findState(record: DetectionRecord): KnownState | undefined {
    const content = this.#known.get(keyOf(record.format, record.key))?.earlier.content;
    return content === undefined
      ? undefined
      : {
          state: detectionState.parse(content.state),
          stateAssumed: content.state_assumed !== 0,
        };
  }

  /** Stores a detection; what an equal one says is not written again. */
  write({ record, state, stateAssumed }: Arrival): "added" | "changed" | "unchanged" {
    const content = contentOf(record, state, stateAssumed);
    const known = this.#known.get(keyOf(record.format, record.key));
    if (known === undefined) {
      const { lastInsertRowid } = this.#insert.run(
        this.#environmentId,
        this.#importId,
        record.format,
        record.key,
        ...valuesOf(content),
      );
      this.#writeTechniques(lastInsertRowid, record.techniques);
      return "added";
    }
    const { id, earlier } = known;
    if (isSame(earlier, content, record.techniques)) return "unchanged";
    this.#update.run(this.#importId, JSON.stringify(earlier), ...valuesOf(content), id);
    this.#removeTechniques.run(id);
    this.#writeTechniques(id, record.techniques);
    return "changed";
  }

  #writeTechniques(id: number, techniques: readonly string[]): void {
    for (const [position, written] of techniques.entries()) {
      this.#insertTechnique.run(id, position, written);
    }
  }
}

const assignments = contentColumns.map((column) => `${column} = ?`).join(", ");

function keyOf(format: string, key: string): string {
  return `${format}\n${key}`;
}

function listEarlier(
  db: ReadableDatabase,
  environmentId: number,
): Map<string, { id: number; earlier: Earlier }> {
  const written = listWritten(db, environmentId);
  const rows = db.all<Row & { before: string | null }>(
    `SELECT ${selected}, before FROM detection WHERE environment_id = ?`,
    environmentId,
  );
  return new Map(
    rows.map((row) => [
      keyOf(row.format, row.key),
      {
        id: row.id,
        earlier: {
          importId: row.import_id,
          content: pickContent(row),
          techniques: written.get(row.id) ?? [],
          before: row.before === null ? null : (JSON.parse(row.before) as Earlier),
        },
      },
    ]),
  );
}

function pickContent(row: Row): Content {
  // The loop walks the very keys of the type.
  return Object.fromEntries(contentColumns.map((column) => [column, row[column]])) as Content;
}

/** Whether a file says the same again; that it lies elsewhere now does not matter. */
function isSame(earlier: Earlier, content: Content, techniques: readonly string[]): boolean {
  return (
    contentColumns.every(
      (column) =>
        column === "file" || column === "line" || earlier.content[column] === content[column],
    ) &&
    earlier.techniques.length === techniques.length &&
    earlier.techniques.every((written, at) => written === techniques[at])
  );
}

/**
 * Takes back what an import of detections did: removes what it added, restores what it changed.
 *
 * Throws `bad-input` where a later import changed some of them again.
 */
export function undoDetectionImport(db: WritableDatabase, importId: number): void {
  const later = db.get<{ title: string; detections: number }>(
    `SELECT title, count(*) AS detections
     FROM detection JOIN import_report ON import_report.id = detection.import_id
     WHERE import_id <> ? AND before IS NOT NULL AND EXISTS (
       SELECT 1 FROM json_tree(before) WHERE json_tree.key = 'importId' AND json_tree.value = ?)
     GROUP BY import_id LIMIT 1`,
    importId,
    importId,
  );
  if (later !== undefined) {
    throw new Problem(
      "bad-input",
      `A later import (${later.title}) changed ${later.detections} of these detections. ` +
        "Undo that one first.",
    );
  }
  const restore = db.prepare(
    `UPDATE detection SET import_id = ?, before = ?, ${assignments} WHERE id = ?`,
  );
  const removeTechniques = db.prepare("DELETE FROM detection_technique WHERE detection_id = ?");
  const insertTechnique = db.prepare(
    "INSERT INTO detection_technique (detection_id, position, written) VALUES (?, ?, ?)",
  );
  for (const { id, before } of db.all<{ id: number; before: string }>(
    "SELECT id, before FROM detection WHERE import_id = ? AND before IS NOT NULL",
    importId,
  )) {
    const earlier = JSON.parse(before) as Earlier;
    const older = earlier.before === null ? null : JSON.stringify(earlier.before);
    restore.run(earlier.importId, older, ...valuesOf(earlier.content), id);
    removeTechniques.run(id);
    for (const [position, written] of earlier.techniques.entries()) {
      insertTechnique.run(id, position, written);
    }
  }
  db.run("DELETE FROM detection WHERE import_id = ? AND before IS NULL", importId);
}

/** Lets written IDs stand for techniques of a release, in one environment. */
export function addAcceptedResolutions(
  db: WritableDatabase,
  environmentId: number,
  release: { readonly domain: Domain; readonly version: string },
  pairs: readonly { readonly written: string; readonly techniqueId: TechniqueId }[],
  acceptedAt: string,
): void {
  const statement = db.prepare(
    `INSERT INTO accepted_resolution
       (environment_id, domain, version, written, technique_id, accepted_at)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET technique_id = excluded.technique_id,
       accepted_at = excluded.accepted_at`,
  );
  const { domain, version } = release;
  for (const { written, techniqueId } of pairs) {
    statement.run(environmentId, domain, version, written, techniqueId, acceptedAt);
  }
}

/** Takes accepted resolutions back; those that are gone already are no failure. */
export function removeAcceptedResolutions(
  db: WritableDatabase,
  environmentId: number,
  release: { readonly domain: Domain; readonly version: string },
  written: readonly string[],
): void {
  const statement = db.prepare(
    `DELETE FROM accepted_resolution
     WHERE environment_id = ? AND domain = ? AND version = ? AND written = ?`,
  );
  for (const id of written) statement.run(environmentId, release.domain, release.version, id);
}

/** The mapping that was last used for a table with these headings. */
export function findColumnMapping(
  db: ReadableDatabase,
  columns: readonly string[],
): ColumnMapping | undefined {
  const row = db.get<{ mapping: string }>(
    "SELECT mapping FROM column_mapping WHERE headings = ?",
    JSON.stringify(columns),
  );
  return row === undefined ? undefined : columnMapping.parse(JSON.parse(row.mapping));
}

/** Remembers the mapping that a table with these headings was imported with. */
export function setColumnMapping(
  db: WritableDatabase,
  columns: readonly string[],
  mapping: ColumnMapping,
): void {
  db.run(
    `INSERT INTO column_mapping (headings, mapping) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET mapping = excluded.mapping`,
    JSON.stringify(columns),
    JSON.stringify(mapping),
  );
}

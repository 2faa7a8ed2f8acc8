import { z } from "zod";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  ColumnMapping,
  DetectionRecord,
  DetectionEdit,
  DetectionState,
  InventoryFigures,
  RemovedDetection,
} from "../../shared/model/detection.ts";
import { columnMapping, detectionState } from "../../shared/model/detection.ts";
import type { KeptEdit } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, SqlValue, WritableDatabase } from "../database/database.ts";
import {
  addEdits,
  listEditsInEnvironment,
  listEditsOf,
  setFileWords,
} from "./detection-edits.store.ts";
import type { EditableFields } from "./edits.ts";
import { describeFileWord, describeWord, differs, fileWordOn, layOver, uncover } from "./edits.ts";
import type { EarlierDetection } from "./gone.ts";

/** A detection as it is stored and counts: what its file says, the analyst's edits laid over it. */
export interface StoredDetection {
  readonly id: number;
  readonly environmentId: number;
  readonly importId: number;
  readonly record: DetectionRecord;
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
  readonly note: string;
  readonly edits: readonly DetectionEdit[];
}

/** The fields of a stored detection that an analyst edits, as they count. */
export function editableFieldsOf(stored: StoredDetection): EditableFields {
  const { record, state, stateAssumed, note, edits } = stored;
  const { quality, owner, alerting, techniques } = record;
  const setAside = edits.some(({ word }) => word.field === "setAside");
  return { state, stateAssumed, quality, owner, note, alerting, techniques, setAside };
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
const contentSchema = z.record(z.enum(contentColumns), z.union([z.string(), z.number(), z.null()]));
type Content = Readonly<z.infer<typeof contentSchema>>;

interface Row extends Content {
  readonly id: number;
  readonly environment_id: number;
  readonly import_id: number;
  readonly format: string;
  readonly key: string;
  readonly note: string;
}

const selected = `id, environment_id, import_id, format, key, note, ${contentColumns.join(", ")}`;

/**
 * What the files said of a detection before an import: enough to compare it and to put it back. The
 * analyst's edits are no part of it.
 */
const earlierSchema = z.object({
  importId: z.number().int(),
  content: contentSchema,
  techniques: z.array(z.string()).readonly(),
  get before() {
    return earlierSchema.nullable();
  },
});
type Earlier = Readonly<z.infer<typeof earlierSchema>>;

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

function detectionOf(
  row: Row,
  techniques: readonly string[],
  edits: readonly DetectionEdit[],
): StoredDetection {
  const list = (text: SqlValue): unknown => JSON.parse(String(text));
  return {
    id: row.id,
    environmentId: row.environment_id,
    importId: row.import_id,
    state: detectionState.parse(row.state),
    stateAssumed: row.state_assumed !== 0,
    note: row.note,
    edits,
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
  const edits = listEditsInEnvironment(db, environmentId);
  return db
    .all<Row>(
      `SELECT ${selected} FROM detection WHERE environment_id = ? ORDER BY name, id`,
      environmentId,
    )
    .map((row) => detectionOf(row, written.get(row.id) ?? [], edits.get(row.id) ?? []));
}

/** Detections by number, in the numbers' order. Throws `not-found` where one is gone. */
export function listDetectionsById(
  db: ReadableDatabase,
  ids: readonly number[],
): StoredDetection[] {
  const wanted = JSON.stringify([...new Set(ids)]);
  const written = new Map<number, string[]>();
  for (const row of db.all<{ id: number; written: string }>(
    `SELECT detection_id AS id, written FROM detection_technique
     WHERE detection_id IN (SELECT value FROM json_each(?)) ORDER BY detection_id, position`,
    wanted,
  )) {
    const known = written.get(row.id);
    if (known === undefined) written.set(row.id, [row.written]);
    else known.push(row.written);
  }
  const edits = listEditsOf(db, ids);
  const rows = db.all<Row>(
    `SELECT ${selected} FROM detection WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    wanted,
  );
  if (rows.length < new Set(ids).size) {
    throw new Problem("not-found", "One of these detections is no longer there.");
  }
  return rows.map((row) => detectionOf(row, written.get(row.id) ?? [], edits.get(row.id) ?? []));
}

/** One detection. Throws `not-found`. */
export function getDetection(db: ReadableDatabase, id: number): StoredDetection {
  const [found] = db.get("SELECT 1 FROM detection WHERE id = ?", id)
    ? listDetectionsById(db, [id])
    : [];
  if (found === undefined) throw new Problem("not-found", "That detection is no longer there.");
  return found;
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

/** Removes detections, and gives them whole; those that are gone already are no failure. */
export function removeDetections(db: WritableDatabase, ids: readonly number[]): RemovedDetection[] {
  const earlier = new Map(
    db
      .all<{ id: number; before: string | null }>(
        "SELECT id, before FROM detection WHERE id IN (SELECT value FROM json_each(?))",
        JSON.stringify(ids),
      )
      .map(({ id, before }) => [id, before]),
  );
  const removed = listDetectionsById(db, [...earlier.keys()]).map(
    ({ edits, ...stored }): RemovedDetection => ({
      ...stored,
      edits: [...edits],
      before: earlier.get(stored.id) ?? null,
    }),
  );
  const statement = db.prepare("DELETE FROM detection WHERE id = ?");
  for (const { id } of removed) statement.run(id);
  return removed;
}

/**
 * Puts detections back as they were removed.
 *
 * Throws `bad-input` where one is there again, or where nothing is left that it belongs to.
 */
export function restoreDetections(
  db: WritableDatabase,
  removed: readonly RemovedDetection[],
): void {
  const isThere = "SELECT 1 FROM detection WHERE environment_id = ? AND format = ? AND key = ?";
  const hasPlace =
    "SELECT 1 FROM environment JOIN import_report ON import_report.id = ? WHERE environment.id = ?";
  const insert = db.prepare(
    `INSERT INTO detection
       (id, environment_id, import_id, format, key, note, before, ${contentColumns.join(", ")})
     VALUES (?, ?, ?, ?, ?, ?, ?, ${contentColumns.map(() => "?").join(", ")})`,
  );
  const setTechniques = prepareTechniques(db);
  for (const one of removed) {
    const { id, environmentId, importId, record, state, stateAssumed, note, edits, before } = one;
    const { format, key, name } = record;
    if (db.get(isThere, environmentId, format, key) !== undefined) {
      throw new Problem("bad-input", `${name} is in the inventory again: nothing was put back.`);
    }
    if (db.get(hasPlace, importId, environmentId) === undefined) {
      throw new Problem("bad-input", `The environment or the import of ${name} is gone.`);
    }
    const content = contentOf(record, state, stateAssumed);
    const earlier = before === null ? null : JSON.stringify(parseEarlier(before));
    insert.run(id, environmentId, importId, format, key, note, earlier, ...valuesOf(content));
    setTechniques(id, record.techniques);
    addEdits(db, id, edits);
  }
}

/** Checks what came back from outside; what is stored only this file wrote. */
function parseEarlier(before: string): Earlier {
  const parsed = earlierSchema.safeParse(JSON.parse(before));
  if (parsed.success) return parsed.data;
  throw new Problem("bad-input", "What earlier imports said of a rule is not in its form.");
}

/** A detection to store, with the state in which it arrives. */
export interface Arrival {
  readonly record: DetectionRecord;
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
}

/** The state that the files gave a detection which an import finds. */
export interface KnownState {
  readonly state: DetectionState;
  readonly stateAssumed: boolean;
}

/** Writes the detections of one import into an environment. */
export class DetectionWriter {
  readonly #environmentId: number;
  readonly #importId: number;
  readonly #db: WritableDatabase;
  readonly #known: Map<string, KnownDetection>;
  readonly #insert;
  readonly #update;
  readonly #move;
  readonly #setTechniques;
  /** Where the import found each detection. */
  readonly #seen = new Map<string, string>();

  constructor(db: WritableDatabase, environmentId: number, importId: number) {
    this.#db = db;
    this.#environmentId = environmentId;
    this.#importId = importId;
    this.#known = listKnown(db, environmentId);
    const places = (count: number) => Array.from({ length: count }, () => "?").join(", ");
    this.#insert = db.prepare(
      `INSERT INTO detection (environment_id, import_id, format, key, ${contentColumns.join(", ")})
       VALUES (${places(4 + contentColumns.length)})`,
    );
    this.#update = db.prepare(
      `UPDATE detection SET import_id = ?, before = ?, ${assignments} WHERE id = ?`,
    );
    this.#move = db.prepare("UPDATE detection SET file = ?, line = ? WHERE id = ?");
    this.#setTechniques = prepareTechniques(db);
  }

  /** The analyst's edits of a detection that is there already, which its file would have otherwise. */
  listKeptEdits({ record, state, stateAssumed }: Arrival): KeptEdit[] {
    const known = this.#known.get(keyOf(record.format, record.key));
    if (known === undefined || known.edits.length === 0) return [];
    const { id, edits } = known;
    const says = { content: contentOf(record, state, stateAssumed), techniques: record.techniques };
    const fields = fieldsOfContent(says, "");
    return edits.flatMap(({ word }) => {
      const file = fileWordOn(word.field, fields);
      if (!differs({ word, file })) return [];
      const { key, name } = record;
      const { field } = word;
      const mine = describeWord(word);
      return [{ detectionId: id, key, name, field, mine, file: describeFileWord(file) }];
    });
  }

  /** The state that the files gave a detection which is there already. */
  findState(record: DetectionRecord): KnownState | undefined {
    const content = this.#known.get(keyOf(record.format, record.key))?.earlier.content;
    return content === undefined
      ? undefined
      : {
          state: detectionState.parse(content.state),
          stateAssumed: content.state_assumed !== 0,
        };
  }

  /**
   * Stores a detection; what an equal one says is not written again. The analyst's edits of one that
   * is there stay laid over what its file says now.
   */
  write({ record, state, stateAssumed }: Arrival): Written {
    const content = contentOf(record, state, stateAssumed);
    const key = keyOf(record.format, record.key);
    this.#seen.set(key, record.file);
    const known = this.#known.get(key);
    if (known === undefined) {
      const { lastInsertRowid } = this.#insert.run(
        this.#environmentId,
        this.#importId,
        record.format,
        record.key,
        ...valuesOf(content),
      );
      this.#setTechniques(lastInsertRowid, record.techniques);
      return { what: "added" };
    }
    const { id, note, edits, earlier } = known;
    const fields = listChanges(earlier, content, record.techniques);
    if (fields.length === 0) {
      const { file, line } = content;
      const isElsewhere = file !== earlier.content.file || line !== earlier.content.line;
      if (isElsewhere) this.#move.run(file, line, id);
      return { what: "unchanged" };
    }
    const stands = coverContent({ content, techniques: record.techniques }, note, edits);
    this.#update.run(this.#importId, JSON.stringify(earlier), ...valuesOf(stands.content), id);
    this.#setTechniques(id, stands.techniques);
    if (edits.length > 0) setFileWords(this.#db, id, edits, stands.file);
    return { what: "changed", fields };
  }

  /** The detections that were there, with where they lay and where this import found them. */
  listEarlier(): EarlierDetection[] {
    return [...this.#known].map(([known, { id, earlier }]) => {
      const [format, key] = splitKey(known);
      const { name, file } = earlier.content;
      const now = this.#seen.get(known) ?? null;
      return { detectionId: id, format, key, name: String(name), file: String(file), now };
    });
  }
}

/** What became of a detection that an import wrote. */
export type Written =
  | { readonly what: "added" | "unchanged" }
  | { readonly what: "changed"; readonly fields: readonly string[] };

/** Writes the technique IDs of a detection in place of those that it had. */
function prepareTechniques(db: WritableDatabase) {
  const remove = db.prepare("DELETE FROM detection_technique WHERE detection_id = ?");
  const insert = db.prepare(
    "INSERT INTO detection_technique (detection_id, position, written) VALUES (?, ?, ?)",
  );
  return (id: number, techniques: readonly string[]): void => {
    remove.run(id);
    for (const [position, written] of techniques.entries()) insert.run(id, position, written);
  };
}

/** Writes the editable fields of detections as they count from now on. */
export function setEditableFields(
  db: WritableDatabase,
  detections: readonly { readonly id: number; readonly fields: EditableFields }[],
): void {
  const update = db.prepare(
    `UPDATE detection SET state = ?, state_assumed = ?, quality = ?, owner = ?, alerting = ?,
       note = ? WHERE id = ?`,
  );
  const setTechniques = prepareTechniques(db);
  for (const { id, fields } of detections) {
    const { state, stateAssumed, quality, owner, alerting, note, techniques } = fields;
    update.run(state, stateAssumed ? 1 : 0, quality, owner, alerting ? 1 : 0, note, id);
    setTechniques(id, techniques);
  }
}

/** A detection that an import finds, with what the files said of it and the analyst's edits. */
interface KnownDetection {
  readonly id: number;
  readonly note: string;
  readonly edits: readonly DetectionEdit[];
  readonly earlier: Earlier;
}

/** What a file says of a detection. */
type FileContent = Pick<Earlier, "content" | "techniques">;

function fieldsOfContent({ content, techniques }: FileContent, note: string): EditableFields {
  return {
    state: detectionState.parse(content.state),
    stateAssumed: content.state_assumed !== 0,
    quality: content.quality === null ? null : Number(content.quality),
    owner: content.owner === null ? null : String(content.owner),
    note,
    alerting: content.alerting !== 0,
    techniques,
    setAside: false,
  };
}

function contentOfFields({ content }: FileContent, fields: EditableFields): FileContent {
  const { state, stateAssumed, quality, owner, alerting, techniques } = fields;
  return {
    content: {
      ...content,
      state,
      state_assumed: stateAssumed ? 1 : 0,
      quality,
      owner,
      alerting: alerting ? 1 : 0,
    },
    techniques,
  };
}

/** What a file says with the analyst's edits laid over it. */
function coverContent(
  says: FileContent,
  note: string,
  edits: readonly DetectionEdit[],
): FileContent & { readonly file: EditableFields } {
  const file = fieldsOfContent(says, note);
  if (edits.length === 0) return { ...says, file };
  const fields = layOver(
    file,
    edits.map(({ word }) => word),
  );
  return { ...contentOfFields(says, fields), file };
}

/** What the file of a stored detection says, without the analyst's edits. */
function uncoverContent(
  stands: FileContent,
  note: string,
  edits: readonly DetectionEdit[],
): FileContent {
  return edits.length === 0
    ? stands
    : contentOfFields(stands, uncover(fieldsOfContent(stands, note), edits));
}

const assignments = contentColumns.map((column) => `${column} = ?`).join(", ");

function keyOf(format: string, key: string): string {
  return `${format}\n${key}`;
}

function splitKey(known: string): [format: string, key: string] {
  const at = known.indexOf("\n");
  return [known.slice(0, at), known.slice(at + 1)];
}

function listKnown(db: ReadableDatabase, environmentId: number): Map<string, KnownDetection> {
  const written = listWritten(db, environmentId);
  const edits = listEditsInEnvironment(db, environmentId);
  const rows = db.all<Row & { before: string | null }>(
    `SELECT ${selected}, before FROM detection WHERE environment_id = ?`,
    environmentId,
  );
  return new Map(rows.map((row) => [keyOf(row.format, row.key), knownOf(row, written, edits)]));
}

function knownOf(
  row: Row & { readonly before: string | null },
  written: ReadonlyMap<number, readonly string[]>,
  editsOf: ReadonlyMap<number, readonly DetectionEdit[]>,
): KnownDetection {
  const { id, note, before } = row;
  const edits = editsOf.get(id) ?? [];
  const stands = { content: pickContent(row), techniques: written.get(id) ?? [] };
  return {
    id,
    note,
    edits,
    earlier: {
      importId: row.import_id,
      ...uncoverContent(stands, note, edits),
      before: before === null ? null : (JSON.parse(before) as Earlier),
    },
  };
}

function pickContent(row: Row): Content {
  // The loop walks the very keys of the type.
  return Object.fromEntries(contentColumns.map((column) => [column, row[column]])) as Content;
}

/** What a column is called where a report names the fields that changed. */
const columnWords: Readonly<Record<(typeof contentColumns)[number], string | null>> = {
  name: "name",
  kind: "kind",
  rule_count: "number of rules",
  // That a rule lies elsewhere now is no change of the rule.
  file: null,
  line: null,
  state: "state",
  state_assumed: "whether its state is assumed",
  maturity: "maturity",
  severity: "severity",
  alerting: "whether it raises alerts",
  tactics: "tactics",
  platforms: "platforms",
  log_source: "log source",
  owner: "owner",
  modified: "date of change",
  link: "link",
  description: "description",
  quality: "quality",
  own_fields: "its own fields",
};

/** In which fields a file says something else than before, in words; empty where in none. */
function listChanges(
  earlier: Earlier,
  content: Content,
  techniques: readonly string[],
): readonly string[] {
  const changes = contentColumns.flatMap((column) => {
    const word = columnWords[column];
    return word === null || earlier.content[column] === content[column] ? [] : [word];
  });
  const isSameList =
    earlier.techniques.length === techniques.length &&
    earlier.techniques.every((written, at) => written === techniques[at]);
  return isSameList ? changes : ["techniques", ...changes];
}

/**
 * Takes back what an import of detections did: removes what it added, restores what it changed. The
 * analyst's edits of what stays are laid over what is restored.
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
  const setTechniques = prepareTechniques(db);
  const changed = db.all<{ id: number; note: string; before: string }>(
    "SELECT id, note, before FROM detection WHERE import_id = ? AND before IS NOT NULL",
    importId,
  );
  const editsOf = listEditsOf(
    db,
    changed.map(({ id }) => id),
  );
  for (const { id, note, before } of changed) {
    const earlier = JSON.parse(before) as Earlier;
    const older = earlier.before === null ? null : JSON.stringify(earlier.before);
    const edits = editsOf.get(id) ?? [];
    const stands = coverContent(earlier, note, edits);
    restore.run(earlier.importId, older, ...valuesOf(stands.content), id);
    setTechniques(id, stands.techniques);
    if (edits.length > 0) setFileWords(db, id, edits, stands.file);
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

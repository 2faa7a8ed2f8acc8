import type {
  Annotation,
  AnnotationMarks,
  AnnotationPlace,
  Layer,
  LayerContent,
  LayerSummary,
} from "../../shared/model/layer.ts";
import { annotation, layer, layerSummary } from "../../shared/model/layer.ts";
import type { Marking } from "../../shared/model/marking.ts";
import { marking } from "../../shared/model/marking.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

interface LayerRow {
  readonly id: number;
  readonly name: string;
  readonly group: string;
  readonly domain: string;
  readonly version: string;
  readonly scoreMeaning: string;
  readonly origin: string;
  readonly properties: string;
  readonly marking: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface AnnotationRow {
  readonly techniqueId: string;
  readonly tactic: string;
  readonly score: number | null;
  readonly marks: string;
}

const headColumns = `id, name, group_name AS "group", domain, version,
  score_meaning AS scoreMeaning, origin, created_at AS createdAt, updated_at AS updatedAt`;
const layerColumns = `${headColumns}, properties, marking`;

/** Every layer as lists name it, but for what finds no place; by group and name. */
export function listLayerCounts(db: ReadableDatabase): Omit<LayerSummary, "unplaced">[] {
  return db
    .all<Omit<LayerRow, "properties" | "marking"> & LayerCounts>(
      `SELECT ${headColumns}, count(technique_id) AS annotations, count(score) AS scored,
         count(DISTINCT technique_id) AS techniques
       FROM layer LEFT JOIN layer_annotation ON layer_id = id
       GROUP BY id ORDER BY group_name, name, id`,
    )
    .map((row) => countedLayer.parse(row));
}

interface LayerCounts {
  readonly annotations: number;
  readonly scored: number;
  readonly techniques: number;
}

const countedLayer = layerSummary.omit({ unplaced: true });

/** Every place that an annotation of a release's layers names, once. */
export function listPlaces(
  db: ReadableDatabase,
  { domain, version }: Pick<Layer, "domain" | "version">,
): AnnotationPlace[] {
  return db
    .all<{ techniqueId: string; tactic: string }>(
      `SELECT DISTINCT technique_id AS techniqueId, tactic
       FROM layer JOIN layer_annotation ON layer_id = id WHERE domain = ? AND version = ?`,
      domain,
      version,
    )
    .map(({ techniqueId, tactic }) => ({ techniqueId, tactic: tactic === "" ? null : tactic }));
}

/**
 * How many annotations of a release's layers stand at some places, by layer; none is left out.
 *
 * `of` is all of these layers: few places are looked up in each, of many each annotation.
 */
export function countAnnotationsAt(
  db: ReadableDatabase,
  { domain, version }: Pick<Layer, "domain" | "version">,
  places: readonly AnnotationPlace[],
  of: { readonly layers: number; readonly annotations: number },
): ReadonlyMap<number, number> {
  const rows = db.all<{ id: number; count: number }>(
    places.length * of.layers <= of.annotations
      ? `SELECT layer.id, count(*) AS count
         FROM layer CROSS JOIN json_each(?) AS place CROSS JOIN layer_annotation
           ON layer_id = layer.id AND technique_id = place.value ->> 0 AND tactic = place.value ->> 1
         WHERE domain = ? AND version = ? GROUP BY layer.id`
      : // SQLite makes an index of a list of values, and none of a joined list.
        `SELECT layer.id, count(*) AS count
         FROM layer_annotation JOIN layer ON layer_id = layer.id
         WHERE json_array(technique_id, tactic) IN (SELECT value FROM json_each(?))
           AND domain = ? AND version = ? GROUP BY layer.id`,
    JSON.stringify(places.map(({ techniqueId, tactic }) => [techniqueId, tactic ?? ""])),
    domain,
    version,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** A layer with its annotations in their order. Throws `not-found`. */
export function getLayer(db: ReadableDatabase, layerId: number): Layer {
  const row = db.get<LayerRow>(`SELECT ${layerColumns} FROM layer WHERE id = ?`, layerId);
  if (row === undefined) {
    throw new Problem(
      "not-found",
      `There is no layer number ${layerId}. It may have been removed.`,
    );
  }
  return layerOf(db, row);
}

/** A layer's own marking as it is kept; undefined where there is no such layer. */
export function findLayerMarking(
  db: ReadableDatabase,
  layerId: number,
): Marking | null | undefined {
  const row = db.get<{ marking: string | null }>("SELECT marking FROM layer WHERE id = ?", layerId);
  if (row === undefined) return undefined;
  return row.marking === null ? null : marking.parse(JSON.parse(row.marking));
}

function layerOf(db: ReadableDatabase, row: LayerRow): Layer {
  return layer.parse({
    ...row,
    properties: JSON.parse(row.properties) as unknown,
    marking: row.marking === null ? null : (JSON.parse(row.marking) as unknown),
    annotations: listAnnotations(db, row.id),
  });
}

function listAnnotations(db: ReadableDatabase, layerId: number): Annotation[] {
  return db
    .all<AnnotationRow>(
      `SELECT technique_id AS techniqueId, tactic, score, marks FROM layer_annotation
       WHERE layer_id = ? ORDER BY position, technique_id, tactic`,
      layerId,
    )
    .map(({ techniqueId, tactic, score, marks }) =>
      annotation.parse({
        ...Object(JSON.parse(marks)),
        techniqueId,
        tactic: tactic === "" ? null : tactic,
        score,
      }),
    );
}

/** What a layer is stored with beside its content; `id` only to bring back a removed one. */
export interface NewLayer {
  readonly id: number | null;
  readonly group: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly marking?: Marking | null | undefined;
}

/** Stores a layer with its annotations, and gives its number. */
export function addLayer(db: WritableDatabase, content: LayerContent, at: NewLayer): number {
  const id = addLayerHead(db, content, at);
  addAnnotations(db, id, content.annotations);
  return id;
}

/** Stores what a layer says of itself, and gives its number. */
export function addLayerHead(
  db: WritableDatabase,
  content: Omit<LayerContent, "annotations">,
  at: NewLayer,
): number {
  const { lastInsertRowid: id } = db.run(
    `INSERT INTO layer (id, name, group_name, domain, version, score_meaning, origin, properties,
       created_at, updated_at, marking)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    at.id,
    content.name,
    at.group,
    content.domain,
    content.version,
    content.scoreMeaning,
    content.origin,
    JSON.stringify(content.properties),
    at.createdAt,
    at.updatedAt,
    at.marking === null || at.marking === undefined ? null : JSON.stringify(at.marking),
  );
  return id;
}

/** Stores annotations of a layer that has none at these places; `first`: the position of the first. */
export function addAnnotations(
  db: WritableDatabase,
  layerId: number,
  annotations: readonly Annotation[],
  first = 0,
): void {
  const insert = db.prepare(
    `INSERT INTO layer_annotation (layer_id, technique_id, tactic, position, score, marks)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  for (const [position, { techniqueId, tactic, score, ...marks }] of annotations.entries()) {
    insert.run(layerId, techniqueId, tactic ?? "", first + position, score, JSON.stringify(marks));
  }
}

/** Writes what a layer says of itself; its annotations stay. */
export function setLayerHead(
  db: WritableDatabase,
  { id, name, group, version, scoreMeaning, properties, updatedAt }: Omit<Layer, "annotations">,
): void {
  db.run(
    `UPDATE layer SET name = ?, group_name = ?, version = ?, score_meaning = ?, properties = ?,
       updated_at = ? WHERE id = ?`,
    name,
    group,
    version,
    scoreMeaning,
    JSON.stringify(properties),
    updatedAt,
    id,
  );
}

/** Puts other annotations in the place of a layer's own. */
export function setAnnotations(
  db: WritableDatabase,
  layerId: number,
  annotations: readonly Annotation[],
): void {
  db.run("DELETE FROM layer_annotation WHERE layer_id = ?", layerId);
  addAnnotations(db, layerId, annotations);
}

/** A place in a layer and what is to stand there; null takes it away. */
export interface AnnotationChange {
  readonly place: AnnotationPlace;
  readonly marks: AnnotationMarks | null;
}

/** Writes annotations one by one, and gives what stood there before, in reverse: the way back. */
export function changeAnnotations(
  db: WritableDatabase,
  layerId: number,
  changes: readonly AnnotationChange[],
): AnnotationChange[] {
  const find = `SELECT technique_id AS techniqueId, tactic, score, marks FROM layer_annotation
    WHERE layer_id = ? AND technique_id = ? AND tactic = ?`;
  const remove = db.prepare(
    "DELETE FROM layer_annotation WHERE layer_id = ? AND technique_id = ? AND tactic = ?",
  );
  const write = db.prepare(
    `INSERT INTO layer_annotation (layer_id, technique_id, tactic, position, score, marks)
     VALUES (?, ?, ?, (SELECT coalesce(max(position) + 1, 0) FROM layer_annotation
       WHERE layer_id = ?), ?, ?)
     ON CONFLICT DO UPDATE SET score = excluded.score, marks = excluded.marks`,
  );
  const before: AnnotationChange[] = [];
  for (const { place, marks } of changes) {
    const tactic = place.tactic ?? "";
    const row = db.get<AnnotationRow>(find, layerId, place.techniqueId, tactic);
    before.push({
      place,
      marks:
        row === undefined
          ? null
          : annotation.parse({
              ...Object(JSON.parse(row.marks)),
              techniqueId: row.techniqueId,
              tactic: place.tactic,
              score: row.score,
            }),
    });
    if (marks === null) remove.run(layerId, place.techniqueId, tactic);
    else {
      const { score, ...rest } = marks;
      write.run(layerId, place.techniqueId, tactic, layerId, score, JSON.stringify(rest));
    }
  }
  return before.reverse();
}

export function setLayerUpdatedAt(db: WritableDatabase, layerId: number, at: string): void {
  db.run("UPDATE layer SET updated_at = ? WHERE id = ?", at, layerId);
}

export function removeLayer(db: WritableDatabase, layerId: number): void {
  db.run("DELETE FROM layer WHERE id = ?", layerId);
}

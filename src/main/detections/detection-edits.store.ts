import type { DetectionEdit, EditWord } from "../../shared/model/detection.ts";
import { editWord, fileWord } from "../../shared/model/detection.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { EditableFields } from "./edits.ts";
import { fileWordOn } from "./edits.ts";

interface EditRow {
  readonly id: number;
  readonly field: string;
  /** JSON of the analyst's word and the file's: `{"mine": …, "file": …}`. */
  readonly value: string;
  readonly editedAt: string;
}

const selected = "SELECT detection_id AS id, field, value, edited_at AS editedAt";

function editsOf(rows: readonly EditRow[]): Map<number, DetectionEdit[]> {
  const edits = new Map<number, DetectionEdit[]>();
  for (const { id, field, value, editedAt } of rows) {
    // Only this file writes these values.
    const { mine, file } = JSON.parse(value) as { mine: unknown; file: unknown };
    const edit = {
      word: editWord.parse({ field, value: mine }),
      file: fileWord.parse({ field, value: file }),
      editedAt,
    };
    const known = edits.get(id);
    if (known === undefined) edits.set(id, [edit]);
    else known.push(edit);
  }
  return edits;
}

/** The edits of an environment's detections, by detection. */
export function listEditsInEnvironment(
  db: ReadableDatabase,
  environmentId: number,
): Map<number, DetectionEdit[]> {
  return editsOf(
    db.all<EditRow>(
      `${selected} FROM detection_edit
       WHERE detection_id IN (SELECT id FROM detection WHERE environment_id = ?)
       ORDER BY detection_id, field`,
      environmentId,
    ),
  );
}

/** The edits of some detections, by detection. */
export function listEditsOf(
  db: ReadableDatabase,
  ids: readonly number[],
): Map<number, DetectionEdit[]> {
  return editsOf(
    db.all<EditRow>(
      `${selected} FROM detection_edit
       WHERE detection_id IN (SELECT value FROM json_each(?)) ORDER BY detection_id, field`,
      JSON.stringify(ids),
    ),
  );
}

/** The detections of an environment that carry an edit, by format and key. */
export function listEditedKeys(
  db: ReadableDatabase,
  environmentId: number,
): { readonly format: string; readonly key: string }[] {
  return db.all(
    `SELECT format, key FROM detection
     WHERE environment_id = ? AND id IN (SELECT detection_id FROM detection_edit)`,
    environmentId,
  );
}

/** A word to keep of a detection, with what its file says of the field; null takes it away. */
export interface KeptWord {
  readonly id: number;
  readonly field: EditWord["field"];
  readonly word: EditWord | null;
  readonly file: EditableFields;
}

/** Keeps the analyst's words. */
export function setWords(db: WritableDatabase, words: readonly KeptWord[], editedAt: string): void {
  const keep = db.prepare(
    `INSERT INTO detection_edit (detection_id, field, value, edited_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value, edited_at = excluded.edited_at`,
  );
  const remove = db.prepare("DELETE FROM detection_edit WHERE detection_id = ? AND field = ?");
  for (const { id, field, word, file } of words) {
    if (word === null) remove.run(id, field);
    else keep.run(id, field, valueOf(word, file), editedAt);
  }
}

/** Puts edits of a detection down as they were. */
export function addEdits(db: WritableDatabase, id: number, edits: readonly DetectionEdit[]): void {
  for (const { word, file, editedAt } of edits) {
    db.run(
      "INSERT INTO detection_edit (detection_id, field, value, edited_at) VALUES (?, ?, ?, ?)",
      id,
      word.field,
      JSON.stringify({ mine: word.value, file: file.value }),
      editedAt,
    );
  }
}

/** Notes what the file of a detection says now beside the analyst's words on it. */
export function setFileWords(
  db: WritableDatabase,
  id: number,
  edits: readonly DetectionEdit[],
  file: EditableFields,
): void {
  for (const { word } of edits) {
    db.run(
      "UPDATE detection_edit SET value = ? WHERE detection_id = ? AND field = ?",
      valueOf(word, file),
      id,
      word.field,
    );
  }
}

function valueOf(word: EditWord, file: EditableFields): string {
  return JSON.stringify({ mine: word.value, file: fileWordOn(word.field, file).value });
}

import { readObjectText } from "../catalogue/object-text.ts";
import type { ObjectText } from "../catalogue/object-text.ts";
import type { ReadableDatabase } from "../database/database.ts";

const decoder = new TextDecoder();

/** The words of some objects and relationships, by row; they are read from the JSON as it came. */
export function listObjectTexts(
  db: ReadableDatabase,
  objectIds: readonly number[],
): Map<number, ObjectText> {
  const texts = new Map<number, ObjectText>();
  for (const { id, raw } of db.all<{ id: number; raw: Uint8Array }>(
    "SELECT id, raw FROM object WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(objectIds),
  )) {
    texts.set(id, readObjectText(JSON.parse(decoder.decode(raw))));
  }
  return texts;
}

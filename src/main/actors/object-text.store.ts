import { z } from "zod";
import type { Reference } from "../../shared/model/catalogue.ts";
import type { ReadableDatabase } from "../database/database.ts";

/** What an object or relationship of the catalogue says in words. */
export interface ObjectText {
  readonly description: string | null;
  /** What it cites; the reference that carries its own ATT&CK ID is left out. */
  readonly references: Reference[];
}

const rawText = z.object({
  description: z.string().nullish().catch(null),
  external_references: z
    .array(
      z.object({
        source_name: z.string().catch(""),
        external_id: z.string().nullish().catch(null),
        description: z.string().nullish().catch(null),
        url: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
});

const ownSource = /^mitre-(mobile-|ics-)?attack$/;
const decoder = new TextDecoder();

/** The words of some objects, by row; they are read from the JSON as it came. */
export function listObjectTexts(
  db: ReadableDatabase,
  objectIds: readonly number[],
): Map<number, ObjectText> {
  const texts = new Map<number, ObjectText>();
  for (const { id, raw } of db.all<{ id: number; raw: Uint8Array }>(
    "SELECT id, raw FROM object WHERE id IN (SELECT value FROM json_each(?))",
    JSON.stringify(objectIds),
  )) {
    const parsed = rawText.parse(JSON.parse(decoder.decode(raw)));
    const references = (parsed.external_references ?? [])
      .filter(({ source_name: source }) => source !== "" && !ownSource.test(source))
      .map(({ source_name: source, description, url }) => ({
        source,
        description: description ?? null,
        url: url ?? null,
      }));
    texts.set(id, { description: parsed.description ?? null, references });
  }
  return texts;
}

/** Rows of the groups, campaigns and software whose text holds every word, within releases. */
export function listActorsWithText(
  db: ReadableDatabase,
  releaseIds: readonly number[],
  text: string,
): Set<number> {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return new Set();
  const rows = db.all<{ id: number }>(
    `SELECT object.id FROM catalogue_text JOIN object ON object.id = catalogue_text.rowid
     WHERE catalogue_text MATCH ? AND release_id IN (SELECT value FROM json_each(?))
       AND type IN ('intrusion-set', 'campaign', 'malware', 'tool')`,
    words.map((word) => `"${word}"*`).join(" "),
    JSON.stringify(releaseIds),
  );
  return new Set(rows.map(({ id }) => id));
}

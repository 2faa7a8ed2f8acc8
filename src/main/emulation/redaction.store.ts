import type { RedactionChoice } from "../../shared/model/redaction.ts";
import { firstProfiles, redactionChoice } from "../../shared/model/redaction.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

/** The workspace's profiles of redaction; those that every workspace begins with until some are kept. */
export function getRedactionChoice(db: ReadableDatabase): RedactionChoice {
  const row = db.get<{ value: string }>("SELECT value FROM setting WHERE key = 'redaction'");
  return row === undefined
    ? { profiles: [...firstProfiles], chosen: null }
    : redactionChoice.parse(JSON.parse(row.value));
}

export function setRedactionChoice(db: WritableDatabase, choice: RedactionChoice): void {
  db.run(
    `INSERT INTO setting (key, value) VALUES ('redaction', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    JSON.stringify(choice),
  );
}

/** Names of single machines that the inventories of assets know. */
export function listAssetNames(db: ReadableDatabase): string[] {
  return db
    .all<{ name: string }>("SELECT DISTINCT name FROM asset WHERE count = 1 ORDER BY name")
    .map(({ name }) => name);
}

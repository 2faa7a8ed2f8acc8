import { noMarking } from "../../shared/model/marking.ts";
import type { WorkspaceSettings } from "../../shared/model/workspace.ts";
import { workspaceSettings } from "../../shared/model/workspace.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

const defaults: WorkspaceSettings = {
  marking: noMarking,
  staleAfterDays: 180,
};

/** The workspace's settings; the defaults until someone sets them. */
export function getSettings(db: ReadableDatabase): WorkspaceSettings {
  const row = db.get<{ value: string }>("SELECT value FROM setting WHERE key = 'settings'");
  return row === undefined ? defaults : workspaceSettings.parse(JSON.parse(row.value));
}

/** Keeps the workspace's settings. */
export function setSettings(db: WritableDatabase, settings: WorkspaceSettings): void {
  db.run(
    `INSERT INTO setting (key, value) VALUES ('settings', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    JSON.stringify(settings),
  );
}

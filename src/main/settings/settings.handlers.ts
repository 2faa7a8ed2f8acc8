import type { HandlersOf } from "../backend/handler.ts";
import { getSettings, setSettings } from "./settings.store.ts";

export const settingsHandlers: HandlersOf<"settings"> = {
  get: (_input, { db }) => getSettings(db),
  set: (settings, { db }) => {
    setSettings(db, settings);
    return getSettings(db);
  },
};

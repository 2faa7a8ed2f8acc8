import type { HandlersOf } from "../backend/handler.ts";
import { checkMarking } from "../../shared/markings.ts";
import { listSchemes } from "../markings/required-marking.store.ts";
import { getSettings, setSettings } from "./settings.store.ts";

export const settingsHandlers: HandlersOf<"settings"> = {
  get: (_input, { db }) => getSettings(db),
  set: (settings, { db, root }) => {
    checkMarking(listSchemes({ db, root }), settings.marking);
    setSettings(db, settings);
    return getSettings(db);
  },
};

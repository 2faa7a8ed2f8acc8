import type { HandlersOf } from "../backend/handler.ts";
import {
  addEnvironment,
  listEnvironments,
  removeEnvironment,
  setEnvironmentName,
} from "./environments.store.ts";

export const environmentsHandlers: HandlersOf<"environments"> = {
  list: (_input, { db }) => listEnvironments(db),
  create: ({ name }, { db, now }) => addEnvironment(db, name, now().toISOString()),
  rename: ({ id, name }, { db }) => setEnvironmentName(db, id, name),
  remove: ({ id }, { db }) => {
    removeEnvironment(db, id);
    return null;
  },
};

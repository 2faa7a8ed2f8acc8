import type { HandlersOf } from "../backend/handler.ts";
import { fillSample } from "../assessments/sample.handlers.ts";
import { importStarter } from "../catalogue/catalogue.handlers.ts";

export const workspaceHandlers: HandlersOf<"workspace"> = {
  create: ({ path, starter }, session) =>
    session.create(path, async (context) => {
      if (starter) await importStarter(context);
    }),
  createSample: ({ path }, session) => session.create(path, fillSample),
  open: ({ path }, session) => session.open(path),
  current: (_input, session) => session.current(),
  saveCopy: async ({ path, replace }, session) => {
    await session.saveCopy(path, replace);
    return { path };
  },
  close: async (_input, session) => {
    await session.close();
    return null;
  },
};

export const taskHandlers: HandlersOf<"tasks"> = {
  cancel: ({ callId }, session) => {
    session.cancel(callId);
    return null;
  },
};

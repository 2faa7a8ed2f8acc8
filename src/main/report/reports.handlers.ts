import type { HandlersOf } from "../backend/handler.ts";
import { exportReport } from "./export-report.handlers.ts";
import { factsHandlers } from "./facts.handlers.ts";
import { templatesHandlers } from "./templates.handlers.ts";

export const reportsHandlers: HandlersOf<"reports"> = {
  ...factsHandlers,
  ...templatesHandlers,
  export: exportReport,
};

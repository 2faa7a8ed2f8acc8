import type { HandlersOf } from "../backend/handler.ts";
import { templatesHandlers } from "./templates.handlers.ts";

export const reportsHandlers: HandlersOf<"reports"> = {
  ...templatesHandlers,
};

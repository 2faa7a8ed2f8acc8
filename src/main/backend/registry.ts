import { actorsHandlers } from "../actors/actors.handlers.ts";
import { assessmentsHandlers } from "../assessments/assessments.handlers.ts";
import { assetsHandlers } from "../assets/assets.handlers.ts";
import { catalogueHandlers } from "../catalogue/catalogue.handlers.ts";
import { compareHandlers } from "../compare/compare.handlers.ts";
import { coverageHandlers } from "../coverage/coverage.handlers.ts";
import { detectionsHandlers } from "../detections/detections.handlers.ts";
import { emulationHandlers } from "../emulation/emulation.handlers.ts";
import { environmentsHandlers } from "../environments/environments.handlers.ts";
import { gapsHandlers } from "../gaps/gaps.handlers.ts";
import { importsHandlers } from "../imports/imports.handlers.ts";
import { intelligenceHandlers } from "../intelligence/intelligence.handlers.ts";
import { layersHandlers } from "../layers/layers.handlers.ts";
import { markingsHandlers } from "../markings/markings.handlers.ts";
import { planHandlers } from "../plan/plan.handlers.ts";
import { reportsHandlers } from "../report/reports.handlers.ts";
import { searchHandlers } from "../search/search.handlers.ts";
import { settingsHandlers } from "../settings/settings.handlers.ts";
import { situationsHandlers } from "../situations/situations.handlers.ts";
import { snapshotsHandlers } from "../snapshots/snapshots.handlers.ts";
import { telemetryHandlers } from "../telemetry/telemetry.handlers.ts";
import { taskHandlers, workspaceHandlers } from "../workspace/workspace.handlers.ts";
import type { Handlers } from "./handler.ts";

/** Who answers what: the only place that knows every capability. */
export const handlers: Handlers = {
  workspace: workspaceHandlers,
  tasks: taskHandlers,
  environments: environmentsHandlers,
  settings: settingsHandlers,
  imports: importsHandlers,
  catalogue: catalogueHandlers,
  assessments: assessmentsHandlers,
  assets: assetsHandlers,
  actors: actorsHandlers,
  compare: compareHandlers,
  intelligence: intelligenceHandlers,
  detections: detectionsHandlers,
  coverage: coverageHandlers,
  emulation: emulationHandlers,
  gaps: gapsHandlers,
  plan: planHandlers,
  layers: layersHandlers,
  reports: reportsHandlers,
  markings: markingsHandlers,
  search: searchHandlers,
  snapshots: snapshotsHandlers,
  situations: situationsHandlers,
  telemetry: telemetryHandlers,
};

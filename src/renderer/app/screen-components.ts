import { loadable, type Loadable } from "../ui/loadable.tsx";
import type { Inspected, Screen } from "./app-state.ts";

/** The component of each screen, loaded when it is first opened. */
export const screenComponents: Readonly<Record<Screen, Loadable<object>>> = {
  overview: loadable(async () => (await import("../overview/Overview.tsx")).Overview),
  catalogue: loadable(
    async () => (await import("../catalogue/CatalogueScreen.tsx")).CatalogueScreen,
  ),
  actors: loadable(async () => (await import("../actors/ActorsScreen.tsx")).ActorsScreen),
  detections: loadable(
    async () => (await import("../detections/DetectionsScreen.tsx")).DetectionsScreen,
  ),
  coverage: loadable(async () => (await import("../coverage/CoverageScreen.tsx")).CoverageScreen),
  gaps: loadable(async () => (await import("../gaps/GapsScreen.tsx")).GapsScreen),
  emulation: loadable(
    async () => (await import("../emulation/EmulationScreen.tsx")).EmulationScreen,
  ),
  compare: loadable(async () => (await import("../compare/CompareScreen.tsx")).CompareScreen),
  reports: loadable(async () => (await import("../reports/ReportsScreen.tsx")).ReportsScreen),
  imports: loadable(async () => (await import("../imports/ImportsScreen.tsx")).ImportsScreen),
  settings: loadable(async () => (await import("../settings/SettingsScreen.tsx")).SettingsScreen),
};

/** The inspector of a technique, loaded when it is first opened. */
export const Inspector: Loadable<Inspected> = loadable(
  async () => (await import("../inspector/TechniqueInspector.tsx")).TechniqueInspector,
);

import { type ComponentType, lazy } from "react";
import type { Inspected, Screen } from "./app-state.ts";

type Loaded = Promise<{ readonly default: ComponentType }>;

/** Loads the code of each screen. */
export const loadScreen: Readonly<Record<Screen, () => Loaded>> = {
  overview: async () => ({ default: (await import("../overview/Overview.tsx")).Overview }),
  catalogue: async () => ({
    default: (await import("../catalogue/CatalogueScreen.tsx")).CatalogueScreen,
  }),
  actors: async () => ({ default: (await import("../actors/ActorsScreen.tsx")).ActorsScreen }),
  detections: async () => ({
    default: (await import("../detections/DetectionsScreen.tsx")).DetectionsScreen,
  }),
  coverage: async () => ({
    default: (await import("../coverage/CoverageScreen.tsx")).CoverageScreen,
  }),
  gaps: async () => ({ default: (await import("../gaps/GapsScreen.tsx")).GapsScreen }),
  emulation: async () => ({
    default: (await import("../emulation/EmulationScreen.tsx")).EmulationScreen,
  }),
  compare: async () => ({ default: (await import("../compare/CompareScreen.tsx")).CompareScreen }),
  reports: async () => ({ default: (await import("../reports/ReportsScreen.tsx")).ReportsScreen }),
  imports: async () => ({ default: (await import("../imports/ImportsScreen.tsx")).ImportsScreen }),
  settings: async () => ({
    default: (await import("../settings/SettingsScreen.tsx")).SettingsScreen,
  }),
};

/** The component of each screen, loaded when it is first opened. */
export const screenComponents: Readonly<Record<Screen, ComponentType>> = {
  overview: lazy(loadScreen.overview),
  catalogue: lazy(loadScreen.catalogue),
  actors: lazy(loadScreen.actors),
  detections: lazy(loadScreen.detections),
  coverage: lazy(loadScreen.coverage),
  gaps: lazy(loadScreen.gaps),
  emulation: lazy(loadScreen.emulation),
  compare: lazy(loadScreen.compare),
  reports: lazy(loadScreen.reports),
  imports: lazy(loadScreen.imports),
  settings: lazy(loadScreen.settings),
};

/** The inspector of a technique, loaded when it is first opened. */
export const Inspector: ComponentType<Inspected> = lazy(async () => ({
  default: (await import("../inspector/TechniqueInspector.tsx")).TechniqueInspector,
}));

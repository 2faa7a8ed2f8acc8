import { type ComponentType, lazy } from "react";
import type { Inspected, Screen } from "./app-state.ts";

/** The component of each screen, loaded when it is first opened. */
export const screenComponents: Readonly<Record<Screen, ComponentType>> = {
  overview: lazy(async () => ({ default: (await import("../overview/Overview.tsx")).Overview })),
  catalogue: lazy(async () => ({
    default: (await import("../catalogue/CatalogueScreen.tsx")).CatalogueScreen,
  })),
  actors: lazy(async () => ({
    default: (await import("../actors/ActorsScreen.tsx")).ActorsScreen,
  })),
  detections: lazy(async () => ({
    default: (await import("../detections/DetectionsScreen.tsx")).DetectionsScreen,
  })),
  coverage: lazy(async () => ({
    default: (await import("../coverage/CoverageScreen.tsx")).CoverageScreen,
  })),
  gaps: lazy(async () => ({ default: (await import("../gaps/GapsScreen.tsx")).GapsScreen })),
  imports: lazy(async () => ({
    default: (await import("../imports/ImportsScreen.tsx")).ImportsScreen,
  })),
  settings: lazy(async () => ({
    default: (await import("../settings/SettingsScreen.tsx")).SettingsScreen,
  })),
};

/** The inspector of a technique, loaded when it is first opened. */
export const Inspector: ComponentType<Inspected> = lazy(async () => ({
  default: (await import("../inspector/TechniqueInspector.tsx")).TechniqueInspector,
}));

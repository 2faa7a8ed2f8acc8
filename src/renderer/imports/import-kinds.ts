import type { ImportKind } from "../../shared/model/import-report.ts";
import type { Screen } from "../app/app-state.ts";

/** What the window says of one kind of import. */
interface ImportKindWords {
  /** What it brings, as a list names it. */
  readonly word: string;
  /** The screen on which what was imported is found. */
  readonly home: { readonly screen: Exclude<Screen, "imports">; readonly word: string };
  /** What leaves the workspace when it is taken back. */
  readonly undo: string;
}

export const importKinds: Readonly<Record<ImportKind, ImportKindWords>> = {
  catalogue: {
    word: "Catalogue",
    home: { screen: "catalogue", word: "Catalogue" },
    undo: "The overlay's objects leave the catalogue. The release beside it and your own data stay.",
  },
  detections: {
    word: "Detections",
    home: { screen: "detections", word: "Detections" },
    undo: "The detections that it brought leave the inventory, with what was changed in them since. Coverage is computed without them. The report stays.",
  },
  layers: {
    word: "Layers",
    home: { screen: "coverage", word: "Coverage" },
    undo: "The layers that it brought leave the workspace, with what was changed in them since. The report stays.",
  },
  telemetry: {
    word: "Log sources",
    home: { screen: "detections", word: "Detections" },
    undo: "The log sources that it brought leave the environment, those that it changed are as they were before it; what you changed by hand stays. Levels and gaps are computed without them. The report stays.",
  },
  assets: {
    word: "Assets",
    home: { screen: "detections", word: "Detections" },
    undo: "The assets that it added leave the environment, those that it changed are as they were before it. Priorities are computed anew. The report stays.",
  },
  intelligence: {
    word: "Intelligence",
    home: { screen: "actors", word: "Actors" },
    undo: "The own profiles that it brought leave the workspace, and every assessment that chose them. The report stays.",
  },
  sectors: {
    word: "Sectors",
    home: { screen: "actors", word: "Actors" },
    undo: "Sectors, countries and motives are again what they were without it: those of other imports, or those that ship with Casemate. The report stays.",
  },
  plan: {
    word: "Plan status",
    home: { screen: "gaps", word: "Gaps & plan" },
    undo: "Status, owners and days of the plan are as they were before it. The report stays.",
  },
  emulation: {
    word: "Emulation",
    home: { screen: "emulation", word: "Emulation" },
    undo: "The tests and test cases that it brought leave the workspace, those that it changed are as they were before it. Levels are computed without them. The report stays.",
  },
};

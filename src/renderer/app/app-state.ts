import type { UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { ActorRef } from "../../shared/model/actor.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ObjectKind } from "../../shared/model/catalogue.ts";
import type { ComparisonSide } from "../../shared/model/comparison-side.ts";
import type { CoverageLevel, GapReason, PriorityBand } from "../../shared/model/coverage.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import type { DetectionClass, ImportKind } from "../../shared/model/import-report.ts";
import type { Situation } from "../../shared/model/situation.ts";
import type { PlanSource } from "../../shared/model/test-plan.ts";
import type { Preferences, WorkspaceInfo } from "../../shared/model/workspace.ts";
import { useOperation } from "../use-operation.ts";

/** The screens, in the navigation's order: Ctrl+1 opens the first, Ctrl+9 the ninth. */
export const screens = [
  "overview",
  "catalogue",
  "actors",
  "detections",
  "coverage",
  "gaps",
  "emulation",
  "compare",
  "reports",
  "settings",
  "imports",
] as const;
export type Screen = (typeof screens)[number];

/** The tabs of the Detections screen, in their order. */
export const detectionsTabs = ["rules", "work-list", "log-sources", "assets"] as const;
export type DetectionsTab = (typeof detectionsTabs)[number];

/** The tabs of the Emulation screen, in their order. */
export const emulationTabs = ["runs", "tests", "trends", "compare"] as const;
export type EmulationTab = (typeof emulationTabs)[number];

/** The tabs of the Compare screen, in their order. */
export const compareTabs = [
  "actors",
  "observed",
  "assessments",
  "environments",
  "releases",
] as const;
export type CompareTab = (typeof compareTabs)[number];

/** The tabs of the Reports screen, in their order. */
export const reportsTabs = ["report", "situations", "snapshots"] as const;
export type ReportsTab = (typeof reportsTabs)[number];

/**
 * What a screen should show first. Each screen reads the fields that it knows.
 *
 * A visit with a focus starts the screen anew, so that state may begin from it.
 */
export interface Focus {
  /** Imports: the report to open. */
  readonly importId?: number;
  /** Imports: the class of a detection report to open. */
  readonly importClass?: DetectionClass | "disabled" | "experimental" | "ids";
  /** Actors: the profile to open. */
  readonly actor?: ActorRef;
  /** Coverage, gaps: filters. */
  readonly levels?: readonly CoverageLevel[];
  readonly reason?: GapReason;
  readonly band?: PriorityBand;
  /** Gaps: how they are shown at first. */
  readonly gapsView?: "table" | "board" | "decisions";
  /** Gaps: the dialog to open. */
  readonly gapsDialog?: "priority" | "plan";
  /** Gaps: whether the formats of the plan are offered at once. */
  readonly exportPlan?: boolean;
  /** Short name of a tactic. */
  readonly tactic?: string;
  readonly domain?: Domain;
  readonly techniqueId?: TechniqueId;
  /** Coverage: only techniques before compromise, set not applicable, or resting on an assumption. */
  readonly only?: "before-compromise" | "not-applicable" | "assumed" | "tested";
  /** Coverage: only techniques that this actor uses. */
  readonly usedBy?: string;
  /** Coverage: the layer to show, of the focus's domain. */
  readonly layerId?: number;
  /** Detections: the tab to open. */
  readonly tab?: DetectionsTab;
  /** Detections: the environment to open, by name. */
  readonly environment?: string;
  /** Detections: filters, or one detection. */
  readonly detectionId?: number;
  readonly detectionClass?: DetectionClass;
  readonly detectionState?: DetectionState;
  readonly assumedState?: boolean;
  /** Catalogue: a release, a kind, or one object by ATT&CK ID. */
  readonly releaseId?: number;
  readonly objectKind?: ObjectKind;
  readonly attackId?: string;
  /** Emulation: the tab, or the run, or one test case of it. */
  readonly emulationTab?: EmulationTab;
  readonly runId?: number;
  readonly caseId?: number;
  /** Emulation: what a day of tests is planned from, and the run that it is added to. */
  readonly planFrom?: PlanSource;
  readonly planInto?: number;
  /** Compare, reports: the tab to open. */
  readonly compareTab?: CompareTab;
  readonly reportsTab?: ReportsTab;
  /** Compare: the environments to set beside each other, by name. */
  readonly environments?: readonly string[];
  /** Reports: the guided start to open. */
  readonly situation?: Situation;
  /** Compare: the answers to set beside each other. */
  readonly comparison?: { readonly before: ComparisonSide; readonly after: ComparisonSide };
  /** Reports: whether the report is about to be exported, or a snapshot to be taken. */
  readonly exportReport?: boolean;
  readonly takeSnapshot?: boolean;
  /** Reports: the snapshot that is reported. */
  readonly snapshotId?: number;
  /** Catalogue, detections, tests of the library: a text to search for. */
  readonly text?: string;
  /** Settings: the section to open. */
  readonly section?: "assessment" | "workspace" | "preferences" | "about";
}

/** The technique that the inspector shows. */
export interface Inspected {
  readonly domain: Domain;
  readonly techniqueId: TechniqueId;
}

/** Where to look for files, and where what they hold goes. */
export interface ImportOptions {
  readonly environment?: string;
  readonly folder?: boolean;
  /** Of tests and results: the run that takes them. */
  readonly runId?: number;
}

/** What every screen knows of the application around it. */
export interface AppState {
  readonly workspace: WorkspaceInfo;
  /** The current assessment; undefined while the workspace has none. */
  readonly assessmentId: number | undefined;
  readonly setAssessmentId: (id: number | undefined) => void;
  readonly screen: Screen;
  readonly focus: Focus | undefined;
  readonly go: (screen: Screen, focus?: Focus) => void;
  readonly inspected: Inspected | null;
  /** Opens the inspector on a technique; null for the technique closes it. */
  readonly inspect: (domain: Domain, techniqueId: TechniqueId | null) => void;
  readonly preferences: Preferences;
  readonly setPreferences: (change: Partial<Preferences>) => void;
  /**
   * Asks for files of one kind and imports them, after a dialog or with progress above every screen;
   * the report opens.
   */
  readonly importFrom: (kind: ImportKind, options?: ImportOptions) => void;
  /** Asks for ATT&CK bundles and imports them; progress shows above every screen. */
  readonly importCatalogue: () => void;
  /** Asks for Navigator layers and imports them; the report opens. */
  readonly importLayers: () => void;
  /** Adds the starter catalogue of every domain that has no release yet. */
  readonly addStarter: () => void;
  /** Asks for an assessment's name and makes it the current one. */
  readonly createAssessment: () => void;
}

export const AppContext = createContext<AppState | null>(null);

/** The application's state; only inside an open workspace. */
export function useApp(): AppState {
  const state = useContext(AppContext);
  if (state === null) throw new Error("useApp needs an open workspace around it");
  return state;
}

/** The answer of the current assessment, computed again whenever the workspace changes. */
export function useAnswer(): UseQueryResult<AssessmentResult> {
  const { assessmentId } = useApp();
  return useOperation(
    "assessments",
    "answer",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
}

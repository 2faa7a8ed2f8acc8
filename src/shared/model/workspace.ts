import { z } from "zod";
import { marking } from "./marking.ts";

/** An estate to which detections, log sources, assets and runs belong. */
export const environment = z.object({
  id: z.number().int(),
  name: z.string().min(1).max(200),
  /** What it holds. */
  detections: z.number().int(),
  logSources: z.number().int(),
  assets: z.number().int(),
});
export type Environment = z.infer<typeof environment>;

/** The workspace that is open. */
export const workspaceInfo = z.object({
  path: z.string(),
  /** File name without the folder. */
  fileName: z.string(),
  createdAt: z.string(),
  schemaVersion: z.number().int(),
  /** Set where a migration ran on opening: the copy made before it. */
  backup: z.string().nullable(),
  sizeBytes: z.number(),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfo>;

/** Settings that belong to the workspace. */
export const workspaceSettings = z.object({
  /** Of everything that has no marking of its own. */
  marking,
  /** Days after which catalogue and inventory are called old. */
  staleAfterDays: z.number().int().min(1),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

/** How a person likes matrices drawn. */
export const matrixPreferences = z.object({
  layout: z.enum(["flat", "side", "mini"]),
  subtechniques: z.enum(["strips", "annotated", "all", "none"]),
  order: z.enum([
    "attack",
    "gaps",
    "name",
    "name-descending",
    "id",
    "id-descending",
    "score",
    "score-descending",
  ]),
  labels: z.enum(["both", "id", "name"]),
  hideDisabled: z.boolean(),
  /** Percent. */
  zoom: z.number().int().min(60).max(200),
  patterns: z.boolean(),
});

/** Preferences of the person at this machine, kept outside workspaces. */
export const preferences = z.object({
  theme: z.enum(["light", "dark", "system"]),
  navigationRail: z.boolean(),
  inspectorWidth: z.number().int(),
  /** Whether the notice that workspaces are not encrypted was read. */
  noticeRead: z.boolean(),
  recent: z.array(z.string()),
  /** Whose word the test cases take at this machine; empty until somebody says. */
  analyst: z.string().max(200).catch(""),
  /** Whether an outcome goes on to the next test case that is not assessed. */
  goOn: z.boolean().catch(true),
  /** Null until somebody changes how matrices are drawn. */
  matrix: matrixPreferences.nullable().catch(null),
});
export type Preferences = z.infer<typeof preferences>;

/** One hit of the search over everything. */
export const searchHit = z.object({
  kind: z.enum([
    "technique",
    "tactic",
    "group",
    "software",
    "campaign",
    "mitigation",
    "dataSource",
    "dataComponent",
    "detectionStrategy",
    "analytic",
    "logSource",
    "asset",
    "matrix",
    "detection",
    "assessment",
    "layer",
    "run",
    "testCase",
    "test",
  ]),
  /** ATT&CK ID, or the number of what the workspace holds of its own. */
  id: z.string(),
  name: z.string(),
  parentName: z.string().nullable(),
  domain: z.string().nullable(),
  releaseId: z.number().int().nullable(),
  /** Of a test case, its run; of others none. */
  runId: z.number().int().nullable(),
  /** Text around the match, with what matched between `start` and `end`, or null. */
  snippet: z.object({ text: z.string(), start: z.number(), end: z.number() }).nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

import { z } from "zod";
import { authenticity, catalogueCounts } from "./catalogue.ts";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { removedTestCase, runContent } from "./emulation.ts";
import { marking } from "./marking.ts";
import { removedMark } from "./run-package.ts";
import { logSourceMark, planMark } from "./plan-mark.ts";
import { layerFieldIssue, unplacedAnnotation } from "./layer.ts";

/** Something that an import noticed and that did not stop it. */
export const importWarning = z.object({
  code: z.string(),
  objectId: z.string().nullable(),
  path: z.string().nullable(),
  message: z.string(),
});
export type ImportWarning = z.infer<typeof importWarning>;

/** Objects of a bundle: what became of them. `read` is the sum of the others. */
export const objectTally = z.object({
  read: z.number().int(),
  imported: z.number().int(),
  unchanged: z.number().int(),
  skipped: z.number().int(),
});
export type ObjectTally = z.infer<typeof objectTally>;

/** What a bundle's import did, one for each domain that the file holds. */
export const catalogueImportReport = z.object({
  kind: z.literal("catalogue"),
  id: z.number().int(),
  file: z.string(),
  sha256: z.string(),
  startedAt: z.string(),
  milliseconds: z.number(),
  domain,
  version: z.string(),
  authenticity,
  /** `release`, or `overlay` for own objects beside a release. */
  as: z.enum(["release", "overlay"]),
  /** Whether the import replaced an earlier file of the same domain and release. */
  replaced: z.boolean(),
  objects: objectTally,
  /** Objects read by STIX type. */
  byType: z.array(z.object({ type: z.string(), count: z.number().int() })),
  counts: catalogueCounts,
  /** The first thousand; `warningCount` has them all. */
  warnings: z.array(importWarning),
  warningCount: z.number().int(),
});
export type CatalogueImportReport = z.infer<typeof catalogueImportReport>;

/** Why an ID of a detection names no technique of the catalogue. */
export const unknownIdReason = z.enum([
  "newer",
  "deprecated",
  "unknown",
  "malformed",
  "other-domain",
]);
export type UnknownIdReason = z.infer<typeof unknownIdReason>;

/** The class in which a detection ends: five classes that sum to all detections read. */
export const detectionClass = z.enum([
  "mapped-fully",
  "mapped-in-part",
  "newer-only",
  "other-only",
  "tactic-only",
  "untagged",
]);
export type DetectionClass = z.infer<typeof detectionClass>;

/** A file, line or row that could not be read. */
export const unreadable = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  reason: z.string(),
});
export type Unreadable = z.infer<typeof unreadable>;

/** One detection as a report lists it. */
export const reportedDetection = z.object({
  key: z.string(),
  name: z.string(),
  file: z.string(),
  class: detectionClass,
  disabled: z.boolean(),
  experimental: z.boolean(),
});
export type ReportedDetection = z.infer<typeof reportedDetection>;

/** The fields of a detection that an analyst edits. */
export const editedField = z.enum([
  "state",
  "quality",
  "owner",
  "note",
  "alerting",
  "techniques",
  "setAside",
]);
export type EditedField = z.infer<typeof editedField>;

/** An edit of the analyst's that an import left standing over what its file says. */
export const keptEdit = z.object({
  detectionId: z.number().int(),
  key: z.string(),
  name: z.string(),
  field: editedField,
  /** Both in words. */
  mine: z.string(),
  file: z.string(),
});
export type KeptEdit = z.infer<typeof keptEdit>;

/** A detection that was there and of which the files say something else now. */
export const changedDetection = z.object({
  key: z.string(),
  name: z.string(),
  file: z.string(),
  /** The fields that differ, in words. */
  fields: z.array(z.string()),
});
export type ChangedDetection = z.infer<typeof changedDetection>;

/** A detection of an earlier import of the same files that is in them no longer; it was kept. */
export const goneDetection = z.object({
  detectionId: z.number().int(),
  key: z.string(),
  name: z.string(),
  file: z.string(),
});
export type GoneDetection = z.infer<typeof goneDetection>;

/** What an import of detections did. */
export const detectionImportReport = z.object({
  kind: z.literal("detections"),
  id: z.number().int(),
  files: z.array(z.string()),
  sha256: z.string().nullable(),
  startedAt: z.string(),
  milliseconds: z.number(),
  environment: z.string(),
  format: z.string(),
  /** Domain and release against which the IDs were read; null without a catalogue. */
  domain: domain.nullable(),
  version: z.string().nullable(),
  /** Records in the files: `imported` + `updated` + `duplicates`. */
  read: z.number().int(),
  imported: z.number().int(),
  /** Detections that were in the inventory already, whether they changed or not. */
  updated: z.number().int(),
  /** Of `updated`, those of which the files say what they said before. */
  unchanged: z.number().int(),
  duplicates: z.number().int(),
  /** Files of the folder or archive that hold no detection (documentation, other data). */
  ignoredFiles: z.number().int(),
  /** The state that was assumed where the files could not say, or null. */
  assumedState: z.enum(["enabled", "disabled", "available"]).nullable(),
  /** The six classes sum to `imported` + `updated`. */
  mappedFully: z.number().int(),
  mappedInPart: z.number().int(),
  newerOnly: z.number().int(),
  otherOnly: z.number().int(),
  tacticOnly: z.number().int(),
  untagged: z.number().int(),
  disabled: z.number().int(),
  experimental: z.number().int(),
  unknownIds: z.array(
    z.object({ id: z.string(), detections: z.number().int(), reason: unknownIdReason }),
  ),
  revokedIds: z.array(
    z.object({
      id: z.string(),
      detections: z.number().int(),
      replacedBy: z.string().nullable(),
    }),
  ),
  unreadable: z.array(unreadable),
  /** Detections for each known technique ID. */
  techniques: z.array(z.object({ id: z.string(), detections: z.number().int() })),
  /** Rows of a count table that name no technique. */
  unmappedCount: z.number().int(),
  warnings: z.array(importWarning),
  detections: z.array(reportedDetection),
  keptEdits: z.array(keptEdit).default([]),
  changed: z.array(changedDetection).default([]),
  gone: z.array(goneDetection).default([]),
});
export type DetectionImportReport = z.infer<typeof detectionImportReport>;

/** An annotation of a layer file that finds no place, and whether a later release brought its ID. */
export const reportedAnnotation = unplacedAnnotation.extend({ later: z.boolean() });
export type ReportedAnnotation = z.infer<typeof reportedAnnotation>;

/** One layer of an import. `entries` = `annotations` + `repeated` + `unusable`. */
export const importedLayer = z.object({
  layerId: z.number().int(),
  name: z.string(),
  file: z.string(),
  /** Place in a file that is a list, from 0; null in a file that is one layer. */
  index: z.number().int().nullable(),
  /** Layer format as the file states it; null where it does not. */
  format: z.string().nullable(),
  domain,
  /** Release of ATT&CK as the file states it. */
  claimed: z.string().nullable(),
  /** Release against which its IDs are read. */
  version: z.string(),
  /** Whether that release is in the workspace, so that something could be placed. */
  released: z.boolean(),
  /** Entries of the file's list of techniques. */
  entries: z.number().int(),
  /** Annotations of the layer: `placed` and those in `unplaced`; none is placed without release. */
  annotations: z.number().int(),
  placed: z.number().int(),
  unplaced: z.array(reportedAnnotation),
  /** Entries replaced by a later one about the same place. */
  repeated: z.number().int(),
  /** Entries that name no technique. */
  unusable: z.number().int(),
  /** The first thousand; `issueCount` has them all. */
  issues: z.array(layerFieldIssue),
  issueCount: z.number().int(),
});
export type ImportedLayer = z.infer<typeof importedLayer>;

/** What an import of layers did. */
export const layerImportReport = z.object({
  kind: z.literal("layers"),
  id: z.number().int(),
  files: z.array(z.string()),
  sha256: z.string().nullable(),
  startedAt: z.string(),
  milliseconds: z.number(),
  layers: z.array(importedLayer),
  unreadable: z.array(unreadable),
  /** Files of the folder or archive that are no JSON. */
  ignoredFiles: z.number().int(),
  warnings: z.array(importWarning),
});
export type LayerImportReport = z.infer<typeof layerImportReport>;

/** Imports of things that are neither rules nor layers; all of them are reported in one shape. */
export const recordKind = z.enum([
  "telemetry",
  "assets",
  "intelligence",
  "sectors",
  "plan",
  "emulation",
]);
export type RecordKind = z.infer<typeof recordKind>;

/**
 * One thing that a report of records tells, of a class that gathers its like.
 *
 * The classes `added`, `changed`, `unchanged`, `duplicates` and `skipped` list what the figure of
 * that name counts; every other class is named in words that the report shows ("unknown platform").
 */
export const reportItem = z.object({
  class: z.string(),
  /** The record that it is about: a name or an ID. */
  what: z.string(),
  file: z.string().nullable(),
  line: z.number().int().nullable(),
  message: z.string(),
  /** What it means for coverage, gaps or the plan; null where it means nothing. */
  effect: z.string().nullable(),
});
export type ReportItem = z.infer<typeof reportItem>;

/** An own actor as it was before an import changed it. */
export const earlierActor = z.object({
  id: attackId,
  importId: z.number().int(),
  description: z.string(),
  confidence: z.enum(["low", "medium", "high"]),
  createdAt: z.string(),
  /** Left out by imports before imports took markings: it stays as it is. */
  marking: marking.nullable().optional(),
  techniques: z.array(z.object({ techniqueId, text: z.string() })),
  indicators: z.array(
    z.object({
      techniqueId: z.string(),
      verb: z.enum(["indicates", "uses"]),
      name: z.string(),
      pattern: z.string(),
      validFrom: z.string().nullable(),
    }),
  ),
});
export type EarlierActor = z.infer<typeof earlierActor>;

/** A run as it was before a merge changed it, with the test cases that the merge took away. */
export const mergedRunBefore = z.object({
  runId: z.number().int(),
  content: runContent,
  /** Left out by merges before packages carried markings: it stays as it is. */
  marking: marking.nullable().optional(),
  base: runContent.nullable(),
  marks: z.array(removedMark),
  removed: z.array(removedTestCase),
});
export type MergedRunBefore = z.infer<typeof mergedRunBefore>;

/** What an import of log sources, assets, intelligence, sectors, a plan's status or emulation did. */
export const recordImportReport = z.object({
  kind: recordKind,
  id: z.number().int(),
  files: z.array(z.string()),
  sha256: z.string().nullable(),
  startedAt: z.string(),
  milliseconds: z.number(),
  /** Null where it belongs to the whole workspace. */
  environment: z.string().nullable(),
  /** In words: `DeTT&CT data sources 1.1`. */
  format: z.string(),
  /** Records in the files, the sum of the five that follow. */
  read: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  duplicates: z.number().int(),
  skipped: z.number().int(),
  items: z.array(reportItem),
  unreadable: z.array(unreadable),
  /** Files of the folder or archive that hold none of this. */
  ignoredFiles: z.number().int(),
  warnings: z.array(importWarning),
  /** Of intelligence: the own actors that it changed as they were, for taking it back. */
  earlierActors: z.array(earlierActor).optional(),
  /** Of a merged package: the runs that it changed as they were, for taking it back. */
  merged: z.array(mergedRunBefore).optional(),
  /** Of a plan's status: what was fixed about each gap that it changed, for taking it back. */
  restores: z
    .array(z.object({ assessmentId: z.number().int(), before: planMark, after: planMark }))
    .optional(),
  /** The same of log sources of the plan. */
  logSourceRestores: z
    .array(
      z.object({ assessmentId: z.number().int(), before: logSourceMark, after: logSourceMark }),
    )
    .optional(),
});
export type RecordImportReport = z.infer<typeof recordImportReport>;

export const importReport = z.discriminatedUnion("kind", [
  catalogueImportReport,
  detectionImportReport,
  layerImportReport,
  recordImportReport,
]);
export type ImportReport = z.infer<typeof importReport>;

/** What an import can bring. */
export const importKind = z.enum(["catalogue", "detections", "layers", ...recordKind.options]);
export type ImportKind = z.infer<typeof importKind>;

/** What lies at a path that was dropped or opened, as far as the content says. */
export const recognisedFile = z.object({
  path: z.string(),
  /**
   * What it may be imported as. Where that is clear, all of it: several for folders and archives that
   * hold several things. Otherwise what it could be, the likeliest first, or nothing.
   */
  kinds: z.array(importKind),
  isClear: z.boolean(),
  /** What was seen of it where it is not clear, as a sentence; null where there is nothing to say. */
  reason: z.string().nullable(),
});
export type RecognisedFile = z.infer<typeof recognisedFile>;

/** A stored import report as a list names it. */
export const importSummary = z.object({
  id: z.number().int(),
  kind: importKind,
  title: z.string(),
  startedAt: z.string(),
  summary: z.string(),
  /** Whether its rows are still there and it can be undone. */
  undoable: z.boolean(),
});
export type ImportSummary = z.infer<typeof importSummary>;

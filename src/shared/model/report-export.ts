import { z } from "zod";
import { markingChoice } from "./marking.ts";
import { comparedWith, reportContent, reportFormat } from "./report-template.ts";

const path = z.string().min(1).max(4096);

/** What is reported, what of it, and in which forms. */
export const reportRequest = z.object({
  /** An assessment as it is now, or a snapshot. */
  of: comparedWith,
  content: reportContent,
  /** The folder that gets the files. */
  directory: path.optional(),
  /** Whether they stand apart in it, in a folder of the report's name. */
  apart: z.boolean().optional(),
  /** In place of a folder: the zip archive that gets the files. */
  path: path.optional(),
  formats: z.array(reportFormat).min(1).max(reportFormat.options.length),
  /** Begin the names of files with the portion mark: `(S)_`. */
  portionPrefix: z.boolean().optional(),
  /** Write over files that are there; without it nothing is written where one is. */
  replace: z.boolean().optional(),
  /** How it is marked where it is not what its things require. */
  marked: markingChoice.optional(),
  /** ISO time that everything is dated with; default: the clock. Of a snapshot it is its own. */
  now: z.string().optional(),
});
export type ReportRequest = z.infer<typeof reportRequest>;

/** A file of an export. */
export const exportedFile = z.object({
  /** Without folders. */
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
});
export type ExportedFile = z.infer<typeof exportedFile>;

/** What an export of a report wrote. */
export const exportedReport = z.object({
  /** The folder or archive. */
  path: z.string(),
  files: z.array(exportedFile),
});
export type ExportedReport = z.infer<typeof exportedReport>;

/** What lies beside the files of an export and names them: `manifest.json`. */
export const exportManifest = z.object({
  schema: z.literal("casemate-manifest/1"),
  generatedAt: z.string(),
  tool: z.string(),
  /** Words of the banner; empty = none. */
  marking: z.string(),
  files: z.array(exportedFile),
});
export type ExportManifest = z.infer<typeof exportManifest>;

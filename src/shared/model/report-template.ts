import { z } from "zod";
import { actorRef } from "./actor.ts";
import { reportLogo } from "./report-document.ts";

/** The sections that a report can have, in the order in which they usually stand. */
export const reportSectionKind = z.enum([
  "summary",
  "introduction",
  "actors",
  "overlap",
  "coverage",
  "matrix",
  "environments",
  "gaps",
  "plan",
  "funding",
  "emulation",
  "indicators",
  "comparison",
  "method",
  "settings",
  "sources",
  "techniques",
  "profiles",
]);
export type ReportSectionKind = z.infer<typeof reportSectionKind>;

/** What a report is compared with: another assessment as it is now, or a snapshot. */
export const comparedWith = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("assessment"), assessmentId: z.number().int() }),
  z.object({ kind: z.literal("snapshot"), snapshotId: z.number().int() }),
]);
export type ComparedWith = z.infer<typeof comparedWith>;

const line = z.string().trim().max(500);

/** A way of paying for the closing of gaps, to be set beside others. */
export const fundingOption = z.object({
  name: line,
  engineers: z.number().positive().max(100_000),
  /** Days of the calendar. */
  days: z.number().int().min(1).max(3650),
  /** What may be spent at most, in the plan's currency; absent = time alone decides. */
  budget: z.number().min(0).max(1_000_000_000_000).optional(),
});
export type FundingOption = z.infer<typeof fundingOption>;

/** What a report holds and how: everything that somebody chooses about it. */
export const reportContent = z.object({
  /** Empty = the assessment's name. */
  title: line,
  subtitle: line,
  /** Lines of the cover, as typed: "Prepared for", "Amber Quay". */
  titleBlock: z.array(z.object({ label: line, text: line })).max(20),
  /** Paragraphs, parted by empty lines. */
  introduction: z.string().max(100_000),
  logo: reportLogo.nullable(),
  paper: z.enum(["A4", "Letter"]),
  orientation: z.enum(["portrait", "landscape"]),
  portionMarks: z.boolean(),
  /** In their order; a kind that is not named is left out. */
  sections: z.array(reportSectionKind).max(reportSectionKind.options.length),
  /** Actors that are described; null = all that are chosen. Figures are always over all of them. */
  actors: z.array(actorRef).max(10_000).nullable(),
  /** How much is said. */
  depth: z.object({
    /** Gaps with their reasons in full; null = all. */
    gaps: z.number().int().min(1).max(100_000).nullable(),
    /** Whether an actor's techniques are listed. */
    actorTechniques: z.boolean(),
    /** Whether techniques come with the procedure texts by which actors use them. */
    procedures: z.boolean(),
    /** Whether the techniques of the appendix name the rules behind their level. */
    rules: z.boolean(),
    /** What the matrix pictures show. */
    matrixModes: z.array(z.enum(["level", "actors", "demand", "priority", "outcomes"])).max(5),
  }),
  comparedWith: comparedWith.nullable(),
  fundingOptions: z.array(fundingOption).max(6),
});
export type ReportContent = z.infer<typeof reportContent>;

/** A report's choices, kept under a name. */
export const reportTemplate = z.object({
  /** Null = it ships with Casemate, and is not changed. */
  id: z.number().int().nullable(),
  name: z.string().trim().min(1).max(200),
  /** What it is for, in a line; empty for those of the workspace. */
  about: z.string(),
  content: reportContent,
  /** Null = it ships. */
  updatedAt: z.string().nullable(),
});
export type ReportTemplate = z.infer<typeof reportTemplate>;

/** A template of the workspace, which can be changed. */
export const ownTemplate = reportTemplate.extend({ id: z.number().int(), updatedAt: z.string() });
export type OwnTemplate = z.infer<typeof ownTemplate>;

/** A template as a file carries it to another workspace. */
export const reportTemplateFile = z.object({
  schema: z.literal("casemate-report-template/1"),
  name: reportTemplate.shape.name,
  content: reportContent,
});
export type ReportTemplateFile = z.infer<typeof reportTemplateFile>;

/** The next report of an assessment, as somebody left it. */
export const reportDraft = z.object({
  /** The template that it began from, by name; it may have changed or gone since. */
  template: z.string().max(200),
  content: reportContent,
});
export type ReportDraft = z.infer<typeof reportDraft>;

/** What an export of a report writes; all of one report stand in one folder or archive. */
export const reportFormat = z.enum([
  "pdf",
  "html",
  "json",
  "xlsx",
  "markdown",
  "text",
  "plan-yaml",
  "gaps-csv",
  "layers",
]);
export type ReportFormat = z.infer<typeof reportFormat>;

/** How reports of a workspace were exported last. */
export const exportChoice = z.object({
  formats: z.array(reportFormat).max(reportFormat.options.length),
  /** One archive in place of a folder. */
  archive: z.boolean(),
  /** Names of files begin with the portion mark. */
  portionPrefix: z.boolean(),
});
export type ExportChoice = z.infer<typeof exportChoice>;

import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { assessmentTable } from "./assessments.ts";

/** Marking schemes of the site, beside those that ship. */
export const markingSchemeTable = sqliteTable("marking_scheme", {
  id: text("id").primaryKey(),
  /** JSON of the shared model's marking scheme. */
  content: text("content").notNull(),
});

/** Files that left with a lower marking than what is in them, and why. */
export const markingLoweringTable = sqliteTable("marking_lowering", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  at: text("at").notNull(),
  /** What left: "Report of Amber Quay, Q4". */
  what: text("what").notNull(),
  /** JSON of the shared model's marked things that it was made of. */
  things: text("things").notNull(),
  /** JSON of the shared model's markings that it carries. */
  markings: text("markings").notNull(),
  /** Banners in words, before and after. */
  required: text("required").notNull(),
  written: text("written").notNull(),
  reason: text("reason").notNull(),
  who: text("who").notNull(),
});

/** What reports hold and how, under names. */
export const reportTemplateTable = sqliteTable("report_template", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull().unique(),
  /** JSON of the shared model's report content. */
  content: text("content").notNull(),
  updatedAt: text("updated_at").notNull(),
});

/** What the next report of an assessment holds, as somebody left it. */
export const reportDraftTable = sqliteTable("report_draft", {
  assessmentId: integer("assessment_id")
    .primaryKey()
    .references(() => assessmentTable.id, { onDelete: "cascade" }),
  /** JSON of the shared model's report draft. */
  content: text("content").notNull(),
});

/** Assessments as they were: the facts of a report, frozen. */
export const snapshotTable = sqliteTable("snapshot", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** Null once the assessment was removed, and for a snapshot from another workspace. */
  assessmentId: integer("assessment_id").references(() => assessmentTable.id, {
    onDelete: "set null",
  }),
  assessmentName: text("assessment_name").notNull(),
  name: text("name").notNull(),
  note: text("note").notNull(),
  createdAt: text("created_at").notNull(),
  /** Of the JSON before compression. */
  sha256: text("sha256").notNull(),
  /** The JSON document `casemate-report`, compressed by gzip. */
  content: blob("content", { mode: "buffer" }).notNull(),
});

import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { assessmentTable } from "./assessments.ts";

/** The plan of an assessment: when it starts, by what it is filled, and what was promised. */
export const planTable = sqliteTable("plan", {
  assessmentId: integer("assessment_id")
    .primaryKey()
    .references(() => assessmentTable.id, { onDelete: "cascade" }),
  /** The day on which its first window begins; null = whenever it is asked for. */
  startsOn: text("starts_on"),
  /** JSON of the shared model's plan settings. */
  settings: text("settings").notNull(),
  /** JSON of windows and due days as they were agreed, against which slip is told; null = never. */
  baseline: text("baseline"),
});

/** What the analyst fixed about a gap: everything else is planned anew each time. */
export const planItemTable = sqliteTable(
  "plan_item",
  {
    assessmentId: integer("assessment_id")
      .notNull()
      .references(() => assessmentTable.id, { onDelete: "cascade" }),
    domain: text("domain").notNull(),
    techniqueId: text("technique_id").notNull(),
    /** The window it was put into: `30`, `60`, `90` or `beyond`; null = planned by priority. */
    window: text("window"),
    status: text("status", { enum: ["planned", "in-progress", "done", "dropped"] }).notNull(),
    owner: text("owner").notNull(),
    dueOn: text("due_on"),
    doneOn: text("done_on"),
    /** Person-days in place of those that the settings give. */
    effortDays: real("effort_days"),
    note: text("note").notNull(),
  },
  (table) => [primaryKey({ columns: [table.assessmentId, table.domain, table.techniqueId] })],
);

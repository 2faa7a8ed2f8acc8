import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Settings of the workspace, one JSON value each. */
export const settingTable = sqliteTable("setting", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

/** Estates: detections belong to one. */
export const environmentTable = sqliteTable("environment", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull().unique(),
  createdAt: text("created_at").notNull(),
});

/** What every import did, as it was reported: JSON of the shared model. */
export const importReportTable = sqliteTable("import_report", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  kind: text("kind", {
    enum: [
      "catalogue",
      "detections",
      "layers",
      "telemetry",
      "assets",
      "intelligence",
      "sectors",
      "plan",
      "emulation",
    ],
  }).notNull(),
  title: text("title").notNull(),
  summary: text("summary").notNull(),
  startedAt: text("started_at").notNull(),
  /** Null once the import was undone. */
  undoable: integer("undoable", { mode: "boolean" }).notNull(),
  report: text("report").notNull(),
});

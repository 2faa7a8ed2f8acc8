import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { environmentTable, importReportTable } from "./workspace.ts";

/** Log sources and data components of an environment: what is collected, and how well. */
export const telemetrySourceTable = sqliteTable(
  "telemetry_source",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
    /** The import that last brought or changed it; null where somebody typed it. */
    importId: integer("import_id").references(() => importReportTable.id),
    /** Log source as in `WinEventLog:Security`; null where only the data component is known. */
    name: text("name"),
    channel: text("channel"),
    /** Data component, or data source of a release before 18, as written. */
    dataComponent: text("data_component"),
    /** JSON list of ATT&CK platforms; empty = unknown. */
    platforms: text("platforms").notNull(),
    /** False where it is known and not connected. */
    collected: integer("collected", { mode: "boolean" }).notNull(),
    /** 0 to 5 each, null where nobody said. */
    deviceCompleteness: integer("device_completeness"),
    fieldCompleteness: integer("field_completeness"),
    timeliness: integer("timeliness"),
    consistency: integer("consistency"),
    retention: integer("retention"),
    registeredOn: text("registered_on"),
    connectedOn: text("connected_on"),
    /** JSON list. */
    products: text("products").notNull(),
    /** JSON list of the systems that it applies to. */
    systems: text("systems").notNull(),
    comment: text("comment").notNull(),
    /** JSON of what the import of `import_id` found and changed; null where it added the row. */
    before: text("before"),
  },
  (table) => [
    index("telemetry_source_by_environment").on(table.environmentId),
    index("telemetry_source_by_import").on(table.importId),
  ],
);

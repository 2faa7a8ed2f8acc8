import { index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { environmentTable, importReportTable } from "./workspace.ts";

/** What an environment consists of and what it is worth. */
export const assetTable = sqliteTable(
  "asset",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
    /** The import that last brought or changed it; null where somebody typed it. */
    importId: integer("import_id").references(() => importReportTable.id),
    name: text("name").notNull(),
    /** JSON list of ATT&CK platforms; empty = unknown. */
    platforms: text("platforms").notNull(),
    /** Platform as written. */
    platform: text("platform").notNull(),
    criticality: text("criticality", { enum: ["low", "medium", "high", "critical"] }),
    segment: text("segment").notNull(),
    owner: text("owner").notNull(),
    /** JSON list of name and value. */
    ownFields: text("own_fields").notNull(),
  },
  (table) => [
    unique().on(table.environmentId, table.name),
    index("asset_by_import").on(table.importId),
  ],
);

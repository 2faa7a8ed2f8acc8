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
    /** Machines that it stands for; 1 unless a column of numbers was mapped. */
    count: integer("count").notNull().default(1),
    /** JSON list of name and value. */
    ownFields: text("own_fields").notNull(),
    /** JSON list of the fields that somebody changed by hand: an import leaves them. */
    edited: text("edited").notNull().default("[]"),
    /** JSON of the asset as it was before the last import changed it, for undo; null when added. */
    before: text("before"),
  },
  (table) => [
    unique().on(table.environmentId, table.name),
    index("asset_by_import").on(table.importId),
  ],
);

import { index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { environmentTable, importReportTable } from "./workspace.ts";

/** The inventory: one row a rule, whatever tool it comes from. */
export const detectionTable = sqliteTable(
  "detection",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
    /** The import that last brought or changed it. */
    importId: integer("import_id")
      .notNull()
      .references(() => importReportTable.id),
    /** A detection origin of the model. */
    format: text("format").notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    kind: text("kind", { enum: ["rule", "count", "claim"] }).notNull(),
    ruleCount: integer("rule_count").notNull(),
    file: text("file").notNull(),
    line: integer("line"),
    state: text("state", { enum: ["enabled", "disabled", "available"] }).notNull(),
    stateAssumed: integer("state_assumed", { mode: "boolean" }).notNull(),
    maturity: text("maturity", {
      enum: ["stable", "test", "experimental", "deprecated", "unsupported"],
    }),
    severity: text("severity", { enum: ["informational", "low", "medium", "high", "critical"] }),
    alerting: integer("alerting", { mode: "boolean" }).notNull(),
    /** JSON lists of texts. */
    tactics: text("tactics").notNull(),
    platforms: text("platforms").notNull(),
    logSource: text("log_source"),
    owner: text("owner"),
    modified: text("modified"),
    link: text("link"),
    description: text("description"),
    quality: integer("quality"),
    note: text("note").notNull().default(""),
    /** JSON list of name and value. */
    ownFields: text("own_fields").notNull(),
    /** JSON of the record as it was before the last import changed it, for undo; null when added. */
    before: text("before"),
  },
  (table) => [
    unique().on(table.environmentId, table.format, table.key),
    index("detection_by_import").on(table.importId),
  ],
);

/** Technique IDs of a detection, as its source writes them. */
export const detectionTechniqueTable = sqliteTable(
  "detection_technique",
  {
    detectionId: integer("detection_id")
      .notNull()
      .references(() => detectionTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    written: text("written").notNull(),
  },
  (table) => [primaryKey({ columns: [table.detectionId, table.position] })],
);

/** IDs of another release that the analyst accepted to stand for a technique of this one. */
export const acceptedResolutionTable = sqliteTable(
  "accepted_resolution",
  {
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
    domain: text("domain").notNull(),
    version: text("version").notNull(),
    written: text("written").notNull(),
    techniqueId: text("technique_id").notNull(),
    acceptedAt: text("accepted_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.domain, table.version, table.written] }),
  ],
);

/** The column mapping that was last used for a table with these headings. */
export const columnMappingTable = sqliteTable("column_mapping", {
  /** The headings, joined. */
  headings: text("headings").primaryKey(),
  mapping: text("mapping").notNull(),
});

/**
 * What the analyst changed of a detection, by field: laid over what its file says.
 *
 * An import writes the file's word into the detection and never touches these.
 */
export const detectionEditTable = sqliteTable(
  "detection_edit",
  {
    detectionId: integer("detection_id")
      .notNull()
      .references(() => detectionTable.id, { onDelete: "cascade" }),
    field: text("field").notNull(),
    /** JSON value in the field's own shape. */
    value: text("value").notNull(),
    editedAt: text("edited_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.detectionId, table.field] })],
);

import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { importReportTable } from "./workspace.ts";

/** One release of one domain. */
export const releaseTable = sqliteTable(
  "release",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    domain: text("domain").notNull(),
    version: text("version").notNull(),
    stixVersion: text("stix_version").notNull(),
    sha256: text("sha256").notNull(),
    authenticity: text("authenticity", {
      enum: ["official", "altered", "inferred", "starter"],
    }).notNull(),
    fileName: text("file_name").notNull(),
    importedAt: text("imported_at").notNull(),
    newestModified: text("newest_modified"),
    hasDescriptions: integer("has_descriptions", { mode: "boolean" }).notNull(),
    /** Properties of the bundle itself but its objects, as JSON: for writing it back. */
    bundle: text("bundle").notNull(),
  },
  (table) => [unique().on(table.domain, table.version)],
);

/** A bundle of own objects beside a release. */
export const overlayTable = sqliteTable(
  "overlay",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    releaseId: integer("release_id")
      .notNull()
      .references(() => releaseTable.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    fileName: text("file_name").notNull(),
    sha256: text("sha256").notNull(),
    importedAt: text("imported_at").notNull(),
    /** The report of the import that brought it. */
    importId: integer("import_id")
      .notNull()
      .references(() => importReportTable.id),
  },
  (table) => [index("overlay_by_import").on(table.importId)],
);

/** Every STIX object of a release, relationships too, with its JSON as it came. */
export const objectTable = sqliteTable(
  "object",
  {
    id: integer("id").primaryKey(),
    releaseId: integer("release_id")
      .notNull()
      .references(() => releaseTable.id, { onDelete: "cascade" }),
    overlayId: integer("overlay_id").references(() => overlayTable.id, { onDelete: "cascade" }),
    /** Place in the bundle, for writing it back in order. */
    position: integer("position").notNull(),
    stixId: text("stix_id").notNull(),
    type: text("type").notNull(),
    attackId: text("attack_id"),
    name: text("name"),
    created: text("created"),
    modified: text("modified"),
    /** `x_mitre_version`. */
    version: text("version"),
    revoked: integer("revoked", { mode: "boolean" }).notNull(),
    deprecated: integer("deprecated", { mode: "boolean" }).notNull(),
    /** False for what a bundle of several domains holds and none of them claims: kept, not used. */
    inDomain: integer("in_domain", { mode: "boolean" }).notNull(),
    /** The object's JSON in UTF-8, byte for byte as in the bundle. */
    raw: blob("raw", { mode: "buffer" }).notNull(),
  },
  (table) => [
    unique().on(table.releaseId, table.stixId),
    // Covers what counting and listing ask: the rows themselves are long.
    index("object_by_attack_id").on(
      table.releaseId,
      table.type,
      table.attackId,
      table.revoked,
      table.deprecated,
      table.inDomain,
      table.overlayId,
      table.name,
      table.modified,
    ),
    index("object_by_overlay").on(table.overlayId),
  ],
);

/** Other names of an object, its own name not among them. */
export const aliasTable = sqliteTable(
  "alias",
  {
    objectId: integer("object_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    alias: text("alias").notNull(),
  },
  (table) => [primaryKey({ columns: [table.objectId, table.position] })],
);

/** Tactics of the matrix that is in force, in its order. */
export const tacticTable = sqliteTable("tactic", {
  objectId: integer("object_id")
    .primaryKey()
    .references(() => objectTable.id, { onDelete: "cascade" }),
  shortname: text("shortname").notNull(),
  /** Place in the matrix; null for a tactic that no matrix in force names. */
  position: integer("position"),
});

/** Tactics of a technique by their short names, in the technique's order. */
export const techniqueTacticTable = sqliteTable(
  "technique_tactic",
  {
    techniqueId: integer("technique_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    shortname: text("shortname").notNull(),
  },
  (table) => [primaryKey({ columns: [table.techniqueId, table.position] })],
);

/** Sub-techniques and what they are part of: `subtechnique-of`, or the ID where it is missing. */
export const subtechniqueTable = sqliteTable(
  "subtechnique",
  {
    objectId: integer("object_id")
      .primaryKey()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    parentId: integer("parent_id").references(() => objectTable.id, { onDelete: "set null" }),
  },
  (table) => [index("subtechnique_by_parent").on(table.parentId)],
);

/** Platforms of techniques, software, analytics and assets. */
export const platformTable = sqliteTable(
  "platform",
  {
    objectId: integer("object_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    platform: text("platform").notNull(),
  },
  (table) => [primaryKey({ columns: [table.objectId, table.position] })],
);

/** Relationships with both ends in the release; those with an end missing stay in `object` alone. */
export const relationshipTable = sqliteTable(
  "relationship",
  {
    objectId: integer("object_id")
      .primaryKey()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    /** Neither revoked nor deprecated itself; its ends may be. */
    active: integer("active", { mode: "boolean" }).notNull(),
    sourceId: integer("source_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    targetId: integer("target_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
  },
  (table) => [
    index("relationship_by_source").on(table.sourceId, table.type, table.targetId),
    index("relationship_by_target").on(table.targetId, table.type, table.sourceId),
  ],
);

/** Analytics of a detection strategy, in its order. */
export const strategyAnalyticTable = sqliteTable(
  "strategy_analytic",
  {
    strategyId: integer("strategy_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    analyticId: integer("analytic_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.strategyId, table.position] }),
    index("strategy_by_analytic").on(table.analyticId),
  ],
);

/** Log sources that an analytic or a data component names. */
export const logSourceTable = sqliteTable(
  "log_source",
  {
    /** The analytic, or the data component for its own list. */
    objectId: integer("object_id")
      .notNull()
      .references(() => objectTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    name: text("name").notNull(),
    channel: text("channel"),
    dataComponentId: integer("data_component_id").references(() => objectTable.id, {
      onDelete: "set null",
    }),
  },
  (table) => [
    primaryKey({ columns: [table.objectId, table.position] }),
    index("log_source_by_data_component").on(table.dataComponentId),
  ],
);

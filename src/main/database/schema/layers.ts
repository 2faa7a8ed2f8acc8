import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Layers: annotations on techniques of a domain, read against one release of it. */
export const layerTable = sqliteTable("layer", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  /** Empty: in no group. */
  groupName: text("group_name").notNull(),
  domain: text("domain").notNull(),
  version: text("version").notNull(),
  scoreMeaning: text("score_meaning").notNull(),
  origin: text("origin").notNull(),
  /** JSON of the shared model's layer properties. */
  properties: text("properties").notNull(),
  /** JSON of the shared model's marking; null = none of its own. */
  marking: text("marking"),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

/** One entry of a layer: a technique as written, under one tactic or (empty) under all of its. */
export const layerAnnotationTable = sqliteTable(
  "layer_annotation",
  {
    layerId: integer("layer_id")
      .notNull()
      .references(() => layerTable.id, { onDelete: "cascade" }),
    techniqueId: text("technique_id").notNull(),
    tactic: text("tactic").notNull(),
    /** Place in the layer: files are written in the order in which they were read. */
    position: integer("position").notNull(),
    score: real("score"),
    /** JSON of the shared model's marks but the score. */
    marks: text("marks").notNull(),
  },
  (table) => [primaryKey({ columns: [table.layerId, table.techniqueId, table.tactic] })],
);

import {
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { environmentTable, importReportTable } from "./workspace.ts";

export const assessmentTable = sqliteTable("assessment", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull().unique(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
  reviewOn: text("review_on"),
  /** JSON list. */
  platforms: text("platforms").notNull(),
  /** JSON list of the assets' segments in scope; empty = all. */
  segments: text("segments").notNull().default("[]"),
  beforeCompromise: integer("before_compromise", { mode: "boolean" }).notNull(),
  /** JSON of the shared model's assessment settings. */
  settings: text("settings").notNull(),
  /** JSON of the shared model's marking; null = the workspace's. */
  marking: text("marking"),
});

/** Releases by domain and version, not by row: importing anew loses nothing. */
export const assessmentReleaseTable = sqliteTable(
  "assessment_release",
  {
    assessmentId: integer("assessment_id")
      .notNull()
      .references(() => assessmentTable.id, { onDelete: "cascade" }),
    domain: text("domain").notNull(),
    version: text("version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.assessmentId, table.domain] })],
);

export const assessmentEnvironmentTable = sqliteTable(
  "assessment_environment",
  {
    assessmentId: integer("assessment_id")
      .notNull()
      .references(() => assessmentTable.id, { onDelete: "cascade" }),
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.assessmentId, table.environmentId] })],
);

export const assessmentActorTable = sqliteTable(
  "assessment_actor",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    assessmentId: integer("assessment_id")
      .notNull()
      .references(() => assessmentTable.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["group", "campaign", "software", "own"] }).notNull(),
    domain: text("domain").notNull(),
    attackId: text("attack_id").notNull(),
    /** The name when it was chosen, for when a release no longer holds it. */
    name: text("name").notNull(),
    weight: real("weight").notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [unique().on(table.assessmentId, table.domain, table.attackId)],
);

/** The analyst's additions to and exclusions from a chosen actor's profile. */
export const actorTechniqueTable = sqliteTable(
  "actor_technique",
  {
    assessmentActorId: integer("assessment_actor_id")
      .notNull()
      .references(() => assessmentActorTable.id, { onDelete: "cascade" }),
    techniqueId: text("technique_id").notNull(),
    action: text("action", { enum: ["add", "exclude"] }).notNull(),
    source: text("source").notNull(),
    date: text("date").notNull(),
    confidence: text("confidence", { enum: ["low", "medium", "high"] }).notNull(),
    text: text("text").notNull(),
  },
  (table) => [primaryKey({ columns: [table.assessmentActorId, table.techniqueId] })],
);

/** Own actors of the workspace; `OWN-<id>` stands for their ATT&CK ID. */
export const ownActorTable = sqliteTable(
  "own_actor",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    domain: text("domain").notNull(),
    name: text("name").notNull(),
    source: text("source").notNull(),
    confidence: text("confidence", { enum: ["low", "medium", "high"] }).notNull(),
    createdAt: text("created_at").notNull(),
    description: text("description").notNull().default(""),
    /** The import that brought it; null where somebody typed it. */
    importId: integer("import_id").references(() => importReportTable.id),
    /** JSON of the shared model's marking; null = none of its own. */
    marking: text("marking"),
  },
  (table) => [index("own_actor_by_import").on(table.importId)],
);

export const ownActorTechniqueTable = sqliteTable(
  "own_actor_technique",
  {
    ownActorId: integer("own_actor_id")
      .notNull()
      .references(() => ownActorTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    techniqueId: text("technique_id").notNull(),
    /** What is known of how it uses the technique. */
    text: text("text").notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.ownActorId, table.position] })],
);

/** Indicators by which a report ties an own actor to a technique. */
export const ownActorIndicatorTable = sqliteTable(
  "own_actor_indicator",
  {
    ownActorId: integer("own_actor_id")
      .notNull()
      .references(() => ownActorTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    techniqueId: text("technique_id").notNull(),
    /** The relationship's word: `indicates` or `uses`. */
    verb: text("verb").notNull(),
    name: text("name").notNull(),
    pattern: text("pattern").notNull(),
    validFrom: text("valid_from"),
  },
  (table) => [primaryKey({ columns: [table.ownActorId, table.position] })],
);

/** What the analyst decided about a technique of an assessment. */
export const techniqueDecisionTable = sqliteTable(
  "technique_decision",
  {
    assessmentId: integer("assessment_id")
      .notNull()
      .references(() => assessmentTable.id, { onDelete: "cascade" }),
    domain: text("domain").notNull(),
    techniqueId: text("technique_id").notNull(),
    status: text("status", { enum: ["open", "accepted", "mitigated", "not-applicable"] }).notNull(),
    reason: text("reason").notNull(),
    who: text("who").notNull(),
    expires: text("expires"),
    takenIn: integer("taken_in", { mode: "boolean" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.assessmentId, table.domain, table.techniqueId] })],
);

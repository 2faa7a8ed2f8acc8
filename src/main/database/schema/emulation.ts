import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { detectionTable } from "./detections.ts";
import { environmentTable, importReportTable } from "./workspace.ts";

const outcomes = [
  "not-assessed",
  "blocked",
  "alerted",
  "logged",
  "missed",
  "not-run",
  "error",
] as const;

/** The library: tests that files describe, whether they were run or not. */
export const emulationTestTable = sqliteTable(
  "emulation_test",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** The import that last brought or changed it; null where somebody typed it. */
    importId: integer("import_id").references(() => importReportTable.id),
    source: text("source").notNull(),
    /** GUID of an atomic, ID of an ability, step of a plan. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** JSON list of technique IDs as written. */
    written: text("written").notNull(),
    tactic: text("tactic"),
    /** Release of ATT&CK that its IDs belong to, where it is known. */
    version: text("version"),
    /** JSON lists of the shared model's executors, inputs, prerequisites and network needs. */
    executors: text("executors").notNull(),
    inputs: text("inputs").notNull(),
    prerequisites: text("prerequisites").notNull(),
    network: text("network").notNull(),
    file: text("file").notNull(),
    /** JSON of the record as it was before the last import changed it, for undo; null when added. */
    before: text("before"),
  },
  (table) => [
    unique().on(table.source, table.key),
    index("emulation_test_by_import").on(table.importId),
  ],
);

/** Adversaries of a runner and emulation plans: tests in an order. */
export const emulationSequenceTable = sqliteTable(
  "emulation_sequence",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    importId: integer("import_id").references(() => importReportTable.id),
    source: text("source").notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** JSON list of test keys, in order; one may come twice. */
    tests: text("tests").notNull(),
    file: text("file").notNull(),
    before: text("before"),
  },
  (table) => [
    unique().on(table.source, table.key),
    index("emulation_sequence_by_import").on(table.importId),
  ],
);

/** Runs: planned ones too, whose test cases were not run yet. */
export const emulationRunTable = sqliteTable(
  "emulation_run",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    uuid: text("uuid").notNull().unique(),
    environmentId: integer("environment_id")
      .notNull()
      .references(() => environmentTable.id, { onDelete: "cascade" }),
    importId: integer("import_id").references(() => importReportTable.id),
    /** By which an import finds it again; null where somebody typed it. */
    importKey: text("import_key"),
    name: text("name").notNull(),
    who: text("who").notNull(),
    tool: text("tool").notNull(),
    startedAt: text("started_at"),
    endedAt: text("ended_at"),
    version: text("version"),
    notes: text("notes").notNull(),
    createdAt: text("created_at").notNull(),
    /** JSON of what the last package that was merged said of the run; null before the first. */
    base: text("base"),
    /** JSON list of test cases that were taken away, for those who still have them. */
    removed: text("removed").notNull().default("[]"),
    /** JSON of the shared model's marking; null = none of its own. */
    marking: text("marking"),
  },
  (table) => [
    unique().on(table.environmentId, table.importKey),
    index("emulation_run_by_import").on(table.importId),
  ],
);

export const testCaseTable = sqliteTable(
  "test_case",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    runId: integer("run_id")
      .notNull()
      .references(() => emulationRunTable.id, { onDelete: "cascade" }),
    uuid: text("uuid").notNull().unique(),
    position: integer("position").notNull(),
    importId: integer("import_id").references(() => importReportTable.id),
    /** By which an import finds it again within its run; null where somebody typed it. */
    importKey: text("import_key"),
    source: text("source").notNull(),
    testKey: text("test_key").notNull(),
    name: text("name").notNull(),
    /** Technique ID as written; empty where the source names none. */
    written: text("written").notNull(),
    tactic: text("tactic"),
    groupName: text("group_name").notNull(),
    host: text("host").notNull(),
    platform: text("platform").notNull(),
    executor: text("executor"),
    command: text("command").notNull(),
    assignee: text("assignee").notNull(),
    startAt: text("start_at"),
    endAt: text("end_at"),
    expected: text("expected", { enum: ["block", "alert", "log"] }),
    outcome: text("outcome", { enum: outcomes }).notNull(),
    seen: text("seen", { enum: ["alert", "log", "none"] }),
    alertAt: text("alert_at"),
    timed: integer("timed", { mode: "boolean" }).notNull(),
    /** The detection that fired, by its name too: the rule may go. */
    firedId: integer("fired_id").references(() => detectionTable.id, { onDelete: "set null" }),
    firedName: text("fired_name"),
    original: text("original"),
    /** JSON of the shared model's observations, and of its execution. */
    observations: text("observations").notNull(),
    execution: text("execution"),
    redNotes: text("red_notes").notNull(),
    blueNotes: text("blue_notes").notNull(),
    /** JSON list of name and value. */
    ownFields: text("own_fields").notNull(),
    /** JSON list of fields that a hand changed. */
    edited: text("edited").notNull().default("[]"),
    before: text("before"),
  },
  (table) => [
    unique().on(table.runId, table.importKey),
    index("test_case_by_run").on(table.runId, table.position),
    index("test_case_by_import").on(table.importId),
    index("test_case_by_detection").on(table.firedId),
  ],
);

/** Files that prove what test cases say, bytes and all. */
export const testEvidenceTable = sqliteTable(
  "test_evidence",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    caseId: integer("case_id")
      .notNull()
      .references(() => testCaseTable.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    content: blob("content", { mode: "buffer" }).notNull(),
    addedAt: text("added_at").notNull(),
    who: text("who").notNull(),
  },
  (table) => [index("test_evidence_by_case").on(table.caseId)],
);

/** Every change of a test case: who said what, and when. */
export const testCaseChangeTable = sqliteTable(
  "test_case_change",
  {
    caseId: integer("case_id")
      .notNull()
      .references(() => testCaseTable.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    at: text("at").notNull(),
    who: text("who").notNull(),
    field: text("field").notNull(),
    /** JSON values in the field's own shape. */
    before: text("before").notNull(),
    after: text("after").notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.position] })],
);

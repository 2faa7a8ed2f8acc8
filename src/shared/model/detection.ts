import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { detectionClass, type EditedField, editedField } from "./import-report.ts";

/** Whether a rule runs: `available` exists and is not known to be deployed. */
export const detectionState = z.enum(["enabled", "disabled", "available"]);
export type DetectionState = z.infer<typeof detectionState>;

/** A rule's maturity, in its source's own terms, folded to five. */
export const maturity = z.enum(["stable", "test", "experimental", "deprecated", "unsupported"]);
export type Maturity = z.infer<typeof maturity>;

export const severity = z.enum(["informational", "low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof severity>;

/** The formats of files in which detections come in. */
export const detectionFormat = z.enum([
  "csv",
  "xlsx",
  "splunk-rest",
  "splunk-conf",
  "splunk-escu",
  "sigma",
  "elastic-toml",
  "kibana-ndjson",
  "sentinel-yaml",
  "sentinel-arm",
  "dettect-techniques",
]);
export type DetectionFormat = z.infer<typeof detectionFormat>;

/** Where a detection came from: a file of detections, or a layer that claims them. */
export const detectionOrigin = z.enum([...detectionFormat.options, "navigator-layer"]);
export type DetectionOrigin = z.infer<typeof detectionOrigin>;

/** What a record stands for: one rule, a number of rules without names, or a claim without a rule. */
export const detectionKind = z.enum(["rule", "count", "claim"]);
export type DetectionKind = z.infer<typeof detectionKind>;

/**
 * One detection as a reader makes it from a file: what the file says, nothing resolved.
 *
 * `techniques` holds the IDs as written, each once, in the file's order. `state` is null where the
 * format cannot say.
 */
export const detectionRecord = z.object({
  /** Stable within its source: the rule's own ID where it has one. */
  key: z.string().min(1),
  name: z.string().min(1),
  format: detectionOrigin,
  kind: detectionKind,
  /** Number of rules that a count stands for; 1 for a rule. */
  ruleCount: z.number().int().min(1),
  /** File, with the path inside a folder or archive. */
  file: z.string(),
  line: z.number().int().nullable(),
  state: detectionState.nullable(),
  maturity: maturity.nullable(),
  severity: severity.nullable(),
  /** False for building blocks, hunts and correlation bases: they raise no alert. */
  alerting: z.boolean(),
  techniques: z.array(z.string()),
  /** Tactics as written. */
  tactics: z.array(z.string()),
  /** ATT&CK platforms that the rule's product or log source says; empty = unknown. */
  platforms: z.array(z.string()),
  logSource: z.string().nullable(),
  owner: z.string().nullable(),
  modified: z.string().nullable(),
  link: z.string().nullable(),
  description: z.string().nullable(),
  /** 0 to 5, where the file says. */
  quality: z.number().int().min(0).max(5).nullable(),
  /** Fields that Casemate does not know, as they came. */
  ownFields: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type DetectionRecord = z.infer<typeof detectionRecord>;

/** How one written ID stands to the catalogue. */
export const idResolution = z.object({
  written: z.string(),
  /** The technique it counts for, or null. */
  techniqueId: techniqueId.nullable(),
  name: z.string().nullable(),
  /** Where it is of another domain than the inventory's own, which the workspace holds as well. */
  domain: domain.optional(),
  status: z.enum([
    "known",
    "accepted",
    "revoked",
    "newer",
    "deprecated",
    "unknown",
    "malformed",
    "other-domain",
  ]),
});
export type IdResolution = z.infer<typeof idResolution>;

const wordOn = <Field extends EditedField, Value extends z.ZodType>(field: Field, value: Value) =>
  z.object({ field: z.literal(field), value });
const quality = z.number().int().min(0).max(5);
const owner = z.string().trim().min(1).max(200);
const note = z.string().max(10_000);
const writtenIds = z.array(z.string().min(1).max(500)).max(1000);

/**
 * The analyst's word on one field of a detection. It stands over the file's, whatever later files
 * say. Techniques are added to and removed from those of the file; `setAside` takes a rule that
 * names no technique on purpose off the work list.
 */
export const editWord = z.discriminatedUnion("field", [
  wordOn("state", detectionState),
  wordOn("quality", quality.nullable()),
  wordOn("owner", owner.nullable()),
  wordOn("note", note),
  wordOn("alerting", z.boolean()),
  wordOn("techniques", z.object({ added: writtenIds, removed: writtenIds })),
  wordOn("setAside", z.literal(true)),
]);
export type EditWord = z.infer<typeof editWord>;

/** What the file says of a field. Files know neither notes nor what was set aside. */
export const fileWord = z.discriminatedUnion("field", [
  wordOn("state", z.object({ state: detectionState, assumed: z.boolean() })),
  wordOn("quality", quality.nullable()),
  wordOn("owner", z.string().nullable()),
  wordOn("note", z.literal("")),
  wordOn("alerting", z.boolean()),
  wordOn("techniques", z.array(z.string())),
  wordOn("setAside", z.literal(false)),
]);
export type FileWord = z.infer<typeof fileWord>;

/** An edit of a detection: the analyst's word beside the file's. */
export const detectionEdit = z.object({
  word: editWord,
  file: fileWord,
  editedAt: z.string(),
});
export type DetectionEdit = z.infer<typeof detectionEdit>;

/** What to set of detections; what is left out stays. */
export const detectionChange = z.object({
  state: detectionState.optional(),
  quality: quality.nullable().optional(),
  owner: owner.nullable().optional(),
  note: note.optional(),
  alerting: z.boolean().optional(),
  /** Technique IDs to name. */
  addTechniques: writtenIds.optional(),
  /** IDs as written, or the techniques that they count for. */
  removeTechniques: writtenIds.optional(),
  setAside: z.boolean().optional(),
});
export type DetectionChange = z.infer<typeof detectionChange>;

/** The analyst's word on a field of one detection, for putting it back; null = the file's. */
export const heldWord = z.object({
  id: z.number().int(),
  field: editedField,
  word: editWord.nullable(),
});
export type HeldWord = z.infer<typeof heldWord>;

/**
 * Why a rule, or an ID of it, counts for nothing until somebody acts: the first that holds.
 *
 * `other-release`: an ID that a later or earlier release knows; `unknown-id`: one that no release
 * knows; `deprecated`: one that ended without a successor.
 */
export const workKind = z.enum([
  "other-release",
  "unknown-id",
  "deprecated",
  "tactic-only",
  "untagged",
]);
export type WorkKind = z.infer<typeof workKind>;

/** A rule's place on the work list: what its file leaves to do, and whether that was done. */
export const workItem = z.object({ kind: workKind, isDone: z.boolean() });
export type WorkItem = z.infer<typeof workItem>;

/** A technique that a rule may be about, and what naming it would do to coverage. */
export const techniqueSuggestion = z.object({
  techniqueId,
  /** With its parent's. */
  name: z.string(),
  domain,
  /** Words of the rule's name or description that are the technique's; none = by tactic alone. */
  words: z.array(z.string()),
  /** Whether it has a tactic that the rule names. */
  ofTactic: z.boolean(),
  /** Groups of the release that use it. */
  groups: z.number().int(),
  /** Null without an assessment, or where it does not ask for the technique. */
  usedByChosenActors: z.number().int().nullable(),
  /** Both null without an assessment, or where it does not ask about the domain. */
  levelNow: z.string().nullable(),
  levelWith: z.string().nullable(),
});
export type TechniqueSuggestion = z.infer<typeof techniqueSuggestion>;

/** A technique that a rule can be made to name. */
export const techniqueChoice = z.object({
  techniqueId,
  /** With its parent's. */
  name: z.string(),
  domain,
});
export type TechniqueChoice = z.infer<typeof techniqueChoice>;

/** A detection as the inventory lists it. */
export const detectionSummary = z.object({
  id: z.number().int(),
  environmentId: z.number().int(),
  key: z.string(),
  name: z.string(),
  format: detectionOrigin,
  kind: detectionKind,
  ruleCount: z.number().int(),
  state: detectionState,
  stateAssumed: z.boolean(),
  maturity: maturity.nullable(),
  severity: severity.nullable(),
  alerting: z.boolean(),
  class: detectionClass,
  techniques: z.array(idResolution),
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  logSource: z.string().nullable(),
  owner: z.string().nullable(),
  quality: z.number().int().nullable(),
  modified: z.string().nullable(),
  file: z.string(),
  importId: z.number().int(),
  /** Fields on which the analyst's word stands over the file's. */
  edited: z.array(editedField),
  /** Null where its file leaves nothing to do. */
  work: workItem.nullable(),
});
export type DetectionSummary = z.infer<typeof detectionSummary>;

/** Everything stored of one detection. */
export const detectionDetail = detectionSummary.extend({
  link: z.string().nullable(),
  description: z.string().nullable(),
  note: z.string(),
  line: z.number().int().nullable(),
  ownFields: z.array(z.object({ name: z.string(), value: z.string() })),
  edits: z.array(detectionEdit),
});
export type DetectionDetail = z.infer<typeof detectionDetail>;

/** A detection that was removed, whole, for putting it back. */
export const removedDetection = z.object({
  id: z.number().int(),
  environmentId: z.number().int(),
  importId: z.number().int(),
  /** As it counts: the analyst's edits laid over what its file says. */
  record: detectionRecord,
  state: detectionState,
  stateAssumed: z.boolean(),
  note: z.string(),
  edits: z.array(detectionEdit),
  /** What earlier imports said of it, which undoing the later ones brings back; null = nothing. */
  before: z.string().nullable(),
});
export type RemovedDetection = z.infer<typeof removedDetection>;

/** The inventory of an environment in figures. */
export const inventoryFigures = z.object({
  environmentId: z.number().int(),
  detections: z.number().int(),
  enabled: z.number().int(),
  disabled: z.number().int(),
  available: z.number().int(),
  assumed: z.number().int(),
  /** When the newest import ran. */
  newestImport: z.string().nullable(),
});
export type InventoryFigures = z.infer<typeof inventoryFigures>;

/** The columns of a table that Casemate understands. */
export const tableField = z.enum([
  "key",
  "name",
  "techniques",
  "tactics",
  "state",
  "maturity",
  "severity",
  "platforms",
  "logSource",
  "owner",
  "modified",
  "link",
  "description",
  "quality",
  "alerting",
  "count",
]);
export type TableField = z.infer<typeof tableField>;

/** Which column of a table feeds which field, by column heading. */
export const columnMapping = z.array(z.object({ field: tableField, column: z.string() }));
export type ColumnMapping = z.infer<typeof columnMapping>;

/** What a file of detections looks like, before it is imported. */
export const detectionPreview = z.object({
  /** Formats with the number of files of each, the most frequent first; never empty. */
  formats: z.array(z.object({ format: detectionOrigin, files: z.number().int() })).min(1),
  /** For tables: the headings, the mapping that was recognised or remembered, and first rows. */
  table: z
    .object({
      sheets: z.array(z.string()),
      sheet: z.string().nullable(),
      columns: z.array(z.string()),
      mapping: columnMapping,
      /** Whether the mapping suffices to import without asking. */
      complete: z.boolean(),
      /** `rules`: a row is a rule; `counts`: a row is a technique and a number of rules. */
      shape: z.enum(["rules", "counts"]),
      rows: z.array(z.array(z.string())),
    })
    .nullable(),
  /** Whether the files say of themselves which rules run. */
  saysState: z.boolean(),
});
export type DetectionPreview = z.infer<typeof detectionPreview>;

/** A written ID of another release, and the technique of this one that it may stand for. */
export const resolutionOffer = z.object({
  written: z.string(),
  writtenName: z.string().nullable(),
  detections: z.number().int(),
  /** Test cases of these environments and tests of the library that write it. */
  tests: z.number().int(),
  kind: z.enum(["certain", "by-name", "choice", "none"]),
  candidates: z.array(
    z.object({ techniqueId, name: z.string(), usedByChosenActors: z.number().int() }),
  ),
  /** The candidate that is selected before anyone chooses. */
  preselected: techniqueId.nullable(),
  accepted: techniqueId.nullable(),
  /** Level of the candidate now and with the map, where the assessment asks for the technique. */
  levelNow: z.string().nullable(),
  levelWith: z.string().nullable(),
});
export type ResolutionOffer = z.infer<typeof resolutionOffer>;

/** All offers for an environment against a release, and what accepting would do to coverage. */
export const resolutionOffers = z.object({
  /** The workspace's domains, each with the number of IDs that there are offers for in it. */
  domains: z.array(z.object({ domain, ids: z.number().int() })),
  domain,
  version: z.string(),
  offers: z.array(resolutionOffer),
  /** Pairs of rule or test and ID that "accept all" would take: the certain ones. */
  certainPairs: z.number().int(),
  coveredNow: z.number().int().nullable(),
  coveredWithCertain: z.number().int().nullable(),
  coveredWithAll: z.number().int().nullable(),
  denominator: z.number().int().nullable(),
});
export type ResolutionOffers = z.infer<typeof resolutionOffers>;

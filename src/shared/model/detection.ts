import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { detectionClass } from "./import-report.ts";

/** Whether a rule runs: `available` exists and is not known to be deployed. */
export const detectionState = z.enum(["enabled", "disabled", "available"]);
export type DetectionState = z.infer<typeof detectionState>;

/** The state of one detection, and whether it was only assumed. */
export const heldState = z.object({
  id: z.number().int(),
  state: detectionState,
  stateAssumed: z.boolean(),
});
export type HeldState = z.infer<typeof heldState>;

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
  modified: z.string().nullable(),
  file: z.string(),
  importId: z.number().int(),
});
export type DetectionSummary = z.infer<typeof detectionSummary>;

/** Everything stored of one detection. */
export const detectionDetail = detectionSummary.extend({
  link: z.string().nullable(),
  description: z.string().nullable(),
  quality: z.number().int().nullable(),
  note: z.string(),
  line: z.number().int().nullable(),
  ownFields: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type DetectionDetail = z.infer<typeof detectionDetail>;

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
  format: detectionOrigin,
  files: z.number().int(),
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
  domain,
  version: z.string(),
  offers: z.array(resolutionOffer),
  /** Pairs of rule and ID that "accept all" would take: the certain ones. */
  certainPairs: z.number().int(),
  coveredNow: z.number().int().nullable(),
  coveredWithCertain: z.number().int().nullable(),
  coveredWithAll: z.number().int().nullable(),
  denominator: z.number().int().nullable(),
});
export type ResolutionOffers = z.infer<typeof resolutionOffers>;

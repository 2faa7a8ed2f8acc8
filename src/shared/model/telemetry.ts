import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";

const dimension = z.number().int().min(0).max(5).nullable();

/** How well something is collected: DeTT&CT's five dimensions, 0 to 5; null where nobody said. */
export const dataQuality = z.object({
  deviceCompleteness: dimension,
  fieldCompleteness: dimension,
  timeliness: dimension,
  consistency: dimension,
  retention: dimension,
});
export type DataQuality = z.infer<typeof dataQuality>;

const text = z.string().trim().max(500);

/**
 * What is said of one log source or data component of an environment.
 *
 * At least one of `name` and `dataComponent` is there. Without a channel, all channels of the log
 * source are meant.
 */
export const telemetryEntry = z
  .object({
    /** Log source as in `WinEventLog:Security`. */
    name: text.min(1).nullable(),
    channel: text.min(1).nullable(),
    /** Data component, or data source of a release before 18. */
    dataComponent: text.min(1).nullable(),
    /** ATT&CK platforms; empty = unknown, which is any. */
    platforms: z.array(text.min(1)).max(100),
    /** False where it is known and not connected. */
    collected: z.boolean(),
    quality: dataQuality,
    /** Days. */
    registeredOn: z.iso.date().nullable(),
    connectedOn: z.iso.date().nullable(),
    products: z.array(text.min(1)).max(1000),
    /** Systems that it applies to, in the environment's own words. */
    systems: z.array(text.min(1)).max(1000),
    comment: z.string().max(4000),
  })
  .refine(({ name, dataComponent }) => name !== null || dataComponent !== null, {
    message: "Name the log source or the data component.",
  });
export type TelemetryEntry = z.infer<typeof telemetryEntry>;

/** A stored log source or data component of an environment. */
export const telemetrySource = z.object({
  id: z.number().int(),
  environmentId: z.number().int(),
  /** The import that last brought it; null where somebody typed or changed it. */
  importId: z.number().int().nullable(),
  entry: telemetryEntry,
});
export type TelemetrySource = z.infer<typeof telemetrySource>;

/** Whether a log source that a technique needs is collected; `unsaid` while nobody has said. */
export const telemetryStanding = z.enum(["collected", "missing", "unsaid", "unnamed"]);
export type TelemetryStanding = z.infer<typeof telemetryStanding>;

/** By what log sources are told apart: a name, a name with its channel, or a data component. */
export const telemetryUnit = z.enum(["log-source", "channel", "data-component"]);
export type TelemetryUnit = z.infer<typeof telemetryUnit>;

/** Something that the catalogue's analytics, or its techniques before 18, need collected. */
export const servedSource = z.object({
  unit: telemetryUnit,
  domain,
  /** Log source or data component as the catalogue names it. */
  name: z.string(),
  channel: z.string().nullable(),
  /** Data components of a log source, or log sources of a data component. */
  others: z.array(z.string()),
  platforms: z.array(z.string()),
  /** How much of it an environment in scope collects; null while nobody has said. */
  collected: z.enum(["all", "some", "none"]).nullable(),
  /** Techniques that it serves, by ID. */
  techniques: z.array(techniqueId),
  /** Of these, those that the chosen actors use and that are open gaps; empty without assessment. */
  gaps: z.array(techniqueId),
  /** Of the gaps, those that nothing collected serves yet. */
  opens: z.array(techniqueId),
});
export type ServedSource = z.infer<typeof servedSource>;

/** What the catalogue needs, and how far it is collected. */
export const servedTelemetry = z.object({
  releases: z.array(z.object({ domain, version: z.string() })),
  environments: z.array(z.object({ name: z.string(), sources: z.number().int() })),
  sources: z.array(servedSource),
  /** Stated log sources by number, with the techniques and open gaps that they serve once collected. */
  stated: z.array(
    z.object({
      id: z.number().int(),
      techniques: z.array(techniqueId),
      gaps: z.array(techniqueId),
    }),
  ),
});
export type ServedTelemetry = z.infer<typeof servedTelemetry>;

/** What a gap is worth where log sources are chosen. */
export const gapWorth = z.enum(["actor-use", "priority", "gaps"]);
export type GapWorth = z.infer<typeof gapWorth>;

/** A log source or data component of a best set, with what it opens beyond those before it. */
export const adviceStep = z.object({
  domain,
  name: z.string(),
  channel: z.string().nullable(),
  opens: z.array(z.object({ id: techniqueId, name: z.string() })),
  /** Worth of what it opens. */
  worth: z.number(),
});
export type AdviceStep = z.infer<typeof adviceStep>;

/** The best that so many log sources, newly collected, can do. */
export const advicePoint = z.object({
  count: z.number().int(),
  gaps: z.number().int(),
  worth: z.number(),
  /** Worth of choosing the most valuable next one each time. */
  greedyWorth: z.number(),
  /** No set of this size is worth more than that; equal to `worth` where it is proven best. */
  atMost: z.number(),
  proven: z.boolean(),
});
export type AdvicePoint = z.infer<typeof advicePoint>;

/** What to collect next: the best sets of log sources by the gaps that become detectable. */
export const telemetryAdvice = z.object({
  unit: telemetryUnit,
  worth: gapWorth,
  /** Open gaps of the assessment, those that name a log source, and those that none serves yet. */
  gaps: z.number().int(),
  named: z.number().int(),
  waiting: z.number().int(),
  /** Worth of all open gaps, and of the waiting ones. */
  totalWorth: z.number(),
  waitingWorth: z.number(),
  /** Environments of which nobody has said what they collect: taken as if they collected nothing. */
  unsaid: z.array(z.string()),
  /** Log sources that would open at least one gap. */
  candidates: z.number().int(),
  /** The best set of the asked size, the most valuable first. */
  steps: z.array(adviceStep),
  /** From one to the asked size. */
  curve: z.array(advicePoint),
});
export type TelemetryAdvice = z.infer<typeof telemetryAdvice>;

/** The columns of a table of log sources that Casemate understands. */
export const telemetryField = z.enum([
  "name",
  "channel",
  "dataComponent",
  "platforms",
  "collected",
  "quality",
  "deviceCompleteness",
  "fieldCompleteness",
  "timeliness",
  "consistency",
  "retention",
  "registeredOn",
  "connectedOn",
  "products",
  "systems",
  "comment",
]);
export type TelemetryField = z.infer<typeof telemetryField>;

/** Which column of a table feeds which field, by column heading. */
export const telemetryMapping = z.array(z.object({ field: telemetryField, column: z.string() }));
export type TelemetryMapping = z.infer<typeof telemetryMapping>;

/** A table of log sources whose columns do not tell which is which. */
export const telemetryColumns = z.object({
  file: z.string(),
  /** Sheets of the workbook, and the one that this is; none for CSV. */
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  columns: z.array(z.string()),
  mapping: telemetryMapping,
  /** Whether the mapping suffices to import without asking. */
  complete: z.boolean(),
  rows: z.array(z.array(z.string())),
});
export type TelemetryColumns = z.infer<typeof telemetryColumns>;

/** What leads back from a change by hand: what it added goes, what it changed or removed is as it was. */
export const telemetryChange = z.object({
  added: z.array(z.number().int()),
  /** Each with what its import can be undone to, for the workspace alone. */
  before: z.array(telemetrySource.extend({ before: z.string().nullable() })),
});
export type TelemetryChange = z.infer<typeof telemetryChange>;

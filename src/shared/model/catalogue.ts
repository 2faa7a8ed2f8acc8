import { z } from "zod";
import { attackId, domain, techniqueId } from "./attack-id.ts";

/**
 * How far a release can be trusted to be MITRE's.
 *
 * `official`: its hash is in the shipped table. `altered`: it claims a release and the hash differs.
 * `inferred`: neither; the release comes from the newest date in it. `starter`: the facts that ship
 * with Casemate.
 */
export const authenticity = z.enum(["official", "altered", "inferred", "starter"]);
export type Authenticity = z.infer<typeof authenticity>;

/** Active objects of a release, that is neither revoked nor deprecated, by kind. */
export const catalogueCounts = z.object({
  tactics: z.number().int(),
  techniques: z.number().int(),
  subtechniques: z.number().int(),
  groups: z.number().int(),
  software: z.number().int(),
  campaigns: z.number().int(),
  mitigations: z.number().int(),
  dataSources: z.number().int(),
  dataComponents: z.number().int(),
  detectionStrategies: z.number().int(),
  analytics: z.number().int(),
});
export type CatalogueCounts = z.infer<typeof catalogueCounts>;

/** An overlay: a bundle of own objects that extends a release and can be removed again. */
export const overlay = z.object({
  id: z.number().int(),
  name: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  importedAt: z.string(),
  objects: z.number().int(),
});
export type Overlay = z.infer<typeof overlay>;

/** One release of one domain in the workspace. */
export const release = z.object({
  id: z.number().int(),
  domain,
  /** Such as `18.1`; `unknown` until the user names it. */
  version: z.string(),
  stixVersion: z.string(),
  /** SHA-256 of the uncompressed JSON, in hex. */
  sha256: z.string(),
  authenticity,
  fileName: z.string(),
  importedAt: z.string(),
  /** Day of the official release, where the version is known to the shipped table. */
  releasedOn: z.string().nullable(),
  newestModified: z.string().nullable(),
  /** Whether descriptions are in it; without them a screen says so, with the import action. */
  hasDescriptions: z.boolean(),
  counts: catalogueCounts,
  overlays: z.array(overlay),
});
export type Release = z.infer<typeof release>;

/** The kinds of object that the catalogue lists. */
export const objectKind = z.enum([
  "tactic",
  "technique",
  "group",
  "software",
  "campaign",
  "mitigation",
  "dataSource",
  "dataComponent",
  "detectionStrategy",
  "analytic",
  "logSource",
  "asset",
  "matrix",
]);
export type ObjectKind = z.infer<typeof objectKind>;

/** Whether an object still counts. */
export const objectStatus = z.enum(["active", "revoked", "deprecated"]);
export type ObjectStatus = z.infer<typeof objectStatus>;

/** An object as a list or a search result names it. */
export const objectSummary = z.object({
  stixId: z.string(),
  kind: objectKind,
  attackId: attackId.nullable(),
  name: z.string(),
  /** For a sub-technique the name of its parent. */
  parentName: z.string().nullable(),
  domain,
  releaseId: z.number().int(),
  status: objectStatus,
  aliases: z.array(z.string()),
  platforms: z.array(z.string()),
  tactics: z.array(z.string()),
  modified: z.string().nullable(),
  version: z.string().nullable(),
  /** The overlay that brought it, or null for the release itself. */
  overlay: z.string().nullable(),
});
export type ObjectSummary = z.infer<typeof objectSummary>;

/** A source that a text cites. */
export const reference = z.object({
  source: z.string(),
  description: z.string().nullable(),
  url: z.string().nullable(),
});
export type Reference = z.infer<typeof reference>;

/** An object related to another, with the text of the relationship. */
export const relatedObject = z.object({
  relationship: z.string(),
  /** `out`: the shown object is the source of the relationship. */
  direction: z.enum(["out", "in"]),
  object: objectSummary,
  description: z.string().nullable(),
  references: z.array(reference),
});
export type RelatedObject = z.infer<typeof relatedObject>;

/** Everything that the catalogue says of one object. */
export const objectDetail = objectSummary.extend({
  description: z.string().nullable(),
  created: z.string().nullable(),
  references: z.array(reference),
  /** What a revoked object became. */
  revokedBy: objectSummary.nullable(),
  related: z.array(relatedObject),
  /** Properties that Casemate does not know, as they came. */
  ownProperties: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type ObjectDetail = z.infer<typeof objectDetail>;

/** A tactic, in the matrix's order. */
export const tactic = z.object({
  attackId,
  shortname: z.string(),
  name: z.string(),
});
export type Tactic = z.infer<typeof tactic>;

/** An active technique or sub-technique of a release. */
export const technique = z.object({
  id: techniqueId,
  name: z.string(),
  parentId: techniqueId.nullable(),
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  overlay: z.string().nullable(),
});
export type Technique = z.infer<typeof technique>;

/** What a matrix shows before anything is assessed. */
export const matrix = z.object({
  releaseId: z.number().int(),
  domain,
  version: z.string(),
  tactics: z.array(tactic),
  techniques: z.array(technique),
  platforms: z.array(z.string()),
});
export type Matrix = z.infer<typeof matrix>;

/** A log source that an analytic names: what to collect to see a technique. */
export const neededLogSource = z.object({
  analytic: attackId.nullable(),
  analyticName: z.string(),
  platforms: z.array(z.string()),
  dataComponent: z.string().nullable(),
  name: z.string(),
  channel: z.string().nullable(),
});
export type NeededLogSource = z.infer<typeof neededLogSource>;

import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";

/** Kinds of object that a release is compared by. */
export const comparedKind = z.enum([
  "technique",
  "subtechnique",
  "tactic",
  "group",
  "software",
  "campaign",
  "mitigation",
  "dataSource",
  "dataComponent",
  "detectionStrategy",
  "analytic",
  "asset",
]);
export type ComparedKind = z.infer<typeof comparedKind>;

/** What a release did to an object; `removed` = the later one no longer has it at all. */
export const objectFate = z.enum([
  "added",
  "changed",
  "revoked",
  "deprecated",
  "restored",
  "removed",
]);
export type ObjectFate = z.infer<typeof objectFate>;

const addedAndRemoved = z.object({ added: z.array(z.string()), removed: z.array(z.string()) });

/** How an object's own version moved on; `none`: it changed without. */
export const versionStep = z.enum(["major", "minor", "other", "none"]);
export type VersionStep = z.infer<typeof versionStep>;

/** What of an assessment a change touches. */
export const changeTouch = z.object({
  /** A chosen actor, or one whose techniques changed. */
  chosen: z.boolean(),
  /** Chosen actors that use the technique, by name. */
  actors: z.array(z.string()),
  /** Rules of its environments that name the technique. */
  rules: z.number().int(),
});
export type ChangeTouch = z.infer<typeof changeTouch>;

/** An object that is not the same in both releases. */
export const objectChange = z.object({
  kind: comparedKind,
  stixId: z.string(),
  /** ATT&CK ID. */
  id: z.string().nullable(),
  name: z.string(),
  /** Its name before, where it was renamed. */
  formerName: z.string().nullable(),
  fate: objectFate,
  /** The object's own version. */
  version: z.object({
    before: z.string().nullable(),
    after: z.string().nullable(),
    step: versionStep,
  }),
  /** What changed, in words: "name", "platforms"; empty but for `changed`. */
  fields: z.array(z.string()),
  /** Tactics, by short name, that a technique moved into and out of; null where it did not. */
  tactics: addedAndRemoved.nullable(),
  platforms: addedAndRemoved.nullable(),
  /** What it was revoked by. */
  becomes: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  /** Null without an assessment, and where nothing of it is touched. */
  touches: changeTouch.nullable(),
});
export type ObjectChange = z.infer<typeof objectChange>;

/** How many objects of a kind are active, and how many went through what. */
export const kindTotals = z.object({
  kind: comparedKind,
  before: z.number().int(),
  after: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  renamed: z.number().int(),
  moved: z.number().int(),
  major: z.number().int(),
  minor: z.number().int(),
  revoked: z.number().int(),
  deprecated: z.number().int(),
  restored: z.number().int(),
  removed: z.number().int(),
});
export type KindTotals = z.infer<typeof kindTotals>;

/** Relationships of a type between active objects, each pair of ends once. */
export const relationshipTotals = z.object({
  type: z.string(),
  before: z.number().int(),
  after: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
});
export type RelationshipTotals = z.infer<typeof relationshipTotals>;

/** What a group, campaign or software is said to use more, and what no longer. */
export const changedUses = z.object({
  kind: z.enum(["group", "campaign", "software"]),
  id: z.string(),
  name: z.string(),
  added: z.array(techniqueId),
  removed: z.array(techniqueId),
  /** Whether it is chosen in the assessment. */
  chosen: z.boolean(),
});
export type ChangedUses = z.infer<typeof changedUses>;

/** Two releases of one domain beside each other. Lists are in the order of kinds, then of IDs. */
export const releaseComparison = z.object({
  domain,
  before: z.string(),
  after: z.string(),
  totals: z.array(kindTotals),
  relationships: z.array(relationshipTotals),
  /** Actors that are active in both. */
  uses: z.array(changedUses),
  objects: z.array(objectChange),
});
export type ReleaseComparison = z.infer<typeof releaseComparison>;

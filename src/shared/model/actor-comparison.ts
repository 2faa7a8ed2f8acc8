import { z } from "zod";
import { actorKind, actorRef, comparison, ways } from "./actor.ts";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { assessedTechnique, levelCounts } from "./coverage.ts";

/** Whose techniques are compared. */
export const comparedActors = z.discriminatedUnion("kind", [
  /** Those that are chosen for the assessment. */
  z.object({ kind: z.literal("chosen") }),
  /** Every active group of the releases. */
  z.object({ kind: z.literal("groups") }),
  /** By ATT&CK ID, name or alias, each once. */
  z.object({ kind: z.literal("named"), names: z.array(z.string().min(1).max(200)).max(1000) }),
]);
export type ComparedActors = z.infer<typeof comparedActors>;

/** Where techniques of a comparison are looked for: an assessment's releases, or one by name. */
export const comparedIn = {
  assessmentId: z.number().int().optional(),
  /** Without an assessment; default: the newest release of every domain. */
  domain: domain.optional(),
  version: z.string().optional(),
  /** Default: the assessment's; without one, with campaigns. */
  ways: ways.optional(),
};

/** What an assessment makes of a technique, as if an actor that uses it were chosen. */
export const comparedCoverage = assessedTechnique.pick({
  level: true,
  detections: true,
  inDenominator: true,
  beforeCompromise: true,
  notApplicable: true,
});

/** A technique of a comparison: how rare it is among the groups, and what we have against it. */
export const comparedTechnique = z.object({
  domain,
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  /** Active groups of the domain that use it by the ways, of all that there are. */
  groupsUsing: z.number().int(),
  groups: z.number().int(),
  /**
   * Rarity: ln(groups ÷ groups using it), 0 where every group uses it. One that no group uses is as
   * rare as one that a single group uses.
   */
  weight: z.number(),
  /** Null without an assessment, and where it is outside the assessment's scope. */
  coverage: comparedCoverage.nullable(),
});
export type ComparedTechnique = z.infer<typeof comparedTechnique>;

/** What one more actor brings to those before it. */
export const actorAddition = z.object({
  /** Index into the comparison's actors. */
  actor: z.number().int(),
  /** Techniques that nobody before it uses. */
  added: z.array(techniqueId),
  /** Techniques of all so far. */
  total: z.number().int(),
});
export type ActorAddition = z.infer<typeof actorAddition>;

/** A set of techniques of which every actor uses at least one. */
export const touchingSet = z.object({
  /** By ATT&CK ID. */
  techniques: z.array(techniqueId),
  /** No set of fewer techniques than this can do. */
  atLeast: z.number().int(),
  /** Whether no smaller set does it: `atLeast` is its size. */
  isSmallest: z.boolean(),
  /** Actors without techniques, by index: no technique can touch them. */
  untouchable: z.array(z.number().int()),
});
export type TouchingSet = z.infer<typeof touchingSet>;

/** Actors beside each other, with all that follows from their techniques. */
export const actorComparison = comparison.extend({
  ways,
  releases: z.array(z.object({ domain, version: z.string(), groups: z.number().int() })),
  /** The techniques of the union, in its order. */
  techniques: z.array(comparedTechnique),
  /** The actors by index, so that those alike stand beside each other. */
  byLikeness: z.array(z.number().int()),
  /** Each next one the actor that adds most. */
  additions: z.array(actorAddition),
  /** In the order of the actors. */
  additionsInOrder: z.array(actorAddition),
  smallestSet: touchingSet,
});
export type ActorComparison = z.infer<typeof actorComparison>;

/** Where observed techniques come from. */
export const observedSource = z.discriminatedUnion("kind", [
  /** IDs, with names and prose between them. */
  z.object({ kind: z.literal("text"), text: z.string().max(1_000_000) }),
  /** The text of the file at the `path` that goes with it. */
  z.object({ kind: z.literal("file") }),
  /** Annotations of a layer that are enabled and, where it has scores, scored above nothing. */
  z.object({ kind: z.literal("layer"), layerId: z.number().int() }),
  /** An own actor, such as an imported report; or its indicators alone. */
  z.object({ kind: z.literal("actor"), actorId: attackId, indicatorsOnly: z.boolean() }),
  /** What the test cases of a run name. */
  z.object({ kind: z.literal("run"), runId: z.number().int() }),
]);
export type ObservedSource = z.infer<typeof observedSource>;

/** An entry of a source that counts for nothing, and the technique that it became, if one. */
export const rejectedObservation = z.object({
  text: z.string(),
  reason: z.string(),
  replacedBy: techniqueId.nullable(),
});
export type RejectedObservation = z.infer<typeof rejectedObservation>;

/** How well an actor's profile fits what was observed. */
export const fittingActor = actorRef.extend({
  name: z.string(),
  aliases: z.array(z.string()),
  /** Techniques of its profile. */
  techniques: z.number().int(),
  /** Observed techniques that it uses, the rarest first. */
  shared: z.array(techniqueId),
  /**
   * Log-likelihood ratio: how much better the actor explains what was observed than the rates at
   * which all groups use these techniques. 0 = no better.
   */
  score: z.number(),
  /** Chance that a profile of the same size, made at these rates, shares as many. */
  chance: z.number(),
  /** Actors with a higher score, and one: equal scores have equal places. */
  place: z.number().int(),
  /** Levels of its techniques in the denominator; null without an assessment. */
  levels: levelCounts.nullable(),
  chosen: z.boolean(),
});
export type FittingActor = z.infer<typeof fittingActor>;

/** What observed techniques say of actors, and how little. */
export const observedComparison = z.object({
  domain,
  version: z.string(),
  ways,
  /** Whether sub-techniques count as their techniques. */
  byParent: z.boolean(),
  groups: z.number().int(),
  /** By rarity, the rarest first. */
  observed: z.array(comparedTechnique),
  rejected: z.array(rejectedObservation),
  /** Those that share at least one, the best first. */
  actors: z.array(fittingActor),
  /** How many actors were looked at. */
  lookedAt: z.number().int(),
  /** Groups that by chance alone would share as many as the best: expected. */
  byChance: z.number(),
  /** Sentences on how little it proves. */
  caution: z.array(z.string()),
});
export type ObservedComparison = z.infer<typeof observedComparison>;

/** The kinds of actor that observed techniques are held against; own ones prove nothing. */
export const fittingKinds = z.array(actorKind.exclude(["own"])).min(1);

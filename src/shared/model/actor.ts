import { z } from "zod";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { reference } from "./catalogue.ts";

/** By which way a technique came into an actor's profile. */
export const way = z.enum(["direct", "campaign", "software", "own"]);
export type Way = z.infer<typeof way>;

/** The ways that an assessment takes in; direct and the analyst's own are always in. */
export const ways = z.object({ campaigns: z.boolean(), software: z.boolean() });
export type Ways = z.infer<typeof ways>;

export const actorKind = z.enum(["group", "campaign", "software", "own"]);
export type ActorKind = z.infer<typeof actorKind>;

/** Where an actor stands: in a catalogue by ATT&CK ID, or an own profile by its number. */
export const actorRef = z.object({
  kind: actorKind,
  domain,
  /** ATT&CK ID; for an own profile `OWN-` and its number. */
  id: attackId,
});
export type ActorRef = z.infer<typeof actorRef>;

/** A statement about a group from the facts in use, with its source. */
export const sourcedFact = z.object({ value: z.string(), source: z.string() });

/** Sector, country and motive of a group; empty lists mean that there is no data. */
export const actorContext = z.object({
  sectors: z.array(sourcedFact),
  countries: z.array(sourcedFact),
  motives: z.array(sourcedFact),
});
export type ActorContext = z.infer<typeof actorContext>;

/** Techniques of an actor by the ways, each set holding the one before. */
export const profileCounts = z.object({
  direct: z.number().int(),
  withCampaigns: z.number().int(),
  withSoftware: z.number().int(),
});
export type ProfileCounts = z.infer<typeof profileCounts>;

/** An actor as the list to choose from shows it. */
export const actorSummary = actorRef.extend({
  name: z.string(),
  aliases: z.array(z.string()),
  context: actorContext,
  counts: profileCounts,
  /** Found by words of its description or procedures alone, not by what it is called: no fact. */
  mentioned: z.boolean(),
  chosen: z.boolean(),
  /** Techniques, by the assessment's ways, that the chosen actors use as well, and that they do not. */
  shared: z.number().int(),
  added: z.number().int(),
});
export type ActorSummary = z.infer<typeof actorSummary>;

/** One way by which a technique came: the relationship's text and what it cites. */
export const provenance = z.object({
  kind: way,
  /** The group, campaign or software that uses it; for `own` the source that the analyst named. */
  id: z.string(),
  name: z.string(),
  procedure: z.string().nullable(),
  references: z.array(reference),
  /** Only for `own`. */
  date: z.string().nullable(),
  confidence: z.enum(["low", "medium", "high"]).nullable(),
});
export type Provenance = z.infer<typeof provenance>;

/** A technique of a profile with every way by which it came. */
export const profileTechnique = z.object({
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  via: z.array(provenance),
  /** Set where the analyst excluded it: it stays listed and does not count. */
  excluded: z.object({ reason: z.string(), source: z.string(), date: z.string() }).nullable(),
});
export type ProfileTechnique = z.infer<typeof profileTechnique>;

/** An actor with its techniques. */
export const actorProfile = actorRef.extend({
  name: z.string(),
  aliases: z.array(z.string()),
  description: z.string().nullable(),
  references: z.array(reference),
  context: actorContext,
  counts: profileCounts,
  techniques: z.array(profileTechnique),
  software: z.array(z.object({ id: attackId, name: z.string(), procedure: z.string().nullable() })),
  campaigns: z.array(z.object({ id: attackId, name: z.string() })),
});
export type ActorProfile = z.infer<typeof actorProfile>;

/** An actor chosen for an assessment. */
export const chosenActor = actorRef.extend({
  name: z.string(),
  weight: z.number().positive(),
  reason: z.string(),
});
export type ChosenActor = z.infer<typeof chosenActor>;

/** An analyst's word on one technique of a chosen actor. */
export const ownTechnique = z.object({
  techniqueId,
  /** `add` puts it into the profile, `exclude` takes it out. */
  action: z.enum(["add", "exclude"]),
  source: z.string(),
  date: z.string(),
  confidence: z.enum(["low", "medium", "high"]),
  text: z.string(),
});
export type OwnTechnique = z.infer<typeof ownTechnique>;

/** How actors stand to each other: sets of technique IDs and every pair. */
export const comparison = z.object({
  actors: z.array(
    actorRef.extend({
      name: z.string(),
      techniques: z.number().int(),
      unique: z.array(techniqueId),
    }),
  ),
  union: z.array(techniqueId),
  common: z.array(techniqueId),
  /** Techniques used by exactly this set of actors, by index into `actors`; largest first. */
  intersections: z.array(
    z.object({ actors: z.array(z.number().int()), techniques: z.array(techniqueId) }),
  ),
  pairs: z.array(
    z.object({
      a: attackId,
      b: attackId,
      shared: z.number().int(),
      /** Shared ÷ union, 0 to 1; 0 where both are empty. */
      jaccard: z.number(),
      /** The same with each technique counting by its rarity. */
      weighted: z.number(),
    }),
  ),
});
export type Comparison = z.infer<typeof comparison>;

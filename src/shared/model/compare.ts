import { z } from "zod";
import { actorKind } from "./actor.ts";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { coverageFigures, coverageLevel, gapStatus, share } from "./coverage.ts";
import { testVerdict } from "./emulation.ts";

const releaseName = z.object({ domain, version: z.string() });

/** What can make two answers differ. */
export const changeCause = z.enum([
  /** Rules and log sources. */
  "detections",
  /** Releases: what ATT&CK says. */
  "attack",
  /** Actors chosen, the analyst's word on their profiles, and the ways that are taken in. */
  "threat",
  /** Tests and what decides whether they hold. */
  "tests",
  /** Platforms, environments, decisions and settings. */
  "scope",
]);
export type ChangeCause = z.infer<typeof changeCause>;

/** Where a changed technique is counted: under its one cause, or under several. */
export const causeGroup = z.enum([...changeCause.options, "several"]);
export type CauseGroup = z.infer<typeof causeGroup>;

/**
 * What became of a technique from one answer to the other.
 *
 * `entered` and `left` are about the denominator; `closed` and `opened` about gaps of techniques that
 * are in both; `better` and `worse` about levels on the same side of covered.
 */
export const techniqueMovement = z.enum([
  "opened",
  "closed",
  "entered",
  "left",
  "worse",
  "better",
  "same",
]);
export type TechniqueMovement = z.infer<typeof techniqueMovement>;

/** A technique as one of the answers has it. */
export const comparedStanding = z.object({
  level: coverageLevel,
  inDenominator: z.boolean(),
  /** Chosen actors that use it. */
  actors: z.array(attackId),
  /** Rules that count in full. */
  detections: z.number().int(),
  /** What its tests say together; null where none decides. */
  verdict: testVerdict.nullable(),
  status: gapStatus,
});
export type ComparedStanding = z.infer<typeof comparedStanding>;

/** A cause with a sentence that names what it is. */
export const namedCause = z.object({ cause: changeCause, text: z.string() });
export type NamedCause = z.infer<typeof namedCause>;

/** A technique that is in the denominator of one of the answers, or of both. */
export const comparedTechnique = z.object({
  domain,
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  tactics: z.array(z.string()),
  /** Null where the answer does not ask about it. */
  before: comparedStanding.nullable(),
  after: comparedStanding.nullable(),
  movement: techniqueMovement,
  /** Null where nothing changed. */
  group: causeGroup.nullable(),
  /** What brought the change about; empty where nothing changed. */
  because: z.array(namedCause),
});
export type ComparedTechnique = z.infer<typeof comparedTechnique>;

/** How many techniques moved in which way; a technique is in one figure. */
export const movementCounts = z.object({
  opened: z.number().int(),
  closed: z.number().int(),
  enteredCovered: z.number().int(),
  enteredAsGap: z.number().int(),
  leftCovered: z.number().int(),
  leftAsGap: z.number().int(),
  worse: z.number().int(),
  better: z.number().int(),
});
export type MovementCounts = z.infer<typeof movementCounts>;

/** What one cause, or several together, did. Over all of them it sums to the headline's change. */
export const causeEffect = movementCounts.extend({
  group: causeGroup,
  /** Change of the denominator: entered less left. */
  techniques: z.number().int(),
  /** Change of what is covered in it. */
  covered: z.number().int(),
});
export type CauseEffect = z.infer<typeof causeEffect>;

/** An actor of one of the answers, or of both. */
export const comparedActor = z.object({
  id: attackId,
  kind: actorKind,
  domain,
  name: z.string(),
  /** Coverage of its techniques in the denominator; null where it is not chosen. */
  before: share.extend({ weight: z.number() }).nullable(),
  after: share.extend({ weight: z.number() }).nullable(),
});
export type ComparedActor = z.infer<typeof comparedActor>;

/** A tactic of one of the answers, or of both; null where no technique of it is asked about. */
export const comparedTactic = z.object({
  domain,
  shortname: z.string(),
  name: z.string(),
  before: share.nullable(),
  after: share.nullable(),
});
export type ComparedTactic = z.infer<typeof comparedTactic>;

/** What an answer is of. */
export const comparedAnswer = z.object({
  kind: z.enum(["assessment", "environment", "rebased", "snapshot"]),
  name: z.string(),
  /** Which it is, besides its name: the environment, the releases, the assessment; may be empty. */
  detail: z.string(),
  /** When it was, or is, answered. */
  at: z.string(),
  releases: z.array(releaseName),
  environments: z.array(z.string()),
  /** Empty = every platform. */
  platforms: z.array(z.string()),
  coverage: coverageFigures,
});
export type ComparedAnswer = z.infer<typeof comparedAnswer>;

/**
 * Two answers beside each other: what changed, and because of what.
 *
 * Techniques by domain and ATT&CK ID; causes in the order of `causeGroup`, those without effect
 * left out.
 */
export const assessmentComparison = z.object({
  before: comparedAnswer,
  after: comparedAnswer,
  /** What is different in what the answers were computed from. */
  inputs: z.array(namedCause),
  /** Whether causes were computed, by exchanging one input at a time, or told from what is kept. */
  causesAre: z.enum(["computed", "told"]),
  effects: z.array(causeEffect),
  techniques: z.array(comparedTechnique),
  tactics: z.array(comparedTactic),
  actors: z.array(comparedActor),
});
export type AssessmentComparison = z.infer<typeof assessmentComparison>;

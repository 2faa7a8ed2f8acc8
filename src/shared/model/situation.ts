import { z } from "zod";
import { actorRef } from "./actor.ts";
import { assessment, scope } from "./assessment.ts";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { coverageLevel, share } from "./coverage.ts";
import { comparedWith, fundingOption, reportDraft } from "./report-template.ts";

/** What somebody has to decide when they come, each of which has a guided start. */
export const situation = z.enum(["annual", "cloud", "merger", "budget", "ot", "purple"]);
export type Situation = z.infer<typeof situation>;

/** What a guided start settled on. */
export const situationChoices = z.object({
  situation,
  /** The assessment that it begins from; null = a new one. */
  from: z.number().int().nullable(),
  /** Name of the assessment that is made; null = `from` itself is reported, as it is. */
  name: assessment.shape.name.trim().min(1).max(200).nullable(),
  /** Of the assessment that is made; null = that of `from`, or the usual one. */
  scope: scope.nullable(),
  /** Of the assessment that is made, in their order; null = those of `from`. */
  actors: z
    .array(
      z.object({ actor: actorRef, weight: z.number().positive(), reason: z.string().max(2000) }),
    )
    .max(1000)
    .nullable(),
  /** Of the report; empty = the assessment's name. */
  title: z.string().trim().max(500),
  comparedWith: comparedWith.nullable(),
  fundingOptions: z.array(fundingOption).max(6),
});
export type SituationChoices = z.infer<typeof situationChoices>;

/** What a guided start made. */
export const begunSituation = z.object({
  assessmentId: z.number().int(),
  /** Whether the assessment was made by it: then taking it back removes it. */
  isNew: z.boolean(),
  /** The next report of the assessment as it stood before; null = nothing was chosen about it. */
  draftBefore: reportDraft.nullable(),
});
export type BegunSituation = z.infer<typeof begunSituation>;

/** A technique that comes into the question or leaves it. */
const movedTechnique = z.object({
  domain,
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  /** In the question that asks about it. */
  level: coverageLevel,
  /** Chosen actors that use it. */
  actors: z.array(attackId),
});

/** What becomes of an answer when its assessment asks about other platforms. */
export const platformChange = z.object({
  before: share.extend({ platforms: z.array(z.string()) }),
  after: share.extend({ platforms: z.array(z.string()) }),
  /** Techniques of the denominator that come in and that leave. */
  entered: z.array(movedTechnique),
  left: z.array(movedTechnique),
  /** Techniques in both that are covered before, or after, alone. */
  uncovered: z.array(movedTechnique),
  newlyCovered: z.array(movedTechnique),
  /** Rules that counted in full or in part and now are out of scope, and the other way round. */
  lostRules: z.array(z.object({ name: z.string(), environment: z.string() })),
  wonRules: z.array(z.object({ name: z.string(), environment: z.string() })),
  /** Log sources that open gaps are newly waiting for, with how many. */
  logSources: z.array(z.object({ name: z.string(), gaps: z.number().int() })),
});
export type PlatformChange = z.infer<typeof platformChange>;

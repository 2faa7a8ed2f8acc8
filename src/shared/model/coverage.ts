import { z } from "zod";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { neededLogSource, reference } from "./catalogue.ts";
import { way } from "./actor.ts";
import { detectionState, maturity, severity } from "./detection.ts";
import { techniqueTests, testEvidence } from "./emulation.ts";

/** Coverage of a technique, from nothing to proven; the eight sum to the denominator. */
export const coverageLevel = z.enum([
  "none",
  "telemetry",
  "available",
  "partial",
  "detected",
  "several",
  "validated",
  "failed",
]);
export type CoverageLevel = z.infer<typeof coverageLevel>;

/** Why a technique is a gap: the first that holds, in this order. */
export const gapReason = z.enum([
  "test-failed",
  "rule-blind",
  "not-alerting",
  "experimental-only",
  "claimed-only",
  "parent-only",
  "sub-only",
  "rule-disabled",
  "available-not-deployed",
  "other-release-id",
  "no-rule",
  "no-telemetry",
]);
export type GapReason = z.infer<typeof gapReason>;

/** Why an enabled detection counts in part only. */
export const partReason = z.enum([
  "experimental-only",
  "not-alerting",
  "claimed-only",
  "rule-blind",
]);
export type PartReason = z.infer<typeof partReason>;

export const priorityBand = z.enum(["critical", "high", "medium", "low"]);
export type PriorityBand = z.infer<typeof priorityBand>;

/** A number of techniques covered among a number of techniques; percent has one decimal. */
export const share = z.object({
  techniques: z.number().int(),
  covered: z.number().int(),
  /** Null where there is no technique. */
  percent: z.number().nullable(),
});
export type Share = z.infer<typeof share>;

export const levelCounts = z.object({
  none: z.number().int(),
  telemetry: z.number().int(),
  available: z.number().int(),
  partial: z.number().int(),
  detected: z.number().int(),
  several: z.number().int(),
  validated: z.number().int(),
  failed: z.number().int(),
});
export type LevelCounts = z.infer<typeof levelCounts>;

export const gapStatus = z.enum(["open", "accepted", "mitigated", "not-applicable"]);
export type GapStatus = z.infer<typeof gapStatus>;

/** One technique of the assessment with its level. */
export const assessedTechnique = z.object({
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  domain,
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  /** Chosen actors that use it. */
  actors: z.array(attackId),
  level: coverageLevel,
  /** Rules that count in full, in part, and that are only available. */
  detections: z.number().int(),
  partialDetections: z.number().int(),
  availableDetections: z.number().int(),
  disabledDetections: z.number().int(),
  /** Its only platform is PRE: stands apart from the headline. */
  beforeCompromise: z.boolean(),
  /** Counts in the headline's denominator. */
  inDenominator: z.boolean(),
  notApplicable: z.boolean(),
  /** Whether an assumed state feeds its level. */
  assumed: z.boolean(),
  /** What its tests say; absent where none is known. */
  tests: techniqueTests.optional(),
  /** The level without tests; absent where it is the same. */
  untestedLevel: coverageLevel.optional(),
});
export type AssessedTechnique = z.infer<typeof assessedTechnique>;

/** A technique of a release as an assessment sees it, whoever uses it. */
export const coverageTechnique = assessedTechnique
  .pick({
    id: true,
    level: true,
    detections: true,
    partialDetections: true,
    availableDetections: true,
    disabledDetections: true,
    actors: true,
    beforeCompromise: true,
    inDenominator: true,
    notApplicable: true,
    assumed: true,
    tests: true,
    untestedLevel: true,
  })
  .extend({
    /** Of the domain's active groups, how many use it by the assessment's ways. */
    groupsUsing: z.number().int(),
    /** Both null where it is no gap. */
    priority: z.number().nullable(),
    band: priorityBand.nullable(),
    /** What was decided about it; `open` where nothing was. */
    status: gapStatus,
  });
export type CoverageTechnique = z.infer<typeof coverageTechnique>;

/** Every active technique of one release of an assessment, by ATT&CK ID. */
export const coverageTechniques = z.object({
  domain,
  version: z.string(),
  /** Active groups of the domain. */
  groups: z.number().int(),
  techniques: z.array(coverageTechnique),
});
export type CoverageTechniques = z.infer<typeof coverageTechniques>;

/** A part of the priority: 0 to 1, or null where there is no data. */
export const priorityPart = z.object({ value: z.number().nullable(), weight: z.number() });
export type PriorityPart = z.infer<typeof priorityPart>;

export const gapParts = z.object({
  actorUse: priorityPart,
  chokePoint: priorityPart,
  prevalence: priorityPart,
  tactic: priorityPart,
  exposure: priorityPart,
  failure: priorityPart,
});
export type GapParts = z.infer<typeof gapParts>;

/** How many of the assets in scope are on a technique's platforms. */
export const exposedAssets = z.object({ on: z.number().int(), inScope: z.number().int() });
export type ExposedAssets = z.infer<typeof exposedAssets>;

/** A technique of the denominator that is not covered. */
export const gap = z.object({
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  domain,
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  actors: z.array(attackId),
  level: coverageLevel,
  detections: z.number().int(),
  reason: gapReason,
  status: gapStatus,
  /** 0 to 100, one decimal. */
  priority: z.number(),
  band: priorityBand,
  parts: gapParts,
  /** What its exposure is the weighted share of; null where no asset is known. */
  exposedAssets: exposedAssets.nullable(),
  /** Person-days. */
  effortDays: z.number(),
  nextAction: z.string(),
});
export type Gap = z.infer<typeof gap>;

/** Where a gap stands in the order. */
export const rankedGap = gap.pick({ domain: true, id: true, priority: true, band: true });
export type RankedGap = z.infer<typeof rankedGap>;

/** Where in an intrusion a tactic stands: of `of` places the `place`th; null where it has none. */
export const tacticStanding = z.object({
  place: z.number().int().nullable(),
  of: z.number().int(),
  /** What it brings to the priority, 0 to 1. */
  value: z.number(),
});
export type TacticStanding = z.infer<typeof tacticStanding>;

/** Coverage of one tactic; a technique counts under each of its tactics. */
export const tacticCoverage = share.extend({
  domain,
  id: attackId,
  shortname: z.string(),
  name: z.string(),
  levels: levelCounts,
  /** Sum of the priorities of its gaps. */
  gapPriority: z.number(),
  standing: tacticStanding,
});
export type TacticCoverage = z.infer<typeof tacticCoverage>;

/** Coverage of one chosen actor. */
export const actorCoverage = z.object({
  id: attackId,
  kind: z.enum(["group", "campaign", "software", "own"]),
  domain,
  name: z.string(),
  /** The shortest text that tells it from the other chosen actors. */
  short: z.string(),
  weight: z.number(),
  reason: z.string(),
  /** All techniques of its profile, before scope. */
  techniques: z.number().int(),
  /** Of these in the denominator, and covered. */
  inScope: z.number().int(),
  covered: z.number().int(),
  percent: z.number().nullable(),
  levels: levelCounts,
});
export type ActorCoverage = z.infer<typeof actorCoverage>;

/** The figures of an assessment. Every percent is over `techniques` of its own object. */
export const coverageFigures = share.extend({
  /** Covered if every available detection were enabled. */
  potential: z.number().int(),
  gaps: z.number().int(),
  tested: z.number().int(),
  weightedPercent: z.number().nullable(),
  levels: levelCounts,
  parents: share,
  beforeCompromise: share,
  notApplicable: z.number().int(),
  /** Techniques whose level rests on an assumed state. */
  assumed: z.number().int(),
});
export type CoverageFigures = z.infer<typeof coverageFigures>;

/** A sentence with money behind it: closing the first `top` gaps. */
export const investment = z.object({
  top: z.number().int(),
  personDays: z.number(),
  engineers: z.number(),
  days: z.number(),
  /** Percent covered before and after; null without a denominator. */
  from: z.number().nullable(),
  to: z.number().nullable(),
});
export type Investment = z.infer<typeof investment>;

/** How a detection counts for a technique that it names, the best first. */
export const countsAs = z.enum([
  "full",
  "part",
  "available",
  "disabled",
  "out-of-scope",
  "other-release",
]);
export type CountsAs = z.infer<typeof countsAs>;

/** How a rule counts in an assessment: at its best among the techniques that it names. */
export const ruleStanding = z.object({
  detectionId: z.number().int(),
  /** `nothing`: it names no technique that the assessment asks about, or is of no environment of it. */
  counts: z.enum([...countsAs.options, "nothing"]),
  partReason: partReason.nullable(),
});
export type RuleStanding = z.infer<typeof ruleStanding>;

/** Why a rule counts as it does, and for which techniques. */
export const ruleExplanation = ruleStanding.extend({
  /** Sentences: first why it counts so, then what is assumed. */
  why: z.array(z.string()).min(1),
  techniques: z.array(
    z.object({
      domain,
      techniqueId,
      name: z.string(),
      written: z.string(),
      counts: countsAs,
      level: coverageLevel,
      /** Chosen actors that use it. */
      actors: z.number().int(),
    }),
  ),
});
export type RuleExplanation = z.infer<typeof ruleExplanation>;

/** One detection that stands behind a level, and how it counts. */
export const evidence = z.object({
  detectionId: z.number().int(),
  name: z.string(),
  key: z.string(),
  environment: z.string(),
  written: z.string(),
  state: detectionState,
  stateAssumed: z.boolean(),
  maturity: maturity.nullable(),
  severity: severity.nullable(),
  counts: countsAs,
  partReason: partReason.nullable(),
  /** What it runs on, in its source's words. */
  logSource: z.string().nullable(),
  /** The technique that the detection names, where it is not this one (parent or sub-technique). */
  through: techniqueId.nullable(),
  file: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

/** Everything the inspector says of a technique within an assessment. */
export const techniqueInspection = z.object({
  id: techniqueId,
  name: z.string(),
  parentId: techniqueId.nullable(),
  parentName: z.string().nullable(),
  domain,
  version: z.string(),
  tactics: z.array(z.object({ shortname: z.string(), name: z.string() })),
  platforms: z.array(z.string()),
  description: z.string().nullable(),
  references: z.array(reference),
  assessed: assessedTechnique.nullable(),
  gap: gap.nullable(),
  /** In words: why the level is what it is. */
  why: z.string(),
  usedBy: z.array(
    z.object({
      actorId: attackId,
      actorName: z.string(),
      via: z.array(
        z.object({
          kind: way,
          id: z.string(),
          name: z.string(),
          procedure: z.string().nullable(),
          references: z.array(reference),
        }),
      ),
    }),
  ),
  /** Of the domain's active groups, how many use it by the assessment's ways. */
  groupsUsing: z.number().int(),
  groups: z.number().int(),
  evidence: z.array(evidence),
  /** Its test cases, latest first. */
  testCases: z.array(testEvidence),
  /** Tests of the library that name it. */
  libraryTests: z.number().int(),
  strategies: z.array(
    z.object({
      id: attackId.nullable(),
      name: z.string(),
      logSources: z.array(
        neededLogSource.extend({
          /** Whether it is collected; null while nobody has said. */
          collected: z.boolean().nullable(),
          /** What collects it, in words: the environment and how that states it. */
          collectedAs: z.array(z.string()),
        }),
      ),
    }),
  ),
  mitigations: z.array(
    z.object({ id: attackId, name: z.string(), description: z.string().nullable() }),
  ),
  subtechniques: z.array(
    z.object({ id: techniqueId, name: z.string(), level: coverageLevel.nullable() }),
  ),
});
export type TechniqueInspection = z.infer<typeof techniqueInspection>;

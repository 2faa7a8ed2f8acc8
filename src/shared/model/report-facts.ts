import { z } from "zod";
import { actorProfile, comparison, profileTechnique } from "./actor.ts";
import { assessmentResult, techniqueDecision } from "./assessment.ts";
import { attackId, domain, techniqueId } from "./attack-id.ts";
import { assessmentComparison } from "./compare.ts";
import { coverageTechnique, coverageTechniques, evidence } from "./coverage.ts";
import { environmentComparison } from "./environment-comparison.ts";
import { fundingComparison } from "./funding.ts";
import { importKind } from "./import-report.ts";
import { actorOrigin } from "./intelligence.ts";
import { plan } from "./plan.ts";
import { marking, markingScheme, writtenMarking } from "./marking.ts";
import { countedCase, coverageClaims, emulationTrends, runTrend } from "./test-meaning.ts";

/**
 * The marking that a report must carry, with the schemes of all that is marked in it: it can be
 * joined anywhere.
 */
export const factsMarking = writtenMarking.extend({
  schemes: z.array(markingScheme),
  /** Of the assessment itself; left out where that is the marking of the whole. */
  own: z.array(marking).optional(),
  /** Of the answer that it is compared with; left out where there is none. */
  compared: z.array(marking).optional(),
});
export type FactsMarking = z.infer<typeof factsMarking>;

/** A technique of a release as the assessment sees it, with what the catalogue says of it. */
export const factsTechnique = coverageTechnique.extend({
  name: z.string(),
  parentId: techniqueId.nullable(),
  /** Short names. */
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
});
export type FactsTechnique = z.infer<typeof factsTechnique>;

/** A release of the assessment: its matrix, and every active technique by ATT&CK ID. */
export const factsRelease = coverageTechniques.extend({
  /** In the matrix's order. */
  tactics: z.array(z.object({ id: attackId, shortname: z.string(), name: z.string() })),
  techniques: z.array(factsTechnique),
});
export type FactsRelease = z.infer<typeof factsRelease>;

/** A chosen actor with its techniques in all the releases that hold it. */
export const factsActor = actorProfile.extend({
  /** By release, then by ATT&CK ID. */
  techniques: z.array(profileTechnique.extend({ domain })),
  /** Of an own actor; null for the catalogue's. */
  origin: actorOrigin.omit({ importId: true }).nullable(),
  /** Of its own; left out where it has none. */
  marking: marking.optional(),
});
export type FactsActor = z.infer<typeof factsActor>;

/** A detection behind levels. */
export const factsDetection = evidence
  .pick({
    name: true,
    key: true,
    environment: true,
    state: true,
    stateAssumed: true,
    maturity: true,
    severity: true,
    logSource: true,
    file: true,
  })
  .extend({
    /** Name of the file, without folders. */
    file: z.string(),
  });
export type FactsDetection = z.infer<typeof factsDetection>;

/** How a detection counts for a technique. */
export const factsEvidence = evidence
  .pick({ written: true, counts: true, partReason: true, through: true })
  .extend({
    /** Place among the facts' detections, from 0. */
    detection: z.number().int(),
  });
export type FactsEvidence = z.infer<typeof factsEvidence>;

/** A test case behind the outcomes; where it ran is left out. */
export const factsCase = countedCase.omit({ caseId: true, runId: true, host: true }).extend({
  /** Place among the facts' runs, from 0. */
  run: z.number().int(),
});
export type FactsCase = z.infer<typeof factsCase>;

/** What tests showed in the assessment's environments. */
export const factsEmulation = emulationTrends.omit({ runs: true, cases: true }).extend({
  /** The earliest first; those that did not begin yet last. */
  runs: z.array(
    runTrend.omit({ runId: true }).extend({
      environment: z.string(),
      tool: z.string(),
      /** Of its own; left out where it has none. */
      marking: marking.optional(),
    }),
  ),
  cases: z.array(factsCase),
  claims: coverageClaims,
});
export type FactsEmulation = z.infer<typeof factsEmulation>;

/** What an environment of the assessment holds. */
export const factsEnvironment = z.object({
  name: z.string(),
  detections: z.number().int(),
  enabled: z.number().int(),
  disabled: z.number().int(),
  available: z.number().int(),
  /** Detections whose state is assumed. */
  assumed: z.number().int(),
  /** Log sources and data components that somebody spoke of, and those of them that are collected. */
  logSources: z.number().int(),
  collected: z.number().int(),
  /** Machines that its assets stand for. */
  assets: z.number().int(),
});
export type FactsEnvironment = z.infer<typeof factsEnvironment>;

/** An import whose content counts. */
export const factsImport = z.object({
  kind: importKind,
  /** Names of files, without folders. */
  title: z.string(),
  summary: z.string(),
  at: z.string(),
  /** Null where it belongs to none. */
  environment: z.string().nullable(),
});
export type FactsImport = z.infer<typeof factsImport>;

const asked = { assessmentId: true, name: true, today: true } as const;

/** The environments of the assessment beside each other. */
export const joinedFacts = environmentComparison.omit(asked);
export type JoinedFacts = z.infer<typeof joinedFacts>;

/** Ways of paying for the plan beside each other. */
export const fundingFacts = fundingComparison.omit(asked);
export type FundingFacts = z.infer<typeof fundingFacts>;

/**
 * Everything that a report says of an assessment: the JSON document `casemate-report/1`, from which
 * every other form of the report can be made again, and what a snapshot keeps.
 *
 * Lists are in an order that the same workspace always gives. There is no number of a row in it, no
 * path, and no name of a machine.
 */
export const reportFacts = z.object({
  schema: z.literal("casemate-report/1"),
  generatedAt: z.iso.datetime(),
  /** Name and version of the program. */
  tool: z.string(),
  /** Notices that go with the content. */
  notices: z.array(z.string()),
  marking: factsMarking,
  assessment: z.object({
    name: z.string(),
    createdAt: z.string(),
    reviewOn: z.string().nullable(),
    decisions: z.array(techniqueDecision),
  }),
  result: assessmentResult.omit({ assessmentId: true }),
  releases: z.array(factsRelease),
  /** In the order in which they were chosen. */
  actors: z.array(factsActor),
  /** Where sectors, countries and motives are from, as a sentence's end says it. */
  contextSource: z.string(),
  overlap: comparison,
  plan: plan.omit({ assessmentId: true }),
  detections: z.array(factsDetection),
  /** Of the techniques that the assessment asks about. */
  evidence: z.array(
    z.object({
      domain,
      techniqueId,
      /** Why its level is what it is, in sentences. */
      why: z.string(),
      detections: z.array(factsEvidence),
    }),
  ),
  emulation: factsEmulation,
  environments: z.array(factsEnvironment),
  /** The environments beside each other; null where the assessment asks about one alone. */
  joined: joinedFacts.nullable(),
  /** Ways of paying side by side; null where none was named. */
  funding: fundingFacts.nullable(),
  /** What changed since another answer; null where it is beside none. */
  comparison: assessmentComparison.nullable(),
  imports: z.array(factsImport),
});
export type ReportFacts = z.infer<typeof reportFacts>;

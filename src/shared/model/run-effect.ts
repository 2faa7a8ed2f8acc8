import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { coverageLevel, share } from "./coverage.ts";
import { expectedOutcome } from "./emulation.ts";

/** A technique whose level the test cases of a run decide. */
export const movedTechnique = z.object({
  domain,
  id: techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  /** Its level without the run, and with it. */
  from: coverageLevel,
  to: coverageLevel,
  /** Whether the headline's figure counts it. */
  inDenominator: z.boolean(),
});
export type MovedTechnique = z.infer<typeof movedTechnique>;

/** What a run does to the coverage of an assessment. */
export const runEffect = z.object({
  environment: z.string(),
  /** Whether the assessment asks about the run's environment; where not, it moves nothing. */
  inScope: z.boolean(),
  /** The headline with this run's test cases left out, and with them. */
  without: share,
  with: share,
  moved: z.array(movedTechnique),
});
export type RunEffect = z.infer<typeof runEffect>;

/** What a technique ID of a test case means. */
export const testedTechnique = z.object({
  written: z.string(),
  domain,
  techniqueId,
  name: z.string(),
  parentName: z.string().nullable(),
  /** In the technique's order, each with its place in the matrix, from 0. */
  tactics: z.array(z.object({ shortname: z.string(), name: z.string(), place: z.number().int() })),
  platforms: z.array(z.string()),
  /** What its tests expect of the defence where nobody says. */
  expected: expectedOutcome,
});
export type TestedTechnique = z.infer<typeof testedTechnique>;

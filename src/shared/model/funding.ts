import { z } from "zod";
import { domain, techniqueId } from "./attack-id.ts";
import { expectedCoverage, planCost } from "./plan.ts";
import { fundingOption } from "./report-template.ts";

/** What some money and days bring, as a price for each point of coverage. */
export const coveragePrice = z.object({
  /** Points of percent. */
  points: z.number(),
  personDays: z.number(),
  /** Work, what is bought, and its first year; null without a day rate. */
  total: z.number().nullable(),
  /** Both null where no point is won. */
  daysPerPoint: z.number().nullable(),
  costPerPoint: z.number().nullable(),
});
export type CoveragePrice = z.infer<typeof coveragePrice>;

/** What one way of paying closes by priority, and what the best choice for the same days would. */
export const fundedOption = z.object({
  option: fundingOption,
  /** A budget in money says nothing without a day rate: it was left aside. */
  isBudgetIgnored: z.boolean(),
  capacityDays: z.number(),
  to: expectedCoverage,
  /** By rank. */
  closes: z.array(z.object({ domain, techniqueId })),
  logSources: z.array(z.string()),
  cost: planCost,
  price: coveragePrice,
  /** Beyond the option before it; null for the first. */
  step: coveragePrice.nullable(),
  /** The gaps that bring the most weighted coverage for the same person-days, whatever their rank. */
  best: z.object({
    to: expectedCoverage,
    gaps: z.number().int(),
    price: coveragePrice,
    isProven: z.boolean(),
  }),
  /** Open gaps that it leaves, by band. */
  left: z.object({
    gaps: z.number().int(),
    critical: z.number().int(),
    high: z.number().int(),
    medium: z.number().int(),
    low: z.number().int(),
  }),
  sentence: z.string(),
});
export type FundedOption = z.infer<typeof fundedOption>;

/** Ways of paying for the closing of an assessment's gaps, beside each other in the order asked. */
export const fundingComparison = z.object({
  assessmentId: z.number().int(),
  name: z.string(),
  today: z.string(),
  currency: z.string(),
  dayRate: z.number().nullable(),
  from: expectedCoverage,
  /** Once every gap of the plan is closed. */
  reachable: expectedCoverage,
  options: z.array(fundedOption),
});
export type FundingComparison = z.infer<typeof fundingComparison>;

import { z } from "zod";
import { firedDetection } from "./emulation.ts";

/** What a column of a SIEM's alerts may hold. */
export const alertField = z.enum(["time", "rule", "host", "technique", "severity"]);
export type AlertField = z.infer<typeof alertField>;

/** Which column of a table of alerts holds which field. */
export const alertMapping = z.array(z.object({ field: alertField, column: z.string() }));
export type AlertMapping = z.infer<typeof alertMapping>;

/** A moment in UTC. */
const moment = z.iso.datetime();

/** How alerts are read, and how far from a test they may lie. */
export const alertRequest = z.object({
  /** The runs whose test cases are looked at. */
  runIds: z.array(z.number().int()).min(1).max(1000),
  /** Whose alert SLA says what is late; null = the default. */
  assessmentId: z.number().int().nullable(),
  path: z.string().min(1),
  sheet: z.string().optional(),
  mapping: alertMapping.optional(),
  /** IANA zone or offset of times that name none: `Europe/Berlin`, `+02:00`. Default: UTC. */
  zone: z.string().max(100).optional(),
  /** Whether `03/04/2026` is the third of April, where the table does not tell. */
  dayFirst: z.boolean().optional(),
  /** Minutes after the start of a test in which its alert may come. Default: 240. */
  windowMinutes: z.number().int().min(1).max(10_080).optional(),
  /** Seconds by which the clocks of the tester and of the SIEM may differ. Default: 120. */
  skewSeconds: z.number().int().min(0).max(3600).optional(),
});
export type AlertRequest = z.infer<typeof alertRequest>;

/** How sure a match is: only what is certain is accepted without a look. */
export const matchStrength = z.enum(["certain", "likely", "weak"]);
export type MatchStrength = z.infer<typeof matchStrength>;

/** How an alert's techniques stand to the test's: the same, its parent or sub-technique, unsaid. */
export const techniqueRelation = z.enum(["same", "family", "unsaid"]);
export type TechniqueRelation = z.infer<typeof techniqueRelation>;

/** An alert that a test may have raised, and why. */
export const alertMatch = z.object({
  caseId: z.number().int(),
  runId: z.number().int(),
  /** Row of the table, as a spreadsheet counts. */
  line: z.number().int(),
  at: moment,
  rule: z.string(),
  host: z.string(),
  techniques: z.array(z.string()),
  severity: z.string(),
  /** The rule of the inventory where it is the only one of that name, else the name. */
  fired: firedDetection.nullable(),
  strength: matchStrength,
  /** False where the test case or the alert names no host. */
  sameHost: z.boolean(),
  relation: techniqueRelation,
  /** Whether the inventory's rule of that name says the technique, not the alert itself. */
  byRule: z.boolean(),
  /** Seconds after the start of the test; below zero where the clocks differ. */
  seconds: z.number(),
  /** Later than the SLA: it counts as logged. */
  late: z.boolean(),
  /** The test case says otherwise already: missed, logged, or an alert at another time. */
  contradicts: z.boolean(),
  /** The test case has this alert already. */
  held: z.boolean(),
  /** Other test cases that fit this alert as well. */
  others: z.array(z.number().int()),
  /** Later or weaker alerts of the same test case. */
  further: z.number().int(),
});
export type AlertMatch = z.infer<typeof alertMatch>;

/** Why an alert belongs to no test case, the first that holds. */
export const unmatchedReason = z.enum(["no-time", "other-host", "other-time", "other-technique"]);
export type UnmatchedReason = z.infer<typeof unmatchedReason>;

/** Alerts beside the test cases of some runs. */
export const alertMatches = z.object({
  table: z.object({
    file: z.string(),
    sheets: z.array(z.string()),
    sheet: z.string().nullable(),
    columns: z.array(z.string()),
    /** The first rows. */
    rows: z.array(z.array(z.string())),
    rowCount: z.number().int(),
    mapping: alertMapping,
    /** What the mapping lacks, as a sentence; null where it suffices. */
    missing: z.string().nullable(),
  }),
  times: z.object({
    /** Rows whose time names no zone, and the zone in which they were read. */
    zoneless: z.number().int(),
    zone: z.string(),
    /** Whether nothing in the table tells day from month, and nobody said. */
    orderUnclear: z.boolean(),
    unreadable: z.number().int(),
  }),
  /** In the order of the test cases. */
  matches: z.array(alertMatch),
  unmatched: z.object({
    counts: z.object({
      "no-time": z.number().int(),
      "other-host": z.number().int(),
      "other-time": z.number().int(),
      "other-technique": z.number().int(),
    }),
    /** The first thousand. */
    alerts: z.array(
      z.object({
        line: z.number().int(),
        at: moment.nullable(),
        rule: z.string(),
        host: z.string(),
        techniques: z.array(z.string()),
        reason: unmatchedReason,
      }),
    ),
  }),
  /** Test cases that were looked at, and those that have no time or were not run. */
  cases: z.number().int(),
  untimed: z.number().int(),
});
export type AlertMatches = z.infer<typeof alertMatches>;

/** A match that somebody confirmed. */
export const acceptedAlert = z.object({
  caseId: z.number().int(),
  at: moment,
  fired: firedDetection.nullable(),
});

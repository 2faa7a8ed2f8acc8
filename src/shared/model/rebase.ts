import { z } from "zod";
import { domain } from "./attack-id.ts";
import { coverageFigures } from "./coverage.ts";

/** What an assessment names that may be called otherwise in another release. */
export const rebasedKind = z.enum(["technique", "tactic", "platform", "actor"]);
export type RebasedKind = z.infer<typeof rebasedKind>;

const name = z.string().min(1).max(500);

/** What the analyst lets a doubtful name become; nothing = it is left out. */
export const rebaseChoice = z.object({
  kind: rebasedKind,
  domain,
  from: name,
  to: z.array(name).max(20),
});
export type RebaseChoice = z.infer<typeof rebaseChoice>;

const candidate = z.object({ id: z.string(), name: z.string() });

/** A name that was changed with the release. */
export const rebaseChange = z.object({
  kind: rebasedKind,
  domain,
  from: z.string(),
  fromName: z.string().nullable(),
  /** Empty = it was left out by choice. */
  to: z.array(candidate),
  /** Whether it was certain, or the analyst's choice. */
  why: z.enum(["certain", "chosen"]),
  /** What of the assessment it is about, in words: "a choke point". */
  affects: z.array(z.string()),
  /** What else came of it, in sentences: two that met in one. */
  notes: z.array(z.string()),
});
export type RebaseChange = z.infer<typeof rebaseChange>;

/** A name that the release has not got, and of which nobody has said what it becomes: it stays. */
export const rebaseDoubt = z.object({
  kind: rebasedKind,
  domain,
  from: z.string(),
  fromName: z.string().nullable(),
  /** Why it is in doubt, and what holds until it is settled. */
  reason: z.string(),
  candidates: z.array(candidate),
  /** The likeliest of these; it is never taken unasked. */
  preselected: z.string().nullable(),
  affects: z.array(z.string()),
});
export type RebaseDoubt = z.infer<typeof rebaseDoubt>;

/** What a copy of an assessment on other releases changes, and what it leaves to decide. */
export const rebaseOutcome = z.object({
  changes: z.array(rebaseChange),
  doubts: z.array(rebaseDoubt),
  /** What is not the assessment's own and waits elsewhere, in sentences. */
  notes: z.array(z.string()),
});
export type RebaseOutcome = z.infer<typeof rebaseOutcome>;

/** A rule that names something of the new release by the ID of another: nothing counts by it. */
export const otherIdRule = z.object({
  detectionId: z.number().int(),
  name: z.string(),
  environment: z.string(),
  domain,
  /** As the rule writes it. */
  written: z.string(),
  /** What it may stand for, once that is accepted among the detections. */
  mayBe: z.array(candidate),
});
export type OtherIdRule = z.infer<typeof otherIdRule>;

/** The same, before the copy is made, with the headline of both. */
export const rebasePreview = rebaseOutcome.extend({
  before: coverageFigures,
  after: coverageFigures,
  /** By environment and name. */
  otherIdRules: z.array(otherIdRule),
});
export type RebasePreview = z.infer<typeof rebasePreview>;

import type { GapReason } from "../../shared/model/coverage.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";

/** Why a technique that is not covered is a gap: the first reason that holds. */
export function reasonOf(judged: JudgedTechnique): GapReason {
  const { tests, tally, ofParent, ofSubtechniques, telemetry } = judged;
  if (tests?.verdict === "none-met" || tests?.verdict === "some-met") return "test-failed";
  if (tally.part["rule-blind"] > 0) return "rule-blind";
  if (tally.part["not-alerting"] > 0) return "not-alerting";
  if (tally.part["experimental-only"] > 0) return "experimental-only";
  if (tally.part["claimed-only"] > 0) return "claimed-only";
  if (ofParent > 0) return "parent-only";
  if (ofSubtechniques > 0) return "sub-only";
  if (tally.disabled > 0) return "rule-disabled";
  if (tally.available > 0) return "available-not-deployed";
  if (tally.byOtherId > 0) return "other-release-id";
  // Without somebody's word on what is collected nobody may claim that nothing is.
  return telemetry === "missing" ? "no-telemetry" : "no-rule";
}

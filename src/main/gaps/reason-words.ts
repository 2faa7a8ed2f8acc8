import type { GapReason } from "../../shared/model/coverage.ts";

/** The words for reasons, as everywhere in the product. */
export const reasonWords: Readonly<Record<GapReason, string>> = {
  "test-failed": "Test failed",
  "rule-blind": "Rule blind",
  "not-alerting": "Not alerting",
  "experimental-only": "Experimental only",
  "claimed-only": "Claimed only",
  "parent-only": "Parent only",
  "sub-only": "Sub-techniques only",
  "rule-disabled": "Rule disabled",
  "available-not-deployed": "Not deployed",
  "other-release-id": "Other release's ID",
  "no-rule": "No rule",
  "no-telemetry": "No telemetry",
};

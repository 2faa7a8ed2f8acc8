import type { GapReason, GapStatus } from "../../shared/model/coverage.ts";

/** The words of the reasons why a technique is a gap. */
export const reasonWords: Readonly<Record<GapReason, string>> = {
  "no-telemetry": "No telemetry",
  "no-rule": "No rule",
  "rule-disabled": "Rule disabled",
  "available-not-deployed": "Not deployed",
  "parent-only": "Parent only",
  "sub-only": "Sub-techniques only",
  "experimental-only": "Experimental only",
  "not-alerting": "Not alerting",
  "claimed-only": "Claimed only",
  "rule-blind": "Rule blind",
  "test-failed": "Test failed",
  "other-release-id": "Other release's ID",
};

/** The words of what was decided about a gap. */
export const statusWords: Readonly<Record<GapStatus, string>> = {
  open: "Open",
  accepted: "Accepted",
  mitigated: "Mitigated",
  "not-applicable": "Not applicable",
};

import type { GapReason, GapStatus } from "../../shared/model/coverage.ts";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanItem, PlanSlip, PlanStep } from "../../shared/model/plan.ts";
import { formatNoun } from "../ui/figures.ts";

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

/** The words of the plan's windows. */
export const windowWords: Readonly<Record<PlanWindow, string>> = {
  "30": "30 days",
  "60": "60 days",
  "90": "90 days",
  beyond: "Beyond",
};

/** The words of how far the work on a gap has come. */
export const workWords: Readonly<Record<PlanStatus, string>> = {
  planned: "Planned",
  "in-progress": "In progress",
  done: "Done",
  dropped: "Dropped",
};

/** The words of where a step stands. */
export const stepWords: Readonly<Record<PlanStep["state"], string>> = {
  waits: "waits",
  next: "next",
  "in-progress": "in progress",
  done: "done",
  dropped: "dropped",
};

/** The words of how much work a gap is. */
export const effortWords: Readonly<Record<PlanItem["effort"], string>> = {
  low: "Low",
  medium: "Medium",
  high: "High",
};

/** How far an item is behind, in words: "12 days overdue". */
export function describeSlip({ kind, days }: PlanSlip): string {
  const amount = days === null ? "" : formatNoun(days, "day");
  switch (kind) {
    case "overdue":
      return `${amount} overdue`;
    case "beyond":
      return "Fell out of the plan";
    case "later":
      return amount === "" ? "Later than agreed" : `${amount} later`;
    case "done-late":
      return `Done ${amount} late`;
  }
}

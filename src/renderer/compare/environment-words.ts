import type { DetectionState } from "../../shared/model/detection.ts";

/** The words of a rule's state in an environment. */
export const ruleStateWords: Readonly<Record<DetectionState, string>> = {
  enabled: "Enabled",
  disabled: "Disabled",
  available: "Available",
};

/** A set of environments as a text that can be compared. */
export function setKey(set: readonly number[]): string {
  return set.join(" ");
}

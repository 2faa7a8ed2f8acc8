import type { EnvironmentComparison } from "../../shared/model/environment-comparison.ts";
import type { DetectionState } from "../../shared/model/detection.ts";
import { joinNames } from "../actors/actor-words.ts";

/** The words of a rule's state in an environment. */
export const ruleStateWords: Readonly<Record<DetectionState, string>> = {
  enabled: "Enabled",
  disabled: "Disabled",
  available: "Available",
};

/** Who belongs to a set of environments, in words. */
export function setWords(
  { environments }: Pick<EnvironmentComparison, "environments">,
  set: readonly number[],
): string {
  if (set.length === 0) return "Nobody";
  if (set.length === environments.length) return set.length === 2 ? "Both" : "All";
  const names = set.flatMap((at) => environments[at]?.name ?? []);
  return set.length === 1 ? `Only ${names[0] ?? ""}` : joinNames(names);
}

/** A set of environments as a text that can be compared. */
export function setKey(set: readonly number[]): string {
  return set.join(" ");
}

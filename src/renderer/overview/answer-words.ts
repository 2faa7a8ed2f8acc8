import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { formatNoun } from "../ui/figures.ts";

const mostNames = 4;

/** Names in a sentence: "FIN7, APT38 or Lazarus Group"; many become a number. */
export function nameActors(names: readonly string[], joint: "or" | "and"): string {
  const last = names.at(-1);
  if (last === undefined) return "no chosen actor";
  if (names.length > mostNames)
    return `${joint === "or" ? "any of " : ""}${String(names.length)} actors`;
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} ${joint} ${last}`;
}

/** What the headline counts, in one line: the denominator and how it came about. */
export function describeDenominator(answer: AssessmentResult): string {
  const { campaigns, software } = answer.settings.ways;
  const ways = [campaigns && "campaigns", software && "software"].filter((way) => way !== false);
  const parts = [
    `${formatNoun(answer.coverage.techniques, "technique")} in scope: every technique used by ${nameActors(
      answer.actors.map((actor) => actor.name),
      "or",
    )}`,
    ways.length === 0 ? "direct use only" : `${ways.join(" and ")} included`,
  ];
  const { platforms, beforeCompromise } = answer.scope;
  if (platforms.length > 0) parts.push(`on ${platforms.join(", ")}`);
  if (beforeCompromise) parts.push("techniques before compromise taken in");
  return parts.join(", ");
}

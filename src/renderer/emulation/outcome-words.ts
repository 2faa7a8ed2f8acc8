import type { ExpectedOutcome, Outcome, OutcomeCounts } from "../../shared/model/emulation.ts";
import type { BarPart } from "../ui/StackedBar.tsx";

/** The seven outcomes as bars and legends order them: best first, what says nothing last. */
export const outcomes = [
  "blocked",
  "alerted",
  "logged",
  "missed",
  "error",
  "not-run",
  "not-assessed",
] as const satisfies readonly Outcome[];

/** The word that stands beside an outcome's swatch. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  blocked: "Blocked",
  alerted: "Alerted",
  logged: "Logged only",
  missed: "Missed",
  error: "Test error",
  "not-run": "Not run",
  "not-assessed": "Not assessed",
};

/** The word for what the defence was meant to do. */
export const expectedWords: Readonly<Record<ExpectedOutcome, string>> = {
  block: "Block",
  alert: "Alert",
  log: "Log",
};

/** The parts of a bar of outcomes, in bar order. */
export function outcomeParts(counts: OutcomeCounts): readonly BarPart[] {
  return outcomes.map((outcome) => ({
    fill: `out-${outcome}`,
    word: outcomeWords[outcome],
    count: counts[outcome],
  }));
}

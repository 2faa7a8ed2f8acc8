import type { Situation } from "../../shared/model/situation.ts";

/** What a situation is called, what it answers, and what comes out of it. */
export interface SituationWords {
  readonly title: string;
  readonly question: string;
  readonly gives: readonly string[];
}

/** The situations in the order in which they are offered. */
export const situations = [
  "annual",
  "cloud",
  "merger",
  "budget",
  "ot",
  "purple",
] as const satisfies readonly Situation[];

export const situationWords: Readonly<Record<Situation, SituationWords>> = {
  annual: {
    title: "Annual threat assessment",
    question: "Which adversaries matter this year, and what changed since the last time?",
    gives: ["Top actors, each with its reason", "This year beside the last", "Gaps and plan"],
  },
  cloud: {
    title: "Cloud migration",
    question: "What is new, and what is lost, once we run in the cloud?",
    gives: [
      "Techniques that come in and leave",
      "Rules that no longer count",
      "Log sources to bring in",
    ],
  },
  merger: {
    title: "Merger or acquisition",
    question: "What do two estates see together, and what comes first?",
    gives: ["Joined inventory and overlap", "What only one sees", "The first hundred days"],
  },
  budget: {
    title: "Budget justification",
    question: "What does another point of coverage cost, and what stays open without it?",
    gives: ["Three ways of paying side by side", "Cost of a point of coverage", "What stays open"],
  },
  ot: {
    title: "OT integration",
    question: "What do adversaries reach from the office to the plant?",
    gives: ["Enterprise and ICS in one assessment", "Actors across both", "One list of gaps"],
  },
  purple: {
    title: "Purple-team planning",
    question: "What do we test next, and does what we have really see it?",
    gives: ["A day of tests, ready to run", "Outcomes against what rules claim"],
  },
};

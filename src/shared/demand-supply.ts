import type { CoverageLevel } from "./model/coverage.ts";

/** How much of a technique the chosen actors want: used by one, some or all of them. */
export type Demand = "one" | "some" | "all";

/** What of a technique we have: nothing, part of it, or at least one detection in full. */
export type Supply = "none" | "partial" | "covered";

/** The demand of `users` out of `chosen` actors; null where nobody uses it. A single actor is all. */
export function demandOf(users: number, chosen: number): Demand | null {
  if (users <= 0) return null;
  if (users >= chosen) return "all";
  return users === 1 ? "one" : "some";
}

/** The supply that a coverage level is; what failed its test is nothing. */
export function supplyOf(level: CoverageLevel): Supply {
  switch (level) {
    case "none":
    case "failed":
      return "none";
    case "telemetry":
    case "available":
    case "partial":
      return "partial";
    case "detected":
    case "several":
    case "validated":
      return "covered";
  }
}

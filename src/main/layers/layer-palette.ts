import type { Demand, Supply } from "../../shared/demand-supply.ts";
import type { CoverageLevel, PriorityBand } from "../../shared/model/coverage.ts";
import type { Outcome } from "../../shared/model/emulation.ts";

/** A level in a layer: its word, its colour, and how far along it stands. */
export interface LevelLook {
  readonly label: string;
  readonly colour: string;
  readonly score: number;
}

/** The levels, worst first, in the window's light palette. */
export const levelLooks: Readonly<Record<CoverageLevel, LevelLook>> = {
  failed: { label: "Failed test", colour: "#980b40", score: 0 },
  none: { label: "None", colour: "#de8756", score: 0 },
  telemetry: { label: "Telemetry only", colour: "#ffd86e", score: 20 },
  available: { label: "Available", colour: "#ffffff", score: 30 },
  partial: { label: "Partial", colour: "#f2f1e5", score: 50 },
  detected: { label: "Detected", colour: "#c1e6fd", score: 70 },
  several: { label: "Several rules", colour: "#5eade5", score: 90 },
  validated: { label: "Validated", colour: "#1b5296", score: 100 },
};

/** Levels from the worst to the best: what failed is worse than what was never there. */
export const levelsWorstFirst = [
  "failed",
  "none",
  "telemetry",
  "available",
  "partial",
  "detected",
  "several",
  "validated",
] as const satisfies readonly CoverageLevel[];

/** Outcomes that are verdicts, best first, in the window's light palette. */
export const outcomeLooks = [
  { outcome: "blocked", label: "Blocked", colour: "#1b5296" },
  { outcome: "alerted", label: "Alerted", colour: "#5eade5" },
  { outcome: "logged", label: "Logged only", colour: "#ffd86e" },
  { outcome: "missed", label: "Missed", colour: "#980b40" },
] as const satisfies readonly {
  readonly outcome: Outcome;
  readonly label: string;
  readonly colour: string;
}[];

/** Bands of the priority, least first. */
export const bandLooks: readonly {
  readonly band: PriorityBand;
  readonly label: string;
  readonly colour: string;
}[] = [
  { band: "low", label: "Low", colour: "#f7e4d9" },
  { band: "medium", label: "Medium", colour: "#e39084" },
  { band: "high", label: "High", colour: "#c93a5f" },
  { band: "critical", label: "Critical", colour: "#771142" },
];

/** From used by few to used by many. */
export const useColours = ["#f5efff", "#b4a9d9", "#996eca", "#732db7", "#440c5e"] as const;

/** One colour for what is simply there. */
export const presenceColour = "#732db7";

/** The colour of "used by `count` of `chosen` actors": with three actors all of them is darkest. */
export function useColour(count: number, chosen: number): string {
  const [one, two, three, four, five] = useColours;
  if (chosen === 3) return count === 1 ? two : count === 2 ? three : five;
  if (count >= 5) return five;
  return count <= 1 ? one : count === 2 ? two : count === 3 ? three : four;
}

/** Demand against supply: hue is supply, depth is demand. */
export const demandSupplyColours: Readonly<Record<Demand, Readonly<Record<Supply, string>>>> = {
  one: { none: "#ffd5ac", partial: "#f7f7f0", covered: "#c2e7fe" },
  some: { none: "#f5944c", partial: "#b5b6b3", covered: "#70b0d8" },
  all: { none: "#c04909", partial: "#747763", covered: "#1c5293" },
};

/** Better and worse, apart for every sight. */
export const differenceColours = { more: "#5eade5", less: "#980b40", same: "#d1d4da" } as const;

import type { TechniqueDecision } from "../../shared/model/assessment.ts";
import type { Gap, GapReason, GapStatus, PriorityBand } from "../../shared/model/coverage.ts";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanItem } from "../../shared/model/plan.ts";
import { decisionKey, gapKey } from "./decisions.ts";
import { statusWords, workWords } from "./reason-words.ts";

/** A gap with its place in the plan and what was decided about it. */
export interface GapRow extends Gap {
  readonly key: string;
  /** Null where it is in no plan: accepted or mitigated. */
  readonly item: PlanItem | null;
  readonly decision: TechniqueDecision | null;
}

/** Joins gaps, in their order, with plan and decisions. */
export function joinGaps(
  gaps: readonly Gap[],
  items: readonly PlanItem[],
  decisions: ReadonlyMap<string, TechniqueDecision>,
): GapRow[] {
  const itemOf = new Map(items.map((item) => [decisionKey(item), item]));
  return gaps.map((gap) => {
    const key = gapKey(gap);
    return {
      ...gap,
      key,
      item: itemOf.get(key) ?? null,
      decision: decisions.get(key) ?? null,
    };
  });
}

/** The one status that a row shows: what was decided, else how far its work has come. */
export type RowStatus = Exclude<GapStatus, "open"> | PlanStatus;

export const rowStatusWords: Readonly<Record<RowStatus, string>> = {
  ...workWords,
  accepted: statusWords.accepted,
  mitigated: statusWords.mitigated,
  "not-applicable": statusWords["not-applicable"],
};

export function rowStatus({ status, item }: GapRow): RowStatus {
  return status === "open" ? (item?.status ?? "planned") : status;
}

/** What a filter leaves through; `any` and an empty list leave all. */
export interface GapFilter {
  readonly actor: string;
  readonly tactic: string;
  readonly reason: GapReason | "any";
  readonly band: PriorityBand | "any";
  readonly window: PlanWindow | "any";
  readonly status: RowStatus | "any";
  readonly owner: string;
  readonly platforms: readonly string[];
  /** Only these, by key, such as those of the best set; null = all. */
  readonly only: { readonly words: string; readonly keys: ReadonlySet<string> } | null;
}

/** A filter that leaves everything through. */
export const noFilter: GapFilter = {
  actor: "any",
  tactic: "any",
  reason: "any",
  band: "any",
  window: "any",
  status: "any",
  owner: "any",
  platforms: [],
  only: null,
};

/** What stands for gaps without an owner in the filter. */
export const nobody = "nobody";

export function filterGaps(rows: readonly GapRow[], filter: GapFilter): GapRow[] {
  const { actor, tactic, reason, band, window, status, owner, platforms, only } = filter;
  return rows.filter(
    (row) =>
      (actor === "any" || row.actors.some((id) => id === actor)) &&
      (tactic === "any" || row.tactics.includes(tactic)) &&
      (reason === "any" || row.reason === reason) &&
      (band === "any" || row.band === band) &&
      (window === "any" || row.item?.window === window) &&
      (status === "any" || rowStatus(row) === status) &&
      (owner === "any" || (row.item?.owner ?? "") === (owner === nobody ? "" : owner)) &&
      (platforms.length === 0 || row.platforms.some((name) => platforms.includes(name))) &&
      (only === null || only.keys.has(row.key)),
  );
}

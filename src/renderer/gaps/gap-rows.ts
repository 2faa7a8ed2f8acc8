import type { AssetSegment } from "../../shared/model/asset.ts";
import type { Scope, TechniqueDecision } from "../../shared/model/assessment.ts";
import type { Gap, GapReason, GapStatus, PriorityBand } from "../../shared/model/coverage.ts";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanItem } from "../../shared/model/plan.ts";
import { decisionKey, gapKey } from "./gap-key.ts";
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
  /** Segment of the assets: gaps on a platform that it holds. */
  readonly segment: string;
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
  segment: "any",
  only: null,
};

/** What stands for gaps without an owner in the filter. */
export const nobody = "nobody";

/** The segments of the assessment's environments; of those, the chosen ones where some are. */
export function segmentsInScope(
  segments: readonly AssetSegment[],
  scope: Pick<Scope, "environments" | "segments">,
): AssetSegment[] {
  return segments.filter(
    ({ environment, segment }) =>
      scope.environments.includes(environment) &&
      (scope.segments.length === 0 || scope.segments.includes(segment)),
  );
}

/** The platforms of a segment's assets, in whatever environment. */
function platformsOfSegment(segments: readonly AssetSegment[], name: string): ReadonlySet<string> {
  return new Set(
    segments.filter(({ segment }) => segment === name).flatMap(({ platforms }) => platforms),
  );
}

/** The gaps that a filter leaves through, in their order. */
export function filterGaps(
  rows: readonly GapRow[],
  filter: GapFilter,
  segments: readonly AssetSegment[],
): GapRow[] {
  const { actor, tactic, reason, band, window, status, owner, platforms, segment, only } = filter;
  const ofSegment = platformsOfSegment(segments, segment);
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
      (segment === "any" || row.platforms.some((name) => ofSegment.has(name))) &&
      (only === null || only.keys.has(row.key)),
  );
}

import type { Asset, Criticality } from "../../shared/model/asset.ts";

/** Which assets a list shows; null = all. */
export interface AssetFilter {
  readonly segment: string | null;
  readonly criticality: Criticality | "unsaid" | null;
  readonly withoutPlatform: boolean;
}

export const everyAsset: AssetFilter = { segment: null, criticality: null, withoutPlatform: false };

/** The assets that a filter lets through. */
export function filterAssets(assets: readonly Asset[], filter: AssetFilter): readonly Asset[] {
  return assets.filter(
    ({ segment, criticality, platforms }) =>
      (filter.segment === null || segment === filter.segment) &&
      (filter.criticality === null || (criticality ?? "unsaid") === filter.criticality) &&
      (!filter.withoutPlatform || platforms.length === 0),
  );
}

/** One segment with what is in it. */
export interface SegmentFigures {
  readonly segment: string;
  readonly assets: number;
  readonly critical: number;
  readonly platforms: readonly string[];
}

/** The segments of assets, the largest first; machines are counted, not rows. */
export function summariseSegments(assets: readonly Asset[]): readonly SegmentFigures[] {
  const segments = new Map<string, Asset[]>();
  for (const asset of assets) {
    const like = segments.get(asset.segment);
    if (like === undefined) segments.set(asset.segment, [asset]);
    else like.push(asset);
  }
  return [...segments]
    .map(([segment, own]) => ({
      segment,
      assets: countMachines(own),
      critical: countMachines(own.filter(({ criticality }) => criticality === "critical")),
      platforms: [...new Set(own.flatMap(({ platforms }) => platforms))].sort(),
    }))
    .sort((a, b) => b.assets - a.assets || (a.segment < b.segment ? -1 : 1));
}

/** Machines that assets stand for. */
export function countMachines(assets: readonly Asset[]): number {
  return assets.reduce((sum, { count }) => sum + count, 0);
}

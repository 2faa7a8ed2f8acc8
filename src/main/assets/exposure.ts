import type { Criticality } from "../../shared/model/asset.ts";
import type { CriticalityWeights } from "../../shared/model/assessment.ts";
import type { ExposedAssets } from "../../shared/model/coverage.ts";
import type { Fraction } from "../coverage/exact.ts";
import { fraction, scaleToWhole } from "../coverage/exact.ts";

/** An asset as far as exposure depends on it. */
export interface ExposableAsset {
  readonly environment: string;
  readonly platforms: readonly string[];
  readonly criticality: Criticality | null;
  readonly segment: string;
  readonly count: number;
}

/** How exposed a technique's platforms are. */
export interface Exposure {
  readonly assets: ExposedAssets;
  /** Criticality-weighted share of the assets in scope. */
  readonly share: Fraction;
}

/** What an asset of which nobody says the criticality weighs as. */
export const assumedCriticality: Criticality = "medium";

/** What of an assessment's scope and settings decides which assets are asked about. */
export interface ExposureRules {
  /** Segments in scope; empty = all. */
  readonly segments: readonly string[];
  /** ATT&CK platforms in scope; empty = every platform. */
  readonly platforms: readonly string[];
  readonly weights: CriticalityWeights;
}

/** The assets of the chosen segments that have a platform in scope, or any known one. */
export function assetsInScope<Of extends ExposableAsset>(
  assets: readonly Of[],
  { segments, platforms }: Pick<ExposureRules, "segments" | "platforms">,
): Of[] {
  return assets.filter(
    (asset) =>
      (segments.length === 0 || segments.includes(asset.segment)) &&
      (platforms.length === 0
        ? asset.platforms.length > 0
        : asset.platforms.some((platform) => platforms.includes(platform))),
  );
}

/** How many machines the assets stand for. */
export function countAssets(assets: readonly ExposableAsset[]): number {
  return assets.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Weighs assets once, and says of any technique's platforms which share of them it can strike.
 *
 * Those out of scope, and those whose platform nobody knows, are left out. Null where no asset is in scope or none of them weighs
 * anything, and for a technique that names no platform (all of ICS).
 */
export function prepareExposure(
  assets: readonly ExposableAsset[],
  { segments, platforms, weights }: ExposureRules,
): (techniquePlatforms: readonly string[]) => Exposure | null {
  const inScope = assetsInScope(assets, { segments, platforms });
  const levels = ["low", "medium", "high", "critical"] as const;
  const scaled = scaleToWhole(levels.map((level) => weights[level]));
  const weightOf = new Map(levels.map((level, at) => [level, scaled[at] ?? 0n]));
  const weigh = (chosen: readonly ExposableAsset[]) =>
    chosen.reduce(
      (sum, { criticality, count }) =>
        sum + (weightOf.get(criticality ?? assumedCriticality) ?? 0n) * BigInt(count),
      0n,
    );
  const whole = weigh(inScope);
  const inScopeCount = countAssets(inScope);
  const known = new Map<string, Exposure | null>();
  return (techniquePlatforms) => {
    const named = techniquePlatforms.filter((platform) => platform !== "None");
    if (whole === 0n || named.length === 0) return null;
    const key = named.join("\n");
    const before = known.get(key);
    if (before !== undefined) return before;
    const struck = inScope.filter((asset) =>
      asset.platforms.some((platform) => named.includes(platform)),
    );
    const exposure = {
      assets: { on: countAssets(struck), inScope: inScopeCount },
      share: fraction(weigh(struck), whole),
    };
    known.set(key, exposure);
    return exposure;
  };
}

import { compareVersions } from "../../shared/compare-versions.ts";

/** A release of the workspace, as a layer may be pinned to it. */
interface ReleaseName {
  readonly domain: string;
  readonly version: string;
}

/** The number of the release that a text names first: `14` for `14.1`. */
export function majorOf(version: string): string | null {
  return /\d+/.exec(version)?.[0] ?? null;
}

/**
 * The version that a layer's IDs are read against: the release that it claims, else the newest of
 * the same number, else the newest of the domain, else what it claims.
 */
export function pinRelease(
  releases: readonly ReleaseName[],
  domain: string,
  claimed: string | null,
): string {
  const versions = releases
    .filter((release) => release.domain === domain)
    .map(({ version }) => version)
    .sort((a, b) => compareVersions(b, a));
  const major = claimed === null ? null : majorOf(claimed);
  return (
    versions.find((version) => version === claimed) ??
    versions.find((version) => major !== null && majorOf(version) === major) ??
    versions[0] ??
    claimed ??
    "unknown"
  );
}

import { compareVersions } from "../../shared/compare-versions.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import { Problem } from "../../shared/problem.ts";

/** A release of a domain by version, or the domain's newest. Throws `not-found`. */
export function findRelease(
  releases: readonly Release[],
  domain: string,
  version: string | undefined,
): Release {
  const found = releases
    .filter((release) => release.domain === domain)
    .sort((a, b) => compareVersions(b.version, a.version))
    .find((release) => version === undefined || release.version === version);
  if (found === undefined) {
    const name = version === undefined ? domain : `${domain} ${version}`;
    throw new Problem("not-found", `The workspace holds no release of ${name}.`, {
      candidates: releases.map((release) => `${release.domain} ${release.version}`),
      remedy: "Import its bundle, or name a release that is there.",
    });
  }
  return found;
}

import { compareVersions } from "../../shared/compare-versions.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";

const domainOrder = [...officialDomains.keys()];

function rankOf(domain: string): number {
  const rank = domainOrder.indexOf(domain);
  return rank === -1 ? domainOrder.length : rank;
}

/** Releases as they are listed: Enterprise, Mobile, ICS, others; the newest of each first. */
export function orderReleases(releases: readonly Release[]): readonly Release[] {
  return releases.toSorted(
    (a, b) =>
      rankOf(a.domain) - rankOf(b.domain) ||
      a.domain.localeCompare(b.domain, "en") ||
      compareVersions(b.version, a.version),
  );
}

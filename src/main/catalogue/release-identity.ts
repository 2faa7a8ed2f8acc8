import { compareVersions } from "../../shared/compare-versions.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { Authenticity } from "../../shared/model/catalogue.ts";
import type { WarningList } from "./warning-list.ts";

/** What is known of MITRE's releases. */
export interface ReleaseFacts {
  readonly official: readonly {
    readonly sha256: string;
    readonly domain: string;
    readonly version: string;
  }[];
  /** Day of each release, the oldest first. */
  readonly dates: ReadonlyMap<string, string>;
}

/** What a bundle says of itself, for one domain of it. */
export interface ReleaseEvidence {
  readonly domain: string;
  readonly sha256: string;
  readonly fileName: string;
  /** Releases that collections, or the mark of a starter catalogue, claim for the domain. */
  readonly claims: readonly string[];
  /** Whether the file is the starter catalogue that ships. */
  readonly isStarter: boolean;
  /** Newest `modified`, as a day. */
  readonly newestDay: string | null;
  /** What the user says it is, where the bundle cannot. */
  readonly userVersion: string | undefined;
}

export interface ReleaseIdentity {
  readonly version: string;
  readonly authenticity: Authenticity;
}

/** A release's version until somebody names it. */
export const unknownVersion = "unknown";

/**
 * Tells which release a bundle is and how far that can be trusted.
 *
 * By its hash, else by what it claims, else by its newest date; never by the file's name, which is
 * only compared.
 */
export function identifyRelease(
  evidence: ReleaseEvidence,
  facts: ReleaseFacts,
  warnings: WarningList,
): ReleaseIdentity {
  const identity = decide(evidence, facts, warnings);
  warnContradictions(evidence, identity.version, warnings);
  return identity;
}

function decide(
  evidence: ReleaseEvidence,
  facts: ReleaseFacts,
  warnings: WarningList,
): ReleaseIdentity {
  const { domain, claims } = evidence;
  const inferred = inferVersion(evidence.newestDay, facts.dates);
  const byHash = facts.official
    .filter((entry) => entry.sha256 === evidence.sha256 && entry.domain === domain)
    .map((entry) => entry.version);
  // Releases that changed nothing in a domain share a hash.
  const official =
    byHash.find((version) => claims.includes(version)) ??
    byHash.find((version) => version === inferred) ??
    newestVersion(byHash);
  if (official !== undefined) return { version: official, authenticity: "official" };
  const claim = newestVersion(claims);
  if (claim !== undefined && evidence.isStarter) return { version: claim, authenticity: "starter" };
  if (claim !== undefined) {
    const isListed = facts.official.some(
      (entry) => entry.domain === domain && entry.version === claim,
    );
    if (isListed) return { version: claim, authenticity: "altered" };
    warnings.add(
      "unlisted-release",
      null,
      null,
      `The bundle says that it is ${domain} ${claim}. Casemate knows no hash of that release, so it ` +
        "cannot say whether the file is MITRE's.",
    );
    return { version: evidence.userVersion ?? claim, authenticity: "inferred" };
  }
  const version = evidence.userVersion ?? inferred;
  if (version !== undefined) return { version, authenticity: "inferred" };
  warnings.add(
    "unknown-release",
    null,
    null,
    "The bundle does not say which release it is, and none that Casemate knows fits. " +
      "Name the release in the catalogue.",
  );
  return { version: unknownVersion, authenticity: "inferred" };
}

/** The first release on or after a day; not before the first known, whose beginning is unknown. */
function inferVersion(day: string | null, dates: ReadonlyMap<string, string>): string | undefined {
  if (day === null) return undefined;
  let isFirst = true;
  for (const [version, released] of dates) {
    if (day <= released) return isFirst ? undefined : version;
    isFirst = false;
  }
  return undefined;
}

/** The file's name is never evidence; that it says something else is worth a word. */
function warnContradictions(
  evidence: ReleaseEvidence,
  version: string,
  warnings: WarningList,
): void {
  const named = /(enterprise|mobile|ics)-attack(?:[-_. ]?v?(\d{1,2}\.\d{1,2})(?!\d))?/i.exec(
    evidence.fileName,
  );
  if (named === null) return;
  const domain = `${named[1]?.toLowerCase() ?? ""}-attack`;
  if (officialDomains.has(evidence.domain) && domain !== evidence.domain) {
    const message = `The file's name says ${domain}; what is in it is ${evidence.domain}.`;
    warnings.add("file-name-domain", null, null, message);
  }
  if (named[2] !== undefined && named[2] !== version && version !== unknownVersion) {
    const message = `The file's name says ${named[2]}; what is in it is ${version}.`;
    warnings.add("file-name-version", null, null, message);
  }
}

function newestVersion(versions: readonly string[]): string | undefined {
  return [...versions].sort(compareVersions).at(-1);
}

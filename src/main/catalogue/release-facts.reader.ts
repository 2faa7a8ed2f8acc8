import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ReleaseFacts } from "./release-identity.ts";
import { compareVersions } from "../../shared/compare-versions.ts";

const hashFile = z.object({
  stix: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
});
const dateFile = z.object({ releases: z.record(z.string(), z.string()) });

const known = new Map<string, ReleaseFacts>();

/** The shipped facts about official releases: hashes and days. */
export function readReleaseFacts(root: string): ReleaseFacts {
  const before = known.get(root);
  if (before !== undefined) return before;
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(root, "resources", "facts", name), "utf8"));
  const official: { sha256: string; domain: string; version: string }[] = [];
  for (const domains of Object.values(hashFile.parse(read("release-sha256.json")).stix)) {
    for (const [domain, releases] of Object.entries(domains)) {
      for (const [version, sha256] of Object.entries(releases)) {
        official.push({ sha256, domain, version });
      }
    }
  }
  const dates = Object.entries(dateFile.parse(read("release-dates.json")).releases);
  dates.sort(([a], [b]) => compareVersions(a, b));
  const facts = { official, dates: new Map(dates) };
  known.set(root, facts);
  return facts;
}

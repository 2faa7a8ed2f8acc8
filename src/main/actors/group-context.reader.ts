import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { FactsInUse } from "./group-facts.ts";
import { layFacts } from "./group-facts.ts";

const facts = z.object({
  source: z.string(),
  date: z.string(),
  version: z.number().int(),
  groups: z.record(
    z.string(),
    z.object({
      source: z.object({ value: z.string() }),
      countries: z.array(z.string()).default([]),
      sectors: z.array(z.string()).default([]),
      motives: z.array(z.string()).default([]),
    }),
  ),
});

const read = new Map<string, FactsInUse>();

/** The shipped facts about groups, each with where it is from. Read once. */
export function readShippedFacts(root: string): FactsInUse {
  const known = read.get(root);
  if (known !== undefined) return known;
  const path = join(root, "resources", "facts", "group-context.json");
  const { source, date, version, groups } = facts.parse(JSON.parse(readFileSync(path, "utf8")));
  const list = Object.entries(groups).map(([id, { source: from, ...words }]) => ({
    id,
    value: from.value,
    ...words,
  }));
  const shipped = {
    source: `MISP galaxy threat-actor cluster (CC0), version ${version}, as shipped with Casemate`,
    version,
    groups: layFacts(new Map(), list, `${source}, ${date}`),
  };
  read.set(root, shipped);
  return shipped;
}

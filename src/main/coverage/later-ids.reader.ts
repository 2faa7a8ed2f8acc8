import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Domain } from "../../shared/model/attack-id.ts";
import { domain, techniqueId } from "../../shared/model/attack-id.ts";
import type { LaterIds } from "./naming.ts";

const facts = z.object({
  domain,
  techniques: z.record(
    z.string(),
    z.object({ predecessors: z.array(z.object({ id: techniqueId })) }),
  ),
});

const read = new Map<string, ReadonlyMap<Domain, LaterIds>>();

/** What IDs of newer releases may stand for, by domain, from the shipped facts. Read once. */
export function readLaterIds(root: string): ReadonlyMap<Domain, LaterIds> {
  const known = read.get(root);
  if (known !== undefined) return known;
  const path = join(root, "resources", "facts", "attack-18-to-19.json");
  const parsed = facts.parse(JSON.parse(readFileSync(path, "utf8")));
  const laterIds: LaterIds = new Map(
    Object.entries(parsed.techniques).map(([id, { predecessors }]) => [
      id,
      predecessors.map((earlier) => earlier.id),
    ]),
  );
  const byDomain = new Map([[parsed.domain, laterIds]]);
  read.set(root, byDomain);
  return byDomain;
}

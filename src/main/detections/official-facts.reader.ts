import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { attackIdKinds, domain, techniqueId } from "../../shared/model/attack-id.ts";
import { listStarterFiles } from "../catalogue/starter.reader.ts";
import type { ReleaseChange } from "./release-change.ts";

const changeFile = z.object({
  domain,
  to: z.string(),
  techniques: z.record(
    z.string(),
    z.object({
      name: z.string(),
      predecessors: z.array(z.object({ id: techniqueId, name: z.string() })),
    }),
  ),
  revoked: z.record(z.string(), z.object({ name: z.string(), becomes: techniqueId })),
  tactics: z.record(
    z.string(),
    z.object({ becomes: z.array(z.object({ shortname: z.string() })) }),
  ),
});

const changes = new Map<string, ReleaseChange>();

/** The shipped facts about a release that a catalogue may not have yet. Read once. */
export function readReleaseChange(root: string): ReleaseChange {
  const known = changes.get(root);
  if (known !== undefined) return known;
  const path = join(root, "resources", "facts", "attack-18-to-19.json");
  const parsed = changeFile.parse(JSON.parse(readFileSync(path, "utf8")));
  const change: ReleaseChange = {
    domain: parsed.domain,
    to: parsed.to,
    added: new Map(Object.entries(parsed.techniques)),
    revoked: new Map(Object.entries(parsed.revoked)),
    tactics: new Map(
      Object.entries(parsed.tactics).map(([tactic, { becomes }]) => [
        tactic,
        becomes.map(({ shortname }) => shortname),
      ]),
    ),
  };
  changes.set(root, change);
  return change;
}

/** The few properties of a bundle's objects that tell the IDs of its techniques. */
const bundle = z.object({
  objects: z.array(
    z.object({
      type: z.string(),
      external_references: z.array(z.object({ external_id: z.string().optional() })).optional(),
    }),
  ),
});

const officialIds = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

/**
 * Technique IDs of the official domains by domain, retired ones among them, from the starter
 * catalogues that ship.
 *
 * Tells an ID of a domain that is not in the workspace from one that is nowhere. Read once.
 */
export function readOfficialTechniqueIds(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const known = officialIds.get(root);
  if (known !== undefined) return known;
  const byDomain = new Map(
    listStarterFiles(root).map(({ domain: name, path }) => [name, readTechniqueIds(path)]),
  );
  officialIds.set(root, byDomain);
  return byDomain;
}

function readTechniqueIds(path: string): ReadonlySet<string> {
  const { objects } = bundle.parse(JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")));
  const ids = new Set<string>();
  for (const { type, external_references: references = [] } of objects) {
    if (type !== "attack-pattern") continue;
    for (const { external_id: id } of references) {
      if (id !== undefined && attackIdKinds.technique.form.test(id)) ids.add(id);
    }
  }
  return ids;
}

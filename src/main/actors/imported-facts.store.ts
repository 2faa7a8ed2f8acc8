import { z } from "zod";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { FactsInUse } from "./group-facts.ts";
import { layFacts } from "./group-facts.ts";
import type { Group } from "./join-group-context.ts";

const words = z.array(z.string());
const importedFacts = z.object({
  version: z.number().nullable(),
  importedOn: z.string(),
  groups: z.array(
    z.object({
      id: z.string(),
      value: z.string(),
      sectors: words,
      countries: words,
      motives: words,
    }),
  ),
});

/** What an import says of groups. */
export type ImportedFacts = z.infer<typeof importedFacts>;

const keyPrefix = "group-facts ";

/** Facts about groups as they are in use: what was imported, in its order, over the shipped ones. */
export function getFactsInUse(db: ReadableDatabase, shipped: FactsInUse): FactsInUse {
  return db
    .all<{ id: number; value: string }>(
      `SELECT CAST(substr(key, ?) AS INTEGER) AS id, value FROM setting
       WHERE key GLOB ? ORDER BY id`,
      keyPrefix.length + 1,
      `${keyPrefix}*`,
    )
    .map(({ value }) => importedFacts.parse(JSON.parse(value)))
    .reduce((known, { version, importedOn, groups }) => {
      const of = version === null ? "of no version" : `version ${version}`;
      const source = `MISP galaxy threat-actor cluster (CC0), ${of}, imported on ${importedOn}`;
      return { source, version, groups: layFacts(known.groups, groups, source) };
    }, shipped);
}

/** Keeps what an import says of groups. */
export function addImportedFacts(
  db: WritableDatabase,
  importId: number,
  facts: ImportedFacts,
): void {
  db.run(
    "INSERT INTO setting (key, value) VALUES (?, ?)",
    `${keyPrefix}${importId}`,
    JSON.stringify(facts),
  );
}

/** Takes back what an import said of groups. */
export function removeImportedFacts(db: WritableDatabase, importId: number): void {
  db.run("DELETE FROM setting WHERE key = ?", `${keyPrefix}${importId}`);
}

/** The active groups of the newest release of every domain, each once, by ATT&CK ID. */
export function listNewestGroups(db: ReadableDatabase): Group[] {
  const groups = new Map<string, Group>();
  const domains = new Set<string>();
  for (const { id: releaseId, domain } of listReleaseChoices(db)) {
    if (domains.has(domain)) continue;
    domains.add(domain);
    const former = listFormerIds(db, releaseId);
    for (const { id, name, aliases } of loadKnowledge(db, releaseId).groups.values()) {
      if (groups.has(id)) continue;
      groups.set(id, { id, name, aliases: [name, ...aliases], formerIds: former.get(id) ?? [] });
    }
  }
  return [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** ATT&CK IDs of the groups that were revoked in favour of a group, by its ID. */
function listFormerIds(
  db: ReadableDatabase,
  releaseId: number,
): ReadonlyMap<string, readonly string[]> {
  const former = new Map<string, string[]>();
  const rows = db.all<{ id: string; formerId: string }>(
    `SELECT target.attack_id AS id, source.attack_id AS formerId
     FROM object AS source
     JOIN relationship ON relationship.source_id = source.id AND relationship.type = 'revoked-by'
     JOIN object AS target ON target.id = relationship.target_id
     WHERE source.release_id = ? AND source.type = 'intrusion-set'
       AND source.attack_id IS NOT NULL AND target.attack_id IS NOT NULL
     ORDER BY source.attack_id`,
    releaseId,
  );
  for (const { id, formerId } of rows) former.set(id, [...(former.get(id) ?? []), formerId]);
  return former;
}

import { z } from "zod";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { FactsInUse, GroupFacts } from "./group-facts.ts";
import { layFacts } from "./group-facts.ts";
import type { Group, ThreatActor } from "./join-group-context.ts";
import { joinFacts } from "./sector-import.ts";

const words = z.array(z.string()).readonly();
const importedFacts = z.object({
  version: z.number().nullable(),
  importedOn: z.string(),
  /** The cluster's values: which groups they are about is found out anew for every release. */
  actors: z
    .array(
      z.object({
        value: z.string(),
        uuid: z.string(),
        meta: z.object({
          synonyms: words,
          country: z.string(),
          motive: z.string().default(""),
          "cfr-suspected-state-sponsor": z.string(),
          "cfr-suspected-victims": words,
          "cfr-target-category": words,
          "cfr-type-of-incident": z.union([z.string(), words]),
          "targeted-sector": words,
        }),
      }),
    )
    .readonly(),
});

/** What an import says of groups. */
type ImportedFacts = Readonly<Pick<z.infer<typeof importedFacts>, "version" | "importedOn">> & {
  readonly actors: readonly ThreatActor[];
};

const keyPrefix = "group-facts ";

/** A cluster's values as they were joined with the groups of these releases. */
interface JoinedCluster extends Pick<ImportedFacts, "version" | "importedOn"> {
  readonly facts: readonly GroupFacts[];
}

/** Joins cost too much for every letter of a search: those of the releases in use are kept. */
let kept: {
  readonly releases: readonly Knowledge[];
  readonly byText: Map<string, JoinedCluster>;
} = { releases: [], byText: new Map() };

function joinStored(db: ReadableDatabase, text: string): JoinedCluster {
  const releases = listNewestReleases(db).map(({ knowledge }) => knowledge);
  const isSame =
    releases.length === kept.releases.length &&
    releases.every((knowledge, at) => knowledge === kept.releases[at]);
  if (!isSame) kept = { releases, byText: new Map() };
  const known = kept.byText.get(text);
  if (known !== undefined) return known;
  const { version, importedOn, actors } = importedFacts.parse(JSON.parse(text));
  const facts = joinFacts(listNewestGroups(db), actors);
  const joined = { version, importedOn, facts };
  kept.byText.set(text, joined);
  return joined;
}

/**
 * Facts about groups as they are in use: what was imported, in its order, over the shipped ones.
 * They follow the newest releases: a group that came with one has what a cluster says of it.
 */
export function getFactsInUse(db: ReadableDatabase, shipped: FactsInUse): FactsInUse {
  return db
    .all<{ id: number; value: string }>(
      `SELECT CAST(substr(key, ?) AS INTEGER) AS id, value FROM setting
       WHERE key GLOB ? ORDER BY id`,
      keyPrefix.length + 1,
      `${keyPrefix}*`,
    )
    .map(({ value }) => joinStored(db, value))
    .reduce((known, { version, importedOn, facts }) => {
      const of = version === null ? "of no version" : `version ${version}`;
      const source = `MISP galaxy threat-actor cluster (CC0), ${of}, imported on ${importedOn}`;
      return { source, version, groups: layFacts(known.groups, facts, source) };
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
  for (const { releaseId, knowledge } of listNewestReleases(db)) {
    const former = listFormerIds(db, releaseId);
    for (const { id, name, aliases } of knowledge.groups.values()) {
      if (groups.has(id)) continue;
      groups.set(id, { id, name, aliases: [name, ...aliases], formerIds: former.get(id) ?? [] });
    }
  }
  return [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The newest release of every domain. */
export function listNewestReleases(
  db: ReadableDatabase,
): readonly { readonly releaseId: number; readonly knowledge: Knowledge }[] {
  const newest = new Map<string, number>();
  for (const { id, domain } of listReleaseChoices(db)) {
    if (!newest.has(domain)) newest.set(domain, id);
  }
  return [...newest.values()].map((releaseId) => ({
    releaseId,
    knowledge: loadKnowledge(db, releaseId),
  }));
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

import { listReleaseChoices } from "../assessments/assessments.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { TechniqueReader } from "../coverage/naming.ts";
import { prepareTechniqueReader } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";

/** The newest release of a domain, with the reader of the IDs that environments write. */
export interface ReleaseIds {
  /** `enterprise-attack 18.1` */
  readonly name: string;
  readonly knowledge: Knowledge;
  readonly read: TechniqueReader;
}

/** Reads written IDs against the newest release of each domain, as these environments accepted them. */
export function prepareReleaseIds(
  { db, root }: { readonly db: ReadableDatabase; readonly root: string },
  environments: readonly string[],
): readonly ReleaseIds[] {
  // The list begins with the newest; of a domain the last one set stays.
  const newest = new Map(
    listReleaseChoices(db)
      .toReversed()
      .map((choice) => [choice.domain, choice]),
  );
  const later = readLaterIds(root);
  return [...newest.values()].map(({ id, domain, version }) => {
    const accepted = listAcceptedResolutions(db, environments, domain, version);
    const knowledge = loadKnowledge(db, id);
    const read = prepareTechniqueReader(knowledge, accepted, later.get(domain) ?? new Map());
    return { name: `${domain} ${version}`, knowledge, read };
  });
}

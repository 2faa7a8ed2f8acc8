import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { Resolver } from "./classify.ts";
import { makeResolver } from "./classify.ts";
import { readOfficialTechniqueIds, readReleaseChange } from "./official-facts.reader.ts";

/** The release against which an inventory's IDs are read, and how they read. */
interface ReferenceRelease {
  /** Null while the workspace has no catalogue. */
  readonly knowledge: Knowledge | null;
  readonly resolve: Resolver;
}

/**
 * The release for inventories: the newest of Enterprise, else of the first domain there is.
 *
 * An assessment reads the same IDs against its own releases.
 */
export function findReferenceRelease(
  db: ReadableDatabase,
  root: string,
  environment: string,
): ReferenceRelease {
  const choices = listReleaseChoices(db);
  const choice = choices.find(({ domain }) => domain === "enterprise-attack") ?? choices[0];
  const knowledge = choice === undefined ? null : loadKnowledge(db, choice.id);
  const accepted =
    choice === undefined
      ? []
      : listAcceptedResolutions(db, [environment], choice.domain, choice.version);
  const resolve = makeResolver({
    knowledge,
    change: readReleaseChange(root),
    isOfOtherDomain: otherDomains(db, root, knowledge?.domain ?? ""),
    accepted: new Map(accepted.map(({ written, techniqueId }) => [written, techniqueId])),
  });
  return { knowledge, resolve };
}

/** Looks an ID up in the workspace's other domains, then in those that MITRE publishes. */
export function otherDomains(
  db: ReadableDatabase,
  root: string,
  reference: string,
): (id: TechniqueId) => boolean {
  let loaded: readonly Knowledge[] | undefined;
  return (id) => {
    loaded ??= listReleaseChoices(db)
      .filter(({ domain }) => domain !== reference)
      .map((choice) => loadKnowledge(db, choice.id));
    if (loaded.some(({ techniques, retired }) => techniques.has(id) || retired.has(id)))
      return true;
    for (const [domain, ids] of readOfficialTechniqueIds(root)) {
      if (domain !== reference && ids.has(id)) return true;
    }
    // Every ICS technique is T0…, and no other is: one that is not out yet is still not ours.
    return id.startsWith("T0") !== (reference === "ics-attack");
  };
}

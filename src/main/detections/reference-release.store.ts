import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { IdResolution } from "../../shared/model/detection.ts";
import type { ReleaseChoice } from "../assessments/assessments.store.ts";
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
  return resolverFor(db, root, environment, listNewestReleases(db)[0]);
}

function resolverFor(
  db: ReadableDatabase,
  root: string,
  environment: string,
  choice: ReleaseChoice | undefined,
): ReferenceRelease {
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

/**
 * Reads IDs as inventories list them: against the release for inventories, and what is of another
 * domain against the newest release of that, where the workspace holds one.
 */
export function findInventoryResolver(
  db: ReadableDatabase,
  root: string,
  environment: string,
): Resolver {
  const { knowledge, resolve } = findReferenceRelease(db, root, environment);
  let others: readonly { readonly domain: Domain; readonly resolve: Resolver }[] | undefined;
  const known = new Map<string, IdResolution>();
  return (written) => {
    const first = resolve(written);
    if (first.status !== "other-domain") return first;
    const before = known.get(written);
    if (before !== undefined) return before;
    others ??= listNewestReleases(db)
      .filter(({ domain }) => domain !== knowledge?.domain)
      .map((choice) => ({
        domain: choice.domain,
        resolve: resolverFor(db, root, environment, choice).resolve,
      }));
    for (const other of others) {
      const there = other.resolve(written);
      if (there.status === "unknown" || there.status === "other-domain") continue;
      const resolution = { ...there, domain: other.domain };
      known.set(written, resolution);
      return resolution;
    }
    return first;
  };
}

/** The newest release of each domain, the one for inventories first. */
export function listNewestReleases(db: ReadableDatabase): ReleaseChoice[] {
  const newest = new Map<Domain, ReleaseChoice>();
  for (const choice of listReleaseChoices(db)) {
    if (!newest.has(choice.domain)) newest.set(choice.domain, choice);
  }
  const isReference = ({ domain }: ReleaseChoice) => domain === "enterprise-attack";
  return [...newest.values()].sort((a, b) => Number(isReference(b)) - Number(isReference(a)));
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

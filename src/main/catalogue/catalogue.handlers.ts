import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import type { CatalogueImportReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { listTechniquesUsedByActor } from "../actors/profile.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { CommandContext, HandlersOf, QueryContext } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { findObjectsByText } from "../search/text-search.store.ts";
import { setImportUndone } from "../imports/import-report.store.ts";
import { removeOverlayRows, removeRelease } from "./catalogue-write.store.ts";
import type { StoredRelease } from "./catalogue.store.ts";
import {
  countActive,
  countObjects,
  getBundleHeader,
  getOverlay,
  getStoredRelease,
  listOverlays,
  listRawObjects,
  listStoredReleases,
  setReleaseVersion,
} from "./catalogue.store.ts";
import { writeBundle } from "./export-bundle.writer.ts";
import { importCatalogues } from "./import-catalogue.handlers.ts";
import type { Knowledge } from "./knowledge.ts";
import { loadKnowledge } from "./knowledge.store.ts";
import {
  findObjectId,
  getObjectDetail,
  getObjectId,
  listObjectIdsOfKind,
  listObjectSummaries,
} from "./object.store.ts";
import { listTechniqueRowsOfObject } from "./related-technique.store.ts";
import { startPacing } from "./pacer.ts";
import { readReleaseFacts } from "./release-facts.reader.ts";
import { listStarterFiles } from "./starter.reader.ts";

const mispNotice =
  "Sectors, countries and motives of groups come from the threat-actor cluster of the MISP galaxy " +
  "(MISP/misp-galaxy), dedicated to the public domain under CC0 1.0.";

/** Objects that an export reads at once. */
const exportBatch = 200;

export const catalogueHandlers: HandlersOf<"catalogue"> = {
  list: (_input, { db, root }) =>
    listStoredReleases(db).map((release) => describe(db, root, release)),

  import: ({ paths, onConflict, version }, context) =>
    importCatalogues(context, paths, { onConflict, version }),

  addStarter: (_input, context) => importStarter(context),

  correctVersion: ({ releaseId, version }, { db, root }) => {
    const release = getStoredRelease(db, releaseId);
    if (release.authenticity !== "inferred") {
      throw new Problem(
        "bad-input",
        `${release.domain} ${release.version} says itself which release it is. ` +
          "Only a version that was inferred can be corrected.",
      );
    }
    const other = listStoredReleases(db).find(
      ({ id, domain, version: taken }) =>
        id !== releaseId && domain === release.domain && taken === version,
    );
    if (other !== undefined) {
      throw new Problem(
        "bad-input",
        `${release.domain} ${version} is in the workspace already. Remove one of the two first.`,
      );
    }
    setReleaseVersion(db, release, version);
    return describe(db, root, getStoredRelease(db, releaseId));
  },

  remove: async ({ releaseId }, context) => {
    const { db } = context;
    getStoredRelease(db, releaseId);
    for (const { id } of listOverlays(db, releaseId)) {
      setImportUndone(db, getOverlay(db, id).importId);
    }
    await removeRelease(db, releaseId, pacingOf(context, "Removing"));
    return null;
  },

  removeOverlay: async ({ overlayId }, context) => {
    const { importId } = getOverlay(context.db, overlayId);
    setImportUndone(context.db, importId);
    await removeOverlayRows(context.db, overlayId, pacingOf(context, "Removing"));
    return null;
  },

  export: async ({ releaseId, path }, context) => {
    getStoredRelease(context.db, releaseId);
    const header = getBundleHeader(context.db, releaseId);
    return { path, objects: await writeBundle(path, header, exportedObjects(releaseId, context)) };
  },

  browse: ({ releaseId, kind, text, withInactive }, { db }) => {
    getStoredRelease(db, releaseId);
    const ids = listObjectIdsOfKind(db, releaseId, kind, withInactive);
    if (text.trim() === "") return [...listObjectSummaries(db, ids).values()];
    const matching = findObjectsByText(db, [releaseId], text);
    const wanted = text.trim().toLowerCase();
    return [...listObjectSummaries(db, ids)].flatMap(([id, summary]) => {
      const names = [summary.name, summary.attackId ?? "", ...summary.aliases];
      const isPart = names.some((name) => name.toLowerCase().includes(wanted));
      return isPart || matching.has(id) ? [summary] : [];
    });
  },

  object: ({ releaseId, stixId }, { db }) =>
    getObjectDetail(db, getObjectId(db, releaseId, stixId)),

  find: ({ releaseId, kind, attackId }, { db }) => {
    const id = findObjectId(db, releaseId, kind, attackId);
    return id === undefined ? null : getObjectDetail(db, id);
  },

  matrix: ({ releaseId }, { db }) => {
    const { domain, version, tactics, techniques } = loadKnowledge(db, releaseId);
    const shown = [...techniques.values()].map((technique) => ({
      id: technique.id,
      name: technique.name,
      parentId: technique.parentId,
      tactics: [...technique.tactics],
      platforms: [...technique.platforms],
      overlay: technique.overlay,
    }));
    const platforms = new Set(shown.flatMap((technique) => technique.platforms));
    return {
      releaseId,
      domain,
      version,
      tactics: [...tactics],
      techniques: shown,
      platforms: [...platforms].sort(),
    };
  },

  techniquesOf: ({ releaseId, stixId, ways }, { db }) => {
    const knowledge = loadKnowledge(db, releaseId);
    const objectId = getObjectId(db, releaseId, stixId);
    const actor = [
      ...knowledge.groups.values(),
      ...knowledge.campaigns.values(),
      ...knowledge.software.values(),
    ].find((known) => known.objectId === objectId);
    return actor === undefined
      ? techniquesInRows(knowledge, listTechniqueRowsOfObject(db, releaseId, objectId))
      : [...listTechniquesUsedByActor(knowledge, actor, ways)].sort();
  },

  techniquesByText: ({ releaseId, text }, { db }) =>
    techniquesInRows(loadKnowledge(db, releaseId), findObjectsByText(db, [releaseId], text).keys()),

  notice: () => ({ attack: attackNotice, misp: mispNotice }),
};

/** Imports the shipped starter catalogue of every domain that has no release yet. */
export async function importStarter(context: CommandContext): Promise<CatalogueImportReport[]> {
  const loaded = new Set<string>(listStoredReleases(context.db).map(({ domain }) => domain));
  const paths = listStarterFiles(context.root)
    .filter(({ domain }) => !loaded.has(domain))
    .map(({ path }) => path);
  return importCatalogues(context, paths, { onConflict: "ask" });
}

/** The active techniques among rows of objects, by ID. */
function techniquesInRows(knowledge: Knowledge, rows: Iterable<number>): TechniqueId[] {
  const wanted = new Set(rows);
  return [...knowledge.techniques.values()]
    .filter(({ objectId }) => wanted.has(objectId))
    .map(({ id }) => id)
    .sort();
}

function describe(db: ReadableDatabase, root: string, release: StoredRelease): Release {
  return {
    ...release,
    releasedOn: readReleaseFacts(root).dates.get(release.version) ?? null,
    counts: countActive(db, release.id),
    overlays: listOverlays(db, release.id),
  };
}

async function* exportedObjects(
  releaseId: number,
  context: QueryContext,
): AsyncGenerator<Buffer[], void, undefined> {
  const pace = pacingOf(context, "Exporting");
  const total = countObjects(context.db, releaseId);
  let after = 0;
  let done = 0;
  for (;;) {
    const batch = listRawObjects(context.db, releaseId, null, after, exportBatch);
    const last = batch.at(-1);
    if (last === undefined) return;
    yield batch.map(({ raw }) => raw);
    after = last.id;
    done += batch.length;
    const pause = pace(done, total);
    if (pause !== undefined) await pause;
  }
}

function pacingOf(
  { breathe, progress }: QueryContext,
  phase: string,
): ReturnType<typeof startPacing> {
  return startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done, total) => progress({ phase, done, total, unit: "objects" }),
  });
}

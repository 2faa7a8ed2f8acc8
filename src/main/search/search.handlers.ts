import type { ObjectSummary } from "../../shared/model/catalogue.ts";
import type { SearchHit } from "../../shared/model/workspace.ts";
import type { HandlersOf } from "../backend/handler.ts";
import type { StoredRelease } from "../catalogue/catalogue.store.ts";
import { getRawObject, listStoredReleases } from "../catalogue/catalogue.store.ts";
import { readObjectText } from "../catalogue/object-text.ts";
import { listObjectSummaries } from "../catalogue/object.store.ts";
import { compareVersions } from "../../shared/compare-versions.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { FoundObject } from "./rank-hits.ts";
import { isMatchedByName, rankHits } from "./rank-hits.ts";
import { cutSnippet, wordsOf } from "./text-query.ts";
import type { TextMatch } from "./text-search.store.ts";
import {
  findObjectsByText,
  listNamed,
  listOfEmulation,
  listObjectsWithAttackId,
  listReleasesOfAssessment,
} from "./text-search.store.ts";

/** Runs, test cases and tests that are shown of each: an ID may be that of hundreds. */
const mostOfEmulation = 10;
/** Matches of the full-text index that are ranked; beyond lie only words in texts. */
const mostMatches = 1000;

export const searchHandlers: HandlersOf<"search"> = {
  everything: ({ text, assessmentId, limit }, { db }) => {
    const wanted = text.trim();
    if (wanted === "") return [];
    const releases = chooseReleases(db, assessmentId);
    const catalogue = searchCatalogue(db, releases, wanted, limit);
    const assessments = namedHits(db, "assessment", wanted, limit);
    const detections = namedHits(db, "detection", wanted, limit);
    const layers = namedHits(db, "layer", wanted, limit);
    const emulation = emulationHits(db, wanted, Math.min(limit, mostOfEmulation));
    // What the user made and named comes before what a text happens to say.
    const byName = catalogue.filter(({ snippet }) => snippet === null);
    const byText = catalogue.filter(({ snippet }) => snippet !== null);
    return [...byName, ...assessments, ...layers, ...emulation, ...detections, ...byText].slice(
      0,
      limit,
    );
  },
};

/** The assessment's releases, else the newest of each domain. */
function chooseReleases(db: ReadableDatabase, assessmentId: number | undefined): StoredRelease[] {
  const all = listStoredReleases(db);
  if (assessmentId !== undefined) {
    const asked = new Set(listReleasesOfAssessment(db, assessmentId));
    const chosen = all.filter(({ id }) => asked.has(id));
    if (chosen.length > 0) return chosen;
  }
  const newest = new Map<string, StoredRelease>();
  for (const release of all) {
    const other = newest.get(release.domain);
    if (other === undefined || compareVersions(release.version, other.version) > 0) {
      newest.set(release.domain, release);
    }
  }
  return [...newest.values()];
}

function searchCatalogue(
  db: ReadableDatabase,
  releases: readonly StoredRelease[],
  text: string,
  limit: number,
): SearchHit[] {
  const releaseIds = releases.map(({ id }) => id);
  const matches = findObjectsByText(db, releaseIds, text, mostMatches);
  const byId = new Set(listObjectsWithAttackId(db, releaseIds, text));
  const ids = [...new Set([...byId, ...matches.keys()])];
  const found: (FoundObject & { readonly id: number })[] = [];
  for (const [id, object] of listObjectSummaries(db, ids)) {
    // A retired object is found by its ID alone: somebody may still hold the ID.
    if (!byId.has(id) && object.status !== "active") continue;
    found.push({ id, object, rank: matches.get(id)?.rank ?? 0 });
  }
  const rows = new Map(found.map((hit) => [hit.object, hit.id]));
  return rankHits(text, found)
    .slice(0, limit)
    .map(({ object }) => toHit(db, text, object, matches.get(rows.get(object) ?? -1)));
}

function toHit(
  db: ReadableDatabase,
  text: string,
  object: ObjectSummary,
  match: TextMatch | undefined,
): SearchHit {
  let snippet: SearchHit["snippet"] = null;
  if (match !== undefined && !isMatchedByName(text, object)) {
    const raw: unknown = JSON.parse(getRawObject(db, match.textId).toString());
    const { description } = readObjectText(raw);
    if (description !== null) snippet = cutSnippet(description, wordsOf(text));
  }
  return {
    kind: object.kind,
    id: object.attackId ?? object.stixId,
    name: object.name,
    parentName: object.parentName,
    domain: object.domain,
    releaseId: object.releaseId,
    runId: null,
    snippet,
  };
}

function namedHits(
  db: ReadableDatabase,
  kind: "assessment" | "detection" | "layer",
  text: string,
  limit: number,
): SearchHit[] {
  return listNamed(db, kind, text, limit).map(({ id, name, domain }) => ({
    kind,
    id: String(id),
    name,
    parentName: null,
    domain,
    releaseId: null,
    runId: null,
    snippet: null,
  }));
}

function emulationHits(db: ReadableDatabase, text: string, limit: number): SearchHit[] {
  return listOfEmulation(db, text, limit).map(({ kind, id, name, run, runId }) => ({
    ...{ kind, id: String(id), name, parentName: run, domain: null, releaseId: null, runId },
    snippet: null,
  }));
}

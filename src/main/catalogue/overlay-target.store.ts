import type { ReadableDatabase } from "../database/database.ts";
import type { Bundle } from "./bundle.reader.ts";
import { matricesInForce } from "./bundle-plan.ts";
import type { StoredRelease } from "./catalogue.store.ts";
import { holdsObject, listMatrixIds } from "./catalogue.store.ts";
import { compareVersions } from "../../shared/compare-versions.ts";

/** References that are looked up to find the release that a bundle extends. */
const mostReferences = 1000;

/**
 * The release that a bundle extends, or undefined where it is a release itself.
 *
 * Without a matrix in force a bundle is no release: it extends the one that holds most of what it
 * refers to. With one it is an overlay only where a loaded release has the same matrix and the bundle
 * says of itself that it is somebody's own: by a collection that is not MITRE's, or by lacking the
 * tactics that its matrix names.
 */
export function findOverlayTarget(
  db: ReadableDatabase,
  bundle: Bundle,
  domains: readonly string[],
  releases: readonly StoredRelease[],
): StoredRelease | undefined {
  if (releases.length === 0) return undefined;
  if (releases.some(({ sha256 }) => sha256 === bundle.sha256)) return undefined;
  if (domains.length === 0) return findBestFit(db, bundle, releases);
  const ids = new Set(bundle.objects.map(({ stixId }) => stixId));
  const matrices = matricesInForce(bundle.objects);
  const isOwn =
    bundle.objects.some(({ facts }) => facts.kind === "collection" && !facts.isMitre) ||
    matrices.some(
      ({ facts }) => facts.kind === "matrix" && !facts.tactics.every((id) => ids.has(id)),
    );
  if (!isOwn) return undefined;
  return newestFirst(releases).find((release) => {
    if (!domains.includes(release.domain)) return false;
    const known = listMatrixIds(db, release.id);
    return matrices.some(({ stixId }) => known.includes(stixId));
  });
}

function findBestFit(
  db: ReadableDatabase,
  bundle: Bundle,
  releases: readonly StoredRelease[],
): StoredRelease | undefined {
  const ids = new Set(bundle.objects.map(({ stixId }) => stixId));
  const named = new Set(bundle.objects.flatMap(({ domains }) => domains ?? []));
  const references = new Set<string>();
  for (const { facts } of bundle.objects) {
    if (facts.kind !== "relationship") continue;
    for (const id of [facts.source, facts.target]) if (!ids.has(id)) references.add(id);
  }
  const looked = [...references].slice(0, mostReferences);
  const scores = new Map(
    releases.map((release) => [
      release,
      2 * looked.filter((id) => holdsObject(db, release.id, id)).length +
        (named.has(release.domain) ? 1 : 0),
    ]),
  );
  const score = (release: StoredRelease) => scores.get(release) ?? 0;
  // Sorting keeps the order of equals: the newest of the best.
  return newestFirst(releases).sort((a, b) => score(b) - score(a))[0];
}

/** Enterprise before the others, newer releases before older ones. */
function newestFirst(releases: readonly StoredRelease[]): StoredRelease[] {
  const rank = (release: StoredRelease) => (release.domain === "enterprise-attack" ? 0 : 1);
  return [...releases].sort(
    (a, b) => rank(a) - rank(b) || compareVersions(b.version, a.version) || b.id - a.id,
  );
}

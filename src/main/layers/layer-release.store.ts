import type { Layer, LayerContent, LayerSummary } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { listStoredReleases } from "../catalogue/catalogue.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { blankMarks } from "./blank-layer.ts";
import { countAnnotationsAt, listLayerCounts, listPlaces } from "./layers.store.ts";
import { placeAnnotations } from "./place-layer.ts";

/** The release that a layer is read against; undefined where it is not in the workspace. */
export function findReleaseOf(
  db: ReadableDatabase,
  { domain, version }: Pick<LayerContent, "domain" | "version">,
): Knowledge | undefined {
  const release = listStoredReleases(db).find(
    (each) => each.domain === domain && each.version === version,
  );
  return release === undefined ? undefined : loadKnowledge(db, release.id);
}

/** The release that a layer is read against. Throws `not-found`. */
export function getReleaseOf(
  db: ReadableDatabase,
  layer: Pick<LayerContent, "domain" | "version" | "name">,
): Knowledge {
  const release = findReleaseOf(db, layer);
  if (release !== undefined) return release;
  throw new Problem(
    "not-found",
    `${layer.domain} ${layer.version}, against which "${layer.name}" is read, is not in this ` +
      "workspace. Import that release, or upgrade the layer to one that is here.",
  );
}

/** Every layer of the workspace as lists name it; no annotation is read for it. */
export function summariseLayers(db: ReadableDatabase): LayerSummary[] {
  const layers = listLayerCounts(db);
  const unplaced = new Map<string, ReadonlyMap<number, number> | null>();
  for (const layer of layers) {
    const key = `${layer.domain} ${layer.version}`;
    if (unplaced.has(key)) continue;
    const release = findReleaseOf(db, layer);
    const alike = layers.filter((each) => `${each.domain} ${each.version}` === key);
    unplaced.set(key, release === undefined ? null : countUnplaced(db, release, alike));
  }
  return layers.map((layer) => {
    const counts = unplaced.get(`${layer.domain} ${layer.version}`) ?? null;
    return { ...layer, unplaced: counts === null ? null : (counts.get(layer.id) ?? 0) };
  });
}

function countUnplaced(
  db: ReadableDatabase,
  release: Knowledge,
  layers: readonly Pick<LayerSummary, "annotations">[],
): ReadonlyMap<number, number> {
  const places = listPlaces(db, release).map((place) => ({ ...blankMarks, ...place }));
  return countAnnotationsAt(db, release, placeAnnotations(places, release).unplaced, {
    layers: layers.length,
    annotations: layers.reduce((sum, { annotations }) => sum + annotations, 0),
  });
}

/** A layer as lists name it. */
export function summariseLayer(db: ReadableDatabase, layer: Layer): LayerSummary {
  const { properties: _properties, annotations, ...head } = layer;
  const release = findReleaseOf(db, layer);
  return {
    ...head,
    annotations: annotations.length,
    scored: annotations.filter(({ score }) => score !== null).length,
    techniques: new Set(annotations.map(({ techniqueId }) => techniqueId)).size,
    unplaced: release === undefined ? null : placeAnnotations(annotations, release).unplaced.length,
  };
}

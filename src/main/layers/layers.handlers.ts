import type { Layer, LayerContent, LayerSummary } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { listStoredReleases } from "../catalogue/catalogue.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { defaultProperties, isBlank } from "./blank-layer.ts";
import {
  addLayer,
  changeAnnotations,
  getLayer,
  listLayers,
  removeLayer,
  setLayerHead,
  setLayerUpdatedAt,
} from "./layers.store.ts";
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

export const layersHandlers: HandlersOf<"layers"> = {
  list: (_input, { db }) => listLayers(db).map((layer) => summariseLayer(db, layer)),

  get: ({ layerId }, { db }) => getLayer(db, layerId),

  unplaced: ({ layerId }, { db }) => {
    const layer = getLayer(db, layerId);
    const release = findReleaseOf(db, layer);
    if (release === undefined) {
      throw new Problem(
        "not-found",
        `${layer.domain} ${layer.version}, against which "${layer.name}" is read, is not in this ` +
          "workspace. Import that release, or upgrade the layer to one that is here.",
      );
    }
    return [...placeAnnotations(layer.annotations, release).unplaced];
  },

  create: ({ source, name, group }, { db, now }) => {
    if (source.kind !== "empty") throw new Problem("bad-input", "Not built yet.");
    const at = now().toISOString();
    const content: LayerContent = {
      name: name ?? "New layer",
      domain: source.domain,
      version: source.version,
      scoreMeaning: "unknown",
      origin: "Made here",
      properties: defaultProperties,
      annotations: [],
    };
    const id = addLayer(db, content, { id: null, group, createdAt: at, updatedAt: at });
    return { layer: summariseLayer(db, getLayer(db, id)), rejected: [] };
  },

  set: ({ layerId, properties, ...head }, { db, now }) => {
    const before = getLayer(db, layerId);
    setLayerHead(db, {
      ...before,
      name: head.name ?? before.name,
      group: head.group ?? before.group,
      scoreMeaning: head.scoreMeaning ?? before.scoreMeaning,
      properties: { ...before.properties, ...withoutUndefined(properties ?? {}) },
      updatedAt: now().toISOString(),
    });
    return before;
  },

  annotate: ({ layerId, changes }, { db, now }) => {
    getLayer(db, layerId);
    setLayerUpdatedAt(db, layerId, now().toISOString());
    return changeAnnotations(
      db,
      layerId,
      changes.map(({ place, marks }) => ({
        place,
        marks: marks === null || isBlank(marks) ? null : marks,
      })),
    );
  },

  remove: ({ layerIds }, { db }) => {
    const layers = layerIds.map((id) => getLayer(db, id));
    for (const id of layerIds) removeLayer(db, id);
    return layers;
  },

  restore: ({ layers }, { db }) => {
    for (const { id, group, createdAt, updatedAt, ...content } of layers) {
      addLayer(db, content, { id, group, createdAt, updatedAt });
    }
    return null;
  },
};

/** Only what is said, so that what is left out stays. */
function withoutUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
    // The entries are the value's own.
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}

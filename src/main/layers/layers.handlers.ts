import type { HandlersOf } from "../backend/handler.ts";
import { isBlank } from "./blank-layer.ts";
import { checkExpression, combineStoredLayers } from "./combine-layers.handlers.ts";
import { exportLayers } from "./export-layers.handlers.ts";
import { importLayers, readLayersOfFiles } from "./import-layers.handlers.ts";
import { getReleaseOf, summariseLayer, summariseLayers } from "./layer-release.store.ts";
import {
  addLayer,
  changeAnnotations,
  findLayerMarking,
  getLayer,
  removeLayer,
  setLayerHead,
  setLayerUpdatedAt,
} from "./layers.store.ts";
import {
  drawLayerPicture,
  exportLayerPicture,
  exportLayerTable,
} from "./picture-layers.handlers.ts";
import { makeLayer } from "./make-layer.handlers.ts";
import { placeAnnotations } from "./place-layer.ts";
import { listUpgradeOffers, upgradeLayer } from "./upgrade-layer.handlers.ts";
import { claimByLayer, makeProfileOfLayer } from "./use-layer.handlers.ts";

export const layersHandlers: HandlersOf<"layers"> = {
  draw: drawLayerPicture,
  exportPicture: exportLayerPicture,
  exportTable: exportLayerTable,
  read: readLayersOfFiles,
  import: importLayers,
  offers: listUpgradeOffers,
  upgrade: upgradeLayer,
  export: exportLayers,

  list: (_input, { db }) => summariseLayers(db),

  get: ({ layerId }, { db }) => getLayer(db, layerId),

  unplaced: ({ layerId }, { db }) => {
    const layer = getLayer(db, layerId);
    return [...placeAnnotations(layer.annotations, getReleaseOf(db, layer)).unplaced];
  },

  preview: ({ source }, context) => {
    const { content, rejected } = makeLayer(context, source);
    const { name, annotations } = content;
    return {
      name,
      annotations: annotations.length,
      scored: annotations.filter(({ score }) => score !== null).length,
      rejected: [...rejected],
    };
  },

  create: ({ source, name, group }, context) => {
    const { db, now } = context;
    const { content, rejected } = makeLayer(context, source);
    const at = now().toISOString();
    const stored = { ...content, name: name ?? content.name };
    const id = addLayer(db, stored, { id: null, group, createdAt: at, updatedAt: at });
    return { layer: summariseLayer(db, getLayer(db, id)), rejected: [...rejected] };
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
    for (const { id, group, createdAt, updatedAt, marking, ...content } of layers) {
      // What was marked since stays marked: taking an edit back is no lowering.
      const now = findLayerMarking(db, id);
      removeLayer(db, id);
      addLayer(db, content, {
        id,
        group,
        createdAt,
        updatedAt,
        marking: now === undefined ? marking : now,
      });
    }
    return null;
  },

  check: checkExpression,
  combine: combineStoredLayers,
  claim: claimByLayer,
  profile: makeProfileOfLayer,
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

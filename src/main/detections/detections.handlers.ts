import type { DetectionSummary } from "../../shared/model/detection.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { classify } from "./classify.ts";
import type { Resolver } from "./classify.ts";
import type { StoredDetection } from "./detections.store.ts";
import {
  getDetection,
  listDetections,
  listDetectionStates,
  listInventoryFigures,
  removeDetections,
  setDetectionStates,
} from "./detections.store.ts";
import { importDetections } from "./import-detections.handlers.ts";
import { acceptOffers, listOffers, withdrawOffers } from "./offers.handlers.ts";
import { previewDetections } from "./preview.handlers.ts";
import { findReferenceRelease } from "./reference-release.store.ts";

export const detectionsHandlers: HandlersOf<"detections"> = {
  list: ({ environmentId }, { db, root }) => {
    const { name } = getEnvironment(db, environmentId);
    const { resolve } = findReferenceRelease(db, root, name);
    return listDetections(db, environmentId).map((stored) => summaryOf(stored, resolve));
  },
  get: ({ id }, { db, root }) => {
    const stored = getDetection(db, id);
    const { name } = getEnvironment(db, stored.environmentId);
    const { resolve } = findReferenceRelease(db, root, name);
    const { link, description, quality, line, ownFields } = stored.record;
    return {
      ...summaryOf(stored, resolve),
      link,
      description,
      quality,
      line,
      ownFields,
      note: stored.note,
    };
  },
  figures: (_input, { db }) => listInventoryFigures(db),
  preview: previewDetections,
  import: importDetections,
  setState: ({ ids, state }, { db }) => {
    const before = listDetectionStates(db, ids);
    // By the analyst's word the state is known from now on.
    setDetectionStates(
      db,
      ids.map((id) => ({ id, state, stateAssumed: false })),
    );
    return before;
  },
  restoreStates: ({ states }, { db }) => {
    setDetectionStates(db, states);
    return null;
  },
  remove: ({ ids }, { db }) => {
    removeDetections(db, ids);
    return null;
  },
  offers: listOffers,
  acceptOffers,
  withdrawOffers,
};

function summaryOf(stored: StoredDetection, resolve: Resolver): DetectionSummary {
  const { id, environmentId, importId, state, stateAssumed, record } = stored;
  const techniques = record.techniques.map(resolve);
  return {
    id,
    environmentId,
    key: record.key,
    name: record.name,
    format: record.format,
    kind: record.kind,
    ruleCount: record.ruleCount,
    state,
    stateAssumed,
    maturity: record.maturity,
    severity: record.severity,
    alerting: record.alerting,
    class: classify(techniques, record.tactics),
    techniques,
    tactics: record.tactics,
    platforms: record.platforms,
    logSource: record.logSource,
    owner: record.owner,
    modified: record.modified,
    file: record.file,
    importId,
  };
}

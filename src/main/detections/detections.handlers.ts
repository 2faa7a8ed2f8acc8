import type { DetectionSummary } from "../../shared/model/detection.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { classify } from "./classify.ts";
import type { Resolver } from "./classify.ts";
import type { StoredDetection } from "./detections.store.ts";
import {
  editableFieldsOf,
  getDetection,
  listDetections,
  listDetectionsById,
  listInventoryFigures,
  removeDetections,
  restoreDetections,
} from "./detections.store.ts";
import { editDetections, restoreEdits, revertEdits } from "./edit-detections.handlers.ts";
import { uncover } from "./edits.ts";
import { importDetections } from "./import-detections.handlers.ts";
import { acceptOffers, listOffers, withdrawOffers } from "./offers.handlers.ts";
import { foretellDetections, previewDetections } from "./preview.handlers.ts";
import { findInventoryResolver } from "./reference-release.store.ts";
import { listTechniqueChoices, suggestTechniques } from "./suggest.handlers.ts";
import { workOf } from "./work.ts";

export const detectionsHandlers: HandlersOf<"detections"> = {
  list: ({ environmentId }, { db, root }) => {
    const { name } = getEnvironment(db, environmentId);
    const resolve = findInventoryResolver(db, root, name);
    return listDetections(db, environmentId).map((stored) => summaryOf(stored, resolve));
  },
  pick: ({ ids }, { db, root }) => {
    const resolvers = new Map<number, Resolver>();
    return listDetectionsById(db, ids).map((stored) => {
      const { environmentId } = stored;
      const resolve =
        resolvers.get(environmentId) ??
        findInventoryResolver(db, root, getEnvironment(db, environmentId).name);
      resolvers.set(environmentId, resolve);
      return summaryOf(stored, resolve);
    });
  },
  get: ({ id }, { db, root }) => {
    const stored = getDetection(db, id);
    const { name } = getEnvironment(db, stored.environmentId);
    const resolve = findInventoryResolver(db, root, name);
    const { link, description, line, ownFields } = stored.record;
    return {
      ...summaryOf(stored, resolve),
      link,
      description,
      line,
      ownFields,
      note: stored.note,
      edits: [...stored.edits],
    };
  },
  figures: (_input, { db }) => listInventoryFigures(db),
  preview: previewDetections,
  foretell: foretellDetections,
  import: importDetections,
  edit: editDetections,
  revertEdits,
  restoreEdits,
  techniques: listTechniqueChoices,
  suggest: suggestTechniques,
  remove: ({ ids }, { db }) => removeDetections(db, ids),
  restore: ({ detections }, { db }) => {
    restoreDetections(db, detections);
    return null;
  },
  offers: listOffers,
  acceptOffers,
  withdrawOffers,
};

function summaryOf(stored: StoredDetection, resolve: Resolver): DetectionSummary {
  const { id, environmentId, importId, state, stateAssumed, record, edits } = stored;
  const techniques = record.techniques.map(resolve);
  const fields = editableFieldsOf(stored);
  const fromFile = edits.length === 0 ? techniques : uncover(fields, edits).techniques.map(resolve);
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
    quality: record.quality,
    modified: record.modified,
    file: record.file,
    importId,
    edited: edits.map(({ word }) => word.field),
    work: workOf({
      file: fromFile,
      now: techniques,
      tactics: record.tactics,
      setAside: fields.setAside,
    }),
  };
}

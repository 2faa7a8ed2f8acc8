import type { Scope } from "../../shared/model/assessment.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listEnvironments } from "../environments/environments.store.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { listObjectTexts } from "../actors/object-text.store.ts";
import { answerAssessment } from "./answer.ts";
import { buildAssessmentLayers, layeredAnswer, listLayerTextRows } from "./assessment-layers.ts";
import {
  addAssessment,
  getAssessment,
  listAssessments,
  listReleaseChoices,
  removeAssessment,
  setAssessmentName,
  setAssessmentScope,
  setAssessmentSettings,
  setReviewOn,
  setUpdatedAt,
} from "./assessments.store.ts";
import { attackNotice } from "./attack-notice.ts";
import { copyAssessment, previewRebase, rebaseIntoCopy } from "./copy.handlers.ts";
import { defaultSettings } from "./default-settings.ts";
import { writeAssessment } from "./export.writer.ts";
import { gatherQuestion } from "./gather.store.ts";
import { readToolName } from "./tool-name.reader.ts";

/** Every environment, and the newest release of Enterprise or of the first domain there is. */
export function defaultScope(db: ReadableDatabase): Scope {
  const releases = listReleaseChoices(db);
  const first = releases.find(({ domain }) => domain === "enterprise-attack") ?? releases[0];
  return {
    releases: first === undefined ? [] : [{ domain: first.domain, version: first.version }],
    environments: listEnvironments(db).map(({ name }) => name),
    platforms: [],
    segments: [],
    beforeCompromise: false,
  };
}

export const assessmentsHandlers: HandlersOf<"assessments"> = {
  list: (_input, { db }) => listAssessments(db),
  get: ({ assessmentId }, { db }) => getAssessment(db, assessmentId),
  create: ({ name, scope }, { db, now }) =>
    addAssessment(db, {
      name,
      createdAt: now().toISOString(),
      reviewOn: null,
      scope: scope ?? defaultScope(db),
      settings: defaultSettings,
    }),
  rename: ({ assessmentId, name }, { db, now }) => {
    setAssessmentName(db, assessmentId, name);
    setUpdatedAt(db, assessmentId, now().toISOString());
    return getAssessment(db, assessmentId);
  },
  remove: ({ assessmentId }, { db }) => {
    removeAssessment(db, assessmentId);
    return null;
  },
  copy: copyAssessment,
  previewRebase,
  rebase: rebaseIntoCopy,
  setScope: ({ assessmentId, scope }, { db, now }) => {
    setAssessmentScope(db, assessmentId, scope);
    setUpdatedAt(db, assessmentId, now().toISOString());
    return getAssessment(db, assessmentId);
  },
  setSettings: ({ assessmentId, settings }, { db, now }) => {
    setAssessmentSettings(db, assessmentId, settings);
    setUpdatedAt(db, assessmentId, now().toISOString());
    return getAssessment(db, assessmentId);
  },
  setReview: ({ assessmentId, reviewOn }, { db, now }) => {
    setReviewOn(db, assessmentId, reviewOn);
    setUpdatedAt(db, assessmentId, now().toISOString());
    return getAssessment(db, assessmentId);
  },
  defaults: () => defaultSettings,
  answer: ({ assessmentId }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    return answerAssessment(gatherQuestion(db, assessmentId, readLaterIds(root), today)).result;
  },
  export: async ({ assessmentId, directory, now: given, marked }, { db, root, now }) => {
    const at = given === undefined ? now() : new Date(given);
    if (Number.isNaN(at.getTime())) {
      throw new Problem("bad-input", `"${given ?? ""}" is not a time. Write 2026-11-21T12:00:00Z.`);
    }
    const generatedAt = at.toISOString();
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), generatedAt.slice(0, 10));
    const answer = answerAssessment(question);
    const texts = listObjectTexts(db, listLayerTextRows(answer));
    const things = { assessmentIds: [assessmentId] };
    const marking = wordsOfMarking(getExportMarking({ db, root }, things, marked));
    const labels = { generatedAt, tool: readToolName(root), notice: attackNotice, marking };
    const layers = buildAssessmentLayers(layeredAnswer(answer, question, texts), labels);
    return { files: await writeAssessment(directory, answer, layers, labels) };
  },
};

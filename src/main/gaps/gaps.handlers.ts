import { Problem } from "../../shared/problem.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { setUpdatedAt } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { listDecisions, removeDecision, setDecision } from "./gaps.store.ts";

export const gapsHandlers: HandlersOf<"gaps"> = {
  decide: ({ assessmentId, decisions, withdrawn }, { db, now }) => {
    if (decisions.some(({ status, reason }) => status !== "open" && reason.trim() === "")) {
      throw new Problem("bad-input", "Say why: a gap that is not open needs a reason.");
    }
    const nameOf = (one: { readonly domain: string; readonly techniqueId: string }) =>
      `${one.domain} ${one.techniqueId}`;
    const before = new Map(listDecisions(db, assessmentId).map((one) => [nameOf(one), one]));
    const touched = [...decisions, ...withdrawn].map(({ domain, techniqueId }) => ({
      domain,
      techniqueId,
    }));
    setUpdatedAt(db, assessmentId, now().toISOString());
    for (const { domain, techniqueId } of withdrawn) {
      removeDecision(db, assessmentId, domain, techniqueId);
    }
    for (const decision of decisions) setDecision(db, assessmentId, decision);
    return {
      decisions: touched.flatMap((one) => before.get(nameOf(one)) ?? []),
      withdrawn: touched.filter((one) => !before.has(nameOf(one))),
    };
  },
  preview: ({ assessmentId, priorityWeights, chokePoints }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    const { assessment } = question;
    const settings = { ...assessment.settings, priorityWeights, chokePoints };
    const { gaps } = answerAssessment({
      ...question,
      assessment: { ...assessment, settings },
    }).result;
    return gaps.map(({ domain, id, priority, band }) => ({ domain, id, priority, band }));
  },
};

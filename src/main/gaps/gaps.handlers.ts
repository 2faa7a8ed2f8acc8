import { Problem } from "../../shared/problem.ts";
import { setUpdatedAt } from "../assessments/assessments.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { removeDecision, setDecision } from "./gaps.store.ts";

export const gapsHandlers: HandlersOf<"gaps"> = {
  decide: ({ assessmentId, decision }, { db, now }) => {
    if (decision.status !== "open" && decision.reason.trim() === "") {
      throw new Problem("bad-input", "Say why: a gap that is not open needs a reason.");
    }
    setUpdatedAt(db, assessmentId, now().toISOString());
    setDecision(db, assessmentId, decision);
    return null;
  },
  withdraw: ({ assessmentId, domain, techniqueId }, { db, now }) => {
    setUpdatedAt(db, assessmentId, now().toISOString());
    removeDecision(db, assessmentId, domain, techniqueId);
    return null;
  },
};

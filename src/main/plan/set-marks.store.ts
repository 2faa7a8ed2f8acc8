import type { PlanMark } from "../../shared/model/plan-mark.ts";
import type { PlanChange } from "../../shared/model/plan.ts";
import { setUpdatedAt } from "../assessments/assessments.store.ts";
import type { WritableDatabase } from "../database/database.ts";
import { changeMark, isBlank } from "./mark.ts";
import { keyOf } from "./open-gap.ts";
import { getStoredPlan, removeMark, setMark } from "./plan.store.ts";

/** What was fixed about a gap before and after a change. */
export interface ChangedMark {
  readonly before: PlanMark;
  readonly after: PlanMark;
}

/** Makes changes of what is fixed about gaps; each gap comes back once. Throws `not-found`. */
export function setMarks(
  db: WritableDatabase,
  assessmentId: number,
  changes: readonly PlanChange[],
  now: Date,
): ChangedMark[] {
  setUpdatedAt(db, assessmentId, now.toISOString());
  const stored = getStoredPlan(db, assessmentId).marks;
  const marks = new Map(stored.map((mark) => [keyOf(mark.domain, mark.techniqueId), mark]));
  const changed = new Map<string, ChangedMark>();
  for (const change of changes) {
    const key = keyOf(change.domain, change.techniqueId);
    const { was, mark } = changeMark(marks.get(key), change, now.toISOString().slice(0, 10));
    changed.set(key, { before: changed.get(key)?.before ?? was, after: mark });
    marks.set(key, mark);
    if (isBlank(mark)) removeMark(db, assessmentId, mark.domain, mark.techniqueId);
    else setMark(db, assessmentId, mark);
  }
  return [...changed.values()];
}

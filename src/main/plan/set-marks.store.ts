import type { LogSourceMark, PlanMark } from "../../shared/model/plan-mark.ts";
import type { LogSourceChange, PlanChange } from "../../shared/model/plan.ts";
import { setUpdatedAt } from "../assessments/assessments.store.ts";
import type { WritableDatabase } from "../database/database.ts";
import { changeLogSource, changeMark, isBlank, isBlankSource } from "./mark.ts";
import { keyOf } from "./open-gap.ts";
import { getStoredPlan, removeMark, setLogSourceMarks, setMark } from "./plan.store.ts";

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

/** What was fixed about a log source before and after a change. */
export interface ChangedLogSource {
  readonly before: LogSourceMark;
  readonly after: LogSourceMark;
}

/** Makes changes of what is fixed about log sources; each comes back once. Throws `not-found`. */
export function setLogSources(
  db: WritableDatabase,
  assessmentId: number,
  changes: readonly LogSourceChange[],
  now: Date,
): ChangedLogSource[] {
  setUpdatedAt(db, assessmentId, now.toISOString());
  const { logSourceMarks } = getStoredPlan(db, assessmentId);
  const marks = new Map(logSourceMarks.map((mark) => [mark.name, mark]));
  const changed = new Map<string, ChangedLogSource>();
  for (const change of changes) {
    const { name } = change;
    const { was, mark } = changeLogSource(marks.get(name), change, now.toISOString().slice(0, 10));
    changed.set(name, { before: changed.get(name)?.before ?? was, after: mark });
    marks.set(name, mark);
  }
  storeLogSources(db, assessmentId, marks);
  return [...changed.values()];
}

/** Keeps what is fixed about log sources, by name; of what is blank nothing is kept. */
export function storeLogSources(
  db: WritableDatabase,
  assessmentId: number,
  marks: ReadonlyMap<string, LogSourceMark>,
): void {
  const kept = [...marks.values()].filter((mark) => !isBlankSource(mark));
  kept.sort((a, b) => (a.name < b.name ? -1 : 1));
  setLogSourceMarks(db, assessmentId, kept);
}

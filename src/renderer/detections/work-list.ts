import type { DetectionSummary, WorkKind } from "../../shared/model/detection.ts";

/** The kinds of work in the order in which they are best done. */
export const workKinds = [
  "other-release",
  "unknown-id",
  "deprecated",
  "tactic-only",
  "untagged",
] as const satisfies readonly WorkKind[];

/** One kind of work: how many rules, and how many of them are done. */
export interface WorkCount {
  readonly kind: WorkKind;
  readonly rules: number;
  readonly done: number;
}

/** The work list counted by kind. */
export function countWork(detections: readonly DetectionSummary[]): readonly WorkCount[] {
  const counts = new Map(workKinds.map((kind) => [kind, { rules: 0, done: 0 }]));
  for (const { work } of detections) {
    const count = work === null ? undefined : counts.get(work.kind);
    if (count === undefined) continue;
    count.rules += 1;
    if (work?.isDone === true) count.done += 1;
  }
  return workKinds.map((kind) => ({ kind, ...(counts.get(kind) ?? { rules: 0, done: 0 }) }));
}

/**
 * The rules of a kind of work: those that wait, and with `withDone` those that are done.
 *
 * In the inventory's order, so that a rule keeps its place while others are done.
 */
export function listWork(
  detections: readonly DetectionSummary[],
  kind: WorkKind,
  withDone: boolean,
): readonly DetectionSummary[] {
  return detections.filter(({ work }) => work?.kind === kind && (withDone || !work.isDone));
}

/** The rule to go on with: the next after one that is done or skipped, from the top again at the end. */
export function nextWork(
  rules: readonly DetectionSummary[],
  after: number | null,
): DetectionSummary | undefined {
  const waiting = (rule: DetectionSummary) => rule.work?.isDone === false && rule.id !== after;
  const at = rules.findIndex(({ id }) => id === after);
  return rules.slice(at + 1).find(waiting) ?? rules.slice(0, Math.max(at, 0)).find(waiting);
}

import type { ReportDraft } from "../../shared/model/report-template.ts";
import {
  emptyHistory,
  recordRedone,
  recordStep,
  recordUndone,
  type StepHistory,
} from "../step-history.ts";

/** Where the next report of each assessment is kept. */
export interface DraftStore {
  /** As it stands; undefined while it is not known. */
  readonly read: (assessmentId: number) => ReportDraft | undefined;
  /** Shows it at once, and keeps it. */
  readonly write: (assessmentId: number, draft: ReportDraft) => Promise<void>;
}

/** Changes of reports' choices that can be undone, for each assessment. */
export interface ReportDrafts {
  readonly historyOf: (assessmentId: number) => StepHistory<ReportDraft>;
  /** Changes of one `stretch` of typing are undone as one. */
  readonly change: (
    assessmentId: number,
    next: ReportDraft,
    label: string,
    stretch?: string,
  ) => Promise<void>;
  /** Resolves to what was undone, in words; undefined where there was nothing. */
  readonly undo: (assessmentId: number) => Promise<string | undefined>;
  readonly redo: (assessmentId: number) => Promise<string | undefined>;
  /** Forgets all steps: another workspace was opened. */
  readonly forget: () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** The steps of reports' choices; they survive a switch of screens. */
export function createReportDrafts(store: DraftStore): ReportDrafts {
  const histories = new Map<number, StepHistory<ReportDraft>>();
  const listeners = new Set<() => void>();
  const historyOf = (assessmentId: number) => histories.get(assessmentId) ?? emptyHistory;
  const setHistory = (assessmentId: number, history: StepHistory<ReportDraft>) => {
    histories.set(assessmentId, history);
    for (const listener of listeners) listener();
  };
  const walk = async (
    assessmentId: number,
    steps: "undo" | "redo",
    record: typeof recordUndone<ReportDraft>,
  ) => {
    const history = historyOf(assessmentId);
    const entry = history[steps].at(-1);
    const now = store.read(assessmentId);
    if (entry === undefined || now === undefined) return undefined;
    setHistory(assessmentId, record(history, now));
    await store.write(assessmentId, entry.step);
    return entry.label;
  };
  return {
    historyOf,
    change: async (assessmentId, next, label, stretch) => {
      const before = store.read(assessmentId);
      if (before !== undefined) {
        const entry = { label, step: before, stretch: stretch ?? null };
        setHistory(assessmentId, recordStep(historyOf(assessmentId), entry));
      }
      await store.write(assessmentId, next);
    },
    undo: (assessmentId) => walk(assessmentId, "undo", recordUndone),
    redo: (assessmentId) => walk(assessmentId, "redo", recordRedone),
    forget: () => {
      histories.clear();
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A step that can be taken, and what it undoes or does again, in words: "score of 12 cells". */
export interface HistoryEntry<Step> {
  readonly label: string;
  readonly step: Step;
  /** Entries of one stretch of typing are one; null = an entry of its own. */
  readonly stretch: string | null;
}

/** What can be undone and done again, the last one first to go. */
export interface StepHistory<Step> {
  readonly undo: readonly HistoryEntry<Step>[];
  readonly redo: readonly HistoryEntry<Step>[];
}

/** A history in which nothing happened. */
export const emptyHistory: StepHistory<never> = { undo: [], redo: [] };

/** How many steps can be undone. */
export const historyLimit = 200;

/** The history after an edit whose way back is `entry`: nothing is left to do again. */
export function recordStep<Step>(
  { undo }: StepHistory<Step>,
  entry: HistoryEntry<Step>,
): StepHistory<Step> {
  const last = undo.at(-1);
  // The way back to before the first key of a stretch is the one that was kept then.
  if (entry.stretch !== null && last?.stretch === entry.stretch) return { undo, redo: [] };
  return { undo: [...undo, entry].slice(-historyLimit), redo: [] };
}

/** The history after its last step was undone; `back` does it again. */
export function recordUndone<Step>(
  { undo, redo }: StepHistory<Step>,
  back: Step,
): StepHistory<Step> {
  const last = undo.at(-1);
  if (last === undefined) return { undo, redo };
  return {
    undo: undo.slice(0, -1),
    redo: [...redo, { label: last.label, step: back, stretch: null }],
  };
}

/** The history after its last undone step was done again; `back` undoes it. */
export function recordRedone<Step>(
  { undo, redo }: StepHistory<Step>,
  back: Step,
): StepHistory<Step> {
  const last = redo.at(-1);
  if (last === undefined) return { undo, redo };
  return {
    undo: [...undo, { label: last.label, step: back, stretch: null }],
    redo: redo.slice(0, -1),
  };
}

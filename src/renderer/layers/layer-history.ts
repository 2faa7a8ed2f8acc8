import type {
  Annotation,
  AnnotationMarks,
  AnnotationPlace,
  Layer,
} from "../../shared/model/layer.ts";
import type { LayerProperties, ScoreMeaning } from "../../shared/model/layer.ts";

/** A place of a layer and what is to stand there; null takes it away. */
export interface AnnotationChange {
  readonly place: AnnotationPlace;
  readonly marks: AnnotationMarks | null;
}

/** What a layer says of itself; what is left out stays. */
export interface LayerHeadChange {
  readonly name?: string;
  readonly group?: string;
  readonly scoreMeaning?: ScoreMeaning;
  readonly properties?: Partial<LayerProperties>;
}

/** What leads from one state of the workspace's layers to the next or back. */
export type LayerStep =
  | { readonly kind: "annotate"; readonly layerId: number; readonly changes: AnnotationChange[] }
  | { readonly kind: "set"; readonly layerId: number; readonly head: LayerHeadChange }
  /** Puts layers back as they were, whether they are there or not. */
  | { readonly kind: "restore"; readonly layers: readonly Layer[] }
  | { readonly kind: "remove"; readonly layerIds: readonly number[] };

/** A step that can be taken, and what it undoes or does again, in words: "score of 12 cells". */
export interface HistoryEntry {
  readonly label: string;
  readonly step: LayerStep;
  /** Entries of one stretch of typing are one; null = an entry of its own. */
  readonly stretch: string | null;
}

/** What can be undone and done again, the last one first to go. */
export interface LayerHistory {
  readonly undo: readonly HistoryEntry[];
  readonly redo: readonly HistoryEntry[];
}

export const emptyHistory: LayerHistory = { undo: [], redo: [] };

/** How many steps of a layer can be undone. */
export const historyLimit = 200;

/** The history after an edit whose way back is `entry`: nothing is left to do again. */
export function recordStep({ undo }: LayerHistory, entry: HistoryEntry): LayerHistory {
  const last = undo.at(-1);
  // The way back to before the first key of a stretch is the one that was kept then.
  if (entry.stretch !== null && last?.stretch === entry.stretch) return { undo, redo: [] };
  return { undo: [...undo, entry].slice(-historyLimit), redo: [] };
}

/** The history after its last step was undone; `back` does it again. */
export function recordUndone({ undo, redo }: LayerHistory, back: LayerStep): LayerHistory {
  const last = undo.at(-1);
  if (last === undefined) return { undo, redo };
  return {
    undo: undo.slice(0, -1),
    redo: [...redo, { label: last.label, step: back, stretch: null }],
  };
}

/** The history after its last undone step was done again; `back` undoes it. */
export function recordRedone({ undo, redo }: LayerHistory, back: LayerStep): LayerHistory {
  const last = redo.at(-1);
  if (last === undefined) return { undo, redo };
  return {
    undo: [...undo, { label: last.label, step: back, stretch: null }],
    redo: redo.slice(0, -1),
  };
}

/** Of a layer as it was, what a change of its head is about to replace. */
export function headBefore(before: Layer, change: LayerHeadChange): LayerHeadChange {
  const { properties } = change;
  return {
    ...(change.name === undefined ? {} : { name: before.name }),
    ...(change.group === undefined ? {} : { group: before.group }),
    ...(change.scoreMeaning === undefined ? {} : { scoreMeaning: before.scoreMeaning }),
    ...(properties === undefined ? {} : { properties: before.properties }),
  };
}

/** What an annotation says, without its place. */
export function marksOf({
  techniqueId: _id,
  tactic: _tactic,
  ...marks
}: Annotation): AnnotationMarks {
  return marks;
}

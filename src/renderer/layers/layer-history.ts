import type {
  Annotation,
  AnnotationMarks,
  AnnotationPlace,
  Layer,
} from "../../shared/model/layer.ts";
import type { LayerProperties, ScoreMeaning } from "../../shared/model/layer.ts";
import type { StepHistory } from "../step-history.ts";

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

/** What can be undone and done again of layers. */
export type LayerHistory = StepHistory<LayerStep>;

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

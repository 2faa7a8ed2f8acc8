import type {
  Annotation,
  AnnotationMarks,
  LayerFact,
  LayerLink,
} from "../../shared/model/layer.ts";
import { type AnnotationChange, marksOf } from "./layer-history.ts";

/** The tactics of a technique in the release on screen; none for one that it does not have. */
export type TacticsOf = (techniqueId: string) => readonly string[];

/** The key of a cell: a technique under one of its tactics. */
export function cellKey(tactic: string, techniqueId: string): string {
  return `${tactic}/${techniqueId}`;
}

function placeOfKey(key: string): { readonly tactic: string; readonly techniqueId: string } {
  const slash = key.lastIndexOf("/");
  return { tactic: key.slice(0, slash), techniqueId: key.slice(slash + 1) };
}

/** The annotations of a layer by the technique and the tactic that they name. */
export interface AnnotationIndex {
  /** What stands at a cell: under its tactic, else under every tactic of the technique. */
  readonly at: (tactic: string, techniqueId: string) => Annotation | undefined;
  /** What stands exactly there; null = under every tactic. */
  readonly exactly: (tactic: string | null, techniqueId: string) => Annotation | undefined;
}

export function indexAnnotations(annotations: readonly Annotation[]): AnnotationIndex {
  const byPlace = new Map(
    annotations.map((each) => [cellKey(each.tactic ?? "", each.techniqueId), each]),
  );
  const exactly = (tactic: string | null, id: string) => byPlace.get(cellKey(tactic ?? "", id));
  return { exactly, at: (tactic, id) => exactly(tactic, id) ?? exactly(null, id) };
}

const unmarked: AnnotationMarks = {
  score: null,
  colour: "",
  comment: "",
  enabled: true,
  metadata: [],
  links: [],
  showSubtechniques: false,
  extra: null,
};

function marksFor(annotation: Annotation | undefined): AnnotationMarks {
  return annotation === undefined ? unmarked : marksOf(annotation);
}

/**
 * The changes that edit cells, and nothing beside them.
 *
 * A cell that has its own annotation keeps it. Where one annotation serves every tactic of a
 * technique, it stays one if all of them are edited; else it is split, so that the other tactics
 * keep what they show. A bare technique that is edited under all its tactics gets one annotation.
 */
export function editCells(
  index: AnnotationIndex,
  keys: Iterable<string>,
  tacticsOf: TacticsOf,
  edit: (marks: AnnotationMarks) => AnnotationMarks | null,
): AnnotationChange[] {
  const chosen = new Map<string, string[]>();
  for (const key of keys) {
    const { tactic, techniqueId } = placeOfKey(key);
    const tactics = chosen.get(techniqueId);
    if (tactics === undefined) chosen.set(techniqueId, [tactic]);
    else tactics.push(tactic);
  }
  const changes: AnnotationChange[] = [];
  for (const [techniqueId, tactics] of chosen) {
    const all = tacticsOf(techniqueId);
    const common = index.exactly(null, techniqueId);
    const own = all.filter((tactic) => index.exactly(tactic, techniqueId) !== undefined);
    const change = (tactic: string | null, marks: AnnotationMarks | null) =>
      changes.push({ place: { techniqueId, tactic }, marks });
    const isWhole = all.every((tactic) => tactics.includes(tactic));

    if (isWhole && own.length === 0) {
      change(null, edit(marksFor(common)));
      continue;
    }
    if (common !== undefined) {
      change(null, null);
      for (const tactic of all) {
        if (!tactics.includes(tactic) && !own.includes(tactic)) change(tactic, marksOf(common));
      }
    }
    for (const tactic of tactics) change(tactic, edit(marksFor(index.at(tactic, techniqueId))));
  }
  return changes;
}

/** A value of several cells: the one that all have, or that they differ. */
export type Shared<Value> = { readonly one: Value } | "several";

/** What the annotations of some cells say together. */
export interface SharedMarks {
  readonly cells: number;
  /** Cells that have an annotation. */
  readonly annotated: number;
  readonly score: Shared<number | null>;
  readonly colour: Shared<string>;
  readonly comment: Shared<string>;
  readonly enabled: Shared<boolean>;
  readonly metadata: Shared<readonly LayerFact[]>;
  readonly links: Shared<readonly LayerLink[]>;
  readonly showSubtechniques: Shared<boolean>;
}

export function shareMarks(index: AnnotationIndex, keys: Iterable<string>): SharedMarks {
  const annotations = [...keys].map((key) => {
    const { tactic, techniqueId } = placeOfKey(key);
    return index.at(tactic, techniqueId);
  });
  const marks = annotations.map(marksFor);
  const shared = <Value>(pick: (marks: AnnotationMarks) => Value): Shared<Value> => {
    const first = pick(marks[0] ?? unmarked);
    const text = JSON.stringify(first);
    return marks.every((each) => JSON.stringify(pick(each)) === text) ? { one: first } : "several";
  };
  return {
    cells: marks.length,
    annotated: annotations.filter((each) => each !== undefined).length,
    score: shared(({ score }) => score),
    colour: shared(({ colour }) => colour),
    comment: shared(({ comment }) => comment),
    enabled: shared(({ enabled }) => enabled),
    metadata: shared(({ metadata }) => metadata),
    links: shared(({ links }) => links),
    showSubtechniques: shared(({ showSubtechniques }) => showSubtechniques),
  };
}

/** The cells in which a layer's annotations stand. */
export function annotatedKeys(
  annotations: readonly Annotation[],
  tacticsOf: TacticsOf,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { techniqueId, tactic } of annotations) {
    for (const each of tacticsOf(techniqueId)) {
      if (tactic === null || tactic === each) keys.add(cellKey(each, techniqueId));
    }
  }
  return keys;
}

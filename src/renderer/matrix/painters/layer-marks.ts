import type { Annotation, Layer } from "../../../shared/model/layer.ts";

/** What a layer says of a technique under a tactic. */
export type AnnotationOf = (id: string, tactic: string) => Annotation | undefined;

/**
 * Finds a layer's annotations by cell. One for a tactic wins over one for all of the technique's.
 */
export function annotationsOf({ annotations }: Pick<Layer, "annotations">): AnnotationOf {
  const byPlace = new Map<string, Annotation>();
  for (const each of annotations) {
    byPlace.set(`${each.tactic ?? ""}/${each.techniqueId}`, each);
  }
  return (id, tactic) => byPlace.get(`${tactic}/${id}`) ?? byPlace.get(`/${id}`);
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A score as short as a cell has room for: at most two decimals, from 100,000 as "120K". */
export function formatScore(score: number): string {
  return Math.abs(score) >= 100_000 ? compact.format(score) : String(Math.round(score * 100) / 100);
}

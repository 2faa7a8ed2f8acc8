import type {
  Annotation,
  AnnotationMarks,
  AnnotationPlace,
  LayerCombination,
  LayerContent,
  LayerGradient,
  LayerProperties,
} from "../../shared/model/layer.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import { blankMarks, defaultProperties, isBlank } from "./blank-layer.ts";
import type { Expression } from "./expression.ts";
import { computeExpression } from "./expression.ts";
import type { PlacingRelease } from "./place-layer.ts";
import { placeAnnotations } from "./place-layer.ts";

/** What layers are combined by. */
export interface CombinationInput extends Omit<LayerCombination, "expression" | "layers"> {
  readonly expression: Expression;
  /** By variable, in the order of the variables; of one domain and release. */
  readonly layers: ReadonlyMap<string, LayerContent>;
  readonly release: PlacingRelease;
  /** Words for a scored cell, from the scores of the expression's layers there, in their order. */
  readonly describe?: (
    scores: readonly (number | null)[],
  ) => Pick<AnnotationMarks, "comment" | "metadata">;
}

/** A combined layer's annotations and looks, and the cells whose score came out as no number. */
export interface CombinedLayer {
  readonly annotations: readonly Annotation[];
  readonly properties: LayerProperties;
  readonly notFinite: readonly AnnotationPlace[];
}

/** Marks by technique and tactic; what finds no place stands under its tactic as written. */
type Cells = ReadonlyMap<string, ReadonlyMap<string | null, AnnotationMarks>>;

/**
 * Combines layers cell by cell, technique under tactic.
 *
 * As in the ATT&CK Navigator: a cell that none of the expression's layers scores stays unscored;
 * else a layer without a score counts as 0 there. An expression without a variable scores every
 * technique of the release. Cells of a technique that come out alike under all its tactics become
 * one annotation. Ordered by technique, then in the technique's order of tactics.
 */
export function combineLayers(input: CombinationInput): CombinedLayer {
  const { expression, layers, release } = input;
  const cells = new Map([...layers].map(([name, layer]) => [name, cellsOf(layer, release)]));
  const operands = expression.variables.map((name) => cells.get(name));
  const constant = expression.variables.length === 0 ? computeExpression(expression, []) : null;
  const notFinite: AnnotationPlace[] = [];

  const marksOf = (id: string, tactic: string | null): AnnotationMarks => {
    const from = (variable: string | null) =>
      (variable === null ? undefined : cells.get(variable)?.get(id)?.get(tactic)) ?? blankMarks;
    const states = from(input.statesFrom);
    const scores = operands.map((of) => of?.get(id)?.get(tactic)?.score ?? null);
    const isScored = scores.some((score) => score !== null);
    const computed =
      constant ??
      (isScored
        ? computeExpression(
            expression,
            scores.map((score) => score ?? 0),
          )
        : null);
    const isNumber = computed !== null && Number.isFinite(computed);
    if (computed !== null && !isNumber) notFinite.push({ techniqueId: id, tactic });
    return {
      // Negative zero would be written as 0 and read back as another number.
      score: isNumber ? computed + 0 : null,
      colour: from(input.coloursFrom).colour,
      comment: from(input.commentsFrom).comment,
      enabled: states.enabled,
      metadata: from(input.metadataFrom).metadata,
      links: from(input.linksFrom).links,
      showSubtechniques: states.showSubtechniques,
      extra: null,
      ...(isNumber ? input.describe?.(scores) : undefined),
    };
  };

  const ids = new Set([...cells.values()].flatMap((of) => [...of.keys()]));
  if (constant !== null) for (const id of release.techniques.keys()) ids.add(id);
  const annotations = [...ids].sort().flatMap((id): Annotation[] => {
    const tactics = release.techniques.get(techniqueId.parse(id))?.tactics ?? [];
    const elsewhere = new Set<string | null>();
    for (const of of cells.values()) {
      for (const tactic of of.get(id)?.keys() ?? []) {
        if (tactic === null || !tactics.includes(tactic)) elsewhere.add(tactic);
      }
    }
    const here = tactics.map((tactic) => ({ tactic, marks: marksOf(id, tactic) }));
    const away = [...elsewhere].map((tactic) => ({ tactic, marks: marksOf(id, tactic) }));
    return [...whereAlike(here), ...away]
      .filter(({ marks }) => !isBlank(marks))
      .map(({ tactic, marks }) => ({ techniqueId: id, tactic, ...marks }));
  });
  return { annotations, properties: propertiesOf(input, annotations), notFinite };
}

/** A layer's marks, cell by cell; what is said of one tactic wins over what is said of all. */
function cellsOf({ annotations }: LayerContent, release: PlacingRelease): Cells {
  const { placed } = placeAnnotations(annotations, release);
  const tacticsOf = new Map(placed.map(({ annotation, tactics }) => [annotation, tactics]));
  const cells = new Map<string, Map<string | null, AnnotationMarks>>();
  const general = annotations.filter(({ tactic }) => tactic === null);
  const particular = annotations.filter(({ tactic }) => tactic !== null);
  for (const annotation of [...general, ...particular]) {
    const { techniqueId: id, tactic, ...marks } = annotation;
    const ofTechnique = cells.get(id) ?? new Map<string | null, AnnotationMarks>();
    for (const each of tacticsOf.get(annotation) ?? [tactic]) ofTechnique.set(each, marks);
    cells.set(id, ofTechnique);
  }
  return cells;
}

/** One cell for all tactics where every one says the same. */
function whereAlike(
  cells: readonly { readonly tactic: string | null; readonly marks: AnnotationMarks }[],
): readonly { readonly tactic: string | null; readonly marks: AnnotationMarks }[] {
  const [first, ...others] = cells;
  if (first === undefined) return [];
  const words = JSON.stringify(first.marks);
  const isAlike = others.every(({ marks }) => JSON.stringify(marks) === words);
  return isAlike ? [{ tactic: null, marks: first.marks }] : cells;
}

function propertiesOf(
  { layers, gradientFrom, filtersFrom, legendFrom }: CombinationInput,
  annotations: readonly Annotation[],
): LayerProperties {
  const of = (variable: string | null) =>
    variable === null ? undefined : layers.get(variable)?.properties;
  return {
    ...defaultProperties,
    gradient: of(gradientFrom)?.gradient ?? gradientOver(annotations),
    platforms: of(filtersFrom)?.platforms ?? [],
    legend: of(legendFrom)?.legend ?? [],
  };
}

/** The usual colours from the least score to the most; without a range the usual range. */
function gradientOver(annotations: readonly Annotation[]): LayerGradient {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { score } of annotations) {
    if (score === null) continue;
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  const { gradient } = defaultProperties;
  return least < most ? { ...gradient, least, most } : gradient;
}

import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  Annotation,
  AnnotationMarks,
  LayerContent,
  LayerFact,
  LayerGradient,
  LayerProperties,
  RejectedEntry,
  ScoreMeaning,
} from "../../shared/model/layer.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { blankMarks, defaultProperties } from "./blank-layer.ts";

/** What a layer was made into, and what of its source found no way into it. */
export interface MadeLayer {
  readonly content: LayerContent;
  readonly rejected: readonly RejectedEntry[];
}

/** What a maker of layers says; the rest is alike in all of them. */
export interface LayerParts {
  readonly name: string;
  readonly release: Pick<Knowledge, "domain" | "version">;
  readonly origin: string;
  readonly description: string;
  readonly scoreMeaning: ScoreMeaning;
  readonly gradient: LayerGradient;
  readonly legend: LayerProperties["legend"];
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
  readonly platforms?: readonly string[];
  readonly annotations: readonly Annotation[];
}

/** A layer made here: IDs and names shown, annotated sub-techniques opened. */
export function aMadeLayer(parts: LayerParts): LayerContent {
  const { name, release, origin, description, scoreMeaning, annotations } = parts;
  return {
    name: name.slice(0, 200),
    domain: release.domain,
    version: release.version,
    scoreMeaning,
    origin,
    properties: {
      ...defaultProperties,
      description,
      platforms: [...(parts.platforms ?? [])],
      showId: true,
      expandedSubtechniques: "annotated",
      gradient: parts.gradient,
      legend: parts.legend,
      metadata: factsWithValue(parts.metadata),
      selectSubtechniquesWithParent: false,
    },
    annotations: [...annotations],
  };
}

/** An annotation under every tactic of its technique. */
export function anAnnotation(
  techniqueId: TechniqueId,
  {
    metadata,
    ...marks
  }: Partial<Omit<AnnotationMarks, "metadata">> & {
    readonly metadata?: readonly { readonly name: string; readonly value: string }[];
  },
): Annotation {
  return {
    techniqueId,
    tactic: null,
    ...blankMarks,
    ...marks,
    metadata: factsWithValue(metadata ?? []),
  };
}

/** The Navigator drops facts without a value. */
function factsWithValue(
  facts: readonly { readonly name: string; readonly value: string }[],
): LayerFact[] {
  return facts.filter(({ value }) => value !== "");
}

/** "1 rule", "2 rules". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

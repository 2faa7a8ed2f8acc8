import type { DetectionRecord } from "../../shared/model/detection.ts";
import type { ImportWarning } from "../../shared/model/import-report.ts";
import type { Annotation, LayerContent, ScoreMeaning } from "../../shared/model/layer.ts";
import { aRecord, aWarning } from "../detections/record.ts";

/** What scores of a layer are said to mean, in words. */
const meaningWords: Readonly<Record<ScoreMeaning, string>> = {
  unknown: "Nobody said",
  presence: "Detected or not",
  count: "Number of rules",
  quality: "Quality of detection, 0 to 5",
  percent: "Percent",
};

/** The annotations of a layer that reach a score, by technique, and how many do not. */
export interface ReachedTechniques {
  readonly reached: ReadonlyMap<string, readonly Annotation[]>;
  readonly disabled: number;
  readonly unscored: number;
  readonly below: number;
}

/** Picks the enabled annotations with at least a score; those of a technique come together. */
export function pickByScore(
  { annotations }: { readonly annotations: readonly Annotation[] },
  atLeast: number,
): ReachedTechniques {
  const reached = new Map<string, Annotation[]>();
  let [disabled, unscored, below] = [0, 0, 0];
  for (const annotation of annotations) {
    const { techniqueId, score, enabled } = annotation;
    if (!enabled) disabled += 1;
    else if (score === null) unscored += 1;
    else if (score < atLeast) below += 1;
    else {
      const known = reached.get(techniqueId);
      if (known === undefined) reached.set(techniqueId, [annotation]);
      else known.push(annotation);
    }
  }
  return { reached, disabled, unscored, below };
}

/** What of a layer was left out, in sentences. */
export function listLeftOut(picked: ReachedTechniques, atLeast: number): string[] {
  const { disabled, unscored, below } = picked;
  const sentences: readonly (readonly [number, string])[] = [
    [disabled, "disabled in the layer"],
    [unscored, "without a score"],
    [below, `scored less than ${atLeast}`],
  ];
  return sentences.flatMap(([count, what]) =>
    count === 0 ? [] : [`${count} ${count === 1 ? "annotation" : "annotations"} ${what}`],
  );
}

/** The comments of a technique's annotations, each once. */
export function joinComments(annotations: readonly Annotation[]): string {
  return [...new Set(annotations.map(({ comment }) => comment))]
    .filter((comment) => comment !== "")
    .join("\n\n");
}

/** What a layer claims, as detections without a rule. */
export interface LayerClaims {
  readonly records: readonly DetectionRecord[];
  readonly warnings: readonly ImportWarning[];
}

/**
 * The claims of a layer: one for each technique that it scores at least so high.
 *
 * Under several tactics the highest score speaks. Where scores mean quality, each is rounded into 0
 * to 5 and is the claim's quality.
 */
export function claimDetections(
  layer: Pick<LayerContent, "name" | "domain" | "version"> & {
    readonly annotations: readonly Annotation[];
  },
  { atLeast, scoreMeaning }: { readonly atLeast: number; readonly scoreMeaning: ScoreMeaning },
): LayerClaims {
  const picked = pickByScore(layer, atLeast);
  const records = [...picked.reached].map(([id, annotations]) => {
    const score = Math.max(...annotations.map((each) => each.score ?? Number.NEGATIVE_INFINITY));
    const comment = joinComments(annotations);
    const tactics = [...new Set(annotations.flatMap(({ tactic }) => tactic ?? []))];
    return aRecord({
      key: `${layer.name} ${id}`,
      name: `${layer.name}: ${id}`,
      format: "navigator-layer",
      kind: "claim",
      file: layer.name,
      state: "enabled",
      techniques: [id],
      tactics,
      description: comment === "" ? null : comment,
      quality: scoreMeaning === "quality" ? Math.min(5, Math.max(0, Math.round(score))) : null,
      ownFields: [
        { name: "Score", value: String(score) },
        { name: "Score means", value: meaningWords[scoreMeaning] },
        { name: "Claimed from a score of", value: String(atLeast) },
        { name: "Read against", value: `${layer.domain} ${layer.version}` },
      ],
    });
  });
  const warnings = listLeftOut(picked, atLeast).map((sentence) =>
    aWarning("layer-left-out", layer.name, `${sentence}: nothing is claimed by it.`),
  );
  return { records, warnings };
}

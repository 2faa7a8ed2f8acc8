import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSource, MatrixMode } from "../../shared/model/layer.ts";
import type { Choice } from "../ui/Toolbar.tsx";

/** What the cells of the matrix say. */
export type CoverageMode =
  | "level"
  | "actors"
  | "demand-supply"
  | "priority"
  | "outcomes"
  | "prevalence"
  | "layer"
  | "difference";

/** The modes as a control names them, each with what it shows. */
export const modes: readonly Choice<CoverageMode>[] = [
  { value: "level", label: "Level", note: "What of it we would see" },
  { value: "actors", label: "Actors’ use", note: "How many of the chosen actors use it" },
  {
    value: "demand-supply",
    label: "Demand × supply",
    note: "Actors’ use and coverage in the same cell",
  },
  { value: "priority", label: "Priority", note: "How urgent each gap is" },
  { value: "outcomes", label: "Emulation", note: "What tests showed of it" },
  { value: "prevalence", label: "Prevalence", note: "How many groups in ATT&CK use it" },
  { value: "layer", label: "Layer", note: "A layer in its own colours" },
  { value: "difference", label: "Difference", note: "Of two layers, or two assessments" },
];

/** Whether a mode speaks of layers or other assessments, so that it has a scope of its own. */
export function isComparing(mode: CoverageMode): boolean {
  return mode === "layer" || mode === "difference";
}

/** What the difference is of: two layers, or this assessment and another. */
export type DifferenceChoice =
  | { readonly kind: "layers"; readonly first: number | null; readonly second: number | null }
  | { readonly kind: "assessments"; readonly other: number | null };

/** Whether both sides of a difference are chosen. */
export function isComplete(difference: DifferenceChoice): boolean {
  return difference.kind === "layers"
    ? difference.first !== null && difference.second !== null
    : difference.other !== null;
}

/** What a layer or file of the mode is made from; null while the mode has nothing to show. */
export function sourceOf({
  mode,
  assessmentId,
  domain,
  layerId,
  difference,
}: {
  readonly mode: CoverageMode;
  readonly assessmentId: number;
  readonly domain: Domain;
  readonly layerId: number | null;
  readonly difference: DifferenceChoice;
}): LayerSource | null {
  const ofMode = (named: MatrixMode): LayerSource => ({
    kind: "mode",
    assessmentId,
    domain,
    mode: named,
  });
  switch (mode) {
    case "level":
      return ofMode("coverage");
    case "priority":
      return ofMode("gaps");
    case "actors":
    case "demand-supply":
    case "outcomes":
    case "prevalence":
      return ofMode(mode);
    case "layer":
      return layerId === null ? null : { kind: "layer", layerId };
    case "difference":
      if (difference.kind === "assessments") {
        return difference.other === null
          ? null
          : {
              kind: "assessment-difference",
              assessmentId,
              domain,
              minusAssessmentId: difference.other,
            };
      }
      return difference.first === null || difference.second === null
        ? null
        : {
            kind: "layer-difference",
            layerId: difference.first,
            minusLayerId: difference.second,
          };
  }
}

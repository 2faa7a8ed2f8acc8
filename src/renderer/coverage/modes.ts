import type { MatrixMode } from "../../shared/model/layer.ts";
import type { Choice } from "../ui/Toolbar.tsx";

/** What the cells of the matrix say. */
export type CoverageMode =
  "level" | "actors" | "demand-supply" | "priority" | "prevalence" | "layer" | "difference";

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
  { value: "prevalence", label: "Prevalence", note: "How many groups in ATT&CK use it" },
  { value: "layer", label: "Layer", note: "A layer in its own colours" },
  { value: "difference", label: "Difference", note: "Of two layers, or two assessments" },
];

/** Whether a mode speaks of layers or other assessments, so that it has a scope of its own. */
export function isComparing(mode: CoverageMode): boolean {
  return mode === "layer" || mode === "difference";
}

/** The name that layers and files give to a mode; null where the mode is a layer already. */
export function sourceMode(mode: CoverageMode): MatrixMode | null {
  switch (mode) {
    case "level":
      return "coverage";
    case "priority":
      return "gaps";
    case "actors":
    case "demand-supply":
    case "prevalence":
      return mode;
    case "layer":
    case "difference":
      return null;
  }
}

/** What the difference is of: two layers, or this assessment and another. */
export type DifferenceChoice =
  | { readonly kind: "layers"; readonly first: number | null; readonly second: number | null }
  | { readonly kind: "assessments"; readonly other: number | null };

import type { LayerSummary } from "../../shared/model/layer.ts";

/** A dialog about layers. */
export type LayerDialog =
  | { readonly kind: "make"; readonly from?: "selection" }
  | { readonly kind: "properties"; readonly layer: LayerSummary }
  | { readonly kind: "marking"; readonly layer: LayerSummary }
  | { readonly kind: "unplaced"; readonly layer: LayerSummary }
  /** `version` null = the newest release of the layer's domain. */
  | { readonly kind: "upgrade"; readonly layer: LayerSummary; readonly version: string | null }
  | { readonly kind: "combine"; readonly layers: readonly LayerSummary[] }
  | { readonly kind: "move"; readonly layers: readonly LayerSummary[] }
  | { readonly kind: "picture"; readonly layer: LayerSummary }
  | { readonly kind: "claim"; readonly layer: LayerSummary }
  | { readonly kind: "profile"; readonly layer: LayerSummary };

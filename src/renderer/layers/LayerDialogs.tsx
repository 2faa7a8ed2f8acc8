import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";

/** A dialog about layers. */
export type LayerDialog =
  | { readonly kind: "make"; readonly from?: "selection" }
  | { readonly kind: "import" }
  | { readonly kind: "properties"; readonly layer: LayerSummary }
  | { readonly kind: "unplaced"; readonly layer: LayerSummary }
  /** `version` null = the newest release of the layer's domain. */
  | { readonly kind: "upgrade"; readonly layer: LayerSummary; readonly version: string | null }
  | { readonly kind: "combine"; readonly layers: readonly LayerSummary[] }
  | { readonly kind: "move"; readonly layers: readonly LayerSummary[] }
  | { readonly kind: "export"; readonly layers: readonly LayerSummary[] }
  | { readonly kind: "picture"; readonly layer: LayerSummary }
  | { readonly kind: "claim"; readonly layer: LayerSummary }
  | { readonly kind: "profile"; readonly layer: LayerSummary };

/** What the dialogs know of the matrix behind them. */
export interface LayerDialogProps {
  readonly dialog: LayerDialog;
  readonly domain: Domain;
  readonly version: string;
  readonly assessmentId: number | undefined;
  readonly selectedKeys: ReadonlySet<string>;
  readonly layers: readonly LayerSummary[];
  readonly onShow: (layerId: number | null) => void;
  readonly onDialog: (dialog: LayerDialog) => void;
  readonly onClose: () => void;
}

/** The dialog that is open. */
export function LayerDialogs(_props: LayerDialogProps) {
  return null;
}

import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";
import type { LayerDialog } from "./layer-dialog.ts";
import { MarkingDialog } from "../markings/MarkingDialog.tsx";
import { CombineDialog } from "./CombineDialog.tsx";
import { MakeLayerDialog } from "./MakeLayerDialog.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import { PictureDialog } from "./PictureDialog.tsx";
import { PropertiesDialog } from "./PropertiesDialog.tsx";
import { UnplacedDialog } from "./UnplacedDialog.tsx";
import { UpgradeDialog } from "./UpgradeDialog.tsx";
import { ClaimDialog, ProfileDialog } from "./UseLayerDialogs.tsx";

/** What the dialogs know of the matrix behind them. */
export interface LayerDialogProps {
  readonly dialog: LayerDialog;
  readonly domain: Domain;
  readonly version: string;
  readonly assessmentId: number | undefined;
  readonly shownLayerId: number | null;
  readonly selectedKeys: ReadonlySet<string>;
  readonly layers: readonly LayerSummary[];
  readonly onShow: (layerId: number | null) => void;
  readonly onDialog: (dialog: LayerDialog) => void;
  readonly onClose: () => void;
}

/** The dialog that is open. */
export function LayerDialogs(props: LayerDialogProps) {
  const { dialog, domain, version, assessmentId, layers, onShow, onDialog, onClose } = props;
  switch (dialog.kind) {
    case "make":
      return (
        <MakeLayerDialog
          domain={domain}
          version={version}
          assessmentId={assessmentId}
          selectedKeys={props.selectedKeys}
          from={dialog.from}
          layers={layers}
          onShow={onShow}
          onClose={onClose}
        />
      );
    case "properties":
      return <PropertiesDialog summary={dialog.layer} layers={layers} onClose={onClose} />;
    case "marking": {
      const { id, name } = dialog.layer;
      return <MarkingDialog thing={{ kind: "layer", id }} name={name} onClose={onClose} />;
    }
    case "unplaced":
      return <UnplacedDialog layer={dialog.layer} onDialog={onDialog} onClose={onClose} />;
    case "upgrade":
      return <UpgradeDialog layer={dialog.layer} version={dialog.version} onClose={onClose} />;
    case "combine":
      return (
        <CombineDialog
          chosen={dialog.layers}
          layers={layers}
          domain={domain}
          version={version}
          shownLayerId={props.shownLayerId}
          onShow={onShow}
          onDialog={onDialog}
          onClose={onClose}
        />
      );
    case "move":
      return <MoveDialog moved={dialog.layers} layers={layers} onClose={onClose} />;
    case "picture":
      return (
        <PictureDialog
          opened
          source={{ kind: "layer", layerId: dialog.layer.id }}
          title={dialog.layer.name}
          onClose={onClose}
        />
      );
    case "claim":
      return <ClaimDialog layer={dialog.layer} onClose={onClose} />;
    case "profile":
      return <ProfileDialog layer={dialog.layer} assessmentId={assessmentId} onClose={onClose} />;
  }
}

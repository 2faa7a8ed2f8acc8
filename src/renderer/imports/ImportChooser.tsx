import "./ImportChooser.css";
import { IconBooks, IconRadar2, IconStack2 } from "@tabler/icons-react";
import { Dialog } from "../ui/Dialog.tsx";

/** Asks what is to be imported; files dropped on the window need no such question. */
export function ImportChooser({
  opened,
  onClose,
  onCatalogue,
  onLayers,
  onDetections,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCatalogue: () => void;
  readonly onLayers: () => void;
  readonly onDetections: () => void;
}) {
  return (
    <Dialog opened={opened} title="What do you want to import?" onClose={onClose}>
      <div className="import-chooser">
        <button
          type="button"
          data-autofocus
          onClick={() => {
            onClose();
            onCatalogue();
          }}
        >
          <IconBooks size={20} stroke={1.75} aria-hidden="true" />
          <span>
            <b>ATT&amp;CK bundles</b>
            <span className="muted">
              STIX 2.0 and 2.1 as .json, .json.gz or .zip: Enterprise, Mobile, ICS, own overlays
            </span>
          </span>
        </button>
        <button
          type="button"
          onClick={() => {
            onClose();
            onDetections();
          }}
        >
          <IconRadar2 size={20} stroke={1.75} aria-hidden="true" />
          <span>
            <b>Detections</b>
            <span className="muted">
              Rules of Sigma, Splunk, Elastic and Sentinel, DeTT&amp;CT techniques, tables as .csv
              or .xlsx: files, folders, archives, mixed
            </span>
          </span>
        </button>
        <button
          type="button"
          onClick={() => {
            onClose();
            onLayers();
          }}
        >
          <IconStack2 size={20} stroke={1.75} aria-hidden="true" />
          <span>
            <b>Navigator layers</b>
            <span className="muted">
              ATT&amp;CK Navigator layers of every version as .json, .json.gz or .zip, one or many
              in a file
            </span>
          </span>
        </button>
      </div>
      <p className="muted import-chooser-hint">
        Or drop files anywhere on the window: what they hold is found out.
      </p>
    </Dialog>
  );
}

import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { LayerSource } from "../../shared/model/layer.ts";

/** What can be written of the matrix: table, layer, picture. */
export function ExportMenu({
  noun,
  source,
  onTable,
  onLayerFile,
  onPicture,
  onKeep,
}: {
  /** What is shown: "This mode". */
  readonly noun: string;
  /** What is shown as a source of layers; null: nothing is chosen that could be one. */
  readonly source: LayerSource | null;
  readonly onTable: () => void;
  readonly onLayerFile: (source: LayerSource) => void;
  readonly onPicture: (source: LayerSource) => void;
  /** Keeps it as a layer of the workspace; undefined where it is one. */
  readonly onKeep: ((source: LayerSource) => void) | undefined;
}) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="toolbar-button" aria-label="Export" title="Export">
          <IconDownload size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onTable}>What is shown, as CSV…</Menu.Item>
        <Menu.Item
          disabled={source === null}
          onClick={() => source !== null && onLayerFile(source)}
        >
          {noun}, as a Navigator layer…
        </Menu.Item>
        <Menu.Item disabled={source === null} onClick={() => source !== null && onPicture(source)}>
          Picture or table…
        </Menu.Item>
        {onKeep !== undefined && (
          <Menu.Item disabled={source === null} onClick={() => source !== null && onKeep(source)}>
            Save this mode as a layer
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

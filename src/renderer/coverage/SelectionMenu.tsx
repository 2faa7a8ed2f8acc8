import { Menu } from "@mantine/core";

/** What is selected, how much of it is covered, and what can be done with it. */
export function SelectionMenu({
  ids,
  said,
  onCopy,
  onExport,
  onLayer,
  onAnnotate,
  onInspect,
  onClear,
}: {
  /** IDs of the selected techniques. */
  readonly ids: ReadonlySet<string>;
  /** "9 of 12 counted techniques covered". */
  readonly said: string;
  readonly onCopy: () => void;
  readonly onExport: () => void;
  readonly onLayer: () => void;
  /** Set where a layer is shown whose editor is not. */
  readonly onAnnotate: (() => void) | undefined;
  readonly onInspect: (id: string) => void;
  readonly onClear: () => void;
}) {
  const [only] = ids;
  return (
    <>
      {ids.size > 1 && <span className="coverage-selection">{said}</span>}
      <Menu position="bottom-end">
        <Menu.Target>
          <button type="button" className="toolbar-button" title={said}>
            <span>
              <b>{ids.size}</b> selected
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{said}</Menu.Label>
          <Menu.Item onClick={onCopy}>Copy IDs</Menu.Item>
          <Menu.Item onClick={onExport}>Export as CSV…</Menu.Item>
          <Menu.Item onClick={onLayer}>Make a layer of it</Menu.Item>
          {onAnnotate !== undefined && (
            <Menu.Item onClick={onAnnotate}>Annotate on the layer…</Menu.Item>
          )}
          {ids.size === 1 && only !== undefined && (
            <Menu.Item onClick={() => onInspect(only)}>Inspect</Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item onClick={onClear}>Clear selection</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

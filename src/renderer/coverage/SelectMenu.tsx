import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { MatrixTechnique } from "../matrix/matrix-view.ts";
import { invertSelection, type SelectionOptions } from "../matrix/selection.ts";
import { withRelatives } from "./pick-techniques.ts";

const options = [
  ["acrossTactics", "The technique under all its tactics"],
  ["withSubtechniques", "Its sub-techniques"],
  ["visibleOnly", "Only what is shown"],
] as const;

const none: ReadonlySet<string> = new Set();

/** Ways to a selection beside clicks, and what a click takes along. */
export function SelectMenu({
  selected,
  techniques,
  visible,
  selecting,
  onSelected,
  onSelecting,
  onPick,
}: {
  readonly selected: ReadonlySet<string>;
  readonly techniques: readonly MatrixTechnique[];
  /** Keys of the cells on the grid, when asked. */
  readonly visible: () => ReadonlySet<string>;
  readonly selecting: SelectionOptions;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
  readonly onSelecting: (selecting: SelectionOptions) => void;
  /** Opens the dialog that picks by name, group and the like. */
  readonly onPick: () => void;
}) {
  const isEmpty = selected.size === 0;
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className="toolbar-button">
          <b>Select</b>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item closeMenuOnClick onClick={onPick}>
          By name, group, mitigation…
        </Menu.Item>
        <Menu.Item closeMenuOnClick onClick={() => onSelected(visible())}>
          All that is shown
        </Menu.Item>
        <Menu.Item
          closeMenuOnClick
          onClick={() => onSelected(invertSelection(selected, visible()))}
        >
          Invert
        </Menu.Item>
        <Menu.Item
          closeMenuOnClick
          disabled={isEmpty}
          onClick={() => onSelected(withRelatives(selected, techniques, "subtechniques"))}
        >
          Take in their sub-techniques
        </Menu.Item>
        <Menu.Item
          closeMenuOnClick
          disabled={isEmpty}
          onClick={() => onSelected(withRelatives(selected, techniques, "parents"))}
        >
          Take in their parents
        </Menu.Item>
        <Menu.Item closeMenuOnClick disabled={isEmpty} onClick={() => onSelected(none)}>
          Clear
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>A click or a box takes</Menu.Label>
        {options.map(([option, label]) => (
          <Menu.CheckboxItem
            key={option}
            checked={selecting[option]}
            onChange={(checked) => onSelecting({ ...selecting, [option]: checked })}
          >
            {label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

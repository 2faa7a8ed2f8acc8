import { Menu } from "@mantine/core";

/** Where a tactic's menu opens, in px of the stage. */
export interface TacticMenuPlace {
  readonly tactic: string;
  readonly left: number;
  readonly top: number;
}

/** What can be done with a tactic's column. */
export function TacticMenu({
  place,
  collapsed,
  hidden,
  onSelect,
  onFold,
  onHide,
  onShowAll,
  onClose,
}: {
  readonly place: TacticMenuPlace;
  readonly collapsed: boolean;
  /** How many tactics are hidden. */
  readonly hidden: number;
  readonly onSelect: () => void;
  readonly onFold: () => void;
  readonly onHide: () => void;
  readonly onShowAll: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Menu opened position="bottom-start" onClose={onClose}>
      <Menu.Target>
        <span
          className="matrix-menu-target"
          style={{ left: place.left, top: place.top }}
          aria-hidden="true"
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onSelect}>Select its techniques</Menu.Item>
        <Menu.Item onClick={onFold}>{collapsed ? "Unfold" : "Fold"}</Menu.Item>
        <Menu.Item onClick={onHide}>Hide</Menu.Item>
        {hidden > 0 && (
          <Menu.Item onClick={onShowAll}>Show all tactics ({hidden} hidden)</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Menu } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconChevronDown } from "@tabler/icons-react";
import {
  type CellLabels,
  type MatrixDisplay,
  type MatrixOrder,
  plainDisplay,
  zoomBy,
  zoomSteps,
} from "../matrix/matrix-display.ts";
import type { MatrixTactic } from "../matrix/matrix-view.ts";
import { formatNoun } from "../ui/figures.ts";
import type { Choice } from "../ui/Toolbar.tsx";

const orders: readonly Choice<MatrixOrder>[] = [
  { value: "attack", label: "ATT&CK" },
  { value: "gaps", label: "Gaps first" },
  { value: "name", label: "Name, A to Z" },
  { value: "name-descending", label: "Name, Z to A" },
  { value: "id", label: "ID, rising" },
  { value: "id-descending", label: "ID, falling" },
  { value: "score", label: "Score, rising" },
  { value: "score-descending", label: "Score, falling" },
];
const labels: readonly Choice<CellLabels>[] = [
  { value: "both", label: "IDs and names" },
  { value: "id", label: "IDs" },
  { value: "name", label: "Names" },
];

/** What is drawn and in which order: order, labels, tactics, patterns, zoom. */
export function DisplayMenu({
  display,
  tactics,
  onChange,
}: {
  readonly display: MatrixDisplay;
  readonly tactics: readonly MatrixTactic[];
  readonly onChange: (change: Partial<MatrixDisplay>) => void;
}) {
  const hidden = new Set(display.hiddenTactics);
  const changed =
    display.order !== plainDisplay.order ||
    display.labels !== plainDisplay.labels ||
    display.hideDisabled ||
    display.patterns ||
    hidden.size > 0 ||
    display.zoom !== plainDisplay.zoom;
  // What is left out is said on the button: a matrix that lacks columns must not look whole.
  const said = [
    ...(display.order === plainDisplay.order
      ? []
      : orders.filter(({ value }) => value === display.order).map(({ label }) => label)),
    ...(hidden.size === 0 ? [] : [`${formatNoun(hidden.size, "tactic")} hidden`]),
    ...(display.hideDisabled ? ["disabled hidden"] : []),
  ];
  return (
    <Menu closeOnItemClick={false} position="bottom-start">
      <Menu.Target>
        <button type="button" className="toolbar-button">
          <IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />
          {said.length === 0 ? (
            <b>Display</b>
          ) : (
            <>
              <span className="muted">Display</span> <b>{said.join(", ")}</b>
            </>
          )}
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="toolbar-long-menu display-menu">
        <div className="display-columns">
          <div>
            <Menu.Label>Order</Menu.Label>
            <Menu.RadioGroup
              value={display.order}
              onChange={(next) => {
                const choice = orders.find(({ value }) => value === next);
                if (choice !== undefined) onChange({ order: choice.value });
              }}
            >
              {orders.map(({ value, label }) => (
                <Menu.RadioItem key={value} value={value}>
                  {label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Label>Cells say</Menu.Label>
            <Menu.RadioGroup
              value={display.labels}
              onChange={(next) => {
                const choice = labels.find(({ value }) => value === next);
                if (choice !== undefined) onChange({ labels: choice.value });
              }}
            >
              {labels.map(({ value, label }) => (
                <Menu.RadioItem key={value} value={value}>
                  {label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Label>Cells</Menu.Label>
            <Menu.CheckboxItem
              checked={display.patterns}
              onChange={(patterns) => onChange({ patterns })}
            >
              Patterns as well as colour
            </Menu.CheckboxItem>
            <Menu.CheckboxItem
              checked={display.hideDisabled}
              onChange={(hideDisabled) => onChange({ hideDisabled })}
            >
              Hide disabled and not applicable
            </Menu.CheckboxItem>
          </div>
          <div>
            <Menu.Label>Zoom {display.zoom} %</Menu.Label>
            <Menu.Item
              disabled={display.zoom === zoomSteps.at(-1)}
              onClick={() => onChange({ zoom: zoomBy(display.zoom, 1) })}
            >
              Larger
            </Menu.Item>
            <Menu.Item
              disabled={display.zoom === zoomSteps[0]}
              onClick={() => onChange({ zoom: zoomBy(display.zoom, -1) })}
            >
              Smaller
            </Menu.Item>
            <Menu.Item disabled={display.zoom === 100} onClick={() => onChange({ zoom: 100 })}>
              100 %
            </Menu.Item>
            <Menu.Label>Tactics</Menu.Label>
            {tactics.map(({ shortname, name }) => (
              <Menu.CheckboxItem
                key={shortname}
                checked={!hidden.has(shortname)}
                onChange={() =>
                  onChange({
                    hiddenTactics: tactics
                      .map((tactic) => tactic.shortname)
                      .filter((each) => hidden.has(each) !== (each === shortname)),
                  })
                }
              >
                {name}
              </Menu.CheckboxItem>
            ))}
            <Menu.Divider />
            <Menu.Item
              closeMenuOnClick
              disabled={!changed}
              onClick={() =>
                onChange({
                  order: plainDisplay.order,
                  labels: plainDisplay.labels,
                  hideDisabled: plainDisplay.hideDisabled,
                  patterns: plainDisplay.patterns,
                  hiddenTactics: plainDisplay.hiddenTactics,
                  zoom: plainDisplay.zoom,
                })
              }
            >
              As at first
            </Menu.Item>
          </div>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

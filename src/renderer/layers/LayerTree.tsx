import { ActionIcon, Menu } from "@mantine/core";
import { IconAlertTriangle, IconChevronRight, IconDots } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { LayerSummary } from "../../shared/model/layer.ts";
import { formatMoment } from "../app/times.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";
import type { LayerDialog } from "./layer-dialog.ts";
import { type LayerListModel, type LayerRow, listRows } from "./layer-list.ts";

/** What can be done with the layers of the list. */
export interface LayerActions {
  readonly show: (layer: LayerSummary) => void;
  /** Shows no layer. */
  readonly hide: () => void;
  readonly rename: (layer: LayerSummary, name: string) => void;
  readonly duplicate: (layer: LayerSummary) => void;
  readonly remove: (layers: readonly LayerSummary[]) => void;
  readonly compare: (a: number, b: number) => void;
  /** Writes layers into one Navigator file. */
  readonly exportFile: (layers: readonly LayerSummary[]) => void;
  readonly open: (dialog: LayerDialog) => void;
}

/**
 * The layers in their groups as a tree: arrows walk, Enter shows, Space picks several, F2 renames,
 * Delete deletes, and the menu key opens what else can be done.
 */
export function LayerTree({
  model,
  closed,
  onClosed,
  text,
  onClearText,
  shownLayerId,
  actions,
}: {
  readonly model: LayerListModel;
  readonly closed: ReadonlySet<string>;
  readonly onClosed: (closed: ReadonlySet<string>) => void;
  readonly text: string;
  readonly onClearText: () => void;
  readonly shownLayerId: number | null;
  readonly actions: LayerActions;
}) {
  const tree = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [active, setActive] = useState<string>();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [menu, setMenu] = useState<number>();
  const [renaming, setRenaming] = useState<number>();
  // While a layer is looked for, closed groups would hide what was found.
  const rows = listRows(model, text === "" ? closed : new Set());
  const shownRow = rows.find((row) => row.kind === "layer" && row.layer.id === shownLayerId);
  const here = rows.find(({ key }) => key === active) ?? shownRow ?? rows[0];
  const pickedLayers = rows.flatMap((row) =>
    row.kind === "layer" && picked.has(row.layer.id) ? [row.layer] : [],
  );
  /** What an action on a layer means: all that are picked where it is one of them. */
  const meant = (layer: LayerSummary): readonly LayerSummary[] =>
    picked.has(layer.id) ? pickedLayers : [layer];

  const focusRow = (row: LayerRow | undefined) => {
    if (row === undefined) return;
    setActive(row.key);
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus();
  };
  const toggleGroup = (key: string, open: boolean) => {
    const next = new Set(closed);
    if (open) next.delete(key);
    else next.add(key);
    onClosed(next);
  };
  const pick = (id: number) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (here === undefined || !(event.target instanceof HTMLElement)) return;
    if (event.target.closest("input, button, [role=menu]") !== null) return;
    const at = rows.indexOf(here);
    const layer = here.kind === "layer" ? here.layer : undefined;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const to = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
        if (event.shiftKey && to?.kind === "layer") {
          setPicked(new Set([...picked, to.layer.id, ...(layer === undefined ? [] : [layer.id])]));
        }
        focusRow(to);
        break;
      }
      case "Home":
        focusRow(rows[0]);
        break;
      case "End":
        focusRow(rows.at(-1));
        break;
      case "ArrowRight":
        if (here.kind !== "group") return;
        if (here.open) focusRow(rows[at + 1]);
        else toggleGroup(here.key, true);
        break;
      case "ArrowLeft":
        if (here.kind === "group") toggleGroup(here.key, false);
        else focusRow(rows.slice(0, at).findLast((row) => row.kind === "group"));
        break;
      case "Enter":
        if (here.kind === "group") toggleGroup(here.key, !here.open);
        else actions.show(here.layer);
        break;
      case " ":
        if (layer !== undefined) pick(layer.id);
        else if (here.kind === "group") toggleGroup(here.key, !here.open);
        break;
      case "F2":
        if (layer !== undefined) setRenaming(layer.id);
        break;
      case "Delete":
        if (layer !== undefined) actions.remove(meant(layer));
        break;
      case "ContextMenu":
      case "F10":
        if (layer === undefined || (event.key === "F10" && !event.shiftKey)) return;
        setMenu(layer.id);
        break;
      case "Escape":
        if (picked.size === 0) return;
        setPicked(new Set());
        break;
      default: {
        if (event.key.length !== 1) return;
        const wanted = event.key.toLocaleLowerCase("en");
        const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
        focusRow(
          after.find((row) =>
            (row.kind === "group" ? row.name : row.layer.name)
              .toLocaleLowerCase("en")
              .startsWith(wanted),
          ),
        );
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (rows.length === 0) {
    return (
      <div className="layers-empty">
        <p>Nothing matches “{text}”.</p>
        <button type="button" className="link" onClick={onClearText}>
          Clear filter
        </button>
      </div>
    );
  }
  return (
    <div
      ref={tree}
      className="layer-tree"
      role="tree"
      aria-label="Layers"
      aria-multiselectable
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {rows.map((row) =>
        row.kind === "group" ? (
          <div
            key={row.key}
            data-key={row.key}
            role="treeitem"
            aria-level={1}
            aria-expanded={row.open}
            aria-selected={false}
            tabIndex={row === here ? 0 : -1}
            className="layer-group"
            onClick={() => {
              setActive(row.key);
              toggleGroup(row.key, !row.open);
            }}
            // The tree takes the keys.
            onKeyDown={undefined}
          >
            <IconChevronRight size={14} stroke={1.75} aria-hidden="true" data-open={row.open} />
            <span className="layer-group-name">{row.name}</span>
            <span className="faint">{formatCount(row.count)}</span>
          </div>
        ) : (
          <div
            key={row.key}
            data-key={row.key}
            role="treeitem"
            aria-level={row.level}
            aria-selected={picked.has(row.layer.id)}
            aria-current={row.layer.id === shownLayerId || undefined}
            aria-labelledby={`${listId}-${String(row.layer.id)}-words ${listId}-${String(row.layer.id)}-unplaced`}
            tabIndex={row === here ? 0 : -1}
            className="layer-row"
            data-level={row.level}
            title={rowTitle(row.layer)}
            onClick={(event) => {
              if (
                !(event.target instanceof Element) ||
                event.target.closest("button, input") !== null
              )
                return;
              setActive(row.key);
              if (event.ctrlKey || event.metaKey || event.shiftKey) pick(row.layer.id);
              else {
                setPicked(new Set());
                actions.show(row.layer);
              }
            }}
            onDoubleClick={() => setRenaming(row.layer.id)}
            onContextMenu={(event) => {
              event.preventDefault();
              setActive(row.key);
              setMenu(row.layer.id);
            }}
            onKeyDown={undefined}
          >
            {renaming === row.layer.id ? (
              <RenameField
                name={row.layer.name}
                onDone={(name) => {
                  setRenaming(undefined);
                  if (name !== undefined) actions.rename(row.layer, name);
                  focusRow(row);
                }}
              />
            ) : (
              <span className="layer-row-words" id={`${listId}-${String(row.layer.id)}-words`}>
                <span className="layer-row-name">{row.layer.name}</span>{" "}
                <span className="layer-row-about">
                  {row.here ? row.layer.version : `${row.layer.domain} ${row.layer.version}`}
                  {", "}
                  {formatNoun(row.layer.annotations, "annotation")}
                </span>
              </span>
            )}{" "}
            <UnplacedMark id={`${listId}-${String(row.layer.id)}-unplaced`} layer={row.layer} />
            <LayerMenu
              opened={menu === row.layer.id}
              onOpened={(opened) => setMenu(opened ? row.layer.id : undefined)}
              layers={meant(row.layer)}
              layer={row.layer}
              here={row.here}
              shownLayerId={shownLayerId}
              actions={actions}
              onRename={() => setRenaming(row.layer.id)}
            />
          </div>
        ),
      )}
    </div>
  );
}

function rowTitle(layer: LayerSummary): string {
  return [
    layer.name,
    `${layer.domain} ${layer.version}`,
    `${formatNoun(layer.annotations, "annotation")} on ${formatNoun(layer.techniques, "technique")}, ${formatCount(layer.scored)} scored`,
    layer.origin,
    `Changed ${formatMoment(layer.updatedAt)}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function UnplacedMark({ id, layer }: { readonly id: string; readonly layer: LayerSummary }) {
  if (layer.unplaced === 0) return null;
  return (
    <span
      id={id}
      className="layer-row-unplaced"
      title={
        layer.unplaced === null
          ? `${layer.domain} ${layer.version} is not in this workspace`
          : `${formatNoun(layer.unplaced, "annotation")} without a place in ${layer.version}`
      }
    >
      <IconAlertTriangle size={13} stroke={1.75} aria-hidden="true" />
      {layer.unplaced === null ? "?" : formatCount(layer.unplaced)}
      <span className="visually-hidden">
        {layer.unplaced === null ? " release missing" : " without a place"}
      </span>
    </span>
  );
}

function RenameField({
  name,
  onDone,
}: {
  readonly name: string;
  /** Undefined where the name stays. */
  readonly onDone: (name: string | undefined) => void;
}) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (taken: boolean) => {
    if (done.current) return;
    done.current = true;
    const trimmed = text.trim();
    onDone(taken && trimmed !== "" && trimmed !== name ? trimmed : undefined);
  };
  return (
    <input
      ref={field}
      className="layer-rename"
      aria-label={`New name of ${name}`}
      maxLength={200}
      spellCheck={false}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish(true);
        else if (event.key === "Escape") {
          event.stopPropagation();
          finish(false);
        }
      }}
    />
  );
}

function LayerMenu({
  opened,
  onOpened,
  layer,
  layers,
  here,
  shownLayerId,
  actions,
  onRename,
}: {
  readonly opened: boolean;
  readonly onOpened: (opened: boolean) => void;
  readonly layer: LayerSummary;
  /** What is meant where several are picked. */
  readonly layers: readonly LayerSummary[];
  /** Whether the matrix on screen can show it. */
  readonly here: boolean;
  readonly shownLayerId: number | null;
  readonly actions: LayerActions;
  readonly onRename: () => void;
}) {
  const button = (
    <ActionIcon
      size="sm"
      className="layer-row-more"
      tabIndex={-1}
      aria-label={`More for ${layer.name}`}
      onClick={() => onOpened(!opened)}
    >
      <IconDots aria-hidden="true" />
    </ActionIcon>
  );
  // A menu for each of hundreds of rows would slow the list down.
  if (!opened) return button;
  const { open } = actions;
  const several = layers.length > 1;
  const [first, second] = layers;
  return (
    <Menu opened onChange={onOpened} position="bottom-end" returnFocus>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {several ? (
          <>
            <Menu.Label>{formatNoun(layers.length, "layer")}</Menu.Label>
            {layers.length === 2 && first !== undefined && second !== undefined && here && (
              <Menu.Item onClick={() => actions.compare(first.id, second.id)}>
                Show the difference
              </Menu.Item>
            )}
            <Menu.Item onClick={() => open({ kind: "combine", layers })}>Combine…</Menu.Item>
            <Menu.Item onClick={() => open({ kind: "move", layers })}>Move to group…</Menu.Item>
            <Menu.Item onClick={() => actions.exportFile(layers)}>Export into one file…</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => actions.remove(layers)}>
              Delete {formatNoun(layers.length, "layer")}
            </Menu.Item>
          </>
        ) : (
          <>
            {here && (
              <Menu.Item
                onClick={() => (layer.id === shownLayerId ? actions.hide() : actions.show(layer))}
              >
                {layer.id === shownLayerId ? "Stop showing" : "Show"}
              </Menu.Item>
            )}
            {here && shownLayerId !== null && shownLayerId !== layer.id && (
              <Menu.Item onClick={() => actions.compare(layer.id, shownLayerId)}>
                Compare with the shown one
              </Menu.Item>
            )}
            <Menu.Item onClick={() => open({ kind: "properties", layer })}>Properties…</Menu.Item>
            <Menu.Item onClick={() => open({ kind: "marking", layer })}>Marking…</Menu.Item>
            <Menu.Item onClick={onRename} rightSection={<kbd className="key-hint">F2</kbd>}>
              Rename
            </Menu.Item>
            <Menu.Item onClick={() => actions.duplicate(layer)}>Duplicate</Menu.Item>
            <Menu.Item onClick={() => open({ kind: "move", layers })}>Move to group…</Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => open({ kind: "combine", layers })}>Combine…</Menu.Item>
            <Menu.Item onClick={() => open({ kind: "upgrade", layer, version: null })}>
              Upgrade…
            </Menu.Item>
            {layer.unplaced !== 0 && (
              <Menu.Item onClick={() => open({ kind: "unplaced", layer })}>
                What has no place…
              </Menu.Item>
            )}
            <Menu.Item onClick={() => open({ kind: "claim", layer })}>
              Use as coverage claims…
            </Menu.Item>
            <Menu.Item onClick={() => open({ kind: "profile", layer })}>
              Use as actor profile…
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => actions.exportFile(layers)}>
              Export Navigator layer…
            </Menu.Item>
            <Menu.Item onClick={() => open({ kind: "picture", layer })}>
              Picture or table…
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              onClick={() => actions.remove(layers)}
              rightSection={<kbd className="key-hint">Del</kbd>}
            >
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

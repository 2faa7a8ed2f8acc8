import "./glyphs/glyphs.css";
import "./Matrix.css";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type WheelEvent,
} from "react";
import { flushSync } from "react-dom";
import { formatNoun } from "../ui/figures.ts";
import { layOutMatrix, type MatrixScope, matrixPadding, prepareMatrix } from "./columns.ts";
import { around, countBelow, keysIn, placeCells } from "./geometry.ts";
import { MatrixColumn } from "./MatrixColumn.tsx";
import { type LegendPart, MatrixLegend } from "./MatrixLegend.tsx";
import { MatrixTooltip } from "./MatrixTooltip.tsx";
import { type MatrixDisplay, type MatrixFolds, zoomBy } from "./matrix-display.ts";
import type { MatrixView } from "./matrix-view.ts";
import {
  columnOf,
  type Direction,
  headerKey,
  headerOf,
  keysInOrder,
  moveFocus,
  typeAhead,
} from "./navigate.ts";
import { OverviewStrip } from "./OverviewStrip.tsx";
import type { MatrixPainter } from "./painter.ts";
import {
  completeSelection,
  type SelectionOptions,
  techniqueOf,
  toggleSelection,
} from "./selection.ts";
import { TacticMenu, type TacticMenuPlace } from "./TacticMenu.tsx";
import { useLinesOf } from "./use-lines-of.ts";
import { useBoxSelection } from "./use-box-selection.ts";
import { stretchesIn, useMatrixWindow } from "./use-matrix-window.ts";

/** What a screen may ask of its matrix. */
export interface MatrixHandle {
  /** Keys of the cells that the search found, in reading order, each technique once. */
  readonly found: () => readonly string[];
  /** Keys of all cells on the grid, in reading order. */
  readonly shown: () => readonly string[];
  /** Brings a cell (by key, or by a technique's ID its first one) or a tactic's header into view. */
  readonly reveal: (place: { readonly cell: string } | { readonly tactic: string }) => void;
}

/** What a matrix shows and how. */
export interface MatrixProps {
  /** Accessible name: "Coverage of enterprise-attack 18.1". */
  readonly label: string;
  /** Made once by `buildMatrixView`; keep it stable between renders. */
  readonly view: MatrixView;
  /** What the cells say; keep it stable between renders. */
  readonly painter: MatrixPainter;
  readonly display: MatrixDisplay;
  /** The zoom was changed by a key, or a tactic hidden by its header. */
  readonly onDisplay: (display: MatrixDisplay) => void;
  /** What was folded and opened by hand. */
  readonly folds: MatrixFolds;
  readonly onFolds: (folds: MatrixFolds) => void;
  readonly scope: MatrixScope;
  /** Empty: every platform. Keep it stable between renders. */
  readonly platforms: readonly string[];
  readonly find: string;
  /** Keys of the legend that are shown alone; empty: all. */
  readonly only: ReadonlySet<string>;
  readonly onOnly: (only: ReadonlySet<string>) => void;
  /** The part of the techniques that the legend left alone. */
  readonly part: LegendPart | null;
  readonly onPart: (part: LegendPart) => void;
  /** Keys of the selected cells: `tactic/ID`. */
  readonly selected: ReadonlySet<string>;
  readonly selecting: SelectionOptions;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
  /** The technique in the inspector. */
  readonly openId: string | null;
  /** Whether a click only selects: where cells are edited, the inspector would lie over them. */
  readonly clickSelects: boolean;
  /** A cell was clicked (or, where a click only selects, clicked twice), or Enter pressed on it. */
  readonly onOpen: (id: string) => void;
  /** What to show where no cell is left. */
  readonly empty: ReactNode;
  /** What the legend says of the selection; null while nothing is worth saying. */
  readonly note: ReactNode;
  readonly handle?: Ref<MatrixHandle>;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
  PageUp: "page-up",
  PageDown: "page-down",
};
const farDirections: Readonly<Record<string, Direction>> = { Home: "start", End: "end" };

/** Padding of a header, and the mean width of a letter in it, in px. */
const headerPadding = 11;
const letterWidth = 6.2;

const none: ReadonlySet<string> = new Set();

/** Height of the feet that say how many cells stand below the fold. */
const footHeight = 26;

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

/**
 * The ATT&CK matrix of one domain.
 *
 * Draws the cells in view alone; where all of them stand follows from the model, and so do keyboard,
 * search, selection and the feet. One tab stop: arrows move, Space selects, Enter opens, + and -
 * expand, letters jump to a name. A click selects and opens, Ctrl adds to the selection, Shift takes
 * the range, a drag the cells of a box; a click on a strip shows the sub-techniques, on a tactic
 * selects its techniques, twice folds it, with the right button opens its menu.
 */
export function Matrix({
  label,
  view,
  painter,
  display,
  onDisplay,
  folds,
  onFolds,
  scope,
  platforms,
  find,
  only,
  onOnly,
  part,
  onPart,
  selected,
  selecting,
  onSelected,
  openId,
  clickSelects,
  onOpen,
  empty,
  note,
  handle,
}: MatrixProps) {
  const { layout, subtechniques, order, labels, zoom, hideDisabled, hiddenTactics } = display;
  const [room, setRoom] = useState(0);
  const [menu, setMenu] = useState<TacticMenuPlace | null>(null);
  // Choosing another display forgets what was turned by hand.
  const turnedParents = folds.display === subtechniques ? folds.turned : none;
  const collapsed = folds.tactics;

  const prepared = useMemo(
    () => prepareMatrix(view, painter, platforms),
    [view, painter, platforms],
  );
  const model = useMemo(
    () =>
      layOutMatrix(prepared, {
        scope,
        order,
        subtechniques,
        toggled: turnedParents,
        only,
        find,
        hideDisabled,
        hiddenTactics,
      }),
    [prepared, scope, order, subtechniques, turnedParents, only, find, hideDisabled, hiddenTactics],
  );
  const linesOf = useLinesOf(zoom);
  const geometry = useMemo(
    () =>
      placeCells(model.columns, {
        room,
        display: { layout, subtechniques, labels, zoom },
        collapsed,
        linesOf,
      }),
    [model, room, layout, subtechniques, labels, zoom, collapsed, linesOf],
  );
  const ready = room > 0;

  const scroller = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const overview = useRef<HTMLDivElement>(null);
  const feet = useRef<HTMLDivElement>(null);
  const boxElement = useRef<HTMLDivElement>(null);
  /** The key that has the tab stop; null: the first cell. */
  const focusKey = useRef<string | null>(null);
  const selectionAnchor = useRef<string | null>(null);
  const typed = useRef({ text: "", at: 0 });
  const wheeled = useRef(0);

  const { drawn, sync } = useMatrixWindow(scroller, geometry, focusKey);

  const elementOf = (key: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;

  /** Writes what scrolling changes straight into the document. */
  const follow = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    const fold = box.scrollTop + box.clientHeight;
    geometry.columns.forEach((column, index) => {
      const foot = feet.current?.children.item(index);
      if (!(foot instanceof HTMLElement)) return;
      // The foot itself hides what is under it.
      const text =
        countBelow(column, fold) === 0
          ? ""
          : `${String(countBelow(column, fold - footHeight))} more ↓`;
      if (foot.textContent === text) return;
      foot.textContent = text;
      foot.hidden = text === "";
    });
    if (feet.current !== null) {
      feet.current.style.transform = `translateX(${String(-box.scrollLeft)}px)`;
    }
    if (overview.current !== null && geometry.width > 0) {
      // Transforms alone: the frame moves without a layout.
      const start = box.scrollLeft / geometry.width;
      const inView = box.clientWidth / geometry.width;
      const width = box.clientWidth - 2 * matrixPadding;
      overview.current.style.transform = `translateX(${String(start * width)}px)`;
      const px = `${String(Math.round(inView * width))}px`;
      if (overview.current.style.width !== px) overview.current.style.width = px;
    }
  }, [geometry]);

  // The room that columns share is known before the first paint.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      setRoom(box.clientWidth);
      sync();
    });
    observer.observe(box);
    setRoom(box.clientWidth);
    return () => observer.disconnect();
  }, [sync]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const box = scroller.current;
      if (feet.current !== null && box !== null) {
        feet.current.style.bottom = `${String(box.offsetHeight - box.clientHeight)}px`;
      }
      follow();
    });
    return () => cancelAnimationFrame(frame);
  }, [follow]);

  // One tab stop: the cell that had the focus last, else the first.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const kept = focusKey.current === null ? null : elementOf(focusKey.current);
    const stop = kept ?? box.querySelector<HTMLElement>(".matrix-cell, .matrix-tactic");
    for (const other of box.querySelectorAll<HTMLElement>('[data-key][tabindex="0"]')) {
      other.tabIndex = -1;
    }
    if (stop !== null) stop.tabIndex = 0;
  }, [geometry, drawn]);

  /** Scrolls a key into view, as little as needed or into the middle. */
  const show = (key: string, block: "nearest" | "center"): void => {
    const box = scroller.current;
    const column = columnOf(geometry, key);
    if (box === null || column === undefined) return;
    const cell = geometry.places.get(key);
    const { left, width } = cell ?? column;
    const near = (from: number, size: number, at: number, room: number): number =>
      at > from ? from : at + room < from + size ? from + size - room : at;
    const x = near(
      left - matrixPadding,
      width + 2 * matrixPadding,
      box.scrollLeft,
      box.clientWidth,
    );
    let y = box.scrollTop;
    if (cell !== undefined) {
      const { top, height } = cell;
      const inView = box.clientHeight - geometry.header - footHeight;
      y =
        block === "center"
          ? top - geometry.header - (inView - height) / 2
          : near(top - 6, height + 12, y + geometry.header, inView) - geometry.header;
    }
    box.scrollTo({ left: x, top: y, behavior: "instant" });
  };

  const focus = (key: string): void => {
    show(key, "nearest");
    focusKey.current = key;
    // What was out of view is drawn before it takes the focus.
    flushSync(sync);
    const to = elementOf(key);
    if (to === null) return;
    for (const other of scroller.current?.querySelectorAll<HTMLElement>('[tabindex="0"]') ?? []) {
      other.tabIndex = -1;
    }
    to.tabIndex = 0;
    to.focus({ preventScroll: true });
  };

  // The inspector takes room: what it was opened for stays in view.
  const keepInView = useRef<() => void>(() => undefined);
  useEffect(() => {
    keepInView.current = () => {
      if (focusKey.current !== null) show(focusKey.current, "nearest");
    };
  });
  useEffect(() => {
    if (openId !== null) keepInView.current();
  }, [openId, room]);

  useImperativeHandle(handle, () => ({
    shown: () => keysInOrder(geometry),
    found: () => {
      const keys = new Map<string, string>();
      for (const key of keysInOrder(geometry)) {
        const id = techniqueOf(key);
        if (geometry.places.get(key)?.cell.found === true && !keys.has(id)) keys.set(id, key);
      }
      return [...keys.values()];
    },
    reveal: (place) => {
      const key =
        "tactic" in place
          ? headerKey(place.tactic)
          : geometry.places.has(place.cell)
            ? place.cell
            : keysInOrder(geometry).find((each) => techniqueOf(each) === place.cell);
      if (key === undefined) return;
      show(key, "center");
      sync();
    },
  }));

  /** The keys with what the options take along. */
  const complete = (keys: Iterable<string>): ReadonlySet<string> =>
    completeSelection(keys, prepared, new Set(geometry.places.keys()), selecting);
  const choose = (keys: Iterable<string>, adds: boolean): void => {
    const chosen = complete(keys);
    onSelected(adds ? new Set([...selected, ...chosen]) : chosen);
  };

  const turn = (id: string): void =>
    onFolds({ ...folds, display: subtechniques, turned: toggled(turnedParents, id) });
  const fold = (shortname: string): void =>
    onFolds({ ...folds, tactics: toggled(collapsed, shortname) });
  const hide = (shortname: string): void =>
    onDisplay({ ...display, hiddenTactics: [...hiddenTactics, shortname] });
  const changeZoom = (by: 1 | -1): void => onDisplay({ ...display, zoom: zoomBy(zoom, by) });

  const selectColumn = (key: string, adds: boolean): void =>
    choose(columnOf(geometry, key)?.cells.map(({ cell }) => cell.key) ?? [], adds);
  /** From the anchor to a cell: along a column, or the box between two. */
  const selectRange = (key: string, adds: boolean): void => {
    const from = geometry.places.get(selectionAnchor.current ?? key);
    const to = geometry.places.get(key);
    const column = columnOf(geometry, key);
    if (to === undefined || column === undefined) return;
    if (from === undefined) choose([key], adds);
    else if (column.cells[from.index] === from) {
      const [first, last] = [Math.min(from.index, to.index), Math.max(from.index, to.index)];
      choose(
        column.cells.slice(first, last + 1).map(({ cell }) => cell.key),
        adds,
      );
    } else choose(keysIn(geometry, around(from, to)), adds);
  };

  const box = useBoxSelection(scroller, boxElement, geometry, (keys, adds) => choose(keys, adds));

  /** The key of what was hit, or null. */
  const keyAt = (event: MouseEvent): string | null =>
    event.target instanceof Element
      ? (event.target.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? null)
      : null;

  const onClick = (event: MouseEvent): void => {
    if (box.isAfterBox()) return;
    const key = keyAt(event);
    if (key === null) return;
    focus(key);
    const adds = event.ctrlKey || event.metaKey;
    if (headerOf(key) !== null) {
      if (event.detail === 1) selectColumn(key, adds);
      return;
    }
    const strip = event.target instanceof Element && event.target.closest("[data-expand]") !== null;
    if (strip) turn(techniqueOf(key));
    else if (event.shiftKey) selectRange(key, adds);
    else if (adds) {
      selectionAnchor.current = key;
      onSelected(toggleSelection(selected, complete([key])));
    } else {
      selectionAnchor.current = key;
      choose([key], false);
      // An inspector that is open follows the selection.
      if (!clickSelects || openId !== null) onOpen(techniqueOf(key));
    }
  };

  const onDoubleClick = (event: MouseEvent): void => {
    const key = keyAt(event);
    if (key === null) return;
    const tactic = headerOf(key);
    if (tactic !== null) fold(tactic);
    else if (clickSelects) onOpen(techniqueOf(key));
  };

  const onContextMenu = (event: MouseEvent): void => {
    const key = keyAt(event);
    const tactic = headerOf(key ?? "");
    const frame = stage.current?.getBoundingClientRect();
    if (key === null || tactic === null || frame === undefined) return;
    event.preventDefault();
    focus(key);
    setMenu({ tactic, left: event.clientX - frame.left, top: event.clientY - frame.top });
  };
  const closeMenu = (): void => {
    setMenu(null);
    if (menu !== null) elementOf(headerKey(menu.tactic))?.focus({ preventScroll: true });
  };

  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    wheeled.current += event.deltaY;
    if (Math.abs(wheeled.current) < 50) return;
    changeZoom(wheeled.current < 0 ? 1 : -1);
    wheeled.current = 0;
  };

  /** Whether letters of a name are being typed: a space is one of them then. */
  const isTyping = (now: number): boolean =>
    typed.current.text !== "" && now - typed.current.at < 1000;

  const jump = (letter: string, now: number): void => {
    const again = isTyping(now) ? typed.current.text : "";
    typed.current = { text: again + letter.toLocaleLowerCase("en"), at: now };
    const wanted = typed.current.text;
    const starts = (key: string): boolean => {
      const technique = prepared.painted.get(key)?.technique;
      if (technique === undefined) return false;
      return (
        technique.name.toLocaleLowerCase("en").startsWith(wanted) ||
        technique.id.toLocaleLowerCase("en").startsWith(wanted)
      );
    };
    const here = focusKey.current ?? "";
    const key = again !== "" && starts(here) ? here : typeAhead(geometry, here, starts);
    if (key !== null) focus(key);
  };

  const move = (event: KeyboardEvent, key: string, direction: Direction): void => {
    const inView = (scroller.current?.clientHeight ?? 0) - geometry.header - footHeight;
    const next = moveFocus(geometry, key, direction, layout, inView);
    focus(next);
    if (!event.shiftKey || headerOf(next) !== null) return;
    selectionAnchor.current ??= key;
    selectRange(next, event.ctrlKey || event.metaKey);
  };

  const onSpace = (event: KeyboardEvent, key: string): void => {
    if (headerOf(key) !== null || event.ctrlKey || event.metaKey) {
      selectColumn(key, event.shiftKey);
    } else if (event.shiftKey) selectRange(key, false);
    else {
      selectionAnchor.current = key;
      onSelected(toggleSelection(selected, complete([key])));
    }
  };

  const expand = (key: string, wantsOpen: boolean): void => {
    const tactic = headerOf(key);
    if (tactic !== null) {
      if (collapsed.has(tactic) === wantsOpen) fold(tactic);
      return;
    }
    const parent = geometry.places.get(key)?.parent ?? key;
    if (geometry.places.get(parent)?.expanded !== !wantsOpen) return;
    if (parent !== key) focus(parent);
    turn(techniqueOf(parent));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = focusKey.current ?? keysInOrder(geometry)[0];
    if (key === undefined || event.altKey) return;
    const tactic = headerOf(key);
    const ctrl = event.ctrlKey || event.metaKey;
    const direction = (ctrl ? farDirections[event.key] : undefined) ?? directions[event.key];
    if (direction !== undefined) move(event, key, direction);
    else if (event.key === " " && !ctrl && !event.shiftKey && isTyping(event.timeStamp)) {
      jump(" ", event.timeStamp);
    } else if (event.key === " ") onSpace(event, key);
    else if (ctrl) {
      if (event.key.toLowerCase() === "a") choose(geometry.places.keys(), false);
      else if (event.key === "+" || event.key === "=") changeZoom(1);
      else if (event.key === "-") changeZoom(-1);
      else if (event.key === "0") onDisplay({ ...display, zoom: 100 });
      else return;
    } else if (event.key === "Enter") {
      if (tactic !== null) selectColumn(key, false);
      else onOpen(techniqueOf(key));
    } else if (event.key === "+" || event.key === "-") expand(key, event.key === "+");
    else if (event.key === "Delete" && tactic !== null) hide(tactic);
    else if (event.key.length === 1 && /[\p{L}\p{N}.]/u.test(event.key)) {
      jump(event.key, event.timeStamp);
    } else return;
    event.preventDefault();
  };

  const fitting = Math.floor(
    ((geometry.columns[0]?.width ?? 0) - headerPadding) / ((letterWidth * zoom) / 100),
  );
  return (
    <div className="matrix" data-layout={layout}>
      {ready && geometry.width > room && (
        <OverviewStrip
          columns={model.columns}
          window={overview}
          onGo={(place) => {
            const moving = scroller.current;
            if (moving !== null) {
              moving.scrollLeft = place * moving.scrollWidth - moving.clientWidth / 2;
            }
          }}
        />
      )}
      <div ref={stage} className="matrix-stage">
        <div
          ref={scroller}
          role="grid"
          aria-label={label}
          aria-multiselectable="true"
          aria-rowcount={model.columns.length}
          aria-colcount={1 + Math.max(0, ...geometry.columns.map(({ cells }) => cells.length))}
          data-cells={geometry.cells}
          tabIndex={-1}
          className="matrix-scroller"
          style={{ ["--zoom" as string]: zoom / 100 }}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onContextMenu={onContextMenu}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const key = event.target.dataset["key"];
            if (key !== undefined) focusKey.current = key;
          }}
          onWheel={onWheel}
          onScroll={() => {
            follow();
            sync();
          }}
          onPointerDown={box.onPointerDown}
          onPointerMove={box.onPointerMove}
          onPointerUp={box.onPointerUp}
          onPointerCancel={box.onPointerCancel}
        >
          {ready && (
            <div
              className="matrix-columns"
              role="presentation"
              style={{ width: geometry.width, height: geometry.height }}
            >
              {stretchesIn(geometry, drawn).map(({ column, from, to, pinned }, index) => (
                <MatrixColumn
                  key={column.column.tactic.shortname}
                  placed={column}
                  height={geometry.height}
                  position={index}
                  from={from}
                  to={to}
                  pinned={pinned}
                  display={display}
                  selected={selected}
                  openId={openId}
                  fitting={fitting}
                />
              ))}
              <div ref={boxElement} className="matrix-box" aria-hidden="true" hidden />
            </div>
          )}
        </div>
        {/* Outside the scroller: what they say changes while it moves, and must not lay it out. */}
        <div
          ref={feet}
          className="matrix-feet"
          aria-hidden="true"
          onWheel={(event) => scroller.current?.scrollBy(event.deltaX, event.deltaY)}
        >
          {geometry.columns.map(({ column, left, width }) => (
            <div
              key={column.tactic.shortname}
              className="matrix-more"
              style={{ left, width }}
              hidden
              onPointerDown={() =>
                scroller.current?.scrollBy({ top: scroller.current.clientHeight - 110 })
              }
            />
          ))}
        </div>
        {ready && geometry.cells === 0 && collapsed.size === 0 && (
          <div className="matrix-empty">{empty}</div>
        )}
        <MatrixTooltip
          scroller={scroller}
          painted={prepared.painted}
          delay={layout === "mini" ? 60 : 500}
        />
        {menu !== null && (
          <TacticMenu
            place={menu}
            collapsed={collapsed.has(menu.tactic)}
            hidden={hiddenTactics.length}
            onSelect={() => selectColumn(headerKey(menu.tactic), false)}
            onFold={() => fold(menu.tactic)}
            onHide={() => hide(menu.tactic)}
            onShowAll={() => onDisplay({ ...display, hiddenTactics: [] })}
            onClose={closeMenu}
          />
        )}
      </div>
      <MatrixLegend
        model={model}
        explanation={painter.note}
        grid={painter.grid}
        patterns={display.patterns}
        only={only}
        onOnly={onOnly}
        part={part}
        onPart={onPart}
        note={note}
        found={
          find.trim() === "" ? null : (
            <span role="status">{formatNoun(model.found, "technique")} found</span>
          )
        }
      />
    </div>
  );
}

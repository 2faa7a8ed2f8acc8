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
} from "react";
import { formatNoun } from "../ui/figures.ts";
import {
  columnWidth,
  layOutMatrix,
  type MatrixScope,
  matrixPadding,
  matrixWidth,
  prepareMatrix,
} from "./columns.ts";
import { MatrixColumn } from "./MatrixColumn.tsx";
import { type LegendPart, MatrixLegend } from "./MatrixLegend.tsx";
import { MatrixTooltip } from "./MatrixTooltip.tsx";
import { type MatrixDisplay, type SubtechniqueDisplay, zoomBy } from "./matrix-display.ts";
import type { MatrixView } from "./matrix-view.ts";
import { type Direction, moveFocus, stopsOf, typeAhead } from "./navigate.ts";
import { OverviewStrip } from "./OverviewStrip.tsx";
import type { MatrixPainter } from "./painter.ts";
import {
  completeSelection,
  type SelectionOptions,
  techniqueOf,
  toggleSelection,
} from "./selection.ts";

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
  /** A cell was clicked, or Enter pressed on it. */
  readonly onOpen: (id: string) => void;
  /** What to show where no cell is left. */
  readonly empty: ReactNode;
  /** What the legend says of the selection; null while nothing is worth saying. */
  readonly note: ReactNode;
  readonly handle?: Ref<MatrixHandle>;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

/** Padding and edges of a cell, and the mean width of a letter of its name, in px. */
const cellPadding = 11;
const letterWidth = 6.2;

/** Places of cells in the scroller, measured after layout. */
interface Measured {
  readonly tops: Map<string, number>;
  /** Bottoms of a column's cells, rising, with the element of its foot. */
  readonly columns: readonly { readonly bottoms: readonly number[]; readonly foot: HTMLElement }[];
}

function firstBelow(bottoms: readonly number[], fold: number): number {
  let low = 0;
  let high = bottoms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bottoms[middle] ?? 0) <= fold) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

/**
 * The ATT&CK matrix of one domain.
 *
 * One tab stop: arrows move, Space selects, Enter opens, + and - expand, letters jump to a name.
 * A click selects and opens, Ctrl adds to the selection, Shift takes the range in the column; a
 * click on a strip shows the sub-techniques, on a tactic selects its techniques, twice folds it.
 */
export function Matrix({
  label,
  view,
  painter,
  display,
  onDisplay,
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
  onOpen,
  empty,
  note,
  handle,
}: MatrixProps) {
  const { layout, subtechniques, order, hideDisabled, hiddenTactics } = display;
  const [turned, setTurned] = useState<{
    readonly display: SubtechniqueDisplay;
    readonly parents: ReadonlySet<string>;
  }>({ display: subtechniques, parents: new Set() });
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [room, setRoom] = useState(0);
  // Choosing another display forgets what was turned by hand.
  const turnedParents = useMemo(
    () => (turned.display === subtechniques ? turned.parents : new Set<string>()),
    [turned, subtechniques],
  );

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
  const grid = useMemo(() => stopsOf(model.columns, collapsed), [model, collapsed]);
  const ready = room > 0;
  const width = columnWidth(room, Math.max(1, model.columns.length));
  const needed = matrixWidth(model.columns, width, collapsed, layout === "side");
  const fitting = Math.floor((width - cellPadding) / letterWidth);

  const scroller = useRef<HTMLDivElement>(null);
  const overview = useRef<HTMLDivElement>(null);
  const feet = useRef<HTMLDivElement>(null);
  const measured = useRef<Measured>({ tops: new Map(), columns: [] });
  const focusKey = useRef<string | null>(null);
  const anchor = useRef<string | null>(null);
  const typed = useRef({ text: "", at: 0 });

  const elementOf = (key: string): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;

  /** Writes what scrolling changes straight into the document: no render while scrolling. */
  const follow = useCallback((): void => {
    const box = scroller.current;
    if (box === null) return;
    const fold = box.scrollTop + box.clientHeight;
    for (const { bottoms, foot } of measured.current.columns) {
      // The foot itself hides the last 26 px.
      const more = bottoms.length - firstBelow(bottoms, fold);
      const text =
        more === 0 ? "" : `${String(bottoms.length - firstBelow(bottoms, fold - 26))} more ↓`;
      if (foot.textContent !== text) {
        foot.textContent = text;
        foot.hidden = text === "";
      }
    }
    if (feet.current !== null) {
      feet.current.style.transform = `translateX(${String(-box.scrollLeft)}px)`;
    }
    if (overview.current !== null && box.scrollWidth > 0) {
      // Transforms alone: the frame moves without a layout.
      const start = box.scrollLeft / box.scrollWidth;
      const part = box.clientWidth / box.scrollWidth;
      const width = box.clientWidth - 2 * matrixPadding;
      overview.current.style.transform = `translateX(${String(start * width)}px)`;
      const px = `${String(Math.round(part * width))}px`;
      if (overview.current.style.width !== px) overview.current.style.width = px;
    }
  }, []);

  // The room that columns share is known before the first paint.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      setRoom(box.clientWidth);
      follow();
    });
    observer.observe(box);
    setRoom(box.clientWidth);
    return () => observer.disconnect();
  }, [follow]);

  useEffect(() => {
    const box = scroller.current;
    const row = feet.current;
    if (box === null || row === null || room === 0) return;
    // Measured in the frame after the paint: nobody scrolls before it.
    const frame = requestAnimationFrame(() => {
      const tops = new Map<string, number>();
      const shift = box.scrollTop - box.getBoundingClientRect().top;
      const columns = [...box.querySelectorAll<HTMLElement>(".matrix-column")].flatMap(
        (column, index) => {
          const bottoms: number[] = [];
          for (const cell of column.querySelectorAll<HTMLElement>(".matrix-cell")) {
            const at = cell.getBoundingClientRect();
            tops.set(cell.dataset["key"] ?? "", at.top + shift);
            bottoms.push(at.bottom + shift);
          }
          bottoms.sort((a, b) => a - b);
          const foot = row.children.item(index);
          if (!(foot instanceof HTMLElement)) return [];
          foot.style.left = `${String(column.offsetLeft)}px`;
          foot.style.width = `${String(column.offsetWidth)}px`;
          return [{ bottoms, foot }];
        },
      );
      row.style.bottom = `${String(box.offsetHeight - box.clientHeight)}px`;
      measured.current = { tops, columns };
      follow();
    });
    return () => cancelAnimationFrame(frame);
  }, [model, collapsed, room, layout, follow]);

  // The inspector takes room: what it was opened for stays in view.
  useEffect(() => {
    if (openId === null || focusKey.current === null) return;
    elementOf(focusKey.current)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [openId, width]);

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
  }, [grid, ready]);

  const focus = (key: string): void => {
    const from = focusKey.current === null ? null : elementOf(focusKey.current);
    const to = elementOf(key);
    if (to === null) return;
    if (from !== null) from.tabIndex = -1;
    for (const other of scroller.current?.querySelectorAll<HTMLElement>('[tabindex="0"]') ?? []) {
      other.tabIndex = -1;
    }
    to.tabIndex = 0;
    focusKey.current = key;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  useImperativeHandle(handle, () => ({
    shown: () => grid.flatMap((column) => column.stops.map((stop) => stop.key)),
    found: () => {
      const keys = new Map<string, string>();
      for (const { groups } of model.columns) {
        for (const { cell, subtechniques: subs } of groups) {
          for (const { key, found } of [cell, ...subs]) {
            const id = techniqueOf(key);
            if (found === true && !keys.has(id)) keys.set(id, key);
          }
        }
      }
      return [...keys.values()];
    },
    reveal: (place) => {
      const stops = grid.flatMap((column) => column.stops.map((stop) => stop.key));
      const key =
        "tactic" in place
          ? `tactic:${place.tactic}`
          : stops.find((each) => each === place.cell || techniqueOf(each) === place.cell);
      if (key !== undefined) {
        elementOf(key)?.scrollIntoView({ block: "center", inline: "nearest" });
      }
    },
  }));

  /** The keys with what the options take along. */
  const complete = (keys: readonly string[]): ReadonlySet<string> => {
    const visible = new Set(grid.flatMap((column) => column.stops.map((stop) => stop.key)));
    return completeSelection(keys, prepared, visible, selecting);
  };
  const columnOf = (key: string) =>
    grid.find((column) => column.header === key || column.stops.some((stop) => stop.key === key));

  const turn = (id: string): void =>
    setTurned({ display: subtechniques, parents: toggled(turnedParents, id) });
  const fold = (shortname: string): void => setCollapsed(toggled(collapsed, shortname));

  const selectTactic = (key: string): void => {
    onSelected(complete(columnOf(key)?.stops.map((stop) => stop.key) ?? []));
  };
  const selectRange = (key: string): void => {
    const keys = columnOf(key)?.stops.map((stop) => stop.key) ?? [];
    const from = keys.indexOf(anchor.current ?? key);
    const to = keys.indexOf(key);
    const range = from === -1 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1);
    onSelected(new Set([...selected, ...complete(range)]));
  };

  /** The key of what was hit, or null. */
  const keyAt = (event: MouseEvent): string | null =>
    event.target instanceof Element
      ? (event.target.closest<HTMLElement>("[data-key]")?.dataset["key"] ?? null)
      : null;

  const onClick = (event: MouseEvent): void => {
    const key = keyAt(event);
    if (key === null) return;
    focus(key);
    if (key.startsWith("tactic:")) {
      if (event.detail === 1) selectTactic(key);
      return;
    }
    const strip = event.target instanceof Element && event.target.closest("[data-expand]") !== null;
    if (strip) turn(techniqueOf(key));
    else if (event.shiftKey) selectRange(key);
    else if (event.ctrlKey || event.metaKey) {
      anchor.current = key;
      onSelected(toggleSelection(selected, complete([key])));
    } else {
      anchor.current = key;
      onSelected(complete([key]));
      onOpen(techniqueOf(key));
    }
  };

  const onDoubleClick = (event: MouseEvent): void => {
    const key = keyAt(event);
    if (key?.startsWith("tactic:") === true) fold(key.slice("tactic:".length));
  };

  const jump = (letter: string, now: number): void => {
    const again = now - typed.current.at < 800 ? typed.current.text : "";
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
    const key = again !== "" && starts(here) ? here : typeAhead(grid, here, starts);
    if (key !== null) focus(key);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = focusKey.current ?? grid[0]?.stops[0]?.key;
    if (key === undefined || event.altKey) return;
    const isTactic = key.startsWith("tactic:");
    const tactic = key.slice("tactic:".length);
    const direction = arrows[event.key];
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "a") selectTactic(key);
      else if (event.key === "+" || event.key === "=")
        onDisplay({ ...display, zoom: zoomBy(display.zoom, 1) });
      else if (event.key === "-") onDisplay({ ...display, zoom: zoomBy(display.zoom, -1) });
      else if (event.key === "0") onDisplay({ ...display, zoom: 100 });
      else return;
    } else if (direction !== undefined) {
      const { tops } = measured.current;
      const next = moveFocus(grid, key, direction, (each) => tops.get(each), layout === "side");
      if (event.shiftKey && !next.startsWith("tactic:")) {
        anchor.current ??= key;
        selectRange(next);
      }
      focus(next);
    } else if (event.key === "Enter") {
      if (isTactic) selectTactic(key);
      else onOpen(techniqueOf(key));
    } else if (event.key === " ") {
      if (isTactic) selectTactic(key);
      else {
        anchor.current = key;
        onSelected(toggleSelection(selected, complete([key])));
      }
    } else if (event.key === "+" || event.key === "-") {
      const wantsOpen = event.key === "+";
      if (isTactic) {
        if (collapsed.has(tactic) === wantsOpen) fold(tactic);
      } else {
        const stop = columnOf(key)?.stops.find((each) => each.key === key);
        const parent = stop?.parent ?? key;
        const state = elementOf(parent)?.getAttribute("aria-expanded");
        if (state === String(!wantsOpen)) {
          turn(techniqueOf(parent));
          if (parent !== key) focus(parent);
        }
      }
    } else if (event.key.length === 1 && /[\p{L}\p{N}.]/u.test(event.key)) {
      jump(event.key, event.timeStamp);
    } else return;
    event.preventDefault();
  };

  const cells = model.columns.reduce((sum, column) => sum + column.cells, 0);
  return (
    <div className="matrix" data-layout={layout}>
      {ready && needed > room && (
        <OverviewStrip
          columns={model.columns}
          window={overview}
          onGo={(part) => {
            const box = scroller.current;
            if (box !== null) box.scrollLeft = part * box.scrollWidth - box.clientWidth / 2;
          }}
        />
      )}
      <div className="matrix-stage">
        <div
          ref={scroller}
          role="grid"
          aria-label={label}
          aria-multiselectable="true"
          tabIndex={-1}
          className="matrix-scroller"
          style={{ ["--column-width" as string]: `${String(width)}px` }}
          onClick={onClick}
          onDoubleClick={onDoubleClick}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const key = event.target.dataset["key"];
            if (key !== undefined) focusKey.current = key;
          }}
          onScroll={follow}
        >
          {ready && (
            <div className="matrix-columns" role="presentation">
              {model.columns.map((column) => (
                <MatrixColumn
                  key={column.tactic.shortname}
                  column={column}
                  display={display}
                  collapsed={collapsed.has(column.tactic.shortname)}
                  selected={selected}
                  openId={openId}
                  fitting={fitting}
                />
              ))}
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
          {model.columns.map(({ tactic }) => (
            <div
              key={tactic.shortname}
              className="matrix-more"
              hidden
              onPointerDown={() =>
                scroller.current?.scrollBy({ top: scroller.current.clientHeight - 110 })
              }
            />
          ))}
        </div>
        {ready && cells === 0 && <div className="matrix-empty">{empty}</div>}
        <MatrixTooltip
          scroller={scroller}
          painted={prepared.painted}
          delay={layout === "mini" ? 60 : 500}
        />
      </div>
      <MatrixLegend
        model={model}
        explanation={painter.note}
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

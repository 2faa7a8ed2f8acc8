import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { type MatrixGeometry, type PlacedColumn, stretchIn } from "./geometry.ts";

/** The part of the matrix that is drawn, in its own px. */
export interface MatrixWindow {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** A cell that is drawn wherever it is, so that it keeps the focus. */
  readonly pinned: string | null;
}

/** The window moves in steps, so that scrolling renders seldom, and grows by them at rest. */
const step = 96;
/** Milliseconds after which it counts as standing still. */
const calmAfter = 80;

const nothing: MatrixWindow = { top: 0, bottom: 0, left: 0, right: 0, pinned: null };

/** The window of a view: what is in it, to the next step. */
export function windowOf(
  view: {
    readonly scrollTop: number;
    readonly scrollLeft: number;
    readonly clientHeight: number;
    readonly clientWidth: number;
  },
  pinned: string | null,
): MatrixWindow {
  const down = (at: number): number => Math.floor(at / step) * step;
  const up = (at: number): number => Math.ceil(at / step) * step;
  return {
    top: down(view.scrollTop),
    bottom: up(view.scrollTop + view.clientHeight),
    left: down(view.scrollLeft),
    right: up(view.scrollLeft + view.clientWidth),
    pinned,
  };
}

function isSame(a: MatrixWindow, b: MatrixWindow): boolean {
  return (
    a.top === b.top &&
    a.bottom === b.bottom &&
    a.left === b.left &&
    a.right === b.right &&
    a.pinned === b.pinned
  );
}

/** A column with the cells to draw of it. */
export interface DrawnColumn {
  readonly column: PlacedColumn;
  readonly from: number;
  readonly to: number;
  readonly pinned: number | null;
}

/** The cells of each column that a window holds. */
export function stretchesIn(
  { columns, places }: MatrixGeometry,
  { top, bottom, left, right, pinned }: MatrixWindow,
): readonly DrawnColumn[] {
  const apart = pinned === null ? undefined : places.get(pinned);
  return columns.map((column) => {
    const isInView = column.left < right && column.left + column.width > left;
    const stretch = isInView ? stretchIn(column, top, bottom) : { from: 0, to: 0 };
    const isHere = apart !== undefined && column.cells[apart.index] === apart;
    return { column, ...stretch, pinned: isHere ? apart.index : null };
  });
}

/** Where a cell stood in the view, so that it stays there when the matrix changes. */
interface Hold {
  readonly key: string;
  readonly left: number;
  readonly top: number;
}

/** The cell to hold on to: the one with the focus if it is in view, else the first in view. */
function holdOf(box: HTMLElement, geometry: MatrixGeometry, focused: string | null): Hold | null {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = box;
  const relative = (key: string): Hold | null => {
    const place = geometry.places.get(key);
    return place === undefined
      ? null
      : { key, left: place.left - scrollLeft, top: place.top - scrollTop };
  };
  const own = focused === null ? null : relative(focused);
  if (
    own !== null &&
    own.top >= geometry.header &&
    own.top < clientHeight &&
    own.left >= 0 &&
    own.left < clientWidth
  ) {
    return own;
  }
  for (const column of geometry.columns) {
    if (column.left < scrollLeft) continue;
    const { from, to } = stretchIn(column, scrollTop + geometry.header, scrollTop + clientHeight);
    const first = from < to ? column.cells[from] : undefined;
    if (first !== undefined) return relative(first.cell.key);
  }
  return null;
}

/**
 * What of the matrix is drawn, and `sync`, which brings it up to date with the scroller.
 *
 * A matrix that has just changed draws what is in view, so that it is painted soon, and the rest bit
 * by bit while nothing else is to do: who scrolls then moves what is there. What stood in the view
 * stays there.
 */
export function useMatrixWindow(
  scrollerRef: RefObject<HTMLElement | null>,
  geometry: MatrixGeometry,
  focusRef: RefObject<string | null>,
): { readonly drawn: MatrixWindow; readonly sync: () => void } {
  const [seen, setSeen] = useState(nothing);
  const [calm, setCalm] = useState<{
    readonly geometry: MatrixGeometry;
    readonly around: number;
  }>();
  const hold = useRef<Hold | null>(null);
  const current = useRef(geometry);

  const sync = useCallback((): void => {
    const box = scrollerRef.current;
    if (box === null) return;
    const { columns, places } = current.current;
    const first = columns.find(({ cells }) => cells.length > 0)?.cells[0]?.cell.key ?? null;
    const focused = focusRef.current;
    const pinned = focused !== null && places.has(focused) ? focused : first;
    const next = windowOf(box, pinned);
    hold.current =
      box.scrollTop === 0 && box.scrollLeft === 0 ? null : holdOf(box, current.current, focused);
    setSeen((before) => (isSame(before, next) ? before : next));
  }, [scrollerRef, focusRef]);

  useLayoutEffect(() => {
    const box = scrollerRef.current;
    const held = hold.current;
    current.current = geometry;
    const place = held === null ? undefined : geometry.places.get(held.key);
    if (box !== null && held !== null && place !== undefined) {
      const left = place.left - held.left;
      const top = place.top - held.top;
      if (box.scrollLeft > 0 && Math.abs(left - box.scrollLeft) > 1) box.scrollLeft = left;
      if (box.scrollTop > 0 && Math.abs(top - box.scrollTop) > 1) box.scrollTop = top;
    }
    sync();
  }, [geometry, scrollerRef, sync]);

  const around = calm?.geometry === geometry ? calm.around : 0;
  useEffect(() => {
    if (around >= Math.max(geometry.width, geometry.height)) return;
    const grow = () => startTransition(() => setCalm({ geometry, around: around + step }));
    if (around === 0) {
      const later = setTimeout(grow, calmAfter);
      return () => clearTimeout(later);
    }
    const idle = requestIdleCallback(grow);
    return () => cancelIdleCallback(idle);
  }, [geometry, around]);

  const drawn: MatrixWindow = {
    top: seen.top - around,
    bottom: seen.bottom + around,
    left: seen.left - around,
    right: seen.right + around,
    pinned: seen.pinned,
  };
  return { drawn, sync };
}

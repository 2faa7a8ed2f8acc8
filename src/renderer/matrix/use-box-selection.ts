import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { between, type MatrixGeometry, keysIn } from "./geometry.ts";

/** How far a press moves before it draws a box, and how near an edge it scrolls, in px. */
const threshold = 6;
const edge = 28;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drag {
  readonly pointer: number;
  /** Where it began, in the matrix's own px. */
  readonly from: Point;
  /** Where the pointer is in the window. */
  at: Point;
  isBox: boolean;
  keys: ReadonlySet<string>;
  frame: number;
}

/**
 * Draws a box with the mouse and hands over the cells that it touches.
 *
 * It begins anywhere but on a header, scrolls at the edges and ends with Escape without a choice.
 * Nothing renders meanwhile: box and marks are written straight into the document.
 */
export function useBoxSelection(
  scrollerRef: RefObject<HTMLElement | null>,
  boxRef: RefObject<HTMLElement | null>,
  geometry: MatrixGeometry,
  onBox: (keys: ReadonlySet<string>, adds: boolean) => void,
): {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
  /** Whether the click that follows belongs to a boxRef. */
  readonly isAfterBox: () => boolean;
} {
  const drag = useRef<Drag | null>(null);
  const ended = useRef(false);
  const current = useRef(geometry);
  useEffect(() => {
    current.current = geometry;
  }, [geometry]);

  const placeOf = ({ x, y }: Point): Point => {
    const stage = scrollerRef.current;
    if (stage === null) return { x, y };
    const around = stage.getBoundingClientRect();
    return {
      x: Math.max(0, Math.min(x - around.left, stage.clientWidth)) + stage.scrollLeft,
      y: Math.max(0, Math.min(y - around.top, stage.clientHeight)) + stage.scrollTop,
    };
  };
  const mark = (keys: ReadonlySet<string>): void => {
    for (const cell of scrollerRef.current?.querySelectorAll<HTMLElement>(".matrix-cell") ?? []) {
      cell.toggleAttribute("data-boxed", keys.has(cell.dataset["key"] ?? ""));
    }
  };
  const draw = (): void => {
    const now = drag.current;
    if (now === null || boxRef.current === null) return;
    const area = between(now.from, placeOf(now.at));
    const { style } = boxRef.current;
    style.transform = `translate(${String(area.left)}px, ${String(area.top)}px)`;
    style.width = `${String(area.width)}px`;
    style.height = `${String(area.height)}px`;
    now.keys = new Set(keysIn(current.current, area));
    mark(now.keys);
  };
  /** Scrolls while the pointer is at an edge, frame by frame. */
  const creep = (): void => {
    const now = drag.current;
    const stage = scrollerRef.current;
    if (now === null || stage === null) return;
    const around = stage.getBoundingClientRect();
    const by = (at: number, low: number, high: number): number =>
      at < low + edge
        ? Math.max(-24, at - low - edge)
        : at > high - edge
          ? Math.min(24, at - high + edge)
          : 0;
    const x = by(now.at.x, around.left, around.right);
    const y = by(now.at.y, around.top + current.current.header, around.bottom);
    if (x !== 0 || y !== 0) stage.scrollBy(x / 2, y / 2);
    draw();
    now.frame = requestAnimationFrame(creep);
  };
  const stop = (): Drag | null => {
    const now = drag.current;
    drag.current = null;
    if (now === null) return null;
    cancelAnimationFrame(now.frame);
    if (boxRef.current !== null) boxRef.current.hidden = true;
    if (now.isBox) mark(new Set());
    return now;
  };
  const stopRef = useRef(stop);
  useEffect(() => {
    stopRef.current = stop;
  });

  useEffect(() => {
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || drag.current?.isBox !== true) return;
      ended.current = true;
      stopRef.current();
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onEscape, true);
    return () => {
      window.removeEventListener("keydown", onEscape, true);
      stopRef.current();
    };
  }, []);

  return {
    onPointerDown: (event) => {
      ended.current = false;
      const { target } = event;
      if (event.button !== 0 || event.pointerType !== "mouse" || !(target instanceof Element)) {
        return;
      }
      if (target.closest(".matrix-tactic") !== null) return;
      const stage = scrollerRef.current?.getBoundingClientRect();
      const inside = scrollerRef.current;
      // A press on a scroll bar moves it.
      if (
        stage === undefined ||
        inside === null ||
        event.clientX - stage.left > inside.clientWidth ||
        event.clientY - stage.top > inside.clientHeight
      ) {
        return;
      }
      const at = { x: event.clientX, y: event.clientY };
      drag.current = {
        pointer: event.pointerId,
        from: placeOf(at),
        at,
        isBox: false,
        keys: new Set(),
        frame: 0,
      };
    },
    onPointerMove: (event) => {
      const now = drag.current;
      if (now === null) return;
      const before = now.at;
      if (!now.isBox) {
        if (Math.hypot(event.clientX - before.x, event.clientY - before.y) < threshold) return;
        now.isBox = true;
        event.currentTarget.setPointerCapture(now.pointer);
        if (boxRef.current !== null) boxRef.current.hidden = false;
        now.frame = requestAnimationFrame(creep);
      }
      now.at = { x: event.clientX, y: event.clientY };
    },
    onPointerUp: (event) => {
      if (drag.current?.isBox === true) draw();
      const now = stop();
      if (now?.isBox !== true) return;
      ended.current = true;
      onBox(now.keys, event.ctrlKey || event.metaKey || event.shiftKey);
    },
    onPointerCancel: () => {
      stop();
    },
    isAfterBox: () => {
      const was = ended.current;
      ended.current = false;
      return was;
    },
  };
}

import { type RefObject, useEffect, useState } from "react";
import { MonoId } from "../ui/MonoId.tsx";
import { markerWords } from "./cell-words.ts";
import type { PaintedTechnique } from "./painter.ts";

/** Room below a cell, in px, that is enough for most tooltips. */
const roomy = 200;

interface Shown {
  readonly painted: PaintedTechnique;
  readonly left: number;
  readonly top: number;
  readonly above: boolean;
}

/**
 * The one tooltip of the matrix: it listens on the scroller and re-renders alone.
 * It repeats what the cell's accessible name says, so it is hidden from assistive technology.
 */
export function MatrixTooltip({
  scroller,
  painted,
  delay,
}: {
  readonly scroller: RefObject<HTMLElement | null>;
  /** By cell key. */
  readonly painted: ReadonlyMap<string, PaintedTechnique>;
  readonly delay: number;
}) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: Element | null = null;
    const hide = (): void => {
      clearTimeout(timer);
      over = null;
      setShown(null);
    };
    const show = (event: Event): void => {
      const cell =
        event.target instanceof Element ? event.target.closest<HTMLElement>(".matrix-cell") : null;
      if (cell === over) return;
      hide();
      over = cell;
      const technique = painted.get(cell?.dataset["key"] ?? "");
      if (cell === null || technique === undefined) return;
      timer = setTimeout(() => {
        const around = box.getBoundingClientRect();
        const at = cell.getBoundingClientRect();
        const below = around.bottom - at.bottom;
        const above = below < roomy && below < at.top - around.top;
        setShown({
          painted: technique,
          left: Math.min(at.left - around.left, around.width - 300),
          top: (above ? at.top - 6 : at.bottom + 6) - around.top,
          above,
        });
      }, delay);
    };
    box.addEventListener("pointerover", show);
    box.addEventListener("pointerleave", hide);
    box.addEventListener("scroll", hide, { passive: true });
    box.addEventListener("pointerdown", hide);
    box.addEventListener("keydown", hide);
    return () => {
      clearTimeout(timer);
      box.removeEventListener("pointerover", show);
      box.removeEventListener("pointerleave", hide);
      box.removeEventListener("scroll", hide);
      box.removeEventListener("pointerdown", hide);
      box.removeEventListener("keydown", hide);
    };
  }, [scroller, painted, delay]);

  if (shown === null) return null;
  const { technique, paint } = shown.painted;
  const markers = technique.answer?.markers ?? [];
  return (
    <div
      className="matrix-tooltip"
      aria-hidden="true"
      data-above={shown.above || undefined}
      style={{ left: Math.max(0, shown.left), top: shown.top }}
    >
      <MonoId>{technique.id}</MonoId>
      <div className="matrix-tooltip-name">
        {technique.parentName !== null && <span className="muted">{technique.parentName}: </span>}
        {technique.name}
      </div>
      <div className="matrix-tooltip-said muted">{paint.title}</div>
      {markers.length > 0 && (
        <div className="muted">{markers.map((marker) => markerWords[marker]).join(", ")}</div>
      )}
    </div>
  );
}

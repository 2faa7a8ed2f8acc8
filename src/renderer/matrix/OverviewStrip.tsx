import { type CSSProperties, memo, type PointerEvent, type Ref } from "react";
import type { MatrixColumnModel } from "./columns.ts";
import type { CellPaint, PaintedTechnique } from "./painter.ts";

const step = 7;
const perRow = 8;

/** How the squares of a path are drawn. */
type Look = Pick<CellPaint, "fill" | "colour" | "tint">;

/** Squares of one look as a path, so that a tactic is a handful of elements. */
function squares(column: MatrixColumnModel): readonly (readonly [Look, string])[] {
  const paths = new Map<string, { readonly look: Look; path: string }>();
  let index = 0;
  const put = (look: Look): void => {
    const x = (index % perRow) * step;
    const y = Math.floor(index / perRow) * step;
    const key = `${look.fill ?? ""} ${look.colour?.fill ?? ""} ${look.tint ?? ""}`;
    const square = `M${String(x)} ${String(y)}h6v6h-6z`;
    const drawn = paths.get(key);
    if (drawn === undefined) paths.set(key, { look, path: square });
    else drawn.path += square;
    index += 1;
  };
  const putOwn = ({ paint }: PaintedTechnique): void => {
    // A parent is there through its sub-techniques, which are drawn; what is out of scope where it
    // shows a level all the same.
    if (paint.part === "own" || (paint.part === "out" && paint.tint !== null)) put(paint);
  };
  for (const { cell, subtechniques } of column.groups) {
    putOwn(cell.painted);
    if (subtechniques.length === 0) {
      for (const { fill, colour } of cell.painted.strip) put({ fill, colour, tint: null });
    }
    for (const sub of subtechniques) putOwn(sub.painted);
  }
  return Array.from(paths.values(), ({ look, path }) => [look, path] as const);
}

function styleOf({ colour, tint }: Look): CSSProperties | undefined {
  if (colour !== null) return { fill: colour.fill, stroke: colour.edge };
  if (tint === null) return undefined;
  return { fill: `color-mix(in srgb, var(--${tint}) 22%, var(--surface))` };
}

const Tactic = memo(function Tactic({ column }: { readonly column: MatrixColumnModel }) {
  return (
    <div className="overview-tactic" title={column.tactic.name}>
      <span className="overview-id">{column.tactic.id}</span>
      <svg width={perRow * step} height={4 * step} aria-hidden="true">
        {squares(column).map(([look, path]) => (
          <path key={path} d={path} data-fill={look.fill ?? undefined} style={styleOf(look)} />
        ))}
      </svg>
    </div>
  );
});

/**
 * All tactics in small where the columns do not fit, with a frame around the part in view.
 * A press or a drag brings the place into view. The matrix moves the frame (`window`).
 */
export function OverviewStrip({
  columns,
  window: frame,
  onGo,
}: {
  readonly columns: readonly MatrixColumnModel[];
  readonly window: Ref<HTMLDivElement>;
  /** Where to go, 0 (left end) to 1 (right end). */
  readonly onGo: (part: number) => void;
}) {
  const go = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onGo((event.clientX - box.left) / box.width);
  };
  return (
    // The arrows move the matrix itself; this is a picture of it for the pointer.
    <div
      className="overview-strip"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
      }}
    >
      <div ref={frame} className="overview-window" />
      {columns.map((column) => (
        <Tactic key={column.tactic.shortname} column={column} />
      ))}
    </div>
  );
}

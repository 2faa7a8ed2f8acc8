import { memo, type PointerEvent, type Ref } from "react";
import type { Fill } from "../ui/levels.ts";
import type { MatrixColumnModel } from "./columns.ts";

const step = 7;
const perRow = 8;

/** Squares of one fill as a path, so that a tactic is a handful of elements. */
function squares(column: MatrixColumnModel): readonly (readonly [Fill | "none", string])[] {
  const paths = new Map<Fill | "none", string>();
  let index = 0;
  for (const { cell, subtechniques } of column.groups) {
    const inScope = subtechniques.length === 0 ? cell.painted.strip : [];
    const fills = [
      ...(cell.painted.paint.part === "own" ? [cell.painted.paint.fill] : []),
      ...inScope.map((segment) => segment.fill),
      ...subtechniques
        .filter((sub) => sub.painted.paint.part === "own")
        .map((sub) => sub.painted.paint.fill),
    ];
    for (const fill of fills) {
      const x = (index % perRow) * step;
      const y = Math.floor(index / perRow) * step;
      const key = fill ?? "none";
      paths.set(key, `${paths.get(key) ?? ""}M${String(x)} ${String(y)}h6v6h-6z`);
      index += 1;
    }
  }
  return [...paths];
}

const Tactic = memo(function Tactic({ column }: { readonly column: MatrixColumnModel }) {
  return (
    <div className="overview-tactic" title={column.tactic.name}>
      <span className="overview-id">{column.tactic.id}</span>
      <svg width={perRow * step} height={4 * step} aria-hidden="true">
        {squares(column).map(([fill, path]) => (
          <path key={fill} d={path} data-fill={fill === "none" ? undefined : fill} />
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

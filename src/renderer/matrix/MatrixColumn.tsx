import { memo } from "react";
import { formatShare } from "../ui/figures.ts";
import { LevelBar } from "../ui/StackedBar.tsx";
import { BreakableName } from "./BreakableName.tsx";
import type { PlacedCell, PlacedColumn } from "./geometry.ts";
import { MatrixCell } from "./MatrixCell.tsx";
import type { MatrixDisplay } from "./matrix-display.ts";
import { headerKey } from "./navigate.ts";

/** A tactic's column: sticky header and those of its cells that are in view. */
export const MatrixColumn = memo(function MatrixColumn({
  placed,
  position,
  from,
  to,
  pinned,
  display,
  selected,
  openId,
  fitting,
}: {
  readonly placed: PlacedColumn;
  /** Its position in the matrix, from 0. */
  readonly position: number;
  /** The stretch of cells to draw. */
  readonly from: number;
  readonly to: number;
  /** The position of a cell to draw wherever it is: the one with the focus. */
  readonly pinned: number | null;
  readonly display: MatrixDisplay;
  readonly selected: ReadonlySet<string>;
  readonly openId: string | null;
  /** Letters of a name that fit a line of the header. */
  readonly fitting: number;
}) {
  const { column, collapsed, cells, left, width } = placed;
  const { layout, labels, patterns } = display;
  const { tactic, figures } = column;
  const share = formatShare(figures.covered, figures.total);
  const words = `${String(figures.covered)} of ${String(figures.total)} covered`;
  const draw = (cell: PlacedCell) => (
    <MatrixCell
      key={cell.cell.key}
      cellKey={cell.cell.key}
      painted={cell.cell.painted}
      depth={cell.parent === null ? 0 : 1}
      found={cell.cell.found}
      selected={selected.has(cell.cell.key)}
      open={cell.cell.painted.technique.id === openId}
      expanded={cell.expanded}
      withStrip={cell.withStrip}
      labels={labels}
      patterns={patterns}
      bare={layout === "mini"}
      left={cell.left - left}
      top={cell.top}
      width={cell.width}
      height={cell.height}
      lines={cell.lines}
      index={cell.index}
    />
  );
  const apart = pinned !== null && (pinned < from || pinned >= to) ? cells[pinned] : undefined;
  const stretch = cells.slice(from, to);
  // In one list, so that a cell that leaves the stretch stays the same element and keeps the focus.
  const drawn =
    apart === undefined ? stretch : apart.index < from ? [apart, ...stretch] : [...stretch, apart];
  return (
    <div
      role="row"
      className="matrix-column"
      data-tactic={tactic.shortname}
      data-collapsed={collapsed || undefined}
      aria-rowindex={position + 1}
      style={{ width }}
    >
      <div
        role="rowheader"
        className="matrix-tactic"
        tabIndex={-1}
        aria-colindex={1}
        data-key={headerKey(tactic.shortname)}
        aria-label={`${tactic.name}, ${words}${figures.beforeCompromise ? ", before compromise" : ""}`}
        aria-expanded={!collapsed}
        title={
          figures.beforeCompromise
            ? "Before compromise: outside the headline"
            : collapsed
              ? tactic.name
              : undefined
        }
      >
        <div className="matrix-tactic-name">
          <BreakableName name={tactic.name} fitting={fitting} />
        </div>
        {!collapsed && (
          <>
            <div
              className="matrix-tactic-figures"
              data-apart={figures.beforeCompromise || undefined}
            >
              <span>
                {figures.covered}/{figures.total}
              </span>
              <b>{share}</b>
            </div>
            <div className="matrix-tactic-bar">
              {figures.total > 0 && <LevelBar counts={figures.levels} height={5} />}
            </div>
          </>
        )}
      </div>
      {drawn.map(draw)}
    </div>
  );
});

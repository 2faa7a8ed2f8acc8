import { memo, useLayoutEffect, useMemo, useRef } from "react";
import { formatShare } from "../ui/figures.ts";
import { LevelBar } from "../ui/StackedBar.tsx";
import { BreakableName } from "./BreakableName.tsx";
import { type CellsDisplay, createCellsOf } from "./cell-elements.ts";
import type { PlacedColumn } from "./geometry.ts";
import type { MatrixDisplay } from "./matrix-display.ts";
import { headerKey } from "./navigate.ts";

/** A tactic's column: sticky header and those of its cells that are in view. */
export const MatrixColumn = memo(function MatrixColumn({
  placed,
  height,
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
  /** Of the whole matrix, in px: the header sticks as long as its column is there. */
  readonly height: number;
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
  const bare = layout === "mini";
  const drawing = useMemo(
    (): CellsDisplay => ({ labels, patterns, bare, left }),
    [labels, patterns, bare, left],
  );
  const host = useRef<HTMLDivElement>(null);
  const drawCells = useRef<ReturnType<typeof createCellsOf>>(undefined);
  useLayoutEffect(() => {
    if (host.current === null) return;
    drawCells.current ??= createCellsOf(host.current);
    drawCells.current(cells, {
      isWanted: (index) => (index >= from && index < to) || index === pinned,
      isSelected: ({ cell }) => selected.has(cell.key),
      isOpen: ({ cell }) => cell.painted.technique.id === openId,
      display: drawing,
    });
  }, [cells, from, to, pinned, drawing, selected, openId]);
  return (
    <div
      role="row"
      className="matrix-column"
      data-tactic={tactic.shortname}
      data-collapsed={collapsed || undefined}
      aria-rowindex={position + 1}
      style={{ left, width, height }}
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
      <div ref={host} role="presentation" />
    </div>
  );
});

import { memo } from "react";
import { formatShare } from "../ui/figures.ts";
import { LevelBar } from "../ui/StackedBar.tsx";
import { BreakableName } from "./BreakableName.tsx";
import type { MatrixColumnModel } from "./columns.ts";
import { MatrixCell } from "./MatrixCell.tsx";
import type { MatrixDisplay } from "./matrix-display.ts";
import { headerKey } from "./navigate.ts";

/** A tactic's column: sticky header and cells. */
export const MatrixColumn = memo(function MatrixColumn({
  column,
  display,
  collapsed,
  selected,
  openId,
  fitting,
}: {
  readonly column: MatrixColumnModel;
  readonly display: MatrixDisplay;
  readonly collapsed: boolean;
  readonly selected: ReadonlySet<string>;
  readonly openId: string | null;
  /** Letters of a name that fit a line of a cell. */
  readonly fitting: number;
}) {
  const { layout, labels, patterns } = display;
  const { tactic, figures, groups } = column;
  const share = formatShare(figures.covered, figures.total);
  const words = `${String(figures.covered)} of ${String(figures.total)} covered`;
  const withStrips = layout !== "mini" && display.subtechniques !== "none";
  const beside = layout === "side" && groups.some((group) => group.expanded);
  return (
    <div
      role="row"
      className="matrix-column"
      data-tactic={tactic.shortname}
      data-collapsed={collapsed || undefined}
      data-beside={beside || undefined}
    >
      <div
        role="rowheader"
        className="matrix-tactic"
        tabIndex={-1}
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
      {!collapsed && (
        <div className="matrix-cells" role="presentation">
          {groups.map(({ cell, subtechniques, expandable, expanded }) => (
            <div key={cell.key} className="matrix-group" role="presentation">
              <MatrixCell
                cellKey={cell.key}
                painted={cell.painted}
                depth={0}
                found={cell.found}
                selected={selected.has(cell.key)}
                open={cell.painted.technique.id === openId}
                expanded={expandable ? expanded : undefined}
                withStrip={withStrips && !expanded && cell.painted.strip.length > 0}
                labels={labels}
                patterns={patterns}
                fitting={fitting}
              />
              {subtechniques.length > 0 && (
                <div className="matrix-subs" role="presentation">
                  {subtechniques.map((sub) => (
                    <MatrixCell
                      key={sub.key}
                      cellKey={sub.key}
                      painted={sub.painted}
                      depth={1}
                      found={sub.found}
                      selected={selected.has(sub.key)}
                      open={sub.painted.technique.id === openId}
                      expanded={undefined}
                      withStrip={false}
                      labels={labels}
                      patterns={patterns}
                      fitting={fitting - 2}
                    />
                  ))}
                </div>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
});

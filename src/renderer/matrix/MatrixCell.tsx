import { IconFlag, IconNote, IconX } from "@tabler/icons-react";
import { memo } from "react";
import { Glyph } from "../ui/Glyph.tsx";
import { BreakableName } from "./BreakableName.tsx";
import type { PaintedTechnique } from "./cell-paint.ts";
import type { CellMarker } from "./matrix-view.ts";

const markerIcons = { note: IconNote, "plan-item": IconFlag, "failed-test": IconX } as const;

/** The words of a marker, for tooltip and accessible name. */
export const markerWords: Readonly<Record<CellMarker, string>> = {
  note: "note",
  "plan-item": "plan item",
  "failed-test": "failed test",
};

/** The accessible name of a cell: "T1562.004, Disable or Modify System Firewall, none, 3 of 3 actors". */
export function cellName({ technique, paint }: PaintedTechnique): string {
  const markers = technique.answer?.markers.map((marker) => markerWords[marker]) ?? [];
  return [technique.id, technique.name, paint.words, ...markers].join(", ");
}

/**
 * One cell of the matrix. Plain elements and no handlers: the matrix listens for all of them, so
 * 850 cells paint in one go and re-render only where something of theirs changed. The
 * label says in words what value and glyph show, so the value is drawn by the style sheet.
 */
export const MatrixCell = memo(function MatrixCell({
  cellKey,
  painted,
  depth,
  found,
  selected,
  open,
  expanded,
  withStrip,
  fitting,
}: {
  readonly cellKey: string;
  readonly painted: PaintedTechnique;
  readonly depth: 0 | 1;
  readonly found: boolean | null;
  readonly selected: boolean;
  /** Its inspector is open. */
  readonly open: boolean;
  /** Undefined where there is nothing to expand. */
  readonly expanded: boolean | undefined;
  readonly withStrip: boolean;
  /** Letters of the name that fit a line. */
  readonly fitting: number;
}) {
  const { technique, paint, strip } = painted;
  return (
    <div
      role="gridcell"
      className="matrix-cell"
      tabIndex={-1}
      data-key={cellKey}
      data-id={technique.id}
      data-fill={paint.fill ?? undefined}
      data-part={paint.part}
      data-depth={depth}
      data-found={found ?? undefined}
      data-open={open || undefined}
      data-assumed={(paint.glyph !== null && technique.answer?.assumed === true) || undefined}
      aria-label={cellName(painted)}
      aria-selected={selected}
      aria-expanded={expanded}
    >
      <div className="matrix-cell-row">
        <span className="matrix-id">
          {depth === 1 ? technique.id.slice(technique.id.indexOf(".")) : technique.id}{" "}
        </span>
        {technique.answer?.markers.map((marker) => {
          const Icon = markerIcons[marker];
          return <Icon key={marker} size={10} stroke={2.25} aria-hidden="true" />;
        })}
        <span className="matrix-value" data-value={paint.value} />
        {paint.glyph !== null && <Glyph name={paint.glyph} size={10} />}
      </div>
      <div className="matrix-name">
        <BreakableName name={technique.name} fitting={fitting} />
      </div>
      {withStrip && (
        <div className="matrix-strip" data-expand="">
          {strip.map((segment) => (
            <i key={segment.id} data-fill={segment.fill ?? undefined} />
          ))}
        </div>
      )}
    </div>
  );
});

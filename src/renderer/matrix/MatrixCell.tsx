import { IconFlag, IconNote, IconX } from "@tabler/icons-react";
import { type CSSProperties, memo } from "react";
import { Glyph } from "../ui/Glyph.tsx";
import { BreakableName } from "./BreakableName.tsx";
import type { CellLabels } from "./matrix-display.ts";
import type { CellMarker } from "./matrix-view.ts";
import type { CellPaint, PaintedTechnique, StripSegment } from "./painter.ts";

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

/** A layer's own colours, or the colour of a tint, as the style sheet takes them. */
export function colourStyle({ colour, tint }: Pick<CellPaint, "colour" | "tint">): CSSProperties {
  const style: Record<string, string> = {};
  if (colour !== null) {
    style["--fill"] = colour.fill;
    style["--edge"] = colour.edge;
    style["--ink"] = colour.ink;
  } else if (tint !== null) style["--tint"] = `var(--${tint})`;
  return style;
}

function segmentStyle({ colour }: StripSegment): CSSProperties | undefined {
  return colour === null ? undefined : colourStyle({ colour, tint: null });
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
  labels,
  patterns,
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
  readonly labels: CellLabels;
  readonly patterns: boolean;
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
      data-colour={paint.colour === null ? undefined : ""}
      data-tint={paint.tint ?? undefined}
      data-pattern={patterns ? (paint.pattern ?? undefined) : undefined}
      data-disabled={paint.disabled || undefined}
      style={paint.colour === null && paint.tint === null ? undefined : colourStyle(paint)}
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
          {labels !== "name" &&
            (depth === 1 ? technique.id.slice(technique.id.indexOf(".")) : technique.id)}{" "}
        </span>
        {technique.answer?.markers.map((marker) => {
          const Icon = markerIcons[marker];
          return <Icon key={marker} size={10} stroke={2.25} aria-hidden="true" />;
        })}
        {paint.dots !== null && (
          <span className="matrix-dots" data-of={paint.dots.of}>
            {Array.from({ length: paint.dots.of }, (_, index) => (
              <i key={index} data-filled={index < (paint.dots?.filled ?? 0) || undefined} />
            ))}
          </span>
        )}
        <span className="matrix-value" data-value={paint.value} />
        {paint.glyph !== null && <Glyph name={paint.glyph} size={10} />}
      </div>
      {labels !== "id" && (
        <div className="matrix-name">
          <BreakableName name={technique.name} fitting={fitting} />
        </div>
      )}
      {withStrip && (
        <div className="matrix-strip" data-expand="">
          {strip.map((segment) => (
            <i
              key={segment.id}
              data-fill={segment.fill ?? undefined}
              style={segmentStyle(segment)}
            />
          ))}
        </div>
      )}
    </div>
  );
});

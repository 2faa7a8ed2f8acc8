import { IconFlag, IconNote, IconX } from "@tabler/icons-react";
import { type CSSProperties, memo, type ReactNode } from "react";
import type { NameLine } from "./break-lines.ts";
import type { CellLabels } from "./matrix-display.ts";
import type { CellMarker } from "./matrix-view.ts";
import type { CellColour, CellPaint, PaintedTechnique } from "./painter.ts";

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

/** Whether the cell says a level that rests on an assumed state. */
function isAssumed({ technique: { answer }, paint }: PaintedTechnique): boolean {
  return answer?.assumed === true && paint.glyph === answer.level;
}

/** A layer's own colours as the style sheet takes them. */
function colourStyle({ fill, edge, ink }: CellColour): CSSProperties {
  const style: Record<string, string> = { "--fill": fill, "--edge": edge, "--ink": ink };
  return style;
}

function styleOf({ colour, tint }: CellPaint, place: CSSProperties): CSSProperties {
  if (colour !== null) return { ...place, ...colourStyle(colour) };
  if (tint === null) return place;
  const style: Record<string, string> = { "--tint": `var(--${tint})` };
  return { ...place, ...style };
}

/**
 * The lines of a name. After a space the line ends in the text; inside a word the end is drawn, with
 * its hyphen, so that the words of the text are those of the name.
 */
function Name({ lines }: { readonly lines: readonly NameLine[] }) {
  const parts: ReactNode[] = [];
  let text = "";
  lines.forEach((line, index) => {
    text += line.text;
    if (index === lines.length - 1) return;
    if (text.endsWith(" ")) text += "\n";
    else {
      parts.push(
        text,
        <i key={index} className="line-end" data-hyphen={line.hyphen || undefined} />,
      );
      text = "";
    }
  });
  return (
    <div className="matrix-name">
      {parts}
      {text}
    </div>
  );
}

/** What stands at the right of row 1: markers, dots, value; the glyph is drawn by the cell. */
function Marks({ painted }: { readonly painted: PaintedTechnique }) {
  const { technique, paint } = painted;
  const { value, dots, noted } = paint;
  const markers = technique.answer?.markers ?? [];
  const printed = isAssumed(painted) ? `${value}*` : value;
  if (printed === "" && dots === null && !noted && markers.length === 0) return null;
  return (
    <span className="matrix-marks" data-value={printed}>
      {markers.map((marker) => {
        const Icon = markerIcons[marker];
        return <Icon key={marker} size={10} stroke={2.25} aria-hidden="true" />;
      })}
      {noted && <IconNote size={10} stroke={2.25} aria-hidden="true" />}
      {dots !== null && (
        <span className="matrix-dots">
          {Array.from({ length: dots.of }, (_, index) => (
            <i key={index} data-filled={index < dots.filled || undefined} />
          ))}
        </span>
      )}
    </span>
  );
}

/**
 * One cell of the matrix. Plain elements and no handlers: the matrix listens for all of them, and
 * places and sizes come from the model, so that nothing is measured and no cell moves another. The
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
  bare,
  left,
  top,
  width,
  height,
  lines,
  index,
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
  /** A square without text. */
  readonly bare: boolean;
  /** From the column's top left, in px. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of its name; none: squares and cells that show the ID alone. */
  readonly lines: readonly NameLine[];
  /** Its position in the column, from 0. */
  readonly index: number;
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
      style={styleOf(paint, { left, top, width, height })}
      data-part={paint.part}
      data-depth={depth}
      data-found={found ?? undefined}
      data-open={open || undefined}
      data-glyph={bare ? undefined : (paint.glyph ?? undefined)}
      aria-label={cellName(painted)}
      aria-colindex={index + 2}
      aria-selected={selected}
      aria-expanded={expanded}
    >
      {!bare && (
        <>
          <div className="matrix-id">
            {/* The space parts it from the name for who reads the text. */}
            {labels === "name"
              ? ""
              : `${depth === 1 ? technique.id.slice(technique.id.indexOf(".")) : technique.id} `}
          </div>
          <Marks painted={painted} />
        </>
      )}
      {lines.length > 0 && <Name lines={lines} />}
      {withStrip && (
        <div className="matrix-strip" data-expand="">
          {strip.map((segment) => (
            <i
              key={segment.id}
              data-fill={segment.fill ?? undefined}
              style={segment.colour === null ? undefined : colourStyle(segment.colour)}
            />
          ))}
        </div>
      )}
    </div>
  );
});

import type { NameLine } from "./break-lines.ts";
import {
  columnGap,
  columnWidth,
  leastOfSquares,
  type MatrixCellModel,
  type MatrixColumnModel,
  type MatrixGroup,
  matrixPadding,
} from "./columns.ts";
import type { MatrixDisplay } from "./matrix-display.ts";

/** Breaks a technique's name into the lines of a width, in px. */
export type LinesOf = (name: string, width: number) => readonly NameLine[];

/** A rectangle in the matrix's own px: what is scrolled, from its top left. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A cell with its place. */
export interface PlacedCell extends Rectangle {
  readonly cell: MatrixCellModel;
  /** The key of the technique above a sub-technique. */
  readonly parent: string | null;
  /** Undefined where there is nothing to expand. */
  readonly expanded: boolean | undefined;
  readonly withStrip: boolean;
  readonly lines: readonly NameLine[];
  /** Its position in the column, from 0. */
  readonly index: number;
}

/** A tactic's column with the places of its cells. */
export interface PlacedColumn {
  readonly column: MatrixColumnModel;
  readonly left: number;
  readonly width: number;
  readonly collapsed: boolean;
  readonly cells: readonly PlacedCell[];
  /** For each cell the lowest bottom of it and those before it: rising, for searching. */
  readonly reach: readonly number[];
  /** Bottoms of the cells, rising. */
  readonly bottoms: readonly number[];
}

/** Where everything of the matrix stands. */
export interface MatrixGeometry {
  readonly columns: readonly PlacedColumn[];
  readonly width: number;
  readonly height: number;
  /** Height of the tactics' headers. */
  readonly header: number;
  readonly cells: number;
  /** By cell key. */
  readonly places: ReadonlyMap<string, PlacedCell>;
}

/** Sizes of a cell at 100 percent, in px; the style sheet draws with the same. */
export const cellSizes = {
  header: 70,
  font: 11,
  row: 15,
  line: 12.5,
  /** Above and below the text, with the edges. */
  vertical: 7,
  /** Left and right of the text, without the edges, which do not grow. */
  horizontal: 9,
  edges: 2,
  strip: 10,
  least: 43,
  indent: 9,
  square: 12,
  foot: 10,
} as const;

/** Width of a collapsed tactic. */
const collapsedWidth = 40;

interface Place extends Rectangle {
  readonly lines: readonly NameLine[];
}

const noLines: readonly NameLine[] = [];

/**
 * Places every cell of the columns in a room of some width, in px.
 *
 * Everything follows from the model and the lines of the names, so that what is not drawn has a
 * place as well: the window draws only what is in view.
 */
export function placeCells(
  columns: readonly MatrixColumnModel[],
  {
    room,
    display,
    collapsed,
    linesOf,
  }: {
    readonly room: number;
    readonly display: Pick<MatrixDisplay, "layout" | "subtechniques" | "labels" | "zoom">;
    readonly collapsed: ReadonlySet<string>;
    readonly linesOf: LinesOf;
  },
): MatrixGeometry {
  const { layout, labels } = display;
  const zoom = display.zoom / 100;
  const enough = layout === "mini" ? leastOfSquares : undefined;
  const width = Math.floor(columnWidth(room / zoom, Math.max(1, columns.length), enough) * zoom);
  const header = Math.round(cellSizes.header * zoom);
  const withStrips = layout !== "mini" && display.subtechniques !== "none";
  const places = new Map<string, PlacedCell>();

  const sized = (cell: MatrixCellModel, cellWidth: number, strip: boolean) => {
    const lines =
      labels === "id"
        ? noLines
        : linesOf(
            cell.painted.technique.name,
            cellWidth - cellSizes.horizontal * zoom - cellSizes.edges,
          );
    const text = cellSizes.vertical + cellSizes.row + lines.length * cellSizes.line;
    const content = text + (strip ? cellSizes.strip : 0);
    const least = labels === "id" ? 0 : cellSizes.least;
    return { lines, height: Math.ceil(Math.max(least, content) * zoom) };
  };
  const hasStrip = ({ cell, expanded }: MatrixGroup): boolean =>
    withStrips && !expanded && cell.painted.strip.length > 0;

  /** A technique and its sub-techniques below one another; returns what comes below them. */
  const placeFlat = (group: MatrixGroup, top: number, put: Put): number => {
    const own = sized(group.cell, width, hasStrip(group));
    put(group, null, { left: 0, top, width, ...own });
    let next = top + own.height + columnGap;
    const left = Math.round(cellSizes.indent * zoom);
    for (const sub of group.subtechniques) {
      const size = sized(sub, width - left, false);
      put(group, sub, { left, top: next, width: width - left, ...size });
      next += size.height + columnGap;
    }
    return next;
  };
  /** A technique with its sub-techniques at its right, as tall as all of them. */
  const placeBeside = (group: MatrixGroup, top: number, put: Put): number => {
    const own = sized(group.cell, width, hasStrip(group));
    const subs = group.subtechniques.map((sub) => ({ sub, ...sized(sub, width, false) }));
    const tall = subs.reduce((sum, { height }) => sum + height + columnGap, -columnGap);
    put(group, null, { left: 0, top, width, ...own, height: Math.max(own.height, tall) });
    let next = top;
    for (const { sub, ...size } of subs) {
      put(group, sub, { left: width + columnGap, top: next, width, ...size });
      next += size.height + columnGap;
    }
    return Math.max(top + own.height + columnGap, next);
  };
  /** All as squares, row by row. */
  const placeSquares = (groups: readonly MatrixGroup[], top: number, put: Put): number => {
    const square = Math.max(8, Math.round(cellSizes.square * zoom));
    const perRow = Math.max(1, Math.floor((width + columnGap) / (square + columnGap)));
    const size = { width: square, height: square, lines: noLines };
    let index = 0;
    const next = (group: MatrixGroup, sub: MatrixCellModel | null): void => {
      const left = (index % perRow) * (square + columnGap);
      const row = Math.floor(index / perRow);
      put(group, sub, { left, top: top + row * (square + columnGap), ...size });
      index += 1;
    };
    for (const group of groups) {
      next(group, null);
      for (const sub of group.subtechniques) next(group, sub);
    }
    return top + Math.ceil(index / perRow) * (square + columnGap);
  };

  let left = matrixPadding;
  let lowest = header;
  let cells = 0;
  const placed = columns.map((column): PlacedColumn => {
    const folded = collapsed.has(column.tactic.shortname);
    const beside = layout === "side" && column.groups.some((group) => group.expanded);
    const own: PlacedCell[] = [];
    const put: Put = (group, sub, place) => {
      const cell = sub ?? group.cell;
      const each: PlacedCell = {
        ...place,
        left: left + place.left,
        cell,
        parent: sub === null ? null : group.cell.key,
        expanded: sub === null && group.expandable ? group.expanded : undefined,
        withStrip: sub === null && hasStrip(group),
        index: own.length,
      };
      own.push(each);
      places.set(cell.key, each);
    };
    let next = header;
    if (folded) next = header;
    else if (layout === "mini") next = placeSquares(column.groups, header, put);
    else {
      for (const group of column.groups) {
        next = (beside ? placeBeside : placeFlat)(group, next, put);
      }
    }
    cells += own.length;
    lowest = Math.max(lowest, next + cellSizes.foot);
    let furthest = 0;
    const reach = own.map(({ top, height }) => (furthest = Math.max(furthest, top + height)));
    const wide = folded ? collapsedWidth : beside ? 2 * width + columnGap : width;
    const at = left;
    left += wide + columnGap;
    return {
      column,
      left: at,
      width: wide,
      collapsed: folded,
      cells: own,
      reach,
      bottoms: own.map(({ top, height }) => top + height).sort((a, b) => a - b),
    };
  });
  return {
    columns: placed,
    width: Math.max(0, left - columnGap) + matrixPadding,
    height: lowest,
    header,
    cells,
    places,
  };
}

type Put = (group: MatrixGroup, sub: MatrixCellModel | null, place: Place) => void;

/** The first index whose number is greater than a limit, in a rising list. */
function firstAbove(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A stretch of a column's cells: from an index to before another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The cells of a column that a window from `top` to `bottom` touches; maybe a few more. */
export function stretchIn(column: PlacedColumn, top: number, bottom: number): Stretch {
  const from = firstAbove(column.reach, top);
  let to = from;
  let high = column.cells.length;
  while (to < high) {
    const middle = (to + high) >> 1;
    if ((column.cells[middle]?.top ?? Infinity) < bottom) to = middle + 1;
    else high = middle;
  }
  return { from, to };
}

/** How many cells of a column end below a height. */
export function countBelow(column: PlacedColumn, height: number): number {
  return column.bottoms.length - firstAbove(column.bottoms, height);
}

/** The rectangle between two points. */
export function between(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): Rectangle {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

/** The smallest rectangle around two. */
export function around(a: Rectangle, b: Rectangle): Rectangle {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}

/** Keys of the cells that a rectangle touches, in reading order. */
export function keysIn({ columns }: MatrixGeometry, box: Rectangle): readonly string[] {
  return columns.flatMap(({ cells }) =>
    cells
      .filter(
        ({ left, top, width, height }) =>
          left < box.left + box.width &&
          box.left < left + width &&
          top < box.top + box.height &&
          box.top < top + height,
      )
      .map(({ cell }) => cell.key),
  );
}

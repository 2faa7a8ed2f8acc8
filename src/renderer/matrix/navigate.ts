import type { MatrixGeometry, PlacedCell, PlacedColumn } from "./geometry.ts";
import type { MatrixLayout } from "./matrix-display.ts";

/** Where a key leads: by one, to the ends of the column or the matrix, by a page. */
export type Direction =
  "up" | "down" | "left" | "right" | "first" | "last" | "start" | "end" | "page-up" | "page-down";

const headerMark = "tactic:";

/** The key of a tactic's header in the focus model. */
export function headerKey(shortname: string): string {
  return headerMark + shortname;
}

/** The short name of the tactic whose header a key names; null for a cell. */
export function headerOf(key: string): string | null {
  return key.startsWith(headerMark) ? key.slice(headerMark.length) : null;
}

function keyOf(cell: PlacedCell | undefined): string | undefined {
  return cell?.cell.key;
}

function header({ column }: PlacedColumn): string {
  return headerKey(column.tactic.shortname);
}

/** The keys of the cells in reading order: column by column. */
export function keysInOrder({ columns }: MatrixGeometry): readonly string[] {
  return columns.flatMap(({ cells }) => cells.map(({ cell }) => cell.key));
}

/** The column that holds a key: a cell's or a header's. */
export function columnOf(
  { columns, places }: MatrixGeometry,
  key: string,
): PlacedColumn | undefined {
  const shortname = headerOf(key) ?? key.slice(0, key.indexOf("/"));
  if (headerOf(key) === null && !places.has(key)) return undefined;
  return columns.find(({ column }) => column.tactic.shortname === shortname);
}

/** The cell at which a number is least; the first of several. */
function leastBy(
  cells: readonly PlacedCell[],
  ...numbersOf: readonly ((cell: PlacedCell) => number)[]
): PlacedCell | undefined {
  let best: PlacedCell | undefined;
  for (const cell of cells) {
    if (best === undefined) best = cell;
    else {
      for (const numberOf of numbersOf) {
        const difference = numberOf(cell) - numberOf(best);
        if (difference < 0) best = cell;
        if (difference !== 0) break;
      }
    }
  }
  return best;
}

/** The cell of a column that is nearest to another: by height first. */
function nearest(column: PlacedColumn, { top, left }: PlacedCell): string {
  const cell = leastBy(
    column.cells,
    (each) => Math.abs(each.top - top),
    (each) => Math.abs(each.left - left),
  );
  return keyOf(cell) ?? header(column);
}

/** Up, down, left, right among the squares of a column; undefined: out of it. */
function moveAmongSquares(
  { cells }: PlacedColumn,
  from: PlacedCell,
  direction: "up" | "down" | "left" | "right",
): string | undefined {
  const aside = (each: PlacedCell): number => Math.abs(each.left - from.left);
  switch (direction) {
    case "up":
      return keyOf(
        leastBy(
          cells.filter((each) => each.top < from.top),
          (each) => -each.top,
          aside,
        ),
      );
    case "down":
      return keyOf(
        leastBy(
          cells.filter((each) => each.top > from.top),
          (each) => each.top,
          aside,
        ),
      );
    case "left":
      return keyOf(
        leastBy(
          cells.filter((each) => each.top === from.top && each.left < from.left),
          aside,
        ),
      );
    case "right":
      return keyOf(
        leastBy(
          cells.filter((each) => each.top === from.top && each.left > from.left),
          aside,
        ),
      );
  }
}

/** Up, down, left, right where sub-techniques stand beside theirs; undefined: out of the column. */
function moveBeside(
  { cells }: PlacedColumn,
  from: PlacedCell,
  direction: "up" | "down" | "left" | "right",
): string | undefined {
  const isSub = from.parent !== null;
  switch (direction) {
    case "up": {
      const level = cells
        .slice(0, from.index)
        .findLast((each) => (isSub ? each.parent === from.parent : each.parent === null));
      return keyOf(level) ?? from.parent ?? undefined;
    }
    case "down": {
      const after = cells.slice(from.index + 1);
      const level = isSub ? after.find((each) => each.parent === from.parent) : undefined;
      return keyOf(level ?? after.find((each) => each.parent === null));
    }
    case "left":
      return from.parent ?? undefined;
    case "right":
      return keyOf(cells.find((each) => each.parent === from.cell.key));
  }
}

/**
 * The key that a direction leads to from `from`, or `from` itself at the edge.
 *
 * Up and down walk a column, its header first; left and right go to the cell at the same height.
 * `page` is the height of the view, in px.
 */
export function moveFocus(
  geometry: MatrixGeometry,
  from: string,
  direction: Direction,
  layout: MatrixLayout,
  page = 0,
): string {
  const { columns, places } = geometry;
  const column = columnOf(geometry, from);
  if (column === undefined) {
    const [first] = columns;
    return first === undefined ? from : (keyOf(first.cells[0]) ?? header(first));
  }
  const { cells } = column;
  const cell = places.get(from);

  switch (direction) {
    case "first":
      return keyOf(cells[0]) ?? header(column);
    case "last":
      return keyOf(cells.at(-1)) ?? header(column);
    case "start":
      return keysInOrder(geometry)[0] ?? from;
    case "end":
      return keysInOrder(geometry).at(-1) ?? from;
    case "page-up":
    case "page-down": {
      const by = direction === "page-up" ? -page : page;
      const top = (cell?.top ?? geometry.header) + by;
      const ahead = cells.filter((each) =>
        direction === "page-up"
          ? each.index < (cell?.index ?? 0)
          : each.index > (cell?.index ?? -1),
      );
      return keyOf(leastBy(ahead, (each) => Math.abs(each.top - top))) ?? from;
    }
    case "up":
    case "down":
    case "left":
    case "right": {
      if (cell !== undefined && layout !== "flat") {
        const move = layout === "mini" ? moveAmongSquares : moveBeside;
        const inside = move(column, cell, direction);
        if (inside !== undefined) return inside;
      }
      if (direction === "up") {
        const above = layout === "flat" && cell !== undefined ? cells[cell.index - 1] : undefined;
        return keyOf(above) ?? header(column);
      }
      if (direction === "down") {
        if (cell === undefined) return keyOf(cells[0]) ?? from;
        return (layout === "flat" ? keyOf(cells[cell.index + 1]) : undefined) ?? from;
      }
      const next = columns[columns.indexOf(column) + (direction === "left" ? -1 : 1)];
      if (next === undefined) return from;
      return cell === undefined ? header(next) : nearest(next, cell);
    }
  }
}

/** The first key after `from` (in reading order, coming round) that matches. */
export function typeAhead(
  geometry: MatrixGeometry,
  from: string,
  matches: (key: string) => boolean,
): string | null {
  const keys = keysInOrder(geometry);
  const start = keys.indexOf(from) + 1;
  return [...keys.slice(start), ...keys.slice(0, start)].find(matches) ?? null;
}

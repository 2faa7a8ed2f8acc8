import type { MatrixColumnModel } from "./columns.ts";

/** Where an arrow leads. */
export type Direction = "up" | "down" | "left" | "right" | "first" | "last";

/** The key of a tactic's header in the focus model. */
export function headerKey(shortname: string): string {
  return `tactic:${shortname}`;
}

interface Stop {
  readonly key: string;
  /** The key of the technique above a sub-technique. */
  readonly parent: string | null;
}

interface StopColumn {
  readonly header: string;
  readonly stops: readonly Stop[];
}

/** The places that the keyboard can reach, column by column. */
export type StopGrid = readonly StopColumn[];

/** The stops of the columns; a collapsed tactic has only its header. */
export function stopsOf(
  columns: readonly MatrixColumnModel[],
  collapsed: ReadonlySet<string>,
): StopGrid {
  return columns.map(({ tactic, groups }) => ({
    header: headerKey(tactic.shortname),
    stops: collapsed.has(tactic.shortname)
      ? []
      : groups.flatMap(({ cell, subtechniques }) => [
          { key: cell.key, parent: null },
          ...subtechniques.map((sub) => ({ key: sub.key, parent: cell.key })),
        ]),
  }));
}

/** Finds the stop of a column whose top is nearest to a height. */
function nearest(
  column: StopColumn,
  height: number,
  topOf: (key: string) => number | undefined,
): string {
  let best = column.header;
  let distance = Infinity;
  for (const { key } of column.stops) {
    const away = Math.abs((topOf(key) ?? 0) - height);
    if (away < distance) {
      best = key;
      distance = away;
    }
  }
  return best;
}

/**
 * The key that an arrow leads to from `from`, or `from` itself at the edge.
 *
 * Up and down walk a column, the header being its first stop; left and right go to the cell at the
 * same height (`topOf`, px). With `beside` sub-techniques stand right of their technique, and
 * left and right lead from one to the other first.
 */
export function moveFocus(
  grid: StopGrid,
  from: string,
  direction: Direction,
  topOf: (key: string) => number | undefined,
  beside = false,
): string {
  const at = grid.findIndex(
    (column) => column.header === from || column.stops.some((stop) => stop.key === from),
  );
  const column = grid[at];
  if (column === undefined) return grid[0]?.stops[0]?.key ?? grid[0]?.header ?? from;
  const { stops, header } = column;
  const row = stops.findIndex((stop) => stop.key === from);
  const stop = stops[row];

  switch (direction) {
    case "first":
      return stops[0]?.key ?? header;
    case "last":
      return stops.at(-1)?.key ?? header;
    case "up": {
      if (stop === undefined) return header;
      if (!beside) return stops[row - 1]?.key ?? header;
      const level = stops.slice(0, row).findLast((each) => each.parent === stop.parent);
      return level?.key ?? (stop.parent === null ? header : stop.parent);
    }
    case "down": {
      if (stop === undefined || !beside) return stops[row + 1]?.key ?? from;
      const level = stops.slice(row + 1).find((each) => each.parent === stop.parent);
      return level?.key ?? stops.slice(row + 1).find((each) => each.parent === null)?.key ?? from;
    }
    case "left":
    case "right": {
      if (beside && stop !== undefined) {
        if (direction === "left" && stop.parent !== null) return stop.parent;
        const inner = stops.find((each) => each.parent === from);
        if (direction === "right" && inner !== undefined) return inner.key;
      }
      const next = grid[at + (direction === "left" ? -1 : 1)];
      if (next === undefined) return from;
      return stop === undefined ? next.header : nearest(next, topOf(from) ?? 0, topOf);
    }
  }
}

/** The first key at or after `from` (in reading order of its column, then the next) found so. */
export function typeAhead(
  grid: StopGrid,
  from: string,
  matches: (key: string) => boolean,
): string | null {
  const keys = grid.flatMap((column) => column.stops.map((stop) => stop.key));
  const start = keys.indexOf(from) + 1;
  return [...keys.slice(start), ...keys.slice(0, start)].find(matches) ?? null;
}

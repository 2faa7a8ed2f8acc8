/** Where cells of a heat map stand, in px: names left and above, then squares of one size. */
export interface HeatMapLayout {
  /** May be broken, so that all of them together fill what they are given; see {@link edgeOf}. */
  readonly cell: number;
  /** Room for names; 0 where cells are too small to be named. */
  readonly names: number;
  /** Width and height of the whole. */
  readonly size: number;
}

/** From this size on a row has room for its name, and a cell for its number. */
const namedFrom = 12;
const numberedFrom = 26;
const namesRoom = 132;
/** A few actors are not drawn larger than they need to be read. */
const largest = 96;

/** How large cells are drawn. */
export type HeatMapZoom = "fit" | "names" | "numbers";

/** Lays out a square of `count` rows; `fit` fills a box as far as cells stay large enough to see. */
export function layOutHeatMap(
  count: number,
  zoom: HeatMapZoom,
  box: { readonly width: number; readonly height: number },
): HeatMapLayout {
  const fitted = (room: number) =>
    Math.min(largest, (Math.min(box.width, box.height) - room) / Math.max(1, count));
  const sizeOf = (names: number, cell: number): HeatMapLayout => ({
    cell,
    names,
    size: names + Math.floor(count * cell + 1e-6),
  });
  if (zoom !== "fit") return sizeOf(namesRoom, zoom === "names" ? 15 : 30);
  const withNames = fitted(namesRoom);
  // Without room for names the cells have it all.
  return withNames >= namedFrom ? sizeOf(namesRoom, withNames) : sizeOf(0, Math.max(3, fitted(0)));
}

/** Where the cell at a place begins, behind the names: a whole pixel, so that none is blurred. */
export function edgeOf({ cell }: HeatMapLayout, place: number): number {
  return Math.round(place * cell);
}

/** Whether cells of a size are large enough for their numbers. */
export function hasNumbers({ cell }: HeatMapLayout): boolean {
  return cell >= numberedFrom;
}

/** The row or column at a distance from the edge, less the names; null beside the cells. */
export function placeAt(
  { cell, names }: HeatMapLayout,
  count: number,
  distance: number,
): number | null {
  const place = Math.floor((distance - names) / cell);
  return place >= 0 && place < count && distance >= names ? place : null;
}

/** Steps of likeness, each from its bound on; the names are those of data colours. */
export const likenessSteps = [
  { fill: "use-1", from: 0, word: "above 0" },
  { fill: "use-2", from: 0.1, word: "from 0.10" },
  { fill: "use-3", from: 0.2, word: "from 0.20" },
  { fill: "use-4", from: 0.3, word: "from 0.30" },
  { fill: "use-5", from: 0.5, word: "from 0.50" },
] as const;

/** The step of a likeness, by index; -1 where nothing is shared. */
export function stepOf(likeness: number): number {
  return likeness > 0 ? likenessSteps.findLastIndex(({ from }) => likeness >= from) : -1;
}

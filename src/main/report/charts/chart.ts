import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { Shape } from "../../layers/picture.ts";
import { label, rect } from "../../layers/picture.ts";
import { writeSvg } from "../../layers/picture-svg.ts";

/** The width of text on a page of A4, in CSS pixels. */
export const chartWidth = 640;

/** Inks of charts: the window's light palette. */
export const chartInks = {
  text: "#12161c",
  muted: "#4a5462",
  grid: "#e1e4ea",
  line: "#318eca",
  ground: "#ffffff",
} as const;

const textSize = 11;

/** A text of a chart; `y` is its middle. */
export function words(
  x: number,
  y: number,
  text: string,
  look: { anchor?: "start" | "middle" | "end"; weight?: number; ink?: string } = {},
): Shape {
  const { anchor = "start", weight = 400, ink = chartInks.muted } = look;
  return label(x, y + textSize * 0.36, textSize, text, { ink, weight, anchor });
}

/** A hollow dot around a point. */
export function dot(x: number, y: number): Shape[] {
  return [
    rect(x - 3.5, y - 3.5, 7, 7, {
      fill: chartInks.ground,
      edge: chartInks.line,
      edgeWidth: 2,
      radius: 2.5,
    }),
  ];
}

/** A scale of percents from bottom to top: lines of the grid with their numbers. */
export function percentGrid(
  left: number,
  right: number,
  top: number,
  bottom: number,
): { readonly shapes: Shape[]; readonly place: (percent: number) => number } {
  const place = (percent: number) => bottom - ((bottom - top) * percent) / 100;
  return {
    place,
    shapes: [0, 25, 50, 75, 100].flatMap((percent) => [
      rect(left, place(percent) - 0.5, right - left, 1, { fill: chartInks.grid, radius: 0 }),
      words(left - 8, place(percent), `${percent} %`, { anchor: "end" }),
    ]),
  };
}

/** Shapes as a picture of a report; `alt` says in words what it shows. */
export function chart({
  id,
  caption,
  alt,
  height,
  shapes,
}: {
  readonly id: string;
  readonly caption: string;
  readonly alt: string;
  readonly height: number;
  readonly shapes: readonly Shape[];
}): ReportBlock {
  const svg = writeSvg({
    width: chartWidth,
    height,
    ground: chartInks.ground,
    font: "sans",
    name: caption,
    summary: alt,
    page: [{ kind: "header", words: null, shapes }],
    matrix: { x: 0, y: 0, scale: 1, parts: [] },
    warnings: [],
  });
  return {
    kind: "picture",
    id,
    caption,
    alt,
    svg,
    width: chartWidth,
    height,
    isWholePage: false,
    portion: null,
  };
}

import type { CoverageLevel, PriorityBand } from "./model/coverage.ts";
import type { Outcome } from "./model/emulation.ts";

/** How a first thing stands to a second: more or better, less or worse, same, or only one has it. */
export type Difference = "more" | "less" | "same" | "first" | "second";

/** The shapes that say a datum without colour. */
export type GlyphName = CoverageLevel | Outcome | PriorityBand | Difference;

/** One path of a glyph on a field of 16 by 16. */
export interface GlyphPath {
  readonly d: string;
  /** Width of its line; without one it is filled. */
  readonly line?: number;
  readonly dash?: string;
  readonly opacity?: number;
}

const circle = (x: number, y: number, radius: number): string =>
  `M${String(x - radius)} ${String(y)}a${String(radius)} ${String(radius)} 0 1 0 ${String(2 * radius)} 0a${String(radius)} ${String(radius)} 0 1 0 ${String(-2 * radius)} 0z`;

const bar = (x: number, height: number, isLit: boolean): GlyphPath => ({
  d: `M${String(x)} ${String(13 - height)}h2.2v${String(height)}h-2.2z`,
  ...(isLit ? {} : { opacity: 0.38 }),
});
const bars = (lit: number): readonly GlyphPath[] => [
  bar(2.2, 3.4, lit >= 1),
  bar(5.3, 5.6, lit >= 2),
  bar(8.4, 7.8, lit >= 3),
  bar(11.5, 10, lit >= 4),
];
const cross: readonly GlyphPath[] = [{ d: "m4 4 8 8m0-8-8 8", line: 2.4 }];

/** The paths of every glyph; lines have round ends and corners. */
export const glyphShapes: Readonly<Record<GlyphName, readonly GlyphPath[]>> = {
  none: [{ d: circle(8, 8, 4.9), line: 2.2 }],
  telemetry: [{ d: circle(8, 8, 5.6), line: 1.8, dash: "2.2 2.2" }, { d: circle(8, 8, 2.2) }],
  available: [{ d: "M3.2 6.4v6.4h9.6V6.4M1.6 3.4l1.6 3h9.6l1.6-3", line: 1.7 }],
  partial: [{ d: circle(8, 8, 5.4), line: 1.8 }, { d: "M8 2.6a5.4 5.4 0 0 0 0 10.8z" }],
  detected: [{ d: circle(8, 8, 5) }],
  several: [{ d: circle(8, 8, 6.2), line: 1.6 }, { d: circle(8, 8, 3.6) }],
  validated: [{ d: "m3 8.6 3.4 3.4L13 4.6", line: 2.4 }],
  failed: cross,
  critical: bars(4),
  high: bars(3),
  medium: bars(2),
  low: bars(1),
  blocked: [{ d: "M8 1.8 13 3.7v4c0 3.2-2 5.3-5 6.5-3-1.2-5-3.3-5-6.5v-4z" }],
  alerted: [
    {
      d: "M8 1.8a4.2 4.2 0 0 1 4.2 4.2v3l1.2 2.2H2.6L3.8 9V6A4.2 4.2 0 0 1 8 1.8zM6.3 12.4h3.4a1.7 1.7 0 0 1-3.4 0z",
    },
  ],
  logged: [{ d: "M3.2 4.4h9.6M3.2 8h9.6m-9.6 3.6h6.2", line: 1.9 }],
  missed: cross,
  "not-run": [{ d: "M3.4 8h9.2", line: 2.2 }],
  error: [{ d: "M8 2.8v6", line: 2.4 }, { d: circle(8, 12.6, 1.5) }],
  "not-assessed": [
    { d: "M5.4 5.6C5.6 4 6.6 3.2 8 3.2s2.6.9 2.6 2.3c0 2-2.6 2-2.6 4", line: 1.9 },
    { d: circle(8, 12.6, 1.3) },
  ],
  more: [{ d: "M8 13.2V3.2M3.6 7.4 8 3l4.4 4.4", line: 2.2 }],
  less: [{ d: "M8 2.8v10M3.6 8.6 8 13l4.4-4.4", line: 2.2 }],
  same: [{ d: "M3.2 5.8h9.6M3.2 10.2h9.6", line: 2.2 }],
  first: [{ d: "M8 3.2v9.6M3.2 8h9.6", line: 2.4 }],
  second: [
    { d: circle(8, 8, 5), line: 1.8 },
    { d: "M4.6 11.4l6.8-6.8", line: 1.8 },
  ],
};

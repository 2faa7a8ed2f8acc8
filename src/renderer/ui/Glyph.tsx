import { memo, type ReactNode } from "react";
import type { CoverageLevel, PriorityBand } from "../../shared/model/coverage.ts";
import type { Fill, Outcome } from "./levels.ts";

/** The shapes that say a datum without colour. */
export type GlyphName = CoverageLevel | Outcome | PriorityBand;

const bar = (x: number, height: number, lit: boolean): ReactNode => (
  <rect x={x} y={13 - height} width="2.2" height={height} rx=".6" opacity={lit ? 1 : 0.38} />
);
const bars = (lit: number): ReactNode => (
  <g fill="currentColor" stroke="none">
    {bar(2.2, 3.4, lit >= 1)}
    {bar(5.3, 5.6, lit >= 2)}
    {bar(8.4, 7.8, lit >= 3)}
    {bar(11.5, 10, lit >= 4)}
  </g>
);
const solid = { fill: "currentColor", stroke: "none" } as const;
const cross = <path d="m4 4 8 8m0-8-8 8" strokeWidth="2.4" />;

const shapes: Readonly<Record<GlyphName, ReactNode>> = {
  none: <circle cx="8" cy="8" r="4.9" strokeWidth="2.2" />,
  telemetry: (
    <>
      <circle cx="8" cy="8" r="5.6" strokeWidth="1.8" strokeDasharray="2.2 2.2" />
      <circle cx="8" cy="8" r="2.2" {...solid} />
    </>
  ),
  available: <path d="M3.2 6.4v6.4h9.6V6.4M1.6 3.4l1.6 3h9.6l1.6-3" strokeWidth="1.7" />,
  partial: (
    <>
      <circle cx="8" cy="8" r="5.4" strokeWidth="1.8" />
      <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8z" {...solid} />
    </>
  ),
  detected: <circle cx="8" cy="8" r="5" {...solid} />,
  several: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeWidth="1.6" />
      <circle cx="8" cy="8" r="3.6" {...solid} />
    </>
  ),
  validated: <path d="m3 8.6 3.4 3.4L13 4.6" strokeWidth="2.4" />,
  failed: cross,
  critical: bars(4),
  high: bars(3),
  medium: bars(2),
  low: bars(1),
  blocked: <path d="M8 1.8 13 3.7v4c0 3.2-2 5.3-5 6.5-3-1.2-5-3.3-5-6.5v-4z" {...solid} />,
  alerted: (
    <path
      d="M8 1.8a4.2 4.2 0 0 1 4.2 4.2v3l1.2 2.2H2.6L3.8 9V6A4.2 4.2 0 0 1 8 1.8zM6.3 12.4h3.4a1.7 1.7 0 0 1-3.4 0z"
      {...solid}
    />
  ),
  logged: <path d="M3.2 4.4h9.6M3.2 8h9.6m-9.6 3.6h6.2" strokeWidth="1.9" />,
  missed: cross,
  "not-run": <path d="M3.4 8h9.2" strokeWidth="2.2" />,
  error: (
    <>
      <path d="M8 2.8v6" strokeWidth="2.4" />
      <circle cx="8" cy="12.6" r="1.5" {...solid} />
    </>
  ),
  "not-assessed": (
    <>
      <path d="M5.4 5.6C5.6 4 6.6 3.2 8 3.2s2.6.9 2.6 2.3c0 2-2.6 2-2.6 4" strokeWidth="1.9" />
      <circle cx="8" cy="12.6" r="1.3" {...solid} />
    </>
  ),
};

/** One glyph, drawn in the colour of the text around it; decorative. */
export const Glyph = memo(function Glyph({
  name,
  size = 12,
}: {
  readonly name: GlyphName;
  readonly size?: number;
}) {
  return (
    <svg
      className="glyph"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
});

const glyphsByFill = new Map<string, GlyphName>();
for (const name of Object.keys(shapes) as GlyphName[]) {
  // The keys of `shapes` are exactly the glyph names.
  glyphsByFill.set(`cov-${name}`, name);
  glyphsByFill.set(`out-${name}`, name);
  glyphsByFill.set(`prio-${name}`, name);
}

/** The glyph that belongs to a fill; none for actors' use and demand x supply. */
export function glyphOf(fill: Fill): GlyphName | undefined {
  return glyphsByFill.get(fill);
}

import { memo } from "react";
import { glyphShapes, type GlyphName } from "../../shared/glyph-shapes.ts";
import type { Fill } from "./levels.ts";

export type { GlyphName };

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
      {glyphShapes[name].map(({ d, line, dash, opacity }) => (
        <path
          key={d}
          d={d}
          opacity={opacity}
          {...(line === undefined
            ? { fill: "currentColor", stroke: "none" }
            : { strokeWidth: line, strokeDasharray: dash })}
        />
      ))}
    </svg>
  );
});

const glyphsByFill = new Map<string, GlyphName>();
for (const name of Object.keys(glyphShapes) as GlyphName[]) {
  // The keys of the shapes are exactly the glyph names.
  glyphsByFill.set(`cov-${name}`, name);
  glyphsByFill.set(`out-${name}`, name);
  glyphsByFill.set(`prio-${name}`, name);
  glyphsByFill.set(`diff-${name}`, name);
}

/** The glyph that belongs to a fill; none for actors' use and demand x supply. */
export function glyphOf(fill: Fill): GlyphName | undefined {
  return glyphsByFill.get(fill);
}

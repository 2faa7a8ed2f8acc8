import "./glyph-masks.css";
import { memo } from "react";
import { type GlyphName, type GlyphPath, glyphShapes } from "../../shared/glyph-shapes.ts";

/** What is marked on a cell beside its glyph. */
export type CellIcon = "note" | "flag" | "failed";

const iconShapes: Readonly<Record<Exclude<CellIcon, GlyphName>, readonly GlyphPath[]>> = {
  note: [{ d: "M2.5 2.5h11v7.4l-3.6 3.6H2.5zM5.4 6h5.2M5.4 9h2.4", line: 1.7 }],
  flag: [{ d: "M4 14.2V2.4h8.6L10.8 5.8l1.8 3.4H4", line: 1.8 }],
};
const shapes = Object.entries({ ...glyphShapes, ...iconShapes });

/**
 * The glyphs as masks that the style sheet cuts boxes out with, once for all cells: hundreds of
 * drawings in the document take longer to lay out than all that the cells say.
 */
export const GlyphMasks = memo(function GlyphMasks() {
  return (
    <svg className="glyph-masks" width={0} height={0} aria-hidden="true">
      {shapes.map(([name, paths]) => (
        <mask
          key={name}
          id={`glyph-${name}`}
          maskContentUnits="objectBoundingBox"
          x="0"
          y="0"
          width="1"
          height="1"
        >
          <g
            transform="scale(0.0625)"
            fill="none"
            stroke="#fff"
            strokeLinecap="round"
            strokeLinejoin="round"
          >
            {paths.map(({ d, line, dash, opacity }) => (
              <path
                key={d}
                d={d}
                opacity={opacity}
                {...(line === undefined
                  ? { fill: "#fff", stroke: "none" }
                  : { strokeWidth: line, strokeDasharray: dash })}
              />
            ))}
          </g>
        </mask>
      ))}
    </svg>
  );
});

import "./glyph-masks.css";
import { memo } from "react";
import { type GlyphName, glyphShapes } from "../../shared/glyph-shapes.ts";

/**
 * The glyphs as masks that the style sheet cuts boxes out with, once for all cells: hundreds of
 * drawings in the document take longer to lay out than all that the cells say.
 */
export const GlyphMasks = memo(function GlyphMasks() {
  return (
    <svg className="glyph-masks" width={0} height={0} aria-hidden="true">
      {(Object.keys(glyphShapes) as GlyphName[]).map((name) => (
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
            {glyphShapes[name].map(({ d, line, dash, opacity }) => (
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

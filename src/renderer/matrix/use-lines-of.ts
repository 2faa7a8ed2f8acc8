import { useEffect, useMemo, useState } from "react";
import { breakLines, type NameLine } from "./break-lines.ts";
import { cellSizes, type LinesOf } from "./geometry.ts";
import { createTextMeasure } from "./text-measure.ts";

/** What was broken once, by font: the matrix is left and opened again. */
const known = new Map<string, LinesOf>();

function createLinesOf(font: string): LinesOf {
  const measure = createTextMeasure(font);
  const byWidth = new Map<number, Map<string, readonly NameLine[]>>();
  return (name, width) => {
    const names = byWidth.get(width) ?? new Map<string, readonly NameLine[]>();
    byWidth.set(width, names);
    const before = names.get(name);
    if (before !== undefined) return before;
    const lines = breakLines(name, width, measure);
    names.set(name, lines);
    return lines;
  };
}

/** Breaks names into lines at a zoom (percent), as the font of the cells is drawn. */
export function useLinesOf(zoom: number): LinesOf {
  const font = `450 ${String((cellSizes.font * zoom) / 100)}px "Inter Variable", system-ui, sans-serif`;
  const [isLoaded, setLoaded] = useState(() => document.fonts.check(font));
  useEffect(() => {
    let isLeft = false;
    if (!isLoaded) {
      void document.fonts.load(font).then(() => {
        if (!isLeft) setLoaded(true);
      });
    }
    return () => {
      isLeft = true;
    };
  }, [font, isLoaded]);
  return useMemo(() => {
    // Before the font is there, another one is measured: not for long.
    if (!isLoaded) return createLinesOf(font);
    const linesOf = known.get(font) ?? createLinesOf(font);
    known.set(font, linesOf);
    return linesOf;
  }, [font, isLoaded]);
}

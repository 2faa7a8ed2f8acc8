import type { GlyphName } from "../ui/Glyph.tsx";
import type { Fill } from "../ui/levels.ts";
import type { MatrixTechnique } from "./matrix-view.ts";

/** A light drawing over a fill, so that data differ without colour. */
export type PatternName =
  "rising" | "falling" | "cross" | "dots" | "rows" | "columns" | "checks" | "grid";

/** Colours that a layer brings along, as CSS colours. */
export interface CellColour {
  readonly fill: string;
  readonly edge: string;
  readonly ink: string;
}

/** How one cell is drawn. */
export interface CellPaint {
  /** One of our data colours; null: none. */
  readonly fill: Fill | null;
  /** A layer's own colours; they win over `fill`. */
  readonly colour: CellColour | null;
  /** Drawn lightly: a technique that is there only through its sub-techniques, by the worst one. */
  readonly tint: Fill | null;
  /** Drawn where patterns are switched on. */
  readonly pattern: PatternName | null;
  /** Printed on row 1, at the right. */
  readonly value: string;
  readonly glyph: GlyphName | null;
  /** Dots before the value: how many of the chosen actors want it. */
  readonly dots: { readonly filled: number; readonly of: number } | null;
  /** Stands in its own right, holds sub-techniques in scope only, or is out of scope. */
  readonly part: "own" | "parent" | "out";
  /** Switched off: stands back, and can be hidden. */
  readonly disabled: boolean;
  /** Somebody left a comment on it. */
  readonly noted: boolean;
  /** The end of the accessible name and of the tooltip: "none, 3 of 3 actors". */
  readonly words: string;
  readonly title: string;
  /** The legend's entry that it belongs to. */
  readonly key: string | null;
}

/** A cell that says nothing: the start of every paint. */
export const blankPaint: CellPaint = {
  fill: null,
  colour: null,
  tint: null,
  pattern: null,
  value: "",
  glyph: null,
  dots: null,
  part: "own",
  disabled: false,
  noted: false,
  words: "",
  title: "",
  key: null,
};

/** What a legend shows of an entry. */
export type LegendSample = Pick<CellPaint, "fill" | "colour" | "pattern" | "glyph">;

/** An entry of a mode's legend, without its count. */
export interface PainterLegendEntry {
  /** The `key` of the paints that belong to it. */
  readonly key: string;
  readonly word: string;
  readonly sample: LegendSample;
  /** A mere word for a colour that no cell has: a count of it would deny what the word says. */
  readonly uncounted?: true;
}

/**
 * A mode of the matrix: what its cells say.
 *
 * All answers are about a technique under one tactic (its short name), because a layer may say
 * different things there. Keep a painter stable between renders; another one paints everything anew.
 */
export interface MatrixPainter {
  /** Unique among the modes: "level", "layer:7". */
  readonly mode: string;
  /** What number and strip mean, in one line. */
  readonly note: string;
  /**
   * `used`: its sub-techniques that are annotated and not disabled, under the same tactic and left
   * by the platform filter. Where the technique itself is not annotated, they are its reason.
   */
  readonly paint: (
    technique: MatrixTechnique,
    tactic: string,
    used: readonly MatrixTechnique[],
  ) => CellPaint;
  /** For sorting by score; null = unscored. */
  readonly score: (technique: MatrixTechnique, tactic: string) => number | null;
  /** Has something to say of it: "annotated" shows these sub-techniques. */
  readonly isAnnotated: (technique: MatrixTechnique, tactic: string) => boolean;
  readonly isDisabled: (technique: MatrixTechnique, tactic: string) => boolean;
  /** Counts in the legend, and is left when the legend filters. */
  readonly isCounted: (technique: MatrixTechnique, tactic: string) => boolean;
  readonly legend: readonly PainterLegendEntry[];
  /** Where the legend is a table, row by row: the words of its sides. */
  readonly grid?: LegendGrid;
}

/** The sides of a legend that is a table. */
export interface LegendGrid {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** One for each column. */
  readonly glyphs: readonly GlyphName[];
  /** What hue and depth mean, in sentences. */
  readonly words: readonly string[];
}

/** One segment of a strip: a sub-technique in scope. */
export interface StripSegment {
  readonly id: string;
  readonly fill: Fill | null;
  readonly colour: CellColour | null;
}

/** Paint and strip of a technique under a tactic; the same objects as long as nothing changed. */
export interface PaintedTechnique {
  readonly technique: MatrixTechnique;
  readonly paint: CellPaint;
  readonly strip: readonly StripSegment[];
}

/**
 * Paints a technique under a tactic, with the strip of its sub-techniques.
 * `subtechniques` are those under the same tactic that the platform filter leaves.
 */
export function paintCell(
  painter: MatrixPainter,
  technique: MatrixTechnique,
  tactic: string,
  subtechniques: readonly MatrixTechnique[],
): PaintedTechnique {
  const used = subtechniques.filter(
    (sub) => painter.isAnnotated(sub, tactic) && !painter.isDisabled(sub, tactic),
  );
  const strip = used.map((sub): StripSegment => {
    const { fill, colour } = painter.paint(sub, tactic, []);
    return { id: sub.id, fill, colour };
  });
  return { technique, paint: painter.paint(technique, tactic, used), strip };
}

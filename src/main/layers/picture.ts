import type { ReportBanner } from "../../shared/model/banner.ts";
import {
  colourOn,
  contrastBetween,
  gradientColour,
  inkOn,
  mixColours,
  parseColour,
} from "../../shared/colour.ts";
import type { GlyphName } from "../../shared/glyph-shapes.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { LayerContent } from "../../shared/model/layer.ts";
import type { PictureFont, PictureOptions, PictureSheet } from "../../shared/model/picture.ts";
import {
  arrangeLayer,
  findFill,
  printScore,
  type LayerMatrix,
  type LegendMark,
  type MatrixCell,
  type MatrixRelease,
} from "./layer-matrix.ts";
import { cleanText, cutText, measureText, wrapText } from "./picture-text.ts";

/** One thing that is drawn; lengths in the units of its part, `y` of a text is its base line. */
export type Shape =
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
      readonly fill: string;
      readonly edge: string | null;
      readonly edgeWidth: number;
      readonly isDashed: boolean;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly text: string;
      readonly anchor: "start" | "middle" | "end";
      readonly weight: number;
      readonly isMono: boolean;
      readonly ink: string;
    }
  | {
      readonly kind: "glyph";
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly name: GlyphName;
      readonly ink: string;
    }
  | {
      readonly kind: "line";
      readonly x: number;
      readonly y: number;
      /** From `x` and `y`. */
      readonly points: readonly (readonly [x: number, y: number])[];
      readonly width: number;
      readonly ink: string;
    };

/** Shapes that belong together, with what they say in words. */
export interface PicturePart {
  readonly kind: "banner" | "header" | "tactic" | "cell" | "legend" | "foot";
  readonly words: string | null;
  readonly shapes: readonly Shape[];
}

/** A picture before it is written: lengths in CSS pixels, those of the matrix before its scale. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  readonly font: PictureFont;
  readonly name: string;
  readonly summary: string;
  readonly page: readonly PicturePart[];
  readonly matrix: {
    readonly x: number;
    readonly y: number;
    readonly scale: number;
    readonly parts: readonly PicturePart[];
  };
  readonly warnings: readonly string[];
}

/** What a picture is drawn from. */
export interface PictureInput {
  readonly content: LayerContent;
  readonly release: MatrixRelease;
  readonly options: PictureOptions;
  /** The marking, or null for none. */
  readonly banner: ReportBanner | null;
  readonly notice: string;
  /** Room on a page of a document, in place of all of a sheet that is no `fit`: without margins. */
  readonly area?: { readonly width: number; readonly height: number };
}

/** Colours of paper and chrome. */
interface Theme {
  readonly ground: string;
  readonly cell: string;
  readonly line: string;
  readonly strong: string;
  readonly text: string;
  readonly muted: string;
}
const themes: Readonly<Record<PictureOptions["theme"], Theme>> = {
  light: {
    ground: "#ffffff",
    cell: "#ffffff",
    line: "#cdd2da",
    strong: "#858e9b",
    text: "#12161c",
    muted: "#4a5462",
  },
  dark: {
    ground: "#0e1217",
    cell: "#151a21",
    line: "#364150",
    strong: "#66717f",
    text: "#e9edf3",
    muted: "#abb5c3",
  },
};

const inch = 96;
const millimetre = inch / 25.4;

/** Sheets in landscape, and how much larger than on A4 what stands around the matrix is. */
const sheets: Readonly<
  Record<Exclude<PictureSheet, "fit">, { width: number; height: number; unit: number }>
> = {
  A4: { width: 297 * millimetre, height: 210 * millimetre, unit: 1 },
  A3: { width: 420 * millimetre, height: 297 * millimetre, unit: 1.3 },
  A2: { width: 594 * millimetre, height: 420 * millimetre, unit: 1.7 },
  Letter: { width: 11 * inch, height: 8.5 * inch, unit: 1 },
  Tabloid: { width: 17 * inch, height: 11 * inch, unit: 1.3 },
};

/** Cells, as the window draws them; times the font scale. */
const cellSize = {
  name: 11,
  line: 12.5,
  id: 10,
  glyph: 10,
  top: 3,
  right: 5,
  bottom: 4,
  left: 6,
  strip: 6,
  indent: 9,
};
const cellGap = 3;
const subColumnGap = 4;
const tacticGap = 8;
const columnWidths = [86, 93, 100, 108, 116, 126, 138, 152, 170];
const fitColumnWidth = 108;
const mostNameLines = 8;
const smallestReadable = 4;
const pointsPerPixel = 0.75;

/** Draws a layer on its release: what stands where, in which colour, with which words. */
export function drawLayer(input: PictureInput): Picture {
  const { content, options } = input;
  const matrix = arrangeLayer(content, input.release, {
    hiddenTactics: options.hiddenTactics,
    hideDisabled: options.hideDisabled ?? content.properties.hideDisabled,
    unannotated: options.unannotated,
    aggregateScores: options.aggregateScores ?? content.properties.showAggregateScores,
  });
  return new Drawing(input, matrix).draw();
}

/** A cell of a certain width before it has a place. */
interface SizedCell {
  readonly height: number;
  readonly part: PicturePart;
}
/** A technique with its sub-techniques below: never torn apart. */
interface Block {
  readonly height: number;
  readonly cells: readonly SizedCell[];
}
interface SizedTactic {
  readonly at: number;
  readonly blocks: readonly Block[];
}
/** Blocks of one tactic, side by side in columns. */
interface TacticColumns {
  readonly at: number;
  readonly columns: readonly (readonly Block[])[];
}
interface Layout {
  readonly columnWidth: number;
  readonly tactics: readonly TacticColumns[];
  readonly width: number;
  readonly bodyHeight: number;
  readonly headHeight: number;
  readonly scale: number;
}

class Drawing {
  readonly #input: PictureInput;
  readonly #options: PictureOptions;
  readonly #matrix: LayerMatrix;
  readonly #theme: Theme;
  readonly #unit: number;
  readonly #size: typeof cellSize;
  readonly #warnings: string[] = [];
  readonly #cutNames = new Set<string>();
  // The same for every width that is tried.
  readonly #edges = new Map<string, string>();
  readonly #fills = new Map<MatrixCell, string | null>();
  readonly #heads = new Map<string, readonly string[]>();

  constructor(input: PictureInput, matrix: LayerMatrix) {
    this.#input = input;
    this.#options = input.options;
    this.#matrix = matrix;
    this.#theme = themes[input.options.theme];
    this.#unit = input.options.sheet === "fit" ? 1 : sheets[input.options.sheet].unit;
    const { fontScale } = input.options;
    this.#size = {
      name: cellSize.name * fontScale,
      line: cellSize.line * fontScale,
      id: cellSize.id * fontScale,
      glyph: cellSize.glyph * fontScale,
      top: cellSize.top * fontScale,
      right: cellSize.right * fontScale,
      bottom: cellSize.bottom * fontScale,
      left: cellSize.left * fontScale,
      strip: cellSize.strip * fontScale,
      indent: cellSize.indent * fontScale,
    };
  }

  draw(): Picture {
    const { sheet, orientation } = this.#options;
    const unit = this.#unit;
    const { area } = this.#input;
    const margin = area === undefined ? (sheet === "fit" ? 20 : 28) * unit : 0;
    const bannerHeight = this.#input.banner === null ? 0 : 22 * unit;
    const isLandscape = orientation === "landscape";
    let width: number;
    let height: number;
    let layout: Layout;
    let header;
    let legend;
    let foot;
    const gap = 10 * unit;
    if (sheet === "fit") {
      layout = {
        ...this.#layOut(isLandscape ? Math.SQRT2 : 1, isLandscape ? 1 : Math.SQRT2, [
          fitColumnWidth * this.#options.fontScale,
        ]),
        scale: 1,
      };
      const content = Math.max(layout.width, 560);
      width = Math.ceil(content + 2 * margin);
      header = this.#header(content);
      legend = this.#legend(content);
      foot = this.#foot(content, null);
      height = Math.ceil(
        2 * bannerHeight +
          2 * margin +
          header.height +
          layout.headHeight +
          layout.bodyHeight +
          gap +
          legend.height +
          foot.height,
      );
    } else {
      const { width: long, height: short } = area ?? sheets[sheet];
      [width, height] = isLandscape ? [long, short] : [short, long];
      const content = width - 2 * margin;
      header = this.#header(content);
      legend = this.#legend(content);
      const footHeight = this.#foot(content, 1).height;
      const room =
        height - 2 * bannerHeight - 2 * margin - header.height - gap - legend.height - footHeight;
      layout = this.#layOut(
        content,
        Math.max(room, 40),
        columnWidths.map((each) => each * this.#options.fontScale),
      );
      foot = this.#foot(content, layout.scale);
    }
    const top = bannerHeight + margin;
    const footTop = height - bannerHeight - margin - foot.height;
    const matrixWidth = layout.width * layout.scale;
    const x = margin + Math.max(0, (width - 2 * margin - matrixWidth) / 2);
    const names = this.#options.names ? this.#size.name : this.#size.id;
    this.#warn(layout.scale * names * pointsPerPixel);
    return {
      width: round(width),
      height: round(height),
      ground: this.#theme.ground,
      font: this.#options.font,
      name: this.#title(),
      summary: this.#summary(),
      page: [
        ...this.#banners(width, height, bannerHeight),
        shift(header.part, margin, top),
        shift(legend.part, margin, footTop - legend.height),
        shift(foot.part, margin, footTop),
      ].filter(({ shapes }) => shapes.length > 0),
      matrix: {
        x: round(sheet === "fit" ? margin : x),
        y: round(top + header.height),
        scale: Math.round(layout.scale * 10_000) / 10_000,
        parts: this.#place(layout),
      },
      warnings: this.#warnings,
    };
  }

  #warn(points: number): void {
    const { unplaced } = this.#matrix;
    if (points < smallestReadable && this.#options.sheet !== "fit") {
      this.#warnings.push(
        `Names are printed in ${points.toFixed(1)} pt. Choose a larger sheet, fewer sub-techniques or tactics, or annotated techniques alone.`,
      );
    }
    if (unplaced.length > 0) {
      this.#warnings.push(
        `${unplaced.length} ${unplaced.length === 1 ? "annotation finds" : "annotations find"} no place in ${this.#input.content.domain} ${this.#input.content.version} and ${unplaced.length === 1 ? "is" : "are"} not in the picture.`,
      );
    }
    this.#warnings.push(...this.#matrix.hidden.why);
    if (this.#cutNames.size > 0) {
      this.#warnings.push(
        `${this.#cutNames.size} ${this.#cutNames.size === 1 ? "name is" : "names are"} too long to be printed whole.`,
      );
    }
    const byColourAlone = this.#matrix.columns.some(({ cells }) =>
      cells.some(({ score, mark }) => score !== null && mark === null),
    );
    if (byColourAlone && !this.#options.values) {
      this.#warnings.push("Without values, scores can be told apart by colour alone.");
    }
  }

  #title(): string {
    return cleanText(this.#options.title) || cleanText(this.#input.content.name) || "Layer";
  }

  #summary(): string {
    const { domain, version } = this.#input.content;
    const { annotated, techniques, unplaced, hidden } = this.#matrix;
    return [
      `${officialDomains.get(domain) ?? domain} ATT&CK ${cleanText(version)}`,
      `${annotated} of ${techniques} techniques annotated`,
      ...(unplaced.length === 0 ? [] : [`${unplaced.length} without a place`]),
      ...(hidden.annotations === 0 ? [] : [`${hidden.annotations} not shown`]),
      ...(this.#options.date === "" ? [] : [cleanText(this.#options.date)]),
    ].join(" · ");
  }

  #banners(width: number, height: number, size: number): PicturePart[] {
    const { banner } = this.#input;
    if (banner === null) return [];
    const text = cleanText(banner.text);
    const fill = banner.colour.toLowerCase();
    const fontSize = 11 * this.#unit;
    const isRight = banner.align === "right";
    return [0, height - size].map((y) => ({
      kind: "banner",
      words: null,
      shapes: [
        rect(0, y, width, size, { fill, radius: 0 }),
        label(
          isRight ? width * 0.98 : width / 2,
          y + size / 2 + fontSize * 0.36,
          fontSize,
          cutText(text, this.#options.font, fontSize, width * 0.96),
          {
            ink: banner.ink.toLowerCase(),
            weight: 600,
            anchor: isRight ? "end" : "middle",
          },
        ),
      ],
    }));
  }

  #header(width: number): { readonly part: PicturePart; readonly height: number } {
    const shapes: Shape[] = [];
    const { font, header } = this.#options;
    if (!header) return { part: { kind: "header", words: null, shapes }, height: 0 };
    const unit = this.#unit;
    let y = 0;
    const write = (text: string, size: number, weight: number, ink: string, most: number) => {
      const { lines, isCut } = wrapText(text, font, size, width, { most });
      for (const line of lines) {
        y += size * 1.35;
        shapes.push(label(0, y - size * 0.3, size, line, { ink, weight }));
      }
      return isCut;
    };
    write(this.#title(), 20 * unit, 650, this.#theme.text, 2);
    const description = cleanText(this.#input.content.properties.description);
    if (description !== "" && write(description, 12 * unit, 400, this.#theme.muted, 3)) {
      this.#warnings.push("The description is too long to be printed whole.");
    }
    write(this.#summary(), 11 * unit, 400, this.#theme.muted, 2);
    return { part: { kind: "header", words: null, shapes }, height: y + 10 * unit };
  }

  #foot(
    width: number,
    scale: number | null,
  ): { readonly part: PicturePart; readonly height: number } {
    const size = 8 * this.#unit;
    const { font } = this.#options;
    const points = (scale ?? 1) * this.#size.name * pointsPerPixel;
    const drawn =
      scale === null
        ? ""
        : ` Matrix at ${Math.round(scale * 100)} %, names in ${points.toFixed(1)} pt.`;
    const { lines } = wrapText(`${cleanText(this.#input.notice)}${drawn}`, font, size, width);
    const shapes = lines.map((line, at) =>
      label(0, 6 * this.#unit + (at + 1) * size * 1.35 - size * 0.3, size, line, {
        ink: this.#theme.muted,
      }),
    );
    return {
      part: { kind: "foot", words: null, shapes },
      height: 6 * this.#unit + lines.length * size * 1.35,
    };
  }

  /** Swatches with their words, from left to right in as many rows as they need. */
  #legend(width: number): { readonly part: PicturePart; readonly height: number } {
    const shapes: Shape[] = [];
    const none = { part: { kind: "legend" as const, words: null, shapes }, height: 0 };
    if (!this.#options.legend) return none;
    const unit = this.#unit;
    const { font } = this.#options;
    const size = 11 * unit;
    const rowHeight = 20 * unit;
    const box = 14 * unit;
    let x = 0;
    let row = 0;
    const mostRows = 6;
    let left = 0;
    const entry = (
      text: string,
      draw: ((x: number, y: number) => Shape[]) | null,
      count: string,
    ) => {
      const boxWidth = draw === null ? 0 : box + 5 * unit;
      const shown = cutText(
        text,
        font,
        size,
        width - boxWidth - measureText(count, font, size) - 30 * unit,
      );
      const counted = count === "" ? 0 : 5 * unit + measureText(count, font, size);
      const needed = boxWidth + measureText(shown, font, size) + counted;
      if (x > 0 && x + needed > width) {
        x = 0;
        row += 1;
      }
      if (row >= mostRows) {
        left += 1;
        return;
      }
      const y = row * rowHeight;
      if (draw !== null) shapes.push(...draw(x, y + (rowHeight - box) / 2));
      const base = y + rowHeight / 2 + size * 0.36;
      shapes.push(label(x + boxWidth, base, size, shown, { ink: this.#theme.muted }));
      if (count !== "") {
        shapes.push(
          label(x + needed, base, size, count, {
            ink: this.#theme.text,
            weight: 600,
            anchor: "end",
          }),
        );
      }
      x += needed + 16 * unit;
    };
    const swatch =
      (fill: string, mark: LegendMark | null, look: { edge?: string; isDashed?: boolean } = {}) =>
      (at: number, y: number): Shape[] => {
        const ink = inkOn(fill);
        return [
          rect(at, y, box, box, {
            fill,
            edge: look.edge ?? this.#edgeOf(fill),
            isDashed: look.isDashed ?? false,
            radius: 3 * unit,
            edgeWidth: unit,
          }),
          ...(mark === null
            ? []
            : mark.glyph !== null
              ? [glyph(mark.glyph, at + 2 * unit, y + 2 * unit, box - 4 * unit, ink)]
              : [
                  label(
                    at + box / 2,
                    y + box / 2 + 8.5 * unit * 0.36,
                    Math.min(8.5, 17 / mark.letter.length) * unit,
                    mark.letter,
                    {
                      ink,
                      weight: 600,
                      anchor: "middle",
                    },
                  ),
                ]),
        ];
      };

    const drawn = this.#drawnCells();
    // A legend that only explains a gradient stands for no cells of its own.
    const isMarked = drawn.some((cell) => cell.mark !== null);
    for (const mark of this.#matrix.legend) {
      const colour = parseColour(mark.colour);
      const fill = colour === null ? this.#theme.cell : colourOn(colour, this.#theme.cell);
      const count = new Set(
        drawn.filter((cell) => cell.mark === mark).map(({ technique }) => technique.id),
      ).size;
      entry(
        cleanText(mark.label),
        swatch(fill, isMarked ? mark : null),
        isMarked ? String(count) : "",
      );
    }
    const { gradient } = this.#input.content.properties;
    if (
      drawn.some(
        (cell) => cell.isEnabled && cell.score !== null && (cell.annotation?.colour ?? "") === "",
      )
    ) {
      const steps = Math.max(5, Math.min(gradient.colours.length, 9));
      for (let step = 0; step < steps; step += 1) {
        const score = gradient.least + ((gradient.most - gradient.least) * step) / (steps - 1);
        const colour = gradientColour(gradient, score);
        if (colour !== null) {
          entry(printScore(score), swatch(colourOn(colour, this.#theme.cell), null), "");
        }
        if (gradient.most <= gradient.least) break;
      }
    }
    if (drawn.some(({ isEnabled }) => !isEnabled)) {
      entry(
        "Disabled",
        swatch(this.#theme.cell, null, { edge: this.#theme.strong, isDashed: true }),
        "",
      );
    }
    if (drawn.some((cell) => isAnnotatedOnly(cell))) {
      entry("Annotated, no score", swatch(this.#theme.cell, null, { edge: this.#theme.text }), "");
    }
    const hasScores = drawn.some(({ score }) => score !== null);
    const hasStrips = drawn.some((cell) => this.#strip(cell).length > 0);
    const notes = [
      ...(hasScores && this.#options.values ? ["Number: score."] : []),
      ...(hasStrips ? ["Strip: annotated sub-techniques."] : []),
    ];
    if (notes.length > 0) entry(notes.join(" "), null, "");
    if (left > 0) this.#warnings.push(`${left} entries of the legend did not fit.`);
    if (shapes.length === 0) return none;
    return { ...none, height: (Math.min(row, mostRows - 1) + 1) * rowHeight };
  }

  /** Every cell that is drawn on its own, and those that only colour their parent. */
  #drawnCells(): MatrixCell[] {
    return this.#matrix.columns.flatMap(({ cells }) =>
      cells.flatMap((cell) => [cell, ...cell.subtechniques]),
    );
  }

  /** The sub-techniques that get cells of their own. */
  #shownSubtechniques(cell: MatrixCell): readonly MatrixCell[] {
    switch (this.#options.subtechniques) {
      case "none":
        return [];
      case "annotated":
        return cell.subtechniques.filter(({ annotation }) => annotation !== null);
      case "all":
        return cell.subtechniques;
    }
  }

  /** The annotated sub-techniques that are not drawn themselves. */
  #strip(cell: MatrixCell): readonly MatrixCell[] {
    return this.#options.subtechniques === "none"
      ? cell.subtechniques.filter(({ colour }) => colour !== null)
      : [];
  }

  #edgeOf(fill: string): string {
    return remember(this.#edges, fill, () => edgeOn(fill, this.#theme.text, this.#theme.ground));
  }

  #fillOf(cell: MatrixCell): string | null {
    return remember(this.#fills, cell, () =>
      findFill(cell, this.#input.content.scoreMeaning, this.#theme.cell),
    );
  }

  /** One cell at the origin, as tall as what stands in it. */
  #cell(cell: MatrixCell, width: number, isSub: boolean): SizedCell {
    const { font, ids, names, values } = this.#options;
    const size = this.#size;
    const { technique, score, mark, isEnabled, annotation } = cell;
    const fill = this.#fillOf(cell);
    const isTinted = fill !== null && cell.colour === null;
    const ground = fill ?? this.#theme.cell;
    const ink =
      fill !== null && !isTinted
        ? inkOn(ground)
        : annotation !== null && isEnabled
          ? this.#theme.text
          : this.#theme.muted;
    const legible = contrastBetween(ink, ground) >= 4.5 ? ink : inkOn(ground);
    const inner = width - size.left - size.right;
    const shapes: Shape[] = [];
    const name = cleanText(technique.name);
    const fullId = cleanText(technique.id);
    const id = isSub && fullId.includes(".") ? fullId.slice(fullId.indexOf(".")) : fullId;
    const value = values && score !== null ? printScore(score) : "";

    const glyphWidth = mark === null ? 0 : size.glyph + 2;
    const valueWidth = measureText(value, font, size.name) + glyphWidth;
    const hasId = ids || !names;
    let y = size.top;
    const base = () => y + size.line * 0.78;
    const drawValue = () => {
      const right = width - size.right;
      if (mark !== null) {
        const x = right - size.glyph;
        const middle = y + size.line / 2;
        if (mark.glyph !== null) {
          shapes.push(glyph(mark.glyph, x, middle - size.glyph / 2, size.glyph, legible));
        } else {
          shapes.push(
            label(
              right,
              base(),
              Math.min(size.id, (size.glyph * 1.6) / mark.letter.length),
              mark.letter,
              {
                ink: legible,
                weight: 600,
                anchor: "end",
              },
            ),
          );
        }
      }
      if (value !== "") {
        shapes.push(
          label(right - glyphWidth, base(), size.name, value, {
            ink: legible,
            weight: 600,
            anchor: "end",
          }),
        );
      }
    };

    let reserved = valueWidth === 0 ? 0 : valueWidth + 4;
    if (hasId) {
      const room = inner - reserved;
      const idWidth = measureText(id, "mono", size.id);
      // A value that has no room beside the ID stands below it.
      const isBeside = idWidth <= room;
      shapes.push(
        label(size.left, base(), size.id, cutText(id, "mono", size.id, inner), {
          ink: legible,
          weight: 500,
          isMono: true,
        }),
      );
      if (!isBeside) y += size.line;
      if (reserved > 0) drawValue();
      y += size.line;
      reserved = 0;
    } else if (reserved > inner / 2) {
      drawValue();
      y += size.line;
      reserved = 0;
    } else if (reserved > 0) drawValue();
    if (names) {
      const { lines, isCut } = wrapText(name, font, size.name, inner, {
        most: mostNameLines,
        first: inner - reserved,
      });
      if (isCut) this.#cutNames.add(technique.id);
      for (const line of lines) {
        if (line !== "") {
          shapes.push(label(size.left, base(), size.name, line, { ink: legible, weight: 450 }));
        }
        y += size.line;
      }
    }
    y += size.bottom;
    const strip = this.#strip(cell);
    if (strip.length > 0) {
      const gap = Math.min(2, inner / strip.length / 4);
      const each = (inner - gap * (strip.length - 1)) / strip.length;
      for (const [at, sub] of strip.entries()) {
        const subFill = this.#fillOf(sub) ?? this.#theme.cell;
        shapes.push(
          rect(size.left + at * (each + gap), y, each, size.strip - 2, {
            fill: subFill,
            edge: this.#edgeOf(subFill),
            edgeWidth: 0.7,
            radius: 1,
          }),
        );
      }
      y += size.strip + 1;
    }
    const edge = !isEnabled
      ? this.#theme.strong
      : isAnnotatedOnly(cell)
        ? this.#theme.text
        : fill === null || isTinted
          ? this.#theme.line
          : this.#edgeOf(fill);
    return {
      height: y,
      part: {
        kind: "cell",
        words: wordsOf(cell, `${fullId} ${name}`),
        shapes: [
          rect(0, 0, width, y, {
            fill: ground,
            edge,
            isDashed: !isEnabled,
            radius: 3.5,
            edgeWidth: 1,
          }),
          ...shapes,
        ],
      },
    };
  }

  #sizeTactics(columnWidth: number): SizedTactic[] {
    return this.#matrix.columns.map(({ cells }, at) => ({
      at,
      blocks: cells.map((cell): Block => {
        const sized = [
          this.#cell(cell, columnWidth, false),
          ...this.#shownSubtechniques(cell).map((sub) => {
            const { indent } = this.#size;
            const narrow = this.#cell(sub, columnWidth - indent, true);
            return { ...narrow, part: shift(narrow.part, indent, 0) };
          }),
        ];
        return {
          cells: sized,
          height: sized.reduce((sum, { height }) => sum + height + cellGap, -cellGap),
        };
      }),
    }));
  }

  /** The widths of columns and their number with which the matrix is drawn largest in a frame. */
  #layOut(width: number, height: number, widths: readonly number[]): Layout {
    let best: Layout | undefined;
    for (const columnWidth of widths) {
      const tactics = this.#sizeTactics(columnWidth);
      const tallest = Math.max(0, ...tactics.map(({ blocks }) => heightOf(blocks)));
      const least = Math.max(
        1,
        ...tactics.flatMap(({ blocks }) => blocks.map((each) => each.height)),
      );
      for (let limit = least; ; limit *= 1.06) {
        const columns = tactics.map(({ at, blocks }) => ({ at, columns: spread(blocks, limit) }));
        const count = columns.reduce((sum, each) => sum + each.columns.length, 0);
        const total =
          count * columnWidth +
          (count - columns.length) * subColumnGap +
          Math.max(0, columns.length - 1) * tacticGap;
        const bodyHeight = Math.max(0, ...columns.flatMap((each) => each.columns.map(heightOf)));
        const headHeight = this.#headHeight(columns, columnWidth);
        const scale = Math.min(
          width / Math.max(total, 1),
          height / Math.max(headHeight + bodyHeight, 1),
          this.#options.sheet === "fit" ? Infinity : 1.6 * this.#unit,
        );
        if (best === undefined || scale > best.scale * 1.0001) {
          best = { columnWidth, tactics: columns, width: total, bodyHeight, headHeight, scale };
        }
        if (limit >= tallest) break;
      }
    }
    if (best === undefined) throw new Error("No width of columns was given.");
    return best;
  }

  #tacticLines(at: number, width: number): readonly string[] {
    return remember(this.#heads, `${at} ${width}`, () => {
      const name = cleanText(this.#matrix.columns[at]?.tactic.name ?? "");
      return wrapText(name, this.#options.font, this.#size.name * 1.05, width, { most: 4 }).lines;
    });
  }

  #headHeight(columns: readonly TacticColumns[], columnWidth: number): number {
    const lines = columns.map(
      ({ at, columns: own }) => this.#tacticLines(at, spanOf(own.length, columnWidth)).length,
    );
    return (Math.max(1, ...lines) + 1) * this.#size.line * 1.05 + 14;
  }

  #place({ tactics, columnWidth, headHeight }: Layout): PicturePart[] {
    const parts: PicturePart[] = [];
    let x = 0;
    for (const { at, columns } of tactics) {
      const span = spanOf(columns.length, columnWidth);
      parts.push(shift(this.#tacticHead(at, span, headHeight), x, 0));
      for (const [index, blocks] of columns.entries()) {
        let y = headHeight;
        for (const { cells } of blocks) {
          for (const { part, height } of cells) {
            parts.push(shift(part, x + index * (columnWidth + subColumnGap), y));
            y += height + cellGap;
          }
        }
      }
      x += span + tacticGap;
    }
    return parts;
  }

  #tacticHead(at: number, width: number, height: number): PicturePart {
    const column = this.#matrix.columns[at];
    const shapes: Shape[] = [];
    if (column === undefined) return { kind: "tactic", words: null, shapes };
    const { properties } = this.#input.content;
    const row = properties.showTacticRowBackground
      ? parseColour(properties.tacticRowBackground)
      : null;
    const ground = row === null ? this.#theme.ground : colourOn(row, this.#theme.ground);
    const ink = row === null ? this.#theme.text : inkOn(ground);
    const inset = row === null ? 0 : 4;
    if (row !== null) shapes.push(rect(0, 0, width, height - 12, { fill: ground, radius: 3 }));
    const size = this.#size.name * 1.05;
    const lines = this.#tacticLines(at, width - 2 * inset);
    const line = this.#size.line * 1.05;
    const bottom = height - 14;
    for (const [index, text] of lines.entries()) {
      const y = bottom - (lines.length - index) * line - line * 0.22;
      shapes.push(label(inset, y, size, text, { ink, weight: 600 }));
    }
    const all = column.cells.flatMap((cell) => [cell, ...cell.subtechniques]);
    const annotated = all.filter(({ annotation }) => annotation !== null);
    shapes.push(
      label(
        inset,
        bottom - line * 0.22,
        this.#size.id,
        `${column.annotated} of ${column.techniques}`,
        {
          ink: row === null ? this.#theme.muted : ink,
        },
      ),
    );
    this.#shareBar(annotated, width, bottom + 2).forEach((shape) => shapes.push(shape));
    return {
      kind: "tactic",
      words: `${cleanText(column.tactic.name)}: ${column.annotated} of ${column.techniques} techniques annotated`,
      shapes,
    };
  }

  /** The colour of the step of the gradient that is next to a score; null where it has its own. */
  #stepOf({ score, annotation, isEnabled }: MatrixCell): string | null {
    if (score === null || !isEnabled || (annotation?.colour ?? "") !== "") return null;
    const { gradient } = this.#input.content.properties;
    const range = gradient.most - gradient.least;
    const along = range <= 0 ? 0 : (score - gradient.least) / range;
    const step = Math.round(Math.max(0, Math.min(1, along)) * scoreSteps) / scoreSteps;
    const colour = gradientColour(gradient, range <= 0 ? score : gradient.least + step * range);
    return colour === null ? null : colourOn(colour, this.#theme.cell);
  }

  /** How the annotated techniques of a tactic divide into colours. */
  #shareBar(annotated: readonly MatrixCell[], width: number, y: number): Shape[] {
    const counts = new Map<string, number>();
    const { legend } = this.#matrix;
    const rank = ({ mark, score }: MatrixCell) =>
      (mark === null ? legend.length : legend.indexOf(mark)) * 1e9 -
      Math.max(-1e8, Math.min(1e8, score ?? 0));
    const sorted = [...annotated].sort((a, b) => rank(a) - rank(b));
    for (const cell of sorted) {
      const fill = this.#stepOf(cell) ?? this.#fillOf(cell);
      if (fill !== null) counts.set(fill, (counts.get(fill) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    if (total === 0) return [rect(0, y + 1.5, width, 1, { fill: this.#theme.line, radius: 0 })];
    const shapes: Shape[] = [];
    let x = 0;
    for (const [fill, count] of counts) {
      const share = (width * count) / total;
      const edge = this.#edgeOf(fill);
      shapes.push(
        rect(x, y, Math.max(share - 1, share / 2), 4, { fill, edge, edgeWidth: 0.6, radius: 1 }),
      );
      x += share;
    }
    return shapes;
  }
}

/** Steps into which scores are gathered where each has but a few pixels. */
const scoreSteps = 8;

/** Annotated without a colour or score, such as by a comment alone. */
function isAnnotatedOnly({ annotation, isEnabled, colour }: MatrixCell): boolean {
  return annotation !== null && isEnabled && colour === null;
}

function wordsOf({ score, mark, isEnabled, annotation }: MatrixCell, title: string): string {
  return [
    title,
    ...(score === null ? [] : [`score ${printScore(score)}`]),
    ...(mark === null ? [] : [cleanText(mark.label)]),
    ...(isEnabled ? [] : ["disabled"]),
    ...(annotation === null ? ["not annotated"] : []),
  ].join(", ");
}

function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce(
    (sum, { height }) => sum + height + cellGap,
    blocks.length === 0 ? 0 : -cellGap,
  );
}

function spanOf(columns: number, columnWidth: number): number {
  return columns * columnWidth + (columns - 1) * subColumnGap;
}

/** Blocks in as few columns as a height allows, these as level as they can be. */
function spread(blocks: readonly Block[], limit: number): Block[][] {
  const fewest = fill(blocks, limit);
  if (fewest.length <= 1) return fewest;
  let [low, high] = [heightOf(blocks) / fewest.length, limit];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (fill(blocks, middle).length <= fewest.length) high = middle;
    else low = middle;
  }
  return fill(blocks, high);
}

function fill(blocks: readonly Block[], limit: number): Block[][] {
  const columns: Block[][] = [[]];
  let height = 0;
  for (const block of blocks) {
    const column = columns.at(-1);
    const next = height === 0 ? block.height : height + cellGap + block.height;
    if (column !== undefined && (column.length === 0 || next <= limit)) {
      column.push(block);
      height = next;
    } else {
      columns.push([block]);
      height = block.height;
    }
  }
  return columns;
}

/** A line around a fill that stands out from the ground 3 to 1, as near to the fill as that goes. */
export function edgeOn(fill: string, text: string, ground: string): string {
  const [from, to] = [parseColour(fill), parseColour(text)];
  if (from === null || to === null) return text;
  for (let share = 0.12; share < 1; share += 0.08) {
    const edge = colourOn(mixColours(from, to, share), ground);
    if (contrastBetween(edge, ground) >= 3) return edge;
  }
  return text;
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  look: { fill: string; radius: number; edge?: string; edgeWidth?: number; isDashed?: boolean },
): Shape {
  const { fill, radius, edge = null, edgeWidth = 1, isDashed = false } = look;
  return { kind: "rect", x, y, width, height, radius, fill, edge, edgeWidth, isDashed };
}

export function label(
  x: number,
  y: number,
  size: number,
  text: string,
  look: { ink: string; weight?: number; anchor?: "start" | "middle" | "end"; isMono?: boolean },
): Shape {
  const { ink, weight = 400, anchor = "start", isMono = false } = look;
  return { kind: "text", x, y, size, text, anchor, weight, isMono, ink };
}

function glyph(name: GlyphName, x: number, y: number, size: number, ink: string): Shape {
  return { kind: "glyph", name, x, y, size, ink };
}

function shift(part: PicturePart, x: number, y: number): PicturePart {
  return {
    ...part,
    shapes: part.shapes.map((shape) => ({ ...shape, x: shape.x + x, y: shape.y + y })),
  };
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import type { NameLine } from "./break-lines.ts";
import { cellName, isAssumed } from "./cell-words.ts";
import type { PlacedCell } from "./geometry.ts";
import type { CellLabels } from "./matrix-display.ts";
import type { CellMarker } from "./matrix-view.ts";
import type { CellColour, PaintedTechnique, StripSegment } from "./painter.ts";

/** What holds for all cells of a column. Keep it stable between draws. */
export interface CellsDisplay {
  readonly labels: CellLabels;
  readonly patterns: boolean;
  /** Squares without text. */
  readonly bare: boolean;
  /** Left edge of the column in the matrix, in px. */
  readonly left: number;
}

/** A cell with what the window says of it. */
interface CellToDraw {
  readonly placed: PlacedCell;
  readonly selected: boolean;
  /** Its inspector is open. */
  readonly open: boolean;
}

/** A cell that is drawn, and what from. */
interface DrawnCell extends CellToDraw {
  readonly element: HTMLElement;
  readonly hasMarks: boolean;
  readonly display: CellsDisplay;
}

/** What is marked on a cell beside its glyph; each is a picture of glyphs/. */
const markerIcons: Readonly<Record<CellMarker, "note" | "flag" | "failed">> = {
  note: "note",
  "plan-item": "flag",
  "failed-test": "failed",
};

function create(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

/** Writes an attribute if it changes; null: it is not there. */
function write(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

const flag = (is: boolean): string | null => (is ? "" : null);

/** Where a glyph's picture holds the inks that stand on a layer's colours: see scripts/draw-glyphs. */
const darkTone = "0%";
const whiteTone = "33.333%";

/** A layer's own colours as the style sheet takes them; null: none. */
function writeColour({ style }: HTMLElement, colour: CellColour | null): void {
  if (colour === null) {
    if (style.getPropertyValue("--ink") === "") return;
    for (const name of ["--fill", "--edge", "--ink", "--tone"]) style.removeProperty(name);
  } else {
    style.setProperty("--fill", colour.fill);
    style.setProperty("--edge", colour.edge);
    style.setProperty("--ink", colour.ink);
    style.setProperty("--tone", colour.ink === "#ffffff" ? whiteTone : darkTone);
  }
}

/**
 * The lines of a name. After a space the line ends in the text; inside a word the end is drawn, with
 * its hyphen, so that the words of the text are those of the name.
 */
function nameOf(lines: readonly NameLine[]): HTMLElement {
  const name = create("div", "matrix-name");
  let text = "";
  lines.forEach((line, index) => {
    text += line.text;
    if (index === lines.length - 1) return;
    if (text.endsWith(" ")) text += "\n";
    else {
      const end = create("i", "line-end");
      if (line.hyphen) end.dataset["hyphen"] = "";
      name.append(text, end);
      text = "";
    }
  });
  name.append(text);
  return name;
}

function idOf({ cell, parent }: PlacedCell, labels: CellLabels): HTMLElement {
  const { id } = cell.painted.technique;
  const element = create("div", "matrix-id");
  // The space parts it from the name for who reads the text.
  if (labels !== "name")
    element.append(parent === null ? `${id} ` : `${id.slice(id.indexOf("."))} `);
  return element;
}

/** The value as it is printed on row 1. */
function valueOf(painted: PaintedTechnique): string {
  return isAssumed(painted) ? `${painted.paint.value}*` : painted.paint.value;
}

/** Markers and dots with the value behind them; null: there is no more than a value. */
function marksOf(painted: PaintedTechnique): HTMLElement | null {
  const { technique, paint } = painted;
  const { dots, noted } = paint;
  const icons = (technique.answer?.markers ?? []).map((marker) => markerIcons[marker]);
  if (noted) icons.push(markerIcons.note);
  if (icons.length === 0 && dots === null) return null;
  const marks = create("span", "matrix-marks");
  marks.dataset["value"] = valueOf(painted);
  for (const icon of icons) {
    const mark = create("i", "matrix-mark");
    mark.dataset["icon"] = icon;
    marks.append(mark);
  }
  for (let index = 0; index < (dots?.of ?? 0); index += 1) {
    const dot = create("i", "matrix-dot");
    if (index < (dots?.filled ?? 0)) dot.dataset["filled"] = "";
    marks.append(dot);
  }
  return marks;
}

function stripOf(segments: readonly StripSegment[]): HTMLElement {
  const strip = create("div", "matrix-strip");
  strip.dataset["expand"] = "";
  for (const { fill, colour } of segments) {
    const segment = document.createElement("i");
    if (fill !== null) segment.dataset["fill"] = fill;
    writeColour(segment, colour);
    strip.append(segment);
  }
  return strip;
}

function isSameText(before: DrawnCell, { placed }: CellToDraw, display: CellsDisplay): boolean {
  return (
    before.placed.lines === placed.lines &&
    before.placed.parent === placed.parent &&
    before.display.labels === display.labels &&
    before.display.bare === display.bare
  );
}

function isSameStrip({ placed: before }: DrawnCell, { placed }: CellToDraw): boolean {
  if (before.withStrip !== placed.withStrip) return false;
  const [a, b] = [before.cell.painted.strip, placed.cell.painted.strip];
  return (
    !placed.withStrip ||
    (a.length === b.length &&
      a.every(({ fill, colour }, index) => {
        const other = b[index];
        return fill === other?.fill && colour === other.colour;
      }))
  );
}

/** Text, marks and strip: what of it changed is made anew. Returns whether there are marks. */
function writeContent(
  element: HTMLElement,
  before: DrawnCell | null,
  next: CellToDraw,
  display: CellsDisplay,
): boolean {
  const { placed } = next;
  const { painted } = placed.cell;
  if (before === null || !isSameText(before, next, display)) {
    if (before !== null) drop(element, "matrix-id", "matrix-name");
    if (placed.lines.length > 0) element.prepend(nameOf(placed.lines));
    if (!display.bare) element.prepend(idOf(placed, display.labels));
  }
  const marks = display.bare ? null : marksOf(painted);
  if (before?.hasMarks === true) drop(element, "matrix-marks");
  if (marks !== null) element.append(marks);
  if (before === null || !isSameStrip(before, next)) {
    if (before !== null) drop(element, "matrix-strip");
    if (placed.withStrip) element.append(stripOf(painted.strip));
  }
  return marks !== null;
}

function drop(element: HTMLElement, ...classNames: readonly string[]): void {
  for (const part of [...element.children]) {
    if (classNames.includes(part.className)) part.remove();
  }
}

function writePlace(
  { style }: HTMLElement,
  before: DrawnCell | null,
  { left, top, width, height }: PlacedCell,
  columnLeft: number,
): void {
  const was = before?.placed;
  if (
    before === null ||
    was === undefined ||
    was.left - before.display.left !== left - columnLeft
  ) {
    style.left = `${String(left - columnLeft)}px`;
  }
  if (was?.top !== top) style.top = `${String(top)}px`;
  if (was?.width !== width) style.width = `${String(width)}px`;
  if (was?.height !== height) style.height = `${String(height)}px`;
}

/** Brings an element up to date with its cell: only what changed is written. */
function writeCell(
  element: HTMLElement,
  before: DrawnCell | null,
  next: CellToDraw,
  display: CellsDisplay,
): DrawnCell {
  const { placed, selected, open } = next;
  const { painted, found } = placed.cell;
  const { paint } = painted;
  const value = valueOf(painted);
  writePlace(element, before, placed, display.left);
  write(element, "data-fill", paint.fill);
  write(element, "data-tint", paint.tint);
  if (paint.tint !== null) element.style.setProperty("--tint", `var(--${paint.tint})`);
  writeColour(element, paint.colour);
  write(element, "data-coloured", flag(paint.colour !== null));
  write(element, "data-pattern", display.patterns ? paint.pattern : null);
  write(element, "data-part", paint.part);
  write(element, "data-disabled", flag(paint.disabled));
  write(element, "data-depth", placed.parent === null ? "0" : "1");
  write(element, "data-found", found === null ? null : String(found));
  write(element, "data-open", flag(open));
  write(element, "data-glyph", display.bare ? null : paint.glyph);
  write(element, "data-value", display.bare || value === "" ? null : value);
  write(element, "aria-label", cellName(painted));
  write(element, "aria-colindex", String(placed.index + 2));
  write(element, "aria-selected", String(selected));
  write(element, "aria-expanded", placed.expanded === undefined ? null : String(placed.expanded));
  const hasMarks = writeContent(element, before, next, display);
  write(element, "data-marks", flag(hasMarks));
  return { ...next, element, display, hasMarks };
}

function createCell({ placed }: CellToDraw): HTMLElement {
  const element = create("div", "matrix-cell");
  element.setAttribute("role", "gridcell");
  element.tabIndex = -1;
  element.dataset["key"] = placed.cell.key;
  element.dataset["id"] = placed.cell.painted.technique.id;
  return element;
}

/** What of a column is drawn, and how. */
export interface ColumnDrawing {
  /** By a cell's position in its column. */
  readonly isWanted: (index: number) => boolean;
  readonly isSelected: (placed: PlacedCell) => boolean;
  /** Its inspector is open. */
  readonly isOpen: (placed: PlacedCell) => boolean;
  readonly display: CellsDisplay;
}

/** Whether a drawn cell stands where the model has it. */
function isInPlace({ placed: was, display }: DrawnCell, now: PlacedCell, left: number): boolean {
  return (
    was === now ||
    (was.top === now.top &&
      was.height === now.height &&
      was.width === now.width &&
      was.left - display.left === now.left - left)
  );
}

/**
 * Draws the cells of a column into an element that holds nothing else.
 *
 * Hundreds of cells are drawn at a time, within a frame. They are plain elements and no components,
 * because the matrix listens for all of them, and places and sizes come from the model. An element
 * stays that of its cell as long as the cell is drawn, so that it keeps the focus; of what stays
 * only what changed is written. What is not wanted yet stays as it was if it stands in its place:
 * it is out of view, and wanted soon.
 */
export function createCellsOf(
  host: HTMLElement,
): (cells: readonly PlacedCell[], drawing: ColumnDrawing) => void {
  let drawn = new Map<string, DrawnCell>();
  return (cells, { isWanted, isSelected, isOpen, display }) => {
    const next = new Map<string, DrawnCell>();
    cells.forEach((placed, index) => {
      const { key } = placed.cell;
      const before = drawn.get(key) ?? null;
      if (!isWanted(index)) {
        if (before !== null && isInPlace(before, placed, display.left)) next.set(key, before);
        return;
      }
      const selected = isSelected(placed);
      const open = isOpen(placed);
      if (
        before !== null &&
        before.placed === placed &&
        before.selected === selected &&
        before.open === open &&
        before.display === display
      ) {
        next.set(key, before);
        return;
      }
      const cell = { placed, selected, open };
      const element = before?.element ?? createCell(cell);
      next.set(key, writeCell(element, before, cell, display));
    });
    for (const [key, { element }] of drawn) {
      if (!next.has(key)) element.remove();
    }
    // In reading order; what stands there already is not moved.
    let at = host.firstElementChild;
    for (const { element } of next.values()) {
      if (element === at) at = at.nextElementSibling;
      else host.insertBefore(element, at);
    }
    drawn = next;
  };
}

import type {
  ReportBlock,
  ReportCell,
  ReportDocument,
} from "../../shared/model/report-document.ts";
import type { ContentsLine, NumberedBlock, NumberedSection } from "../../shared/number-blocks.ts";
import { listContents, numberSections } from "../../shared/number-blocks.ts";

/** A block, or the rows of a table that find room on a sheet. */
export interface SheetPiece {
  readonly numbered: NumberedBlock;
  /** Rows from here up to `to`, of a table; all of it otherwise. */
  readonly from: number;
  readonly to: number;
}

/** A sheet of the preview. The printed pages may break elsewhere: fonts decide there. */
export type PreviewSheet = {
  readonly key: string;
  /** Turned, for a picture that is wider than high. */
  readonly isTurned: boolean;
} & (
  | { readonly kind: "cover" }
  | { readonly kind: "contents"; readonly lines: readonly ContentsLine[] }
  | {
      readonly kind: "blocks";
      readonly section: NumberedSection;
      /** Whether the section begins here. */
      readonly isFirst: boolean;
      readonly pieces: readonly SheetPiece[];
    }
);

/** A document as sheets, and on which of them each heading stands. */
export interface PreviewSheets {
  readonly sheets: readonly PreviewSheet[];
  readonly contents: readonly ContentsLine[];
  /** Sheet by anchor. */
  readonly sheetOf: ReadonlyMap<string, number>;
}

/** Sizes in CSS pixels, 96 to the inch. */
export interface PaperSize {
  readonly width: number;
  readonly height: number;
}

/** The sheet of a paper as it is held. */
export function paperSize({
  paper,
  orientation,
}: Pick<ReportDocument, "paper" | "orientation">): PaperSize {
  const [short, long] = paper === "A4" ? [794, 1123] : [816, 1056];
  return orientation === "portrait"
    ? { width: short, height: long }
    : { width: long, height: short };
}

/** Left and right of the text, and what stands above and below it. */
export const sheetMargin = 76;
const headAndFoot = 210;

/** How much room a sheet gives. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a letter of the body text, on average. */
const letter = 6.1;
const bodyLine = 18.7;

const linesOf = (text: string, width: number, ofLetter = letter): number =>
  text
    .split("\n")
    .reduce((lines, line) => lines + Math.max(1, Math.ceil((line.length * ofLetter) / width)), 0);

function wordsOf(cell: ReportCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "object") return String(cell);
  switch (cell.kind) {
    case "id":
    case "strong":
      return cell.text;
    case "level":
      return cell.level;
    case "outcome":
      return cell.outcome;
    case "priority":
    case "percent":
    case "levels":
      return "";
  }
}

const tableHead = 60;
const tableNote = 24;

function rowHeight(row: readonly ReportCell[], shares: readonly number[], room: Room): number {
  const lines = row.map((cell, at) =>
    linesOf(wordsOf(cell), Math.max(24, (shares[at] ?? 0) * room.width - 12), 5.6),
  );
  return Math.max(1, ...lines) * 16 + 7;
}

/** The height that a block takes, in pixels; about right, and never too much for a sheet. */
function heightOf(block: Exclude<ReportBlock, { kind: "table" }>, room: Room): number {
  switch (block.kind) {
    case "heading":
      return block.level === 2 ? 46 : 36;
    case "paragraph": {
      const line = block.tone === "note" ? 14 : block.tone === "lead" ? 20.7 : bodyLine;
      return linesOf(block.text, room.width) * line + 10;
    }
    case "list":
      return block.items.reduce(
        (sum, item) => sum + linesOf(item, room.width - 18) * bodyLine + 3,
        10,
      );
    case "figures":
      return Math.ceil(block.figures.length / 5) * 66 + 32;
    case "facts":
      return block.rows.reduce(
        (sum, { text }) => sum + linesOf(text, room.width - 172) * 17 + 8,
        14,
      );
    case "picture":
      return Math.min(
        room.height,
        (block.height * Math.min(block.width, room.width)) / block.width + 50,
      );
  }
}

/** Cuts a document into sheets, so that a long one is drawn sheet by sheet. */
export function cutIntoSheets(
  document: Pick<ReportDocument, "sections" | "paper" | "orientation">,
): PreviewSheets {
  const paper = paperSize(document);
  const room = { width: paper.width - 2 * sheetMargin, height: paper.height - headAndFoot };
  const sections = numberSections(document);
  const contents = listContents(sections);
  const sheets: PreviewSheet[] = [
    { kind: "cover", key: "cover", isTurned: false },
    ...cutContents(contents, room),
  ];
  const sheetOf = new Map<string, number>();
  for (const section of sections) {
    sheetOf.set(section.anchor, sheets.length);
    for (const sheet of cutSection(section, room)) {
      if (sheet.kind === "blocks") {
        for (const { numbered, from } of sheet.pieces) {
          if (from === 0) sheetOf.set(numbered.anchor, sheets.length);
        }
      }
      sheets.push(sheet);
    }
  }
  return { sheets, contents, sheetOf };
}

function cutContents(contents: readonly ContentsLine[], room: Room): PreviewSheet[] {
  const lines = Math.max(1, Math.floor((room.height - 60) / 27));
  return Array.from({ length: Math.ceil(contents.length / lines) }, (_, at) => ({
    kind: "contents",
    key: `contents-${at}`,
    isTurned: false,
    lines: contents.slice(at * lines, (at + 1) * lines),
  }));
}

function cutSection(section: NumberedSection, room: Room): PreviewSheet[] {
  const sheets: PreviewSheet[] = [];
  let pieces: SheetPiece[] = [];
  let used = 56;
  const turn = (isTurned = false) => {
    sheets.push({
      kind: "blocks",
      key: `${section.anchor}-${sheets.length}`,
      section,
      isFirst: sheets.length === 0,
      isTurned,
      pieces,
    });
    pieces = [];
    used = 0;
  };
  // Headings at the end of a sheet go over with what they are about.
  const breakSheet = () => {
    const at = pieces.findLastIndex(({ numbered }) => numbered.block.kind !== "heading");
    const headings = pieces.splice(at + 1);
    if (pieces.length > 0) {
      turn();
      used = headings.length * 46;
    }
    pieces.push(...headings);
  };
  for (const numbered of section.blocks) {
    const { block } = numbered;
    if (block.kind === "picture" && block.isWholePage) {
      if (pieces.length > 0) turn();
      pieces.push({ numbered, from: 0, to: 0 });
      turn(block.width > block.height);
    } else if (block.kind === "table") {
      const total = block.columns.reduce((sum, { width }) => sum + width, 0);
      const shares = block.columns.map(({ width }) => width / total);
      let from = 0;
      let height = tableHead;
      block.rows.forEach((row, at) => {
        const own = rowHeight(row, shares, room);
        if (used + height + own > room.height && (at > from || pieces.length > 0)) {
          if (at > from) pieces.push({ numbered, from, to: at });
          breakSheet();
          from = at;
          height = tableHead;
        }
        height += own;
      });
      pieces.push({ numbered, from, to: block.rows.length });
      used += height + tableNote;
    } else {
      const height = heightOf(block, room);
      if (used + height > room.height && pieces.length > 0) breakSheet();
      pieces.push({ numbered, from: 0, to: 0 });
      used += height;
    }
  }
  if (pieces.length > 0 || sheets.length === 0) turn();
  return sheets;
}

/** Where the sheet that is read stands in a document that was made anew: at the same place of its section. */
export function followSheet(
  before: readonly PreviewSheet[],
  at: number,
  after: readonly PreviewSheet[],
): number {
  const idOf = (sheet: PreviewSheet | undefined) =>
    sheet?.kind === "blocks" ? sheet.section.section.id : sheet?.kind;
  const id = idOf(before[at]);
  const beforeFirst = before.findIndex((sheet) => idOf(sheet) === id);
  const first = after.findIndex((sheet) => idOf(sheet) === id);
  if (first === -1) return Math.max(0, Math.min(at, after.length - 1));
  const last = after.findLastIndex((sheet) => idOf(sheet) === id);
  return Math.min(last, first + at - beforeFirst);
}

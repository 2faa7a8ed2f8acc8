import type {
  ReportBlock,
  ReportCell,
  ReportDocument,
  ReportPicture,
  ReportTable,
} from "../../src/shared/model/report-document.ts";
import type { CoverageLevel, PriorityBand } from "../../src/shared/model/coverage.ts";
import type { Outcome } from "../../src/shared/model/emulation.ts";

/** Letters and digits of a text alone: however lines are broken, words hyphenated and marks escaped. */
export function lettersOf(text: string): string {
  return text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
}

type Form = "print" | "html" | "markdown";

/** A piece of what a report says, in letters. */
type Piece =
  | { readonly kind: "said"; readonly text: string }
  /** A row; the heads of its table may stand before it, on each page that it begins. */
  | { readonly kind: "row"; readonly text: string; readonly heads: string }
  | { readonly kind: "drawn"; readonly texts: readonly string[] };

const levels: Readonly<Record<CoverageLevel, string>> = {
  validated: "Validated",
  several: "Several rules",
  detected: "Detected",
  partial: "Partial",
  available: "Available",
  telemetry: "Telemetry only",
  none: "None",
  failed: "Failed test",
};
const bands: Readonly<Record<PriorityBand, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};
const outcomes: Readonly<Record<Outcome, string>> = {
  blocked: "Blocked",
  alerted: "Alerted",
  logged: "Logged only",
  missed: "Missed",
  "not-run": "Not run",
  error: "Test error",
  "not-assessed": "Not assessed",
};

/**
 * Follows a written report from its first section to its end: every heading, sentence, caption and row
 * of the document stands there, in its order and once, and nothing else does.
 *
 * @param text what a reader takes out, from the first section on, without what stands in margins
 * @returns how many rows of tables were met
 */
export function expectWholeReport(document: ReportDocument, text: string, form: Form): number {
  const letters = lettersOf(text);
  const pieces = listPieces(document, form).filter(
    (piece) => piece.kind === "drawn" || piece.text !== "",
  );
  let at = 0;
  let rows = 0;
  for (const [place, piece] of pieces.entries()) {
    if (piece.kind === "drawn") {
      const next = pieces[place + 1];
      const end = next === undefined || next.kind === "drawn" ? -1 : letters.indexOf(next.text, at);
      const drawn = letters.slice(at, end === -1 ? undefined : end);
      for (const word of piece.texts) {
        if (!drawn.includes(word)) throw new Error(`a picture lacks "${word}": ${drawn}`);
      }
      at += drawn.length;
      continue;
    }
    if (piece.kind === "row") {
      rows += 1;
      if (!letters.startsWith(piece.text, at) && letters.startsWith(piece.heads, at)) {
        at += piece.heads.length;
      }
    }
    if (!letters.startsWith(piece.text, at)) {
      throw new Error(`"${piece.text}" does not follow: ${letters.slice(at, at + 200)}`);
    }
    at += piece.text.length;
  }
  if (at !== letters.length) throw new Error(`more stands at the end: ${letters.slice(at)}`);
  return rows;
}

function listPieces({ sections }: ReportDocument, form: Form): Piece[] {
  const count = { chapters: 0, appendices: 0, tables: 0, figures: 0 };
  return sections.flatMap((section) => {
    const number = section.isAppendix
      ? String.fromCharCode(64 + (count.appendices += 1))
      : String((count.chapters += 1));
    let [second, third] = [0, 0];
    return [
      said(section.isAppendix ? "Appendix" : "", number, section.title),
      ...section.blocks.flatMap((block) => {
        switch (block.kind) {
          case "heading":
            if (block.level === 2) [second, third] = [second + 1, 0];
            else third += 1;
            return [
              said(number, second, block.level === 2 ? "" : third, block.portion, block.text),
            ];
          case "table":
            return piecesOfTable(block, (count.tables += 1), form);
          case "picture":
            return piecesOfPicture(block, (count.figures += 1), form);
          default:
            return piecesOfWords(block);
        }
      }),
    ];
  });
}

function piecesOfWords(
  block: Exclude<ReportBlock, { kind: "heading" | "table" | "picture" }>,
): Piece[] {
  switch (block.kind) {
    case "paragraph":
      return [said(block.portion, block.text)];
    case "list":
      return block.items.map((item) => said(block.portion, item));
    case "figures":
      return block.figures.map(({ value, label }) => said(value, label));
    case "facts":
      return [said(block.portion), ...block.rows.map(({ label, text }) => said(label, text))];
  }
}

function piecesOfTable(table: ReportTable, number: number, form: Form): Piece[] {
  const { portion, caption, columns, rows, empty, note } = table;
  const heads = lettersOf(columns.map(({ label }) => label).join(""));
  const legend = (Object.keys(levels) as CoverageLevel[]).filter((level) =>
    rows.some((row) =>
      row.some(
        (cell) =>
          typeof cell === "object" &&
          cell?.kind === "levels" &&
          cell.parts.some((part) => part.level === level && part.count > 0),
      ),
    ),
  );
  return [
    said(portion, "Table", number, caption),
    said(rows.length === 0 && form === "markdown" ? "" : heads),
    ...(rows.length === 0
      ? [said(empty)]
      : rows.map((row): Piece => ({
          kind: "row",
          text: lettersOf(row.map((cell) => wordsOf(cell, form)).join(" ")),
          heads,
        }))),
    ...(form === "markdown" ? [] : legend.map((level) => said(levels[level]))),
    said(note),
  ];
}

function piecesOfPicture(picture: ReportPicture, number: number, form: Form): Piece[] {
  const { portion, caption, svg, alt } = picture;
  if (form === "markdown") return [said(portion, "Figure", number, caption), said(alt)];
  const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text = ""]) =>
    lettersOf(plainOf(text)),
  );
  if (texts.length === 0) throw new Error(`the picture "${caption}" says nothing`);
  return [said(portion, "Figure", number, caption), { kind: "drawn", texts }];
}

function wordsOf(cell: ReportCell, form: Form): string {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return inTenths(cell);
  switch (cell.kind) {
    case "id":
    case "strong":
      return cell.text;
    case "percent":
      return cell.value === null ? "" : cell.value.toFixed(1);
    case "level":
      return levels[cell.level];
    case "priority":
      return `${form === "markdown" ? bands[cell.band] : ""} ${inTenths(cell.value)}`;
    case "outcome":
      return outcomes[cell.outcome];
    case "levels":
      return form === "markdown"
        ? cell.parts
            .filter((part) => part.count > 0)
            .map(({ level, count }) => `${levels[level]} ${count}`)
            .join(" ")
        : "";
  }
}

function inTenths(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function said(...parts: readonly (string | number | null)[]): Piece {
  return { kind: "said", text: lettersOf(parts.map((part) => part ?? "").join(" ")) };
}

/** Markup as a reader sees it. */
export function plainOf(markup: string): string {
  return markup
    .replace(/<style>.*?<\/style>/gs, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");
}

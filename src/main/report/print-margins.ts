import type { ReportBanner } from "../../shared/model/banner.ts";
import type { ReportDocument } from "../../shared/model/report-document.ts";
import { Problem } from "../../shared/problem.ts";
import { measureText } from "../layers/picture-text.ts";
import { escapeMarkup } from "./markup.ts";

/** Millimetres. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
}

/** Left and right of what is printed, in millimetres. */
export const sideMargin = 20;

/** Paper as it is held, in millimetres. */
export function sheetOf({
  paper,
  orientation,
}: Pick<ReportDocument, "paper" | "orientation">): Sheet {
  const [short, long] = paper === "A4" ? [210, 297] : [215.9, 279.4];
  return orientation === "portrait"
    ? { width: short, height: long }
    : { width: long, height: short };
}

/** What stands in the margins of every page, and how high they must be for it, in millimetres. */
export interface PageMargins {
  readonly head: string;
  readonly foot: string;
  readonly top: number;
  readonly bottom: number;
}

export const millimetresPerPoint = 25.4 / 72;
/** Chromium knows no font there but the system's. */
const font = "font-family:Inter,Arial,Helvetica,sans-serif";
/** Without these Chromium keeps the templates off the edge of the paper. */
const reset = "<style>#header,#footer{margin:0!important;padding:0!important}</style>";
const bannerSide = 10;
const bannerPadding = 1.7;
const lineHeight = 1.3;
const footSize = 6.8;
const footLine = 8.6;

interface BannerLook {
  readonly size: number;
  readonly height: number;
}

/** Sizes that are tried in turn, in points, and the most lines that each may take. */
const bannerSizes: readonly (readonly [size: number, most: number])[] = [
  [9.5, 2],
  [8, 4],
  [6.5, 10],
  [5, 60],
];
/** A right-aligned label, as TLP prescribes it, is never smaller than 12 points. */
const labelSizes: readonly (readonly [size: number, most: number])[] = [[12, 15]];

/**
 * The head and foot of every page of a report: the marking at the edges of the paper, the title and
 * subtitle under it, the notes and "Page n of m" above it.
 *
 * A long marking wraps and shrinks; the margins grow with it. Throws `bad-input` where it would leave
 * no room for the page.
 */
export function pageMargins(document: ReportDocument): PageMargins {
  const sheet = narrowest(document);
  const margins = marginsOf(document, sheet);
  if (margins.top + margins.bottom > sheet.height / 2) {
    throw new Problem(
      "bad-input",
      "The marking and the notes at the foot are too long: they would take half of every page. Shorten the marking.",
    );
  }
  return margins;
}

/** What a page has room for beside its margins, in millimetres, as its paper is held. */
export function pageRoom(document: Omit<ReportDocument, "sections">): Sheet {
  const { width, height } = sheetOf(document);
  const least = Math.min(width, height);
  const { top, bottom } = marginsOf(document, { width: least, height: least });
  return { width: width - 2 * sideMargin, height: height - top - bottom - 1 };
}

function marginsOf(
  { banner, title, subtitle, footNotes }: Omit<ReportDocument, "sections">,
  { width }: Sheet,
): PageMargins {
  const bars = barsOf(banner, width);
  const barHeight = Math.max(3, bars.height);
  const notes = footNotes.filter((note) => note.trim() !== "");
  const noteWidth = width - 2 * sideMargin - 24;
  const noteLines = notes.reduce((sum, note) => sum + linesOf(note, footSize, noteWidth), 0);
  const notesHeight = Math.max(1, noteLines) * footLine * millimetresPerPoint;
  const margins = {
    top: round(barHeight + 17),
    bottom: round(barHeight + notesHeight + 15),
  };
  const side = `margin:0 ${sideMargin}mm`;
  const muted = `color:#4a5462;font-size:${footSize + 0.7}pt`;
  const running =
    `<div style="${side};padding:5mm 0 1.6mm;display:flex;justify-content:space-between;gap:8mm;` +
    `border-bottom:.5pt solid #cdd2da;${muted};white-space:nowrap">` +
    `<span style="overflow:hidden;text-overflow:ellipsis">${escapeMarkup(title)}</span>` +
    `<span style="flex:none;max-width:45%;overflow:hidden;text-overflow:ellipsis">${escapeMarkup(subtitle)}</span></div>`;
  const counted =
    `<span style="flex:none;font-size:${footSize + 0.7}pt">Page <span class="pageNumber"></span> of ` +
    `<span class="totalPages"></span></span>`;
  return {
    ...margins,
    head: `${reset}<div style="${font};width:100%;margin-bottom:auto">${bars.markup}${running}</div>`,
    foot:
      `${reset}<div style="${font};width:100%;margin-top:auto">` +
      `<div style="${side};padding:1.6mm 0 5mm;display:flex;justify-content:space-between;gap:8mm;` +
      `border-top:.5pt solid #cdd2da;color:#4a5462;font-size:${footSize}pt;line-height:${footLine}pt">` +
      `<span>${notes.map((note) => `<div>${escapeMarkup(note)}</div>`).join("")}</span>${counted}</div>` +
      `${bars.markup}</div>`,
  };
}

/** Where pictures turn sheets, what stands in the margins must fit either way. */
function narrowest(document: ReportDocument): Sheet {
  const { width, height } = sheetOf(document);
  const turns = document.sections.some(({ blocks }) =>
    blocks.some((block) => block.kind === "picture" && block.isWholePage),
  );
  const least = Math.min(width, height);
  return turns ? { width: least, height: least } : { width, height };
}

/** The marking of each scheme in a bar of its own, one below the other. */
function barsOf({ parts }: ReportBanner, width: number): { markup: string; height: number } {
  const bars = parts
    .filter(({ text }) => text.trim() !== "")
    .map((part) => ({ part, look: bannerLook(part, width) }));
  return {
    markup: bars.map(({ part, look }) => bannerMarkup(part, look)).join(""),
    height: bars.reduce((sum, { look }) => sum + look.height, 0),
  };
}

type BannerPart = ReportBanner["parts"][number];

function bannerLook({ text, align }: BannerPart, width: number): BannerLook {
  const room = width - 2 * bannerSide;
  const looks = (align === "right" ? labelSizes : bannerSizes).map(([size, most]) => {
    // A quarter wider for letters that are bold and set apart.
    const lines = linesOf(text.trim(), size * 1.25, room);
    const height = lines * size * lineHeight * millimetresPerPoint + 2 * bannerPadding;
    return { size, height, fits: lines <= most };
  });
  return looks.find(({ fits }) => fits) ?? looks.at(-1) ?? { size: 12, height: Infinity };
}

function bannerMarkup({ text, colour, ink, align }: BannerPart, { size }: BannerLook): string {
  return (
    `<div style="padding:${bannerPadding}mm ${bannerSide}mm;background:${colour};color:${ink};` +
    `-webkit-print-color-adjust:exact;font-size:${size}pt;line-height:${lineHeight};font-weight:600;` +
    `letter-spacing:.06em;text-align:${align === "right" ? "right" : "center"};overflow-wrap:anywhere">` +
    `${escapeMarkup(text.trim())}</div>`
  );
}

/** Lines that a text takes, at least one: its size in points, its width in millimetres. */
export function linesOf(text: string, size: number, width: number): number {
  return Math.max(
    1,
    Math.ceil((measureText(text, "sans", size) * millimetresPerPoint * 1.04) / width),
  );
}

function round(millimetres: number): number {
  return Math.round(millimetres * 10) / 10;
}

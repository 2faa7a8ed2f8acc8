import { createHash } from "node:crypto";
import { glyphShapes } from "../../shared/glyph-shapes.ts";
import type { PrintedDocument } from "../../shared/model/printed-document.ts";
import type { LabelledText } from "../../shared/model/banner.ts";
import type {
  LevelPart,
  ReportBlock,
  ReportCell,
  ReportColumn,
  ReportDocument,
  ReportFigure,
  ReportPicture,
  ReportTable,
} from "../../shared/model/report-document.ts";
import { coverageLevel } from "../../shared/model/coverage.ts";
import { heightOf } from "./block-heights.ts";
import { bandLook, levelLook, outcomeLook, type DataLook } from "./data-look.ts";
import { levelWords, printNumber, printPercent } from "./figure-words.ts";
import { escapeMarkup as escape } from "./markup.ts";
import type { NumberedBlock, NumberedSection } from "../../shared/number-blocks.ts";
import { listContents, numberSections } from "../../shared/number-blocks.ts";
import type { Sheet } from "./print-margins.ts";
import { pageMargins, sheetOf, sideMargin } from "./print-margins.ts";
import { reportStyles } from "./report-styles.ts";

/** Pages by the anchors of headings, once they are known. */
export type PageNumbers = ReadonlyMap<string, number>;

const pixelsPerMillimetre = 96 / 25.4;

/**
 * A report as a document to print: cover, contents, then each section on a page of its own.
 *
 * Without `pages` it is a draft, from which they are learnt: contents and pictures keep their room and
 * are empty, so that its pages break at the same places. Throws `bad-input` like `pageMargins`.
 */
export function printReport(document: ReportDocument, pages: PageNumbers | null): PrintedDocument {
  const isDraft = pages === null;
  const sections = numberSections(isDraft ? withoutDrawings(document) : document);
  const { head, foot, top, bottom } = pageMargins(document);
  const sheet = sheetOf(document);
  const other = document.orientation === "portrait" ? "landscape" : "portrait";
  const margins = `margin:${top}mm ${sideMargin}mm ${bottom}mm`;
  // Less a millimetre: what fills a page to its last hair may spill onto the next.
  const roomIn = (whole: number) => round(whole - top - bottom - 1);
  const upright = { width: sheet.width - 2 * sideMargin, height: roomIn(sheet.height) };
  const turned = { width: sheet.height - 2 * sideMargin, height: roomIn(sheet.width) };
  const contents = sections.length === 0 ? "" : contentsOf(sections, pages ?? new Map());
  const parts = sections.map((section) => sectionOf(section, { upright, turned }));
  const body = looks + coverOf(document) + contents + parts.join("");
  return {
    title: escape(document.title),
    styles:
      `@page{size:${document.paper} ${document.orientation};${margins}}` +
      `@page turned{size:${document.paper} ${other};${margins}}${reportStyles}` +
      `.cover{min-height:${upright.height}mm}.contents,.section{break-before:page}` +
      `.sheet{break-before:page;break-after:page;break-inside:avoid}.sheet figure{margin:0}` +
      `.turned{page:turned}${onScreen}`,
    head,
    foot,
    body: body + lettersOf(body),
    ...(isDraft ? { isDraft } : {}),
  };
}

function withoutDrawings({ sections }: ReportDocument): Pick<ReportDocument, "sections"> {
  return {
    sections: sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) =>
        block.kind === "picture" ? { ...block, svg: "" } : block,
      ),
    })),
  };
}

/** Nobody sees the screen on which a page waits to be printed: laying it out there takes time alone. */
const onScreen =
  "@media screen{.contents,.section,.sheet{display:none}}@media print{.letters{display:none}}";

/** Every character once, for the screen: fonts are there before a page is printed that needs them. */
function lettersOf(body: string): string {
  const letters = escape([...new Set(body)].join(""));
  return `<p class="letters">${letters}<span class="mono">${letters}</span></p>`;
}

/**
 * A report as one HTML file: nothing in it acts, nothing refers outside of it, and it is marked on the
 * screen and on each page that a browser prints of it.
 */
export function writeReportHtml(document: ReportDocument, tool: string): string {
  const { title, banner, paper, orientation, footNotes } = document;
  const sections = numberSections(document);
  const parts = banner.parts.filter(({ text }) => text.trim() !== "");
  const bar = (where: string) =>
    parts.length === 0
      ? ""
      : `<div class="banner ${where}" role="note" aria-label="Marking">${parts
          .map(({ text }, at) => `<div class="part part${at}">${escape(text.trim())}</div>`)
          .join("")}</div>`;
  const words = styleText(banner.text.trim());
  const margin = `font:600 8pt Arial,sans-serif;color:#12161c;content:"${words}"`;
  const side = banner.align === "right" ? "right" : "center";
  const styles =
    reportStyles +
    `.part{padding:4pt 14pt;line-height:1.35;font-weight:600;letter-spacing:.06em}` +
    parts
      .map(
        ({ colour, ink, align }, at) =>
          `.part${at}{background:${colour};color:${ink};font-size:${align === "right" ? 12 : 9}pt;text-align:${align === "right" ? "right" : "center"}}`,
      )
      .join("") +
    `@media screen{body{font-size:11.5pt;line-height:17pt;background:#f5f6f8}main{max-width:64rem;margin:0 auto;padding:28pt 36pt 40pt;background:#fff}` +
    `.banner{position:sticky;z-index:1}.banner.top{top:0}.banner.bottom{bottom:0}` +
    `table,dl{font-size:10.5pt;line-height:14.5pt}.contents,.section{margin-top:34pt}.contents .page{display:none}a:hover .name{text-decoration:underline}.scroll{overflow-x:auto}}` +
    `@media print{.banner{display:none}.contents,.section{break-before:page}` +
    `@page{size:${paper} ${orientation};margin:22mm ${sideMargin}mm;@top-${side}{${margin}}@bottom-${side}{${margin}}` +
    `@bottom-${side === "right" ? "left" : "right"}{font:7.5pt Arial,sans-serif;color:#4a5462;content:"Page " counter(page) " of " counter(pages)}}}`;
  const hash = createHash("sha256").update(styles).digest("base64");
  const notes = footNotes.filter((note) => note.trim() !== "");
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'">` +
    `<meta name="viewport" content="width=device-width"><meta name="generator" content="${escape(tool)}">` +
    `<meta name="referrer" content="no-referrer"><title>${escape(title)}</title><style>${styles}</style></head>\n<body>` +
    `${bar("top")}<main>${looks}${coverOf(document)}\n` +
    `${sections.length === 0 ? "" : contentsOf(sections, new Map())}\n` +
    `${sections.map((section) => sectionOf(section, null)).join("\n")}\n` +
    (notes.length === 0
      ? ""
      : `<footer class="section">${notes.map((note) => `<p class="note">${escape(note)}</p>`).join("")}</footer>`) +
    `</main>${bar("bottom")}</body></html>\n`
  );
}

/** Text within quotes of a style sheet that stands within markup. */
function styleText(text: string): string {
  return escapeControls(text).replace(
    /[^A-Za-z0-9 /,.:+-]/gu,
    (sign) => `\\${(sign.codePointAt(0) ?? 0xfffd).toString(16)} `,
  );
}

function escapeControls(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}+/gu, " ");
}

function coverOf(document: ReportDocument): string {
  const { title, subtitle, titleBlock, logo, banner, markingBlock } = document;
  const image =
    logo === null
      ? ""
      : `<img class="logo" alt="" src="data:${logo.mediaType};base64,${logo.base64}">`;
  const words = banner.text.trim();
  const marking =
    words === "" && markingBlock.length === 0
      ? ""
      : `<div class="marking">${words === "" ? "" : `<p>${escape(words)}</p>`}${definitionsOf(markingBlock)}</div>`;
  return (
    `<header class="cover">${image}<p class="title">${escape(title)}</p>` +
    (subtitle.trim() === "" ? "" : `<p class="subtitle">${escape(subtitle)}</p>`) +
    `${definitionsOf(titleBlock)}${marking}</header>`
  );
}

function contentsOf(sections: readonly NumberedSection[], pages: PageNumbers): string {
  const lines = listContents(sections).map(
    ({ number, title, portion, anchor, level }) =>
      `<li class="level${level}"><a href="#${anchor}"><span class="no">${number}</span> ` +
      `<span class="name">${portionOf(portion)}${escape(title)}</span> <span class="page">${pages.get(anchor) ?? ""}</span></a></li>`,
  );
  return `<nav class="contents"><h1>Contents</h1><ol>${lines.join("")}</ol></nav>`;
}

/** Room for what is printed on a page, in millimetres: as the paper is held, and turned. */
interface Pages {
  readonly upright: Sheet;
  readonly turned: Sheet;
}

/** What a heading and a caption take of a page at most, in millimetres. */
const [headingRoom, captionRoom] = [14, 12];

/**
 * A section; a picture that asks for a sheet of its own takes what little stands before it along, and
 * turns where the paper is held the other way. Without pages nothing is set apart.
 */
function sectionOf(
  { section, number, anchor, blocks }: NumberedSection,
  pages: Pages | null,
): string {
  const label = section.isAppendix ? `Appendix ${number}` : number;
  const parts: string[] = [];
  let waiting = [
    `<h1 id="${anchor}"><span class="no">${label}</span> ${escape(section.title)}</h1>`,
  ];
  // Infinite where what waits cannot share a sheet.
  let taken = headingRoom;
  for (const numbered of blocks) {
    const { block } = numbered;
    if (pages === null || block.kind !== "picture" || !block.isWholePage) {
      waiting.push(blockOf(numbered, pages === null ? null : belowCaption(pages.upright)));
      taken +=
        pages === null ? 0 : roomOf(block, Math.min(pages.upright.width, pages.turned.width));
      continue;
    }
    const isTurned = block.width > block.height !== pages.upright.width > pages.upright.height;
    const page = isTurned ? pages.turned : pages.upright;
    const isShared = taken < page.height / 3;
    if (!isShared) parts.push(onPage(waiting));
    const below = belowCaption(page);
    const room = { ...below, height: below.height - (isShared ? taken : 0) };
    parts.push(
      `<div class="sheet${isTurned ? " turned" : ""}">${isShared ? waiting.join("") : ""}` +
        `${pictureOf(block, numbered, room, true)}</div>`,
    );
    [waiting, taken] = [[], 0];
  }
  return [...parts, ...(waiting.length === 0 ? [] : [onPage(waiting)])].join("");
}

function belowCaption({ width, height }: Sheet): Sheet {
  return { width, height: height - captionRoom };
}

function onPage(blocks: readonly string[]): string {
  return `<section class="section">${blocks.join("")}</section>`;
}

/** What a block takes of a page at most, in millimetres; infinite for what has a page of its own. */
function roomOf(block: ReportBlock, width: number): number {
  return block.kind === "heading" || block.kind === "paragraph" ? heightOf(block, width) : Infinity;
}

function blockOf(numbered: NumberedBlock, page: Sheet | null): string {
  const { block, number, anchor } = numbered;
  switch (block.kind) {
    case "heading": {
      const tag = block.level === 2 ? "h2" : "h3";
      return `<${tag} id="${anchor}"><span class="no">${number}</span> ${portionOf(block.portion)}${escape(block.text)}</${tag}>`;
    }
    case "paragraph": {
      const look = block.tone === "body" ? "" : ` class="${block.tone}"`;
      return `<p${look}>${portionOf(block.portion)}${escape(block.text)}</p>`;
    }
    case "list":
      return `<ul>${block.items
        .map((item) => `<li>${portionOf(block.portion)}${escape(item)}</li>`)
        .join("")}</ul>`;
    case "figures":
      return `<ul class="figures">${block.figures.map(figureOf).join("")}</ul>`;
    case "facts":
      return (
        (block.portion === null ? "" : `<p class="note">${portionOf(block.portion)}</p>`) +
        definitionsOf(block.rows)
      );
    case "table":
      return tableOf(block, numbered);
    case "picture":
      return pictureOf(block, numbered, page);
  }
}

function portionOf(portion: string | null): string {
  return portion === null ? "" : `<span class="portion">(${escape(portion)})</span> `;
}

function figureOf({ value, label, level }: ReportFigure): string {
  const swatch = level === null ? "" : swatchOf(`level-${level}`);
  return `<li><b>${escape(value)}</b> <span>${swatch}${escape(label)}</span></li>`;
}

function definitionsOf(rows: readonly LabelledText[]): string {
  if (rows.length === 0) return "";
  const lines = rows.map(
    ({ label, text }) => `<div><dt>${escape(label)}</dt><dd>${escape(text)}</dd></div>`,
  );
  return `<dl>${lines.join("")}</dl>`;
}

function captionOf({ caption, portion }: ReportTable | ReportPicture, number: string): string {
  return `${portionOf(portion)}<b>${number}.</b> ${escape(caption)}`;
}

function tableOf(table: ReportTable, { number, anchor }: NumberedBlock): string {
  const { columns, rows, note, empty, rowPortions } = table;
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const widths = columns.map(
    ({ width }) => `<col width="${Math.round((width / whole) * 10_000) / 100}%">`,
  );
  const heads = columns.map(
    ({ label, align }) =>
      `<th scope="col"${align === "end" ? ' class="end"' : ""}>${escape(label)}</th>`,
  );
  const lines =
    rows.length === 0
      ? `<tr><td class="nothing" colspan="${columns.length}">${escape(empty)}</td></tr>`
      : rows
          .map((row, place) => {
            const mark = portionOf(rowPortions?.[place] ?? null);
            const cells = row.map((cell, at) => cellOf(cell, columns[at], at === 0 ? mark : ""));
            return `<tr>${cells.join("")}</tr>`;
          })
          .join("\n");
  return (
    `<div class="scroll"><table id="${anchor}"><caption>${captionOf(table, number)}</caption>` +
    `<colgroup>${widths.join("")}</colgroup><thead><tr>${heads.join("")}</tr></thead><tbody>${lines}</tbody></table></div>` +
    legendOf(rows) +
    (note === null ? "" : `<p class="note after">${escape(note)}</p>`)
  );
}

/** What the colours of a table's bars mean; words stand beside every other swatch. */
function legendOf(rows: ReportTable["rows"]): string {
  const shown = new Set(
    rows.flatMap((row) =>
      row.flatMap((cell) =>
        typeof cell === "object" && cell?.kind === "levels"
          ? cell.parts.flatMap(({ level, count }) => (count > 0 ? [level] : []))
          : [],
      ),
    ),
  );
  if (shown.size === 0) return "";
  const items = levelsBestFirst
    .filter((level) => shown.has(level))
    .map((level) => `<li>${swatchOf(`level-${level}`)}${levelLook[level].word}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}

const levelsBestFirst = [
  ...coverageLevel.options.filter((level) => level !== "failed").reverse(),
  "failed",
] as const;

/** A cell, with its row's portion mark where it is the first of one that has its own. */
function cellOf(cell: ReportCell, column: ReportColumn | undefined, mark: string): string {
  const look = column?.align === "end" ? ' class="end"' : "";
  return `<td${look}>${mark}${cellContent(cell)}</td>`;
}

/** Up to as many characters an ID stays in one line; sums and GUIDs find no cell that wide. */
const longestId = 14;

function cellContent(cell: ReportCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return escape(cell);
  if (typeof cell === "number") return printNumber(cell);
  switch (cell.kind) {
    case "id":
      return `<span class="mono${cell.text.length > longestId ? " long" : ""}">${escape(cell.text)}</span>`;
    case "strong":
      return `<b>${escape(cell.text)}</b>`;
    case "percent":
      return printPercent(cell.value);
    case "level":
      return `${swatchOf(`level-${cell.level}`)}${levelLook[cell.level].word}`;
    case "priority":
      return `${swatchOf(`band-${cell.band}`, bandLook[cell.band].word)}${printNumber(cell.value)}`;
    case "outcome":
      return `${swatchOf(`outcome-${cell.outcome}`)}${outcomeLook[cell.outcome].word}`;
    case "levels":
      return barOf(cell.parts);
  }
}

const barWidth = 400;

function barOf(parts: readonly LevelPart[]): string {
  const shown = parts.filter(({ count }) => count > 0);
  const sum = shown.reduce((total, { count }) => total + count, 0);
  let from = 0;
  const rects = shown.map(({ level, count }) => {
    const { fill, edge } = levelLook[level];
    const width = (count / sum) * barWidth;
    const rect =
      `<rect x="${round(from + 0.5)}" y="0.5" width="${round(Math.max(0.5, width - 2))}" height="9" fill="${fill}" stroke="${edge}" vector-effect="non-scaling-stroke"` +
      `${fill === "none" ? ' stroke-dasharray="3 2"' : ""}/>`;
    from += width;
    return rect;
  });
  return (
    `<svg class="bar" viewBox="0 0 ${barWidth} 10" preserveAspectRatio="none" role="img" ` +
    `aria-label="${escape(levelWords(shown) || "Nothing to count")}">${rects.join("")}</svg>`
  );
}

/** A picture, no larger than its room in millimetres; `fills` makes it as large as that. */
function pictureOf(
  picture: ReportPicture,
  { number, anchor }: NumberedBlock,
  room: Sheet | null,
  fills = false,
): string {
  const { alt, svg, width, height } = picture;
  const most =
    room === null
      ? 1
      : Math.min(
          (room.width * pixelsPerMillimetre) / width,
          (room.height * pixelsPerMillimetre) / height,
        );
  const scale = fills ? most : Math.min(1, most);
  const drawing = svg.replace(/^\s*<\?xml[^>]*\?>/, "").trim();
  return (
    `<figure id="${anchor}"><figcaption>${captionOf(picture, number)}</figcaption>` +
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escape(alt)}" ` +
    `width="${round(width * scale)}" height="${round(height * scale)}" ` +
    `viewBox="0 0 ${round(width)} ${round(height)}">${drawing}</svg></figure>`
  );
}

/** A swatch; its word where none stands beside it. */
function swatchOf(look: string, word?: string): string {
  const name =
    word === undefined ? ' aria-hidden="true"' : ` role="img" aria-label="${escape(word)}"`;
  return `<svg class="swatch"${name}><use href="#look-${look}"/></svg>`;
}

/** Every swatch once, for the document to refer to. */
const looks = `<svg class="looks" aria-hidden="true">${[
  ...entriesOf("level", levelLook),
  ...entriesOf("band", bandLook),
  ...entriesOf("outcome", outcomeLook),
]
  .map(([id, look]) => `<symbol id="look-${id}" viewBox="0 0 20 20">${lookMarkup(look)}</symbol>`)
  .join("")}</svg>`;

function entriesOf(kind: string, all: Readonly<Record<string, DataLook>>): [string, DataLook][] {
  return Object.entries(all).map(([name, look]) => [`${kind}-${name}`, look]);
}

function lookMarkup({ fill, edge, ink, glyph }: DataLook): string {
  const paths = glyphShapes[glyph].map(({ d, line, dash, opacity }) => {
    const paint =
      line === undefined
        ? ` fill="${ink}"`
        : ` fill="none" stroke="${ink}" stroke-width="${line}" stroke-linecap="round" stroke-linejoin="round"`;
    return `<path d="${d}"${paint}${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}${opacity === undefined ? "" : ` opacity="${opacity}"`}/>`;
  });
  return (
    `<rect x="0.5" y="0.5" width="19" height="19" rx="4" fill="${fill}" stroke="${edge}"${fill === "none" ? ' stroke-dasharray="3 2"' : ""}/>` +
    `<g transform="translate(2.8 2.8) scale(0.9)">${paths.join("")}</g>`
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import type { LabelledText } from "../../shared/model/banner.ts";
import type {
  ReportCell,
  ReportDocument,
  ReportTable,
} from "../../shared/model/report-document.ts";
import { plainLine } from "../../shared/plain-line.ts";
import { bandLook, levelLook, outcomeLook } from "./data-look.ts";
import { levelWords, printNumber, printPercent } from "./figure-words.ts";
import { numberSections, sectionTitle, type NumberedBlock } from "../../shared/number-blocks.ts";

/**
 * A report as Markdown with tables as GitHub writes them; the marking is its first and last line.
 *
 * Pictures are there in words. Nothing of a text is taken for markup.
 */
export function writeReportMarkdown(document: ReportDocument): string {
  const { title, subtitle, titleBlock, banner, markingBlock, footNotes } = document;
  const marking = banner.text.trim() === "" ? [] : [`**${inline(banner.text.trim())}**`];
  const notes = footNotes.filter((note) => note.trim() !== "").map((note) => `*${inline(note)}*`);
  const parts = [
    ...marking,
    `# ${inline(title)}`,
    ...(subtitle.trim() === "" ? [] : [inline(subtitle)]),
    ...factsOf([...titleBlock, ...markingBlock]),
    ...numberSections(document).flatMap((section) => [
      `## ${inline(sectionTitle(section))}`,
      ...section.blocks.flatMap(blockOf),
    ]),
    ...(notes.length === 0 ? [] : ["---", ...notes]),
    ...marking,
  ];
  return `${parts.join("\n\n")}\n`;
}

function blockOf({ block, number }: NumberedBlock): string[] {
  switch (block.kind) {
    case "heading":
      return [
        `${"#".repeat(block.level + 1)} ${number} ${portionOf(block.portion)}${inline(block.text)}`,
      ];
    case "paragraph":
      return block.text
        .split(/\n+/)
        .filter((line) => line.trim() !== "")
        .map((line, at) => (at === 0 ? portionOf(block.portion) : "") + inline(line));
    case "list":
      return [block.items.map((item) => `- ${portionOf(block.portion)}${inline(item)}`).join("\n")];
    case "figures":
      return [
        block.figures
          .map(({ value, label }) => `- **${inline(value)}** ${inline(label)}`)
          .join("\n"),
      ];
    case "facts":
      return [
        ...(block.portion === null ? [] : [portionOf(block.portion)]),
        ...factsOf(block.rows),
      ];
    case "table":
      return tableOf(block, number);
    case "picture":
      return [
        `${portionOf(block.portion)}**${number}.** ${inline(block.caption)}`,
        `*${inline(block.alt)}*`,
      ];
  }
}

function portionOf(portion: string | null): string {
  return portion === null ? "" : `(${inline(portion)}) `;
}

function factsOf(rows: readonly LabelledText[]): string[] {
  if (rows.length === 0) return [];
  return [rows.map(({ label, text }) => `- **${inline(label)}:** ${inline(text)}`).join("\n")];
}

function tableOf(
  { columns, rows, caption, note, empty, portion, rowPortions }: ReportTable,
  number: string,
) {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table =
    rows.length === 0
      ? inline(empty)
      : [
          line(columns.map(({ label }) => inline(label))),
          line(columns.map(({ align }) => (align === "end" ? "---:" : "---"))),
          ...rows.map((row, place) => {
            const mark = portionOf(rowPortions?.[place] ?? null);
            const cells = columns.map((_, at) => cellOf(row[at] ?? null));
            return line(cells.map((cell, at) => (at === 0 ? mark + cell : cell)));
          }),
        ].join("\n");
  return [
    `${portionOf(portion)}**${number}.** ${inline(caption)}`,
    table,
    ...(note === null ? [] : [`*${inline(note)}*`]),
  ];
}

function cellOf(cell: ReportCell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return inline(cell);
  if (typeof cell === "number") return printNumber(cell);
  switch (cell.kind) {
    case "id":
      return inline(cell.text);
    case "strong":
      return `**${inline(cell.text)}**`;
    case "percent":
      return printPercent(cell.value);
    case "level":
      return levelLook[cell.level].word;
    case "priority":
      return `${bandLook[cell.band].word}, ${printNumber(cell.value)}`;
    case "outcome":
      return outcomeLook[cell.outcome].word;
    case "levels":
      return levelWords(cell.parts);
  }
}

/** A text as one line in which nothing is markup. */
function inline(text: string): string {
  return plainLine(text.toWellFormed())
    .replace(/[\\`*_[\]<>#|~&$]/g, "\\$&")
    .replace(/^(\s*)([-+])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])(?=\s)/, "$1\\$2")
    .trim();
}

import type { ReportBlock, ReportCell, ReportTable } from "../../shared/model/report-document.ts";
import { linesOf, millimetresPerPoint } from "./print-margins.ts";

/** Size, line and what follows a paragraph, in points, as the styles set them. */
const paragraphLook = { lead: [10.5, 15.5, 11], body: [9.5, 14, 7], note: [7.5, 10.5, 7] } as const;
/** What stands between two cells, and between a label and its text, in millimetres. */
const cellGap = 3.6;
const labelWidth = 42;
/** Words whose length nobody measures: of levels, outcomes and numbers. */
const oneLine = "";

/**
 * What a block takes of a page of some width at most, both in millimetres; infinite for a picture, which
 * is made to fit what is left.
 */
export function heightOf(block: ReportBlock, width: number): number {
  return pointsOf(block, width) * millimetresPerPoint;
}

function pointsOf(block: ReportBlock, width: number): number {
  const lines = (text: string, size: number, room: number) =>
    text.split("\n").reduce((sum, part) => sum + linesOf(part, size, room), 0);
  const words = (text: string) =>
    "portion" in block && block.portion !== null ? `(${block.portion}) ${text}` : text;
  switch (block.kind) {
    case "heading":
      return block.level === 2
        ? 20 + 15 * lines(words(block.text), 12.5, width - 12)
        : 14 + 14 * lines(words(block.text), 10, width - 12);
    case "paragraph": {
      const [size, line, after] = paragraphLook[block.tone];
      return line * lines(words(block.text), size, width) + after;
    }
    case "list":
      return block.items.reduce(
        (sum, item) => sum + 14 * lines(words(item), 9.5, width - 5) + 2,
        7,
      );
    case "figures": {
      const room = width / block.figures.length - 6;
      const most = Math.max(0, ...block.figures.map(({ label }) => lines(label, 8, room)));
      return 22 + 12 + 2 + 24 + 12 * most;
    }
    case "facts":
      return block.rows.reduce(
        (sum, { label, text }) =>
          sum +
          12.5 *
            Math.max(
              lines(label, 8.8, labelWidth),
              lines(text, 8.8, width - labelWidth - cellGap),
            ) +
          5.5,
        9 + (block.portion === null ? 0 : 17.5),
      );
    case "table":
      return (
        7 +
        11.5 * lines(words(`Table 99. ${block.caption}`), 8, width) +
        17 +
        block.rows.reduce((sum, row) => sum + rowPoints(block, row, width), 0) +
        (hasBars(block) ? 26 : 0) +
        (block.note === null ? 4 : 12 + 10.5 * lines(block.note, 7.5, width))
      );
    case "picture":
      return Infinity;
  }
}

function rowPoints({ columns }: ReportTable, row: readonly ReportCell[], width: number): number {
  const whole = columns.reduce((sum, column) => sum + column.width, 0);
  const lines = columns.map((column, at) =>
    linesOf(cellWords(row[at] ?? null), 8.8, (column.width / whole) * width - cellGap),
  );
  return 12 * Math.max(1, ...lines) + 6;
}

function cellWords(cell: ReportCell): string {
  if (typeof cell === "string") return cell;
  return typeof cell === "object" && (cell?.kind === "id" || cell?.kind === "strong")
    ? cell.text
    : oneLine;
}

function hasBars({ rows }: ReportTable): boolean {
  return rows.some((row) =>
    row.some((cell) => typeof cell === "object" && cell?.kind === "levels"),
  );
}

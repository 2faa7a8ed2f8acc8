import { csvCell, markTable } from "../../shared/csv-cell.ts";
import type { MarkingLowering } from "../../shared/model/marking.ts";

const headings = ["Time", "What left", "Had to carry", "Carried", "Reason", "Who"];

/** The history of lowerings as CSV, with a byte order mark for spreadsheets. */
export function buildLoweringCsv(
  lowerings: readonly MarkingLowering[],
  marking: string | null,
): string {
  const rows = [
    headings,
    ...lowerings.map(({ at, what, required, written, reason, who }) => [
      ...[at, what, required, written, reason, who],
    ]),
  ];
  const lines = markTable(rows, marking).map((cells) => `${cells.map(csvCell).join(",")}\r\n`);
  return `\uFEFF${lines.join("")}`;
}

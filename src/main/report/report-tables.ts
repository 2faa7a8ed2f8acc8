import { coverageLevel } from "../../shared/model/coverage.ts";
import type { LabelledText } from "../../shared/model/banner.ts";
import type {
  ReportBlock,
  ReportCell,
  ReportDocument,
  ReportTable,
} from "../../shared/model/report-document.ts";
import type { LayerTables, Sheet, SheetCell } from "../layers/layer-table.ts";
import { bandLook, levelLook, outcomeLook } from "./data-look.ts";
import { numberSections, sectionTitle, type NumberedSection } from "../../shared/number-blocks.ts";

type Value = string | number | null;
type Row = readonly (SheetCell | null)[];

/** The most that a cell of a workbook holds, less the mark that guards it. */
const mostInCell = 32_766;
const headFill = "#eceef2";
const cutMark = " … (cut: see the other formats)";

/**
 * A report as the sheets of a workbook: the cover, then each section with its tables below each other.
 *
 * Numbers are numbers: a bar of levels becomes a column for each level, a share stands in percent, a
 * priority beside its band. The marking is the first cell of each sheet. Pictures are there in words.
 */
export function buildReportTables(document: ReportDocument): LayerTables {
  const { title, subtitle, titleBlock, banner, markingBlock, footNotes } = document;
  const marking = banner.text.trim() === "" ? null : banner.text.trim();
  const sections = numberSections(document);
  const cover: Sheet = {
    name: "Report",
    rows: [
      ...markingRows(marking),
      [bold(title)],
      ...texts([subtitle]),
      ...pairs([...titleBlock, ...markingBlock]),
      [],
      ...sections.map((section): Row => [text(sectionTitle(section))]),
      [],
      ...texts(footNotes),
    ],
    widths: [60, 60],
    stickyRows: 0,
    stickyColumns: 0,
  };
  return {
    sheets: [cover, ...sections.map((section) => sheetOf(section, marking))],
    marking,
    techniques: 0,
    warnings: [],
  };
}

function sheetOf(section: NumberedSection, marking: string | null): Sheet {
  const title = sectionTitle(section);
  const tables = section.blocks.flatMap(({ block }) =>
    block.kind === "table" ? [expand(block)] : [],
  );
  const columns = Math.max(2, ...tables.map(({ heads }) => heads.length));
  return {
    // Begins with its number, which no other does.
    name: `${section.number} ${section.section.title}`
      .toWellFormed()
      .replace(/[[\]/\\:*?'\p{Cc}\p{Cf}\ufffe\uffff]+/gu, " ")
      .slice(0, 31)
      .toWellFormed()
      .trim(),
    rows: [
      ...markingRows(marking),
      [bold(title)],
      ...section.blocks.flatMap(({ block, number }): Row[] => [...rowsOf(block, number)]),
    ],
    widths: Array.from({ length: columns }, (_, at) =>
      Math.max(at === 0 ? 24 : 10, ...tables.map(({ widths }) => widths[at] ?? 0)),
    ),
    stickyRows: 0,
    stickyColumns: 0,
  };
}

function rowsOf(block: ReportBlock, number: string): readonly Row[] {
  switch (block.kind) {
    case "heading":
      return [[], [bold(`${number} ${portionOf(block.portion)}${block.text}`)]];
    case "paragraph":
      return texts([portionOf(block.portion) + block.text]);
    case "list":
      return texts(block.items.map((item) => portionOf(block.portion) + item));
    case "figures":
      return block.figures.map(({ value, label }) => [text(label), text(value)]);
    case "facts":
      return [
        ...(block.portion === null ? [] : [[text(portionOf(block.portion).trim())]]),
        ...pairs(block.rows),
      ];
    case "table": {
      const { heads, rows } = expand(block);
      return [
        [],
        [text(`${portionOf(block.portion)}${number}. ${block.caption}`)],
        heads.map((head): SheetCell => ({ ...bold(head), fill: headFill, ink: "#12161c" })),
        ...(rows.length === 0 ? [[text(block.empty)]] : rows.map((row) => row.map(cell))),
        ...(block.note === null ? [] : [[text(block.note)]]),
      ];
    }
    case "picture":
      return [
        [],
        [text(`${portionOf(block.portion)}${number}. ${block.caption}`)],
        ...texts([block.alt]),
      ];
  }
}

/** A table as values, with as many columns as its cells need. */
interface ExpandedTable {
  readonly heads: readonly string[];
  /** In characters. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Value[])[];
}

function expand({ columns, rows, rowPortions }: ReportTable): ExpandedTable {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const expanded = columns.map(({ label, width }, at) => {
    const cells = rows.map((row) => row[at] ?? null);
    const characters = Math.min(70, Math.max(10, Math.round((width / whole) * 110)));
    return expandColumn(label, characters, cells);
  });
  // A number stays a number: rows of their own marking have it in a column.
  if (rowPortions !== undefined) {
    const values = rowPortions.map((portion) => [portion]);
    expanded.push({ heads: ["Marking"], widths: [14], values });
  }
  return {
    heads: expanded.flatMap(({ heads }) => heads),
    widths: expanded.flatMap(({ widths }) => widths),
    rows: rows.map((_, row) => expanded.flatMap(({ values }) => values[row] ?? [])),
  };
}

interface ExpandedColumn {
  readonly heads: readonly string[];
  readonly widths: readonly number[];
  /** By row. */
  readonly values: readonly (readonly Value[])[];
}

function expandColumn(label: string, width: number, cells: readonly ReportCell[]): ExpandedColumn {
  const kinds = new Set(cells.flatMap((one) => (isDatum(one) ? [one.kind] : [])));
  if (kinds.has("levels")) {
    const shown = coverageLevel.options.filter((level) =>
      cells.some((one) => countOf(one, level) > 0),
    );
    return {
      heads: shown.map((level) => levelLook[level].word),
      widths: shown.map(() => 11),
      values: cells.map((one) => shown.map((level) => countOf(one, level))),
    };
  }
  if (kinds.has("priority")) {
    return {
      heads: [label, `${label}, band`],
      widths: [Math.min(width, 12), 12],
      values: cells.map((one) =>
        isDatum(one) && one.kind === "priority"
          ? [one.value, bandLook[one.band].word]
          : [valueOf(one), null],
      ),
    };
  }
  return {
    heads: [kinds.has("percent") ? `${label}, %` : label],
    widths: [width],
    values: cells.map((one) => [valueOf(one)]),
  };
}

type Datum = Extract<ReportCell, object>;

function isDatum(one: ReportCell): one is Datum {
  return typeof one === "object" && one !== null;
}

function countOf(one: ReportCell, level: (typeof coverageLevel.options)[number]): number {
  if (!isDatum(one) || one.kind !== "levels") return 0;
  return one.parts.reduce((sum, part) => sum + (part.level === level ? part.count : 0), 0);
}

function valueOf(one: ReportCell): Value {
  if (!isDatum(one)) return one;
  switch (one.kind) {
    case "id":
    case "strong":
      return one.text;
    case "percent":
    case "priority":
      return one.value;
    case "level":
      return levelLook[one.level].word;
    case "outcome":
      return outcomeLook[one.outcome].word;
    case "levels":
      return null;
  }
}

function markingRows(marking: string | null): Row[] {
  return marking === null ? [] : [[bold(marking)]];
}

function portionOf(portion: string | null): string {
  return portion === null ? "" : `(${portion}) `;
}

function pairs(rows: readonly LabelledText[]): Row[] {
  return rows.map(({ label, text: words }) => [bold(label), text(words)]);
}

/** Texts, each line in a cell of its own and none longer than a cell. */
function texts(all: readonly string[]): Row[] {
  return all
    .flatMap((each) => each.split(/\r?\n/))
    .filter((line) => line.trim() !== "")
    .flatMap((line) => line.match(/.{1,32000}/gsu) ?? [])
    .map((line) => [text(line)]);
}

function cell(value: Value): SheetCell {
  return typeof value === "string" ? text(value) : { value };
}

function text(value: string): SheetCell {
  const words = value.toWellFormed();
  if (words.length <= mostInCell) return { value: words };
  return { value: `${words.slice(0, mostInCell - cutMark.length).toWellFormed()}${cutMark}` };
}

function bold(value: string): SheetCell {
  return { ...text(value), isBold: true };
}

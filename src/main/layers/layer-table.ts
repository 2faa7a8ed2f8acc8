import { colourOn, inkOn, mixColours, parseColour } from "../../shared/colour.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { Annotation, LayerContent, LayerFact, LayerLink } from "../../shared/model/layer.ts";
import type { TableOptions } from "../../shared/model/picture.ts";
import {
  arrangeLayer,
  findFill,
  printScore,
  type LayerMatrix,
  type MatrixCell,
  type MatrixRelease,
} from "./layer-matrix.ts";

/** One cell of a sheet: what stands in it and how it looks. */
export interface SheetCell {
  readonly value: string | number | null;
  /** `#rrggbb`; null = none. */
  readonly fill?: string | null;
  readonly ink?: string;
  readonly isBold?: boolean;
  readonly isMuted?: boolean;
  /** Steps to the right. */
  readonly indent?: number;
  /** Columns that it spans. */
  readonly span?: number;
  /** A line around it. */
  readonly edge?: string;
  readonly isStruck?: boolean;
}

/** One sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  /** In characters. */
  readonly widths: readonly number[];
  readonly stickyRows: number;
  readonly stickyColumns: number;
}

/** The tables of a layer. */
export interface LayerTables {
  /** The matrix or the list, then what belongs to it. */
  readonly sheets: readonly [Sheet, ...Sheet[]];
  /** Printed at the head and foot of every page; null for none. */
  readonly marking: string | null;
  readonly techniques: number;
  readonly warnings: readonly string[];
}

/** What tables are made from. */
export interface TableInput {
  readonly content: LayerContent;
  readonly release: MatrixRelease;
  readonly options: TableOptions;
  readonly marking: string | null;
  readonly notice: string;
}

/** The most that a cell of a workbook holds, in UTF-16 units, less the mark that guards it. */
const mostInCell = 32_766;
const paper = "#ffffff";

/** A layer in the shape of the matrix: a column for each tactic, sub-techniques indented below. */
export function buildMatrixTable(input: TableInput): LayerTables {
  const { content } = input;
  const matrix = arrange(input);
  const writer = new CellWriter();
  const width = Math.max(1, matrix.columns.length);
  const bodies = matrix.columns.map(({ cells }) =>
    cells.flatMap((cell) => [
      matrixCell(writer, content, cell, 0),
      ...cell.subtechniques.map((sub) => matrixCell(writer, content, sub, 1)),
    ]),
  );
  const across = (value: string, look: Partial<SheetCell> = {}): (SheetCell | null)[] => [
    { value: writer.text(value), span: width, ...look },
    ...Array.from({ length: width - 1 }, () => null),
  ];
  const head = [
    ...(input.marking === null ? [] : [across(input.marking, { isBold: true })]),
    across(content.name, { isBold: true }),
    across(summary(input, matrix), { isMuted: true }),
    matrix.columns.map(({ tactic, techniques, annotated }): SheetCell => ({
      value: writer.text(`${tactic.name}\n${annotated} of ${techniques}`),
      isBold: true,
      fill: "#eceef2",
      ink: "#12161c",
      edge: "#cdd2da",
    })),
  ];
  const tallest = Math.max(0, ...bodies.map(({ length }) => length));
  const rows = Array.from({ length: tallest }, (_, row) => bodies.map((body) => body[row] ?? null));
  const names = new SheetNames();
  const main: Sheet = {
    name: names.take(content.name),
    rows: [...head, ...rows],
    widths: matrix.columns.map(() => 26),
    stickyRows: head.length,
    stickyColumns: 0,
  };
  return finish(input, matrix, writer, names, main);
}

/** A layer as a list: a row for each technique of the release, annotated or not. */
export function buildListTable(input: TableInput): LayerTables {
  const { content, marking } = input;
  const matrix = arrange(input);
  const writer = new CellWriter();
  const headings = [
    ...["ID", "Name", "Parent", "Tactics", "Annotated under", "Score", "Colour", "Legend"],
    ...["Enabled", "Comment", "Links", "Metadata"],
    ...(marking === null ? [] : ["Marking"]),
  ];
  const rows = listRows(matrix).map((entry): (SheetCell | null)[] => {
    const { cells, isAnnotated, first } = entry;
    const { technique, annotation, score, mark } = first;
    const fill = first.colour === null ? null : findFill(first, content.scoreMeaning, paper);
    const text = (value: string): SheetCell => ({ value: writer.text(value) });
    return [
      { ...text(technique.id), isBold: technique.parentId === null },
      { ...text(technique.name), indent: technique.parentId === null ? 0 : 1 },
      text(technique.parentId ?? ""),
      text(technique.tactics.join("; ")),
      text(isAnnotated ? cells.map(({ tactic }) => tactic).join("; ") : ""),
      fill === null ? { value: score } : { value: score, fill, ink: inkOn(fill) },
      text(fill ?? ""),
      text(mark?.label ?? ""),
      text(annotation === null ? "" : annotation.enabled ? "yes" : "no"),
      text(annotation?.comment ?? ""),
      text((annotation?.links ?? []).map(linkLine).join("\n")),
      text((annotation?.metadata ?? []).map(factLine).join("\n")),
      ...(marking === null ? [] : [text(marking)]),
    ];
  });
  const names = new SheetNames();
  const main: Sheet = {
    name: names.take("Techniques"),
    rows: [headings.map(headingCell), ...rows],
    widths: [12, 44, 10, 32, 24, 9, 10, 18, 9, 60, 40, 40, 24].slice(0, headings.length),
    stickyRows: 1,
    stickyColumns: 2,
  };
  return finish(input, matrix, writer, names, main);
}

/** A technique with its annotation; cells of several tactics that say the same stand together. */
interface ListRow {
  readonly first: MatrixCell;
  readonly cells: readonly MatrixCell[];
  readonly isAnnotated: boolean;
}

function listRows({ columns }: LayerMatrix): ListRow[] {
  const all = columns.flatMap(({ cells }) =>
    cells.flatMap((cell) => [cell, ...cell.subtechniques]),
  );
  const byTechnique = Map.groupBy(all, ({ technique }) => technique.id);
  return [...byTechnique]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, cells]) => {
      const annotated = Map.groupBy(
        cells.filter(({ annotation }) => annotation !== null),
        ({ annotation, score }) => JSON.stringify([marksOf(annotation), score]),
      );
      const rows = [...annotated.values()].flatMap((same): ListRow[] => {
        const [first] = same;
        return first === undefined ? [] : [{ first, cells: same, isAnnotated: true }];
      });
      const [first] = cells;
      if (rows.length > 0 || first === undefined) return rows;
      return [{ first, cells, isAnnotated: false }];
    });
}

/** What an annotation says, wherever it stands. */
function marksOf(annotation: Annotation | null): unknown {
  if (annotation === null) return null;
  const { tactic: _tactic, ...marks } = annotation;
  return marks;
}

function matrixCell(
  writer: CellWriter,
  content: LayerContent,
  cell: MatrixCell,
  indent: number,
): SheetCell {
  const { technique, score, mark, isEnabled } = cell;
  const fill = findFill(cell, content.scoreMeaning, paper);
  const said = [
    ...(score === null ? [] : [printScore(score)]),
    ...(mark === null ? [] : [mark.label]),
    ...(isEnabled ? [] : ["disabled"]),
  ].join(" · ");
  return {
    value: writer.text(`${technique.id} ${technique.name}${said === "" ? "" : `\n${said}`}`),
    indent,
    fill,
    ink: fill === null ? (cell.annotation === null ? "#4a5462" : "#12161c") : inkOn(fill),
    edge: fill === null ? "#cdd2da" : darker(fill),
    isBold: indent === 0 && cell.annotation !== null,
    isStruck: !isEnabled,
  };
}

/** A line around a fill that is told from it. */
function darker(fill: string): string {
  const [from, to] = [parseColour(fill), parseColour("#12161c")];
  return from === null || to === null ? fill : colourOn(mixColours(from, to, 0.3), paper);
}

function finish(
  input: TableInput,
  matrix: LayerMatrix,
  writer: CellWriter,
  names: SheetNames,
  main: Sheet,
): LayerTables {
  const sheets: [Sheet, ...Sheet[]] = [
    main,
    unplacedSheet(matrix, writer, names),
    aboutSheet(input, matrix, writer, names),
  ];
  const shown = new Set(
    matrix.columns.flatMap(({ cells }) =>
      cells.flatMap((cell) => [cell, ...cell.subtechniques].map(({ technique }) => technique.id)),
    ),
  );
  const { length } = matrix.unplaced;
  return {
    sheets,
    marking: input.marking,
    techniques: shown.size,
    warnings: [
      ...writer.warnings,
      ...(length === 0
        ? []
        : [
            `${length} ${length === 1 ? "annotation finds" : "annotations find"} no place in ${input.content.domain} ${input.content.version}: see the sheet "Not placed".`,
          ]),
      ...matrix.hidden.why,
    ],
  };
}

function unplacedSheet({ unplaced }: LayerMatrix, writer: CellWriter, names: SheetNames): Sheet {
  const rows = unplaced.map((each): SheetCell[] => [
    { value: writer.text(each.techniqueId) },
    { value: writer.text(each.tactic ?? "") },
    { value: writer.text(each.reason) },
    { value: writer.text(each.replacedBy ?? "") },
    { value: each.score },
    { value: writer.text(each.comment) },
  ]);
  return {
    name: names.take("Not placed"),
    rows: [["ID", "Tactic", "Reason", "Replaced by", "Score", "Comment"].map(headingCell), ...rows],
    widths: [12, 24, 16, 14, 9, 80],
    stickyRows: 1,
    stickyColumns: 0,
  };
}

function aboutSheet(
  input: TableInput,
  matrix: LayerMatrix,
  writer: CellWriter,
  names: SheetNames,
): Sheet {
  const { content, marking, notice } = input;
  const facts: readonly (readonly [string, string])[] = [
    ...(marking === null ? [] : [["Marking", marking] as const]),
    ["Layer", content.name],
    ["Description", content.properties.description],
    [
      "ATT&CK release",
      `${officialDomains.get(content.domain) ?? content.domain} ${content.version}`,
    ],
    ["Techniques", summary(input, matrix)],
    ["Not shown", matrix.hidden.why.join(" ")],
    ["Origin", content.origin],
    ...content.properties.metadata.flatMap((fact) =>
      fact === null ? [] : [[fact.name, fact.value] as const],
    ),
    ["Notice", notice],
  ];
  const legend = matrix.legend.map(({ label, colour }, at): (SheetCell | null)[] => {
    const parsed = parseColour(colour);
    const fill = parsed === null ? null : colourOn(parsed, paper);
    return [
      { value: at === 0 ? "Legend" : "", isBold: true },
      { value: writer.text(label), fill, ...(fill === null ? {} : { ink: inkOn(fill) }) },
    ];
  });
  return {
    name: names.take("About"),
    rows: [
      ...facts
        .filter(([, value]) => value !== "")
        .map(([name, value]): SheetCell[] => [
          { value: writer.text(name), isBold: true },
          { value: writer.text(value) },
        ]),
      ...legend,
    ],
    widths: [22, 100],
    stickyRows: 0,
    stickyColumns: 0,
  };
}

function headingCell(value: string): SheetCell {
  return { value, isBold: true, fill: "#eceef2", ink: "#12161c" };
}

function arrange({ content, release, options }: TableInput): LayerMatrix {
  return arrangeLayer(content, release, {
    hiddenTactics: options.hiddenTactics,
    hideDisabled: options.hideDisabled ?? content.properties.hideDisabled,
    unannotated: options.unannotated,
    aggregateScores: options.aggregateScores ?? content.properties.showAggregateScores,
  });
}

function summary({ content }: TableInput, { annotated, techniques }: LayerMatrix): string {
  const name = officialDomains.get(content.domain) ?? content.domain;
  return `${name} ATT&CK ${content.version}: ${annotated} of ${techniques} techniques annotated`;
}

function linkLine(link: LayerLink): string {
  return link === null ? "" : `${link.label}: ${link.url}`;
}

function factLine(fact: LayerFact): string {
  return fact === null ? "" : `${fact.name}: ${fact.value}`;
}

/** Makes texts that a cell can hold, and says what was cut. */
class CellWriter {
  #cut = 0;

  text(value: string): string {
    const text = value.toWellFormed().replaceAll("\r\n", "\n");
    if (text.length <= mostInCell) return text;
    this.#cut += 1;
    const tail = (left: number) => `… [cut: ${left} more characters]`;
    const kept = mostInCell - tail(text.length).length;
    // No sign is cut in two.
    return `${text
      .slice(0, kept)
      .toWellFormed()
      .replace(/\uFFFD$/, "")}${tail(text.length - kept)}`;
  }

  get warnings(): string[] {
    if (this.#cut === 0) return [];
    const what = this.#cut === 1 ? "1 text is" : `${this.#cut} texts are`;
    return [`${what} longer than a cell holds (${mostInCell} characters) and cut, with a mark.`];
  }
}

/** Names that a workbook takes: 31 characters without its own signs, each once. */
class SheetNames {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    const most = 31;
    const clean =
      wanted
        .toWellFormed()
        .replace(/[[\]/\\:*?\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu, " ")
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, most)
        .toWellFormed()
        .replace(/^'+|'+$/g, "")
        .trim() || "Layer";
    // A spreadsheet keeps this name for itself.
    const base = clean.toLowerCase() === "history" ? `${clean} layer` : clean;
    for (let number = 1; ; number += 1) {
      const ending = number === 1 ? "" : ` (${number})`;
      const name = `${base.slice(0, most - ending.length).trimEnd()}${ending}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}

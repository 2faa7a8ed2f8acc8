import type { LabelledText } from "../../shared/model/banner.ts";
import type { ReportBlock, ReportCell, ReportColumn } from "../../shared/model/report-document.ts";

/*
 * Blocks of a report. None is portion-marked here, but for rows of tables: the report marks what its
 * sections leave unmarked.
 */

/** A heading below a section's title; `id` is unique in the document. */
export function heading(level: 2 | 3, id: string, text: string): ReportBlock {
  return { kind: "heading", level, id, text, portion: null };
}

/** The answer of a section. */
export function lead(text: string): ReportBlock {
  return { kind: "paragraph", text, tone: "lead", portion: null };
}

export function paragraph(text: string): ReportBlock {
  return { kind: "paragraph", text, tone: "body", portion: null };
}

/** Small, under what it explains. */
export function note(text: string): ReportBlock {
  return { kind: "paragraph", text, tone: "note", portion: null };
}

/** A list; nothing where there is no item. */
export function list(items: readonly string[]): ReportBlock[] {
  return items.length === 0 ? [] : [{ kind: "list", items: [...items], portion: null }];
}

/** Labels with their text; those without text are left out. */
export function facts(rows: readonly (readonly [label: string, text: string])[]): ReportBlock[] {
  const told = rows.flatMap(([label, text]): LabelledText[] =>
    text === "" ? [] : [{ label, text }],
  );
  return told.length === 0 ? [] : [{ kind: "facts", rows: told, portion: null }];
}

type Column = readonly [id: string, label: string, width: number, align?: "end"];

/** A table of `[id, label, width, align]` columns; words stand left unless `align` says `end`. */
export function table({
  id,
  caption,
  columns,
  rows,
  note: under = null,
  empty,
  rowPortions,
}: {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly note?: string | null;
  readonly empty: string;
  /** Of each row, where rows are about things that are marked apart. */
  readonly rowPortions?: readonly (string | null)[];
}): ReportBlock {
  return {
    kind: "table",
    id,
    caption,
    columns: columns.map(([name, label, width, align]): ReportColumn => ({
      id: name,
      label,
      align: align ?? "start",
      width,
    })),
    rows: rows.map((row) => [...row]),
    note: under,
    empty,
    portion: null,
    ...(rowPortions === undefined ? {} : { rowPortions: [...rowPortions] }),
  };
}

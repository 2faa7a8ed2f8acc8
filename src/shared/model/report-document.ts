import type { CoverageLevel, PriorityBand } from "./coverage.ts";
import type { Outcome } from "./emulation.ts";

/**
 * What a report says, before anybody decides how it looks: sections of blocks, in their order.
 *
 * Made by pure files from the facts of a report and its template; written as print, HTML, Markdown
 * and XLSX from this alone. All text is plain: writers escape it, nothing in it is markup.
 */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** Lines of the cover: "Prepared for", "Amber Quay". */
  readonly titleBlock: readonly LabelledText[];
  /** A picture's bytes as base64; null = none. */
  readonly logo: ReportLogo | null;
  /** Marking of the whole: first and last line of every page. */
  readonly banner: ReportBanner;
  /** Lines of the classification block on the first page. */
  readonly markingBlock: readonly LabelledText[];
  readonly paper: "A4" | "Letter";
  readonly orientation: "portrait" | "landscape";
  /** At the foot of every page: what covered means, the releases, the ATT&CK notice. */
  readonly footNotes: readonly string[];
  readonly sections: readonly ReportSection[];
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

export interface ReportLogo {
  readonly mediaType: "image/png" | "image/jpeg" | "image/svg+xml";
  readonly base64: string;
}

/** Words and ground of a marking; an empty text is none. */
export interface ReportBanner {
  readonly text: string;
  /** As `#RRGGBB`. */
  readonly colour: string;
  readonly align: "centre" | "right";
}

/** A chapter: it begins on a new page and stands in the table of contents. */
export interface ReportSection {
  /** Unique in the document: letters, digits and `-`. */
  readonly id: string;
  readonly title: string;
  /** Appendices are lettered, the others numbered. */
  readonly isAppendix: boolean;
  readonly blocks: readonly ReportBlock[];
}

/** The abbreviation of a portion's marking, without parentheses; null = it is not portion-marked. */
export type Portion = string | null;

export type ReportBlock =
  | {
      readonly kind: "heading";
      readonly level: 2 | 3;
      readonly id: string;
      readonly text: string;
      readonly portion: Portion;
    }
  | {
      readonly kind: "paragraph";
      readonly text: string;
      /** `lead` is the answer of a section, `note` stands small under what it explains. */
      readonly tone: "lead" | "body" | "note";
      readonly portion: Portion;
    }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly portion: Portion }
  | { readonly kind: "figures"; readonly figures: readonly ReportFigure[] }
  | { readonly kind: "facts"; readonly rows: readonly LabelledText[]; readonly portion: Portion }
  | ReportTable
  | ReportPicture;

/** A number that stands out, with what it counts. */
export interface ReportFigure {
  readonly value: string;
  readonly label: string;
  /** A swatch beside the label. */
  readonly level: CoverageLevel | null;
}

/** A table; captions are numbered by the writers. Its head is repeated on every page it reaches. */
export interface ReportTable {
  readonly kind: "table";
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** Under the table: what a column means. */
  readonly note: string | null;
  /** What stands in place of rows where there are none. */
  readonly empty: string;
  readonly portion: Portion;
}

export interface ReportColumn {
  readonly id: string;
  readonly label: string;
  readonly align: "start" | "end";
  /** Share of the width among the table's columns. */
  readonly width: number;
}

/** A cell: text, a number, or a datum that is drawn with its word. */
export type ReportCell =
  | string
  | number
  | null
  | { readonly kind: "id"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "percent"; readonly value: number | null }
  | { readonly kind: "level"; readonly level: CoverageLevel }
  | { readonly kind: "priority"; readonly band: PriorityBand; readonly value: number }
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "levels"; readonly parts: readonly LevelPart[] };

/** A part of a bar of levels, in techniques. */
export interface LevelPart {
  readonly level: CoverageLevel;
  readonly count: number;
}

/** A drawing as SVG, and the same in words for who cannot see it. */
export interface ReportPicture {
  readonly kind: "picture";
  readonly id: string;
  readonly caption: string;
  readonly alt: string;
  /** Self-contained, text as text; nothing refers outside it. */
  readonly svg: string;
  /** In CSS pixels, 96 to the inch. */
  readonly width: number;
  readonly height: number;
  /** Whether it stands on a sheet of its own, turned where it is wider than high. */
  readonly isWholePage: boolean;
  readonly portion: Portion;
}

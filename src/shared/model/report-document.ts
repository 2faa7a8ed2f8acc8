import { z } from "zod";
import { labelledText, reportBanner } from "./banner.ts";
import { coverageLevel, priorityBand } from "./coverage.ts";
import { outcome } from "./emulation.ts";

/** A name in a document: letters, digits and `-`. */
const name = z.string().regex(/^[A-Za-z0-9-]+$/);

/** A picture's bytes as base64. */
export const reportLogo = z.object({
  mediaType: z.enum(["image/png", "image/jpeg", "image/svg+xml"]),
  base64: z.base64().max(2_000_000),
});
export type ReportLogo = z.infer<typeof reportLogo>;

/** The abbreviation of a portion's marking, without parentheses; null = it is not portion-marked. */
const portion = z.string().nullable();

/** A part of a bar of levels, in techniques. */
export const levelPart = z.object({ level: coverageLevel, count: z.number().int() });
export type LevelPart = z.infer<typeof levelPart>;

/** A cell: text, a number, or a datum that is drawn with its word. */
export const reportCell = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("id"), text: z.string() }),
    z.object({ kind: z.literal("strong"), text: z.string() }),
    z.object({ kind: z.literal("percent"), value: z.number().nullable() }),
    z.object({ kind: z.literal("level"), level: coverageLevel }),
    z.object({ kind: z.literal("priority"), band: priorityBand, value: z.number() }),
    z.object({ kind: z.literal("outcome"), outcome }),
    z.object({ kind: z.literal("levels"), parts: z.array(levelPart) }),
  ]),
]);
export type ReportCell = z.infer<typeof reportCell>;

export const reportColumn = z.object({
  id: name,
  label: z.string(),
  align: z.enum(["start", "end"]),
  /** Share of the width among the table's columns. */
  width: z.number().positive(),
});
export type ReportColumn = z.infer<typeof reportColumn>;

/** A table; captions are numbered by the writers. Its head is repeated on every page it reaches. */
export const reportTable = z.object({
  kind: z.literal("table"),
  id: name,
  caption: z.string(),
  columns: z.array(reportColumn),
  rows: z.array(z.array(reportCell)),
  /** Under the table: what a column means. */
  note: z.string().nullable(),
  /** What stands in place of rows where there are none. */
  empty: z.string(),
  portion,
  /** Of each row, where one is marked otherwise than the table; left out: as the table. */
  rowPortions: z.array(portion).optional(),
});
export type ReportTable = z.infer<typeof reportTable>;

/** A drawing as SVG, and the same in words for who cannot see it. */
export const reportPicture = z.object({
  kind: z.literal("picture"),
  id: name,
  caption: z.string(),
  alt: z.string(),
  /** Self-contained, text as text; nothing refers outside it. */
  svg: z.string(),
  /** In CSS pixels, 96 to the inch. */
  width: z.number().positive(),
  height: z.number().positive(),
  /** Whether it stands on a sheet of its own, turned where it is wider than high. */
  isWholePage: z.boolean(),
  portion,
});
export type ReportPicture = z.infer<typeof reportPicture>;

/** A number that stands out, with what it counts and, where it is one, its level's swatch. */
export const reportFigure = z.object({
  value: z.string(),
  label: z.string(),
  level: coverageLevel.nullable(),
});
export type ReportFigure = z.infer<typeof reportFigure>;

export const reportBlock = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("heading"),
    level: z.union([z.literal(2), z.literal(3)]),
    id: name,
    text: z.string(),
    portion,
  }),
  z.object({
    kind: z.literal("paragraph"),
    text: z.string(),
    /** `lead` is the answer of a section, `note` stands small under what it explains. */
    tone: z.enum(["lead", "body", "note"]),
    portion,
  }),
  z.object({ kind: z.literal("list"), items: z.array(z.string()), portion }),
  z.object({ kind: z.literal("figures"), figures: z.array(reportFigure) }),
  z.object({ kind: z.literal("facts"), rows: z.array(labelledText), portion }),
  reportTable,
  reportPicture,
]);
export type ReportBlock = z.infer<typeof reportBlock>;

/** A chapter: it begins on a new page and stands in the table of contents. */
export const reportSection = z.object({
  /** Unique in the document. */
  id: name,
  title: z.string(),
  /** Appendices are lettered, the others numbered. */
  isAppendix: z.boolean(),
  blocks: z.array(reportBlock),
});
export type ReportSection = z.infer<typeof reportSection>;

/**
 * What a report says, before anybody decides how it looks: sections of blocks, in their order.
 *
 * Made by pure files from the facts of a report and its template; written as print, HTML, Markdown
 * and XLSX from this alone. All text is plain: writers escape it, nothing in it is markup.
 */
export const reportDocument = z.object({
  title: z.string(),
  subtitle: z.string(),
  /** Lines of the cover: "Prepared for", "Amber Quay". */
  titleBlock: z.array(labelledText),
  logo: reportLogo.nullable(),
  /** Marking of the whole: first and last line of every page. */
  banner: reportBanner,
  /** Lines of the classification block on the first page. */
  markingBlock: z.array(labelledText),
  paper: z.enum(["A4", "Letter"]),
  orientation: z.enum(["portrait", "landscape"]),
  /** At the foot of every page: what covered means, the releases, the ATT&CK notice. */
  footNotes: z.array(z.string()),
  sections: z.array(reportSection),
});
export type ReportDocument = z.infer<typeof reportDocument>;

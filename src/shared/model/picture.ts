import { z } from "zod";
import { layerContent, layerSource } from "./layer.ts";

/** What a picture is drawn on; `fit` is as large as the matrix needs. */
export const pictureSheet = z.enum(["fit", "A4", "A3", "A2", "Letter", "Tabloid"]);
export type PictureSheet = z.infer<typeof pictureSheet>;

/** Families of type by their nature; each is a list of fonts that machines have. */
export const pictureFont = z.enum(["sans", "serif", "mono"]);
export type PictureFont = z.infer<typeof pictureFont>;

/** How a layer is drawn. */
export const pictureOptions = z.object({
  sheet: pictureSheet,
  orientation: z.enum(["landscape", "portrait"]),
  font: pictureFont,
  /** Size of the text in the cells, 1 = the window's. */
  fontScale: z.number().min(0.5).max(2),
  /** Name, description and figures above the matrix. */
  header: z.boolean(),
  /** Wins over the layer's name; empty = the layer's. */
  title: z.string().max(500),
  legend: z.boolean(),
  values: z.boolean(),
  ids: z.boolean(),
  names: z.boolean(),
  subtechniques: z.enum(["none", "annotated", "all"]),
  theme: z.enum(["light", "dark"]),
  /** Short names. */
  hiddenTactics: z.array(z.string().max(200)).max(200),
  /** Null = as the layer says. */
  hideDisabled: z.boolean().nullable(),
  /** Whether techniques that the layer says nothing of are drawn. */
  unannotated: z.boolean(),
  /** Scores of parents with those of their sub-techniques; null = as the layer says. */
  aggregateScores: z.boolean().nullable(),
  /** A day in words to stand in the header; empty = none. */
  date: z.string().max(100),
});
export type PictureOptions = z.infer<typeof pictureOptions>;

/** How a layer is drawn where nobody says otherwise. */
export const defaultPictureOptions: PictureOptions = {
  sheet: "fit",
  orientation: "landscape",
  font: "sans",
  fontScale: 1,
  header: true,
  title: "",
  legend: true,
  values: true,
  ids: true,
  names: true,
  subtechniques: "annotated",
  theme: "light",
  hiddenTactics: [],
  hideDisabled: null,
  unannotated: true,
  aggregateScores: null,
  date: "",
};

/** What can be drawn: whatever a layer can be made of, and a layer that is in no workspace. */
export const drawableSource = z.union([
  layerSource,
  z.object({ kind: z.literal("content"), content: layerContent }),
]);
export type DrawableSource = z.infer<typeof drawableSource>;

/** A layer drawn as SVG 1.1. */
export const drawnPicture = z.object({
  svg: z.string(),
  /** In CSS pixels, 96 to the inch. */
  width: z.number(),
  height: z.number(),
  /** What a reader of the picture should know: text too small, annotations without a place. */
  warnings: z.array(z.string()),
});
export type DrawnPicture = z.infer<typeof drawnPicture>;

/** What a picture is kept as. */
export const pictureFormat = z.enum(["svg", "png", "pdf"]);
export type PictureFormat = z.infer<typeof pictureFormat>;

/** `matrix`: the shape of the matrix; `list`: one row for each technique of the release. */
export const tableShape = z.enum(["matrix", "list"]);
export type TableShape = z.infer<typeof tableShape>;

/** What of a layer a table holds; every technique where nobody says otherwise. */
export const tableOptions = pictureOptions.pick({
  hiddenTactics: true,
  hideDisabled: true,
  unannotated: true,
  aggregateScores: true,
});
export type TableOptions = z.infer<typeof tableOptions>;

/** A table of a layer that was written. */
export const writtenTable = z.object({
  path: z.string(),
  /** Techniques in it, each once. */
  techniques: z.number().int(),
  warnings: z.array(z.string()),
});
export type WrittenTable = z.infer<typeof writtenTable>;

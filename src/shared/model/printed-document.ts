import { z } from "zod";

/**
 * A document to print: what stands in its body, how it looks, and its title; all as markup.
 *
 * Its styles set the sheet and its margins (`@page`). It is printed without scripts, images or any
 * file but the application's own fonts.
 */
export const printedDocument = z.object({
  title: z.string().max(2000),
  styles: z.string().max(200_000),
  body: z.string().max(100_000_000),
});
export type PrintedDocument = z.infer<typeof printedDocument>;

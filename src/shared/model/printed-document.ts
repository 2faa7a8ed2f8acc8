import { z } from "zod";

/**
 * A document to print: what stands in its body, how it looks, and its title; all as markup.
 *
 * Its styles set the sheet and its margins (`@page`). `head` and `foot` stand in the margins of every
 * page, with styles of their own in them; elements of the classes `pageNumber` and `totalPages` are
 * filled in. It is printed without scripts, images or any file but the application's own fonts.
 */
export const printedDocument = z.object({
  title: z.string().max(2000),
  styles: z.string().max(200_000),
  head: z.string().max(20_000),
  foot: z.string().max(20_000),
  body: z.string().max(100_000_000),
  /** Printed to learn where things stand, at less cost: neither tagged nor outlined, its margins empty. */
  isDraft: z.boolean().optional(),
});
export type PrintedDocument = z.infer<typeof printedDocument>;

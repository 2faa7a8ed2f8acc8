import { z } from "zod";

/** A line of a title block or of a marking's block. */
export const labelledText = z.object({ label: z.string(), text: z.string() });
export type LabelledText = z.infer<typeof labelledText>;

const bannerPart = z.object({
  text: z.string(),
  /** Ground. */
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  /** Of the words. */
  ink: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  /** `right` is printed in 12 points or more, as TLP asks for. */
  align: z.enum(["centre", "right"]),
});

/**
 * A marking as one line, in the look of its first part; an empty text is none. Where several schemes
 * mark the same, `parts` has them one by one, for who can draw them beside each other.
 */
export const reportBanner = bannerPart.extend({ parts: z.array(bannerPart) });
export type ReportBanner = z.infer<typeof reportBanner>;

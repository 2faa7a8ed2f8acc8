import { z } from "zod";

const key = z.string().regex(/^[a-z0-9][a-z0-9+-]{0,39}$/);
const words = z.string().trim().min(1).max(100);

/** A level of a marking scheme. */
export const markingLevel = z.object({
  id: key,
  /** As the banner writes it: "SECRET". */
  text: words,
  /** As a portion mark writes it, without parentheses: "S". */
  short: z.string().trim().min(1).max(20),
  /** Ground of the banner. */
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
});
export type MarkingLevel = z.infer<typeof markingLevel>;

/** A restriction beside the level, such as NOFORN. */
export const markingCaveat = z.object({
  id: key,
  text: words,
  short: z.string().trim().min(1).max(20),
});
export type MarkingCaveat = z.infer<typeof markingCaveat>;

/** A way of marking what is written down, as a site prescribes it: data, not code. */
export const markingScheme = z.object({
  id: key,
  name: words,
  /** From the lowest to the highest. */
  levels: z.array(markingLevel).min(1).max(30),
  /** In the order in which a banner writes them. */
  caveats: z.array(markingCaveat).max(200),
  /** Between the level and its caveats, and between caveats. */
  separators: z.object({ level: z.string().max(5), caveats: z.string().max(5) }),
  /** Lines of the block on the first page: "Classified by". */
  block: z.array(z.object({ id: key, label: words })).max(20),
  align: z.enum(["centre", "right"]),
});
export type MarkingScheme = z.infer<typeof markingScheme>;

/** A marking of a scheme: a level, its caveats, and what its block says. */
export const marking = z.object({
  scheme: key,
  level: key,
  caveats: z.array(key).max(200),
  block: z.array(z.object({ id: key, text: z.string().trim().max(2000) })).max(20),
});
export type Marking = z.infer<typeof marking>;

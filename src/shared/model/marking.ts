import { z } from "zod";
import { labelledText, reportBanner } from "./banner.ts";

const key = z.string().regex(/^[a-z0-9][a-z0-9+-]{0,39}$/);
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
/** One line without control characters: it becomes the head of pages and a cell of tables. */
const line = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);

/** A level of a marking scheme. */
export const markingLevel = z.strictObject({
  id: key,
  /** As the banner writes it: "SECRET". Empty: nothing is marked. */
  text: line.max(200),
  /** As a portion mark writes it, without parentheses: "S". */
  short: line.max(200),
  /** Ground of the banner. */
  colour,
  /** Colour of its words; where it is left out, ink or white, whichever reads better. */
  ink: colour.optional(),
});
export type MarkingLevel = z.infer<typeof markingLevel>;

/** A restriction beside the level, such as NOFORN, or a release, such as REL TO. */
export const markingCaveat = z.strictObject({
  id: key,
  text: line.min(1).max(100),
  short: line.min(1).max(40),
  /**
   * When a whole carries it: `any` a restriction, as soon as one part does; `all` a release, where
   * every part does.
   */
  joins: z.enum(["any", "all"]),
  /** Where names are written behind it, such as those of countries: what stands between them. */
  names: z.strictObject({ separator: z.string().max(5) }).optional(),
  /** Parts below this level neither give a release nor take one away from the whole. */
  from: key.optional(),
  /** Caveats beside which it does not stand. */
  without: z.array(key).max(200).optional(),
});
export type MarkingCaveat = z.infer<typeof markingCaveat>;

/** A way of marking what is written down, as a site prescribes it: data, not code. */
export const markingScheme = z.strictObject({
  id: key,
  name: line.min(1).max(200),
  /** From the lowest to the highest. */
  levels: z.array(markingLevel).min(1).max(30),
  /** In the order in which a banner writes them. */
  caveats: z.array(markingCaveat).max(200),
  /** Between the level and its caveats, and between caveats. */
  separators: z.strictObject({ level: z.string().max(5), caveats: z.string().max(5) }),
  /** Lines of the block on the first page: "Classified by". */
  block: z.array(z.strictObject({ id: key, label: line.min(1).max(100) })).max(20),
  /** `right` as TLP asks for, which is printed in 12 points or more. */
  align: z.enum(["centre", "right"]),
});
export type MarkingScheme = z.infer<typeof markingScheme>;

/** A marking of a scheme: a level, its caveats, and what its block says. */
export const marking = z.object({
  scheme: key,
  level: key,
  caveats: z
    .array(
      z.object({
        id: key,
        /** Behind the caveat, such as countries; empty where it takes none. */
        names: z.array(line.min(1).max(60)).max(100),
      }),
    )
    .max(200),
  /** What lines of the block say; one line several times where wholes of several parts do. */
  block: z.array(z.object({ id: key, text: line.min(1).max(2000) })).max(1000),
});
export type Marking = z.infer<typeof marking>;

/** The marking of what is not marked. */
export const noMarking: Marking = { scheme: "none", level: "none", caveats: [], block: [] };

/** A scheme with where it is from, and how many things are marked by it. */
export const knownScheme = z.object({
  scheme: markingScheme,
  /** Whether it ships; the others are the site's. */
  ships: z.boolean(),
  uses: z.number().int(),
});
export type KnownScheme = z.infer<typeof knownScheme>;

/** What can carry a marking of its own, besides the workspace. */
export const markedThing = z.object({
  kind: z.enum(["assessment", "run", "layer", "own-actor"]),
  id: z.number().int(),
});
export type MarkedThing = z.infer<typeof markedThing>;

const ids = z.array(z.number().int()).max(100_000).optional();

/**
 * What a file is made of, as far as its marking goes. Things without a marking of their own take
 * the workspace's; nothing named at all is the workspace.
 */
export const markedThings = z.object({
  /** With the runs of their environments and their own actors. */
  assessmentIds: ids,
  runIds: ids,
  layerIds: ids,
  snapshotIds: ids,
  ownActorIds: ids,
  /** Everything in the workspace. */
  everything: z.boolean().optional(),
});
export type MarkedThings = z.infer<typeof markedThings>;

/** The markings of a whole, one of each scheme, and how they are written. */
export const writtenMarking = z.object({
  markings: z.array(marking),
  banner: reportBanner,
  /** A portion mark without parentheses; null = none. */
  portion: z.string().nullable(),
  block: z.array(labelledText),
});
export type WrittenMarking = z.infer<typeof writtenMarking>;

/** What a file must carry, and which of its parts ask for it. */
export const requiredMarking = writtenMarking.extend({
  /** What is marked: "Run 'Q3 purple'", and its banner. */
  parts: z.array(z.object({ what: z.string(), text: z.string() })),
});
export type RequiredMarking = z.infer<typeof requiredMarking>;

/**
 * How a file is to be marked where it is not what its things require: higher, which needs no reason,
 * or by a lowering that was recorded for the very same things.
 */
export const markingChoice = z.union([
  z.object({ markings: z.array(marking).max(20) }),
  z.object({ loweringId: z.number().int() }),
]);
export type MarkingChoice = z.infer<typeof markingChoice>;

/** A file that leaves with a lower marking than what is in it. */
export const loweringRequest = z.object({
  /** What leaves: "Report of Amber Quay, Q4". */
  what: z.string().trim().min(1).max(500),
  things: markedThings,
  /** What it is to carry; empty = none. */
  markings: z.array(marking).max(20),
  reason: z.string().trim().min(1).max(2000),
  /** Whose decision it is. */
  who: z.string().trim().min(1).max(200),
});
export type LoweringRequest = z.infer<typeof loweringRequest>;

/** A lowering as it was recorded. */
export const markingLowering = z.object({
  id: z.number().int(),
  at: z.string(),
  what: z.string(),
  /** Banners in words, before and after. */
  required: z.string(),
  written: z.string(),
  reason: z.string(),
  who: z.string(),
});
export type MarkingLowering = z.infer<typeof markingLowering>;

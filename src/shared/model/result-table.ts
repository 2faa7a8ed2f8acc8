import { z } from "zod";
import { outcome } from "./emulation.ts";
import { importWarning } from "./import-report.ts";

/** What a column of a table of results may hold. */
export const resultField = z.enum([
  ...(["technique", "test", "testKey", "run", "group", "tactic", "host", "platform"] as const),
  ...(["command", "assignee", "start", "end", "expected", "outcome", "blocked"] as const),
  ...(["alerted", "logged", "alertAt", "fired", "redNotes", "blueNotes"] as const),
]);
export type ResultField = z.infer<typeof resultField>;

/** Which column of a table of results holds which field. */
export const resultMapping = z.array(z.object({ field: resultField, column: z.string() }));
export type ResultMapping = z.infer<typeof resultMapping>;

/** How a table of results is read, as far as its headings and words do not say. */
export const resultReading = z.object({
  sheet: z.string().optional(),
  mapping: resultMapping.optional(),
  /** What words of its own mean. */
  outcomes: z
    .array(z.object({ word: z.string(), outcome }))
    .max(1000)
    .optional(),
  /** IANA zone or offset of times that name none. Default: UTC. */
  zone: z.string().max(100).optional(),
  /** Whether `03/04/2026` is the third of April, where the table does not tell. */
  dayFirst: z.boolean().optional(),
});
export type ResultReading = z.infer<typeof resultReading>;

/** What a table of results looks like before it is imported. */
export const resultPreview = z.object({
  file: z.string(),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  columns: z.array(z.string()),
  /** The first rows. */
  rows: z.array(z.array(z.string())),
  rowCount: z.number().int(),
  mapping: resultMapping,
  /** What the mapping lacks, as a sentence; null where it suffices. */
  missing: z.string().nullable(),
  /** Words of the outcome column that nothing says the meaning of, with their rows. */
  unknownWords: z.array(z.object({ word: z.string(), rows: z.number().int() })),
  /** Times that name no zone. */
  zoneless: z.number().int(),
  orderUnclear: z.boolean(),
  warnings: z.array(importWarning),
});
export type ResultPreview = z.infer<typeof resultPreview>;

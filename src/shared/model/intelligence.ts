import { z } from "zod";
import { actorRef } from "./actor.ts";
import { domain, techniqueId } from "./attack-id.ts";
import { recordImportReport, reportItem, unreadable } from "./import-report.ts";

/** Files of intelligence, and the domain that they speak of where they do not say it. */
export const intelligenceRequest = z.object({
  paths: z.array(z.string().min(1)).min(1),
  domain: domain.optional(),
});

/** An ID of another release and the technique that it is to stand for. */
export const acceptedId = z.object({ domain, written: z.string(), techniqueId });
export type AcceptedId = z.infer<typeof acceptedId>;

/** An actor as an import would bring it. */
export const previewedActor = z.object({
  name: z.string(),
  source: z.string(),
  file: z.string(),
  domain,
  version: z.string(),
  /** As its banner; null where the file does not mark it. */
  marking: z.string().nullable(),
  /** Techniques that count. */
  techniques: z.number().int(),
  /** Techniques of other releases, which are kept and do not count. */
  others: z.number().int(),
  indicators: z.number().int(),
});
export type PreviewedActor = z.infer<typeof previewedActor>;

/** An ID of another release among an import's techniques, and what it may stand for. */
export const intelligenceOffer = z.object({
  domain,
  written: z.string(),
  writtenName: z.string().nullable(),
  actors: z.number().int(),
  kind: z.enum(["certain", "by-name", "choice", "none"]),
  candidates: z.array(z.object({ techniqueId, name: z.string() })),
  preselected: techniqueId.nullable(),
});
export type IntelligenceOffer = z.infer<typeof intelligenceOffer>;

export const intelligencePreview = z.object({
  actors: z.array(previewedActor),
  offers: z.array(intelligenceOffer),
  items: z.array(reportItem),
  unreadable: z.array(unreadable),
});
export type IntelligencePreview = z.infer<typeof intelligencePreview>;

export const importedIntelligence = z.object({
  report: recordImportReport,
  actors: z.array(actorRef.extend({ name: z.string() })),
});
export type ImportedIntelligence = z.infer<typeof importedIntelligence>;

/** An indicator that ties an own actor to a technique. */
export const actorIndicator = z.object({
  techniqueId: z.string(),
  verb: z.enum(["indicates", "uses"]),
  name: z.string(),
  pattern: z.string(),
  validFrom: z.string().nullable(),
});
export type ActorIndicator = z.infer<typeof actorIndicator>;

/** Where an own actor comes from. */
export const actorOrigin = z.object({
  description: z.string(),
  source: z.string(),
  confidence: z.enum(["low", "medium", "high"]),
  /** Null where somebody typed it. */
  importId: z.number().int().nullable(),
  indicators: z.array(actorIndicator),
  /** Its IDs that no imported release of its domain holds as an active technique. */
  otherIds: z.array(z.string()),
});
export type ActorOrigin = z.infer<typeof actorOrigin>;

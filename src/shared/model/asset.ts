import { z } from "zod";
import { importWarning, unreadable } from "./import-report.ts";

/** What an asset is worth to those who own it. */
export const criticality = z.enum(["low", "medium", "high", "critical"]);
export type Criticality = z.infer<typeof criticality>;

/** What somebody says of an asset. */
export const assetContent = z.object({
  name: z.string().trim().min(1).max(500),
  /** Platform as written: `Windows Server 2019`. */
  platform: z.string().max(500),
  /** ATT&CK platforms; empty = unknown. */
  platforms: z.array(z.string().min(1).max(100)).max(50),
  /** Null where nobody said. */
  criticality: criticality.nullable(),
  segment: z.string().trim().max(500),
  owner: z.string().trim().max(500),
  /** Machines that it stands for: 1 unless a column of numbers says otherwise. */
  count: z.number().int().min(1).max(1_000_000_000),
  ownFields: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type AssetContent = z.infer<typeof assetContent>;

/** A field that an import brings and that a hand can change. */
export const assetField = z.enum(["name", "platform", "criticality", "segment", "owner", "count"]);
export type AssetField = z.infer<typeof assetField>;

/** An asset of an environment. */
export const asset = assetContent.extend({
  id: z.number().int(),
  environmentId: z.number().int(),
  /** The import that last brought or changed it; null where somebody typed it. */
  importId: z.number().int().nullable(),
  /** Fields that somebody changed by hand since: an import leaves them. */
  edited: z.array(assetField),
});
export type Asset = z.infer<typeof asset>;

/** An asset as it is taken away, with what an import of it can be undone to. */
export const removedAsset = asset.extend({
  /** What it was before its import, for the workspace alone. */
  before: z.string().nullable().optional(),
});
export type RemovedAsset = z.infer<typeof removedAsset>;

/** What an edit sets, on one asset or on many; whatever is left out stays. */
export const assetChange = z
  .object({
    name: assetContent.shape.name,
    /** As written; the ATT&CK platforms follow from it. */
    platform: assetContent.shape.platform,
    criticality: assetContent.shape.criticality,
    segment: assetContent.shape.segment,
    owner: assetContent.shape.owner,
    count: assetContent.shape.count,
  })
  .partial();
export type AssetChange = z.infer<typeof assetChange>;

/** Which column of a table holds which field. */
export const assetMapping = z.array(z.object({ field: assetField, column: z.string() }));
export type AssetMapping = z.infer<typeof assetMapping>;

/** What a table of assets looks like before it is imported. */
export const assetPreview = z.object({
  file: z.string(),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  columns: z.array(z.string()),
  /** The first rows. */
  rows: z.array(z.array(z.string())),
  rowCount: z.number().int(),
  mapping: assetMapping,
  /** Whether the mapping suffices: which column holds the name. */
  complete: z.boolean(),
  unreadable: z.array(unreadable),
  warnings: z.array(importWarning),
});
export type AssetPreview = z.infer<typeof assetPreview>;

/** The assets of one segment of an environment. */
export const assetSegment = z.object({
  environment: z.string(),
  segment: z.string(),
  /** Machines, by the assets' counts. */
  assets: z.number().int(),
  platforms: z.array(z.string()),
});
export type AssetSegment = z.infer<typeof assetSegment>;

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { attackId, domain } from "../../shared/model/attack-id.ts";
import { severity } from "../../shared/model/detection.ts";

const company = z.object({
  environment: z.string(),
  assessment: z.object({
    name: z.string(),
    reviewAfterDays: z.number().int().positive(),
    scope: z.object({
      domains: z.array(domain),
      release: z.string(),
      platforms: z.array(z.string()),
      campaigns: z.boolean(),
      software: z.boolean(),
      beforeCompromise: z.boolean(),
    }),
    settings: z.object({
      threshold: z.number().int(),
      severityFloor: severity,
      targetPercent: z.number(),
    }),
    actors: z.array(z.object({ id: attackId, weight: z.number().positive(), reason: z.string() })),
  }),
  files: z.object({ detections: z.string(), logSources: z.string(), assets: z.string() }),
});

/** The fictional company of the sample assessment, with the paths of its files. */
export interface Sample extends z.infer<typeof company> {
  readonly detectionsPath: string;
  readonly logSourcesPath: string;
  readonly assetsPath: string;
}

/** Reads the sample that ships. */
export function readSample(root: string): Sample {
  const folder = join(root, "resources", "sample");
  const read = company.parse(JSON.parse(readFileSync(join(folder, "company.json"), "utf8")));
  return {
    ...read,
    detectionsPath: join(folder, read.files.detections),
    logSourcesPath: join(folder, read.files.logSources),
    assetsPath: join(folder, read.files.assets),
  };
}

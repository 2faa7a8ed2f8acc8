import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Real files that lie beside the project; tests that need them are skipped aloud without. */
export const shared = fileURLToPath(new URL("../../../shared/data", import.meta.url));
export const hasShared = existsSync(shared);
if (!hasShared) console.warn(`Skipped: tests on real layers, which need ${shared}.`);

const expectedLayer = z.object({
  name: z.string(),
  format: z.string(),
  claimed: z.string().nullable(),
  entries: z.number(),
  scored: z.number(),
  scoreSum: z.number(),
  coloured: z.number(),
  commented: z.number(),
  disabled: z.number(),
  withoutTactic: z.number(),
  metadata: z.number(),
  links: z.number(),
  platforms: z.array(z.string()),
  placed: z.number(),
  unplaced: z.array(
    z.tuple([z.string(), z.string().nullable(), z.string(), z.string().nullable()]),
  ),
});

/** What expected/compute.py found in each file, apart from the product. */
export const expectedFiles = new Map(
  Object.entries(
    z
      .record(
        z.string(),
        z.union([
          z.object({ invalid: z.object({ line: z.number(), column: z.number() }) }),
          z.object({ layers: z.array(expectedLayer) }),
        ]),
      )
      .parse(JSON.parse(readFileSync(new URL("./expected/files.json", import.meta.url), "utf8"))),
  ),
);

/** The files that hold layers, with what is expected of each layer. */
export const validFiles = [...expectedFiles].flatMap(([file, expected]) =>
  "layers" in expected ? [{ file, layers: expected.layers }] : [],
);

/** The files that are no JSON, with where Python found the fault. */
export const invalidFiles = [...expectedFiles].flatMap(([file, expected]) =>
  "invalid" in expected ? [{ file, ...expected.invalid }] : [],
);

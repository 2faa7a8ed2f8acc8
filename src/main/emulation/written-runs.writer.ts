import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { writeLayerTables } from "../layers/layer-table.writer.ts";
import type { WrittenRuns } from "./run-writer.ts";

/** Writes what a writer made of runs, whole or not at all; makes the folder. */
export async function writeRuns(path: string, written: WrittenRuns): Promise<void> {
  // Where that fails, writing says so in better words.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  if (typeof written === "string") await writeWholeFile(path, written);
  else await writeLayerTables(path, written);
}

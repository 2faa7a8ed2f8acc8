import { stat } from "node:fs/promises";
import { readLayerFiles } from "./layer-file.reader.ts";

/** Larger files of JSON are bundles or rules: a look inside would only take time. */
const mostBytes = 20_000_000;

/** Whether a file or archive holds a Navigator layer. */
export async function holdsLayers(path: string): Promise<boolean> {
  if ((await stat(path)).size > mostBytes) return false;
  for await (const file of readLayerFiles([path])) {
    if (file.kind === "layers" && file.layers.length > 0) return true;
  }
  return false;
}

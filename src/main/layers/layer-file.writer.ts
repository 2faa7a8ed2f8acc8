import { writeWholeFile } from "../files/whole-file.writer.ts";
import type { LayerJson } from "./write-layer.ts";
import { layerFileText } from "./write-layer.ts";

/** Writes layers into one file, whole or not at all. Throws `disk-full` and `bad-input`. */
export async function writeLayerFile(path: string, layers: readonly LayerJson[]): Promise<void> {
  await writeWholeFile(path, layerFileText(layers));
}

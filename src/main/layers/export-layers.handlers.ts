import type { CasemateContract } from "../../shared/contract.ts";
import type { LayerContent, LayerSource } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { writeLayerFile } from "./layer-file.writer.ts";
import { findReleaseOf } from "./layer-release.store.ts";
import { getLayer } from "./layers.store.ts";
import type { LayerJson } from "./write-layer.ts";
import { writeLayer } from "./write-layer.ts";

/** Writes layers of any source into one file of the Navigator's format. */
export const exportLayers: HandlerOf<CasemateContract["layers"]["export"]> = async (
  { sources, path },
  { db, breathe },
) => {
  const layers: LayerJson[] = [];
  let annotations = 0;
  for (const source of sources) {
    const content = contentOf(db, source);
    // What a file brought is written back as it came; what is made here, as the Navigator writes it.
    const tactics = source.kind === "layer" ? "as-it-stands" : "each";
    layers.push(writeLayer(content, findReleaseOf(db, content), tactics));
    annotations += content.annotations.length;
    await breathe();
  }
  await writeLayerFile(path, layers);
  return { path, layers: layers.length, annotations };
};

function contentOf(db: ReadableDatabase, source: LayerSource): LayerContent {
  if (source.kind === "layer") return getLayer(db, source.layerId);
  throw new Problem("bad-input", "Store the layer first, then export it.");
}

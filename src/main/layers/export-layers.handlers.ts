import type { CasemateContract } from "../../shared/contract.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { writeLayerFile } from "./layer-file.writer.ts";
import { findReleaseOf } from "./layer-release.store.ts";
import { makeLayer } from "./make-layer.handlers.ts";
import type { LayerJson } from "./write-layer.ts";
import { writeLayer } from "./write-layer.ts";

/** Writes layers of any source into one file of the Navigator's format. */
export const exportLayers: HandlerOf<CasemateContract["layers"]["export"]> = async (
  { sources, path },
  context,
) => {
  const { db, breathe } = context;
  const layers: LayerJson[] = [];
  let annotations = 0;
  for (const source of sources) {
    const { content } = makeLayer(context, source);
    // What a file brought is written back as it came; what is made here, as the Navigator writes it.
    const tactics = source.kind === "layer" ? "as-it-stands" : "each";
    layers.push(writeLayer(content, findReleaseOf(db, content), tactics));
    annotations += content.annotations.length;
    await breathe();
  }
  await writeLayerFile(path, layers);
  return { path, layers: layers.length, annotations };
};

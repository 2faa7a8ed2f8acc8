import type { CasemateContract } from "../../shared/contract.ts";
import { thingsOfSources } from "../../shared/marked-source.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { writeLayerFile } from "./layer-file.writer.ts";
import { findReleaseOf } from "./layer-release.store.ts";
import { makeLayer } from "./make-layer.handlers.ts";
import { markLayer } from "./mark-layer.ts";
import type { LayerJson } from "./write-layer.ts";
import { writeLayer } from "./write-layer.ts";

/** Writes layers of any source into one file of the Navigator's format. */
export const exportLayers: HandlerOf<CasemateContract["layers"]["export"]> = async (
  { sources, path, marked },
  context,
) => {
  const { db, breathe } = context;
  const things = thingsOfSources(sources);
  const marking = wordsOfMarking(getExportMarking(context, things, marked));
  const layers: LayerJson[] = [];
  let annotations = 0;
  for (const source of sources) {
    const { content } = makeLayer(context, source);
    // What a file brought is written back as it came; what is made here, as the Navigator writes it.
    const tactics = source.kind === "layer" ? "as-it-stands" : "each";
    layers.push(writeLayer(markLayer(content, marking), findReleaseOf(db, content), tactics));
    annotations += content.annotations.length;
    await breathe();
  }
  await writeLayerFile(path, layers);
  return { path, layers: layers.length, annotations };
};

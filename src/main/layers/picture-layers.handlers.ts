import type { CasemateContract } from "../../shared/contract.ts";
import type { LayerContent } from "../../shared/model/layer.ts";
import type { DrawableSource, PictureBanner } from "../../shared/model/picture.ts";
import { Problem } from "../../shared/problem.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { HandlerOf } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getSettings } from "../settings/settings.store.ts";
import { getReleaseOf } from "./layer-release.store.ts";
import { getLayer } from "./layers.store.ts";
import { drawLayer } from "./picture.ts";
import { writeSvg } from "./picture-svg.ts";

type Marking = { readonly text: string; readonly colour: string } | null;

/** Draws a layer as SVG on the release that it is read against. */
export const drawLayerPicture: HandlerOf<CasemateContract["layers"]["draw"]> = (
  { source, options },
  { db },
) => {
  const content = contentOf(db, source);
  const picture = drawLayer({
    content,
    release: getReleaseOf(db, content),
    options,
    banner: markingOf(db, options.banner),
    notice: attackNotice,
  });
  return {
    svg: writeSvg(picture),
    width: picture.width,
    height: picture.height,
    warnings: [...picture.warnings],
  };
};

function contentOf(db: ReadableDatabase, source: DrawableSource): LayerContent {
  if (source.kind === "content") return source.content;
  if (source.kind === "layer") return getLayer(db, source.layerId);
  throw new Problem("bad-input", "Not built yet.");
}

function markingOf(db: ReadableDatabase, banner: PictureBanner): Marking {
  if (banner !== "workspace") return banner;
  const { markingText, markingColour } = getSettings(db);
  return markingText === "" ? null : { text: markingText, colour: markingColour };
}

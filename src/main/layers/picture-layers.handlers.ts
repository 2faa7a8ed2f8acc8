import type { CasemateContract } from "../../shared/contract.ts";
import type { LayerContent } from "../../shared/model/layer.ts";
import type {
  DrawableSource,
  DrawnPicture,
  PictureBanner,
  PictureOptions,
} from "../../shared/model/picture.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { getSettings } from "../settings/settings.store.ts";
import { getReleaseOf } from "./layer-release.store.ts";
import { buildListTable, buildMatrixTable } from "./layer-table.ts";
import { writeLayerTables } from "./layer-table.writer.ts";
import { makeLayer } from "./make-layer.handlers.ts";
import { drawLayer } from "./picture.ts";
import { writeSvg } from "./picture-svg.ts";

type Marking = { readonly text: string; readonly colour: string } | null;

/** Draws a layer as SVG on the release that it is read against. */
export const drawLayerPicture: HandlerOf<CasemateContract["layers"]["draw"]> = (
  { source, options },
  context,
) => drawPicture(context, source, options);

/** Draws a layer into a file. */
export const exportLayerPicture: HandlerOf<CasemateContract["layers"]["exportPicture"]> = async (
  { source, path, options },
  context,
) => {
  const { svg, ...drawn } = drawPicture(context, source, options);
  await writeWholeFile(path, svg);
  return { ...drawn, path };
};

function drawPicture(
  context: QueryContext,
  source: DrawableSource,
  options: PictureOptions,
): DrawnPicture {
  const { db } = context;
  const content = contentOf(context, source);
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
}

/** Writes a layer as a table: XLSX, or CSV where the path ends so. */
export const exportLayerTable: HandlerOf<CasemateContract["layers"]["exportTable"]> = async (
  { source, path, shape, options },
  context,
) => {
  const { db } = context;
  const content = contentOf(context, source);
  const build = shape === "matrix" ? buildMatrixTable : buildListTable;
  const tables = build({
    content,
    release: getReleaseOf(db, content),
    options,
    marking: markingOf(db, options.banner)?.text ?? null,
    notice: attackNotice,
  });
  await writeLayerTables(path, tables);
  return { path, techniques: tables.techniques, warnings: [...tables.warnings] };
};

function contentOf(context: QueryContext, source: DrawableSource): LayerContent {
  return source.kind === "content" ? source.content : makeLayer(context, source).content;
}

function markingOf(db: ReadableDatabase, banner: PictureBanner): Marking {
  if (banner !== "workspace") return banner;
  const { markingText, markingColour } = getSettings(db);
  return markingText === "" ? null : { text: markingText, colour: markingColour };
}

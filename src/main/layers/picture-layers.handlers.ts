import type { CasemateContract } from "../../shared/contract.ts";
import type { LayerContent } from "../../shared/model/layer.ts";
import type { DrawableSource, DrawnPicture, PictureOptions } from "../../shared/model/picture.ts";
import type { MarkingChoice } from "../../shared/model/marking.ts";
import { thingsOf } from "../../shared/marked-source.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { getReleaseOf } from "./layer-release.store.ts";
import { buildListTable, buildMatrixTable } from "./layer-table.ts";
import { writeLayerTables } from "./layer-table.writer.ts";
import { makeLayer } from "./make-layer.handlers.ts";
import { drawLayer } from "./picture.ts";
import { writeSvg } from "./picture-svg.ts";

/** Draws a layer as SVG on the release that it is read against. */
export const drawLayerPicture: HandlerOf<CasemateContract["layers"]["draw"]> = (
  { source, options, marked },
  context,
) => drawPicture(context, source, options, marked);

/** Draws a layer into a file. */
export const exportLayerPicture: HandlerOf<CasemateContract["layers"]["exportPicture"]> = async (
  { source, path, options, marked },
  context,
) => {
  const { svg, ...drawn } = drawPicture(context, source, options, marked);
  await writeWholeFile(path, svg);
  return { ...drawn, path };
};

function drawPicture(
  context: QueryContext,
  source: DrawableSource,
  options: PictureOptions,
  marked: MarkingChoice | undefined,
): DrawnPicture {
  const { db } = context;
  const { banner } = getExportMarking(context, thingsOf(source), marked);
  const content = contentOf(context, source);
  const picture = drawLayer({
    content,
    release: getReleaseOf(db, content),
    options,
    banner: banner.text === "" ? null : banner,
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
  { source, path, shape, options, marked },
  context,
) => {
  const { db } = context;
  const marking = getExportMarking(context, thingsOf(source), marked);
  const content = contentOf(context, source);
  const build = shape === "matrix" ? buildMatrixTable : buildListTable;
  const tables = build({
    content,
    release: getReleaseOf(db, content),
    options,
    marking: wordsOfMarking(marking),
    notice: attackNotice,
  });
  await writeLayerTables(path, tables);
  return { path, techniques: tables.techniques, warnings: [...tables.warnings] };
};

function contentOf(context: QueryContext, source: DrawableSource): LayerContent {
  return source.kind === "content" ? source.content : makeLayer(context, source).content;
}

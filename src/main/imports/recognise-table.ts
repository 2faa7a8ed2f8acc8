import type { AssetField } from "../../shared/model/asset.ts";
import type { ImportKind } from "../../shared/model/import-report.ts";
import type { TelemetryField } from "../../shared/model/telemetry.ts";
import { isAssetTable, recogniseAssetColumns } from "../assets/asset-columns.ts";
import type { Table } from "../detections/table-columns.ts";
import { isComplete, namesTechniques, recogniseColumns } from "../detections/table-columns.ts";
import { isResultTable } from "../emulation/result-columns.ts";
import { isPlanTable } from "../plan/plan-table.ts";
import { carriesOurIds, namesGaps, tellsStatus, tellsWork } from "../plan/status-table.ts";
import { namesSources, recogniseSourceColumns } from "../telemetry/source-table.ts";

/** Fields that a table of one kind has and one of the other has not. */
const ofAssetsAlone: ReadonlySet<AssetField> = new Set([
  "criticality",
  "segment",
  "owner",
  "count",
] as const);
const ofSourcesAlone: ReadonlySet<TelemetryField> = new Set([
  ...["dataComponent", "channel", "quality", "deviceCompleteness"],
  ...["fieldCompleteness", "timeliness", "consistency", "retention", "connectedOn"],
] as readonly TelemetryField[]);

/**
 * What a table may be imported as, by its columns and the IDs in them: nothing, one kind, or several
 * of which nobody can tell, the likeliest first.
 *
 * `assets` is the same table as the reader of assets takes its headings.
 */
export function recogniseTable(table: Table, assets: Table): readonly ImportKind[] {
  if (isPlanTable(table.columns) || carriesOurIds(table)) return ["plan"];
  if (isResultTable(table)) return ["emulation"];
  const isOfRules = isComplete(recogniseColumns(table));
  if (namesTechniques(table)) {
    const isStatus = tellsStatus(table) && namesGaps(table);
    if (!isStatus) return ["detections"];
    if (isOfRules) return tellsWork(table) ? ["plan", "detections"] : ["detections"];
    return tellsWork(table) ? ["plan"] : ["detections", "plan"];
  }
  const named = recogniseNamed(table, assets);
  return named.length === 0 && isOfRules ? ["detections"] : named;
}

/** What a table without techniques may be: of log sources, of assets, or either. */
function recogniseNamed(table: Table, assetTable: Table): readonly ImportKind[] {
  const sources = recogniseSourceColumns(table.columns);
  const assets = recogniseAssetColumns(assetTable);
  const mayBeSources = namesSources(sources, false);
  const mayBeAssets = isAssetTable(assetTable, assets);
  if (!mayBeSources || !mayBeAssets) {
    return [
      ...(mayBeSources ? ["telemetry" as const] : []),
      ...(mayBeAssets ? ["assets" as const] : []),
    ];
  }
  const telling = {
    sources: sources.filter(({ field }) => ofSourcesAlone.has(field)).length,
    assets: assets.filter(({ field }) => ofAssetsAlone.has(field)).length,
  };
  if (telling.sources > 0 && telling.assets === 0) return ["telemetry"];
  if (telling.assets > 0 && telling.sources === 0) return ["assets"];
  return telling.sources > telling.assets ? ["telemetry", "assets"] : ["assets", "telemetry"];
}

import { basename } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import type {
  Asset,
  AssetChange,
  AssetContent,
  AssetField,
  AssetMapping,
} from "../../shared/model/asset.ts";
import { assetField } from "../../shared/model/asset.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { CommandContext, HandlerOf, HandlersOf, QueryContext } from "../backend/handler.ts";
import { startPacing } from "../catalogue/pacer.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { getEnvironment, getEnvironmentByName } from "../environments/environments.store.ts";
import {
  addImportReport,
  getImportReport,
  setImportReport,
} from "../imports/import-report.store.ts";
import { nothingRead, titleOfFiles } from "../imports/import-words.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { isAssetMappingComplete } from "./asset-columns.ts";
import { readAssetPlatforms } from "./asset-platforms.ts";
import { readAssetTables } from "./asset-records.ts";
import type { GatheredTables } from "./asset-tables.reader.ts";
import { readAssetTablesOf } from "./asset-tables.reader.ts";
import {
  addAsset,
  addAssetByImport,
  findAssetMapping,
  getAssets,
  listAssets,
  listSegments,
  removeAssets,
  restoreAssets,
  setAsset,
  setAssetByImport,
  setAssetMapping,
} from "./assets.store.ts";
import { mergeAssets } from "./merge-assets.ts";

/** Rows of a table that a preview shows. */
const previewRows = 20;
/** Items and unreadable places that a report lists. */
const mostListed = 20_000;

const importAssets: HandlerOf<CasemateContract["assets"]["import"]> = async (
  { paths, environment: name, sheet, mapping },
  context,
) => {
  const { db, now } = context;
  const begun = performance.now();
  const startedAt = now().toISOString();
  const environment = getEnvironmentByName(db, name);
  const gathered = await gather(context, paths, sheet, mapping);
  refuseUnclear(paths, gathered);
  if (mapping !== undefined) {
    for (const { table } of gathered.tables) setAssetMapping(db, table.columns, mapping);
  }
  const { assets, items, duplicates, skipped } = readAssetTables(gathered.tables);
  const merge = mergeAssets(
    listAssets(db, environment.id),
    assets,
    importedFrom(db, new Set(paths.map((path) => basename(path)))),
  );
  const { unreadable, warnings, ignoredFiles, formats } = gathered;
  const report: Omit<RecordImportReport, "id"> = {
    kind: "assets",
    files: [...paths],
    sha256: await hashOfInput(paths),
    startedAt,
    milliseconds: 0,
    environment: environment.name,
    format: `Assets, ${[...formats].join(" and ")}`,
    read: assets.length + duplicates + skipped,
    added: merge.added.length,
    changed: merge.changed.length,
    unchanged: merge.unchanged,
    duplicates,
    skipped,
    items: [...items, ...merge.items].slice(0, mostListed),
    unreadable: unreadable.slice(0, mostListed),
    ignoredFiles,
    warnings: [...warnings],
  };
  const heading = headRecordImport(report, titleOfFiles(paths));
  const id = addImportReport(db, report, heading);
  for (const content of merge.added) addAssetByImport(db, environment.id, content, id);
  for (const { known, content } of merge.changed) setAssetByImport(db, known, content, id);
  const done = { ...report, milliseconds: Math.round(performance.now() - begun) };
  setImportReport(db, id, done, heading);
  return { ...done, id };
};

async function gather(
  { db, breathe, progress }: QueryContext | CommandContext,
  paths: readonly string[],
  sheet: string | undefined,
  mapping: AssetMapping | undefined,
): Promise<GatheredTables> {
  const step = startPacing({
    clock: () => performance.now(),
    breathe,
    report: (done) => progress({ phase: "Reading assets", done, unit: "files" }),
  });
  return readAssetTablesOf(
    { paths, sheet, mapping, remembered: (columns) => findAssetMapping(db, columns) },
    (done) => step(done, -1),
  );
}

/** Refuses files without assets, and tables of which nobody knows where the names stand. */
function refuseUnclear(paths: readonly string[], { tables, unreadable }: GatheredTables): void {
  const isEmpty = tables.every(({ table }) => table.rows.length === 0);
  if (tables.length === 0 || (isEmpty && unreadable.length > 0)) {
    const otherwise =
      `No assets were found in ${paths.join(", ")}. ` +
      "Casemate reads CSV and XLSX with a row each.";
    throw nothingRead(paths, unreadable, otherwise);
  }
  const unclear = tables.find(
    ({ table, mapping }) => !isAssetMappingComplete(mapping, table.columns),
  );
  if (unclear === undefined) return;
  const { table } = unclear;
  if (table.columns.length === 0) {
    throw new Problem(
      "bad-format",
      `${table.file} is empty: a table of assets has a heading row and a row for each asset.`,
      { file: table.file },
    );
  }
  const listed = table.columns.slice(0, 20).map((column) => `"${column.slice(0, 60)}"`);
  throw new Problem(
    "bad-format",
    `${table.file}: no column for an asset's name was recognised among ${listed.join(", ")}. ` +
      'Name it "Name", or map the columns in the window.',
    { file: table.file, candidates: [...table.columns] },
  );
}

/** Tells the assets that an import of files of these names last brought or changed. */
function importedFrom(db: ReadableDatabase, names: ReadonlySet<string>): (asset: Asset) => boolean {
  const known = new Map<number, boolean>();
  return ({ importId }) => {
    if (importId === null) return false;
    const before = known.get(importId);
    if (before !== undefined) return before;
    const report = getImportReport(db, importId);
    const is =
      report.kind !== "catalogue" && report.files.some((path) => names.has(basename(path)));
    known.set(importId, is);
    return is;
  };
}

/** What a change makes of an asset; its ATT&CK platforms follow from what is written. */
function changed(content: AssetContent, change: AssetChange): AssetContent {
  return {
    ...content,
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.platform === undefined
      ? {}
      : {
          platform: change.platform,
          platforms: [...readAssetPlatforms(change.platform).platforms],
        }),
    ...(change.criticality === undefined ? {} : { criticality: change.criticality }),
    ...(change.segment === undefined ? {} : { segment: change.segment }),
    ...(change.owner === undefined ? {} : { owner: change.owner }),
    ...(change.count === undefined ? {} : { count: change.count }),
  };
}

function changedFields(change: AssetChange): AssetField[] {
  return assetField.options.filter((field) => change[field] !== undefined);
}

const unsaid: Omit<AssetContent, "name"> = {
  platform: "",
  platforms: [],
  criticality: null,
  segment: "",
  owner: "",
  count: 1,
  ownFields: [],
};

export const assetsHandlers: HandlersOf<"assets"> = {
  list: ({ environmentId }, { db }) => listAssets(db, getEnvironment(db, environmentId).id),

  segments: (_input, { db }) => listSegments(db),

  preview: async ({ paths, sheet, mapping }, context) => {
    const { tables, unreadable, warnings } = await gather(context, paths, sheet, mapping);
    const [first] = tables;
    if (first === undefined) {
      throw new Problem("bad-format", `No table was found in ${paths.join(", ")}.`);
    }
    const { table } = first;
    return {
      file: table.file,
      sheets: [...table.sheets],
      sheet: table.sheet,
      columns: [...table.columns],
      rows: table.rows.slice(0, previewRows).map(({ cells }) => [...cells]),
      rowCount: tables.reduce((sum, each) => sum + each.table.rows.length, 0),
      mapping: first.mapping,
      complete: isAssetMappingComplete(first.mapping, table.columns),
      unreadable: [...unreadable],
      warnings: [...warnings],
    };
  },

  import: importAssets,

  add: ({ environmentId, asset }, { db }) => {
    const { name, ...rest } = asset;
    const content = changed({ ...unsaid, name }, rest);
    const id = addAsset(db, getEnvironment(db, environmentId).id, content);
    return onlyOne(getAssets(db, [id]));
  },

  edit: ({ ids, change }, { db }) => {
    const before = getAssets(db, ids);
    if (before.length > 1 && change.name !== undefined) {
      throw new Problem("bad-input", "Several assets cannot have one name.");
    }
    for (const each of before) {
      setAsset(db, each, changed(each, change), changedFields(change));
    }
    return before;
  },

  remove: ({ ids }, { db }) => removeAssets(db, ids),

  restore: ({ assets }, { db }) => {
    restoreAssets(db, assets);
    return null;
  },
};

function onlyOne(assets: readonly Asset[]): Asset {
  const [first] = assets;
  if (first === undefined) throw new Problem("not-found", "The asset is no longer there.");
  return first;
}

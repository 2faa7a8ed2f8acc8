import type {
  AssetContent,
  AssetField,
  AssetMapping,
  Criticality,
} from "../../shared/model/asset.ts";
import { assetContent } from "../../shared/model/asset.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { Table, TableRow } from "../detections/table-columns.ts";
import { normaliseHeading, parseCount } from "../detections/table-columns.ts";
import { readAssetPlatforms } from "./asset-platforms.ts";

/** Words for the four criticalities; numbers and letters are those of scales of four. */
const criticalities: ReadonlyMap<string, Criticality> = new Map(
  (
    [
      ["low", "low minor minimal negligible nonessential noncritical none informational 1 l"],
      ["medium", "medium med moderate normal standard average important 2 m"],
      ["high", "high major significant essential severe 3 h"],
      [
        "critical",
        "critical crit veryhigh extreme missioncritical businesscritical vital crownjewel crownjewels 4 c yes",
      ],
    ] satisfies [Criticality, string][]
  ).flatMap(([level, words]) => words.split(" ").map((word) => [word, level] as const)),
);

/** Tiers count the other way round: tier 0 and 1 are what everything else rests on. */
const tiers: ReadonlyMap<string, Criticality> = new Map([
  ["0", "critical"],
  ["1", "high"],
  ["2", "medium"],
  ["3", "low"],
]);

/** The criticality that a word of an inventory means; undefined where it means none. */
export function readCriticality(text: string, heading = ""): Criticality | undefined {
  const word = normaliseHeading(text);
  const tier = /^tier(\d)$/.exec(word)?.[1] ?? (/tier/.test(normaliseHeading(heading)) ? word : "");
  return tiers.get(tier) ?? criticalities.get(word);
}

/** An asset as a row of a table says it, and where. */
export interface ReadAsset {
  readonly content: AssetContent;
  readonly file: string;
  readonly line: number;
}

/** What the rows of one table hold. */
export interface ReadAssets {
  /** One for each name, the first. */
  readonly assets: readonly ReadAsset[];
  readonly items: readonly ReportItem[];
  readonly duplicates: number;
  readonly skipped: number;
}

/**
 * Makes assets of tables' rows.
 *
 * A name stands for one asset, in whatever case it is written: the first row counts, a later one
 * of the same name is a duplicate. Words that are not understood are kept as they are written.
 */
export function readAssetTables(
  tables: readonly { readonly table: Table; readonly mapping: AssetMapping }[],
): ReadAssets {
  const assets = new Map<string, ReadAsset>();
  const items: ReportItem[] = [];
  let duplicates = 0;
  let skipped = 0;
  for (const { table, mapping } of tables) {
    const columns = new Map(
      mapping.map(({ field, column }) => [field, table.columns.indexOf(column)] as const),
    );
    for (const row of table.rows) {
      if (row.cells.every((cell) => cell.trim() === "")) continue;
      const place = { file: table.file, line: row.line };
      const read = readRow(table, row, columns);
      if (read.content === null) {
        skipped += 1;
        items.push({
          class: "skipped",
          what:
            row.cells
              .find((cell) => cell.trim() !== "")
              ?.trim()
              .slice(0, 200) ?? "",
          ...place,
          message: read.why,
          effect: "Not taken.",
        });
        continue;
      }
      const { content, issues } = read;
      const first = assets.get(keyOf(content.name));
      if (first !== undefined) {
        duplicates += 1;
        items.push({
          class: "duplicates",
          what: content.name,
          ...place,
          message: `${first.file}, line ${first.line} has an asset of this name already.`,
          effect: "The first one counts.",
        });
        continue;
      }
      assets.set(keyOf(content.name), { content, ...place });
      for (const issue of issues) items.push({ ...issue, what: content.name, ...place });
    }
  }
  return { assets: [...assets.values()], items, duplicates, skipped };
}

/** What makes two names one: the same letters, in whatever case. */
export function keyOf(name: string): string {
  return name.trim().toLowerCase();
}

type Issue = Pick<ReportItem, "class" | "message" | "effect">;

function readRow(
  table: Table,
  row: TableRow,
  columns: ReadonlyMap<AssetField, number>,
):
  | { readonly content: AssetContent; readonly issues: readonly Issue[] }
  | { readonly content: null; readonly why: string } {
  const text = (field: AssetField) =>
    (row.cells[columns.get(field) ?? -1] ?? "").trim().replace(/\s+/g, " ");
  const issues: Issue[] = [];
  const name = text("name");
  if (name === "") return { content: null, why: "It has no name." };

  const platform = text("platform");
  const { platforms, unknown } = readAssetPlatforms(platform);
  if (platforms.length === 0) {
    issues.push({
      class: "no ATT&CK platform",
      message:
        unknown.length === 0
          ? "Its platform is not said."
          : `"${platform}" names no platform of ATT&CK.`,
      effect: "It counts for no technique's exposure until its platform is said.",
    });
  }
  const level = text("criticality");
  const heading = table.columns[columns.get("criticality") ?? -1] ?? "";
  const criticality = level === "" ? undefined : readCriticality(level, heading);
  if (criticality === undefined) {
    issues.push({
      class: "no criticality",
      message: level === "" ? "Its criticality is not said." : `"${level}" is not understood.`,
      effect: "It weighs as much as a medium one.",
    });
  }
  const number = text("count");
  const count = number === "" ? 1 : parseCount(number);
  if (count === 0) return { content: null, why: "It stands for no machine: its count is 0." };
  if (count === null) {
    issues.push({
      class: "no number",
      message: `"${number}" is not a whole number.`,
      effect: "It counts as one asset.",
    });
  }
  const content = assetContent.safeParse({
    name,
    platform,
    platforms,
    criticality: criticality ?? null,
    segment: text("segment"),
    owner: text("owner"),
    count: count ?? 1,
    ownFields: ownFieldsOf(table, row, columns, level !== "" && criticality === undefined),
  });
  return content.success
    ? { content: content.data, issues }
    : { content: null, why: "A cell of it holds more than 500 characters." };
}

/** Columns that hold no field, and a criticality that is not understood, kept as written. */
function ownFieldsOf(
  table: Table,
  row: TableRow,
  columns: ReadonlyMap<AssetField, number>,
  withCriticality: boolean,
): AssetContent["ownFields"] {
  const used = new Set(columns.values());
  if (withCriticality) used.delete(columns.get("criticality") ?? -1);
  return table.columns.flatMap((name, column) => {
    const value = row.cells[column]?.trim() ?? "";
    return used.has(column) || value === "" ? [] : [{ name, value: value.slice(0, 10_000) }];
  });
}

import type { Asset, AssetContent, AssetField } from "../../shared/model/asset.ts";
import { assetField } from "../../shared/model/asset.ts";
import type { ReportItem } from "../../shared/model/import-report.ts";
import type { ReadAsset } from "./asset-records.ts";
import { keyOf } from "./asset-records.ts";

/** What an import does to the assets of an environment. */
export interface AssetMerge {
  readonly added: readonly AssetContent[];
  readonly changed: readonly { readonly known: Asset; readonly content: AssetContent }[];
  readonly unchanged: number;
  readonly items: readonly ReportItem[];
}

const words: Readonly<Record<AssetField, string>> = {
  name: "name",
  platform: "platform",
  criticality: "criticality",
  segment: "segment",
  owner: "owner",
  count: "count",
};

/**
 * Merges what a file says with what is there, by name.
 *
 * What somebody changed by hand stays, and the report says so. `isOfTheseFiles` tells the assets
 * that an earlier import of the same files brought: those that the files no longer hold are listed
 * as gone, and kept.
 */
export function mergeAssets(
  known: readonly Asset[],
  read: readonly ReadAsset[],
  isOfTheseFiles: (asset: Asset) => boolean,
): AssetMerge {
  const byName = new Map(known.map((each) => [keyOf(each.name), each]));
  const added: AssetContent[] = [];
  const changed: { known: Asset; content: AssetContent }[] = [];
  const items: ReportItem[] = [];
  let unchanged = 0;
  const seen = new Set<Asset>();
  for (const { content: said, file, line } of read) {
    const before = byName.get(keyOf(said.name));
    if (before === undefined) {
      added.push(said);
      continue;
    }
    seen.add(before);
    const content = withHandEdits(before, said);
    const differing = differencesOf(before, content);
    const kept = differencesOf(content, said).filter((field) => before.edited.includes(field));
    if (kept.length > 0) {
      items.push({
        class: "kept as edited",
        what: before.name,
        file,
        line,
        message: kept
          .map(
            (field) =>
              `${words[field]}: "${wordOf(content, field)}" by hand, "${wordOf(said, field)}" in the file`,
          )
          .join("; "),
        effect: "What was edited by hand stays.",
      });
    }
    if (differing.length === 0 && sameOwnFields(before, content)) {
      unchanged += 1;
      continue;
    }
    changed.push({ known: before, content });
    items.push({
      class: "changed",
      what: before.name,
      file,
      line,
      message:
        differing.length === 0
          ? "Other columns of it changed."
          : `${differing
              .map(
                (field) =>
                  `${words[field]}: "${wordOf(before, field)}" became "${wordOf(content, field)}"`,
              )
              .join("; ")}.`,
      effect: null,
    });
  }
  for (const each of known) {
    if (seen.has(each) || !isOfTheseFiles(each)) continue;
    items.push({
      class: "gone",
      what: each.name,
      file: null,
      line: null,
      message: "An earlier import of this file brought it, and the file no longer holds it.",
      effect: "It stays and counts until you remove it.",
    });
  }
  return { added, changed, unchanged, items };
}

/** What the file says, but for what somebody changed by hand. */
function withHandEdits(before: Asset, said: AssetContent): AssetContent {
  const keeps = (field: AssetField) => before.edited.includes(field);
  return {
    ...said,
    // The names differ by case at most; the one that is there stays.
    name: before.name,
    ...(keeps("platform") ? { platform: before.platform, platforms: before.platforms } : {}),
    ...(keeps("criticality") ? { criticality: before.criticality } : {}),
    ...(keeps("segment") ? { segment: before.segment } : {}),
    ...(keeps("owner") ? { owner: before.owner } : {}),
    ...(keeps("count") ? { count: before.count } : {}),
  };
}

function differencesOf(a: AssetContent, b: AssetContent): AssetField[] {
  return assetField.options.filter(
    (field) =>
      field !== "name" &&
      (a[field] !== b[field] ||
        (field === "platform" && a.platforms.join("\n") !== b.platforms.join("\n"))),
  );
}

function sameOwnFields(a: AssetContent, b: AssetContent): boolean {
  return JSON.stringify(a.ownFields) === JSON.stringify(b.ownFields);
}

function wordOf(content: AssetContent, field: AssetField): string {
  return String(content[field] ?? "");
}

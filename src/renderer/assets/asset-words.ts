import type { AssetField, Criticality } from "../../shared/model/asset.ts";

export const criticalityWords: Readonly<Record<Criticality, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

/** From the least worth to the most, for sorting. */
export const criticalityOrder: Readonly<Record<Criticality, number>> = {
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

export const criticalityChoices = (["critical", "high", "medium", "low"] as const).map((value) => ({
  value,
  label: criticalityWords[value],
}));

/** What a column of a table of assets may hold. */
export const assetFieldChoices: readonly { readonly value: AssetField; readonly label: string }[] =
  [
    { value: "name", label: "Name" },
    { value: "platform", label: "Platform" },
    { value: "criticality", label: "Criticality" },
    { value: "segment", label: "Segment" },
    { value: "owner", label: "Owner" },
    { value: "count", label: "Number of machines" },
  ];

import { describe, expect, it } from "vitest";
import type { Asset } from "../../src/shared/model/asset.ts";
import {
  everyAsset,
  filterAssets,
  summariseSegments,
} from "../../src/renderer/assets/asset-list.ts";

const anAsset = (more: Partial<Asset>): Asset => ({
  id: 1,
  environmentId: 1,
  importId: null,
  name: "a",
  platform: "Windows",
  platforms: ["Windows"],
  criticality: "low",
  segment: "Office",
  owner: "",
  count: 1,
  ownFields: [],
  edited: [],
  ...more,
});
const assets = [
  anAsset({ id: 1, criticality: "critical" }),
  anAsset({ id: 2, count: 5, criticality: null }),
  anAsset({ id: 3, segment: "Servers", platforms: ["Linux"], criticality: "critical", count: 3 }),
  anAsset({ id: 4, segment: "", platforms: [], platform: "PLC" }),
];

describe("the list of assets", () => {
  it("is narrowed by segment, criticality and what names no platform", () => {
    const ids = (filter: Partial<typeof everyAsset>) =>
      filterAssets(assets, { ...everyAsset, ...filter }).map(({ id }) => id);
    expect(ids({})).toEqual([1, 2, 3, 4]);
    expect(ids({ segment: "Office" })).toEqual([1, 2]);
    expect(ids({ segment: "Office", criticality: "unsaid" })).toEqual([2]);
    expect(ids({ criticality: "critical" })).toEqual([1, 3]);
    expect(ids({ withoutPlatform: true })).toEqual([4]);
  });

  it("is summed up by segment in machines, the largest first", () => {
    expect(summariseSegments(assets)).toEqual([
      { segment: "Office", assets: 6, critical: 1, platforms: ["Windows"] },
      { segment: "Servers", assets: 3, critical: 3, platforms: ["Linux"] },
      { segment: "", assets: 1, critical: 0, platforms: [] },
    ]);
  });
});

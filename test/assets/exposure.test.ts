import { describe, expect, test } from "vitest";
import type { ExposableAsset } from "../../src/main/assets/exposure.ts";
import { prepareExposure } from "../../src/main/assets/exposure.ts";

const weights = { low: 1, medium: 2, high: 3, critical: 4 };
const anAsset = (more: Partial<ExposableAsset> = {}): ExposableAsset => ({
  environment: "Main",
  platforms: ["Windows"],
  criticality: "low",
  segment: "Office",
  count: 1,
  ...more,
});
const estate = [
  anAsset({ criticality: "critical" }),
  anAsset({ platforms: ["Linux"], criticality: "high", segment: "Servers" }),
  anAsset({ platforms: ["Linux", "Containers"], criticality: null, segment: "Servers" }),
  anAsset({ platforms: [], criticality: "critical", segment: "Plant" }),
];
const of = (rules: Partial<Parameters<typeof prepareExposure>[1]> = {}, assets = estate) =>
  prepareExposure(assets, { segments: [], platforms: [], weights, ...rules });

describe("the exposure of a technique", () => {
  test("is the share of what assets in scope are worth, and how many they are", () => {
    // Windows 4, Linux 3 and 2 (unsaid = medium): 9 in all; the asset of unknown platform is out.
    expect(of()(["Windows"])).toMatchObject({
      assets: { on: 1, inScope: 3 },
      share: { numerator: 4n, denominator: 9n },
    });
    expect(of()(["Linux", "Containers"])?.share.value).toBeCloseTo(5 / 9);
    expect(of()(["ESXi"])).toMatchObject({ assets: { on: 0, inScope: 3 }, share: { value: 0 } });
  });

  test("asks about the chosen segments alone", () => {
    const servers = of({ segments: ["Servers"] });
    expect(servers(["Windows"])).toMatchObject({ assets: { on: 0, inScope: 2 } });
    expect(servers(["Containers"])?.share.value).toBeCloseTo(2 / 5);
  });

  test("asks about assets on a platform in scope alone", () => {
    expect(of({ platforms: ["Containers"] })(["Linux"])).toMatchObject({
      assets: { on: 1, inScope: 1 },
      share: { value: 1 },
    });
  });

  test("counts an asset as often as its number says", () => {
    const many = [...estate, anAsset({ platforms: ["macOS"], count: 100 })];
    // 100 machines of criticality low beside a worth of 9.
    expect(of({}, many)(["macOS"])).toMatchObject({
      assets: { on: 100, inScope: 103 },
      share: { numerator: 100n, denominator: 109n },
    });
  });

  test("follows the weights of the settings exactly, decimals too", () => {
    const tenths = of({ weights: { low: 0, medium: 0.1, high: 0.2, critical: 0.3 } });
    expect(tenths(["Windows"])?.share).toMatchObject({ numerator: 3n, denominator: 6n });
  });

  test("has no data without an asset in scope, or where the technique names no platform", () => {
    expect(of({}, [])(["Windows"])).toBeNull();
    expect(of({ segments: ["Plant"] })(["Windows"])).toBeNull();
    expect(of()(["None"])).toBeNull();
    expect(of()([])).toBeNull();
  });
});

import { expect, test } from "vitest";
import {
  isPresetChosen,
  offerPresets,
  platformPresets,
  togglePreset,
} from "../../src/shared/platform-presets.ts";
import { openWorkbench } from "../support/workbench.ts";

const offered = (platforms: readonly string[]) =>
  offerPresets(platforms).map(({ id, platforms: own }) => [id, ...own]);

test("a preset offers the names that the release has, and none that it does not", () => {
  expect(offered(["IaaS", "Identity Provider", "Linux", "Office Suite", "SaaS"])).toEqual([
    ["linux", "Linux"],
    ["cloud", "IaaS", "Identity Provider", "Office Suite", "SaaS"],
  ]);
  // As releases before 16 and before 8 write it.
  expect(offered(["AWS", "Azure AD", "Google Workspace", "IaaS", "Network", "Office 365"])).toEqual(
    [
      ["cloud", "AWS", "Azure AD", "Google Workspace", "IaaS", "Office 365"],
      ["network-devices", "Network"],
    ],
  );
  expect(offered(["None"])).toEqual([]);
  expect(offered(["Android", "iOS"])).toEqual([]);
});

test("a preset is taken in and out whole, and leaves the rest alone", () => {
  const known = ["ESXi", "IaaS", "Linux", "SaaS", "Windows"];
  const cloud = offerPresets(known).find(({ id }) => id === "cloud");
  if (cloud === undefined) throw new Error("Cloud is not offered.");
  expect(isPresetChosen(cloud, ["IaaS"])).toBe(false);
  const taken = togglePreset(cloud, ["Windows", "IaaS"]);
  expect(taken).toEqual(["IaaS", "SaaS", "Windows"]);
  expect(isPresetChosen(cloud, taken)).toBe(true);
  expect(togglePreset(cloud, taken)).toEqual(["Windows"]);
});

test("the seven presets take in every platform of Enterprise 18.1 but PRE, each once", async () => {
  const { client } = await openWorkbench({ starter: true });
  const releases = await client.catalogue.list({});
  const enterprise = releases.find(({ domain }) => domain === "enterprise-attack");
  const { platforms } = await client.catalogue.matrix({ releaseId: enterprise?.id ?? 0 });
  const inPresets = offerPresets(platforms).flatMap((preset) => preset.platforms);
  expect(offerPresets(platforms)).toHaveLength(7);
  expect(new Set(inPresets).size).toBe(inPresets.length);
  expect(platforms.filter((platform) => !inPresets.includes(platform))).toEqual(["PRE"]);
  const names = platformPresets.flatMap((preset) => [...preset.platforms]);
  expect(new Set(names).size).toBe(names.length);
});

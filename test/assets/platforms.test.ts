import { describe, expect, test } from "vitest";
import { readCriticality } from "../../src/main/assets/asset-records.ts";
import { readAssetPlatforms } from "../../src/main/assets/asset-platforms.ts";

describe("the platform of an asset", () => {
  test.each([
    ["Windows", ["Windows"]],
    ["Windows Server 2019", ["Windows"]],
    ["Microsoft Windows 10/11 Enterprise", ["Windows"]],
    ["Win11", ["Windows"]],
    ["RHEL 9", ["Linux"]],
    ["Red Hat Enterprise Linux 8.6", ["Linux"]],
    ["Ubuntu 22.04 LTS", ["Linux"]],
    ["VMware ESXi", ["ESXi"]],
    ["VMware ESXi 8.0 U2", ["ESXi"]],
    ["M365", ["Office Suite"]],
    ["Microsoft 365", ["Office Suite"]],
    ["macOS 14 Sonoma", ["macOS"]],
    ["Cisco IOS", ["Network Devices"]],
    ["Cisco IOS-XE 17.3", ["Network Devices"]],
    ["iOS 17", ["iOS"]],
    ["FortiOS 7.2", ["Network Devices"]],
    ["Entra ID", ["Identity Provider"]],
    ["Azure", ["IaaS"]],
    ["AWS EC2", ["IaaS"]],
    ["Amazon EKS", ["Containers"]],
    ["Windows; Linux", ["Windows", "Linux"]],
    ["Windows / macOS", ["Windows", "macOS"]],
    ["Android 14", ["Android"]],
  ])("%s is %j", (written, platforms) => {
    expect(readAssetPlatforms(written)).toEqual({ platforms, unknown: [] });
  });

  test("is unknown where no word names one, and the word is kept", () => {
    expect(readAssetPlatforms("SIMATIC S7-1500")).toEqual({
      platforms: [],
      unknown: ["SIMATIC S7-1500"],
    });
    expect(readAssetPlatforms("Linux, z/OS")).toEqual({
      platforms: ["Linux"],
      unknown: ["z", "OS"],
    });
    expect(readAssetPlatforms(" - ")).toEqual({ platforms: [], unknown: [] });
  });
});

describe("the criticality of an asset", () => {
  test.each([
    ["Critical", "critical"],
    ["mission-critical", "critical"],
    ["HIGH", "high"],
    ["3", "high"],
    ["Med.", "medium"],
    ["non-essential", "low"],
    ["Tier 0", "critical"],
    ["tier-3", "low"],
  ])("%s is %s", (written, level) => {
    expect(readCriticality(written)).toBe(level);
  });

  test("counts down under a heading that says tier, and is nobody's guess elsewhere", () => {
    expect(readCriticality("1", "Tier")).toBe("high");
    expect(readCriticality("1", "Criticality")).toBe("low");
    expect(readCriticality("banana")).toBeUndefined();
  });
});

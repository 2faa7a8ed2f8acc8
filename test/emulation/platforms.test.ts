import { describe, expect, test } from "vitest";
import { readTestPlatforms } from "../../src/main/emulation/test-platforms.ts";

describe("the platform of a test", () => {
  // What Atomic Red Team's files write (formats.md 6a), what Caldera writes, and what people write.
  test.each([
    ["windows", "Windows"],
    ["linux", "Linux"],
    ["macos", "macOS"],
    ["darwin", "macOS"],
    ["esxi", "ESXi"],
    ["saas", "SaaS"],
    ["containers", "Containers"],
    ["iaas:aws", "IaaS"],
    ["iaas:azure", "IaaS"],
    ["iaas:gcp", "IaaS"],
    ["azure-ad", "Identity Provider"],
    ["office-365", "Office Suite"],
    ["google-workspace", "Office Suite"],
    ["Windows Server 2019", "Windows"],
    ["Win2k19", "Windows"],
    ["RHEL7", "Linux"],
    ["Ubuntu 24.04 LTS", "Linux"],
  ])("%s is %s", (written, platform) => {
    expect(readTestPlatforms(written)[0]).toBe(platform);
  });

  test("is each of a list", () => {
    expect(readTestPlatforms("darwin,linux")).toEqual(["macOS", "Linux"]);
  });

  test("has the name by which an earlier release knew it as well", () => {
    expect(readTestPlatforms("azure-ad")).toContain("Azure AD");
    expect(readTestPlatforms("office-365")).toContain("Office 365");
    expect(readTestPlatforms("iaas:aws")).not.toContain("GCP");
  });

  test("is unknown where no word names one", () => {
    expect(readTestPlatforms("")).toEqual([]);
    expect(readTestPlatforms("SIMATIC S7-1500")).toEqual([]);
  });
});

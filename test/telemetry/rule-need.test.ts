import { existsSync, readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { describeNeed, isServedBy, needOfRule } from "../../src/main/telemetry/rule-need.ts";
import { findNearNames } from "../../src/main/telemetry/near-names.ts";
import { isSameChannel } from "../../src/main/telemetry/source-words.ts";
import { anEntry } from "./builders.ts";

/** Which of some data components, each alone, serve a rule. */
const servedBy = (logSource: string, components: readonly string[]) => {
  const need = needOfRule(logSource);
  if (need === null) return null;
  return components.filter((dataComponent) => isServedBy(need, anEntry({ dataComponent }), []));
};
const someComponents = [
  ...["Process Creation", "Module Load", "File Creation", "Windows Registry Key Modification"],
  ...[
    "Network Traffic Flow",
    "User Account Authentication",
    "Script Execution",
    "Cloud Storage Access",
  ],
];

describe("what a rule needs", () => {
  it.each([
    ["windows/process_creation", ["Process Creation"]],
    ["linux/process_creation", ["Process Creation"]],
    ["windows/image_load", ["Module Load"]],
    ["windows/registry_set", ["Windows Registry Key Modification"]],
    ["windows/ps_script", ["Script Execution"]],
    ["proxy", ["Network Traffic Flow"]],
    ["aws/cloudtrail", ["User Account Authentication", "Cloud Storage Access"]],
    ["Sysmon EventID 7", ["Module Load"]],
    ["Windows Event Log Security 4688", ["Process Creation"]],
    ["Windows Event Log Security 4625", ["User Account Authentication"]],
    ["Powershell Script Block Logging 4104", ["Script Execution"]],
    ["DeviceProcessEvents", ["Process Creation"]],
    ["SigninLogs", ["User Account Authentication"]],
    [
      "logs-endpoint.events.process-*, logs-windows.sysmon_operational-*",
      someComponents.slice(0, 4),
    ],
    ["Sysmon; auditd", [...someComponents.slice(0, 4), "User Account Authentication"]],
  ])("%s is told", (logSource, components) => {
    expect(servedBy(logSource, someComponents)).toEqual(components);
  });

  it.each([
    ...["Endpoint agent", "Payment gateway journal", "windows", "winlogbeat-*", "filebeat-*"],
    ...["Sysmon; Endpoint agent", "CrowdStrike ProcessRollup2", "opencanary/application", "", ";"],
  ])("%s is not told", (logSource) => {
    expect(needOfRule(logSource)).toBeNull();
  });

  it("is served by names of logs as well, with their channels", () => {
    const need = needOfRule("windows/process_creation");
    if (need === null) throw new Error("not told");
    const serves = (name: string, channel: string | null) =>
      isServedBy(need, anEntry({ name, channel }), ["Windows"]);
    expect(serves("WinEventLog:Sysmon", null)).toBe(true);
    expect(serves("Sysmon", "EventCode=1")).toBe(true);
    expect(serves("WinEventLog:Sysmon", "EventCode=7")).toBe(false);
    expect(serves("WinEventLog:Security", "EventCode=4688")).toBe(true);
    expect(serves("WinEventLog:Security", "EventCode=4624")).toBe(false);
    expect(serves("Defender for Endpoint", null)).toBe(true);
    expect(serves("NSM:Flow", null)).toBe(false);
    expect(describeNeed(need)).toBe("Process Creation");
  });

  it("asks for the rule's platform where a data component serves, but for the network", () => {
    const onLinux = (dataComponent: string) => anEntry({ dataComponent, platforms: ["Linux"] });
    const process = needOfRule("windows/process_creation");
    const proxy = needOfRule("proxy");
    if (process === null || proxy === null) throw new Error("not told");
    expect(isServedBy(process, onLinux("Process Creation"), ["Windows"])).toBe(false);
    expect(isServedBy(process, onLinux("Process Creation"), [])).toBe(true);
    expect(isServedBy(proxy, onLinux("Network Traffic Content"), ["Windows"])).toBe(true);
  });

  const archive = "../shared/data/sigma/sigma-rules.zip";
  it.skipIf(!existsSync(archive))("is told for most of the Sigma archive", () => {
    const counts = { told: 0, untold: 0 };
    for (const [file, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
      if (!file.endsWith(".yml")) continue;
      const block = /^logsource:\n((?:[ ].*\n?)+)/m.exec(strFromU8(bytes))?.[1] ?? "";
      const part = (key: string) => new RegExp(`^\\s+${key}:\\s*(\\S+)`, "m").exec(block)?.[1];
      const logSource = ["product", "category", "service"]
        .flatMap((key) => part(key) ?? [])
        .join("/");
      counts[needOfRule(logSource) === null ? "untold" : "told"] += 1;
    }
    expect(counts.told + counts.untold).toBe(3141);
    // By hand: 1,372 rules for process creation alone, and 2,200 more of known categories.
    expect(counts.told).toBeGreaterThan(2700);
  });
});

describe("channels", () => {
  it.each([
    ["EventCode=3, 22", "EventCode=3", true],
    ["EventCode=4778, EventCode=4779", "4779", true],
    ["EventCode=13", "EventCode=1", false],
    ["None", "anything", true],
    [null, "execve", true],
    ["execve", null, true],
    ["open, write", "WRITE", true],
  ])("%s and %s are one: %s", (asked, stated, expected) => {
    expect(isSameChannel(asked, stated)).toBe(expected);
  });
});

describe("names that are not known", () => {
  const names = ["Process Creation", "Process Access", "WinEventLog:Sysmon", "Active DNS"];
  it.each([
    ["Proces creation", "Process Creation"],
    ["Sysmon", "WinEventLog:Sysmon"],
    ["Internal DNS [DeTT&CT data source]", "Active DNS"],
    ["frobnicator", undefined],
    ["", undefined],
  ])("%s is most like %s", (name, near) => {
    expect(findNearNames(name, names)[0]).toBe(near);
  });
});

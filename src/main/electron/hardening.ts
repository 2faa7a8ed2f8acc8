import { app } from "electron";
import { writeFileSync } from "node:fs";
import { buildFlavour } from "./build-flavour.ts";
import { nameNothing } from "./no-network.ts";

/** Switches by which whoever starts the application could open it up or look into it. */
const refusedSwitches = [
  "remote-debugging-port",
  "remote-debugging-pipe",
  "remote-debugging-address",
  "remote-allow-origins",
  "auto-open-devtools-for-tabs",
  "load-extension",
  "disable-web-security",
  "disable-site-isolation-trials",
  "allow-file-access-from-files",
  "allow-running-insecure-content",
  "unsafely-treat-insecure-origin-as-secure",
  "ignore-certificate-errors",
  "enable-blink-features",
  "js-flags",
  "renderer-cmd-prefix",
  "utility-cmd-prefix",
  "gpu-launcher",
  "proxy-server",
  "proxy-pac-url",
  "host-rules",
  "log-net-log",
  "enable-logging",
  "log-file",
];

/** What a driver of end-to-end tests needs. */
const testSwitches = ["remote-debugging-port"];

/**
 * The locks that must be set before anything else runs: importing this file sets them.
 *
 * No switch that opens the application, every renderer sandboxed, files for their owner only, no
 * memory in a core dump, no name resolved.
 */
for (const name of refusedSwitches) {
  if (buildFlavour === "test" && testSwitches.includes(name)) continue;
  app.commandLine.removeSwitch(name);
}
// Root has no sandbox and must say so with --no-sandbox; asked for both, Chromium's helpers crash.
if (process.getuid?.() !== 0) app.enableSandbox();
process.umask(0o077);
// It stands in every PDF that is printed, and would name the system and its versions.
app.userAgentFallback = "Casemate";
leaveMemoryOutOfCoreDumps();
nameNothing();

function leaveMemoryOutOfCoreDumps(): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync("/proc/self/coredump_filter", "0");
  } catch {
    // A kernel without core dumps has none to keep clean.
  }
}

import type { Display } from "./display.ts";
import { requireSandbox, type ElectronRuntime } from "./electron.ts";

/** The switches with which a person's own window starts. */
export function windowArguments(runtime: ElectronRuntime, display: Display): string[] {
  const switches: string[] = [];
  if (display === "wayland") switches.push("--ozone-platform=wayland");
  if (process.platform === "linux" && process.getuid?.() === 0) {
    console.log("Running as root, where Chromium's sandbox is off. Prefer an ordinary user.");
    switches.push("--no-sandbox");
  } else {
    requireSandbox(runtime);
  }
  return switches;
}

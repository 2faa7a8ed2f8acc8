import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { capture, run } from "./run.ts";
import { Stop } from "./stop.ts";

/** What Electron needs of the system to open a window. */
export const windowPackages = [
  "libgtk-3-0",
  "libnss3",
  "libasound2",
  "libgbm1",
  "libxss1",
  "libxtst6",
  "libatk-bridge2.0-0",
  "libcups2",
  "libdrm2",
  "fonts-liberation",
  "fonts-dejavu-core",
];

/** What building the native module needs. */
export const compilerPackages = ["build-essential", "python3"];

/** What the end-to-end tests need beside a window: a display, and tools to look from outside. */
export const testPackages = [
  "xvfb",
  "xauth",
  "poppler-utils",
  "iproute2",
  "strace",
  "util-linux",
  "python3",
];

/**
 * Sees to it that Debian or Ubuntu packages are installed; elsewhere it says what is needed.
 *
 * Newer releases carry some under a name that ends in `t64`. As root it installs what is missing,
 * otherwise it stops with the one line to run.
 */
export async function requireSystemPackages(names: readonly string[]): Promise<void> {
  if (process.platform !== "linux") return;
  if (!isInstalled("apt-get") || !isInstalled("dpkg-query")) {
    console.log(`No apt here. Casemate needs what Debian calls: ${names.join(" ")}`);
    return;
  }
  const installed = await installedPackages();
  const isThere = (name: string) => installed.has(name) || installed.has(`${name}t64`);
  const missing = [...new Set(names)].filter((name) => !isThere(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const line = `sudo apt-get install -y --no-install-recommends ${(await resolveNames(missing)).join(" ")}`;
    throw new Stop(
      `System packages are missing. Install them and run the command again:\n  ${line}`,
    );
  }
  console.log(`Installing system packages: ${missing.join(" ")}`);
  const options = ["-qq", "-o", "DPkg::Lock::Timeout=600"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const updated = await run("apt-get", ["update", ...options], { env });
  const resolved = await resolveNames(missing);
  const result = await run(
    "apt-get",
    ["install", "-y", "--no-install-recommends", ...options, ...resolved],
    { env, stdio: ["ignore", "ignore", "inherit"] },
  );
  if (result !== 0) {
    throw new Stop(
      `apt-get could not install what is missing${updated === 0 ? "" : " (nor update its lists)"}. Run:\n` +
        `  apt-get update && apt-get install -y --no-install-recommends ${resolved.join(" ")}`,
    );
  }
}

/** Each package by the name under which this release has it. */
async function resolveNames(names: readonly string[]): Promise<string[]> {
  const candidates = names.flatMap((name) => [name, `${name}t64`]);
  const { stdout } = await capture("apt-cache", ["policy", ...candidates], {
    env: { ...process.env, LC_ALL: "C" },
  });
  const available = new Set<string>();
  for (const block of stdout.split(/\n(?=\S)/)) {
    const match = /^(\S+):\n(?:.*\n)*?\s+Candidate: (\S+)/.exec(block);
    if (match?.[1] !== undefined && match[2] !== "(none)") available.add(match[1]);
  }
  return names.map((name) =>
    !available.has(name) && available.has(`${name}t64`) ? `${name}t64` : name,
  );
}

/** The names of the packages that are installed, without their architecture. */
async function installedPackages(): Promise<Set<string>> {
  const { stdout } = await capture("dpkg-query", ["-W", "-f", "${db:Status-Abbrev}${Package}\n"]);
  const lines = stdout.split("\n").filter((line) => line.startsWith("ii "));
  return new Set(lines.map((line) => line.slice(3).trim()));
}

function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}

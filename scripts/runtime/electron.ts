import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFolder } from "./paths.ts";
import {
  hasRegistryElectron,
  registryElectronFolder,
  registryElectronVersion,
} from "./registry-electron.ts";
import { sqliteModuleForRegistryElectron } from "./sqlite-module.ts";
import { systemTrust } from "./run.ts";
import { Stop } from "./stop.ts";

/** An Electron that can start the built application. */
export interface ElectronRuntime {
  readonly version: string;
  /** The folder that holds the whole of it. */
  readonly folder: string;
  readonly executable: string;
  /** better-sqlite3's native module where this Electron cannot load the prebuilt one. */
  readonly sqliteModule?: string;
}

const packageFolder = join(projectFolder, "node_modules", "electron");

/** How long the `electron` package may take to fetch its binary before the registry's is taken. */
const patience = 15_000;

/** Whether the registry's Electron will run here. */
const registryFits = process.platform === "linux" && process.arch === "x64";

/**
 * Finds an Electron or fetches one: the `electron` package's own, else on Linux x64 the registry's.
 *
 * Once the registry's is in the cache the package is not tried again on each start; with
 * `npx install-electron` its own comes first again.
 */
export async function findElectron(): Promise<ElectronRuntime> {
  const own = packageElectron();
  if (own !== undefined) return own;
  if (!(registryFits && hasRegistryElectron())) {
    console.log("Fetching Electron as its package does …");
    await fetchPackageElectron();
    const fetched = packageElectron();
    if (fetched !== undefined) return fetched;
  }
  if (!registryFits) {
    throw new Stop(
      "Electron is not installed and could not be fetched; it comes from GitHub's releases.\n" +
        "Where that is not reachable, set ELECTRON_MIRROR to a mirror that is, and run:\n" +
        "  npx install-electron",
    );
  }
  const folder = await registryElectronFolder();
  return {
    version: registryElectronVersion,
    folder,
    executable: join(folder, "electron"),
    sqliteModule: await sqliteModuleForRegistryElectron(),
  };
}

/** The `electron` package's own binary, where it is there. */
function packageElectron(): ElectronRuntime | undefined {
  try {
    const folder = process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(packageFolder, "dist");
    const executable = join(folder, readFileSync(join(packageFolder, "path.txt"), "utf8"));
    if (!existsSync(executable)) return undefined;
    return { version: readFileSync(join(folder, "version"), "utf8").trim(), folder, executable };
  } catch {
    return undefined;
  }
}

/** Lets the package fetch its binary; where the registry's would do instead, not for long. */
async function fetchPackageElectron(): Promise<void> {
  const child = spawn(process.execPath, [join(packageFolder, "install.js")], {
    stdio: ["ignore", "ignore", registryFits ? "ignore" : "inherit"],
    env: { ...process.env, ...systemTrust },
    ...(registryFits ? { timeout: patience, killSignal: "SIGKILL" } : {}),
  });
  await new Promise((resolve) => child.once("close", resolve));
}

/**
 * Throws where the kernel would not let an ordinary user start this Electron's sandbox, and says
 * the one line that lets it (Ubuntu 23.10 and later).
 */
export function requireSandbox(runtime: ElectronRuntime): void {
  if (process.platform !== "linux" || process.getuid?.() === 0 || !userNamespacesRestricted())
    return;
  const helper = join(dirname(runtime.executable), "chrome-sandbox");
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return;
  throw new Stop(
    "This system gives Electron's sandbox no user namespaces. Allow its helper once:\n" +
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

/** Whether the system keeps user namespaces from programs without a profile. */
export function userNamespacesRestricted(): boolean {
  try {
    const file = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    return readFileSync(file, "utf8").trim() === "1";
  } catch {
    return false;
  }
}

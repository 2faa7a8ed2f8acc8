import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "./paths.ts";

/**
 * The folder of that name in the cache, made by `make` where it is not there yet.
 *
 * `make` fills a folder of its own that takes its final name when it is whole, and two runs that
 * want the same folder at once wait for each other: a cached folder is complete or absent.
 */
export async function cached(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const unlock = await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished);
    await make(unfinished);
    renameSync(unfinished, folder);
    return folder;
  } finally {
    unlock();
  }
}

/** Whether a folder of that name is in the cache. */
export function isCached(name: string): boolean {
  return existsSync(join(cacheFolder, name));
}

/** Holds a lock file with our process ID in it; a lock whose process is gone is taken over. */
async function lock(file: string): Promise<() => void> {
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    if (!holderIsAlive(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) console.log(`Waiting for another run that holds ${file}`);
    told = true;
    await sleep(500);
  }
}

function holderIsAlive(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    // Written and not yet filled by a run that starts at this moment: ask again later.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

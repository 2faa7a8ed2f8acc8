import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A starter catalogue that ships. */
export interface StarterFile {
  readonly domain: string;
  readonly path: string;
}

/** The starter catalogues that ship, by the names that the build script gives them. */
export function listStarterFiles(root: string): StarterFile[] {
  const folder = join(root, "resources", "starter");
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const domain = /^([a-z]+-attack)-[\d.]+\.json\.gz$/.exec(name)?.[1];
      return domain === undefined ? [] : [{ domain, path: join(folder, name) }];
    });
}

/** Whether a file with this hash is one of the starter catalogues that ship. */
export function isShippedStarter(root: string, sha256: string): boolean {
  return listStarterFiles(root).some(({ path }) => {
    const json = gunzipSync(readFileSync(path));
    return createHash("sha256").update(json).digest("hex") === sha256;
  });
}

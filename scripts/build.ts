import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "electron-vite";
import type { ElectronRuntime } from "./runtime/electron.ts";
import { projectFolder } from "./runtime/paths.ts";
import { runScript } from "./runtime/stop.ts";

/** What a build is for; see src/main/electron/build-flavour.ts. */
export type Flavour = "release" | "test" | "development";

/**
 * Builds the application into a folder that is whole: with its native module and its resources, so
 * that an Electron starts it wherever it lies.
 *
 * @param runtime the Electron it is for, where that needs a native module of its own
 * @returns the folder
 */
export async function buildApplication(
  flavour: Flavour,
  runtime?: ElectronRuntime,
): Promise<string> {
  const folder = join(projectFolder, "out", flavour);
  rmSync(folder, { recursive: true, force: true });
  process.env["CASEMATE_BUILD"] = flavour;
  await build({
    root: projectFolder,
    logLevel: "warn",
    mode: flavour === "development" ? "development" : "production",
  });

  const { name, version, description, license } = JSON.parse(
    readFileSync(join(projectFolder, "package.json"), "utf8"),
  ) as Record<string, string>;
  const manifest = { name, version, description, license, type: "module", main: "main/index.js" };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const part of ["resources", "migrations"]) {
    cpSync(join(projectFolder, part), join(folder, part), { recursive: true });
  }
  copySqlite(join(folder, "node_modules", "better-sqlite3"), runtime?.sqliteModule);
  return folder;
}

/** Puts better-sqlite3 into the application; a native module of our own comes before its prebuilt. */
function copySqlite(target: string, nativeModule: string | undefined): void {
  const source = join(projectFolder, "node_modules", "better-sqlite3");
  for (const part of ["package.json", "LICENSE", "lib"]) {
    cpSync(join(source, part), join(target, part), { recursive: true });
  }
  if (nativeModule === undefined) {
    cpSync(join(source, "prebuilds"), join(target, "prebuilds"), { recursive: true });
    return;
  }
  const release = join(target, "build", "Release");
  mkdirSync(release, { recursive: true });
  cpSync(nativeModule, join(release, "better_sqlite3.node"));
}

if (import.meta.main) {
  await runScript(async () => {
    console.log(`Built into ${await buildApplication("release")}`);
    return 0;
  });
}

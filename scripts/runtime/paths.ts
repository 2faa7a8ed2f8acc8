import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The project's root folder. */
export const projectFolder = resolve(import.meta.dirname, "../..");

/**
 * Where fetched and built runtimes are kept between runs.
 *
 * Outside node_modules, so that `npm ci` does not throw them away.
 */
export const cacheFolder =
  process.env["CASEMATE_CACHE"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "casemate");

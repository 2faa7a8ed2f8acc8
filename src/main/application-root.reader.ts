import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "../shared/problem.ts";

/** The folder that holds `migrations` and `resources`, found upwards from a module of ours. */
export function findApplicationRoot(moduleUrl: string): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    if (
      existsSync(join(folder, "migrations/meta/_journal.json")) &&
      existsSync(join(folder, "resources"))
    ) {
      return folder;
    }
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Problem("internal", "The application is incomplete: install it again.");
    }
    folder = parent;
  }
}

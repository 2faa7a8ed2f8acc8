import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const description = z.object({ version: z.string() });

/** Name and version of the program, for documents that it makes. */
export function readToolName(root: string): string {
  const path = join(root, "package.json");
  if (!existsSync(path)) return "Casemate";
  return `Casemate ${description.parse(JSON.parse(readFileSync(path, "utf8"))).version}`;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MarkingScheme } from "../../shared/model/marking.ts";
import { markingScheme } from "../../shared/model/marking.ts";

/** In the order in which they are offered. */
const names = ["us", "nato", "tlp", "none"] as const;

const read = new Map<string, readonly MarkingScheme[]>();

/** The marking schemes that ship. Read once. */
export function readShippedSchemes(root: string): readonly MarkingScheme[] {
  const known = read.get(root);
  if (known !== undefined) return known;
  const schemes = names.map((name) => {
    const path = join(root, "resources", "markings", `${name}.json`);
    return markingScheme.parse(JSON.parse(readFileSync(path, "utf8")));
  });
  read.set(root, schemes);
  return schemes;
}

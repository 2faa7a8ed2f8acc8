import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { strToU8, zipSync } from "fflate";
import { Problem } from "../../shared/problem.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { writeLayerTables } from "../layers/layer-table.writer.ts";
import type { ArchivedFile, WrittenRuns } from "./run-writer.ts";

/** What a zip file dates its entries with at the earliest: the same content gives the same bytes. */
const zipEpoch = new Date(1980, 0, 1);
/** What unpacks to more than this many times its size is stored as it is: readers refuse it. */
const mostRatio = 50;

/**
 * Writes what a writer made of runs, whole or not at all; makes the folder.
 *
 * A path that ends in `.json` takes the one file of an archive itself. Throws `bad-input`,
 * `disk-full`.
 */
export async function writeRuns(path: string, written: WrittenRuns): Promise<void> {
  // Where that fails, writing says so in better words.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  if (typeof written === "string") await writeWholeFile(path, written);
  else if ("sheets" in written) await writeLayerTables(path, written);
  else await writeWholeFile(path, contentOf(path, written.files));
}

function contentOf(path: string, files: readonly ArchivedFile[]): string | Uint8Array {
  const [only, ...more] = files;
  if (only === undefined) {
    throw new Problem(
      "bad-input",
      "None of these test cases was executed: there is no log to write.",
    );
  }
  if (!/\.json$/i.test(path)) return zipOf(files);
  if (more.length === 0) return only.content;
  throw new Problem("bad-input", `These are ${files.length} logs, which one file cannot hold.`, {
    file: path,
    remedy: "End its name in .zip.",
  });
}

/** Files as a zip archive that is the same whenever it is made. */
function zipOf(files: readonly ArchivedFile[]): Uint8Array {
  const entries = files.map(({ name, content }): [string, [Uint8Array, { level: 0 | 6 }]] => {
    const bytes = typeof content === "string" ? strToU8(content) : content;
    return [name, [bytes, { level: isStored(name, bytes) ? 0 : 6 }]];
  });
  return zipSync(Object.fromEntries(entries), { mtime: zipEpoch });
}

/** Evidence is stored as it is: mostly packed already, and what is not may pack too well. */
function isStored(name: string, bytes: Uint8Array): boolean {
  if (name.startsWith("evidence/")) return true;
  if (bytes.length < 1_000_000) return false;
  return zipSync({ [name]: bytes }).length * mostRatio < bytes.length;
}

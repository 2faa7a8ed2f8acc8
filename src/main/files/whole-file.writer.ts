import { open, rename, rm } from "node:fs/promises";
import { Problem } from "../../shared/problem.ts";

/**
 * Writes a file whole or not at all: beside its place first, then into it.
 *
 * Readable by its owner alone. Throws `disk-full`, or `bad-input` where it cannot be written.
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, "w", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new Problem("disk-full", `The disk is full: ${path} was not written.`, { file: path });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem("bad-input", `${path} cannot be written (${reason}).`, {
      file: path,
      remedy: "Choose a folder that you may write to.",
    });
  }
}

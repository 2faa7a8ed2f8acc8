import { open, rename, rm } from "node:fs/promises";
import { Problem } from "../../shared/problem.ts";

/** Adds to the end of a file that is being written. */
export type Append = (part: string | Uint8Array) => Promise<void>;

/**
 * Writes a file whole or not at all: beside its place first, then into it.
 *
 * Readable by its owner alone. Throws `disk-full`, or `bad-input` where it cannot be written.
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeWholeFileInParts(path, (append) => append(content));
}

/** Writes a file like {@link writeWholeFile}, part by part; a `Problem` of `write` is thrown on. */
export async function writeWholeFileInParts<Result>(
  path: string,
  write: (append: Append) => Promise<Result>,
): Promise<Result> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, "w", 0o600);
    let result: Result;
    try {
      result = await write((part) => file.appendFile(part));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    return result;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (error instanceof Problem) throw error;
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

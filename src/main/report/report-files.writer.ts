import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { Problem } from "../../shared/problem.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import type { NamedFile } from "./report-files.ts";

/** What a zip file dates its entries with at the earliest: the same content gives the same bytes. */
const zipEpoch = new Date(1980, 0, 1);

/**
 * Writes files into a folder, which is made if it is missing: all of them, or none.
 *
 * They are written beside it first and then moved into it. Other files of the folder stay. Throws
 * `needs-decision` where one of the names is taken and `replace` is not said, `bad-input` and
 * `disk-full`.
 */
export async function writeReportFolder(
  folder: string,
  files: readonly NamedFile[],
  replace: boolean,
): Promise<void> {
  await refuseTakenNames(folder, files, replace);
  const unfinished = `${folder}.partial`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    for (const { name, content } of files) await writeWholeFile(join(unfinished, name), content);
    if (await isThere(folder)) {
      for (const { name } of files) await rename(join(unfinished, name), join(folder, name));
    } else {
      await rename(unfinished, folder);
    }
  } catch (error) {
    throw error instanceof Problem ? error : cannotWrite(folder, error);
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Writes files as one zip archive, whole or not at all; the same files give the same bytes. */
export async function writeReportArchive(
  path: string,
  files: readonly NamedFile[],
  replace: boolean,
): Promise<void> {
  if (!replace && (await isThere(path))) throw taken(path, [path]);
  // Where that fails, writing says so in better words.
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => undefined);
  const entries = files.map(({ name, content }) => [name, content] as const);
  await writeWholeFile(path, zipSync(Object.fromEntries(entries), { mtime: zipEpoch, level: 6 }));
}

async function refuseTakenNames(
  folder: string,
  files: readonly NamedFile[],
  replace: boolean,
): Promise<void> {
  if (replace || !(await isThere(folder))) return;
  const there = new Set(
    await readdir(folder).catch((error: unknown) => {
      throw cannotWrite(folder, error);
    }),
  );
  const names = files.map(({ name }) => name).filter((name) => there.has(name));
  if (names.length > 0) throw taken(folder, names);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string, names: readonly string[]): Problem {
  return new Problem("needs-decision", `${path} holds an earlier report. Nothing was written.`, {
    file: path,
    things: [...names],
    remedy: "Choose another place, or say that it is to be replaced.",
  });
}

function cannotWrite(folder: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return code === "ENOSPC" || code === "EDQUOT"
    ? new Problem("disk-full", `The disk is full: ${folder} was not written.`, { file: folder })
    : new Problem("bad-input", `The folder ${folder} cannot be written to (${code}).`, {
        file: folder,
        remedy: "Choose a folder that you may write to.",
      });
}

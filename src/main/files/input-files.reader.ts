import type { Stats } from "node:fs";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Problem } from "../../shared/problem.ts";
import { limits } from "./limits.ts";
import { openZip, openZipBytes } from "./zip.reader.ts";

const unpack = promisify(gunzip);

/** Files up to this size are read at once: handing one to another thread costs more than its bytes. */
const smallFile = 1_000_000;

/**
 * One thing found at the given paths.
 *
 * `ignored`: the caller's filter did not want it. `skipped`: it was wanted and could not be read.
 */
export type InputFile =
  | { readonly kind: "file"; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: "ignored"; readonly path: string }
  | { readonly kind: "skipped"; readonly path: string; readonly reason: string };

/**
 * Reads files, folders and zip archives, one file at a time, in the order of their names.
 *
 * What a file is, is told by its content: gzip is unpacked, a zip archive is walked as a folder is
 * (workbooks, which are zip archives too, come as they are). A path that was named must be readable
 * (else `bad-file`, `bad-archive`, `too-large`); inside folders and archives, what cannot be read is
 * listed and skipped. `accept` filters what lies inside folders and archives, by path; what was
 * named is always read.
 */
export async function* readFiles(
  paths: readonly string[],
  accept: (path: string) => boolean = () => true,
): AsyncGenerator<InputFile, void, undefined> {
  for (const path of paths) {
    const stats = await statOf(path);
    if (stats.isDirectory()) yield* readFolder(path, accept);
    else yield* readFile(path, accept);
  }
}

async function* readFolder(
  folder: string,
  accept: (path: string) => boolean,
): AsyncGenerator<InputFile, void, undefined> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { kind: "skipped", path: folder, reason: `cannot be listed (${codeOf(error)})` };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* readFolder(path, accept);
    // Links may lead in circles or out of the folder that the user chose.
    else if (entry.isSymbolicLink()) yield { kind: "skipped", path, reason: "is a symbolic link" };
    else if (!entry.isFile()) yield { kind: "skipped", path, reason: "is not a regular file" };
    else if (!accept(path)) yield { kind: "ignored", path };
    else yield* orSkipped(path, readFile(path, accept));
  }
}

/** What a file gives, or why it could not be read; a half-read archive keeps what it gave. */
async function* orSkipped(
  path: string,
  files: AsyncGenerator<InputFile, void, undefined>,
): AsyncGenerator<InputFile, void, undefined> {
  try {
    yield* files;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    yield { kind: "skipped", path, reason: error.message };
  }
}

async function* readFile(
  path: string,
  accept: (path: string) => boolean,
): AsyncGenerator<InputFile, void, undefined> {
  const small = readSmall(path);
  const head = small ?? (await readBytes(path, 4));
  if (isZip(head)) {
    const zip = await openZip(path);
    try {
      if (!zip.names.includes("[Content_Types].xml")) {
        for (const name of zip.names) yield await readEntry(path, zip, name, accept);
        return;
      }
    } finally {
      zip.close();
    }
  }
  const bytes = small ?? (await readBytes(path, limits.fileBytes));
  yield { kind: "file", path, bytes: isGzip(head) ? await unpackGzip(bytes, path) : bytes };
}

async function readEntry(
  archive: string,
  zip: { read(name: string): Promise<Buffer> },
  name: string,
  accept: (path: string) => boolean,
): Promise<InputFile> {
  const path = `${archive}/${name}`;
  if (!accept(path)) return { kind: "ignored", path };
  const bytes = await zip.read(name);
  if (isGzip(bytes) || (isZip(bytes) && !(await isWorkbook(bytes, path)))) {
    return { kind: "skipped", path, reason: "is an archive inside an archive" };
  }
  return { kind: "file", path, bytes };
}

/** Whether an entry that is an archive is a workbook; one that is unsafe to unpack is none. */
async function isWorkbook(bytes: Buffer, path: string): Promise<boolean> {
  try {
    const inner = await openZipBytes(bytes, path);
    inner.close();
    return inner.names.includes("[Content_Types].xml");
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function unpackGzip(bytes: Buffer, path: string): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: limits.fileBytes });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(path, "unpacked it is");
    throw new Problem(
      "bad-archive",
      `${path} is a damaged or incomplete gzip file (${codeOf(error)}). Copy or download it again.`,
      { file: path },
    );
  }
}

/** The bytes of a small file; null of a larger one. */
function readSmall(path: string): Buffer | null {
  try {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size > smallFile) return null;
      const bytes = Buffer.allocUnsafe(size);
      let filled = 0;
      while (filled < size) {
        const read = readSync(file, bytes, filled, size - filled, filled);
        if (read === 0) break;
        filled += read;
      }
      return bytes.subarray(0, filled);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads one file as it is, archives too.
 *
 * Throws `bad-file`, and `too-large` above `most` bytes.
 */
export async function readFileAsIs(path: string, most: number): Promise<Buffer> {
  const stats = await statOf(path);
  if (stats.isDirectory()) {
    throw new Problem("bad-file", `${path} is a folder. Name a file.`, { file: path });
  }
  if (stats.size > most) throw tooLarge(path, "it is", most);
  return readBytes(path, most);
}

/** The first bytes of a file, up to `most`; the whole file, where `most` is the cap. */
async function readBytes(path: string, most: number): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      if (size > limits.fileBytes) throw tooLarge(path, "it is");
      const bytes = Buffer.allocUnsafeSlow(Math.min(size, most));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unreadable(path, error);
  }
}

async function statOf(path: string): Promise<Stats> {
  let stats;
  try {
    stats = await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (stats.isDirectory() || stats.isFile()) return stats;
  throw new Problem("bad-file", `${path} is neither a file nor a folder. Name a regular file.`, {
    file: path,
  });
}

function unreadable(path: string, error: unknown): Problem {
  const code = codeOf(error);
  const reason =
    code === "ENOENT"
      ? "does not exist"
      : code === "EACCES" || code === "EPERM"
        ? "may not be read by this user"
        : `cannot be read (${code})`;
  return new Problem("bad-file", `${path} ${reason}. Check the path and its permissions.`, {
    file: path,
  });
}

function tooLarge(path: string, what: string, most: number = limits.fileBytes): Problem {
  return new Problem(
    "too-large",
    `${path} was not read: ${what} larger than ${String(most / 1e6)} MB. Split it.`,
    { file: path },
  );
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A zip archive begins with an entry, or, when it is empty, with the end of its list. */
function isZip(bytes: Buffer): boolean {
  const isEntry = bytes[2] === 3 && bytes[3] === 4;
  const isEnd = bytes[2] === 5 && bytes[3] === 6;
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (isEntry || isEnd);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return error.code;
  }
  return error instanceof Error ? error.message : String(error);
}

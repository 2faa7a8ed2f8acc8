import { readFile, stat } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { fromBufferPromise, openPromise } from "yauzl";
import { Problem } from "../../shared/problem.ts";
import { limits } from "./limits.ts";
import { groupDigits } from "../../shared/group-digits.ts";

/** An archive whose entries were all checked before the first is read. */
export interface CheckedZip {
  /** Names of the files in it, sorted; folders are left out. */
  readonly names: readonly string[];
  read(name: string): Promise<Buffer>;
  close(): void;
}

/**
 * Opens a zip archive and checks every entry before anything is unpacked.
 *
 * Refuses the whole archive (`bad-archive`, `too-large`) where an entry's name leaves the archive,
 * is absolute, holds a drive letter or backslash or comes twice; where an entry is a link, encrypted
 * or packed in an unknown way; where there are too many entries, or they unpack to too much.
 */
export async function openZip(path: string): Promise<CheckedZip> {
  const { size } = await stat(path);
  if (size > heldBytes) return openChecked(path, openPromise(path, openOptions), null);
  return openZipBytes(await readFile(path), path);
}

/** The same for an archive inside another one; `path` names it in what is refused. */
export async function openZipBytes(bytes: Buffer, path: string): Promise<CheckedZip> {
  return openChecked(path, fromBufferPromise(bytes, openOptions), bytes);
}

/** Archives up to this size are held in memory, where their entries are read at once. */
const heldBytes = 64_000_000;
/** Entries up to this size, unpacked, are unpacked at once; larger ones bit by bit. */
const smallEntry = 1_000_000;

const openOptions = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: true,
  strictFileNames: true,
  validateEntrySizes: true,
} as const;

async function openChecked(
  path: string,
  opening: Promise<ZipFile>,
  bytes: Buffer | null,
): Promise<CheckedZip> {
  const zip = await opening.catch((error: unknown) => {
    throw badArchive(path, `it cannot be read (${messageOf(error)})`);
  });
  try {
    const entries = await checkEntries(zip, path);
    return {
      names: [...entries.keys()].sort(byCodeUnits),
      read: async (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw badArchive(path, `it holds no entry "${name}"`);
        try {
          return bytes !== null && entry.uncompressedSize <= smallEntry
            ? await unpackEntry(zip, bytes, entry)
            : await streamEntry(zip, entry);
        } catch (error) {
          throw badArchive(path, `its entry "${name}" is damaged (${messageOf(error)})`);
        }
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function checkEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.archiveEntries) {
    throw badArchive(path, `it holds more than ${groupDigits(limits.archiveEntries)} entries`);
  }
  const entries = new Map<string, Entry>();
  const seen = new Set<string>();
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const fault = findFault(entry, seen);
      if (fault !== undefined) throw badArchive(path, `its entry "${entry.fileName}" ${fault}`);
      seen.add(entry.fileName);
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.fileBytes || total > limits.archiveBytes) {
        throw new Problem(
          "too-large",
          `${path} unpacks to more than Casemate reads ` +
            `(${megabytes(limits.fileBytes)} a file, ${megabytes(limits.archiveBytes)} in all). ` +
            "Unpack it and import the parts that matter.",
          { file: path },
        );
      }
      if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw badArchive(path, `its list of entries is damaged or unsafe (${messageOf(error)})`);
  }
  return entries;
}

/** What makes an entry unsafe, in words that follow its name; undefined where nothing does. */
function findFault(entry: Entry, seen: ReadonlySet<string>): string | undefined {
  const name = entry.fileName;
  const unixType = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (name.includes("\\")) return "has a backslash in its name";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "has an absolute path for a name";
  if (name.split("/").includes("..")) return "would lie outside of the archive";
  if (unixType === 0o120000) return "is a symbolic link";
  if (seen.has(name)) return "is there twice";
  if (entry.isEncrypted()) return "is encrypted";
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return "is packed in a way that Casemate does not read";
  }
  if (
    entry.uncompressedSize > limits.ratioFromBytes &&
    entry.uncompressedSize > entry.compressedSize * limits.archiveRatio
  ) {
    return `unpacks to more than ${String(limits.archiveRatio)} times its size`;
  }
  return undefined;
}

async function streamEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function unpackEntry(zip: ZipFile, bytes: Buffer, entry: Entry): Promise<Buffer> {
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = bytes.subarray(start, start + entry.compressedSize);
  const unpacked =
    entry.compressionMethod === 0
      ? packed
      : inflateRawSync(packed, { maxOutputLength: Math.max(entry.uncompressedSize, 1) });
  if (packed.length !== entry.compressedSize || unpacked.length !== entry.uncompressedSize) {
    throw new Error("it is not as large as the archive says");
  }
  return unpacked;
}

function badArchive(path: string, what: string): Problem {
  if (/\.xls[xm]$/i.test(path)) {
    return new Problem(
      "bad-archive",
      `${path} is a damaged or unsafe workbook: ${what}. Copy it again, or save it anew.`,
      { file: path },
    );
  }
  return new Problem(
    "bad-archive",
    `${path} was not unpacked: ${what}. Unpack it yourself, look at what it holds, and import that.`,
    { file: path },
  );
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1e6))} MB`;
}

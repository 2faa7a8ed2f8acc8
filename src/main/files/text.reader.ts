import { isUtf8 } from "node:buffer";
import { Problem } from "../../shared/problem.ts";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

const gitLfsPointer = "version https://git-lfs.github.com/spec/";

/**
 * Reads a file's bytes as text: UTF-8 or UTF-16, with or without byte order mark.
 *
 * Throws `bad-encoding` where bytes are no text in that encoding, and `bad-file` for a Git LFS
 * pointer that stands in for the real file.
 */
export function decodeText(bytes: Uint8Array, path: string): string {
  refuseGitLfsPointer(bytes, path);
  const { encoding, start } = findEncoding(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(start));
  } catch {
    throw badEncoding(bytes, encoding, start, path);
  }
}

/**
 * The same text as UTF-8 bytes without byte order mark, and where in the file they begin.
 *
 * UTF-8 input is checked and returned as a view, not copied. `start` is null where the text was
 * converted, so that offsets no longer say anything about the file.
 */
export function decodeUtf8(
  bytes: Buffer,
  path: string,
): { readonly utf8: Buffer; readonly start: number | null } {
  refuseGitLfsPointer(bytes, path);
  const { encoding, start } = findEncoding(bytes);
  if (encoding !== "utf-8") return { utf8: Buffer.from(decodeText(bytes, path)), start: null };
  const utf8 = bytes.subarray(start);
  if (!isUtf8(utf8)) throw badEncoding(bytes, encoding, start, path);
  return { utf8, start };
}

/** The beginning of a text without byte order mark; UTF-16 shows with its zero bytes. */
export function headOf(bytes: Buffer): string {
  return bytes
    .subarray(0, 64_000)
    .toString("latin1")
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
    .replaceAll("\0", "");
}

/**
 * Byte order mark first; without one, a zero byte beside an ASCII character gives UTF-16 away, where
 * the number of bytes allows it.
 */
function findEncoding(bytes: Uint8Array): { encoding: Encoding; start: number } {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: "utf-8", start: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: "utf-16le", start: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: "utf-16be", start: 2 };
  if (bytes.length >= 2 && bytes.length % 2 === 0) {
    if (first === 0 && second !== 0) return { encoding: "utf-16be", start: 0 };
    if (first !== 0 && second === 0) return { encoding: "utf-16le", start: 0 };
  }
  return { encoding: "utf-8", start: 0 };
}

function refuseGitLfsPointer(bytes: Uint8Array, path: string): void {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  if (!head.toString("latin1").startsWith(gitLfsPointer)) return;
  throw new Problem(
    "bad-file",
    `${path} is a Git LFS pointer: it names the real file and does not hold it. ` +
      "Fetch the file with `git lfs pull`, or take it from where it was published.",
    { file: path },
  );
}

function badEncoding(bytes: Uint8Array, encoding: Encoding, start: number, path: string): Problem {
  const place = encoding === "utf-8" ? findInvalidUtf8(bytes.subarray(start)) : undefined;
  const where =
    place === undefined
      ? ""
      : ` at byte ${String(start + place.offset)} (line ${String(place.line)})`;
  return new Problem(
    "bad-encoding",
    `${path} is not valid ${encoding.toUpperCase()} text${where}. ` +
      "Save it as UTF-8, or copy it anew: it may have been damaged on the way.",
    { file: path, ...(place === undefined ? {} : { line: place.line }) },
  );
}

/** Where the first invalid byte sequence begins; whole, valid prefixes are halved away. */
function findInvalidUtf8(bytes: Uint8Array): { offset: number; line: number } {
  let valid = 0;
  let beyond = bytes.length;
  while (beyond - valid > 1) {
    const middle = valid + Math.floor((beyond - valid) / 2);
    if (isUtf8Prefix(bytes.subarray(0, middle))) valid = middle;
    else beyond = middle;
  }
  // A prefix may end inside of the character that is cut off: the fault is where that began.
  while (!isUtf8(bytes.subarray(0, valid))) valid--;
  let line = 1;
  for (let i = 0; i < valid; i++) if (bytes[i] === 0x0a) line++;
  return { offset: valid, line };
}

/** Whether bytes are valid UTF-8, or would be if a character cut off at the end went on. */
function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

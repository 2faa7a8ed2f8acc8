import { webcrypto } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import type { ByteRange } from "../files/json.reader.ts";
import { scanJsonList } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import type { StixObject } from "./stix-object.ts";
import { bytesOf, instantOf, isJsonObject, pathOf, readStixObject } from "./stix-object.ts";
import { shorten, WarningList } from "./warning-list.ts";

/** A STIX bundle that was read: its objects, each ID once. */
export interface Bundle {
  readonly path: string;
  readonly fileName: string;
  /** Of the uncompressed file, in hex. */
  readonly sha256: string;
  readonly stixVersion: string;
  /** The bundle's own properties but its objects, as JSON. */
  readonly header: string;
  readonly objects: readonly StixObject[];
  /** Entries of its list: those kept, and those left out. */
  readonly read: number;
  readonly byType: ReadonlyMap<string, number>;
  readonly warnings: WarningList;
}

/** Called after every object; a promise means that it is time to let others in. */
export type Pace = (done: number, total: number) => Promise<void> | undefined;

/**
 * Reads the bytes of a file (not compressed) as a STIX 2.0 or 2.1 bundle.
 *
 * One object at a time: the whole never exists as one text or tree, which keeps memory low and lets
 * a cancel in. A single STIX object is taken for a bundle of one. Where an ID comes more than once,
 * the newest counts. `total` of the pace is in bytes.
 *
 * Throws `bad-json`, `bad-encoding`, `too-deep`, `not-a-bundle` or `no-objects`.
 */
export async function readBundle(bytes: Buffer, path: string, pace: Pace): Promise<Bundle> {
  const hashing = hash(bytes);
  // Whoever awaits it meets its failure; until then it must not end the process.
  hashing.catch(() => undefined);
  const { utf8: text } = decodeUtf8(bytes, path);
  const warnings = new WarningList();
  const found: StixObject[] = [];
  const ranges: ByteRange[] = [];
  const byType = new Map<string, number>();
  const versions = new Set<unknown>();
  const add = (value: unknown, { start, end }: ByteRange) => {
    const source = { text, start, end };
    const object = readStixObject(value, source, ranges.length, warnings);
    ranges.push(source);
    if (object === null) return;
    byType.set(object.type, (byType.get(object.type) ?? 0) + 1);
    if (isJsonObject(value)) versions.add(value["spec_version"]);
    found.push(object);
  };

  const scan = scanJsonList(text, "objects", path);
  let step = scan.next();
  for (; step.done !== true; step = scan.next()) {
    const range = step.value;
    const value: unknown = JSON.parse(text.toString("utf8", range.start, range.end));
    add(value, range);
    const pause = pace(range.end, text.length);
    if (pause !== undefined) await pause;
  }
  const { kind, list, duplicateKeys } = step.value;
  if (kind !== "object") throw notABundle(path, "its outermost value is not an object");
  const header: unknown = JSON.parse(
    list === null
      ? text.toString()
      : text.toString("utf8", 0, list.start) + "[]" + text.toString("utf8", list.end),
  );
  if (!isJsonObject(header)) throw notABundle(path, "its outermost value is not an object");

  const sha256 = await hashing;
  let own: Record<string, unknown>;
  if (header["type"] === "bundle") {
    if (list === null && header["objects"] !== undefined) {
      throw notABundle(path, 'its "objects" are not a list', "objects");
    }
    const { objects: _objects, ...properties } = header;
    own = properties;
    checkHeader(header, warnings);
  } else {
    if (typeof header["type"] !== "string" || typeof header["id"] !== "string") {
      throw notABundle(path, 'its "type" is not "bundle"', "type");
    }
    own = { type: "bundle", id: bundleIdOf(sha256) };
    found.length = 0;
    ranges.length = 0;
    byType.clear();
    add(JSON.parse(text.toString()), { start: 0, end: text.length });
    warnings.add(
      "bare-object",
      shorten(header["id"]),
      null,
      "The file holds a single object and no bundle: it was taken for a bundle of one.",
    );
  }
  if (found.length === 0) {
    throw new Problem(
      "no-objects",
      `${path} is a STIX bundle without objects: there is nothing in it to import. ` +
        "Check that it is the file you meant.",
      { file: path, path: "objects" },
    );
  }
  warnDuplicateKeys(text, duplicateKeys, ranges, warnings);
  const specVersion = own["spec_version"];
  return {
    path,
    fileName: basename(path),
    sha256,
    stixVersion:
      typeof specVersion === "string" ? specVersion : versions.has("2.1") ? "2.1" : "2.0",
    header: JSON.stringify(own),
    objects: keepNewest(found, warnings),
    read: ranges.length,
    byType,
    warnings,
  };
}

/** SHA-256 in hex, taken in a thread of its own while this one goes on. */
async function hash(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", bytes)).toString("hex");
}

/** An ID for the bundle around a single object: the same file gives the same one. */
function bundleIdOf(sha256: string): string {
  const part = (from: number, to: number) => sha256.slice(from, to);
  return `bundle--${part(0, 8)}-${part(8, 12)}-5${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}

function checkHeader(header: Readonly<Record<string, unknown>>, warnings: WarningList): void {
  if (typeof header["id"] !== "string") {
    warnings.add("missing-id", null, "id", "The bundle has no ID.");
  }
  const version = header["spec_version"];
  if (version !== undefined && version !== "2.0" && version !== "2.1") {
    warnings.add("bad-spec-version", null, "spec_version", "The STIX version is not 2.0 or 2.1.");
  }
}

/** Each ID once, in the order of the bundle: the newest `modified`, the first among equals. */
function keepNewest(found: readonly StixObject[], warnings: WarningList): readonly StixObject[] {
  const kept = new Map<string, StixObject>();
  for (const object of found) {
    const other = kept.get(object.stixId);
    if (other === undefined) {
      kept.set(object.stixId, object);
      continue;
    }
    const difference = (instantOf(object.modified) ?? -1) - (instantOf(other.modified) ?? -1);
    if (difference > 0) kept.set(object.stixId, object);
    const [code, what] =
      difference !== 0
        ? ["older-version", "is there in several versions; the newest was kept."]
        : sameJson(bytesOf(object.source), bytesOf(other.source))
          ? ["duplicate-object", "is there twice, with the same content."]
          : [
              "conflicting-object",
              "is there twice with the same date and different content; the first was kept.",
            ];
    const message = `${shorten(object.stixId)} ${what}`;
    warnings.add(code, object.stixId, pathOf(object.position), message);
  }
  if (kept.size === found.length) return found;
  return [...kept.values()].sort((a, b) => a.position - b.position);
}

/** Whether two JSON texts say the same, however they are written. */
export function sameJson(a: Buffer, b: Buffer): boolean {
  return a.equals(b) || canonical(JSON.parse(a.toString())) === canonical(JSON.parse(b.toString()));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function warnDuplicateKeys(
  text: Buffer,
  keys: readonly ByteRange[],
  ranges: readonly ByteRange[],
  warnings: WarningList,
): void {
  let index = 0;
  // Inner objects close, and are checked, before outer ones: by place they are in order.
  for (const key of [...keys].sort((a, b) => a.start - b.start)) {
    while (index < ranges.length && (ranges[index]?.end ?? 0) <= key.start) index++;
    const isInside = (ranges[index]?.start ?? Infinity) <= key.start;
    const name = shorten(text.toString("utf8", key.start, key.end));
    warnings.add(
      "duplicate-key",
      null,
      isInside ? `objects[${String(index)}]` : null,
      `Property ${name} comes twice in the same object; the last value counts.`,
    );
  }
}

function notABundle(file: string, why: string, path?: string): Problem {
  return new Problem(
    "not-a-bundle",
    `${file} is not a STIX bundle: ${why}. ` +
      "Choose a file like enterprise-attack.json, as MITRE or ATT&CK Workbench publishes them.",
    { file, ...(path === undefined ? {} : { path }) },
  );
}

/** A JSON file at a path, or inside the archive at a path; or what there could not be read. */
export type BundleFile =
  | { readonly kind: "file"; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: "skipped"; readonly path: string; readonly reason: string };

/**
 * The JSON files at a path: one, or those of a zip archive.
 *
 * Throws `bad-file`, `bad-archive` or `too-large`; an archive without a JSON file is a bad one.
 */
export async function* readBundleFiles(path: string): AsyncGenerator<BundleFile, void, undefined> {
  if (await isFolder(path)) {
    throw new Problem("bad-file", `${path} is a folder. Choose the bundle's file in it.`, {
      file: path,
    });
  }
  let files = 0;
  for await (const found of readFiles([path], (inside) => /\.json(\.gz)?$/i.test(inside))) {
    if (found.kind === "ignored") continue;
    if (found.kind === "file") files++;
    yield found;
  }
  if (files === 0) {
    throw new Problem(
      "bad-archive",
      `${path} holds no .json file. Choose an archive with a STIX bundle in it.`,
      { file: path },
    );
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Reading it will say what is wrong with it.
    return false;
  }
}

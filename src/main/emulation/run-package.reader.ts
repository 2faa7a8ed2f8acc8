import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { z } from "zod";
import type { PackageDocument } from "../../shared/model/run-package.ts";
import { packageDocument, packageManifest } from "../../shared/model/run-package.ts";
import { Problem } from "../../shared/problem.ts";
import { readFileAsIs } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { limits } from "../files/limits.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import type { CheckedZip } from "../files/zip.reader.ts";
import { openZipBytes } from "../files/zip.reader.ts";
import { faultOf } from "./own-runs.ts";

/** A package of runs, every entry of which is as its manifest says. */
export interface RunPackage {
  readonly name: string;
  readonly document: PackageDocument;
  readonly evidence: ReadonlyMap<string, Buffer>;
}

/**
 * Reads a package of runs whole.
 *
 * Refuses, by name, what is missing, damaged or not named in the manifest (`bad-archive`), what is
 * no package (`bad-format`), and what is too large.
 */
export async function readRunPackage(path: string): Promise<RunPackage> {
  const bytes = await readFileAsIs(path, limits.fileBytes);
  const zip = await openZipBytes(bytes, path);
  try {
    return await readEntries(path, zip);
  } finally {
    zip.close();
  }
}

async function readEntries(path: string, zip: CheckedZip): Promise<RunPackage> {
  if (!zip.names.includes("manifest.json") || !zip.names.includes("run.json")) {
    throw new Problem(
      "bad-format",
      `${path} is no package of a run: it holds no manifest and run.`,
      {
        file: path,
        remedy: "Choose a .casemate-run file, as Casemate exports it.",
      },
    );
  }
  const manifest = parse(packageManifest, await zip.read("manifest.json"), path, "manifest.json");
  const named = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  const stray = zip.names.find((name) => name !== "manifest.json" && !named.has(name));
  if (stray !== undefined) throw damaged(path, `its manifest does not name "${stray}"`);
  const evidence = new Map<string, Buffer>();
  let run: Buffer | undefined;
  for (const { name, bytes, sha256 } of named.values()) {
    if (!zip.names.includes(name)) throw damaged(path, `"${name}" is missing`);
    const content = await zip.read(name);
    const found = createHash("sha256").update(content).digest("hex");
    if (content.length !== bytes || found !== sha256) {
      throw damaged(path, `"${name}" is not the file that was packed: its SHA-256 is another`);
    }
    if (name === "run.json") run = content;
    else if (name === `evidence/${sha256}`) evidence.set(sha256, content);
    else throw damaged(path, `"${name}" does not have the name of its SHA-256`);
  }
  if (run === undefined) throw damaged(path, `its manifest does not name "run.json"`);
  const document = parse(packageDocument, run, path, "run.json");
  refuseDoubles(path, document);
  for (const { sha256, name } of document.runs.flatMap(({ cases }) =>
    cases.flatMap((testCase) => testCase.evidence),
  )) {
    if (!evidence.has(sha256)) throw damaged(path, `the evidence "${name}" is missing`);
  }
  return { name: basename(path), document, evidence };
}

/** Refuses UUIDs that name two things. */
function refuseDoubles(path: string, { runs }: PackageDocument): void {
  const seen = new Set<string>();
  for (const uuid of runs.flatMap((run) => [run.uuid, ...run.cases.map((one) => one.uuid)])) {
    if (seen.has(uuid)) throw damaged(path, `${uuid} stands for two things in it`);
    seen.add(uuid);
  }
}

function parse<Shape extends z.ZodType>(
  shape: Shape,
  bytes: Buffer,
  path: string,
  entry: string,
): z.infer<Shape> {
  const { utf8 } = decodeUtf8(bytes, `${path}/${entry}`);
  const read = shape.safeParse(parseJson(utf8, `${path}/${entry}`));
  if (read.success) return read.data;
  throw new Problem("bad-format", `${path}: ${entry} ${faultOf(read.error)}.`, { file: path });
}

function damaged(path: string, what: string): Problem {
  return new Problem(
    "bad-archive",
    `${path} is damaged or was changed: ${what}. Nothing was merged.`,
    {
      file: path,
      remedy: "Ask for the package again.",
    },
  );
}

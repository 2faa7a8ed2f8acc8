import { createHash } from "node:crypto";
import { basename } from "node:path";
import { readFileAsIs } from "../files/input-files.reader.ts";

/** Largest file of evidence: every copy of the workspace carries it. */
const largestEvidence = 100_000_000;

/** A file's bytes as evidence. Throws `bad-file`, `too-large`. */
export async function readEvidence(
  path: string,
): Promise<{ readonly name: string; readonly content: Buffer; readonly sha256: string }> {
  const content = await readFileAsIs(path, largestEvidence);
  return {
    name: basename(path),
    content,
    sha256: createHash("sha256").update(content).digest("hex"),
  };
}

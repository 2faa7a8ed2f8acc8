import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import { reportFacts } from "../../shared/model/report-facts.ts";
import { Problem } from "../../shared/problem.ts";

/** A frozen document as it is kept. */
export interface PackedFacts {
  /** Its JSON, packed by gzip. */
  readonly content: Buffer;
  /** Of the JSON. */
  readonly sha256: string;
}

/** A report's JSON is never longer; what unpacks to more was not written by Casemate. */
export const mostJsonBytes = 500_000_000;

/** Freezes the facts of a report. The same facts give the same bytes. */
export function packFacts(facts: ReportFacts): PackedFacts {
  // The schema's own order of keys, and nothing beside what it names.
  const json = Buffer.from(JSON.stringify(reportFacts.parse(facts)));
  return { content: gzipSync(json), sha256: sha256Of(json) };
}

/** The JSON of a snapshot. Throws `workspace-damaged` where it is not what was frozen. */
export function unpackJson(name: string, { content, sha256 }: PackedFacts): Buffer {
  let json: Buffer | null = null;
  try {
    json = gunzipSync(content, { maxOutputLength: mostJsonBytes });
  } catch {
    // Whatever zlib says of it: it is not what was written.
  }
  if (json !== null && sha256Of(json) === sha256) return json;
  throw new Problem(
    "workspace-damaged",
    `The snapshot "${name}" is not what was frozen: its SHA-256 differs. Nothing of it is shown.`,
    { remedy: "Remove it, or take it from a copy of the workspace." },
  );
}

/** The facts of a snapshot. Throws `workspace-damaged` where they are not what was frozen. */
export function unpackFacts(name: string, packed: PackedFacts): ReportFacts {
  const read = reportFacts.safeParse(JSON.parse(unpackJson(name, packed).toString()));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Problem(
    "workspace-damaged",
    `The snapshot "${name}" cannot be read by this version: ${issue?.path.join(".") ?? "the top"}: ${issue?.message ?? "wrong shape"}.`,
  );
}

function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

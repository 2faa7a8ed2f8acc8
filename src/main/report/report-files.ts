import { createHash } from "node:crypto";
import type { ExportManifest, ExportedFile } from "../../shared/model/report-export.ts";

/** A file of an export with its whole name. */
export interface NamedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What all files of a report are called, from its title: letters and digits of any script, and `-`. */
export function fileNameOf(title: string): string {
  const clean = title
    .toWellFormed()
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .slice(0, 80)
    .toWellFormed()
    .replace(/^[-\ufffd\p{M}]+|[-\ufffd]+$/gu, "");
  // Windows keeps these names for itself.
  return clean === "" || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(clean)
    ? `Report-${clean}`.replace(/-$/, "")
    : clean;
}

/** A portion mark before the name of a file: `(S-NF)_`. */
export function portionPrefixOf(portion: string | null): string {
  if (portion === null) return "";
  const clean = portion.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  return clean === "" ? "" : `(${clean})_`;
}

/**
 * Files with what names them: `manifest.json`, and `MANIFEST.sha256` as `sha256sum --check` reads it.
 */
export function withManifest(
  files: readonly NamedFile[],
  labels: Omit<ExportManifest, "schema" | "files">,
): { readonly all: readonly NamedFile[]; readonly listed: readonly ExportedFile[] } {
  const listed = files.map(describe);
  const document: ExportManifest = { schema: "casemate-manifest/1", ...labels, files: listed };
  const manifest = fileOf("manifest.json", `${JSON.stringify(document, null, 2)}\n`);
  const sums = [...listed, describe(manifest)].map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  return { all: [...files, manifest, fileOf("MANIFEST.sha256", sums.join(""))], listed };
}

export function fileOf(name: string, content: string | Uint8Array): NamedFile {
  return {
    name,
    content: typeof content === "string" ? new TextEncoder().encode(content) : content,
  };
}

function describe({ name, content }: NamedFile): ExportedFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { name, bytes: content.length, sha256 };
}

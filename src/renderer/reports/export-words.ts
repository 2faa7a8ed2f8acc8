import type { ExportedFile } from "../../shared/model/report-export.ts";

/** A size in the unit that suits it: "812 bytes", "14.2 kB", "3.1 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return bytes < 999_950 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The sums of files as `sha256sum --check` reads them. */
export function sumsOf(files: readonly ExportedFile[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}

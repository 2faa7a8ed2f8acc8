import { createHash } from "node:crypto";
import { testCaseField } from "../../shared/model/emulation.ts";
import type { PackageDocument, PackageManifest } from "../../shared/model/run-package.ts";
import type { ArchivedFile, RunExport } from "./run-writer.ts";

/**
 * Runs as a package that another workspace merges: a manifest, `run.json`, and files of evidence by
 * their SHA-256.
 *
 * A redacted package holds no evidence: nobody can say what is in its bytes.
 */
export function writeRunPackage({
  runs,
  redacted,
  sharing,
  evidence,
  marking,
  markingsOf,
}: Pick<RunExport, "runs" | "redacted" | "sharing" | "evidence" | "marking" | "markingsOf">): {
  readonly files: readonly ArchivedFile[];
} {
  const marked = marking === null ? {} : { marking };
  const document: PackageDocument = {
    schema: "casemate-run-package/1",
    ...marked,
    redacted,
    runs: runs.map((run) => {
      const { base, removed } = sharing(run.uuid);
      return {
        ...run,
        base: redacted ? null : base,
        removed: [...removed],
        ...markingsOf(run.uuid),
        cases: run.cases.map((testCase) => ({
          ...testCase,
          edited: testCaseField.options.filter((field) => testCase.edited.includes(field)),
          evidence: redacted ? [] : testCase.evidence,
        })),
      };
    }),
  };
  const hashes = new Set(
    document.runs.flatMap(({ cases }) =>
      cases.flatMap((testCase) => testCase.evidence.map(({ sha256 }) => sha256)),
    ),
  );
  const files: ArchivedFile[] = [
    { name: "run.json", content: Buffer.from(`${JSON.stringify(document, null, 2)}\n`) },
    ...[...hashes].sort().map((sha256) => ({
      name: `evidence/${sha256}`,
      content: evidence(sha256),
    })),
  ];
  const manifest: PackageManifest = {
    schema: "casemate-run-package/1",
    ...marked,
    entries: files.map(({ name, content }) => ({
      name,
      bytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    })),
  };
  return {
    files: [{ name: "manifest.json", content: `${JSON.stringify(manifest, null, 2)}\n` }, ...files],
  };
}

import type { RunDocument } from "../../shared/model/run-export.ts";
import type { RunExport } from "./run-writer.ts";

/** Runs as one JSON document, with everything that is said of their test cases. */
export function writeRunJson({
  runs,
  redacted,
  marking,
}: Pick<RunExport, "runs" | "redacted" | "marking">): string {
  const document: RunDocument = {
    schema: "casemate-emulation/1",
    ...(marking === null ? {} : { marking }),
    redacted,
    runs: [...runs],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

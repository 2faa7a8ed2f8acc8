import type { RunDocument } from "../../shared/model/run-export.ts";
import type { RunExport } from "./run-writer.ts";

/** Runs as one JSON document, with everything that is said of their test cases. */
export function writeRunJson({ runs, redacted }: Pick<RunExport, "runs" | "redacted">): string {
  const document: RunDocument = { schema: "casemate-emulation/1", redacted, runs: [...runs] };
  return `${JSON.stringify(document, null, 2)}\n`;
}

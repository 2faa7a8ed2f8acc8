import type { RunFormat } from "../../shared/model/run-export.ts";
import type { RunWriter } from "./run-writer.ts";
import { writeRunCsv } from "./write-run-csv.ts";
import { writeRunJson } from "./write-run-json.ts";

/** Who writes each format. */
export const runWriters: Readonly<Record<RunFormat, RunWriter>> = {
  json: writeRunJson,
  csv: writeRunCsv,
};

import type { RunFormat } from "../../shared/model/run-export.ts";
import type { RunWriter } from "./run-writer.ts";
import { writeAttire } from "./write-attire.ts";
import { writeAtomicSchedule } from "./write-atomic-schedule.ts";
import { writeAtomicScript } from "./write-atomic-script.ts";
import { writeCalderaAdversary } from "./write-caldera-adversary.ts";
import { writeRunCsv } from "./write-run-csv.ts";
import { writeRunJson } from "./write-run-json.ts";
import { writeRunLayer } from "./write-run-layer.ts";
import { writeRunPackage } from "./write-run-package.ts";
import { writeRunTables } from "./write-run-tables.ts";
import { writeVectr } from "./write-vectr.ts";

/** Who writes each format. */
export const runWriters: Readonly<Record<RunFormat, RunWriter>> = {
  json: writeRunJson,
  csv: writeRunCsv,
  xlsx: writeRunTables,
  vectr: writeVectr,
  layer: writeRunLayer,
  attire: writeAttire,
  package: writeRunPackage,
  "atomic-script": writeAtomicScript,
  "atomic-schedule": writeAtomicSchedule,
  "caldera-adversary": writeCalderaAdversary,
};

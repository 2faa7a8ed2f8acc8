/**
 * Writes resources/schema: the JSON Schema of the JSON reports, from the very schema that checks them.
 *
 * Run from the project's root: `node scripts/resources/build-report-schema.ts`. A test holds the
 * file against what this would write.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { buildReportSchema } from "../../src/main/report/report-schema.ts";

mkdirSync("resources/schema", { recursive: true });
writeFileSync(
  "resources/schema/casemate-report-1.schema.json",
  `${JSON.stringify(buildReportSchema(), undefined, 2)}\n`,
);

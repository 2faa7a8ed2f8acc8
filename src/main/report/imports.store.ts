import type { FactsImport } from "../../shared/model/report-facts.ts";
import { factsImport } from "../../shared/model/report-facts.ts";
import type { ReadableDatabase } from "../database/database.ts";

/**
 * Imports whose content still counts in some environments, the earliest first.
 *
 * Releases of ATT&CK stand with the assessment, layers count for nothing: both are left out.
 */
export function listCountingImports(
  db: ReadableDatabase,
  environments: readonly string[],
): FactsImport[] {
  return db
    .all(
      `SELECT kind, title, summary, started_at AS at, environment FROM (
         SELECT *, json_extract(report, '$.environment') AS environment FROM import_report)
       WHERE undoable = 1 AND kind NOT IN ('catalogue', 'layers')
         AND (environment IS NULL OR environment IN (SELECT value FROM json_each(?)))
       ORDER BY started_at, id`,
      JSON.stringify(environments),
    )
    .map((row) => factsImport.parse(row));
}

import { groupDigits } from "../../shared/group-digits.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { ImportHeading } from "./import-report.store.ts";

/** What the list of imports says of an import of records; undoable where it changed something. */
export function headRecordImport(
  report: Omit<RecordImportReport, "id">,
  title: string,
): ImportHeading {
  const parts = [
    `${groupDigits(report.added)} added`,
    `${groupDigits(report.changed)} changed`,
    `${groupDigits(report.unchanged)} unchanged`,
  ];
  if (report.duplicates > 0) parts.push(`${groupDigits(report.duplicates)} repeated`);
  if (report.skipped > 0) parts.push(`${groupDigits(report.skipped)} skipped`);
  if (report.unreadable.length > 0) {
    parts.push(`${groupDigits(report.unreadable.length)} unreadable`);
  }
  return { title, summary: parts.join(", "), undoable: report.added + report.changed > 0 };
}

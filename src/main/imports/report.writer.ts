import type { ImportReport } from "../../shared/model/import-report.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import { buildReportCsv } from "./report-table.ts";

/** Writes an import report as CSV where the path ends so, else as JSON; whole or not at all. */
export async function writeReport(
  path: string,
  report: ImportReport,
  marking: string | null,
): Promise<void> {
  const text = /\.csv$/i.test(path)
    ? buildReportCsv(report, marking)
    : `${JSON.stringify(marking === null ? report : { marking, ...report }, null, 2)}\n`;
  await writeWholeFile(path, text);
}

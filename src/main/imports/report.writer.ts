import { open, rename, rm } from "node:fs/promises";
import type { ImportReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { buildReportCsv } from "./report-table.ts";

/** Writes an import report as CSV where the path ends so, else as JSON; whole or not at all. */
export async function writeReport(path: string, report: ImportReport): Promise<void> {
  const text = /\.csv$/i.test(path)
    ? buildReportCsv(report)
    : `${JSON.stringify(report, null, 2)}\n`;
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, "w", 0o600);
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem("bad-input", `${path} cannot be written (${reason}).`, {
      file: path,
      remedy: "Choose a folder that you may write to.",
    });
  }
}

import type { ImportKind, ImportReport, ImportSummary } from "../../shared/model/import-report.ts";
import { importReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

interface SummaryRow {
  id: number;
  kind: ImportKind;
  title: string;
  started_at: string;
  summary: string;
  undoable: number;
}

/** A report without its number, which storing it gives. */
export type NewImportReport = ImportReport extends infer Report
  ? Report extends ImportReport
    ? Omit<Report, "id">
    : never
  : never;

/** What a list of imports shows of a report. */
export interface ImportHeading {
  readonly title: string;
  readonly summary: string;
  readonly undoable: boolean;
}

/** Stores what an import did, and gives the report's number. */
export function addImportReport(
  db: WritableDatabase,
  report: NewImportReport,
  heading: ImportHeading,
): number {
  return db.run(
    `INSERT INTO import_report (kind, title, summary, started_at, undoable, report)
     VALUES (?, ?, ?, ?, ?, ?)`,
    report.kind,
    heading.title,
    heading.summary,
    report.startedAt,
    heading.undoable ? 1 : 0,
    JSON.stringify(report),
  ).lastInsertRowid;
}

/** Puts the final report in place of the one stored when the import began. */
export function setImportReport(
  db: WritableDatabase,
  id: number,
  report: NewImportReport,
  heading: ImportHeading,
): void {
  db.run(
    "UPDATE import_report SET title = ?, summary = ?, undoable = ?, report = ? WHERE id = ?",
    heading.title,
    heading.summary,
    heading.undoable ? 1 : 0,
    JSON.stringify(report),
    id,
  );
}

/** Says that what an import brought is gone. */
export function setImportUndone(db: WritableDatabase, id: number): void {
  db.run("UPDATE import_report SET undoable = 0 WHERE id = ?", id);
}

/** All reports, the newest first. */
export function listImports(db: ReadableDatabase): ImportSummary[] {
  return db
    .all<SummaryRow>(
      `SELECT id, kind, title, started_at, summary, undoable FROM import_report ORDER BY id DESC`,
    )
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      title: row.title,
      startedAt: row.started_at,
      summary: row.summary,
      undoable: row.undoable === 1,
    }));
}

/** A stored report. Throws `not-found`. */
export function getImportReport(db: ReadableDatabase, id: number): ImportReport {
  const row = db.get<{ report: string }>("SELECT report FROM import_report WHERE id = ?", id);
  if (row === undefined) throw noSuchImport(id);
  const stored: unknown = JSON.parse(row.report);
  return importReport.parse({ ...Object(stored), id });
}

/** Whether an import can be undone, and what kind it was. Throws `not-found`. */
export function getUndoable(
  db: ReadableDatabase,
  id: number,
): { kind: ImportKind; undoable: boolean } {
  const row = db.get<SummaryRow>("SELECT kind, undoable FROM import_report WHERE id = ?", id);
  if (row === undefined) throw noSuchImport(id);
  return { kind: row.kind, undoable: row.undoable === 1 };
}

function noSuchImport(id: number): Problem {
  return new Problem("not-found", `There is no import number ${id}. It may have been removed.`);
}

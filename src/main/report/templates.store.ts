import type {
  ExportChoice,
  OwnTemplate,
  ReportContent,
  ReportDraft,
} from "../../shared/model/report-template.ts";
import { exportChoice, ownTemplate, reportDraft } from "../../shared/model/report-template.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";

interface TemplateRow {
  readonly id: number;
  readonly name: string;
  readonly content: string;
  readonly updatedAt: string;
}

const columns = `SELECT id, name, content, updated_at AS updatedAt FROM report_template`;

function templateOf(row: TemplateRow): OwnTemplate {
  return ownTemplate.parse({ ...row, about: "", content: JSON.parse(row.content) as unknown });
}

/** The workspace's templates, by name. */
export function listTemplates(db: ReadableDatabase): OwnTemplate[] {
  return db.all<TemplateRow>(`${columns} ORDER BY name COLLATE NOCASE, id`).map(templateOf);
}

/** A template of the workspace. Throws `not-found`. */
export function getTemplate(db: ReadableDatabase, id: number): OwnTemplate {
  const row = db.get<TemplateRow>(`${columns} WHERE id = ?`, id);
  if (row === undefined) throw new Problem("not-found", "That template is no longer there.");
  return templateOf(row);
}

/** A template of the workspace by its name. */
export function findTemplateByName(db: ReadableDatabase, name: string): OwnTemplate | undefined {
  const row = db.get<TemplateRow>(`${columns} WHERE name = ?`, name);
  return row === undefined ? undefined : templateOf(row);
}

/** Adds a template under a name that is free; `id` only to bring back a removed one. */
export function addTemplate(
  db: WritableDatabase,
  template: { id: number | null; name: string; content: ReportContent; updatedAt: string },
): OwnTemplate {
  const { lastInsertRowid } = db.run(
    "INSERT INTO report_template (id, name, content, updated_at) VALUES (?, ?, ?, ?)",
    template.id,
    template.name,
    JSON.stringify(template.content),
    template.updatedAt,
  );
  return getTemplate(db, lastInsertRowid);
}

/** Writes a template of the workspace anew. */
export function setTemplate(
  db: WritableDatabase,
  { id, name, content, updatedAt }: Omit<OwnTemplate, "about">,
): OwnTemplate {
  db.run(
    "UPDATE report_template SET name = ?, content = ?, updated_at = ? WHERE id = ?",
    name,
    JSON.stringify(content),
    updatedAt,
    id,
  );
  return getTemplate(db, id);
}

export function removeTemplate(db: WritableDatabase, id: number): void {
  db.run("DELETE FROM report_template WHERE id = ?", id);
}

/** The next report of an assessment as it was left. */
export function findDraft(db: ReadableDatabase, assessmentId: number): ReportDraft | null {
  const row = db.get<{ content: string }>(
    "SELECT content FROM report_draft WHERE assessment_id = ?",
    assessmentId,
  );
  return row === undefined ? null : reportDraft.parse(JSON.parse(row.content));
}

export function setDraft(db: WritableDatabase, assessmentId: number, draft: ReportDraft): void {
  db.run(
    `INSERT INTO report_draft (assessment_id, content) VALUES (?, ?)
     ON CONFLICT (assessment_id) DO UPDATE SET content = excluded.content`,
    assessmentId,
    JSON.stringify(draft),
  );
}

export function removeDraft(db: WritableDatabase, assessmentId: number): void {
  db.run("DELETE FROM report_draft WHERE assessment_id = ?", assessmentId);
}

const firstChoice: ExportChoice = {
  formats: ["pdf", "json"],
  archive: false,
  portionPrefix: false,
};

/** How reports of the workspace were exported last. */
export function getExportChoice(db: ReadableDatabase): ExportChoice {
  const row = db.get<{ value: string }>("SELECT value FROM setting WHERE key = 'report-export'");
  return row === undefined ? firstChoice : exportChoice.parse(JSON.parse(row.value));
}

export function setExportChoice(db: WritableDatabase, choice: ExportChoice): void {
  db.run(
    `INSERT INTO setting (key, value) VALUES ('report-export', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    JSON.stringify(choice),
  );
}

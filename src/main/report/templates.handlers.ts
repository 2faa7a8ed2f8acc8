import { Problem } from "../../shared/problem.ts";
import { getAssessment } from "../assessments/assessments.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { readLogo } from "./logo.reader.ts";
import { reportPresets } from "./presets.ts";
import { readTemplateFile } from "./template-file.reader.ts";
import { writeTemplateFile } from "./template-file.writer.ts";
import {
  addTemplate,
  findDraft,
  findTemplateByName,
  getExportChoice,
  getTemplate,
  listTemplates,
  removeDraft,
  removeTemplate,
  setDraft,
  setExportChoice,
  setTemplate,
} from "./templates.store.ts";

type Templates = Pick<
  HandlersOf<"reports">,
  | "templates"
  | "saveTemplate"
  | "renameTemplate"
  | "removeTemplate"
  | "restoreTemplate"
  | "exportTemplate"
  | "importTemplate"
  | "draft"
  | "setDraft"
  | "readLogo"
  | "exportChoice"
  | "setExportChoice"
>;

/** What is chosen about reports, and kept. */
export const templatesHandlers: Templates = {
  templates: (_input, { db }) => [...reportPresets, ...listTemplates(db)],
  saveTemplate: ({ id, name, content }, { db, now }) => {
    refuseTakenName(db, name, id);
    const updatedAt = now().toISOString();
    if (id === null) {
      return { template: addTemplate(db, { id, name, content, updatedAt }), before: null };
    }
    const before = getTemplate(db, id);
    return { template: setTemplate(db, { id, name, content, updatedAt }), before };
  },
  renameTemplate: ({ id, name }, { db, now }) => {
    refuseTakenName(db, name, id);
    const { content } = getTemplate(db, id);
    return setTemplate(db, { id, name, content, updatedAt: now().toISOString() });
  },
  removeTemplate: ({ id }, { db }) => {
    const before = getTemplate(db, id);
    removeTemplate(db, id);
    return before;
  },
  restoreTemplate: ({ template }, { db }) => {
    refuseTakenName(db, template.name, template.id);
    removeTemplate(db, template.id);
    addTemplate(db, template);
    return null;
  },
  exportTemplate: async ({ name, content, path }) => {
    await writeTemplateFile(path, name, content);
    return { path };
  },
  importTemplate: async ({ path }, { db, now }) => {
    const { name, content } = await readTemplateFile(path);
    return addTemplate(db, {
      id: null,
      name: freeName(db, name),
      content,
      updatedAt: now().toISOString(),
    });
  },
  draft: ({ assessmentId }, { db }) => findDraft(db, assessmentId),
  setDraft: ({ assessmentId, draft }, { db }) => {
    getAssessment(db, assessmentId);
    if (draft === null) removeDraft(db, assessmentId);
    else setDraft(db, assessmentId, draft);
    return null;
  },
  readLogo: ({ path }) => readLogo(path),
  exportChoice: (_input, { db }) => getExportChoice(db),
  setExportChoice: (choice, { db }) => {
    setExportChoice(db, choice);
    return null;
  },
};

function isShipped(name: string): boolean {
  return reportPresets.some((each) => each.name === name);
}

/** Throws `bad-input` where another template has the name; a name is what the command line asks by. */
function refuseTakenName(db: ReadableDatabase, name: string, id: number | null): void {
  if (isShipped(name)) {
    throw new Problem("bad-input", `A template called ${name} ships with Casemate.`, {
      remedy: "Choose another name.",
    });
  }
  const other = findTemplateByName(db, name);
  if (other !== undefined && other.id !== id) {
    throw new Problem("bad-input", `There is a template called ${name} already.`, {
      remedy: "Choose another name.",
    });
  }
}

/** The name, or the name with the first number that no template has. */
function freeName(db: ReadableDatabase, name: string): string {
  const isTaken = (each: string) => isShipped(each) || findTemplateByName(db, each) !== undefined;
  if (!isTaken(name)) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name.slice(0, 190)} (${number})`;
    if (!isTaken(numbered)) return numbered;
  }
}

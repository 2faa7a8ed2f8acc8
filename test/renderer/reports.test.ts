import { describe, expect, test } from "vitest";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import type {
  ReportContent,
  ReportDraft,
  ReportTemplate,
} from "../../src/shared/model/report-template.ts";
import { reportSectionKind } from "../../src/shared/model/report-template.ts";
import {
  applyTemplate,
  differsFromTemplate,
  moveItem,
  orderedSections,
  toggleSection,
} from "../../src/renderer/reports/report-choices.ts";
import { createReportDrafts } from "../../src/renderer/reports/report-drafts.ts";
import { matrixModeWords, sectionWords } from "../../src/renderer/reports/section-words.ts";
import { cutIntoSheets, followSheet, paperSize } from "../../src/renderer/reports/sheets.ts";
import { aLongTable, aReportDocument, everyBlock } from "../support/report-document.ts";

const typed: ReportContent = {
  ...defaultReportContent,
  title: "Amber Quay, Q4",
  titleBlock: [{ label: "Prepared for", text: "The board" }],
  introduction: "Why we asked.",
  logo: { mediaType: "image/png", base64: "iVBORw0KGgo=" },
};

function aTemplate(content: Partial<ReportContent>, id: number | null): ReportTemplate {
  return {
    id,
    name: "Annual",
    about: "",
    content: { ...defaultReportContent, ...content },
    updatedAt: id === null ? null : "2026-11-21T12:00:00.000Z",
  };
}

describe("choices about a report", () => {
  test("a template takes nothing away that it says nothing of", () => {
    const template = aTemplate({ sections: ["gaps"], subtitle: "Yearly" }, 1).content;
    const taken = applyTemplate(template, typed);
    expect(taken).toEqual({ ...typed, sections: ["gaps"], subtitle: "Yearly" });
    expect(applyTemplate({ ...template, title: "Ours" }, typed).title).toBe("Ours");
  });

  test("what a template that ships leaves open is no change of it; of an own one everything is", () => {
    expect(differsFromTemplate(typed, aTemplate({}, null))).toBe(false);
    expect(differsFromTemplate(typed, aTemplate({}, 1))).toBe(true);
    expect(differsFromTemplate(typed, aTemplate(typed, 1))).toBe(false);
    const other = { ...typed, sections: typed.sections.slice(1) };
    expect(differsFromTemplate(other, aTemplate({}, null))).toBe(true);
  });

  test("a section that is taken in stands where it usually does, among those that are in", () => {
    expect(toggleSection(["summary", "plan"], "gaps")).toEqual(["summary", "gaps", "plan"]);
    expect(toggleSection(["plan", "summary"], "gaps")).toEqual(["plan", "summary", "gaps"]);
    expect(toggleSection(["plan"], "summary")).toEqual(["summary", "plan"]);
    expect(toggleSection(["plan", "summary"], "plan")).toEqual(["summary"]);
    for (const kind of reportSectionKind.options) {
      expect(
        toggleSection(
          reportSectionKind.options.filter((each) => each !== kind),
          kind,
        ),
      ).toEqual(reportSectionKind.options);
    }
  });

  test("the list of sections holds each once: first those that are in, in their order", () => {
    const shown = orderedSections(["plan", "summary"]);
    expect(shown.slice(0, 2)).toEqual([
      { kind: "plan", isIn: true },
      { kind: "summary", isIn: true },
    ]);
    expect(shown.slice(2).every(({ isIn }) => !isIn)).toBe(true);
    expect(shown.map(({ kind }) => kind).sort()).toEqual([...reportSectionKind.options].sort());
  });

  test("an item moves to its place and no further than the ends", () => {
    expect(moveItem(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moveItem(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
    expect(moveItem(["a", "b", "c"], 1, 99)).toEqual(["a", "c", "b"]);
    expect(moveItem(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
    expect(moveItem(["a"], 7, 0)).toEqual(["a"]);
  });

  test("every section and every mode has its words, and no two the same", () => {
    const words = Object.values(sectionWords).map(([word]) => word);
    expect(new Set(words).size).toBe(reportSectionKind.options.length);
    expect(matrixModeWords).toHaveLength(5);
  });
});

describe("undoing choices about a report", () => {
  const draft = (title: string): ReportDraft => ({
    template: "Annual",
    content: { ...defaultReportContent, title },
  });

  function kept(first: ReportDraft) {
    const stored = new Map([[1, first]]);
    const drafts = createReportDrafts({
      read: (id) => stored.get(id),
      write: (id, next) => {
        stored.set(id, next);
        return Promise.resolve();
      },
    });
    return { drafts, title: () => stored.get(1)?.content.title };
  }

  test("goes back a step at a time and forward again", async () => {
    const { drafts, title } = kept(draft(""));
    await drafts.change(1, draft("A"), "the title");
    await drafts.change(1, draft("B"), "the title again");
    expect(await drafts.undo(1)).toBe("the title again");
    expect(title()).toBe("A");
    expect(await drafts.undo(1)).toBe("the title");
    expect(title()).toBe("");
    expect(await drafts.undo(1)).toBeUndefined();
    expect(await drafts.redo(1)).toBe("the title");
    expect(await drafts.redo(1)).toBe("the title again");
    expect(title()).toBe("B");
    expect(await drafts.redo(1)).toBeUndefined();
  });

  test("takes what was typed in one go back in one", async () => {
    const { drafts, title } = kept(draft(""));
    for (const text of ["A", "Am", "Amber"]) {
      await drafts.change(1, draft(text), "the title", "typing 1");
    }
    await drafts.change(1, draft("Amber Quay"), "the title", "typing 2");
    await drafts.undo(1);
    expect(title()).toBe("Amber");
    await drafts.undo(1);
    expect(title()).toBe("");
  });

  test("is of one assessment, and is forgotten with the workspace", async () => {
    const { drafts } = kept(draft(""));
    await drafts.change(1, draft("A"), "the title");
    expect(drafts.historyOf(2).undo).toEqual([]);
    drafts.forget();
    expect(await drafts.undo(1)).toBeUndefined();
  });
});

describe("the sheets of the preview", () => {
  test("hold every block once and every row of every table once, in order", () => {
    const document = aReportDocument({ rows: 700, appendices: 3 });
    const { sheets } = cutIntoSheets(document);
    const pieces = sheets.flatMap((sheet) => (sheet.kind === "blocks" ? sheet.pieces : []));
    const blocks = document.sections.flatMap((section) => section.blocks);
    const met = [...new Set(pieces.map(({ numbered }) => numbered.block))];
    expect(met).toEqual(blocks);
    for (const block of blocks) {
      const parts = pieces.filter(({ numbered }) => numbered.block === block);
      if (block.kind !== "table") expect(parts).toHaveLength(1);
      else {
        const rows = parts.flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => from + at),
        );
        expect(rows).toEqual(block.rows.map((_, at) => at));
      }
    }
    expect(new Set(sheets.map(({ key }) => key)).size).toBe(sheets.length);
    expect(sheets.length).toBeGreaterThan(40);
  });

  test("begin with the cover and the contents, and each section begins on a new one", () => {
    const document = aReportDocument({ rows: 10, appendices: 2 });
    const { sheets, contents, sheetOf } = cutIntoSheets(document);
    expect(sheets.slice(0, 2).map(({ kind }) => kind)).toEqual(["cover", "contents"]);
    const first = sheets.filter((sheet) => sheet.kind === "blocks" && sheet.isFirst);
    expect(first).toHaveLength(document.sections.length);
    for (const { anchor, level, title } of contents) {
      const sheet = sheets[sheetOf.get(anchor) ?? -1];
      if (sheet?.kind !== "blocks") throw new Error(`${title} stands on no sheet`);
      const stands =
        level === 1
          ? sheet.isFirst && sheet.section.section.title === title
          : sheet.pieces.some(({ numbered }) => numbered.anchor === anchor);
      expect(stands).toBe(true);
    }
  });

  test("never end with a heading, and none is empty", () => {
    for (const rows of [1, 29, 30, 31, 32, 33, 34, 35, 60]) {
      const blocks = [
        ...everyBlock(),
        { kind: "heading" as const, level: 2 as const, id: "t", text: "Long", portion: null },
        aLongTable("Long", rows),
      ];
      const document = {
        ...aReportDocument({}),
        sections: [{ id: "one", title: "One", isAppendix: false, blocks }],
      };
      for (const sheet of cutIntoSheets(document).sheets) {
        if (sheet.kind !== "blocks") continue;
        expect(sheet.pieces.at(-1)?.numbered.block.kind).not.toBe("heading");
        expect(sheet.pieces.length).toBeGreaterThan(0);
      }
    }
  });

  test("keep the place that is read where sections are put elsewhere or taken out", () => {
    const before = aReportDocument({ rows: 200, appendices: 2 });
    const after = { ...before, sections: before.sections.toReversed() };
    const shorter = { ...before, sections: before.sections.slice(0, 2) };
    const [old, turned, cut] = [before, after, shorter].map((each) => cutIntoSheets(each).sheets);
    if (old === undefined || turned === undefined || cut === undefined)
      throw new Error("No sheets");
    old.forEach((sheet, at) => {
      const found = turned[followSheet(old, at, turned)];
      if (sheet.kind !== "blocks") expect(found?.kind).toBe(sheet.kind);
      else if (found?.kind === "blocks") {
        expect(found.section.section.id).toBe(sheet.section.section.id);
        expect(found.isFirst).toBe(sheet.isFirst);
      } else throw new Error("A sheet of blocks became another");
    });
    expect(followSheet(old, old.length - 1, cut)).toBe(cut.length - 1);
  });

  test("are as large as the paper, whichever way it is held", () => {
    // 210 by 297 mm, and 8.5 by 11 inches, at 96 pixels to the inch.
    expect(paperSize({ paper: "A4", orientation: "portrait" })).toEqual({
      width: 794,
      height: 1123,
    });
    expect(paperSize({ paper: "Letter", orientation: "landscape" })).toEqual({
      width: 1056,
      height: 816,
    });
  });
});

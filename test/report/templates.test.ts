import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReportContent } from "../../src/shared/model/report-template.ts";
import { openWorkbench, type TestWorkbench } from "../support/workbench.ts";

async function withTemplates(): Promise<TestWorkbench & { readonly first: ReportContent }> {
  const opened = await openWorkbench();
  const [first] = await opened.client.reports.templates({});
  if (first === undefined) throw new Error("Casemate ships no template");
  return { ...opened, first: first.content };
}

describe("templates of reports", () => {
  test("those that ship come first, and the workspace's follow by name", async () => {
    const { client, first } = await withTemplates();
    for (const name of ["board", "Annual", "Zone 2"]) {
      await client.reports.saveTemplate({ id: null, name, content: first });
    }
    const templates = await client.reports.templates({});
    const shipped = templates.filter(({ id }) => id === null);
    expect(shipped.length).toBeGreaterThanOrEqual(4);
    expect(templates.slice(0, shipped.length)).toEqual(shipped);
    expect(templates.slice(shipped.length).map(({ name }) => name)).toEqual([
      "Annual",
      "board",
      "Zone 2",
    ]);
  });

  test("every one that ships says what it is for and names no section twice", async () => {
    const { client } = await withTemplates();
    for (const { about, content } of await client.reports.templates({})) {
      expect(about).not.toBe("");
      expect(new Set(content.sections).size).toBe(content.sections.length);
      expect(content.sections.length).toBeGreaterThan(3);
    }
  });

  test("saving over a template gives what stood there, which can be put back", async () => {
    const { client, first } = await withTemplates();
    const made = await client.reports.saveTemplate({ id: null, name: "Annual", content: first });
    expect(made.before).toBeNull();
    const { before } = await client.reports.saveTemplate({
      id: made.template.id,
      name: "Annual",
      content: { ...first, title: "Threats of the year", sections: ["gaps", "summary"] },
    });
    expect(before?.content).toEqual(first);
    if (before === null) throw new Error("Nothing stood there");
    await client.reports.restoreTemplate({ template: before });
    const kept = (await client.reports.templates({})).filter(({ id }) => id !== null);
    expect(kept).toEqual([before]);
  });

  test("one that was removed comes back as it was", async () => {
    const { client, first } = await withTemplates();
    const { template } = await client.reports.saveTemplate({
      id: null,
      name: "Annual",
      content: first,
    });
    const removed = await client.reports.removeTemplate({ id: template.id });
    const shipped = await client.reports.templates({});
    expect(shipped.every(({ id }) => id === null)).toBe(true);
    await client.reports.restoreTemplate({ template: removed });
    expect((await client.reports.templates({})).at(-1)).toEqual(template);
  });

  test("names are given once, those that ship included", async () => {
    const { client, first } = await withTemplates();
    await client.reports.saveTemplate({ id: null, name: "Annual", content: first });
    const { template } = await client.reports.saveTemplate({
      id: null,
      name: "Other",
      content: first,
    });
    const [shipped] = await client.reports.templates({});
    for (const name of ["Annual", shipped?.name ?? ""]) {
      await expect(client.reports.renameTemplate({ id: template.id, name })).rejects.toMatchObject({
        code: "bad-input",
        message: expect.stringContaining(name) as string,
      });
      await expect(
        client.reports.saveTemplate({ id: null, name, content: first }),
      ).rejects.toMatchObject({ code: "bad-input" });
    }
    const renamed = await client.reports.renameTemplate({ id: template.id, name: "Another" });
    expect(renamed).toMatchObject({ id: template.id, name: "Another", content: first });
  });

  test("a template goes to another workspace by a file, without what is of this one alone", async () => {
    const { client, folder, first } = await withTemplates();
    const path = join(folder, "annual.json");
    const content: ReportContent = {
      ...first,
      titleBlock: [{ label: "Prepared for", text: "Amber Quay" }],
      comparedWith: { kind: "assessment", assessmentId: 1 },
    };
    await client.reports.exportTemplate({ name: "Annual", content, path });
    const other = await openWorkbench();
    const taken = await other.client.reports.importTemplate({ path });
    expect(taken).toMatchObject({ name: "Annual", content: { ...content, comparedWith: null } });
    const again = await other.client.reports.importTemplate({ path });
    expect(again.name).toBe("Annual (2)");
  });

  test("a file that is no template is refused with the place of the fault", async () => {
    const { client, folder, first } = await withTemplates();
    const path = join(folder, "broken.json");
    const refused = async (text: string) => {
      writeFileSync(path, text);
      return client.reports.importTemplate({ path }).catch((problem: unknown) => problem);
    };
    const file = { schema: "casemate-report-template/1", name: "Annual", content: first };
    expect(await refused("{")).toMatchObject({ code: "bad-json" });
    expect(
      await refused(JSON.stringify({ ...file, schema: "casemate-report-template/2" })),
    ).toMatchObject({
      code: "bad-format",
      place: { file: path, path: "schema" },
    });
    const unknown = { ...file, content: { ...first, sections: ["summary", "horoscope"] } };
    expect(await refused(JSON.stringify(unknown))).toMatchObject({
      code: "bad-format",
      place: { path: "content.sections.1" },
    });
    const lying = { mediaType: "image/png", base64: Buffer.from("<svg></svg>").toString("base64") };
    const disguised = { ...file, content: { ...first, logo: lying } };
    expect(await refused(JSON.stringify(disguised))).toMatchObject({ code: "bad-format" });
    expect(await refused(`{"__proto__": ${JSON.stringify(file)}}`)).toMatchObject({
      code: "bad-format",
    });
    expect(await client.reports.templates({})).toHaveLength(10);
  });
});

describe("the next report of an assessment", () => {
  test("is kept as it was left, and goes with its assessment", async () => {
    const { client, first } = await withTemplates();
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    expect(await client.reports.draft({ assessmentId })).toBeNull();
    const draft = { template: "Full assessment", content: { ...first, subtitle: "Q4" } };
    await client.reports.setDraft({ assessmentId, draft });
    expect(await client.reports.draft({ assessmentId })).toEqual(draft);
    await client.reports.setDraft({ assessmentId, draft: null });
    expect(await client.reports.draft({ assessmentId })).toBeNull();
    await client.reports.setDraft({ assessmentId, draft });
    await client.assessments.remove({ assessmentId });
    expect(await client.reports.draft({ assessmentId })).toBeNull();
    await expect(client.reports.setDraft({ assessmentId, draft })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("how it was exported is remembered", async () => {
    const { client } = await withTemplates();
    const choice = {
      formats: ["json" as const, "xlsx" as const],
      archive: true,
      portionPrefix: true,
    };
    await client.reports.setExportChoice(choice);
    expect(await client.reports.exportChoice({})).toEqual(choice);
  });
});

describe("logos", () => {
  /** The head of a PNG that says how large it is; nothing of it is painted here. */
  function png(width: number, height: number): Buffer {
    const head = Buffer.alloc(33);
    Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(head);
    head.writeUInt32BE(width, 16);
    head.writeUInt32BE(height, 20);
    return head;
  }
  /** The head of a JPEG: a comment, and the segment that begins its frame. */
  function jpeg(width: number, height: number): Buffer {
    const comment = Buffer.from("ffd8fffe00044142", "hex");
    const frame = Buffer.from("ffc000110800000000030122000211010311", "hex");
    frame.writeUInt16BE(height, 5);
    frame.writeUInt16BE(width, 7);
    return Buffer.concat([comment, frame]);
  }

  test("are told by their content, whatever the file is called", async () => {
    const { client, folder } = await withTemplates();
    const path = join(folder, "logo.txt");
    const pictures = [
      ["image/png", png(300, 80)],
      ["image/jpeg", jpeg(300, 80)],
      [
        "image/svg+xml",
        Buffer.from(
          '\uFEFF<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
        ),
      ],
    ] as const;
    for (const [mediaType, bytes] of pictures) {
      writeFileSync(path, bytes);
      const logo = await client.reports.readLogo({ path });
      expect(logo.mediaType).toBe(mediaType);
      expect(Buffer.from(logo.base64, "base64")).toEqual(readFileSync(path));
    }
  });

  test("of another type, of too many bytes or pixels, or with entities are refused", async () => {
    const { client, folder } = await withTemplates();
    const path = join(folder, "logo.png");
    const refused = async (bytes: Buffer | string) => {
      writeFileSync(path, bytes);
      return client.reports.readLogo({ path }).catch((problem: unknown) => problem);
    };
    expect(await refused("GIF89a")).toMatchObject({ code: "bad-format" });
    expect(await refused("<html><svg/></html>")).toMatchObject({ code: "bad-format" });
    expect(await refused("")).toMatchObject({ code: "bad-format" });
    expect(await refused("<!--".repeat(50_000))).toMatchObject({ code: "bad-format" });
    expect(await refused("<!-- -->".repeat(50_000))).toMatchObject({ code: "bad-format" });
    expect(await refused('<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>')).toMatchObject({
      code: "bad-format",
    });
    expect(await refused(png(20_000, 20))).toMatchObject({ code: "too-large" });
    expect(await refused(jpeg(20, 60_000))).toMatchObject({ code: "too-large" });
    expect(await refused(`<svg>${" ".repeat(1_500_000)}</svg>`)).toMatchObject({
      code: "too-large",
    });
  });
});

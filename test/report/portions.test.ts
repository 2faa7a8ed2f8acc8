import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { buildReport } from "../../src/main/report/build-report.ts";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import { buildReportTables } from "../../src/main/report/report-tables.ts";
import { writeReportHtml } from "../../src/main/report/write-report-html.ts";
import { writeReportMarkdown } from "../../src/main/report/write-report-markdown.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import type { Marking } from "../../src/shared/model/marking.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import type { ReportBlock, ReportDocument } from "../../src/shared/model/report-document.ts";
import type { ReportFacts } from "../../src/shared/model/report-facts.ts";
import { reportFacts } from "../../src/shared/model/report-facts.ts";
import type { ReportContent } from "../../src/shared/model/report-template.ts";
import { enterprise } from "../analysis/builders.ts";
import type { Range } from "../emulation/range.ts";
import { openRange } from "../emulation/range.ts";
import { blocksOf, tableOf } from "./report-support.ts";

const us = (level: string): Marking => ({ ...noMarking, scheme: "us", level });
const amber: Marking = { ...noMarking, scheme: "tlp", level: "amber" };

const content: ReportContent = {
  ...defaultReportContent,
  portionMarks: true,
  sections: ["summary", "actors", "overlap", "emulation", "profiles"],
  depth: { ...defaultReportContent.depth, actorTechniques: true, procedures: true },
};

/** "CONFIDENTIAL" over two own actors, one TLP:AMBER and one unclassified, and a run that is secret. */
async function openParts(): Promise<Range & { readonly assessmentId: number }> {
  const range = await openRange({ starter: true });
  const { client } = range;
  const { id: assessmentId } = await client.assessments.create({ name: "Harbour" });
  const mark = (kind: "assessment" | "own-actor" | "run", id: number, marking: Marking) =>
    client.markings.set({ thing: { kind, id }, marking });
  await mark("assessment", assessmentId, us("c"));
  for (const [name, marking] of [
    ["Night Heron", amber],
    ["Grey Seal", us("u")],
  ] as const) {
    const { actor } = await client.actors.createOwn({
      ...{ assessmentId, name, domain: enterprise, text: "T1059 T1566" },
      ...{ source: "Port authority", confidence: "low" as const },
    });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    await mark("own-actor", Number(actor.id.slice(4)), marking);
  }
  await client.actors.choose({
    assessmentId,
    actor: { kind: "group", domain: enterprise, id: attackId.parse("G0016") },
    weight: 1,
    reason: "",
  });
  const [main] = await client.environments.list({});
  for (const [name, marking] of [
    ["Spring", null],
    ["Autumn", us("s")],
  ] as const) {
    const run = await client.emulation.addRun({
      environmentId: main?.id ?? 0,
      run: {
        ...{ name, who: "", tool: "", notes: "", version: null, endedAt: null },
        startedAt: "2026-09-01T08:00:00.000Z",
      },
    });
    const testCase = { name: "One", written: "T1059", outcome: "missed" } as const;
    const source = { source: "own", testKey: "one" } as const;
    await client.emulation.addCases({
      runId: run.id,
      cases: [aTestCaseContent({ ...source, ...testCase })],
    });
    if (marking !== null) await mark("run", run.id, marking);
  }
  return { ...range, assessmentId };
}

function portionOf(block: ReportBlock | undefined): string | null | undefined {
  return block === undefined || block.kind === "figures" ? undefined : block.portion;
}

/** Portions of the blocks below a heading of a section, up to the next of its level, each once. */
function portionsBelow(document: ReportDocument, section: string, title: string) {
  const blocks = blocksOf(document, section);
  const from = blocks.findIndex((one) => one.kind === "heading" && one.text.startsWith(title));
  const rest = blocks.slice(from + 1);
  const to = rest.findIndex((one) => one.kind === "heading" && one.level === 2);
  return {
    heading: portionOf(blocks[from]),
    below: [...new Set(rest.slice(0, to < 0 ? undefined : to).map(portionOf))],
  };
}

/** The words of a table's rows with the marks that they carry. */
function rowsOf(document: ReportDocument, section: string, id: string) {
  const { rows, rowPortions, portion } = tableOf(document, section, id);
  return {
    caption: portion,
    rows: rows.map(([first], at) => [first, rowPortions?.[at] ?? portion]),
  };
}

describe("portion marks", () => {
  let facts: ReportFacts;
  let report: ReportDocument;

  it("leave the banner the highest of all that is inside", async () => {
    const { client, assessmentId } = await openParts();
    facts = await client.reports.facts({ assessmentId });
    report = buildReport(facts, content);
    expect(report.banner.text).toBe("SECRET | TLP:AMBER");
    expect(facts.marking.portion).toBe("S | TLP:AMBER");
    expect(facts.marking.own).toEqual([us("c")]);
    expect(facts.actors.map(({ name, marking }) => [name, marking])).toEqual([
      ["Night Heron", amber],
      ["Grey Seal", us("u")],
      ["APT29", undefined],
    ]);
    expect(facts.emulation.runs.map(({ name, marking }) => [name, marking])).toEqual([
      ["Spring", undefined],
      ["Autumn", us("s")],
    ]);
  });

  it("of an actor's profile are its own, and of all else the assessment's", () => {
    expect(portionsBelow(report, "actors", "Night Heron")).toEqual({
      heading: "C | TLP:AMBER",
      below: ["C | TLP:AMBER"],
    });
    expect(portionsBelow(report, "actors", "APT29")).toEqual({ heading: "C", below: ["C"] });
    // What it is, is unclassified; what of it is covered, is not.
    expect(portionsBelow(report, "actors", "Grey Seal")).toEqual({ heading: "U", below: ["C"] });
    expect(portionsBelow(report, "profiles", "Grey Seal").heading).toBe("U");
    expect(portionsBelow(report, "profiles", "Night Heron").below).toEqual(["C | TLP:AMBER"]);
    expect(portionsBelow(report, "overlap", "Common to all").heading).toBe("C");
  });

  it("of rows are those of what they are about, and of sentences those of what they name", () => {
    expect(rowsOf(report, "actors", "actors-table")).toEqual({
      caption: "C",
      rows: [
        ["Night Heron", "C | TLP:AMBER"],
        ["Grey Seal", "C"],
        ["APT29", "C"],
      ],
    });
    const [lead] = blocksOf(report, "overlap");
    expect(lead).toMatchObject({ portion: "C | TLP:AMBER" });
    expect(rowsOf(report, "overlap", "overlap-pair-table").rows.map(([, mark]) => mark)).toEqual([
      ...["C | TLP:AMBER", "C | TLP:AMBER", "C"],
    ]);
  });

  it("of runs stand at their rows, and what runs show together is no lower than any", () => {
    expect(rowsOf(report, "emulation", "emulation-run-table").rows).toEqual([
      ["Spring", "C"],
      ["Autumn", "S"],
      ["All", "S"],
    ]);
    const others = blocksOf(report, "emulation").filter(({ kind }) => kind !== "figures");
    expect([...new Set(others.map(portionOf))]).toEqual(["S"]);
  });

  it("stand in HTML, Markdown and the workbook before the row or in a column of its own", () => {
    const html = writeReportHtml(report, "Casemate");
    expect(html).toContain('<td><span class="portion">(C | TLP:AMBER)</span> Night Heron</td>');
    expect(html).toContain('<td><span class="portion">(C)</span> APT29</td>');
    expect(html).toMatch(/<span class="name"><span class="portion">\(U\)<\/span> Grey Seal/);
    expect(writeReportMarkdown(report)).toContain("| (C \\| TLP:AMBER) Night Heron |");
    const sheet = buildReportTables(report).sheets.find(({ name }) => /actors$/.test(name));
    const rows = (sheet?.rows ?? []).map((row) => row.map((cell) => cell?.value ?? null));
    const head = rows.find((row) => row[0] === "Actor" && row.includes("Weight"));
    expect(head?.at(-1)).toBe("Marking");
    const ours = rows.filter((row) => row.length === head?.length && row !== head);
    expect(ours.map((row) => [row[0], row.at(-1)])).toEqual([
      ["Night Heron", "C | TLP:AMBER"],
      ["Grey Seal", "C"],
      ["APT29", "C"],
    ]);
  });

  it("are none where nobody asks for them, and the same from facts that were read back", () => {
    const plain = buildReport(facts, { ...content, portionMarks: false });
    const all = plain.sections.flatMap(({ blocks }) => blocks);
    expect([...new Set(all.map(portionOf))].filter((mark) => mark !== undefined)).toEqual([null]);
    expect(all.some((block) => block.kind === "table" && block.rowPortions !== undefined)).toBe(
      false,
    );
    const back = reportFacts.parse(JSON.parse(JSON.stringify(facts)));
    expect(buildReport(back, content)).toEqual(report);
  });

  it("are never higher than the banner of a report that was lowered with a reason", async () => {
    const { client, folder, assessmentId } = await openParts();
    const of = { kind: "assessment" as const, assessmentId };
    const things = { assessmentIds: [assessmentId], snapshotIds: [] };
    const { id } = await client.markings.lower({
      ...{ things, markings: [us("u")], what: "Report of Harbour" },
      ...{ reason: "Names were changed", who: "Ana" },
    });
    await client.reports.export({
      ...{ of, content, directory: folder, formats: ["markdown", "json"] },
      marked: { loweringId: id },
    });
    const text = readFileSync(join(folder, "Harbour.md"), "utf8");
    expect(text.startsWith("**UNCLASSIFIED**")).toBe(true);
    expect(text).toContain("(U) Night Heron");
    expect(text).not.toMatch(/\((?:C|S|TLP:AMBER)\b/);
  });

  it("of a snapshot are those that were frozen, whatever is marked since", async () => {
    const { client, assessmentId } = await openParts();
    const taken = await client.snapshots.take({ assessmentId, name: "Then", note: "" });
    const [heron] = facts.actors;
    const thing = { kind: "own-actor" as const, id: Number(heron?.id.slice(4)) };
    await client.markings.set({ thing, marking: null });
    const now = await client.reports.document({ assessmentId, content });
    expect(portionsBelow(now, "actors", "Night Heron").heading).toBe("C");
    const then = await client.reports.document({ snapshotId: taken.id, content });
    expect(then.sections).toEqual(report.sections);
    expect(then.banner).toEqual(report.banner);
  });
});

import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import readWorkbook from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { workbookOf } from "../../src/main/layers/layer-table.writer.ts";
import { listContents, numberSections } from "../../src/shared/number-blocks.ts";
import { pageMargins } from "../../src/main/report/print-margins.ts";
import { fileNameOf, portionPrefixOf } from "../../src/main/report/report-files.ts";
import { buildReportTables } from "../../src/main/report/report-tables.ts";
import { writeReportHtml } from "../../src/main/report/write-report-html.ts";
import { writeReportMarkdown } from "../../src/main/report/write-report-markdown.ts";
import { reportDocument } from "../../src/shared/model/report-document.ts";
import { aBanner, aReportDocument } from "../support/report-document.ts";

const hostile = `</style><script>alert(1)</script>"}*{display:none} \u202e|*x*|`;

/** Every text that a document says, but for its pictures' markup and its own names. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  const silent = ["id", "kind", "svg", "colour", "ink", "align", "paper", "orientation"];
  const datum = ["level", "band", "outcome", "tone", "alt"];
  // What stands in place of rows is said where there are none.
  const instead = "rows" in value && Array.isArray(value.rows) && value.rows.length > 0;
  const unsaid = [...silent, ...datum, ...(instead ? ["empty"] : [])];
  return Object.entries(value).flatMap(([key, each]) =>
    unsaid.includes(key) ? [] : textsOf(each),
  );
}

/** Markup as a reader sees it. */
function shownText(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

describe("a report as HTML", () => {
  test("says everything of its document, and the same bytes each time", () => {
    const document = aReportDocument({ appendices: 2 });
    expect(reportDocument.parse(document)).toEqual(document);
    const html = writeReportHtml(document, "Casemate");
    const shown = shownText(html);
    for (const text of textsOf(document)) expect(shown).toContain(text.replace(/\s+/g, " "));
    expect(writeReportHtml(structuredClone(document), "Casemate")).toBe(html);
  });

  test("refers to nothing outside of itself, and its policy lets its own styles in alone", () => {
    const html = writeReportHtml(aReportDocument(), "Casemate");
    expect(html.match(/(?:src|href)="[^"]*"/g)?.every((each) => each.startsWith('href="#'))).toBe(
      true,
    );
    expect(html).not.toMatch(/url\(|@import|<script|<link|\son\w+=|\sstyle=/);
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'; img-src data:`);
  });

  test("takes no text for markup, wherever it stands", () => {
    const html = writeReportHtml(
      aReportDocument({
        title: hostile,
        subtitle: hostile,
        banner: aBanner(hostile),
        footNotes: [hostile],
        sections: [
          {
            id: "one",
            title: hostile,
            isAppendix: false,
            blocks: [
              { kind: "paragraph", tone: "body", text: hostile, portion: hostile },
              { kind: "list", items: [hostile], portion: null },
            ],
          },
        ],
      }),
      hostile,
    );
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|"\}\*\{display:none\}/);
    expect(html).not.toContain("\u202e");
  });

  test("has a logo in itself", () => {
    const logo = { mediaType: "image/png", base64: "iVBORw0KGgo=" } as const;
    const html = writeReportHtml(aReportDocument({ logo }), "Casemate");
    expect(html).toContain('src="data:image/png;base64,iVBORw0KGgo="');
  });
});

test("sections are numbered, appendices lettered past Z, tables and figures counted through", () => {
  const sections = numberSections(aReportDocument({ appendices: 28 }));
  expect(sections.map(({ number }) => number).filter((_, at) => at < 4 || at > 26)).toEqual(
    ["1", "2", "A", "B", "Z", "AA", "AB"].filter((each) => each !== "Z" || sections.length === 30),
  );
  const numbers = sections.flatMap(({ blocks }) => blocks.map(({ number }) => number));
  const tables = numbers.filter((each) => each.startsWith("Table"));
  expect(tables).toEqual(tables.map((_, at) => `Table ${at + 1}`));
  expect(tables).toHaveLength(3 + 28);
  expect(numbers.filter((each) => each.startsWith("Figure"))).toEqual(["Figure 1", "Figure 2"]);
  expect(numbers).toContain("1.1.1");
  expect(listContents(sections)).toHaveLength(30 + 1 + 28);
  const anchors = sections.flatMap(({ anchor, blocks }) => [
    anchor,
    ...blocks.map((b) => b.anchor),
  ]);
  expect(new Set(anchors).size).toBe(anchors.length);
});

describe("what stands at the edge of every page", () => {
  test("leaves more room the longer the marking is, and refuses one that leaves no page", () => {
    const topOf = (words: number) =>
      pageMargins(aReportDocument({ banner: aBanner("RELEASABLE TO PARTNER ".repeat(words)) })).top;
    expect(topOf(1)).toBeLessThan(topOf(12));
    expect(topOf(12)).toBeLessThan(topOf(40));
    expect(() => topOf(2000)).toThrow(/Shorten the marking/);
  });

  test("shows each scheme's marking, a label to the right in 12 points", () => {
    const [first] = aBanner("SECRET").parts;
    const [label] = aBanner("TLP:RED", "right").parts;
    if (first === undefined || label === undefined) throw new Error("a banner has a part");
    const banner = { ...first, text: "SECRET | TLP:RED", parts: [first, label] };
    const { head, foot } = pageMargins(aReportDocument({ banner }));
    for (const markup of [head, foot]) {
      expect(markup).toMatch(/text-align:center[^>]*>SECRET</);
      expect(markup).toMatch(/font-size:12pt[^>]*text-align:right[^>]*>TLP:RED</);
    }
  });
});

test("Markdown begins and ends with the marking, keeps every row and takes no text for markup", () => {
  const document = aReportDocument({ rows: 40 });
  const text = writeReportMarkdown(document);
  const lines = text.trimEnd().split("\n");
  expect([lines[0], lines.at(-1)]).toEqual(Array(2).fill("**EXERCISE - UNCLASSIFIED**"));
  const [, table = ""] = text.split("Techniques of tab0x.\n\n");
  const rows = table.split("\n\n")[0]?.split("\n") ?? [];
  expect(rows).toHaveLength(2 + 40);
  // Five cells are parted by six bars that are not escaped.
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  expect(text).toContain("is \\<b\\>well\\</b\\> covered \\& seen.");
  expect(writeReportMarkdown(aReportDocument({ title: hostile }))).toContain(
    '# \\</style\\>\\<script\\>alert(1)\\</script\\>"}\\*{display:none} \ufffd\\|\\*x\\*\\|',
  );
});

test("a workbook has a sheet for each section, real numbers, its marking in each first cell and no formula", async () => {
  const document = aReportDocument({ rows: 40 });
  const bytes = await workbookOf(buildReportTables(document));
  expect(await workbookOf(buildReportTables(document))).toEqual(bytes);
  const sheets = await readWorkbook(Buffer.from(bytes));
  expect(sheets.map(({ sheet }) => sheet)).toEqual([
    "Report",
    "1 Detection coverage",
    "2 The matrix",
    "A Every technique 0",
  ]);
  for (const { data } of sheets) expect(data[0]?.[0]).toBe("EXERCISE - UNCLASSIFIED");
  const coverage = sheets[1]?.data ?? [];
  const head = coverage.findIndex((row) => row[0] === "Tactic");
  expect(coverage[head]).toContain("Share, %");
  // The second tactic of the document: 700 of 1,251, 41.5 %, and its levels as the fixture counts them.
  const row = coverage[head + 2] ?? [];
  expect(row[0]).toBe("Resource Development");
  expect(row.filter((cell) => cell !== null).slice(-3)).toEqual([700, 1251, 41.5]);
  const levels = row.slice(1, coverage[head]?.indexOf("Covered"));
  expect(levels).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((place) => (5 + place * 3) % 7));
  const gap = coverage.find((each) => each.includes("T1583.001")) ?? [];
  expect(gap.slice(0, 4)).toEqual([80.25, "Critical", "T1583.001", "'=1+1 Domains"]);
  const appendix = sheets[3]?.data.filter((each) => /^T1\d{3}$/.test(String(each[0]))) ?? [];
  expect(appendix.map((each) => each[4])).toEqual(Array.from({ length: 40 }, (_, at) => at));

  const parts = unzipSync(bytes);
  for (const [name, content] of Object.entries(parts)) {
    if (!/worksheets\/sheet\d+\.xml$/.test(name)) continue;
    const xml = new TextDecoder().decode(content);
    expect(xml).not.toMatch(/<f[ >]/);
    expect(xml).toContain("<oddHeader>&amp;C&amp;BEXERCISE - UNCLASSIFIED</oddHeader>");
    expect(xml).toContain("<oddFooter>&amp;C&amp;BEXERCISE - UNCLASSIFIED</oddFooter>");
  }
});

test("files are named by letters and digits alone, and by their portion mark where that is asked for", () => {
  expect(fileNameOf("Amber Quay, Q4: threat/../model")).toBe("Amber-Quay-Q4-threat-model");
  expect(fileNameOf("Überblick für 東京")).toBe("Überblick-für-東京");
  for (const name of ["../../etc", "con", "", "///", "\u202e", "nul.txt", "a".repeat(500)]) {
    expect(fileNameOf(name)).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,86}$/u);
    expect(fileNameOf(name).toLowerCase()).not.toMatch(/^(con|nul)$/);
  }
  expect(portionPrefixOf("S//NF")).toBe("(S-NF)_");
  expect(portionPrefixOf("../")).toBe("");
  expect(portionPrefixOf(null)).toBe("");
});

import { expect, test } from "vitest";
import { buildReport } from "../../src/main/report/build-report.ts";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import { writeReportHtml } from "../../src/main/report/write-report-html.ts";
import { writeReportMarkdown } from "../../src/main/report/write-report-markdown.ts";
import { reportSectionKind } from "../../src/shared/model/report-template.ts";
import { expectWholeReport, lettersOf, plainOf } from "../support/report-text.ts";
import { openSampleFacts } from "./report-support.ts";

test("everything that a report of the sample says stands once in its HTML and its Markdown, row by row", async () => {
  const facts = await openSampleFacts();
  const document = buildReport(facts, {
    ...defaultReportContent,
    sections: reportSectionKind.options,
    depth: {
      gaps: null,
      actorTechniques: true,
      procedures: true,
      rules: true,
      matrixModes: ["level", "actors", "demand", "priority", "outcomes"],
    },
  });
  const rows = document.sections
    .flatMap(({ blocks }) => blocks)
    .reduce((sum, block) => sum + (block.kind === "table" ? block.rows.length : 0), 0);
  // At least a row for each technique of the three profiles, and one for each gap.
  expect(rows).toBeGreaterThan(67 + 56 + 119 + facts.result.gaps.length);

  const html = writeReportHtml(document, facts.tool);
  const [, body = ""] = html.split("</nav>");
  const [said = "", foot = ""] = body.split('<footer class="section">');
  expect(expectWholeReport(document, plainOf(said), "html")).toBe(rows);
  expect(lettersOf(plainOf(foot))).toBe(lettersOf(document.footNotes.join("")));

  const [, ...sections] = writeReportMarkdown(document).split(/^## /m);
  const [text = ""] = sections.join("\n").split(/^---$/m);
  expect(expectWholeReport(document, plainOf(text), "markdown")).toBe(rows);

  // What is left out, or said twice, is seen.
  const [row = ""] = /<tr><td>.*?<\/tr>/s.exec(said) ?? [];
  for (const changed of [said.replace(row, ""), said.replace(row, row + row)]) {
    expect(() => expectWholeReport(document, plainOf(changed), "html")).toThrow(
      /does not follow|stands at the end/,
    );
  }
});

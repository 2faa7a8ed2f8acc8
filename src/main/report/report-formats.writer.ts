import type { LayerFile } from "../assessments/assessment-layers.ts";
import type { DocumentLabels } from "../assessments/assessment-document.ts";
import { buildAssessmentText } from "../assessments/assessment-text.ts";
import { buildGapsCsv } from "../assessments/gaps-csv.ts";
import { workbookOf } from "../layers/layer-table.writer.ts";
import { buildPlanYaml } from "../plan/plan-yaml.ts";
import type { ReportDocument } from "../../shared/model/report-document.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { ReportFormat } from "../../shared/model/report-template.ts";
import { buildReportTables } from "./report-tables.ts";
import { writeReportHtml } from "./write-report-html.ts";
import { writeReportMarkdown } from "./write-report-markdown.ts";

/** What every form of a report is made from. */
export interface ReportSource {
  readonly facts: ReportFacts;
  readonly document: ReportDocument;
  readonly labels: DocumentLabels;
  /** Makes the PDF. */
  readonly print: () => Promise<Uint8Array>;
  /** The layers of the assessment. */
  readonly layers: () => readonly LayerFile[];
}

/** A file before it has its whole name: what follows the report's name, or stands alone. */
export interface ReportFile {
  readonly ending: string;
  readonly content: string | Uint8Array;
}

/** What each format writes. */
export const reportFormats: Readonly<
  Record<
    ReportFormat,
    (source: ReportSource) => Promise<readonly ReportFile[]> | readonly ReportFile[]
  >
> = {
  pdf: async ({ print }) => [{ ending: ".pdf", content: await print() }],
  html: ({ document, labels }) => [
    { ending: ".html", content: writeReportHtml(document, labels.tool) },
  ],
  json: ({ facts }) => [{ ending: ".json", content: `${JSON.stringify(facts, null, 2)}\n` }],
  xlsx: async ({ document }) => [
    { ending: ".xlsx", content: await workbookOf(buildReportTables(document)) },
  ],
  markdown: ({ document }) => [{ ending: ".md", content: writeReportMarkdown(document) }],
  text: ({ facts, labels }) => [
    { ending: ".txt", content: buildAssessmentText(facts.result, labels) },
  ],
  "plan-yaml": ({ facts, labels }) => [
    { ending: "-plan.yaml", content: buildPlanYaml(facts.plan, facts.result.actors, labels) },
  ],
  "gaps-csv": ({ facts, labels }) => [
    { ending: "-gaps.csv", content: buildGapsCsv(facts.result.gaps, labels.marking) },
  ],
  layers: ({ layers }) => layers().map(({ name, text }) => ({ ending: `-${name}`, content: text })),
};

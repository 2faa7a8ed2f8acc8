import type { ReportFormat } from "../../shared/model/report-template.ts";

/** What the formats of a report are called, and what each is for. */
export const formatWords: Readonly<Record<ReportFormat, readonly [word: string, purpose: string]>> =
  {
    pdf: ["PDF", "To read, to print and to send; with contents and bookmarks"],
    html: ["HTML", "One file for any browser, with nothing outside it"],
    json: ["JSON", "Everything as data: to rebuild, to compare, to take in as a snapshot"],
    xlsx: ["Excel workbook", "Every table, with numbers to compute on"],
    markdown: ["Markdown", "For a wiki or a repository"],
    text: ["Plain text", "The summary, for a message"],
    "plan-yaml": ["Plan as YAML", "For a tracker or a repository"],
    "gaps-csv": ["Gaps as CSV", "For a spreadsheet or a tracker"],
    layers: ["Navigator layers", "For ATT&CK Navigator 4.5"],
  };

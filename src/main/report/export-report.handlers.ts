import { join } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import type { ReportDocument } from "../../shared/model/report-document.ts";
import type { ReportRequest } from "../../shared/model/report-export.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { ReportFormat } from "../../shared/model/report-template.ts";
import { reportFormat } from "../../shared/model/report-template.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { listContents, numberSections } from "../../shared/number-blocks.ts";
import { Problem } from "../../shared/problem.ts";
import { buildAssessmentLayers } from "../assessments/assessment-layers.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { buildReport } from "./build-report.ts";
import { gatherComparedFacts, timeOf } from "./facts.handlers.ts";
import { listPlaces } from "./pdf-places.ts";
import { layeredFacts } from "./layered-facts.ts";
import type { NamedFile } from "./report-files.ts";
import { fileNameOf, fileOf, portionPrefixOf, withManifest } from "./report-files.ts";
import { writeReportArchive, writeReportFolder } from "./report-files.writer.ts";
import type { ReportFile } from "./report-formats.writer.ts";
import { reportFormats } from "./report-formats.writer.ts";
import { counted } from "./words.ts";
import { printReport } from "./write-report-html.ts";

const formatWords: Readonly<Record<ReportFormat, string>> = {
  pdf: "PDF",
  html: "HTML",
  json: "JSON",
  xlsx: "XLSX",
  markdown: "Markdown",
  text: "the summary",
  "plan-yaml": "the plan",
  "gaps-csv": "the gaps",
  layers: "layers",
};

/** Writes a report in every form that is asked for, with a manifest, into one folder or archive. */
export const exportReport: HandlerOf<CasemateContract["reports"]["export"]> = async (
  request,
  context,
) => {
  const { progress, breathe } = context;
  const { content, path, directory = "", apart = false } = request;
  const { portionPrefix = false, replace = false } = request;
  if ((path === undefined) === (directory === "")) {
    throw new Problem("bad-input", "A report goes into one folder or into one archive.");
  }
  const at = timeOf(request.now, context.now);
  const facts = await gatherComparedFacts(context, request.of, at, content, request.marked);
  progress({ phase: "Building the report" });
  await breathe();
  const document = buildReport(facts, content);
  const files = await writeForms(request, facts, document, context);
  const name = fileNameOf(document.title);
  const prefix = portionPrefix ? portionPrefixOf(facts.marking.portion) : "";
  const named: NamedFile[] = [
    ...files.map(({ ending, content: bytes }) => fileOf(`${prefix}${name}${ending}`, bytes)),
    // Several forms have no place for it, and ATT&CK content goes nowhere without it.
    fileOf("NOTICE.txt", `${facts.notices.join("\n\n")}\n`),
  ];
  const { generatedAt, tool } = facts;
  const { all, listed } = withManifest(named, {
    generatedAt,
    tool,
    marking: facts.marking.banner.text,
  });
  progress({ phase: "Writing files" });
  await breathe();
  if (path !== undefined) {
    await writeReportArchive(path, all, replace);
    return { path, files: [...listed] };
  }
  const folder = apart ? join(directory, `${prefix}${name}`) : directory;
  await writeReportFolder(folder, all, replace);
  return { path: folder, files: [...listed] };
};

/** Every form in the order of the list of formats; the others are written while one is printed. */
async function writeForms(
  { formats }: ReportRequest,
  facts: ReportFacts,
  document: ReportDocument,
  context: QueryContext,
) {
  const { progress, breathe } = context;
  const asked = reportFormat.options.filter((format) => formats.includes(format));
  const { generatedAt, tool, notices } = facts;
  const marking = wordsOfMarking(facts.marking);
  const labels = { generatedAt, tool, notice: notices.join("\n\n"), marking };
  const printing = asked.includes("pdf") ? printPdf(document, context) : undefined;
  // Whoever awaits it hears of its failure; until then nobody does.
  printing?.catch(() => undefined);
  const source = {
    facts,
    document,
    labels,
    print: async () => (await printing) ?? new Uint8Array(),
    layers: () => buildAssessmentLayers(layeredFacts(facts), labels),
  };
  const written = new Map<ReportFormat, readonly ReportFile[]>();
  try {
    for (const format of asked.toSorted((a, b) => Number(a === "pdf") - Number(b === "pdf"))) {
      if (format !== "pdf") {
        progress({
          phase: `Writing ${formatWords[format]}`,
          done: written.size,
          total: asked.length,
          unit: "formats",
        });
      }
      await breathe();
      written.set(format, await reportFormats[format](source));
    }
  } finally {
    await printing?.catch(() => undefined);
  }
  return asked.flatMap((format) => written.get(format) ?? []);
}

const mostPrints = 3;

/**
 * The report as PDF. A draft says on which pages its headings stand; it is printed again only where
 * the contents that name them move them.
 */
async function printPdf(
  document: ReportDocument,
  { print, progress, breathe }: QueryContext,
): Promise<Uint8Array> {
  const anchors = listContents(numberSections(document)).map(({ anchor }) => anchor);
  const pagesIn = (pdf: Uint8Array) => {
    const { pages, places } = listPlaces(pdf);
    if (anchors.every((anchor) => places.has(anchor))) return { pages, places };
    throw new Problem(
      "internal",
      "The printed report lacks places that its contents name. Nothing was written.",
    );
  };
  progress({ phase: "Finding pages for the contents" });
  await breathe();
  let found = pagesIn(await print(printReport(document, null)));
  for (let prints = 1; prints <= mostPrints; prints += 1) {
    progress({ phase: `Printing ${counted(found.pages, "page")}` });
    await breathe();
    const known = found.places;
    const pdf = await print(printReport(document, known));
    found = pagesIn(pdf);
    if (anchors.every((anchor) => known.get(anchor) === found.places.get(anchor))) return pdf;
  }
  throw new Problem(
    "internal",
    "The pages of the report do not come to rest. Nothing was written.",
  );
}

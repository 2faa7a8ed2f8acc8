import { Command, InvalidArgumentError, Option } from "commander";
import { extname, resolve } from "node:path";
import type { AssessmentSummary } from "../../shared/model/assessment.ts";
import type { ExportedReport } from "../../shared/model/report-export.ts";
import type { ReportFormat, ReportTemplate } from "../../shared/model/report-template.ts";
import { reportFormat } from "../../shared/model/report-template.ts";
import { thingsOfReport } from "../../shared/marked-source.ts";
import { Problem } from "../../shared/problem.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, parseTime, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface ReportOptions extends MarkedOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly template?: string;
  readonly format: readonly ReportFormat[];
  readonly title?: string;
  readonly out: string;
  readonly zip?: true;
  readonly prefix?: true;
  readonly replace?: true;
  readonly now?: Date;
  readonly json?: true;
}

/** `casemate report --workspace FILE --assessment NAME [--template T] --format pdf,json --out DIR` */
export function reportCommand(): Command {
  return new Command("report")
    .description("write a report of an assessment; templates says what it can hold")
    .addCommand(writeCommand(), { isDefault: true })
    .addCommand(templatesCommand());
}

function writeCommand(): Command {
  return withMarkedOptions(new Command("write"))
    .description("write a report of an assessment in every form that is asked for")
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "the assessment's name")
    .option("--template <name>", "what the report holds; default: the first that ships")
    .addOption(
      new Option("--format <formats>", `any of ${reportFormat.options.join(",")}, or all`)
        .argParser(parseFormats)
        .makeOptionMandatory(),
    )
    .option("--title <text>", "default: the template's, else the assessment's name")
    .requiredOption("--out <folder>", "where the report is written")
    .option("--zip", "write one archive in place of a folder")
    .option("--prefix", "begin the names of files with the portion mark")
    .option("--replace", "write over an earlier report")
    .addOption(
      new Option(
        "--now <time>",
        "date of the report; the same input gives the same bytes",
      ).argParser(parseTime),
    )
    .addOption(jsonOption())
    .action(async (options: ReportOptions) => {
      const { workspace, now, out, json } = options;
      const prints = options.format.includes("pdf");
      await withWorkspace(resolve(workspace), { now, prints }, async (session) => {
        const { client, long } = session;
        const { id: assessmentId } = findNamed(
          await client.assessments.list({}),
          options.assessment,
          "assessment",
        );
        const templates = await client.reports.templates({});
        const { content } = findTemplate(templates, options.template);
        const report = {
          of: { kind: "assessment", assessmentId } as const,
          content: options.title === undefined ? content : { ...content, title: options.title },
        };
        const what = `Report of ${options.assessment}`;
        const marked = await chooseMarking(session, options, thingsOfReport(report), what);
        const written = await client.reports.export(
          {
            ...report,
            ...marked,
            formats: [...options.format],
            portionPrefix: options.prefix === true,
            replace: options.replace === true,
            ...targetOf(options),
            ...(now === undefined ? {} : { now: now.toISOString() }),
          },
          long,
        );
        if (json) printJson(written);
        else printLines(describeReport(written, out));
      });
    });
}

/** `casemate report templates --workspace FILE` */
function templatesCommand(): Command {
  return new Command("templates")
    .description("list what reports can hold")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async ({ workspace, json }: Pick<ReportOptions, "workspace" | "json">) => {
      await withWorkspace(resolve(workspace), {}, async ({ client }) => {
        const templates = await client.reports.templates({});
        if (json) printJson(templates);
        else {
          printLines(
            tableLines(
              ["Template", "Sections", "About"],
              templates.map(({ name, about, content }) => [name, content.sections.length, about]),
            ),
          );
        }
      });
    });
}

function parseFormats(text: string): ReportFormat[] {
  if (text.trim() === "all") return reportFormat.options;
  return text.split(",").map((each) => {
    const parsed = reportFormat.safeParse(each.trim().toLowerCase());
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(
      `There is no format "${each.trim()}". Write ${reportFormat.options.join(", ")}, or all.`,
    );
  });
}

/** A folder, or an archive by its path or as `report.zip` in the folder. */
function targetOf({ out, zip }: ReportOptions): { path: string } | { directory: string } {
  if (zip !== true) return { directory: resolve(out) };
  return {
    path: extname(out).toLowerCase() === ".zip" ? resolve(out) : resolve(out, "report.zip"),
  };
}

function findTemplate(templates: readonly ReportTemplate[], name: string | undefined) {
  const [first] = templates;
  return name === undefined && first !== undefined
    ? first
    : findNamed(templates, name ?? "", "template");
}

/** The one of this name. Throws `not-found`. */
export function findNamed<Named extends Pick<AssessmentSummary, "name">>(
  all: readonly Named[],
  name: string,
  what: string,
): Named {
  const found =
    all.find((each) => each.name === name) ??
    all.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new Problem("not-found", `There is no ${what} called "${name}".`, {
    candidates: all.map((each) => each.name),
  });
}

function describeReport({ path, files }: ExportedReport, out: string): string[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    ...files.map(({ name, bytes: each, sha256 }) => `${sha256}  ${name}  ${counted(each, "byte")}`),
    `${counted(files.length, "file")}, ${counted(bytes, "byte")}, with their sums in MANIFEST.sha256`,
    `Written to ${path.startsWith(resolve(out)) && path !== resolve(out) ? path : out}`,
  ];
}

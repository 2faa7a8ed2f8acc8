import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { CatalogueImportReport } from "../../shared/model/import-report.ts";
import { groupDigits } from "../../shared/group-digits.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { describeFailure, exitCodeOf } from "./outcome.ts";
import { counted, printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface ImportOptions {
  readonly workspace: string;
  readonly json?: true;
  readonly onConflict: "ask" | "replace" | "keep";
  readonly release?: string;
}

/** `casemate import BUNDLE... --workspace FILE` */
export function importCommand(): Command {
  return new Command("import")
    .description("import ATT&CK bundles (.json, .json.gz, .zip); makes the workspace if missing")
    .argument("<bundle...>", "STIX 2.0 or 2.1 bundles")
    .addOption(workspaceOption())
    .addOption(
      new Option("--on-conflict <what>", "a different file of the same domain and release")
        .choices(["ask", "replace", "keep"])
        .default("ask"),
    )
    .option("--release <version>", "names the release where a bundle cannot say it")
    .addOption(jsonOption())
    .action(async (bundles: string[], options: ImportOptions) => {
      const reports = await withWorkspace(resolve(options.workspace), { create: true }, (session) =>
        importEach(session, bundles, options),
      );
      if (options.json) printJson(reports.map(reportOf));
      else for (const report of reports) printLines(describeReport(report));
    });
}

/** Imports one bundle after the other; what one refuses does not keep the next from coming in. */
async function importEach(
  { client, long }: Session,
  bundles: readonly string[],
  { onConflict, release }: ImportOptions,
): Promise<CatalogueImportReport[]> {
  const reports: CatalogueImportReport[] = [];
  const failures: Error[] = [];
  for (const bundle of bundles) {
    try {
      const input = { paths: [resolve(bundle)], onConflict };
      reports.push(
        ...(await client.catalogue.import(
          release === undefined ? input : { ...input, version: release },
          long,
        )),
      );
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      if (error instanceof Problem && error.code === "cancelled") break;
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) return reports;
  if (reports.length === 0) {
    for (const other of others) reportFailure(other);
    throw first;
  }
  for (const failure of failures) reportFailure(failure);
  process.exitCode = Math.max(...failures.map(exitCodeOf));
  return reports;
}

function reportFailure(error: unknown): void {
  for (const line of describeFailure(error)) process.stderr.write(`${line}\n`);
}

function reportOf(report: CatalogueImportReport) {
  const { file, domain, version, authenticity, objects, warnings, warningCount } = report;
  return {
    file,
    domain,
    version,
    authenticity,
    as: report.as,
    replaced: report.replaced,
    sha256: report.sha256,
    objects,
    counts: report.counts,
    warnings,
    warningCount,
  };
}

function describeReport(report: CatalogueImportReport): string[] {
  const { file, domain, version, authenticity, objects, warnings, warningCount } = report;
  const shown = warnings.slice(0, 10);
  return [
    `${file}: ${domain} ${version} (${authenticity}${report.as === "overlay" ? ", overlay" : ""})`,
    `  ${counted(objects.read, "object")} read, ${groupDigits(objects.imported)} imported, ` +
      `${groupDigits(objects.unchanged)} unchanged, ${groupDigits(objects.skipped)} skipped`,
    ...shown.map(
      ({ code, objectId, message }) =>
        `  warning ${code}: ${objectId === null ? "" : `${objectId}: `}${message}`,
    ),
    ...(warningCount > shown.length
      ? [`  and ${counted(warningCount - shown.length, "more warning")}; --json lists them`]
      : []),
  ];
}

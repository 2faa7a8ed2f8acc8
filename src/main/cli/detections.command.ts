import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { DetectionFormat, DetectionState } from "../../shared/model/detection.ts";
import { detectionFormat, detectionState } from "../../shared/model/detection.ts";
import type { DetectionImportReport } from "../../shared/model/import-report.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface DetectionsOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly format?: DetectionFormat;
  readonly state?: DetectionState;
  readonly sheet?: string;
  readonly json?: true;
}

/** `casemate detections PATH... --workspace FILE` */
export function detectionsCommand(): Command {
  return new Command("detections")
    .description("import detection rules from files, folders and archives")
    .argument(
      "<path...>",
      "Sigma, Splunk, Elastic, Sentinel, DeTT&CT, layers, CSV or XLSX; may be mixed",
    )
    .addOption(workspaceOption())
    .option("--environment <name>", "default: the workspace's first; made if missing")
    .addOption(
      new Option("--format <format>", "default: told by the content").choices(
        detectionFormat.options,
      ),
    )
    .addOption(
      new Option("--state <state>", "for files that cannot say whether a rule runs").choices(
        detectionState.options,
      ),
    )
    .option("--sheet <name>", "sheet of a workbook; default: the first that fits")
    .addOption(jsonOption())
    .action(async (paths: string[], options: DetectionsOptions) => {
      const report = await withWorkspace(resolve(options.workspace), {}, (session) =>
        importDetections(session, paths, options),
      );
      if (options.json) printJson(reportOf(report));
      else printLines(describeReport(report));
    });
}

async function importDetections(
  { client, long }: Session,
  paths: readonly string[],
  { environment, format, state, sheet }: DetectionsOptions,
): Promise<DetectionImportReport> {
  const known = await client.environments.list({});
  const made =
    environment === undefined || known.some(({ name }) => name === environment)
      ? undefined
      : await client.environments.create({ name: environment });
  try {
    return await client.detections.import(
      {
        paths: paths.map((path) => resolve(path)),
        ...(environment === undefined ? {} : { environment }),
        ...(format === undefined ? {} : { format }),
        ...(state === undefined ? {} : { state }),
        ...(sheet === undefined ? {} : { sheet }),
      },
      long,
    );
  } catch (error) {
    if (made !== undefined) await client.environments.remove({ id: made.id });
    throw error;
  }
}

function reportOf(report: DetectionImportReport) {
  const { mappedFully, mappedInPart } = report;
  return {
    read: report.read,
    imported: report.imported,
    updated: report.updated,
    unchanged: report.unchanged,
    duplicates: report.duplicates,
    assumedState: report.assumedState,
    mapped: mappedFully + mappedInPart,
    mappedFully,
    mappedInPart,
    newerOnly: report.newerOnly,
    otherOnly: report.otherOnly,
    tacticOnly: report.tacticOnly,
    untagged: report.untagged,
    disabled: report.disabled,
    experimental: report.experimental,
    unknownIds: report.unknownIds,
    revokedIds: report.revokedIds,
    unreadable: report.unreadable,
    techniques: Object.fromEntries(report.techniques.map(({ id, detections }) => [id, detections])),
    environment: report.environment,
    format: report.format,
    domain: report.domain,
    version: report.version,
    ignoredFiles: report.ignoredFiles,
    unmappedCount: report.unmappedCount,
    warnings: report.warnings,
    keptEdits: report.keptEdits,
    changed: report.changed,
    gone: report.gone,
  };
}

function describeReport(report: DetectionImportReport): string[] {
  const { read, imported, updated, duplicates, assumedState, domain, version, unreadable } = report;
  return [
    `${counted(read, "detection")} read into ${report.environment}: ${imported} imported, ${updated} updated, ${duplicates} duplicates`,
    ...(assumedState === null
      ? []
      : [`Where the files do not say whether a rule runs, it is assumed to be ${assumedState}.`]),
    `Read against ${domain === null ? "no catalogue" : `${domain} ${version ?? ""}`}:`,
    ...tableLines(
      ["Class", "Detections"],
      [
        ["mapped fully", report.mappedFully],
        ["mapped in part", report.mappedInPart],
        ["newer IDs only", report.newerOnly],
        ["other IDs only", report.otherOnly],
        ["tactic only", report.tacticOnly],
        ["untagged", report.untagged],
        ["disabled (in any class)", report.disabled],
        ["experimental (in any class)", report.experimental],
      ],
    ),
    ...report.revokedIds.map(
      ({ id, detections, replacedBy }) =>
        `  ${id}: revoked, now ${replacedBy ?? "nothing"}, in ${counted(detections, "detection")}`,
    ),
    ...report.unknownIds.map(
      ({ id, detections, reason }) => `  ${id}: ${reason}, in ${counted(detections, "detection")}`,
    ),
    ...(report.changed.length === 0
      ? []
      : [`${counted(report.changed.length, "detection")} changed in the files.`]),
    ...report.gone.map(({ name, file }) => `  ${name}: gone from ${file}; kept as it was`),
    ...unreadable.map(
      ({ file, line, reason }) => `  ${file}${line === null ? "" : `, line ${line}`}: ${reason}`,
    ),
    ...(report.keptEdits.length === 0
      ? []
      : [`Your own word was kept on ${counted(report.keptEdits.length, "field")}.`]),
    ...(unreadable.length === 0
      ? []
      : [`${counted(unreadable.length, "file")} could not be read; the rest was.`]),
  ];
}

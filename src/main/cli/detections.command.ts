import { Command, Option } from "commander";
import { resolve } from "node:path";
import type {
  DetectionFormat,
  DetectionState,
  DetectionSummary,
  IdResolution,
  WorkKind,
} from "../../shared/model/detection.ts";
import { detectionFormat, detectionState, workKind } from "../../shared/model/detection.ts";
import type { DetectionImportReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { describeUnreadable, inEnvironment } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface DetectionsOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly format?: DetectionFormat;
  readonly state?: DetectionState;
  readonly sheet?: string;
  readonly work?: true;
  readonly json?: true;
}

/** `casemate detections [PATH...] --workspace FILE` */
export function detectionsCommand(): Command {
  return new Command("detections")
    .description(
      "import detection rules from files, folders and archives; without a path, list the rules " +
        "and what they leave to decide",
    )
    .argument(
      "[path...]",
      "Sigma, Splunk, Elastic, Sentinel, DeTT&CT, layers, CSV or XLSX; may be mixed",
    )
    .addOption(workspaceOption())
    .option(
      "--environment <name>",
      "default: the workspace's first, made if missing; every one in a list",
    )
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
    .option("--work", "list only the rules that leave something to decide")
    .addOption(jsonOption())
    .action(async (paths: string[], options: DetectionsOptions) => {
      const { workspace, environment, work, json } = options;
      if (paths.length > 0) {
        const report = await withWorkspace(resolve(workspace), {}, (session) =>
          importDetections(session, paths, options),
        );
        if (json) printJson(reportOf(report));
        else printLines(describeReport(report));
        return;
      }
      const rules = await withWorkspace(resolve(workspace), {}, (session) =>
        listRules(session, environment),
      );
      const shown = work ? rules.filter((rule) => rule.work?.isDone === false) : rules;
      if (json) printJson({ detections: shown, work: tallyWork(rules) });
      else printLines(describeRules(shown, rules));
    });
}

/** A rule of the inventory with the name of its environment. */
type ListedRule = Omit<DetectionSummary, "environmentId"> & { readonly environment: string };

async function listRules(
  { client }: Session,
  environment: string | undefined,
): Promise<ListedRule[]> {
  const environments = await client.environments.list({});
  const asked = environments.filter(
    ({ name }) => environment === undefined || name === environment,
  );
  if (asked.length === 0) {
    throw new Problem("not-found", `There is no environment called ${environment ?? "anything"}.`, {
      candidates: environments.map(({ name }) => name),
    });
  }
  const lists = await Promise.all(
    asked.map(async ({ id, name }) =>
      (await client.detections.list({ environmentId: id })).map(
        ({ environmentId: _environmentId, ...rule }) => ({ ...rule, environment: name }),
      ),
    ),
  );
  return lists.flat();
}

/** Rules by what they leave to decide: how many still do, and of how many it was decided. */
function tallyWork(rules: readonly ListedRule[]) {
  return workKind.options.map((kind) => {
    const ofKind = rules.filter(({ work }) => work?.kind === kind);
    const done = ofKind.filter(({ work }) => work?.isDone === true).length;
    return { kind, open: ofKind.length - done, done };
  });
}

const workWords: Readonly<Record<WorkKind, string>> = {
  "other-release": "IDs of other releases",
  "unknown-id": "unknown IDs",
  deprecated: "deprecated IDs",
  "tactic-only": "tactic only",
  untagged: "no tag",
};

function describeRules(shown: readonly ListedRule[], all: readonly ListedRule[]): string[] {
  const environments = new Set(all.map(({ environment }) => environment));
  const several = environments.size > 1;
  const list = [
    ...tableLines(
      ["Rule", "State", "Severity", "Techniques", "To decide", ...(several ? ["Environment"] : [])],
      shown.map(({ name, state, stateAssumed, severity, techniques, work, environment }) => [
        name,
        stateAssumed ? `${state}*` : state,
        severity ?? "",
        techniques.map(describeId).join(", "),
        work === null || work.isDone ? "" : workWords[work.kind],
        ...(several ? [environment] : []),
      ]),
    ),
    "",
    "* state assumed at import; an ID in brackets counts for no technique",
    "",
  ];
  return [
    ...(shown.length === 0 ? [] : list),
    `${counted(all.length, "rule")}; to decide:`,
    ...tableLines(
      ["Work list", "Open", "Decided"],
      tallyWork(all).map(({ kind, open, done }) => [workWords[kind], open, done]),
    ),
  ];
}

function describeId({ written, techniqueId, status }: IdResolution): string {
  if (techniqueId === null) return `(${written})`;
  return status === "accepted" ? `${written} -> ${techniqueId}` : written;
}

function importDetections(
  session: Session,
  paths: readonly string[],
  { environment, format, state, sheet }: DetectionsOptions,
): Promise<DetectionImportReport> {
  return inEnvironment(session, environment, () =>
    session.client.detections.import(
      {
        paths: paths.map((path) => resolve(path)),
        ...(environment === undefined ? {} : { environment }),
        ...(format === undefined ? {} : { format }),
        ...(state === undefined ? {} : { state }),
        ...(sheet === undefined ? {} : { sheet }),
      },
      session.long,
    ),
  );
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
    ...(report.keptEdits.length === 0
      ? []
      : [`Your own word was kept on ${counted(report.keptEdits.length, "field")}.`]),
    ...describeUnreadable(unreadable),
  ];
}

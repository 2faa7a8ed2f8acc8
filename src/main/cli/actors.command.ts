import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import type { AcceptedId, ImportedIntelligence } from "../../shared/model/intelligence.ts";
import { jsonOption, parseDomain, workspaceOption } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import { describeUnreadable } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface ImportOptions {
  readonly workspace: string;
  readonly domain?: Domain;
  readonly confidence: "low" | "medium" | "high";
  readonly accept: "none" | "certain";
  readonly json?: true;
}

/** `casemate actors import PATH... --workspace FILE` and `casemate actors sectors PATH …` */
export function actorsCommand(): Command {
  return new Command("actors")
    .description("own actors, and facts about those of the catalogue")
    .addCommand(importCommand())
    .addCommand(sectorsCommand());
}

function sectorsCommand(): Command {
  return new Command("sectors")
    .description(
      "lay sectors, countries and motives of a MISP galaxy cluster over the shipped ones",
    )
    .argument("<path>", "threat-actor.json of the galaxy's clusters; gzip, zip or folder")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async (path: string, options: { workspace: string; json?: true }) => {
      const report = await withWorkspace(resolve(options.workspace), {}, ({ client }) =>
        client.actors.importSectors({ path: resolve(path) }),
      );
      if (options.json) printJson(report);
      else printLines(describeSectors(report));
    });
}

function importCommand(): Command {
  return new Command("import")
    .description("make own actors from STIX reports and DeTT&CT group administrations")
    .argument("<path...>", "files, folders and archives")
    .addOption(workspaceOption())
    .option(
      "--domain <domain>",
      "of the techniques; default: as the file says, or the one that knows most of them",
      parseDomain,
    )
    .addOption(
      new Option("--confidence <word>", "where a file does not say how sure it is")
        .choices(["low", "medium", "high"])
        .default("medium"),
    )
    .addOption(
      new Option("--accept <what>", "IDs of other releases that are to count as what they became")
        .choices(["none", "certain"])
        .default("none"),
    )
    .addOption(jsonOption())
    .action(async (paths: string[], options: ImportOptions) => {
      const imported = await withWorkspace(resolve(options.workspace), {}, (session) =>
        importIntelligence(
          session,
          paths.map((path) => resolve(path)),
          options,
        ),
      );
      if (options.json) printJson(imported);
      else printLines(describe(imported));
    });
}

async function importIntelligence(
  { client, long }: Session,
  paths: readonly string[],
  { domain, confidence, accept }: ImportOptions,
): Promise<ImportedIntelligence> {
  const request = { paths: [...paths], ...(domain === undefined ? {} : { domain }) };
  const accepted: AcceptedId[] = [];
  if (accept === "certain") {
    const { offers } = await client.intelligence.preview(request);
    for (const { kind, written, preselected, domain: of } of offers) {
      if (kind === "certain" && preselected !== null) {
        accepted.push({ domain: of, written, techniqueId: preselected });
      }
    }
  }
  return client.intelligence.import({ ...request, confidence, accept: accepted }, long);
}

function describe({ report, actors }: ImportedIntelligence): string[] {
  return [
    describeFigures(report),
    ...actors.map(({ id, name, domain }) => `  ${id} ${name} (${domain})`),
    ...describeItems(report.items),
    ...describeUnreadable(report.unreadable),
  ];
}

/** Actors that name no group are most of a cluster: their number says enough. */
function describeSectors(report: RecordImportReport): string[] {
  const told = report.items.filter(
    (item) => item.class !== "skipped" && item.class !== "unchanged",
  );
  return [
    describeFigures(report),
    ...describeItems(told),
    ...report.warnings.map(({ message }) => `  warning: ${message}`),
    ...describeUnreadable(report.unreadable),
  ];
}

function describeFigures(report: RecordImportReport): string {
  const { added, changed, unchanged, duplicates, skipped } = report;
  return (
    `${counted(report.read, "actor")} read (${report.format}): ${added} added, ${changed} changed, ` +
    `${unchanged} unchanged, ${duplicates} repeated, ${skipped} skipped`
  );
}

function describeItems(items: RecordImportReport["items"]): string[] {
  return items.map(
    ({ class: kind, what, message, effect }) =>
      `  ${kind}: ${what}: ${message}${effect === null ? "" : `; ${effect}`}`,
  );
}

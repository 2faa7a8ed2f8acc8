import { Command, Option } from "commander";
import { resolve } from "node:path";
import { compareVersions } from "../../shared/compare-versions.ts";
import type { ImportedLayer, LayerImportReport } from "../../shared/model/import-report.ts";
import type {
  AnnotationPlace,
  LayerSummary,
  ScoreMeaning,
  UpgradeChoice,
  UpgradeOffer,
} from "../../shared/model/layer.ts";
import { scoreMeaning } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { combineCommand } from "./layer-combine.command.ts";
import { exportCommand } from "./layer-export.command.ts";
import { renderCommand } from "./layer-render.command.ts";
import { findLayer } from "./layers.ts";
import { collectChoice, jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { describeUnreadable } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface LayerOptions {
  readonly workspace: string;
  readonly json?: true;
}

/** `casemate layer import|list|upgrade|combine|export|render …` */
export function layerCommand(): Command {
  return new Command("layer")
    .description("ATT&CK Navigator layers: import, list, upgrade, combine, export, render")
    .addCommand(importCommand())
    .addCommand(listCommand())
    .addCommand(upgradeCommand())
    .addCommand(combineCommand())
    .addCommand(exportCommand())
    .addCommand(renderCommand());
}

interface ImportOptions extends LayerOptions {
  readonly group?: string;
  readonly meaning?: ScoreMeaning;
}

function importCommand(): Command {
  return new Command("import")
    .description("import layers of any format from 1.0 to 4.5, one or many in a file")
    .argument("<path...>", ".json, .json.gz, .zip and folders")
    .addOption(workspaceOption())
    .option("--group <name>", "the group that they are put into")
    .addOption(
      new Option("--meaning <meaning>", "what the scores mean").choices(scoreMeaning.options),
    )
    .addOption(jsonOption())
    .action(async (paths: string[], options: ImportOptions) => {
      const { group, meaning } = options;
      const report = await withWorkspace(resolve(options.workspace), {}, ({ client, long }) =>
        client.layers.import(
          {
            paths: paths.map((path) => resolve(path)),
            ...(group === undefined ? {} : { group }),
            ...(meaning === undefined ? {} : { scoreMeaning: meaning }),
          },
          long,
        ),
      );
      if (options.json) printJson(report);
      else printLines(describeImport(report));
    });
}

function describeImport({ layers, unreadable, warnings }: LayerImportReport): string[] {
  return [
    ...layers.flatMap(describeImported),
    ...warnings.map(({ code, message }) => `warning ${code}: ${message}`),
    ...describeUnreadable(unreadable),
  ];
}

function describeImported(layer: ImportedLayer): string[] {
  const { layerId, name, domain, version, placed, unplaced, issues, issueCount } = layer;
  const shown = issues.slice(0, 10);
  const without = layer.annotations - placed;
  return [
    `${layerId}  ${name}: ${counted(layer.annotations, "annotation")} read against ${domain} ` +
      `${version}, ${placed} placed, ${without} without a place`,
    ...unplaced.map(({ techniqueId: id, tactic, reason, later, replacedBy }) => {
      const became = replacedBy === null ? "" : `, now ${replacedBy}`;
      return `  ${placeText({ techniqueId: id, tactic })}: ${later ? "of a later release" : reason}${became}`;
    }),
    ...shown.map(({ path, message }) => `  ${path}: ${message}`),
    ...(issueCount > shown.length
      ? [`  and ${counted(issueCount - shown.length, "more field")}; --json lists them`]
      : []),
  ];
}

function placeText({ techniqueId: id, tactic }: AnnotationPlace): string {
  return tactic === null ? id : `${id} under ${tactic}`;
}

function listCommand(): Command {
  return new Command("list")
    .description("list the layers of a workspace")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async (options: LayerOptions) => {
      const layers = await withWorkspace(resolve(options.workspace), {}, ({ client }) =>
        client.layers.list({}),
      );
      if (options.json) printJson(layers);
      else {
        printLines(
          tableLines(
            ["Number", "Name", "Group", "Release", "Annotations", "Scored", "Without a place"],
            layers.map(({ id, name, group, domain, version, annotations, scored, unplaced }) => [
              id,
              name,
              group,
              `${domain} ${version}`,
              annotations,
              scored,
              unplaced ?? "no release",
            ]),
          ),
        );
      }
    });
}

interface UpgradeOptions extends LayerOptions {
  readonly to?: string;
  readonly accept?: readonly UpgradeChoice[];
}

function upgradeCommand(): Command {
  return new Command("upgrade")
    .description("read a layer against another release: moves what is certain, lists the rest")
    .argument("<layer>", "name or number")
    .addOption(workspaceOption())
    .option("--to <version>", "release of its domain; default: the newest in the workspace")
    .option(
      "--accept <id=id>",
      "lets an ID become another; the same ID drops its tactic (repeatable)",
      collectChoice,
    )
    .addOption(jsonOption())
    .action(async (text: string, options: UpgradeOptions) => {
      const { layer, version, result } = await withWorkspace(
        resolve(options.workspace),
        {},
        async (session) => {
          const found = await findLayer(session, text);
          const to = options.to ?? (await newestOf(session, found));
          const choices = [...(options.accept ?? [])];
          const { client } = session;
          return {
            layer: found,
            version: to,
            result: await client.layers.upgrade({ layerId: found.id, version: to, choices }),
          };
        },
      );
      const { moves, left } = result;
      if (options.json) {
        printJson({
          layerId: layer.id,
          name: layer.name,
          from: layer.version,
          to: version,
          moves,
          left,
        });
      } else {
        printLines([
          `${layer.name}: ${layer.domain} ${layer.version} to ${version}, ` +
            `${counted(moves.length, "annotation")} moved`,
          ...moves.map(
            ({ from, to, met }) =>
              `  ${placeText(from)} to ${to.map(placeText).join(" and ")}${met ? ", where one stood already" : ""}`,
          ),
          ...(left.length === 0 ? ["Every annotation has its place."] : ["Left to decide:"]),
          ...left.map(describeOffer),
        ]);
      }
    });
}

function describeOffer({ techniqueId: id, tactics, reason, candidates }: UpgradeOffer): string {
  const under = tactics.length === 0 ? "" : ` under ${tactics.join(", ")}`;
  const ways = candidates.map(({ techniqueId: to, name }) => `--accept ${id}=${to} (${name})`);
  return `  ${id}${under}: ${reason}; ${ways.length === 0 ? "nothing took its place" : ways.join(" or ")}`;
}

/** The newest release of a layer's domain. Throws `not-found`. */
async function newestOf({ client }: Session, { domain }: LayerSummary): Promise<string> {
  const [newest] = (await client.catalogue.list({}))
    .filter((release) => release.domain === domain)
    .map(({ version }) => version)
    .sort((a, b) => compareVersions(b, a));
  if (newest !== undefined) return newest;
  throw new Problem("not-found", `The workspace holds no release of ${domain}.`, {
    remedy: "Import its bundle first.",
  });
}

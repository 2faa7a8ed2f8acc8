import { Command } from "commander";
import { resolve } from "node:path";
import type { RecordImportReport } from "../../shared/model/import-report.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface AssetsOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly sheet?: string;
  readonly json?: true;
}

/** `casemate assets PATH... --workspace FILE` */
export function assetsCommand(): Command {
  return new Command("assets")
    .description("import assets with platform, criticality, segment and owner")
    .argument("<path...>", "CSV or XLSX, a row each; folders and archives of them")
    .addOption(workspaceOption())
    .option("--environment <name>", "default: the workspace's first; made if missing")
    .option("--sheet <name>", "sheet of a workbook; default: the first that fits")
    .addOption(jsonOption())
    .action(async (paths: string[], options: AssetsOptions) => {
      const report = await withWorkspace(resolve(options.workspace), {}, (session) =>
        importAssets(session, paths, options),
      );
      if (options.json) printJson(report);
      else printLines(describeRecords(report, "asset"));
    });
}

function importAssets(
  session: Session,
  paths: readonly string[],
  { environment, sheet }: AssetsOptions,
): Promise<RecordImportReport> {
  return inEnvironment(session, environment, () =>
    session.client.assets.import(
      {
        paths: paths.map((path) => resolve(path)),
        ...(environment === undefined ? {} : { environment }),
        ...(sheet === undefined ? {} : { sheet }),
      },
      session.long,
    ),
  );
}

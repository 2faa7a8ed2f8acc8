import { Command } from "commander";
import { resolve } from "node:path";
import { emulationExportCommand } from "./emulation-export.command.ts";
import { emulationMergeCommand } from "./emulation-merge.command.ts";
import { emulationListCommand } from "./emulation-list.command.ts";
import { emulationMatchCommand } from "./emulation-match.command.ts";
import { emulationSetCommand } from "./emulation-set.command.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import { withWorkspace } from "./session.ts";

/** `casemate emulation import | list | set | match | export | merge` */
export function emulationCommand(): Command {
  return new Command("emulation")
    .description("tests, runs and what the defence made of them")
    .addCommand(importCommand())
    .addCommand(emulationListCommand())
    .addCommand(emulationSetCommand())
    .addCommand(emulationMatchCommand())
    .addCommand(emulationExportCommand())
    .addCommand(emulationMergeCommand());
}

interface ImportOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly json?: true;
}

function importCommand(): Command {
  return new Command("import")
    .description("import tests and results from files, folders and archives")
    .argument("<path...>", "Atomic Red Team, Caldera, CTID, ATTiRe, VECTR, PurpleOps; may be mixed")
    .addOption(workspaceOption())
    .option("--environment <name>", "default: the workspace's first; made if missing")
    .addOption(jsonOption())
    .action(async (paths: string[], { workspace, environment, json }: ImportOptions) => {
      const report = await withWorkspace(resolve(workspace), {}, (session) =>
        inEnvironment(session, environment, () =>
          session.client.emulation.import(
            {
              paths: paths.map((path) => resolve(path)),
              ...(environment === undefined ? {} : { environment }),
            },
            session.long,
          ),
        ),
      );
      if (json) printJson(report);
      else printLines(describeRecords(report, "record"));
    });
}

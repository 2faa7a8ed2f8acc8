import { Command, InvalidArgumentError, Option } from "commander";
import { resolve } from "node:path";
import { outcome } from "../../shared/model/emulation.ts";
import type { ResultMapping, ResultReading } from "../../shared/model/result-table.ts";
import { resultField } from "../../shared/model/result-table.ts";
import { emulationExportCommand } from "./emulation-export.command.ts";
import { emulationMergeCommand } from "./emulation-merge.command.ts";
import { emulationListCommand } from "./emulation-list.command.ts";
import { emulationMatchCommand } from "./emulation-match.command.ts";
import { emulationPlanCommand } from "./emulation-plan.command.ts";
import { emulationSetCommand } from "./emulation-set.command.ts";
import { columnOption, datesOption, jsonOption, workspaceOption, zoneOption } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import { findRun } from "./runs.ts";
import { withWorkspace } from "./session.ts";

/** `casemate emulation import | list | set | plan | match | export | merge` */
export function emulationCommand(): Command {
  return new Command("emulation")
    .description("tests, runs and what the defence made of them")
    .addCommand(importCommand())
    .addCommand(emulationListCommand())
    .addCommand(emulationSetCommand())
    .addCommand(emulationPlanCommand())
    .addCommand(emulationMatchCommand())
    .addCommand(emulationExportCommand())
    .addCommand(emulationMergeCommand());
}

interface ImportOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly into?: string;
  readonly sheet?: string;
  readonly column?: ResultMapping;
  readonly outcomeWord?: ResultReading["outcomes"];
  readonly zone?: string;
  readonly dates?: "day-first" | "month-first";
  readonly json?: true;
}

function importCommand(): Command {
  return new Command("import")
    .description("import tests and results from files, folders and archives")
    .argument(
      "<path...>",
      "Atomic Red Team, Caldera, CTID, ATTiRe, VECTR, PurpleOps, tables of results; may be mixed",
    )
    .addOption(workspaceOption())
    .option("--environment <name>", "default: the workspace's first; made if missing")
    .option("--into <run>", "a run by its name or number, whose planned tests have run")
    .option("--sheet <name>", "sheet of a workbook; default: the first that fits")
    .addOption(columnOption(resultField.options))
    .addOption(
      new Option(
        "--outcome-word <word=outcome>",
        `what a word of a table means (${outcome.options.join(", ")}); may be repeated`,
      ).argParser(collectWord),
    )
    .addOption(zoneOption())
    .addOption(datesOption())
    .addOption(jsonOption())
    .action(async (paths: string[], { workspace, json, ...options }: ImportOptions) => {
      const { environment, into, sheet, column, outcomeWord, zone, dates } = options;
      const report = await withWorkspace(resolve(workspace), {}, (session) =>
        inEnvironment(session, environment, async () =>
          session.client.emulation.import(
            {
              paths: paths.map((path) => resolve(path)),
              ...(into === undefined
                ? {}
                : { runId: findRun(await session.client.emulation.runs({}), into).id }),
              ...(environment === undefined ? {} : { environment }),
              ...(sheet === undefined ? {} : { sheet }),
              ...(column === undefined ? {} : { mapping: column }),
              ...(outcomeWord === undefined ? {} : { outcomes: outcomeWord }),
              ...(zone === undefined ? {} : { zone }),
              ...(dates === undefined ? {} : { dayFirst: dates === "day-first" }),
            },
            session.long,
          ),
        ),
      );
      if (json) printJson(report);
      else printLines(describeRecords(report, "record"));
    });
}

function collectWord(
  given: string,
  before: ResultReading["outcomes"],
): NonNullable<ResultReading["outcomes"]> {
  const at = given.lastIndexOf("=");
  const read = outcome.safeParse(given.slice(at + 1).trim());
  if (at <= 0 || !read.success) {
    throw new InvalidArgumentError(
      `Write a word and an outcome (${outcome.options.join(", ")}), such as Seen=logged.`,
    );
  }
  return [...(before ?? []), { word: given.slice(0, at), outcome: read.data }];
}

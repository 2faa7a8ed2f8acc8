import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { MergeConflict, MergePreview } from "../../shared/model/run-package.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import { withWorkspace } from "./session.ts";

interface MergeOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly prefer?: "ours" | "theirs";
  readonly who: string;
  readonly json?: true;
}

/** `casemate emulation merge` */
export function emulationMergeCommand(): Command {
  return new Command("merge")
    .description("merge a package of runs that was filled in elsewhere")
    .argument("<package>", "a .casemate-run file")
    .addOption(workspaceOption())
    .option("--environment <name>", "for runs that are not here yet; made if missing")
    .addOption(
      new Option(
        "--prefer <side>",
        "whose word holds where both changed the same; without it nothing is merged then",
      ).choices(["ours", "theirs"]),
    )
    .option("--who <name>", "whose word the decisions are, for the history", "")
    .addOption(jsonOption())
    .action(async (file: string, options: MergeOptions) => {
      const { workspace, environment, prefer, who, json } = options;
      const path = resolve(file);
      await withWorkspace(resolve(workspace), {}, async (session) => {
        const { client, long } = session;
        const preview = await client.emulation.previewMerge({ path }, long);
        if (preview.conflicts.length > 0 && prefer === undefined) {
          if (json) printJson(preview);
          else printLines(describeConflicts(preview));
          process.exitCode = 1;
          return;
        }
        const report = await inEnvironment(session, environment, () =>
          client.emulation.merge(
            {
              path,
              decisions: [],
              who,
              ...(environment === undefined ? {} : { environment }),
              ...(prefer === undefined ? {} : { prefer }),
            },
            long,
          ),
        );
        if (json) printJson(report);
        else printLines(describeRecords(report, "test case"));
      });
    });
}

function describeConflicts({ conflicts }: MergePreview): string[] {
  const short = (value: string) => value.slice(0, 60);
  return [
    `${counted(conflicts.length, "conflict")}: both sides changed the same, and differently.`,
    ...tableLines(
      ["Test case", "Field", "Before", "Here", "There"],
      conflicts.map(({ run, testCase, field, base, ours, theirs }: MergeConflict) => [
        testCase ?? run,
        field,
        short(base ?? ""),
        short(ours.value),
        short(theirs.value),
      ]),
    ),
    "Nothing was merged. Say --prefer ours or --prefer theirs, or decide one by one in the window.",
  ];
}

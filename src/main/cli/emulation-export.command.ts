import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { HiddenPart } from "../../shared/model/redaction.ts";
import type { RunFormat } from "../../shared/model/run-export.ts";
import { runFormat } from "../../shared/model/run-export.ts";
import { Problem } from "../../shared/problem.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines } from "./print.ts";
import { findRun } from "./runs.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface ExportOptions extends MarkedOptions {
  readonly workspace: string;
  readonly run?: string[];
  readonly all?: true;
  readonly format: RunFormat;
  readonly redact?: string;
  readonly out: string;
  readonly json?: true;
}

/** `casemate emulation export` */
export function emulationExportCommand(): Command {
  return withMarkedOptions(new Command("export"))
    .description("write runs into one file")
    .addOption(workspaceOption())
    .addOption(new Option("--run <name...>", "runs by their names or numbers").conflicts("all"))
    .option("--all", "every run of the workspace")
    .addOption(
      new Option("--format <format>", "what is written")
        .choices(runFormat.options)
        .makeOptionMandatory(),
    )
    .option("--redact <profile>", "hide what a profile of the workspace names: For a partner")
    .requiredOption("--out <file>", "the file that is written")
    .addOption(jsonOption())
    .action(async (options: ExportOptions) => {
      const { workspace, run, all, format, redact, out, json } = options;
      await withWorkspace(resolve(workspace), {}, async (session) => {
        const { client, long } = session;
        const runs = await client.emulation.runs({});
        const chosen = all === true ? runs : (run ?? []).map((name) => findRun(runs, name));
        if (chosen.length === 0) {
          throw new Problem("bad-input", "No run was named.", {
            remedy: "Name runs with --run, or take them all with --all.",
          });
        }
        const runIds = chosen.map(({ id }) => id);
        const hidden = redact === undefined ? [] : await findHidden(client, redact);
        const names = chosen.map(({ name }) => name).join(", ");
        const marked = await chooseMarking(
          session,
          options,
          { runIds },
          `Runs ${names}`.slice(0, 500),
        );
        const written = await client.emulation.export(
          { runIds, format, hidden, path: resolve(out), ...marked },
          long,
        );
        if (json) printJson(written);
        else {
          printLines([
            `${counted(written.runs, "run")} with ${counted(written.cases, "test case")}`,
            `Written to ${written.path}`,
          ]);
        }
      });
    });
}

async function findHidden(client: Session["client"], name: string): Promise<HiddenPart[]> {
  const { profiles } = await client.emulation.redaction({});
  const profile = profiles.find((one) => one.name === name);
  if (profile !== undefined) return profile.hidden;
  throw new Problem("not-found", `There is no redaction profile called "${name}".`, {
    candidates: profiles.map((one) => one.name),
  });
}

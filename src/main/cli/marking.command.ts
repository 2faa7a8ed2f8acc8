import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { MarkedThing } from "../../shared/model/marking.ts";
import { bannerOf } from "../../shared/markings.ts";
import { findLayer } from "./layers.ts";
import { parseMarkings } from "./marked.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import { findNamed } from "./report.command.ts";
import { findRun } from "./runs.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";
import { Problem } from "../../shared/problem.ts";

interface Common {
  readonly workspace: string;
  readonly json?: true;
}

/** `casemate marking list|set|import` */
export function markingCommand(): Command {
  return new Command("marking")
    .description("schemes of markings, and what is marked by them")
    .addCommand(listCommand())
    .addCommand(setCommand())
    .addCommand(importCommand());
}

function listCommand(): Command {
  return new Command("list")
    .description("list the schemes with their levels, the lowest first")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async ({ workspace, json }: Common) => {
      await withWorkspace(resolve(workspace), {}, async ({ client }) => {
        const known = await client.markings.schemes({});
        if (json) printJson(known);
        else {
          printLines(
            tableLines(
              ["Scheme", "Name", "Levels", "Caveats", "Uses"],
              known.map(({ scheme, uses }) => [
                scheme.id,
                scheme.name,
                scheme.levels.map(({ text }) => text).join(", "),
                scheme.caveats.map(({ text }) => text).join(", "),
                uses,
              ]),
            ),
          );
        }
      });
    });
}

interface SetOptions extends Common {
  readonly assessment?: string;
  readonly run?: string;
  readonly layer?: string;
  readonly clear?: true;
}

function setCommand(): Command {
  return new Command("set")
    .description("mark the workspace, or one thing in it")
    .argument("[marking]", 'such as "SECRET//NOFORN", TLP:AMBER, or none')
    .addOption(workspaceOption())
    .addOption(new Option("--assessment <name>", "mark this").conflicts(["run", "layer"]))
    .addOption(new Option("--run <name>", "mark this").conflicts("layer"))
    .option("--layer <name>", "mark this")
    .option("--clear", "take away the marking that the thing has of its own")
    .addOption(jsonOption())
    .action(async (text: string | undefined, options: SetOptions) => {
      if ((text === undefined) === (options.clear !== true)) {
        throw new Problem("bad-input", "Name a marking, or take one away with --clear.");
      }
      await withWorkspace(resolve(options.workspace), {}, async (session) => {
        const { client } = session;
        const [marking = null, ...others] =
          text === undefined ? [] : await parseMarkings(session, text);
        if (others.length > 0) {
          throw new Problem("bad-input", "A thing has a marking of one scheme.");
        }
        const thing = await findThing(session, options);
        if (thing !== null) await client.markings.set({ thing, marking });
        else if (marking === null) {
          throw new Problem("bad-input", "The workspace always has a marking: set it to none.");
        } else await client.settings.set({ ...(await client.settings.get({})), marking });
        const known = await client.markings.schemes({});
        const schemes = known.map(({ scheme }) => scheme);
        const banner = marking === null ? "" : bannerOf(schemes, [marking]).text;
        if (options.json) printJson({ marking, banner });
        else printLines([banner === "" ? "Not marked" : `Marked ${banner}`]);
      });
    });
}

/** The thing that options name; null = the workspace. */
async function findThing(
  session: Session,
  { assessment, run, layer }: SetOptions,
): Promise<MarkedThing | null> {
  const { client } = session;
  if (assessment !== undefined) {
    const { id } = findNamed(await client.assessments.list({}), assessment, "assessment");
    return { kind: "assessment", id };
  }
  if (run !== undefined) {
    return { kind: "run", id: findRun(await client.emulation.runs({}), run).id };
  }
  return layer === undefined ? null : { kind: "layer", id: (await findLayer(session, layer)).id };
}

function importCommand(): Command {
  return new Command("import")
    .description("add a scheme of the site from a JSON file, or change it")
    .argument("<file>", "a scheme; export one that ships as a pattern")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async (file: string, { workspace, json }: Common) => {
      await withWorkspace(resolve(workspace), {}, async ({ client }) => {
        const known = await client.markings.importScheme({ path: resolve(file) });
        if (json) printJson(known);
        else printLines([`${known.scheme.name}: ${String(known.scheme.levels.length)} levels`]);
      });
    });
}

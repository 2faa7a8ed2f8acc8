import { Command } from "commander";
import { resolve } from "node:path";
import { thingsOfReport } from "../../shared/marked-source.ts";
import type { SnapshotSummary } from "../../shared/model/snapshot.ts";
import { findAssessment } from "./layers.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, parseTime, workspaceOption } from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";
import { findSnapshot } from "./snapshots.ts";

interface SnapshotOptions {
  readonly workspace: string;
  readonly json?: true;
}

interface TakeOptions extends SnapshotOptions {
  readonly assessment: string;
  readonly note: string;
  readonly now?: Date;
}

interface ExportOptions extends SnapshotOptions, MarkedOptions {
  readonly out: string;
}

/** `casemate snapshot take|list|export|import|remove --workspace FILE` */
export function snapshotCommand(): Command {
  return new Command("snapshot")
    .description("keep assessments as they were, to compare with and to report again")
    .addCommand(takeCommand())
    .addCommand(listCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(removeCommand());
}

function takeCommand(): Command {
  return new Command("take")
    .description("freeze an assessment as it is now")
    .argument("<name>", "what the snapshot is called")
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "the assessment to freeze")
    .option("--note <text>", "what is to be remembered about it", "")
    .option("--now <time>", "when it is said to have been taken", parseTime)
    .addOption(jsonOption())
    .action(async (name: string, { workspace, assessment, note, now, json }: TakeOptions) => {
      const taken = await withWorkspace(resolve(workspace), { now }, async (session) => {
        const { id } = await findAssessment(session, assessment);
        return session.client.snapshots.take({ assessmentId: id, name, note }, session.long);
      });
      print([taken], json);
    });
}

function listCommand(): Command {
  return new Command("list")
    .description("list snapshots, the latest first")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async ({ workspace, json }: SnapshotOptions) => {
      const snapshots = await withWorkspace(resolve(workspace), {}, ({ client }) =>
        client.snapshots.list({}),
      );
      print(snapshots, json);
    });
}

function exportCommand(): Command {
  return withMarkedOptions(new Command("export"))
    .description("write a snapshot as the JSON of a report")
    .argument("<snapshot>", "its name or number")
    .addOption(workspaceOption())
    .requiredOption("--out <file>", "where it is written")
    .addOption(jsonOption())
    .action(async (text: string, options: ExportOptions) => {
      const { workspace, out, json } = options;
      await withWorkspace(resolve(workspace), {}, async (session) => {
        const { id, name } = await findSnapshot(session, text);
        const things = thingsOfReport({
          of: { kind: "snapshot", snapshotId: id },
          content: { comparedWith: null },
        });
        const marked = await chooseMarking(session, options, things, `Snapshot ${name}`);
        await session.client.snapshots.export({ id, path: resolve(out), ...marked });
      });
      if (json) printJson({ out });
      else printLines([out]);
    });
}

function importCommand(): Command {
  return new Command("import")
    .description("take the JSON of a report, of whatever workspace, as a snapshot")
    .argument("<file>", "JSON of a report")
    .addOption(workspaceOption())
    .option("--name <text>", "what the snapshot is called; default: the assessment and the day")
    .addOption(jsonOption())
    .action(async (file: string, options: SnapshotOptions & { readonly name?: string }) => {
      const { workspace, name, json } = options;
      const taken = await withWorkspace(resolve(workspace), {}, ({ client, long }) =>
        client.snapshots.import(
          { path: resolve(file), ...(name === undefined ? {} : { name }) },
          long,
        ),
      );
      print([taken], json);
    });
}

function removeCommand(): Command {
  return new Command("remove")
    .description("remove a snapshot; export it first to keep it")
    .argument("<snapshot>", "its name or number")
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .action(async (text: string, { workspace, json }: SnapshotOptions) => {
      const { id, name } = await withWorkspace(resolve(workspace), {}, async (session) => {
        const found = await findSnapshot(session, text);
        await session.client.snapshots.remove({ id: found.id });
        return found;
      });
      if (json) printJson({ id, name });
      else printLines([`Removed ${name}.`]);
    });
}

function print(snapshots: readonly SnapshotSummary[], json: true | undefined): void {
  if (json) {
    printJson(snapshots);
    return;
  }
  printLines(
    tableLines(
      ["Number", "Snapshot", "Assessment", "When", "Covered", "SHA-256"],
      snapshots.map(({ id, name, assessmentName, createdAt, coverage, sha256 }) => [
        id,
        name,
        assessmentName,
        createdAt.slice(0, 16).replace("T", " "),
        `${coverage.covered} of ${coverage.techniques}`,
        sha256.slice(0, 16),
      ]),
    ),
  );
}

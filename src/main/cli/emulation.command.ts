import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { Run, TestCase } from "../../shared/model/emulation.ts";
import { blockSeen, outcome } from "../../shared/model/emulation.ts";
import type { BlockSeen, Outcome } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { describeRecords, inEnvironment } from "./records.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

/** `casemate emulation import | list | set` */
export function emulationCommand(): Command {
  return new Command("emulation")
    .description("tests, runs and what the defence made of them")
    .addCommand(importCommand())
    .addCommand(listCommand())
    .addCommand(setCommand());
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

interface ListOptions {
  readonly workspace: string;
  readonly run?: string;
  readonly json?: true;
}

function listCommand(): Command {
  return new Command("list")
    .description("list runs with their outcomes, or the test cases of one run")
    .addOption(workspaceOption())
    .option("--run <name>", "a run by its name or number: lists its test cases")
    .addOption(jsonOption())
    .action(async ({ workspace, run: name, json }: ListOptions) => {
      await withWorkspace(resolve(workspace), {}, async ({ client }) => {
        const runs = await client.emulation.runs({});
        if (name === undefined) {
          if (json) printJson(runs);
          else printLines(describeRuns(runs));
          return;
        }
        const cases = await client.emulation.cases({ runId: findRun(runs, name).id });
        if (json) printJson(cases);
        else printLines(describeCases(cases));
      });
    });
}

interface SetOptions {
  readonly workspace: string;
  readonly outcome: Outcome;
  readonly seen?: BlockSeen;
  readonly note?: string;
  readonly who: string;
  readonly json?: true;
}

function setCommand(): Command {
  return new Command("set")
    .description("say what the defence did about a test case")
    .argument("<case>", "number of the test case, as `emulation list --run` shows it")
    .addOption(workspaceOption())
    .addOption(
      new Option("--outcome <outcome>", "what the defence did")
        .choices(outcome.options)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--seen <what>", "of a blocked attempt: what was seen").choices(blockSeen.options),
    )
    .option("--note <text>", "note of the defence")
    .option("--who <name>", "whose word it is, for the history", "")
    .addOption(jsonOption())
    .action(async (id: string, { workspace, ...options }: SetOptions) => {
      await withWorkspace(resolve(workspace), {}, (session) => setOutcome(session, id, options));
    });
}

async function setOutcome(
  { client }: Session,
  id: string,
  { outcome: said, seen, note, who, json }: Omit<SetOptions, "workspace">,
): Promise<void> {
  if (!/^\d{1,15}$/.test(id)) {
    throw new Problem("bad-input", `"${id}" is no number of a test case.`, {
      remedy: "`casemate emulation list --run NAME` shows the numbers.",
    });
  }
  if (seen !== undefined && said !== "blocked") {
    throw new Problem("bad-input", "--seen says what was seen of a blocked attempt.");
  }
  const ids = [Number(id)];
  await client.emulation.editCases({
    ids,
    change: {
      outcome: said,
      ...(seen === undefined ? {} : { seen }),
      ...(note === undefined ? {} : { blueNotes: note }),
    },
    who,
  });
  const { testCase } = await client.emulation.case({ id: Number(id) });
  if (json) printJson(testCase);
  else printLines([`${testCase.name}: ${testCase.outcome}`]);
}

function findRun(runs: readonly Run[], name: string): Run {
  const found = runs.filter((one) => one.name === name || String(one.id) === name);
  const [first] = found;
  if (first === undefined) {
    throw new Problem("not-found", `There is no run called "${name}".`, {
      candidates: runs.slice(0, 20).map((one) => one.name),
    });
  }
  if (found.length > 1) {
    throw new Problem("ambiguous", `${found.length} runs are called "${name}".`, {
      candidates: found.map((one) => `${one.id}: ${one.name}, ${one.environment}`),
      remedy: "Give the run's number.",
    });
  }
  return first;
}

function describeRuns(runs: readonly Run[]): string[] {
  return [
    counted(runs.length, "run"),
    ...tableLines(
      ["Number", "Run", "Environment", "Cases", ...outcome.options],
      runs.map(({ id, name, environment, cases, outcomes }) => [
        id,
        name,
        environment,
        cases,
        ...outcome.options.map((one) => outcomes[one]),
      ]),
    ),
  ];
}

function describeCases(cases: readonly TestCase[]): string[] {
  return [
    counted(cases.length, "test case"),
    ...tableLines(
      ["Number", "Technique", "Test", "Host", "Start", "Outcome"],
      cases.map(({ id, written, name, host, startAt, outcome: said }) => [
        id,
        written,
        name,
        host,
        startAt ?? "",
        said,
      ]),
    ),
  ];
}

import { Command, Option } from "commander";
import { resolve } from "node:path";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { Outcome, Run, TestCase } from "../../shared/model/emulation.ts";
import { outcome } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { findRun } from "./runs.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface ListOptions {
  readonly workspace: string;
  readonly environment?: string;
  readonly run?: string;
  readonly outcome?: Outcome[];
  readonly technique?: string;
  readonly host?: string;
  readonly json?: true;
}

/** `casemate emulation list` */
export function emulationListCommand(): Command {
  return new Command("list")
    .description("list runs with their outcomes, or test cases: of one run, or those that fit")
    .addOption(workspaceOption())
    .option("--environment <name>", "default: all")
    .option("--run <name>", "a run by its name or number: lists its test cases")
    .addOption(
      new Option("--outcome <outcome...>", "only test cases of these").choices(outcome.options),
    )
    .option("--technique <id>", "only test cases of a technique, with its sub-techniques")
    .option("--host <name>", "only test cases on a host")
    .addOption(jsonOption())
    .action(async ({ workspace, json, ...asked }: ListOptions) => {
      await withWorkspace(resolve(workspace), {}, async (session) => {
        const runs = await listRuns(session, asked.environment);
        const { run, outcome: outcomes, technique, host } = asked;
        if ([run, outcomes, technique, host].every((each) => each === undefined)) {
          if (json) printJson(runs);
          else printLines(describeRuns(runs));
          return;
        }
        const chosen = run === undefined ? runs : [findRun(runs, run)];
        const fits = filterOf(asked);
        const lists = await Promise.all(
          chosen.map(({ id }) => session.client.emulation.cases({ runId: id })),
        );
        const cases = lists.flat().filter(fits);
        if (json) printJson(cases);
        else printLines(describeCases(cases));
      });
    });
}

async function listRuns({ client }: Session, environment: string | undefined): Promise<Run[]> {
  if (environment === undefined) return client.emulation.runs({});
  const environments = await client.environments.list({});
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) {
    throw new Problem("not-found", `There is no environment called ${environment}.`, {
      candidates: environments.map(({ name }) => name),
    });
  }
  return client.emulation.runs({ environmentId: found.id });
}

function filterOf({
  outcome: outcomes,
  technique,
  host,
}: Omit<ListOptions, "workspace">): (testCase: TestCase) => boolean {
  const asked = technique === undefined ? undefined : normaliseTechniqueId(technique);
  if (asked !== undefined && asked.form === "malformed") {
    throw new Problem("bad-input", `"${technique}" is not written like a technique ID.`, {
      remedy: "Write an ID such as T1059 or T1059.001.",
    });
  }
  return (testCase) => {
    const written = normaliseTechniqueId(testCase.written);
    const isOf =
      asked === undefined ||
      (written.form !== "malformed" &&
        (written.id === asked.id || written.id.startsWith(`${asked.id}.`)));
    return (
      isOf &&
      (outcomes === undefined || outcomes.includes(testCase.outcome)) &&
      (host === undefined || testCase.host.toLowerCase() === host.toLowerCase())
    );
  };
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

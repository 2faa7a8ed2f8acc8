import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { LibraryTest } from "../../shared/model/emulation-test.ts";
import type { PlanSource, Suggestion } from "../../shared/model/test-plan.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment } from "./layers.ts";
import { jsonOption, numberBetween, workspaceOption } from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface PlanOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly from: string;
  readonly top?: number;
  readonly name: string;
  readonly environment?: string;
  readonly withNetwork?: true;
  readonly unelevated?: true;
  readonly platform?: string[];
  readonly json?: true;
}

/** `casemate emulation plan` */
export function emulationPlanCommand(): Command {
  return new Command("plan")
    .description("plan a day of tests: a run that has not begun, with a test for each technique")
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "whose gaps, claims, actors and platforms are meant")
    .requiredOption("--from <source>", "gaps, claims, actor:NAME or sequence:NAME")
    .addOption(
      new Option("--top <number>", "the first so many gaps or claims").argParser(
        numberBetween(1, 10_000),
      ),
    )
    .requiredOption("--name <run>", "the name of the run that is made")
    .option("--environment <name>", "default: the workspace's first")
    .option("--platform <platform...>", "default: the platforms of the assessment's scope")
    .option("--with-network", "take tests that reach for a network as well")
    .option("--unelevated", "leave out tests that need elevation")
    .addOption(jsonOption())
    .action(async ({ workspace, ...options }: PlanOptions) => {
      await withWorkspace(resolve(workspace), {}, (session) => makePlan(session, options));
    });
}

async function makePlan(session: Session, options: Omit<PlanOptions, "workspace">): Promise<void> {
  const { client } = session;
  const { id: assessmentId } = await findAssessment(session, options.assessment);
  const { scope } = await client.assessments.get({ assessmentId });
  const platforms = options.platform ?? scope.platforms;
  const { suggestions } = await client.emulation.suggest({
    assessmentId,
    from: await sourceOf(session, assessmentId, options),
    filter: {
      platforms,
      offline: options.withNetwork !== true,
      unelevated: options.unelevated === true,
    },
  });
  const chosen = suggestions.flatMap((suggestion) => {
    const [first] = suggestion.tests;
    return first === undefined ? [] : [{ suggestion, first }];
  });
  if (chosen.length === 0) {
    throw new Problem("bad-input", "No test of the library fits: no run was made.", {
      remedy:
        suggestions.length === 0
          ? "There is nothing to test by this source."
          : "Import tests, or allow more: --with-network, --platform.",
    });
  }
  const { run } = await client.emulation.plan({
    into: {
      kind: "new",
      environmentId: await findEnvironment(session, options.environment),
      run: {
        name: options.name,
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes: "",
      },
    },
    tests: chosen.map(({ suggestion, first }) => ({
      testId: first.testId,
      executor: null,
      platforms,
      written: suggestion.techniqueId ?? first.written,
      tactic: suggestion.tactic,
      group: "",
      host: "",
      platform: "",
      assignee: "",
      expected: null,
      inputs: [],
    })),
  });
  const without = suggestions.filter(({ tests }) => tests.length === 0);
  if (options.json) {
    printJson({ run, withoutTest: without.map(withoutTest) });
    return;
  }
  const library = new Map((await client.emulation.library({})).map((test) => [test.id, test]));
  printLines(describePlan(run.name, chosen, without, library));
}

function withoutTest({ techniqueId, name, missing, leftOut }: Suggestion) {
  return { techniqueId, name, missing, leftOut };
}

function describePlan(
  name: string,
  chosen: readonly { suggestion: Suggestion; first: { testId: number } }[],
  without: readonly Suggestion[],
  library: ReadonlyMap<number, LibraryTest>,
): string[] {
  return [
    `${name}: ${counted(chosen.length, "test case")}`,
    ...tableLines(
      ["Technique", "Name", "Tactic", "Test", "Source"],
      chosen.map(({ suggestion, first }) => {
        const test = library.get(first.testId);
        return [
          suggestion.techniqueId ?? "",
          suggestion.name,
          suggestion.tacticName ?? "",
          test?.name ?? "",
          test?.source ?? "",
        ];
      }),
    ),
    ...without.map(
      ({ techniqueId, name: title, missing, leftOut: { platform, network, elevation } }) =>
        `  ${missing ?? [techniqueId, title].filter((word) => word !== null).join(" ")}: ` +
        (platform + network + elevation > 0
          ? "every test of it was left out"
          : "no test in the library"),
    ),
  ];
}

/** What a day is planned from, as `--from` names it. */
async function sourceOf(
  { client }: Session,
  assessmentId: number,
  { from, top }: Pick<PlanOptions, "from" | "top">,
): Promise<PlanSource> {
  if (from === "gaps" || from === "claims") return { kind: from, top: top ?? null };
  const match = /^(actor|sequence):(.+)$/.exec(from);
  const name = match?.[2]?.trim() ?? "";
  const folded = name.toLowerCase();
  if (match?.[1] === "sequence") {
    const sequences = await client.emulation.sequences({});
    const found = sequences.filter(
      (one) => one.name.toLowerCase() === folded || one.key.toLowerCase() === folded,
    );
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new Problem(
        only === undefined ? "not-found" : "ambiguous",
        only === undefined
          ? `There is no adversary or plan called "${name}".`
          : `Several adversaries or plans are called "${name}": name one by its ID.`,
        {
          candidates: (only === undefined ? sequences : found).map(
            (one) => `${one.key}  ${one.name}`,
          ),
        },
      );
    }
    return { kind: "sequence", sequenceId: only.id };
  }
  if (match?.[1] === "actor") {
    const actors = await client.actors.list({ assessmentId, text: name, kinds: [] });
    const found = actors.find(
      (one) =>
        one.id.toLowerCase() === folded ||
        [one.name, ...one.aliases].some((alias) => alias.toLowerCase() === folded),
    );
    if (found === undefined) {
      throw new Problem("not-found", `There is no actor called "${name}".`, {
        candidates: actors.slice(0, 20).map((one) => `${one.id}  ${one.name}`),
      });
    }
    const { kind, domain, id } = found;
    return { kind: "actor", actor: { kind, domain, id } };
  }
  throw new Problem("bad-input", `"${from}" is nothing to plan from.`, {
    candidates: ["gaps", "claims", "actor:NAME", "sequence:NAME"],
  });
}

async function findEnvironment({ client }: Session, name: string | undefined): Promise<number> {
  const environments = await client.environments.list({});
  const found =
    name === undefined ? environments[0] : environments.find((one) => one.name === name);
  if (found !== undefined) return found.id;
  throw new Problem("not-found", `There is no environment called ${name ?? "anything"}.`, {
    candidates: environments.map((one) => one.name),
  });
}

import { Argument, Command, Option } from "commander";
import { resolve } from "node:path";
import type { Scope } from "../../shared/model/assessment.ts";
import type { FundingOption } from "../../shared/model/report-template.ts";
import type { Situation } from "../../shared/model/situation.ts";
import { situation } from "../../shared/model/situation.ts";
import { offerPresets, platformPresets } from "../../shared/platform-presets.ts";
import { Problem } from "../../shared/problem.ts";
import { collectFundingOption, jsonOption, workspaceOption } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface SituationOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly name?: string;
  readonly title?: string;
  readonly environment: readonly string[];
  readonly platforms: readonly string[];
  readonly option: readonly FundingOption[];
  readonly json?: true;
}

/** Situations whose question is another one: they are answered by an assessment of their own. */
const asksAnew: readonly Situation[] = ["annual", "cloud", "merger", "ot"];

/** `casemate situation annual|cloud|merger|budget|ot|purple --workspace FILE --assessment NAME` */
export function situationCommand(): Command {
  return new Command("situation")
    .description("begin a situation: an assessment for it, and its next report laid out")
    .addArgument(new Argument("<situation>").choices(situation.options))
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "the assessment that it begins from; it stays as it is")
    .option("--name <name>", "name of the assessment that is made")
    .option("--title <text>", "title of the report; default: the assessment's name")
    .addOption(
      new Option("--environment <name>", "of a merger, each of those that become one")
        .argParser(collect)
        .default([]),
    )
    .addOption(
      new Option("--platforms <preset>", "of a cloud migration, what is in scope after it")
        .choices(platformPresets.map(({ id }) => id))
        .argParser(collect)
        .default([]),
    )
    .addOption(
      new Option("--option <name:engineers:days[:budget]>", "of a budget, a way of paying")
        .argParser(collectFundingOption)
        .default([]),
    )
    .addOption(jsonOption())
    .action(async (kind: Situation, options: SituationOptions) => {
      const made = await withWorkspace(resolve(options.workspace), {}, (session) =>
        begin(session, kind, options),
      );
      if (options.json) printJson(made);
      else {
        printLines([
          made.isNew
            ? `Made the assessment "${made.assessment}" and laid out its report.`
            : `Laid out the report of "${made.assessment}".`,
        ]);
      }
    });
}

async function begin({ client }: Session, kind: Situation, options: SituationOptions) {
  const assessments = await client.assessments.list({});
  const found = assessments.find(({ name }) => name === options.assessment);
  if (found === undefined) {
    throw new Problem("not-found", `There is no assessment called "${options.assessment}".`, {
      candidates: assessments.map(({ name }) => name),
    });
  }
  const name = asksAnew.includes(kind) ? (options.name ?? `${found.name}, ${kind}`) : null;
  const { scope } = await client.assessments.get({ assessmentId: found.id });
  const begun = await client.situations.begin({
    situation: kind,
    from: found.id,
    name,
    scope: name === null ? null : await scopeOf({ client }, kind, scope, options),
    actors: null,
    title: options.title ?? "",
    comparedWith:
      kind === "annual" || kind === "cloud" ? { kind: "assessment", assessmentId: found.id } : null,
    fundingOptions: kind === "budget" ? [...options.option] : [],
  });
  return { assessment: name ?? found.name, isNew: begun.isNew };
}

/** What the situation asks about, where that is not what the assessment asks about. */
async function scopeOf(
  { client }: Pick<Session, "client">,
  kind: Situation,
  scope: Scope,
  { environment, platforms: wanted }: SituationOptions,
): Promise<Scope | null> {
  const releases = await client.catalogue.list({});
  switch (kind) {
    case "merger":
      return {
        ...scope,
        environments:
          environment.length > 0
            ? [...environment]
            : (await client.environments.list({})).map(({ name }) => name),
      };
    case "ot": {
      const plant = releases.find(({ domain }) => domain === "ics-attack");
      if (plant === undefined) {
        throw new Problem("not-found", "The workspace holds no release of ICS.", {
          remedy: "Import its bundle first.",
        });
      }
      const others = scope.releases.filter(({ domain }) => domain !== plant.domain);
      const own = scope.releases.find(({ domain }) => domain === plant.domain);
      const { domain, version } = own ?? plant;
      return { ...scope, releases: [...others, { domain, version }] };
    }
    case "cloud": {
      const known = new Set<string>();
      for (const { domain, version } of scope.releases) {
        const release = releases.find((one) => one.domain === domain && one.version === version);
        if (release === undefined) continue;
        const { platforms } = await client.catalogue.matrix({ releaseId: release.id });
        for (const platform of platforms) known.add(platform);
      }
      const presets = wanted.length > 0 ? wanted : ["cloud", "containers"];
      return {
        ...scope,
        platforms: offerPresets([...known])
          .filter(({ id }) => presets.includes(id))
          .flatMap(({ platforms }) => platforms)
          .sort(),
      };
    }
    case "annual":
    case "budget":
    case "purple":
      return null;
  }
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

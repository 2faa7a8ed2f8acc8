import { Command, Option } from "commander";
import { resolve } from "node:path";
import { environmentSetWords } from "../../shared/environment-set.ts";
import type { EnvironmentComparison } from "../../shared/model/environment-comparison.ts";
import { findAssessment } from "./layers.ts";
import { jsonOption, workspaceOption } from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface EnvironmentsOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly json?: true;
}

/** `casemate compare environments [NAME…] --assessment NAME --workspace FILE` */
export function compareEnvironmentsCommand(): Command {
  return new Command("environments")
    .description("environments beside each other and joined, and the first days together")
    .argument("[names...]", "two and more; default: those that the assessment asks about, or all")
    .addOption(workspaceOption())
    .addOption(new Option("--assessment <name>", "whose question it is").makeOptionMandatory())
    .addOption(jsonOption())
    .action(async (names: string[], { workspace, assessment, json }: EnvironmentsOptions) => {
      const found = await withWorkspace(resolve(workspace), {}, async (session) =>
        session.client.compare.environments({
          assessmentId: (await findAssessment(session, assessment)).id,
          ...(names.length === 0 ? {} : { environments: names }),
        }),
      );
      if (json) printJson(found);
      else printLines(describe(found));
    });
}

function describe(found: EnvironmentComparison): string[] {
  const { environments, joined, coverageSets, ruleSets, firstDays } = found;
  const nameOf = (index: number) => environments[index]?.name ?? "";
  const who = (set: readonly number[]) => environmentSetWords(found, set);
  return [
    ...tableLines(
      ["Environment", "Enabled", "Available", "Disabled", "Log sources", "Assets", "Covered"],
      environments.map(({ name, rules, logSources, assets, coverage }) => [
        name,
        rules.enabled,
        rules.available,
        rules.disabled,
        logSources ?? "-",
        assets,
        `${coverage.covered} of ${coverage.techniques}`,
      ]),
    ),
    `Together: ${joined.covered} of ${joined.techniques}`,
    "",
    ...tableLines(
      ["Techniques covered by", "Techniques"],
      coverageSets.map(({ environments: set, techniques }) => [who(set), techniques]),
    ),
    "",
    ...tableLines(
      ["Rules in", "Rules", "Enabled"],
      ruleSets.map(({ environments: set, rules, enabled }) => [who(set), rules, enabled]),
    ),
    "",
    firstDays.sentence,
    ...firstDays.takeOvers.map(
      ({ name, from, to, closes, days, window }) =>
        `  ${nameOf(from)} -> ${nameOf(to)}: ${name}, closes ${closes
          .map(({ techniqueId }) => techniqueId)
          .join(", ")}, ${days} days${window === null ? ", beyond" : ""}`,
    ),
  ];
}

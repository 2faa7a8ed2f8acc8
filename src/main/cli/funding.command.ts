import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { CoveragePrice, FundingComparison } from "../../shared/model/funding.ts";
import type { FundingOption } from "../../shared/model/report-template.ts";
import { Problem } from "../../shared/problem.ts";
import { findAssessment } from "./layers.ts";
import { collectFundingOption, jsonOption, numberBetween, workspaceOption } from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import { withWorkspace } from "./session.ts";

interface FundingOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly option: readonly FundingOption[];
  readonly dayRate?: number;
  readonly currency?: string;
  readonly json?: true;
}

/** `casemate funding --assessment NAME --option NAME:ENGINEERS:DAYS[:BUDGET] --workspace FILE` */
export function fundingCommand(): Command {
  return new Command("funding")
    .description("ways of paying for the closing of gaps, beside each other")
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "the assessment's name")
    .addOption(
      new Option("--option <name:engineers:days[:budget]>", "a way of paying; up to six")
        .argParser(collectFundingOption)
        .default([])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--day-rate <amount>", "of a person-day; default: the plan's").argParser(
        numberBetween(0, 1_000_000),
      ),
    )
    .option("--currency <text>", "default: the plan's")
    .addOption(jsonOption())
    .action(async ({ workspace, assessment, option, dayRate, currency, json }: FundingOptions) => {
      if (option.length === 0) {
        throw new Problem("bad-input", "There is nothing to set side by side.", {
          remedy: 'Add --option for each way of paying, such as --option "Two people:2:90".',
        });
      }
      const found = await withWorkspace(resolve(workspace), {}, async (session) => {
        const { id: assessmentId } = await findAssessment(session, assessment);
        const { money } = (await session.client.plan.get({ assessmentId })).settings;
        const asked = {
          ...money,
          ...(dayRate === undefined ? {} : { dayRate }),
          ...(currency === undefined ? {} : { currency }),
        };
        return session.client.plan.options(
          { assessmentId, options: [...option], money: asked },
          session.long,
        );
      });
      if (json) printJson(found);
      else printLines(describe(found));
    });
}

function describe({ from, reachable, currency, dayRate, options }: FundingComparison): string[] {
  const share = ({ covered, techniques }: FundingComparison["from"]) =>
    `${covered} of ${techniques}`;
  const perPoint = ({ costPerPoint, daysPerPoint }: CoveragePrice) =>
    (dayRate === null ? daysPerPoint : costPerPoint)?.toFixed(dayRate === null ? 1 : 0) ?? "-";
  return [
    `${share(from)} techniques are covered; closing every gap of the plan gives ${share(reachable)}.`,
    ...tableLines(
      [
        "Option",
        "Covered",
        "Gaps closed",
        "Person-days",
        ...(dayRate === null ? [] : [`Cost, ${currency}`]),
        `A point, ${dayRate === null ? "days" : currency}`,
        "The next point",
        "Best choice",
        "Stay open",
      ],
      options.map(({ option, to, closes, price, step, best, left }) => [
        option.name,
        share(to),
        closes.length,
        price.personDays,
        ...(dayRate === null ? [] : [price.total?.toFixed(0) ?? "-"]),
        perPoint(price),
        step === null ? "-" : perPoint(step),
        share(best.to),
        left.gaps,
      ]),
    ),
    ...options.map(({ sentence }) => `  ${sentence}`),
  ];
}

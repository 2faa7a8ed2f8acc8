import { Command, InvalidArgumentError, Option } from "commander";
import { join, resolve } from "node:path";
import type { Plan, PlanTarget, WhatIf } from "../../shared/model/plan.ts";
import { Problem } from "../../shared/problem.ts";
import type { MarkedOptions } from "./marked.ts";
import { chooseMarking, withMarkedOptions } from "./marked.ts";
import { jsonOption, numberBetween, parseTime, workspaceOption } from "./options.ts";
import { printJson, printLines, tableLines } from "./print.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface PlanOptions extends MarkedOptions {
  readonly workspace: string;
  readonly assessment: string;
  readonly engineers: number;
  readonly days: number;
  readonly target?: number;
  readonly out: string;
  readonly now?: Date;
  readonly json?: true;
}

const files = ["plan.yaml", "plan.csv", "plan.json"] as const;

/** `casemate plan --workspace FILE --assessment NAME --engineers N --days D --out DIR` */
export function planCommand(): Command {
  return withMarkedOptions(new Command("plan"))
    .description("plan how an assessment's gaps are closed, and write the plan into a folder")
    .addOption(workspaceOption())
    .requiredOption("--assessment <name>", "the assessment's name")
    .addOption(
      new Option("--engineers <n>", "people who close gaps")
        .argParser(numberBetween(0.1, 1000))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--days <n>", "days of the calendar that are planned")
        .argParser(parseDays)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--target <percent>", "coverage to aim at; default: the assessment's").argParser(
        numberBetween(0, 100),
      ),
    )
    .addOption(
      new Option("--now <time>", "day of the plan; the same input gives the same bytes").argParser(
        parseTime,
      ),
    )
    .requiredOption("--out <folder>", "where the plan is written")
    .addOption(jsonOption())
    .action(async (options: PlanOptions) => {
      const { workspace, now, out, json } = options;
      await withWorkspace(resolve(workspace), { now }, async (session) => {
        const written = await writePlans(session, options);
        if (json) printJson({ out, files, ...written });
        else printLines(describePlan(written, out));
      });
    });
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isSafeInteger(days) || days < 1 || days > 3650) {
    throw new InvalidArgumentError("Write a whole number of days from 1 to 3650.");
  }
  return days;
}

interface WrittenPlans {
  readonly whatIf: WhatIf;
  readonly target: PlanTarget;
  readonly plan: Pick<Plan, "name" | "windows" | "assumptions">;
}

async function writePlans(session: Session, options: PlanOptions): Promise<WrittenPlans> {
  const { client } = session;
  const { engineers, days, target: given, out } = options;
  const assessmentId = await findAssessment({ client }, options.assessment);
  const things = { assessmentIds: [assessmentId] };
  const marked = await chooseMarking(session, options, things, `Plan of ${options.assessment}`);
  for (const file of files) {
    await client.plan.export({
      assessmentId,
      path: join(resolve(out), file),
      engineers,
      days,
      ...(given === undefined ? {} : { target: given }),
      ...marked,
    });
  }
  const { name, assumptions, windows, settings } = await client.plan.get({
    assessmentId,
    engineers,
    days,
  });
  return {
    whatIf: await client.plan.whatIf({ assessmentId, engineers, days }),
    target: await client.plan.target({
      assessmentId,
      percent: given ?? settings.target,
      engineers,
    }),
    plan: { name, windows, assumptions },
  };
}

async function findAssessment({ client }: Pick<Session, "client">, name: string): Promise<number> {
  const assessments = await client.assessments.list({});
  const found = assessments.find((one) => one.name === name);
  if (found !== undefined) return found.id;
  throw new Problem("not-found", `There is no assessment called "${name}".`, {
    candidates: assessments.map((one) => one.name),
    remedy: "Make one with casemate assess.",
  });
}

function describePlan({ whatIf, target, plan }: WrittenPlans, out: string): string[] {
  return [
    `${plan.name}: ${whatIf.sentence}`,
    `Target: ${target.sentence}`,
    ...tableLines(
      ["Window", "Person-days", "Capacity", "Gaps", "Log sources", "Covered", "Percent"],
      plan.windows.map((one) => [
        one.window,
        one.plannedDays,
        one.capacityDays ?? "",
        one.items,
        one.logSources,
        `${one.expected.covered} of ${one.expected.techniques}`,
        one.expected.percent === null ? "" : one.expected.percent.toFixed(1),
      ]),
    ),
    ...plan.assumptions.map((sentence) => `  note: ${sentence}`),
    `Written to ${out}: ${files.join(", ")}`,
  ];
}

import { Command, Option } from "commander";
import { resolve } from "node:path";
import type { AlertMapping, AlertMatch, AlertMatches } from "../../shared/model/alert.ts";
import { alertField, matchStrength } from "../../shared/model/alert.ts";
import type { MatchStrength } from "../../shared/model/alert.ts";
import type { TestCase } from "../../shared/model/emulation.ts";
import { Problem } from "../../shared/problem.ts";
import {
  columnOption,
  datesOption,
  jsonOption,
  numberBetween,
  workspaceOption,
  zoneOption,
} from "./options.ts";
import { counted, printJson, printLines, tableLines } from "./print.ts";
import { findRun } from "./runs.ts";
import type { Session } from "./session.ts";
import { withWorkspace } from "./session.ts";

interface MatchOptions {
  readonly workspace: string;
  readonly run: string[];
  readonly sheet?: string;
  readonly column?: AlertMapping;
  readonly zone?: string;
  readonly dates?: "day-first" | "month-first";
  readonly window: number;
  readonly accept?: MatchStrength;
  readonly who: string;
  readonly json?: true;
}

/** `casemate emulation match` */
export function emulationMatchCommand(): Command {
  return new Command("match")
    .description("match a SIEM's alerts with test cases; nothing is written without --accept")
    .argument("<alerts>", "CSV, XLSX or JSON with time, rule, host and technique, under any names")
    .addOption(workspaceOption())
    .addOption(
      new Option("--run <name...>", "runs by their names or numbers").makeOptionMandatory(),
    )
    .option("--sheet <name>", "sheet of a workbook; default: the first that fits")
    .addOption(columnOption(alertField.options))
    .addOption(zoneOption())
    .addOption(datesOption())
    .addOption(
      new Option("--window <minutes>", "after the start of a test in which its alert may come")
        .argParser(numberBetween(1, 10_080))
        .default(240),
    )
    .addOption(
      new Option("--accept <strength>", "write matches that are at least this sure").choices(
        matchStrength.options,
      ),
    )
    .option("--who <name>", "whose word it is, for the history", "")
    .addOption(jsonOption())
    .action(async (alerts: string, { workspace, ...options }: MatchOptions) => {
      await withWorkspace(resolve(workspace), {}, (session) => match(session, alerts, options));
    });
}

async function match(
  { client, long }: Session,
  alerts: string,
  {
    run: names,
    sheet,
    column,
    zone,
    dates,
    window,
    accept,
    who,
    json,
  }: Omit<MatchOptions, "workspace">,
): Promise<void> {
  const runs = await client.emulation.runs({});
  const runIds = names.map((name) => findRun(runs, name).id);
  const found = await client.emulation.matchAlerts(
    {
      ...{ runIds, assessmentId: null, path: resolve(alerts), windowMinutes: Math.round(window) },
      ...(sheet === undefined ? {} : { sheet }),
      ...(column === undefined ? {} : { mapping: column }),
      ...(zone === undefined ? {} : { zone }),
      ...(dates === undefined ? {} : { dayFirst: dates === "day-first" }),
    },
    long,
  );
  refuseUnclear(alerts, found);
  const open = found.matches.filter(({ held }) => !held);
  const accepted =
    accept === undefined
      ? []
      : open.filter(
          ({ strength }) =>
            matchStrength.options.indexOf(strength) <= matchStrength.options.indexOf(accept),
        );
  if (accepted.length > 0) {
    await client.emulation.acceptAlerts({
      alerts: accepted.map(({ caseId, at, fired }) => ({ caseId, at, fired })),
      who,
    });
  }
  if (json) {
    const { table: _table, ...rest } = found;
    printJson({ ...rest, accepted: accepted.map(({ caseId }) => caseId) });
    return;
  }
  const cases = await client.emulation.pickCases({ ids: found.matches.map((one) => one.caseId) });
  printLines(describeMatches(found, cases, accepted.length));
}

/** Refuses a table of which nobody can tell what its columns or its dates mean. */
function refuseUnclear(file: string, { table, times }: AlertMatches): void {
  if (table.missing !== null) {
    throw new Problem("bad-input", `${file}: ${table.missing}`, {
      candidates: [...table.columns],
      remedy: "Say it with --column, such as --column time=_time.",
    });
  }
  if (times.orderUnclear) {
    throw new Problem("bad-input", `${file}: nothing tells day from month in its dates.`, {
      remedy: "Say --dates day-first or --dates month-first.",
    });
  }
}

function describeMatches(
  { table, times, matches, unmatched, cases: all, untimed }: AlertMatches,
  cases: readonly TestCase[],
  accepted: number,
): string[] {
  const nameOf = new Map(cases.map(({ id, name }) => [id, name]));
  const { counts } = unmatched;
  return [
    `${counted(table.rowCount, "alert")}, ${counted(all, "test case")}, ${matches.length} matched, ${accepted} accepted`,
    ...(times.zoneless > 0
      ? [`${counted(times.zoneless, "time")} without a zone, read as ${times.zone}`]
      : []),
    ...(untimed > 0 ? [`${counted(untimed, "test case")} without a time, or not run`] : []),
    ...tableLines(
      ["Case", "Test", "Alert", "Rule", "Host", "After", "Strength", "Why"],
      matches.map((one) => [
        one.caseId,
        nameOf.get(one.caseId) ?? "",
        one.at,
        one.rule,
        one.host,
        `${Math.round(one.seconds)} s`,
        one.strength,
        whyOf(one),
      ]),
    ),
    "Alerts of no test case:",
    ...tableLines(
      ["Reason", "Number"],
      [
        ["no time that can be read", counts["no-time"]],
        ["no test case on that host", counts["other-host"]],
        ["no test case at that time", counts["other-time"]],
        ["another technique", counts["other-technique"]],
      ],
    ),
  ];
}

function whyOf(match: AlertMatch): string {
  const { sameHost, relation, byRule, late, contradicts, held, others, further } = match;
  return [
    sameHost ? "same host" : "host unknown",
    { same: "same technique", family: "parent or sub-technique", unsaid: "technique unsaid" }[
      relation
    ],
    ...(byRule ? ["by the rule"] : []),
    ...(late ? ["late"] : []),
    ...(held ? ["known already"] : []),
    ...(contradicts ? ["the test case says otherwise"] : []),
    ...(others.length > 0 ? [`${others.length} other test cases fit`] : []),
    ...(further > 0 ? [`${further} more alerts`] : []),
  ].join(", ");
}

import type {
  PlanItem,
  PlanLogSource,
  PlanSettings,
  PlanWindowFigures,
} from "../../shared/model/plan.ts";
import { reasonWords } from "../gaps/reason-words.ts";

/** What assumptions of a plan are stated about. */
export interface PlanAssumptionInput {
  readonly settings: PlanSettings;
  readonly items: readonly PlanItem[];
  readonly logSources: readonly PlanLogSource[];
  readonly windows: readonly PlanWindowFigures[];
  readonly today: string;
}

/** What a plan takes for granted, in sentences, each naming its number. */
export function statePlanAssumptions(input: PlanAssumptionInput): string[] {
  const { settings, items, logSources, windows } = input;
  const { engineers, timeShare, workingDays, effort, logSourceDays, money } = settings;
  const reasons = effort
    .filter(({ reason }) => items.some((item) => item.reason === reason))
    .map(({ reason, days }) => `${reasonWords[reason]} ${days}`);
  const fixed = items.filter(({ effortFixed }) => effortFixed).length;
  const done = items.filter(({ status }) => status === "done").length;
  const dropped = items.filter(({ status }) => status === "dropped").length;
  const choices = items.filter((item) => item.logSources.length > 1).length;
  const own = money.logSources.filter(({ days }) => days !== null).length;
  const droppedSources = logSources.filter(({ status }) => status === "dropped");
  const waiting = droppedSources.reduce((sum, { opens }) => sum + opens.length, 0);
  const past = windows.filter(({ until }) => until !== null && until < input.today);
  const over = windows.filter(({ overDays }) => overDays > 0);
  return [
    `${counted(engineers, "engineer")} with ${timeShare} % of their time and ${workingDays} working days in 30 days: ${windows[0]?.capacityDays ?? 0} person-days in a window of 30 days.`,
    ...(reasons.length === 0 ? [] : [`Person-days by reason: ${reasons.join(", ")}.`]),
    ...(fixed === 0 ? [] : [`The effort of ${counted(fixed, "gap")} was set by hand.`]),
    ...(logSources.length === 0
      ? []
      : [
          `A log source takes ${logSourceDays} person-days${own === 0 ? "" : ` (${own} of their own)`}, paid once for all the gaps that it opens.`,
        ]),
    ...(choices === 0
      ? []
      : [
          `${counted(choices, "gap")} could be opened by any of several log sources; each waits for the one that opens most.`,
        ]),
    ...past.map(
      ({ window, until }) =>
        `The window of ${window} days ended on ${until ?? ""}: nothing more is planned in it.`,
    ),
    "A piece of work lies within one window, unless it is larger than every window.",
    "Expected coverage takes every closed gap for covered by a rule that counts in full; nothing of it was tested.",
    ...(done === 0
      ? []
      : [
          `${counted(done, "gap")} ${done === 1 ? "is" : "are"} done by the plan's word; no detection shows it yet.`,
        ]),
    ...(dropped === 0 ? [] : [`${counted(dropped, "gap")} left the plan.`]),
    ...(waiting === 0
      ? []
      : [
          `${counted(droppedSources.length, "log source")} ${droppedSources.length === 1 ? "is" : "are"} not to be collected: ${counted(waiting, "gap")} that nothing else opens left the windows.`,
        ]),
    ...over.map(
      ({ window, overDays }) =>
        `What was fixed in the window of ${window} days goes ${overDays} person-days over its capacity.`,
    ),
    ...(money.dayRate === null ? [] : [`A person-day costs ${money.dayRate} ${money.currency}.`]),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

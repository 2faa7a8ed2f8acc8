import type { GapReason } from "../../shared/model/coverage.ts";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanStep } from "../../shared/model/plan.ts";

/** What the work on a gap's rule is, by why it is a gap. */
const ruleTasks: Readonly<Record<GapReason, string>> = {
  "test-failed": "Mend the rule that missed the test",
  "rule-blind": "Make its rule work on it",
  "not-alerting": "Make a rule raise an alert",
  "experimental-only": "Confirm its rule, or replace it",
  "claimed-only": "Name the rule behind the claim, or write one",
  "parent-only": "Check its parent’s rules, or write one",
  "sub-only": "Check its sub-techniques’ rules, or write one",
  "rule-disabled": "Enable a rule",
  "available-not-deployed": "Deploy a rule",
  "other-release-id": "Accept the other release’s ID",
  "no-rule": "Write a rule",
  "no-telemetry": "Write a rule",
};

/** What the steps of an item follow from. */
export interface StepInput {
  readonly reason: GapReason;
  readonly status: PlanStatus;
  readonly window: PlanWindow;
  /** Person-days of its own. */
  readonly effortDays: number;
  /** The log source that it waits for; null where it waits for none. */
  readonly logSource: {
    readonly name: string;
    readonly days: number;
    readonly window: PlanWindow;
    readonly status: PlanStatus;
  } | null;
}

/**
 * What closes a gap, in order: its log source is collected, its rule written or deployed, and that
 * rule tested.
 *
 * A status is told of items and of log sources: of a gap that is done the test is what comes next,
 * for only a test can say that the rule works. What is dropped has no steps.
 */
export function listSteps({
  reason,
  status,
  window,
  effortDays,
  logSource,
}: StepInput): PlanStep[] {
  if (status === "dropped") return [];
  const isDone = status === "done";
  // A rule that works has its log source, whatever is said of that.
  const source = logSource === null || isDone ? "done" : stateOf(logSource.status);
  const rule = source === "done" ? stateOf(status) : "waits";
  return [
    ...(logSource === null
      ? []
      : [
          {
            kind: "log-source" as const,
            task: `Collect ${logSource.name}`,
            days: logSource.days,
            window: logSource.window,
            state: source,
          },
        ]),
    { kind: "rule", task: ruleTasks[reason], days: effortDays, window, state: rule },
    {
      kind: "test",
      task: reason === "test-failed" ? "Test it again" : "Test it",
      days: null,
      window,
      state: isDone ? "next" : "waits",
    },
  ];
}

function stateOf(status: PlanStatus): PlanStep["state"] {
  return status === "planned" ? "next" : status;
}

/** What is to be done first about an item; undefined for what was dropped. */
export function nextStep(steps: readonly PlanStep[]): PlanStep | undefined {
  return steps.find(({ state }) => state !== "done");
}

import type { UseQueryResult } from "@tanstack/react-query";
import type {
  LogSourceChange,
  Plan,
  PlanChange,
  PlanCost,
  PlanSettings,
} from "../../shared/model/plan.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { groupDigits } from "../../shared/group-digits.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";

/** The plan of the current assessment, made again whenever the workspace changes. */
export function usePlan(): UseQueryResult<Plan> {
  const { assessmentId } = useApp();
  return useOperation(
    "plan",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
}

/** The ways in which the window changes the plan; each says what was done, with the way back. */
export interface PlanEdits {
  readonly change: (changes: readonly PlanChange[], message: string) => void;
  readonly changeLogSources: (changes: readonly LogSourceChange[], message: string) => void;
  readonly setSettings: (settings: Partial<PlanSettings>, message: string) => void;
  /** Agrees on the plan as it is now. */
  readonly agree: () => void;
  readonly disagree: () => void;
  readonly problem: Problem | undefined;
}

export function usePlanEdits(): PlanEdits {
  const { assessmentId } = useApp();
  const setItems = useCommand("plan", "setItems");
  const setLogSources = useCommand("plan", "setLogSources");
  const setSettings = useCommand("plan", "setSettings");
  const fixBaseline = useCommand("plan", "fixBaseline");
  const setBaseline = useCommand("plan", "setBaseline");
  const error =
    setItems.error ??
    setLogSources.error ??
    setSettings.error ??
    fixBaseline.error ??
    setBaseline.error;
  const inAssessment = { assessmentId: assessmentId ?? 0 };
  return {
    change: (changes, message) => {
      if (changes.length === 0) return;
      setItems.mutate(
        { ...inAssessment, changes: [...changes] },
        {
          onSuccess: (back) =>
            showDone(message, () => setItems.mutate({ ...inAssessment, changes: back })),
        },
      );
    },
    changeLogSources: (changes, message) => {
      if (changes.length === 0) return;
      setLogSources.mutate(
        { ...inAssessment, changes: [...changes] },
        {
          onSuccess: (back) =>
            showDone(message, () => setLogSources.mutate({ ...inAssessment, changes: back })),
        },
      );
    },
    setSettings: (settings, message) => {
      setSettings.mutate(
        { ...inAssessment, settings },
        {
          onSuccess: (before) =>
            showDone(message, () => setSettings.mutate({ ...inAssessment, settings: before })),
        },
      );
    },
    agree: () => {
      fixBaseline.mutate(inAssessment, {
        onSuccess: (before) =>
          showDone("Agreed on the plan as it is now", () =>
            setBaseline.mutate({ ...inAssessment, baseline: before }),
          ),
      });
    },
    disagree: () => {
      setBaseline.mutate(
        { ...inAssessment, baseline: null },
        {
          onSuccess: (before) =>
            showDone("The agreed plan is forgotten", () =>
              setBaseline.mutate({ ...inAssessment, baseline: before }),
            ),
        },
      );
    },
    problem: error === null ? undefined : problemOf(error),
  };
}

/** Person-days without needless digits: "2.5", "1,204". */
export function formatDays(days: number): string {
  const rounded = Math.round(days * 100) / 100;
  const whole = Math.trunc(rounded);
  const rest = Math.round((rounded - whole) * 100);
  return rest === 0
    ? groupDigits(whole)
    : `${groupDigits(whole)}.${String(rest).padStart(2, "0").replace(/0$/, "")}`;
}

/** Person-days with their noun: "1 day", "0.5 days". */
export function daysInWords(days: number): string {
  return `${formatDays(days)} ${days === 1 ? "day" : "days"}`;
}

/** What something costs, in words; undefined where nothing of it is known. */
export function formatCost(
  { labour, oneOff, yearly }: PlanCost,
  currency: string,
): string | undefined {
  const amount = (value: number) => `${currency} ${groupDigits(Math.round(value))}`;
  const once = (labour ?? 0) + oneOff;
  if (once === 0 && yearly === 0) return undefined;
  return yearly === 0 ? amount(once) : `${amount(once)}, then ${amount(yearly)} a year`;
}

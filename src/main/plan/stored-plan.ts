import type { LogSourceMark, PlanMark } from "../../shared/model/plan-mark.ts";
import type { PlanBaseline, PlanMoney } from "../../shared/model/plan.ts";

/** What is kept of an assessment's plan; all else is made anew. */
export interface StoredPlan {
  /** Null until somebody sets it: the plan begins on the day on which it is asked for. */
  readonly startsOn: string | null;
  readonly money: PlanMoney;
  readonly baseline: PlanBaseline | null;
  /** By domain and technique. */
  readonly marks: readonly PlanMark[];
  /** By name. */
  readonly logSourceMarks: readonly LogSourceMark[];
}

/** Money before anybody says what a day costs. */
export const defaultMoney: PlanMoney = {
  dayRate: null,
  currency: "EUR",
  logSourceOneOff: 0,
  logSourceYearly: 0,
  logSources: [],
  tools: [],
};

/** The plan of an assessment for which nothing was fixed. */
export const emptyPlan: StoredPlan = {
  startsOn: null,
  money: defaultMoney,
  baseline: null,
  marks: [],
  logSourceMarks: [],
};

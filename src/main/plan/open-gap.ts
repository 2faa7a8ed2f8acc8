import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { Gap } from "../../shared/model/coverage.ts";
import type { LogSourceMark, PlanMark } from "../../shared/model/plan-mark.ts";
import type { PlanMoney } from "../../shared/model/plan.ts";
import { waitsForLogSource } from "../gaps/gaps.ts";
import { chooseLogSources } from "./choose-log-sources.ts";
import type { Hundredths } from "./days.ts";
import { effortHundredths } from "./days.ts";
import type { StoredPlan } from "./stored-plan.ts";

/** A technique of a domain, as one text: IDs of several domains are never one. */
export function keyOf(domain: string, techniqueId: string): string {
  return `${domain} ${techniqueId}`;
}

/** An open gap as work to do. */
export interface OpenGap {
  readonly key: string;
  readonly gap: Gap;
  /** What the analyst fixed about it. */
  readonly mark: PlanMark | undefined;
  /** Of the actors that use it, in whole units. */
  readonly weight: bigint;
  /** What the catalogue says is needed to see it. */
  readonly needs: readonly NeededLogSource[];
  /** Of its own, without its log source. */
  readonly work: Hundredths;
  /** Log sources any of which opens it; empty where it waits for none. */
  readonly logSources: readonly string[];
  /** The one of them that it waits for. */
  readonly logSource: string | null;
  /** Whether every log source that would open it was dropped: then no plan closes it. */
  readonly isBlocked: boolean;
}

/** What an assessment asks about, in numbers. */
export interface Standing {
  readonly techniques: number;
  readonly covered: number;
  readonly weight: bigint;
  readonly coveredWeight: bigint;
}

/** The work that an assessment's gaps are. */
export interface Workload {
  readonly standing: Standing;
  /** Open gaps by rank. */
  readonly gaps: readonly OpenGap[];
  /** What the analyst fixed about log sources. */
  readonly logSourceMarks: readonly LogSourceMark[];
}

/** What gaps become work by. */
export interface WorkInput {
  /** By rank, whatever their status. */
  readonly gaps: readonly Gap[];
  readonly weightOf: (gap: Gap) => bigint;
  readonly needsOf: (gap: Gap) => readonly NeededLogSource[];
  /** Names of the log sources any of which opens a gap that waits for one. */
  readonly openedBy: (gap: Gap) => readonly string[];
  readonly settings: Pick<AssessmentSettings, "effort" | "logSourceDays">;
  readonly plan: Pick<StoredPlan, "marks" | "money" | "logSourceMarks">;
}

/** Person-days of a log source: its own, else those of every log source. */
export function logSourceEffort(
  { logSourceDays }: Pick<AssessmentSettings, "logSourceDays">,
  { logSources }: Pick<PlanMoney, "logSources">,
): (name: string) => Hundredths {
  const own = new Map(
    logSources.flatMap(({ name, days }) => (days === null ? [] : [[name, effortHundredths(days)]])),
  );
  const usual = effortHundredths(logSourceDays);
  return (name) => own.get(name) ?? usual;
}

/** Names of the log sources that are done or dropped by the plan's word. */
export function logSourcesThatAre(
  status: "done" | "dropped",
  { logSourceMarks }: Pick<StoredPlan, "logSourceMarks">,
): Set<string> {
  return new Set(logSourceMarks.filter((mark) => mark.status === status).map(({ name }) => name));
}

/** The open gaps as work, each with the log source that it waits for. */
export function prepareWork(input: WorkInput): OpenGap[] {
  const { gaps, settings, plan } = input;
  const dropped = logSourcesThatAre("dropped", plan);
  const done = logSourcesThatAre("done", plan);
  const marks = new Map(plan.marks.map((mark) => [keyOf(mark.domain, mark.techniqueId), mark]));
  const effort = new Map(settings.effort.map(({ reason, days }) => [reason, days]));
  const open = gaps
    .filter(({ status }) => status === "open")
    .map((gap) => {
      const key = keyOf(gap.domain, gap.id);
      const mark = marks.get(key);
      return {
        key,
        gap,
        mark,
        weight: input.weightOf(gap),
        needs: input.needsOf(gap),
        work: effortHundredths(mark?.effortDays ?? effort.get(gap.reason) ?? 0),
        logSources: waitsForLogSource(gap.reason) ? logSourcesOf(gap, input.openedBy(gap)) : [],
      };
    });
  const left = open.map((one) => {
    const logSources = one.logSources.filter((name) => !dropped.has(name));
    const isBlocked =
      one.logSources.length > 0 && logSources.length === 0 && one.mark?.status !== "done";
    // What is blocked, or done all the same, still says what it waited for.
    return { ...one, isBlocked, logSources: logSources.length === 0 ? one.logSources : logSources };
  });
  const effortOf = logSourceEffort(settings, plan.money);
  // What is dropped opens nothing, and draws no log source into the plan; what is done is paid.
  const chosen = chooseLogSources(
    left.filter(({ mark, isBlocked }) => mark?.status !== "dropped" && !isBlocked),
    (name) => (done.has(name) ? 0 : effortOf(name)),
  );
  return left.map((one) => ({
    ...one,
    logSource: chosen.get(one.key) ?? one.logSources[0] ?? null,
  }));
}

/** Log sources that open a gap, each once; where none is named, one of its own. */
function logSourcesOf({ id }: Gap, openedBy: readonly string[]): string[] {
  const names = [...new Set(openedBy)];
  return names.length === 0 ? [`Log source for ${id}`] : names;
}

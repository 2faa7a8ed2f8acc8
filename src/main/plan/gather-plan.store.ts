import type { Assessment } from "../../shared/model/assessment.ts";
import type { PlanSettings } from "../../shared/model/plan.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { PlanInput } from "./build-plan.ts";
import { listStrategies } from "./plan.store.ts";
import type { StoredPlan } from "./stored-plan.ts";

/** Everything that an assessment's plan is made from. Throws `not-found`. */
export function gatherPlan(
  db: ReadableDatabase,
  root: string,
  assessmentId: number,
  today: string,
): PlanInput {
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  return gatherPlanOf(db, question, answerAssessment(question));
}

/** Everything that a plan is made from, where the assessment has been answered already. */
export function gatherPlanOf(
  db: ReadableDatabase,
  question: Question,
  { result, workload, releases }: Answer,
): PlanInput {
  const rows = new Map(
    workload.gaps.flatMap(({ key, gap }) => {
      const knowledge = releases.find((one) => one.knowledge.domain === gap.domain)?.knowledge;
      const technique = knowledge?.techniques.get(gap.id);
      return technique === undefined ? [] : [[key, technique.objectId]];
    }),
  );
  const byRow = listStrategies(db, [...rows.values()]);
  return {
    result,
    workload,
    settings: planSettingsOf(question.assessment, question.plan),
    baseline: question.plan.baseline,
    marks: question.plan.marks,
    today: question.today,
    strategies: new Map([...rows].map(([key, row]) => [key, byRow.get(row) ?? []])),
  };
}

/** The settings that a plan is made by, from where each is kept. */
export function planSettingsOf(
  { settings }: Assessment,
  { startsOn, money }: StoredPlan,
): PlanSettings {
  const { engineers, timeShare, workingDays, effort, logSourceDays, target } = settings;
  return {
    engineers,
    timeShare,
    workingDays,
    effort,
    logSourceDays,
    target,
    startsOn,
    money,
  };
}

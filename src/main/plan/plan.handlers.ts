import type { PlanBaseline, PlanMark, PlanSettings } from "../../shared/model/plan.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import { answerAssessment } from "../assessments/answer.ts";
import {
  getAssessment,
  setAssessmentSettings,
  setUpdatedAt,
} from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { askBestSet } from "./ask-best.ts";
import type { PlanInput } from "./build-plan.ts";
import { buildPlan } from "./build-plan.ts";
import { changeMark, isBlank } from "./mark.ts";
import { keyOf } from "./open-gap.ts";
import {
  getStoredPlan,
  listStrategies,
  removeMark,
  setMark,
  setPlan,
  setPlanBaseline,
} from "./plan.store.ts";
import type { StoredPlan } from "./stored-plan.ts";
import { askTarget, askWhatIf } from "./what-if.ts";

/** Milliseconds of work after which queries and a cancel are let in. */
const pace = 30;

/** Everything that an assessment's plan is made from. Throws `not-found`. */
export function gatherPlan(
  db: ReadableDatabase,
  root: string,
  assessmentId: number,
  today: string,
): PlanInput {
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const { result, workload, releases } = answerAssessment(question);
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
    today,
    strategies: new Map([...rows].map(([key, row]) => [key, byRow.get(row) ?? []])),
  };
}

function planSettingsOf({ settings }: Assessment, { startsOn, money }: StoredPlan): PlanSettings {
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

/** Puts a baseline in the place of the one there is, and gives that one. */
function replaceBaseline(
  db: WritableDatabase,
  assessmentId: number,
  baseline: PlanBaseline | null,
): PlanBaseline | null {
  const stored = getStoredPlan(db, assessmentId);
  // Slip is told in days: a plan that is agreed on begins on the day on which it was to begin.
  setPlan(db, assessmentId, {
    startsOn: stored.startsOn ?? baseline?.startsOn ?? null,
    money: stored.money,
  });
  setPlanBaseline(db, assessmentId, baseline);
  return stored.baseline;
}

export const planHandlers: HandlersOf<"plan"> = {
  get: ({ assessmentId }, { db, root, now }) =>
    buildPlan(gatherPlan(db, root, assessmentId, dayOf(now()))),

  setItems: ({ assessmentId, changes }, { db, now }) => {
    setUpdatedAt(db, assessmentId, now().toISOString());
    const marks = new Map(
      getStoredPlan(db, assessmentId).marks.map((mark) => [
        keyOf(mark.domain, mark.techniqueId),
        mark,
      ]),
    );
    const before = new Map<string, PlanMark>();
    for (const change of changes) {
      const key = keyOf(change.domain, change.techniqueId);
      const { was, mark } = changeMark(marks.get(key), change, dayOf(now()));
      if (!before.has(key)) before.set(key, was);
      marks.set(key, mark);
      if (isBlank(mark)) removeMark(db, assessmentId, mark.domain, mark.techniqueId);
      else setMark(db, assessmentId, mark);
    }
    return [...before.values()];
  },

  setSettings: ({ assessmentId, settings }, { db, now }) => {
    const assessment = getAssessment(db, assessmentId);
    const stored = getStoredPlan(db, assessmentId);
    const before = planSettingsOf(assessment, stored);
    setAssessmentSettings(db, assessmentId, {
      ...assessment.settings,
      engineers: settings.engineers ?? before.engineers,
      timeShare: settings.timeShare ?? before.timeShare,
      workingDays: settings.workingDays ?? before.workingDays,
      effort: settings.effort ?? before.effort,
      logSourceDays: settings.logSourceDays ?? before.logSourceDays,
      target: settings.target ?? before.target,
    });
    setPlan(db, assessmentId, {
      startsOn: settings.startsOn === undefined ? before.startsOn : settings.startsOn,
      money: settings.money ?? before.money,
    });
    setUpdatedAt(db, assessmentId, now().toISOString());
    return before;
  },

  fixBaseline: ({ assessmentId }, { db, root, now }) => {
    const today = dayOf(now());
    const plan = buildPlan(gatherPlan(db, root, assessmentId, today));
    setUpdatedAt(db, assessmentId, now().toISOString());
    return replaceBaseline(db, assessmentId, {
      fixedOn: today,
      startsOn: plan.startsOn,
      covered: plan.coverage.covered,
      techniques: plan.coverage.techniques,
      items: plan.items
        .filter(({ status }) => status !== "dropped")
        .map(({ domain, techniqueId, window, dueOn }) => ({ domain, techniqueId, window, dueOn })),
    });
  },

  setBaseline: ({ assessmentId, baseline }, { db, now }) => {
    setUpdatedAt(db, assessmentId, now().toISOString());
    return replaceBaseline(db, assessmentId, baseline);
  },

  whatIf: ({ assessmentId, engineers, days }, { db, root, now }) =>
    askWhatIf(gatherPlan(db, root, assessmentId, dayOf(now())), engineers, days),

  target: ({ assessmentId, percent }, { db, root, now }) =>
    askTarget(gatherPlan(db, root, assessmentId, dayOf(now())), percent),

  best: async ({ assessmentId, personDays }, { db, root, now, breathe }) => {
    const search = askBestSet(gatherPlan(db, root, assessmentId, dayOf(now())), personDays);
    let since = performance.now();
    for (let step = search.next(); ; step = search.next()) {
      if (step.done === true) return step.value;
      if (performance.now() - since > pace) {
        await breathe();
        since = performance.now();
      }
    }
  },
};

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

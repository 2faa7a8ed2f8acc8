import type { PlanBaseline } from "../../shared/model/plan.ts";
import { wordsOfMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import {
  getAssessment,
  setAssessmentSettings,
  setUpdatedAt,
} from "../assessments/assessments.store.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import { readToolName } from "../assessments/tool-name.reader.ts";
import type { HandlersOf, QueryContext } from "../backend/handler.ts";
import type { WritableDatabase } from "../database/database.ts";
import { getExportMarking } from "../markings/required-marking.store.ts";
import { askBestSet } from "./ask-best.ts";
import { usualSteps } from "./best-set.ts";
import type { PlanInput } from "./build-plan.ts";
import { buildPlan } from "./build-plan.ts";
import { askFunding, fundingSteps } from "./funding.ts";
import { gatherPlan, planSettingsOf } from "./gather-plan.store.ts";
import { importPlanStatus } from "./import-status.handlers.ts";
import { getStoredPlan, setPlan, setPlanBaseline } from "./plan.store.ts";
import { writePlan } from "./plan.writer.ts";
import { setLogSources, setMarks } from "./set-marks.store.ts";
import { askTarget, askWhatIf } from "./what-if.ts";

/** Milliseconds of work after which queries and a cancel are let in. */
const pace = 30;

/** What may be asked of a plan in place of what its settings say. */
interface Asked {
  readonly engineers?: number | undefined;
  readonly days?: number | undefined;
  readonly target?: number | undefined;
}

function askedOf(input: PlanInput, { engineers, days, target }: Asked): PlanInput {
  const { settings } = input;
  return {
    ...input,
    settings: {
      ...settings,
      engineers: engineers ?? settings.engineers,
      target: target ?? settings.target,
    },
    ...(days === undefined ? {} : { days }),
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
    ...stored,
    startsOn: stored.startsOn ?? baseline?.startsOn ?? null,
  });
  setPlanBaseline(db, assessmentId, baseline);
  return stored.baseline;
}

/** Goes through a search with progress; queries and a cancel are let in between. */
export async function followSearch<Result>(
  steps: Generator<number, Result, void>,
  total: number,
  { breathe, progress }: Pick<QueryContext, "breathe" | "progress">,
): Promise<Result> {
  let since = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - since > pace) {
      const done = Math.min(step.value, total);
      progress({ phase: "Searching for the best set", done, total, unit: "steps" });
      await breathe();
      since = performance.now();
    }
  }
}

export const planHandlers: HandlersOf<"plan"> = {
  get: ({ assessmentId, ...asked }, { db, root, now }) =>
    buildPlan(askedOf(gatherPlan(db, root, assessmentId, dayOf(now())), asked)),

  setItems: ({ assessmentId, changes }, { db, now }) =>
    setMarks(db, assessmentId, changes, now()).map(({ before }) => before),

  setLogSources: ({ assessmentId, changes }, { db, now }) =>
    setLogSources(db, assessmentId, changes, now()).map(({ before }) => before),

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
      ...stored,
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

  target: ({ assessmentId, percent, ...asked }, { db, root, now }) =>
    askTarget(askedOf(gatherPlan(db, root, assessmentId, dayOf(now())), asked), percent),

  best: ({ assessmentId, personDays }, context) => {
    const { db, root, now } = context;
    return followSearch(
      askBestSet(gatherPlan(db, root, assessmentId, dayOf(now())), personDays),
      usualSteps,
      context,
    );
  },

  options: ({ assessmentId, options, money }, context) => {
    const { db, root, now } = context;
    const asked = gatherPlan(db, root, assessmentId, dayOf(now()));
    const settings = { ...asked.settings, money: money ?? asked.settings.money };
    return followSearch(
      askFunding({ ...asked, settings }, options),
      fundingSteps(options),
      context,
    );
  },

  export: async (
    { assessmentId, path, format, now: given, marked, ...asked },
    { db, root, now },
  ) => {
    const at = given === undefined ? now() : parseTime(given);
    const gathered = gatherPlan(db, root, assessmentId, dayOf(at));
    const plan = buildPlan(askedOf(gathered, asked));
    const marking = getExportMarking({ db, root }, { assessmentIds: [assessmentId] }, marked);
    await writePlan(path, format, {
      plan,
      actors: gathered.result.actors,
      labels: {
        generatedAt: at.toISOString(),
        tool: readToolName(root),
        notice: attackNotice,
        marking: wordsOfMarking(marking),
      },
    });
    return { path, items: plan.items.length };
  },

  importStatus: importPlanStatus,
};

function parseTime(given: string): Date {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) {
    throw new Problem("bad-input", `"${given}" is not a time. Write 2026-11-21T12:00:00Z.`);
  }
  return time;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

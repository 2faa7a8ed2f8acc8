import type {
  ComparedEnvironment,
  EnvironmentComparison,
  JoinedLogSource,
  JoinedWindow,
  SharedTechnique,
} from "../../shared/model/environment-comparison.ts";
import type { PlanSettings } from "../../shared/model/plan.ts";
import { answerAssessment, levelRulesOf } from "../assessments/answer.ts";
import { askOfEnvironment } from "../assessments/environment-question.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { percentOf } from "../coverage/exact.ts";
import { isCovered } from "../coverage/level.ts";
import { addDays, lastDayOf, windowDays } from "../plan/calendar.ts";
import { costOf } from "../plan/cost.ts";
import { coverageAfter } from "../plan/curve.ts";
import { daysOf } from "../plan/days.ts";
import { keyOf, logSourceEffort } from "../plan/open-gap.ts";
import type { Schedule } from "../plan/schedule.ts";
import { closedBy, placeOf, schedule } from "../plan/schedule.ts";
import { counted, inWhole } from "../plan/what-if.ts";
import { asIfCollected, isCollected, TelemetryView } from "../telemetry/collected.ts";
import { titleOfEntry } from "../telemetry/read-source.ts";
import { plainWords } from "../telemetry/source-words.ts";
import type { JoinedRules } from "./join-rules.ts";
import { joinRules } from "./join-rules.ts";
import type { AnsweredEnvironment, FoundTakeOver } from "./take-overs.ts";
import { findTakeOvers } from "./take-overs.ts";

/** Days of the calendar after which two that became one want to see something done. */
const firstDays = 100;

/**
 * Compares the environments of a question and joins them: who covers what, what only one has, and
 * the first hundred days, quick wins before what has to be built.
 */
export function compareEnvironments(
  question: Question,
  settings: PlanSettings,
  together: Answer = answerAssessment(question),
): EnvironmentComparison {
  const { assessment, inventory } = question;
  const names = assessment.scope.environments;
  const environments = names.map((name): AnsweredEnvironment => {
    const id = question.telemetry.find(({ environment }) => environment === name)?.environmentId;
    return { id: id ?? -1, name, answer: answerAlone(question, name) };
  });
  const joined = joinRules(inventory, names);
  const techniques = listTechniques(together, environments);
  const { takeOvers, blind } = findTakeOvers(environments, joined, assessment.settings);
  return {
    assessmentId: assessment.id,
    name: assessment.name,
    today: question.today,
    environments: environments.map((one) => describeEnvironment(one, question)),
    joined: together.result.coverage,
    coverageSets: listSets(names, techniques, ({ coveredBy }) => coveredBy).map(
      ({ environments: set, members }) => ({ environments: set, techniques: members.length }),
    ),
    techniques,
    ...describeRules(names, joined),
    logSources: listLogSources(question, together),
    blindTakeOvers: blind,
    firstDays: planFirstDays({ question, settings, together, environments, takeOvers }),
  };
}

function answerAlone(question: Question, name: string): Answer {
  const alone = askOfEnvironment(question, name);
  const { assessment } = alone;
  const scope = { ...assessment.scope, environments: [name] };
  return answerAssessment({ ...alone, assessment: { ...assessment, scope } });
}

function describeEnvironment(
  { name, answer }: AnsweredEnvironment,
  { inventory, telemetry, assets }: Question,
): ComparedEnvironment {
  const rules = inventory.filter((one) => one.environment === name && one.kind === "rule");
  const inState = (state: string) => rules.filter((one) => one.state === state).length;
  const sources = telemetry.find(({ environment }) => environment === name)?.sources ?? [];
  return {
    name,
    rules: {
      enabled: inState("enabled"),
      disabled: inState("disabled"),
      available: inState("available"),
    },
    logSources:
      sources.length === 0 ? null : sources.filter(({ entry }) => isCollected(entry)).length,
    assets: assets.filter(({ environment }) => environment === name).length,
    coverage: answer.result.coverage,
  };
}

/** The techniques of the denominator, which is the same whoever looks at it. */
function listTechniques(
  together: Answer,
  environments: readonly AnsweredEnvironment[],
): SharedTechnique[] {
  const alone = environments.map(
    ({ answer }) =>
      new Map(answer.result.techniques.map((one) => [keyOf(one.domain, one.id), one.level])),
  );
  const gaps = new Map(together.result.gaps.map((gap) => [keyOf(gap.domain, gap.id), gap]));
  return together.result.techniques
    .filter(({ inDenominator }) => inDenominator)
    .map((technique): SharedTechnique => {
      const { domain, id, name, parentName, tactics, actors, level } = technique;
      const key = keyOf(domain, id);
      const levels = alone.map((levelOf) => levelOf.get(key) ?? "none");
      const gap = gaps.get(key);
      return {
        domain,
        id,
        name,
        parentName,
        tactics,
        actors: actors.length,
        levels,
        joined: level,
        coveredBy: levels.flatMap((one, at) => (isCovered(one) ? [at] : [])),
        gap:
          gap === undefined ? null : { priority: gap.priority, band: gap.band, reason: gap.reason },
      };
    });
}

interface ExactSet<Member> {
  readonly environments: number[];
  readonly members: readonly Member[];
}

/**
 * What belongs to exactly which environments: nobody, each alone and all of them always, other
 * sets where something does. Smaller sets first.
 */
function listSets<Member>(
  names: readonly string[],
  members: readonly Member[],
  placesOf: (member: Member) => readonly number[],
): ExactSet<Member>[] {
  const sets = new Map<string, { environments: number[]; members: Member[] }>();
  const setOf = (environments: readonly number[]) => {
    const key = environments.join(" ");
    const known = sets.get(key);
    if (known !== undefined) return known;
    const made = { environments: [...environments], members: [] };
    sets.set(key, made);
    return made;
  };
  const all = [...names.keys()];
  for (const always of [[], ...all.map((at) => [at]), all]) setOf(always);
  for (const member of members) setOf(placesOf(member)).members.push(member);
  return [...sets.values()].sort(
    (a, b) =>
      a.environments.length - b.environments.length || compareLists(a.environments, b.environments),
  );
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function describeRules(
  names: readonly string[],
  { rules }: JoinedRules,
): Pick<EnvironmentComparison, "ruleSets" | "rules"> {
  const sets = listSets(names, rules, ({ states }) =>
    states.flatMap((state, at) => (state === null ? [] : [at])),
  );
  return {
    ruleSets: sets
      .filter(({ environments }) => environments.length > 0)
      .map(({ environments, members }) => ({
        environments,
        rules: members.length,
        enabled: members.filter(({ states }) =>
          environments.every((at) => states[at] === "enabled"),
        ).length,
      })),
    rules: [...rules],
  };
}

/** Log sources that some environment collects, those first that serve most. */
function listLogSources(question: Question, { releases, result }: Answer): JoinedLogSource[] {
  const names = question.assessment.scope.environments;
  const view = new TelemetryView(
    asIfCollected(question.telemetry),
    levelRulesOf(question).platforms,
  );
  const titles = new Map<string, { title: string; collected: (boolean | null)[] }>();
  for (const { environment, sources } of question.telemetry) {
    const at = names.indexOf(environment);
    for (const { entry } of sources) {
      const title = titleOfEntry(entry);
      const key = plainWords(title);
      const row = titles.get(key) ?? { title, collected: names.map(() => null) };
      row.collected[at] = row.collected[at] === true || isCollected(entry);
      titles.set(key, row);
    }
  }
  const served = new Map<string, Set<string>>();
  const asked = new Set(
    result.techniques.flatMap(({ domain, id, inDenominator }) =>
      inDenominator ? [keyOf(domain, id)] : [],
    ),
  );
  for (const { knowledge } of releases) {
    for (const { id, platforms } of knowledge.techniques.values()) {
      const technique = keyOf(knowledge.domain, id);
      if (!asked.has(technique)) continue;
      for (const need of knowledge.needs.get(id) ?? []) {
        for (const { source } of view.listCollecting(need, platforms)) {
          const key = plainWords(titleOfEntry(source.entry));
          const known = served.get(key);
          if (known === undefined) served.set(key, new Set([technique]));
          else known.add(technique);
        }
      }
    }
  }
  return [...titles]
    .filter(([, { collected }]) => collected.includes(true))
    .map(([key, row]) => ({ ...row, techniques: served.get(key)?.size ?? 0 }))
    .sort(
      (a, b) => b.techniques - a.techniques || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0),
    );
}

interface FirstDaysInput {
  readonly question: Question;
  readonly settings: PlanSettings;
  readonly together: Answer;
  readonly environments: readonly AnsweredEnvironment[];
  readonly takeOvers: readonly FoundTakeOver[];
}

/** The first days: what can be taken over before what has to be built. */
function planFirstDays(input: FirstDaysInput): EnvironmentComparison["firstDays"] {
  const { question, settings, together, takeOvers } = input;
  const { today } = question;
  const { gaps, standing, logSourceMarks } = together.workload;
  const effortOf = logSourceEffort(settings, settings.money);
  const planned = settings.startsOn ?? today;
  const startsOn = planned < today ? today : planned;
  const scheduled = schedule(
    {
      gaps,
      settings,
      effortOf,
      planStartsOn: planned,
      today,
      logSourceMarks,
      first: takeOvers.map(({ work }, index) => ({
        key: takeOverKey(index),
        work,
        logSource: null,
        fixed: null,
      })),
    },
    startsOn,
    firstDays,
  );
  const count = scheduled.grid.lengths.length;
  const windowOf = (key: string) => {
    const { ends } = placeOf(scheduled, key);
    return ends < count ? ends : null;
  };
  const placed = takeOvers.map(({ work, ...takeOver }, index) => ({
    ...takeOver,
    days: daysOf(work),
    window: windowOf(takeOverKey(index)),
  }));
  const windows = scheduled.grid.lengths.map((_, index) =>
    describeWindow(input, scheduled, placed, index),
  );
  const first = coverageAfter(standing, []);
  const last = windows.at(-1)?.expected ?? first;
  const closed = closedBy(scheduled, count - 1).length;
  const taken = placed.filter(({ window }) => window !== null).length;
  return {
    days: firstDays,
    startsOn,
    engineers: settings.engineers,
    windows,
    takeOvers: placed,
    gaps: scheduled.gaps.map(({ key, gap }) => ({
      domain: gap.domain,
      techniqueId: gap.id,
      window: windowOf(key),
    })),
    logSources: [...scheduled.logSources]
      .filter(([, { ends }]) => ends < count)
      .map(([name, { ends }]) => ({ name, days: daysOf(effortOf(name)), window: ends }))
      .sort((a, b) => a.window - b.window || (a.name < b.name ? -1 : 1)),
    sentence: `${counted(firstDays, "day")} with ${counted(settings.engineers, "engineer")}: ${counted(taken, "rule")} taken over, ${counted(closed, "gap")} closed that nobody covers, together ${inWhole(first)} → ${inWhole(last)}.`,
  };
}

const takeOverKey = (index: number): string => `take-over ${index}`;

function describeWindow(
  { together, environments, settings }: FirstDaysInput,
  scheduled: Schedule,
  takeOvers: EnvironmentComparison["firstDays"]["takeOvers"],
  index: number,
): JoinedWindow {
  const { grid, capacities, loads, gaps, logSources } = scheduled;
  const sources = [...logSources].filter(([, { ends }]) => ends === index).map(([name]) => name);
  const until = takeOvers.filter(({ window }) => window !== null && window <= index);
  return {
    from: addDays(grid.startsOn, index * windowDays),
    until: lastDayOf(grid, index),
    capacityDays: daysOf(capacities[index] ?? 0),
    plannedDays: daysOf(loads[index] ?? 0),
    takeOvers: takeOvers.filter(({ window }) => window === index).length,
    gaps: gaps.filter(({ key }) => placeOf(scheduled, key).ends === index).length,
    logSources: sources.length,
    expected: coverageAfter(together.workload.standing, closedBy(scheduled, index)),
    environments: environments.map(({ answer }, at) => {
      const { covered: before, techniques } = answer.result.coverage;
      const covered = until
        .filter(({ to }) => to === at)
        .reduce((sum, { closes }) => sum + closes.length, before);
      return { covered, percent: percentOf(covered, techniques) };
    }),
    cost: costOf(settings.money, loads[index] ?? 0, sources, index === 0),
  };
}

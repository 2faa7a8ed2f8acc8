import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import type { PlatformChange } from "../../shared/model/situation.ts";
import { answerAssessment, levelRulesOf } from "../assessments/answer.ts";
import type { Answer, Question } from "../assessments/question.ts";
import { isCovered } from "../coverage/level.ts";
import { listStandings } from "../coverage/rule-standing.ts";
import { isPlanned } from "../plan/curve.ts";
import { keyOf } from "../plan/open-gap.ts";

interface Asked {
  readonly question: Question;
  readonly answer: Answer;
  /** The techniques of the denominator. */
  readonly techniques: ReadonlyMap<string, AssessedTechnique>;
}

/** What becomes of an answer when its assessment asks about other platforms; nothing is stored. */
export function changePlatforms(question: Question, platforms: readonly string[]): PlatformChange {
  const { assessment } = question;
  const before = ask(question);
  const after = ask({
    ...question,
    assessment: { ...assessment, scope: { ...assessment.scope, platforms: [...platforms] } },
  });
  const both = [...before.techniques].flatMap(([key, was]) => {
    const is = after.techniques.get(key);
    return is === undefined ? [] : [{ was, is }];
  });
  return {
    before: shareOf(before),
    after: shareOf(after),
    entered: moved([...after.techniques].filter(([key]) => !before.techniques.has(key))),
    left: moved([...before.techniques].filter(([key]) => !after.techniques.has(key))),
    uncovered: both
      .filter(({ was, is }) => isCovered(was.level) && !isCovered(is.level))
      .map(({ is }) => describe(is)),
    newlyCovered: both
      .filter(({ was, is }) => !isCovered(was.level) && isCovered(is.level))
      .map(({ is }) => describe(is)),
    lostRules: rulesThatCount(before, after),
    wonRules: rulesThatCount(after, before),
    logSources: newLogSources(before, after),
  };
}

function ask(question: Question): Asked {
  const answer = answerAssessment(question);
  return {
    question,
    answer,
    techniques: new Map(
      answer.result.techniques.flatMap((one) =>
        one.inDenominator ? [[keyOf(one.domain, one.id), one] as const] : [],
      ),
    ),
  };
}

function shareOf({ question, answer }: Asked): PlatformChange["before"] {
  const { techniques, covered, percent } = answer.result.coverage;
  return { techniques, covered, percent, platforms: [...question.assessment.scope.platforms] };
}

/** Those first that most actors use. */
function moved(techniques: readonly (readonly [string, AssessedTechnique])[]) {
  return techniques
    .map(([, one]) => describe(one))
    .sort((a, b) => b.actors.length - a.actors.length || (a.id < b.id ? -1 : 1));
}

function describe({ domain, id, name, parentName, level, actors }: AssessedTechnique) {
  return { domain, id, name, parentName, level, actors: [...actors] };
}

/** Rules that count in one question, in full or in part, and are out of scope in the other. */
function rulesThatCount(here: Asked, there: Asked): PlatformChange["lostRules"] {
  const counting = new Set(
    standingsOf(here)
      .filter(({ counts }) => counts === "full" || counts === "part")
      .map(({ detectionId }) => detectionId),
  );
  const out = new Set(
    standingsOf(there)
      .filter(({ counts }) => counts === "out-of-scope")
      .map(({ detectionId }) => detectionId),
  );
  return here.question.inventory
    .filter(({ id }) => counting.has(id) && out.has(id))
    .map(({ name, environment }) => ({ name, environment }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function standingsOf({ question, answer }: Asked) {
  return listStandings(question.inventory, answer.releases, levelRulesOf(question));
}

/** Log sources that gaps wait for after the change, and none did before. */
function newLogSources(before: Asked, after: Asked): PlatformChange["logSources"] {
  const known = new Set(before.answer.workload.gaps.map(({ logSource }) => logSource));
  const gaps = new Map<string, number>();
  for (const gap of after.answer.workload.gaps) {
    const { logSource } = gap;
    if (logSource === null || known.has(logSource) || !isPlanned(gap)) continue;
    gaps.set(logSource, (gaps.get(logSource) ?? 0) + 1);
  }
  return [...gaps]
    .map(([name, count]) => ({ name, gaps: count }))
    .sort((a, b) => b.gaps - a.gaps || (a.name < b.name ? -1 : 1));
}

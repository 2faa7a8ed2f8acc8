import type { MovedTechnique, RunEffect } from "../../shared/model/run-effect.ts";
import { answerAssessment } from "../assessments/answer.ts";
import type { Answer, Question } from "../assessments/question.ts";

/** What the test cases of a run do to an answer: coverage without them, with them, and what moved. */
export function findRunEffect(
  question: Question,
  run: { readonly id: number; readonly environment: string },
): RunEffect {
  const { environment } = run;
  const inScope = question.assessment.scope.environments.includes(environment);
  const tests = question.tests.filter(({ runId }) => runId !== run.id);
  const after = answerAssessment(question);
  const before =
    tests.length === question.tests.length ? after : answerAssessment({ ...question, tests });
  return {
    environment,
    inScope,
    without: headlineOf(before),
    with: headlineOf(after),
    moved: listMoved(before, after),
  };
}

function headlineOf({ result }: Answer): RunEffect["with"] {
  const { techniques, covered, percent } = result.coverage;
  return { techniques, covered, percent };
}

function listMoved(before: Answer, after: Answer): MovedTechnique[] {
  if (before === after) return [];
  const counted = new Set(
    after.result.techniques.flatMap(({ domain, id, inDenominator }) =>
      inDenominator ? [`${domain} ${id}`] : [],
    ),
  );
  return after.releases.flatMap(({ knowledge, judged }, index) => {
    const { domain, techniques } = knowledge;
    const earlier = before.releases[index]?.judged;
    return [...judged.values()].flatMap(({ technique, level }): MovedTechnique[] => {
      const { id, name, parentId } = technique;
      const from = earlier?.get(id)?.level ?? level;
      if (from === level) return [];
      const parentName = parentId === null ? null : (techniques.get(parentId)?.name ?? null);
      const inDenominator = counted.has(`${domain} ${id}`);
      return [{ domain, id, name, parentName, from, to: level, inDenominator }];
    });
  });
}

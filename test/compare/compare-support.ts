import { answerAssessment } from "../../src/main/assessments/answer.ts";
import type { Question } from "../../src/main/assessments/question.ts";
import { sideOfAnswer, standingsOf } from "../../src/main/compare/answer-side.ts";
import { compareAnswers } from "../../src/main/compare/compare-answers.ts";
import { swapInputs } from "../../src/main/compare/swap-inputs.ts";
import type { AssessmentComparison, ComparedAnswer } from "../../src/shared/model/compare.ts";

const at = "2026-11-21T12:00:00.000Z";

export interface CompareOptions {
  readonly kind?: ComparedAnswer["kind"];
  /** Tells causes from what the answers say instead of computing them. */
  readonly told?: true;
}

/** Compares two made-up questions as the workbench compares two live answers. */
export function compareQuestions(
  before: Question,
  after: Question,
  { kind = "assessment", told }: CompareOptions = {},
): AssessmentComparison {
  const [first, second] = [before, after].map((question, index) =>
    sideOfAnswer(
      { kind, name: index === 0 ? "Before" : "After", detail: "", at },
      question,
      answerAssessment(question),
    ),
  );
  if (first === undefined || second === undefined) throw new Error("two were given");
  const swapped = swapInputs({
    before,
    after,
    acceptedFor: () => [],
    environmentsAreCompared: kind === "environment",
  }).map(({ cause, forward, backward }) => ({
    cause,
    forward: standingsOf(answerAssessment(forward)),
    backward: standingsOf(answerAssessment(backward)),
  }));
  return compareAnswers(first, second, told ? null : swapped);
}

/** What changed, by technique: its movement and what it is counted under. */
export function changesOf({ techniques }: AssessmentComparison): Record<string, string> {
  return Object.fromEntries(
    techniques
      .filter(({ movement }) => movement !== "same")
      .map(({ id, movement, group }) => [id, `${movement} by ${group ?? "nothing"}`]),
  );
}

/** The sentences behind the change of a technique. */
export function sentencesOf({ techniques }: AssessmentComparison, id: string): string[] {
  return techniques.find((one) => String(one.id) === id)?.because.map(({ text }) => text) ?? [];
}

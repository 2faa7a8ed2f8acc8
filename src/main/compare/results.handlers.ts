import type { CasemateContract } from "../../shared/contract.ts";
import type { AssessmentComparison } from "../../shared/model/compare.ts";
import type { ComparisonSide } from "../../shared/model/comparison-side.ts";
import { Problem } from "../../shared/problem.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { gatherParts } from "../assessments/copied-assessment.store.ts";
import { askRebased, rebaseParts } from "../assessments/copy.handlers.ts";
import { askOfEnvironment } from "../assessments/environment-question.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Answer, Question } from "../assessments/question.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { listEnvironments } from "../environments/environments.store.ts";
import { getSnapshot, getSnapshotFacts } from "../snapshots/snapshots.store.ts";
import type { AnswerSide } from "./answer-side.ts";
import { sideOfAnswer, standingsOf, standingsOfSide } from "./answer-side.ts";
import type { SwappedStandings } from "./compare-answers.ts";
import { compareAnswers } from "./compare-answers.ts";
import { sideOfFacts } from "./frozen-side.ts";
import { swapInputs } from "./swap-inputs.ts";

/** An answer of now, with what it is computed from. */
interface LiveSide {
  readonly side: AnswerSide;
  readonly question: Question;
  readonly assessmentId: number;
}

/** An answer as it was: what it was computed from is no more. */
interface FrozenSide {
  readonly side: AnswerSide;
  readonly question: null;
}

/** Two answers beside each other. */
export const compareResults: HandlerOf<CasemateContract["compare"]["results"]> = (
  { before, after },
  context,
) => compareSides(context, before, after);

/** Compares two sides, whatever they are. Throws `not-found`. */
export async function compareSides(
  context: QueryContext,
  before: ComparisonSide,
  after: ComparisonSide,
): Promise<AssessmentComparison> {
  const first = gatherSide(context, before);
  await context.breathe();
  const second = gatherSide(context, after);
  await context.breathe();
  const swapped =
    first.question === null || second.question === null
      ? null
      : await exchangeInputs(context, first, second);
  return compareAnswers(first.side, second.side, swapped);
}

/** What moved from one side to the other; what it comes from is told, not computed. */
export function compareMovements(
  context: GatheringContext,
  before: ComparisonSide,
  after: ComparisonSide,
): AssessmentComparison {
  return compareAnswers(gatherSide(context, before).side, gatherSide(context, after).side, null);
}

/** What gathering a side takes from the world. */
type GatheringContext = Pick<QueryContext, "db" | "now" | "root">;

function gatherSide(context: GatheringContext, side: ComparisonSide): FrozenSide | LiveSide {
  switch (side.kind) {
    case "assessment":
      return liveSide(context, side, gatherNow(context, side.assessmentId), "");
    case "environment": {
      const question = gatherNow(context, side.assessmentId);
      const { environments } = question.assessment.scope;
      if (!environments.includes(side.environment)) {
        throw new Problem(
          "not-found",
          `"${question.assessment.name}" does not ask about an environment called ${side.environment}.`,
          { candidates: environments, remedy: "Take it into the assessment's scope." },
        );
      }
      const alone = askOfEnvironment(question, side.environment);
      const { assessment } = alone;
      const scope = { ...assessment.scope, environments: [side.environment] };
      return liveSide(
        context,
        side,
        { ...alone, assessment: { ...assessment, scope } },
        side.environment,
      );
    }
    case "rebased": {
      const parts = gatherParts(context.db, side.assessmentId);
      const rebased = rebaseParts(context, parts, side.releases, []).parts;
      const question = askRebased(context, gatherNow(context, side.assessmentId), rebased);
      const detail = `on ${side.releases.map(({ domain, version }) => `${domain} ${version}`).join(", ")}`;
      return liveSide(context, side, question, detail);
    }
    case "snapshot": {
      const { name } = getSnapshot(context.db, side.snapshotId);
      const facts = getSnapshotFacts(context.db, side.snapshotId);
      return { side: sideOfFacts({ kind: side.kind, name }, facts), question: null };
    }
  }
}

function gatherNow({ db, root, now }: GatheringContext, assessmentId: number): Question {
  return gatherQuestion(db, assessmentId, readLaterIds(root), now().toISOString().slice(0, 10));
}

function liveSide(
  { now }: GatheringContext,
  { kind, assessmentId }: Exclude<ComparisonSide, { kind: "snapshot" }>,
  question: Question,
  detail: string,
): LiveSide {
  const answer: Answer = answerAssessment(question);
  const about = { kind, name: question.assessment.name, detail, at: now().toISOString() };
  return { side: sideOfAnswer(about, question, answer), question, assessmentId };
}

/** What each answer becomes with one kind of the other's input. */
async function exchangeInputs(
  { db, breathe }: QueryContext,
  first: LiveSide,
  second: LiveSide,
): Promise<SwappedStandings[]> {
  if (first.assessmentId === second.assessmentId && [first, second].some(isRebased)) {
    // One assessment on two releases: what is called otherwise there is so because of the release.
    const [forward, backward] = [standingsOfSide(second.side), standingsOfSide(first.side)];
    return [{ cause: "attack", forward, backward }];
  }
  const environments = listEnvironments(db).map(({ name }) => name);
  const questions = swapInputs({
    before: first.question,
    after: second.question,
    acceptedFor: (domain, version) => listAcceptedResolutions(db, environments, domain, version),
    environmentsAreCompared: [first, second].some(({ side }) => side.about.kind === "environment"),
  });
  const swapped: SwappedStandings[] = [];
  for (const { cause, forward, backward } of questions) {
    await breathe();
    const ahead = standingsOf(answerAssessment(forward));
    await breathe();
    swapped.push({ cause, forward: ahead, backward: standingsOf(answerAssessment(backward)) });
  }
  return swapped;
}

function isRebased({ side }: LiveSide): boolean {
  return side.about.kind === "rebased";
}

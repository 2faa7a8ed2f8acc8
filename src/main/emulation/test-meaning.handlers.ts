import type { DetectionProof } from "../../shared/model/test-meaning.ts";
import { proofCase } from "../../shared/model/test-meaning.ts";
import {
  answerAssessment,
  levelRulesOf,
  techniqueReaderOf,
  testRulesOf,
} from "../assessments/answer.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Question } from "../assessments/question.ts";
import type { HandlersOf, QueryContext } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { nameTechniques } from "../coverage/naming.ts";
import { weighClaims } from "./claims.ts";
import { compareRuns } from "./compare-runs.ts";
import { gatherTestReading, listAtomicNames, listNamedAtomics } from "./gather-tests.store.ts";
import { judgeTests } from "./judge-tests.ts";
import type { ProofInput } from "./proofs.ts";
import { findSayings, proofOf } from "./proofs.ts";
import { listRuns } from "./runs.store.ts";
import { listFirings, listTestCasesOfRuns } from "./test-cases.store.ts";
import { findTrends } from "./trends.ts";

type Asking = Pick<QueryContext, "db" | "root" | "now">;

const todayOf = ({ now }: Asking): string => now().toISOString().slice(0, 10);

const readingFor = (context: Asking, assessmentId: number | undefined) =>
  gatherTestReading(context.db, assessmentId, readLaterIds(context.root), todayOf(context));

const questionFor = (context: Asking, assessmentId: number): Question =>
  gatherQuestion(context.db, assessmentId, readLaterIds(context.root), todayOf(context));

/** What the proofs of some of a question's detections are found from. */
function proofInputOf({ db }: Asking, question: Question): ProofInput {
  const { scope, settings } = question.assessment;
  const rules = testRulesOf({ settings, platforms: scope.platforms, today: question.today });
  return {
    inventory: question.inventory,
    releases: question.releases.map((knowledge) => {
      const read = techniqueReaderOf(question, knowledge);
      return {
        knowledge,
        namings: nameTechniques(question.inventory, read),
        tests: judgeTests(knowledge, question.tests, read, rules),
      };
    }),
    cases: question.tests,
    firings: listFirings(db, scope.environments),
    atomics: listNamedAtomics(db, scope.environments),
    counting: levelRulesOf(question),
    rules,
  };
}

/** What the outcomes of test cases say: figures, comparisons, and proofs of detections. */
export const meaningHandlers: Pick<
  HandlersOf<"emulation">,
  "trends" | "claims" | "compareRuns" | "proofs" | "proof"
> = {
  trends: ({ assessmentId, runIds, withUntimed }, context) => {
    const { db } = context;
    const chosen = new Set(runIds);
    return findTrends({
      runs: listRuns(db).filter(({ id }) => chosen.has(id)),
      cases: listTestCasesOfRuns(db, runIds),
      reading: readingFor(context, assessmentId),
      withUntimed,
    });
  },

  claims: ({ assessmentId }, context) => {
    const question = questionFor(context, assessmentId);
    return weighClaims(answerAssessment(question).result, question.releases);
  },

  compareRuns: ({ assessmentId, before, after, byHost }, context) =>
    compareRuns({
      before: listTestCasesOfRuns(context.db, before),
      after: listTestCasesOfRuns(context.db, after),
      reading: readingFor(context, assessmentId),
      byHost,
    }),

  proofs: ({ assessmentId, environmentId }, context) => {
    const question = questionFor(context, assessmentId);
    const isHere = (one: { readonly environmentId: number }) => one.environmentId === environmentId;
    const input = proofInputOf(context, {
      ...question,
      inventory: question.inventory.filter(isHere),
      tests: question.tests.filter(isHere),
    });
    return [...findSayings(input)].map(([id, cases]): DetectionProof =>
      proofOf(id, cases, input.rules),
    );
  },

  proof: ({ assessmentId, detectionId }, context) => {
    const { db } = context;
    const input = proofInputOf(context, questionFor(context, assessmentId));
    const cases = findSayings(input).get(detectionId) ?? [];
    const keys = [...(input.atomics.get(detectionId) ?? [])];
    const names = listAtomicNames(db, keys);
    return {
      ...proofOf(detectionId, cases, input.rules),
      validityDays: input.rules.validityDays,
      cases: cases.map((one) => proofCase.parse(one)),
      atomics: keys.map((key) => ({ key, name: names.get(key) ?? null })),
    };
  },
};

import type { CasemateContract } from "../../shared/contract.ts";
import type { OtherIdRule, RebaseChoice } from "../../shared/model/rebase.ts";
import type { Scope } from "../../shared/model/assessment.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { listAcceptedResolutions } from "../coverage/inventory.store.ts";
import { readReleaseChange } from "../detections/official-facts.reader.ts";
import { answerAssessment } from "./answer.ts";
import { getReleaseChoice, listReleaseChoices } from "./assessments.store.ts";
import { addCopy, gatherParts } from "./copied-assessment.store.ts";
import { gatherQuestion } from "./gather.store.ts";
import type { Question } from "./question.ts";
import type { AssessmentParts, RebaseTarget, RebasedAssessment } from "./rebase.ts";
import { rebaseAssessment } from "./rebase.ts";
import { listRetiredActors } from "./retired-actors.store.ts";

type Assessments = CasemateContract["assessments"];

/** Copies an assessment with all that was decided and planned in it. */
export const copyAssessment: HandlerOf<Assessments["copy"]> = (
  { assessmentId, name },
  { db, now },
) =>
  addCopy(
    db,
    { name, createdAt: now().toISOString(), copyOf: assessmentId },
    gatherParts(db, assessmentId),
  );

/** What is asked of the workspace about a rebase. */
type RebaseContext = Pick<QueryContext, "db" | "now" | "root">;

/** An assessment on other releases; nothing is stored. Throws `not-found` and `bad-input`. */
export function rebaseParts(
  { db, root }: RebaseContext,
  parts: AssessmentParts,
  releases: Scope["releases"],
  choices: readonly RebaseChoice[],
): RebasedAssessment {
  const targets = releases.map(({ domain, version }): RebaseTarget => {
    const own = parts.scope.releases.find((release) => release.domain === domain);
    if (own === undefined) {
      throw new Problem("bad-input", `The assessment does not ask about ${domain}.`, {
        candidates: parts.scope.releases.map((release) => release.domain),
        remedy: "Take the domain into its scope first.",
      });
    }
    const { id } = getReleaseChoice(db, domain, version);
    const to = loadKnowledge(db, id);
    return { from: findKnowledge(db, own), to, retiredActors: listRetiredActors(db, id) };
  });
  return rebaseAssessment(parts, targets, readReleaseChange(root), choices);
}

/** The release that an assessment was on; undefined where it was removed since. */
function findKnowledge(
  db: RebaseContext["db"],
  { domain, version }: Scope["releases"][number],
): Knowledge | undefined {
  const found = listReleaseChoices(db).find(
    (release) => release.domain === domain && release.version === version,
  );
  return found === undefined ? undefined : loadKnowledge(db, found.id);
}

/** The question of an assessment as it would be on other releases. */
export function askRebased(
  { db }: RebaseContext,
  question: Question,
  { scope, settings, actors, decisions, plan }: AssessmentParts,
): Question {
  const asked = actors.map(({ made, words, ...actor }) => ({ ...actor, own: [...made, ...words] }));
  return {
    ...question,
    assessment: {
      ...question.assessment,
      scope,
      settings,
      actors: asked,
      decisions: [...decisions],
    },
    releases: scope.releases.map(({ domain, version }) =>
      loadKnowledge(db, getReleaseChoice(db, domain, version).id),
    ),
    actors: asked,
    accepted: new Map(
      scope.releases.map(({ domain, version }) => [
        domain,
        listAcceptedResolutions(db, scope.environments, domain, version),
      ]),
    ),
    plan,
  };
}

/** What a copy on other releases would change, what is in doubt, and the headline of both. */
export const previewRebase: HandlerOf<Assessments["previewRebase"]> = async (
  { assessmentId, releases, choices },
  context,
) => {
  const { db, root, now, breathe } = context;
  const parts = gatherParts(db, assessmentId);
  const rebased = rebaseParts(context, parts, releases, choices);
  await breathe();
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const before = answerAssessment(question);
  await breathe();
  const after = answerAssessment(askRebased(context, question, rebased.parts));
  const { changes, doubts, notes } = rebased.outcome;
  return {
    changes,
    doubts,
    notes,
    before: before.result.coverage,
    after: after.result.coverage,
    otherIdRules: listOtherIdRules(after.releases),
  };
};

/** Rules that name techniques of the releases by IDs of others: a map of the inventory settles them. */
function listOtherIdRules(
  releases: ReturnType<typeof answerAssessment>["releases"],
): OtherIdRule[] {
  const rules = new Map<string, OtherIdRule>();
  for (const { knowledge, namings } of releases) {
    const { domain, techniques } = knowledge;
    for (const [id, ofTechnique] of namings.namedByOtherId) {
      const name = techniques.get(id)?.name ?? id;
      for (const { detection, written } of ofTechnique) {
        const key = JSON.stringify([detection.id, domain, written]);
        const known = rules.get(key);
        if (known !== undefined) known.mayBe.push({ id, name });
        else {
          rules.set(key, {
            detectionId: detection.id,
            name: detection.name,
            environment: detection.environment,
            domain,
            written,
            mayBe: [{ id, name }],
          });
        }
      }
    }
  }
  const orderOf = ({ environment, name, written }: OtherIdRule) =>
    JSON.stringify([environment, name, written]);
  return [...rules.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/** Makes a copy of an assessment on other releases; the assessment itself stays as it is. */
export const rebaseIntoCopy: HandlerOf<Assessments["rebase"]> = async (
  { assessmentId, name, releases, choices },
  context,
) => {
  const { db, now, breathe } = context;
  const { parts, outcome } = rebaseParts(context, gatherParts(db, assessmentId), releases, choices);
  await breathe();
  const createdAt = now().toISOString();
  return {
    assessment: addCopy(db, { name, createdAt, copyOf: assessmentId }, parts),
    ...outcome,
  };
};

import type { Domain } from "../../shared/model/attack-id.ts";
import type { ChosenActor } from "../../shared/model/actor.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import { listOwnActors, listOwnTechniques } from "../actors/actors.store.ts";
import { listExposableAssets } from "../assets/assets.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { listAcceptedResolutions, listInventory } from "../coverage/inventory.store.ts";
import type { LaterIds } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listRunTestCases } from "../emulation/test-cases.store.ts";
import { getStoredPlan } from "../plan/plan.store.ts";
import { listEnvironmentTelemetry } from "../telemetry/telemetry.store.ts";
import { getAssessment, getReleaseChoice } from "./assessments.store.ts";
import type { AskedActor, Question } from "./question.ts";

/** The releases that an assessment asks about, in the order of their domains. */
export function listKnowledgeOf(
  db: ReadableDatabase,
  { scope }: Pick<Assessment, "scope">,
): Knowledge[] {
  return scope.releases.map(({ domain, version }) =>
    loadKnowledge(db, getReleaseChoice(db, domain, version).id),
  );
}

/** The chosen actors of an assessment with the analyst's own word on their techniques. */
export function listAskedActors(
  db: ReadableDatabase,
  assessmentId: number,
  chosen: readonly ChosenActor[],
): AskedActor[] {
  const ownActors = new Map(listOwnActors(db).map((actor) => [actor.id, actor]));
  return chosen.map((actor) => {
    const made = actor.kind === "own" ? (ownActors.get(actor.id)?.techniques ?? []) : [];
    return { ...actor, own: [...made, ...listOwnTechniques(db, assessmentId, actor)] };
  });
}

/** Everything that an assessment's answer is computed from. Throws `not-found`. */
export function gatherQuestion(
  db: ReadableDatabase,
  assessmentId: number,
  laterIds: ReadonlyMap<Domain, LaterIds>,
  today: string,
): Question {
  return gatherQuestionOf(db, getAssessment(db, assessmentId), laterIds, today);
}

/** The same of an assessment that is stored with another scope or other settings. */
export function gatherQuestionOf(
  db: ReadableDatabase,
  assessment: Assessment,
  laterIds: ReadonlyMap<Domain, LaterIds>,
  today: string,
): Question {
  const { releases, environments } = assessment.scope;
  return {
    assessment,
    releases: listKnowledgeOf(db, assessment),
    actors: listAskedActors(db, assessment.id, assessment.actors),
    inventory: listInventory(db, environments),
    telemetry: listEnvironmentTelemetry(db, environments),
    assets: listExposableAssets(db, environments),
    tests: listRunTestCases(db, environments),
    accepted: new Map(
      releases.map(({ domain, version }) => [
        domain,
        listAcceptedResolutions(db, environments, domain, version),
      ]),
    ),
    laterIds,
    plan: getStoredPlan(db, assessment.id),
    today,
  };
}

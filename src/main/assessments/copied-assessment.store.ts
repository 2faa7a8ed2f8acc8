import type { Assessment } from "../../shared/model/assessment.ts";
import {
  listOwnActors,
  listOwnTechniques,
  setChosenActor,
  setOwnTechnique,
} from "../actors/actors.store.ts";
import type { ReadableDatabase, WritableDatabase } from "../database/database.ts";
import { setDecision } from "../gaps/gaps.store.ts";
import { getStoredPlan, setMark, setPlan, setPlanBaseline } from "../plan/plan.store.ts";
import { addAssessment, getAssessment } from "./assessments.store.ts";
import type { AssessmentParts } from "./rebase.ts";

/** What an assessment consists of, for a copy of it. Throws `not-found`. */
export function gatherParts(db: ReadableDatabase, assessmentId: number): AssessmentParts {
  const { scope, settings, actors, decisions } = getAssessment(db, assessmentId);
  const ownActors = new Map(listOwnActors(db).map((actor) => [actor.id, actor]));
  return {
    scope,
    settings,
    actors: actors.map((actor) => ({
      ...actor,
      made: actor.kind === "own" ? (ownActors.get(actor.id)?.techniques ?? []) : [],
      words: listOwnTechniques(db, assessmentId, actor),
    })),
    decisions,
    plan: getStoredPlan(db, assessmentId),
  };
}

/** What a copy is called, when it was made, and of what. */
export interface CopyLabels {
  readonly name: string;
  readonly createdAt: string;
  /** The assessment that it is a copy of: its review day and marking go along. */
  readonly copyOf: number;
}

/** Adds an assessment that consists of parts. Throws `bad-input` where the name is taken. */
export function addCopy(
  db: WritableDatabase,
  { name, createdAt, copyOf }: CopyLabels,
  { scope, settings, actors, decisions, plan }: AssessmentParts,
): Assessment {
  const { reviewOn } = getAssessment(db, copyOf);
  const { id } = addAssessment(db, { name, createdAt, reviewOn, scope, settings });
  db.run(
    "UPDATE assessment SET marking = (SELECT marking FROM assessment WHERE id = ?) WHERE id = ?",
    copyOf,
    id,
  );
  for (const { made: _made, words, ...actor } of actors) {
    setChosenActor(db, id, actor);
    for (const word of words) setOwnTechnique(db, id, actor, word);
  }
  for (const decision of decisions) setDecision(db, id, decision);
  setPlan(db, id, plan);
  setPlanBaseline(db, id, plan.baseline);
  for (const mark of plan.marks) setMark(db, id, mark);
  return getAssessment(db, id);
}

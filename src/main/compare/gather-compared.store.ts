import type { ActorRef, OwnTechnique, Ways } from "../../shared/model/actor.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { Problem } from "../../shared/problem.ts";
import { listOwnActors } from "../actors/actors.store.ts";
import type { NamedActor } from "../actors/find-actor.ts";
import { listChoosable, listReleasesToSearch } from "../actors/gather-actors.store.ts";
import { assessAsUsed } from "../assessments/answer.ts";
import { getAssessment } from "../assessments/assessments.store.ts";
import { gatherQuestion, listAskedActors, listKnowledgeOf } from "../assessments/gather.store.ts";
import type { AskedActor } from "../assessments/question.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase } from "../database/database.ts";

/** Where a comparison looks. */
export interface ComparedPlace {
  readonly assessmentId?: number | undefined;
  readonly domain?: Domain | undefined;
  readonly version?: string | undefined;
  readonly ways?: Ways | undefined;
}

/** What actors are compared in. */
export interface ComparedScope {
  readonly assessment: Assessment | null;
  readonly releases: readonly Knowledge[];
  readonly ways: Ways;
  /** Chosen actors with the analyst's word on their techniques. */
  readonly chosen: readonly AskedActor[];
  /** Every actor that can be compared. */
  readonly choosable: readonly NamedActor[];
  /** What is known of an actor's techniques beside the catalogue. */
  readonly ownOf: (ref: ActorRef) => readonly OwnTechnique[];
  /** Techniques as the assessment sees them; null without one. */
  readonly assess: (
    domain: Domain,
    techniques: Iterable<TechniqueId>,
  ) => ReadonlyMap<TechniqueId, AssessedTechnique> | null;
}

/** Gathers what actors are compared in. Throws `not-found`, and `bad-input` for a foreign domain. */
export function gatherComparedScope(
  db: ReadableDatabase,
  { assessmentId, domain, version, ways }: ComparedPlace,
  { root, today }: { readonly root: string; readonly today: string },
): ComparedScope {
  const assessment = assessmentId === undefined ? null : getAssessment(db, assessmentId);
  const releases =
    assessment === null
      ? listReleasesToSearch(db, domain, version)
      : listKnowledgeOf(db, assessment).filter(
          (knowledge) =>
            (domain === undefined || knowledge.domain === domain) &&
            (version === undefined || knowledge.version === version),
        );
  if (assessment !== null && releases.length === 0) {
    throw new Problem(
      "bad-input",
      `"${assessment.name}" does not ask about ${[domain, version].filter((one) => one !== undefined).join(" ")}.`,
      { remedy: "Take the release into the assessment's scope, or leave it out." },
    );
  }
  const chosen = assessment === null ? [] : listAskedActors(db, assessment.id, assessment.actors);
  const chosenById = new Map<AttackId, AskedActor>(chosen.map((actor) => [actor.id, actor]));
  const made = new Map(listOwnActors(db).map((actor) => [actor.id, actor.techniques]));
  const question =
    assessment === null ? null : gatherQuestion(db, assessment.id, readLaterIds(root), today);
  return {
    assessment,
    releases,
    ways: ways ?? assessment?.settings.ways ?? { campaigns: true, software: false },
    chosen,
    choosable: listChoosable(db, releases),
    ownOf: ({ id }) => chosenById.get(id)?.own ?? made.get(id) ?? [],
    assess: (of, techniques) =>
      question === null
        ? null
        : new Map(assessAsUsed(question, of, techniques).map((one) => [one.id, one])),
  };
}

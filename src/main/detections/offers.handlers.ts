import type { CasemateContract } from "../../shared/contract.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { ResolutionOffer } from "../../shared/model/detection.ts";
import { Problem } from "../../shared/problem.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { getReleaseChoice } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Question } from "../assessments/question.ts";
import type { HandlerContext, HandlerOf, QueryContext } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { countLibraryIds } from "../emulation/library.store.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { addAcceptedResolutions, removeAcceptedResolutions } from "./detections.store.ts";
import type { Offer } from "./offers.ts";
import { offerFor } from "./offers.ts";
import { readReleaseChange } from "./official-facts.reader.ts";
import { listNewestReleases, otherDomains } from "./reference-release.store.ts";

type Detections = CasemateContract["detections"];

/** An assessment's release of one domain, and the environments whose IDs are looked at. */
interface Asked {
  readonly question: Question;
  readonly knowledge: Knowledge;
  readonly environments: readonly string[];
  readonly environmentIds: ReadonlySet<number>;
}

/** IDs of other releases, what each may stand for, and what accepting would do to coverage. */
export const listOffers: HandlerOf<Detections["offers"]> = (
  { assessmentId, domain, environment },
  context,
) => {
  const asked = ask(context, assessmentId, domain, environment);
  const { question, knowledge } = asked;
  const offers = findOffers(asked, context);
  const accepted = acceptedIn(asked);
  const isOpen = ({ offer: { written } }: CountedOffer) => !accepted.has(written);
  const certain = offers.filter((counted) => counted.offer.kind === "certain" && isOpen(counted));
  const preselected = offers.filter(
    (counted) => counted.offer.preselected !== null && isOpen(counted),
  );
  const now = answerAssessment(question).result;
  const withCertain = answerWith(asked, certain);
  const withAll = answerWith(asked, preselected);
  const nowOf = techniquesOf(now, knowledge.domain);
  const withOf = techniquesOf(withAll, knowledge.domain);
  return {
    domains: countOffersByDomain(asked, context),
    domain: knowledge.domain,
    version: knowledge.version,
    offers: offers.map(({ offer, detections, tests }): ResolutionOffer => {
      const accepts = accepted.get(offer.written) ?? null;
      const candidate = accepts ?? offer.preselected;
      return {
        written: offer.written,
        writtenName: offer.writtenName,
        detections,
        tests,
        kind: offer.kind,
        candidates: offer.candidates.map(({ techniqueId, name }) => ({
          techniqueId,
          name,
          usedByChosenActors: nowOf.get(techniqueId)?.actors.length ?? 0,
        })),
        preselected: offer.preselected,
        accepted: accepts,
        levelNow: candidate === null ? null : (nowOf.get(candidate)?.level ?? null),
        levelWith: candidate === null ? null : (withOf.get(candidate)?.level ?? null),
      };
    }),
    certainPairs: certain.reduce((sum, { detections, tests }) => sum + detections + tests, 0),
    coveredNow: now.coverage.covered,
    coveredWithCertain: withCertain.coverage.covered,
    coveredWithAll: withAll.coverage.covered,
    denominator: now.coverage.techniques,
  };
};

/** Lets IDs stand for techniques of the assessment's release, from now on. */
export const acceptOffers: HandlerOf<Detections["acceptOffers"]> = (
  { assessmentId, domain, environment, pairs },
  context,
) => {
  const { knowledge, environmentIds } = ask(context, assessmentId, domain, environment);
  for (const { written, techniqueId } of pairs) {
    if (knowledge.techniques.has(techniqueId)) continue;
    throw new Problem(
      "bad-input",
      `${written} cannot stand for ${techniqueId}: ` +
        `${knowledge.domain} ${knowledge.version} has no such active technique.`,
    );
  }
  const at = context.now().toISOString();
  for (const id of environmentIds) {
    addAcceptedResolutions(context.db, id, knowledge, pairs, at);
  }
  return null;
};

/** Takes accepted IDs back: they count for nothing again. */
export const withdrawOffers: HandlerOf<Detections["withdrawOffers"]> = (
  { assessmentId, domain, environment, written },
  context,
) => {
  const { knowledge, environmentIds } = ask(context, assessmentId, domain, environment);
  for (const id of environmentIds) {
    removeAcceptedResolutions(context.db, id, knowledge, written);
  }
  return null;
};

function ask(
  { db, root, now }: HandlerContext & { readonly db: ReadableDatabase },
  assessmentId: number,
  domain: Domain,
  environment: string | undefined,
): Asked {
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const { releases, environments } = question.assessment.scope;
  const chosen = releases.find((release) => release.domain === domain);
  const knowledge = loadKnowledge(db, getReleaseChoice(db, domain, chosen?.version).id);
  const named = environment === undefined ? environments : [environment];
  const asked = named.map((name) => getEnvironmentByName(db, name));
  return {
    question,
    knowledge,
    environments: asked.map(({ name }) => name),
    environmentIds: new Set(asked.map(({ id }) => id)),
  };
}

interface CountedOffer {
  readonly offer: Offer;
  /** Detections that write the ID. */
  readonly detections: number;
  /** Test cases and tests of the library that do. */
  readonly tests: number;
}

/** Of each domain of the workspace, the number of IDs that its release has offers for. */
function countOffersByDomain(asked: Asked, context: QueryContext) {
  const { releases } = asked.question.assessment.scope;
  return listNewestReleases(context.db).map(({ domain }) => {
    const chosen = releases.find((release) => release.domain === domain);
    const { id } = getReleaseChoice(context.db, domain, chosen?.version);
    const knowledge = loadKnowledge(context.db, id);
    return { domain, ids: findOffers({ ...asked, knowledge }, context).length };
  });
}

/**
 * One offer for each written ID that the release does not know, by the ID.
 *
 * Techniques of another domain are no matter of this one, and an ID that nobody knows stands in the
 * list of the domain for inventories alone.
 */
function findOffers(
  { question, knowledge, environments, environmentIds }: Asked,
  context: QueryContext,
) {
  const change = readReleaseChange(context.root);
  const isElsewhere = otherDomains(context.db, context.root, knowledge.domain);
  const isReference = listNewestReleases(context.db)[0]?.domain === knowledge.domain;
  const detections = new Map<string, number>();
  for (const detection of question.inventory) {
    if (!environments.includes(detection.environment)) continue;
    for (const id of new Set(detection.written)) count(detections, id, 1);
  }
  const tests = new Map<string, number>();
  for (const { environmentId, written } of question.tests) {
    if (environmentIds.has(environmentId) && written !== "") count(tests, written, 1);
  }
  for (const { written, tests: number } of countLibraryIds(context.db)) {
    count(tests, written, number);
  }
  return [...new Set([...detections.keys(), ...tests.keys()])]
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((id): CountedOffer[] => {
      const offer = offerFor(id, knowledge, change);
      if (offer === null) return [];
      if (offer.kind === "none" && offer.writtenName === null) {
        const normal = normaliseTechniqueId(id);
        // What a test writes instead of an ID, such as a step's number, stands in its import report.
        if (!detections.has(id)) return [];
        if (!isReference || (normal.form === "technique" && isElsewhere(normal.id))) return [];
      }
      return [{ offer, detections: detections.get(id) ?? 0, tests: tests.get(id) ?? 0 }];
    });
}

function count(counts: Map<string, number>, id: string, more: number): void {
  counts.set(id, (counts.get(id) ?? 0) + more);
}

/** What is accepted in these environments already. */
function acceptedIn({
  question,
  knowledge,
  environmentIds,
}: Asked): ReadonlyMap<string, TechniqueId> {
  return new Map(
    (question.accepted.get(knowledge.domain) ?? [])
      .filter(({ environmentId }) => environmentIds.has(environmentId))
      .map(({ written, techniqueId }) => [written, techniqueId]),
  );
}

/** The assessment's answer if some offers were accepted beside those that are. */
function answerWith(
  { question, knowledge, environmentIds }: Asked,
  offers: readonly CountedOffer[],
): AssessmentResult {
  const added = offers.flatMap(({ offer: { written, preselected } }) =>
    preselected === null
      ? []
      : [...environmentIds].map((environmentId) => ({
          environmentId,
          written,
          techniqueId: preselected,
        })),
  );
  const { domain } = knowledge;
  const accepted = new Map(question.accepted);
  accepted.set(domain, [...(accepted.get(domain) ?? []), ...added]);
  return answerAssessment({ ...question, accepted }).result;
}

function techniquesOf(result: AssessmentResult, domain: Domain) {
  return new Map(
    result.techniques
      .filter((technique) => technique.domain === domain)
      .map((technique) => [technique.id, technique]),
  );
}

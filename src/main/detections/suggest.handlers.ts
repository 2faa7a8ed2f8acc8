import type { CasemateContract } from "../../shared/contract.ts";
import type { TechniqueChoice, TechniqueSuggestion } from "../../shared/model/detection.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { getDetection } from "./detections.store.ts";
import { readReleaseChange } from "./official-facts.reader.ts";
import { findReferenceRelease } from "./reference-release.store.ts";
import type { RankedTechnique } from "./suggest.ts";
import { fullName, rankTechniques } from "./suggest.ts";

type Detections = CasemateContract["detections"];

const mostSuggested = 8;

/** Every technique that a rule can be made to name. */
export const listTechniqueChoices: HandlerOf<Detections["techniques"]> = (_input, { db }) => {
  const domains = new Set<string>();
  return listReleaseChoices(db).flatMap((choice): TechniqueChoice[] => {
    // The newest release of a domain comes first.
    if (domains.has(choice.domain)) return [];
    domains.add(choice.domain);
    const { techniques, domain } = loadKnowledge(db, choice.id);
    return [...techniques.values()].map((technique) => ({
      techniqueId: technique.id,
      name: fullName(technique, techniques),
      domain,
    }));
  });
};

/** Techniques that a rule may be about, and their levels if it named them. */
export const suggestTechniques: HandlerOf<Detections["suggest"]> = (
  { id, assessmentId },
  context,
) => {
  const { db, root } = context;
  const { record, environmentId } = getDetection(db, id);
  const { name } = getEnvironment(db, environmentId);
  const { knowledge, resolve } = findReferenceRelease(db, root, name);
  if (knowledge === null) return [];
  const named = record.techniques.flatMap((written) => resolve(written).techniqueId ?? []);
  const ranked = rankTechniques(
    { ...record, named: new Set(named) },
    knowledge,
    readReleaseChange(root),
    mostSuggested,
  );
  const effects =
    assessmentId === undefined ? undefined : effectsOf(context, assessmentId, id, ranked);
  return ranked.map(({ technique, words, ofTactic, groups }): TechniqueSuggestion => {
    const effect = effects?.get(`${knowledge.domain} ${technique.id}`);
    return {
      techniqueId: technique.id,
      name: fullName(technique, knowledge.techniques),
      domain: knowledge.domain,
      words: [...words],
      ofTactic,
      groups,
      usedByChosenActors: effect?.actors ?? null,
      levelNow: effect?.now ?? null,
      levelWith: effect?.with ?? null,
    };
  });
};

interface Effect {
  /** Chosen actors that use it; null where the assessment does not ask for it. */
  readonly actors: number | null;
  readonly now: string;
  readonly with: string | null;
}

/** By domain and ID, the levels of the suggested techniques as they are and with the rule. */
function effectsOf(
  { db, root, now }: QueryContext,
  assessmentId: number,
  detectionId: number,
  suggested: readonly RankedTechnique[],
): Map<string, Effect> {
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const ids = suggested.map(({ technique }) => technique.id);
  const inventory = question.inventory.map((detection) =>
    detection.id === detectionId
      ? { ...detection, written: [...detection.written, ...ids] }
      : detection,
  );
  const before = answerAssessment(question);
  // A rule that names several at once lifts each as if it named that one alone.
  const after = answerAssessment({ ...question, inventory });
  const actors = new Map(
    before.result.techniques.map((one) => [`${one.domain} ${one.id}`, one.actors.length]),
  );
  return new Map(
    before.releases.flatMap(({ knowledge: { domain }, judged }) =>
      ids.flatMap((id): [string, Effect][] => {
        const level = judged.get(id)?.level;
        if (level === undefined) return [];
        const key = `${domain} ${id}`;
        const later = after.releases.find(({ knowledge }) => knowledge.domain === domain);
        const lifted = later?.judged.get(id)?.level ?? null;
        return [[key, { actors: actors.get(key) ?? null, now: level, with: lifted }]];
      }),
    ),
  );
}

import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import { Problem } from "../../shared/problem.ts";
import { describeVia } from "../actors/actor-profile.ts";
import { listObjectTexts } from "../actors/object-text.store.ts";
import { answerAssessment, levelRulesOf, techniqueReaderOf } from "../assessments/answer.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Question } from "../assessments/question.ts";
import { seeTechniques } from "../assessments/see-techniques.ts";
import type { HandlersOf } from "../backend/handler.ts";
import { countLibraryTests } from "../emulation/gather-tests.store.ts";
import { testEvidenceOf } from "../emulation/test-fields.ts";
import type { CollectedSource } from "../telemetry/collected.ts";
import { titleOfEntry } from "../telemetry/read-source.ts";
import { listEvidence } from "./evidence.ts";
import { nameTechniques } from "./naming.ts";
import { explainStanding, listNamedStandings, listStandings } from "./rule-standing.ts";
import { readLaterIds } from "./later-ids.reader.ts";
import type { DetectingObject } from "./technique-text.store.ts";
import {
  listDetectingObjects,
  listMitigationsMitigatingTechnique,
} from "./technique-text.store.ts";
import { explainLevel } from "./why.ts";

/** Log sources under the strategy whose analytic, or the data component itself, names them. */
function logSourcesOf(
  { name, analytics }: DetectingObject,
  needs: readonly NeededLogSource[],
): NeededLogSource[] {
  return needs.filter(({ analytic, dataComponent }) =>
    analytic === null ? dataComponent === name : analytics.includes(analytic),
  );
}

/** A collected log source in words, with its environment. */
function describeCollected({ environment, source: { entry } }: CollectedSource): string {
  const as = entry.products.length === 0 ? "" : `, by ${entry.products.join(", ")}`;
  return `${titleOfEntry(entry)} in ${environment}${as}`;
}

/** Which detections of a question name which techniques of its releases. */
function nameInReleases(question: Question) {
  return question.releases.map((knowledge) => ({
    knowledge,
    namings: nameTechniques(question.inventory, techniqueReaderOf(question, knowledge)),
  }));
}

export const coverageHandlers: HandlersOf<"coverage"> = {
  techniques: ({ assessmentId, domain }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    return seeTechniques(answerAssessment(question), question, domain);
  },

  standings: ({ assessmentId, environmentId }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    const inventory = question.inventory.filter((one) => one.environmentId === environmentId);
    const asked = { ...question, inventory };
    return listStandings(inventory, nameInReleases(asked), levelRulesOf(asked));
  },

  standing: ({ assessmentId, detectionId }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    const detection = question.inventory.find(({ id }) => id === detectionId);
    if (detection === undefined) {
      return {
        detectionId,
        counts: "nothing",
        partReason: null,
        why: ["It counts for nothing: its environment is no part of this assessment."],
        techniques: [],
      };
    }
    const rules = levelRulesOf(question);
    const alone = nameInReleases({ ...question, inventory: [detection] });
    const [standing] = listStandings([detection], alone, rules);
    const { counts, partReason } = standing ?? { counts: "nothing" as const, partReason: null };
    const { releases, result } = answerAssessment(question);
    const used = new Map(result.techniques.map((one) => [`${one.domain} ${one.id}`, one]));
    return {
      detectionId,
      counts,
      partReason,
      why: explainStanding(detection, { counts }, rules),
      techniques: listNamedStandings(detection, alone, rules).flatMap((named) => {
        const { techniqueId, written, knowledge } = named;
        const { domain } = knowledge;
        const judged = releases
          .find((release) => release.knowledge.domain === domain)
          ?.judged.get(techniqueId);
        if (judged === undefined) return [];
        const { name } = judged.technique;
        const actors = used.get(`${domain} ${techniqueId}`)?.actors.length ?? 0;
        const { level } = judged;
        return [{ domain, techniqueId, name, written, counts: named.counts, level, actors }];
      }),
    };
  },

  inspect: ({ assessmentId, domain, techniqueId }, { db, root, now }) => {
    const today = now().toISOString().slice(0, 10);
    const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
    const { result, releases, profiles } = answerAssessment(question);
    const release = releases.find(({ knowledge }) => knowledge.domain === domain);
    const judged = release?.judged.get(techniqueId);
    if (release === undefined || judged === undefined) {
      throw new Problem(
        "not-found",
        `${techniqueId} is no active technique of this assessment's releases.`,
      );
    }
    const { knowledge, namings, parts } = release;
    const { technique } = judged;
    const { objectId, name, parentId, platforms } = technique;
    const used = question.actors.flatMap(({ id, name: actorName }, index) => {
      const entry = profiles[index]
        ?.find((profile) => profile.domain === domain)
        ?.entries.get(techniqueId);
      return entry === undefined || entry.excluded !== null
        ? []
        : [{ actorId: id, actorName, via: entry.via }];
    });
    const mitigations = listMitigationsMitigatingTechnique(db, objectId);
    const texts = listObjectTexts(db, [
      objectId,
      ...mitigations.map(({ relationshipId }) => relationshipId),
      ...used.flatMap(({ via }) => via.flatMap(({ relationshipId }) => relationshipId ?? [])),
    ]);
    const isThis = (one: { readonly id: string; readonly domain: string }) =>
      one.id === techniqueId && one.domain === domain;
    const needs = knowledge.needs.get(techniqueId) ?? [];
    const isSaid = question.telemetry.some(({ sources }) => sources.length > 0);
    return {
      id: techniqueId,
      name,
      parentId,
      parentName: parentId === null ? null : (knowledge.techniques.get(parentId)?.name ?? null),
      domain,
      version: knowledge.version,
      tactics: technique.tactics.map((shortname) => ({
        shortname,
        name: knowledge.tactics.find((tactic) => tactic.shortname === shortname)?.name ?? shortname,
      })),
      platforms: [...platforms],
      description: texts.get(objectId)?.description ?? null,
      references: texts.get(objectId)?.references ?? [],
      assessed: result.techniques.find(isThis) ?? null,
      gap: result.gaps.find(isThis) ?? null,
      why: explainLevel(judged, question.assessment.settings.threshold),
      usedBy: used.map(({ via, ...actor }) => ({
        ...actor,
        via: via.map((one) => describeVia(one, texts)),
      })),
      groupsUsing: parts.groupsUsing.get(techniqueId) ?? 0,
      groups: parts.groups,
      evidence: listEvidence({ knowledge, namings, rules: levelRulesOf(question) }, techniqueId),
      testCases: (judged.tests?.cases ?? []).map(testEvidenceOf),
      libraryTests: countLibraryTests(db, techniqueId),
      strategies: listDetectingObjects(db, objectId).map((detecting) => ({
        id: detecting.id,
        name: detecting.name,
        logSources: logSourcesOf(detecting, needs).map((need) => {
          const found = release.rules.telemetry.listCollecting(need, platforms);
          return {
            ...need,
            collected: found.length > 0 ? true : isSaid ? false : null,
            collectedAs: [...new Set(found.map(describeCollected))],
          };
        }),
      })),
      mitigations: mitigations.map(({ id, name: title, relationshipId }) => ({
        id,
        name: title,
        description: texts.get(relationshipId)?.description ?? null,
      })),
      subtechniques: [...knowledge.techniques.values()]
        .filter((one) => one.parentId === techniqueId)
        .map((one) => ({
          id: one.id,
          name: one.name,
          level: release.judged.get(one.id)?.level ?? null,
        })),
    };
  },
};

import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ComparedAnswer } from "../../shared/model/compare.ts";
import type { FactsActor, ReportFacts } from "../../shared/model/report-facts.ts";
import type { AnswerSide, SideActor, SideRule } from "./answer-side.ts";

/** A frozen answer as one of two sides. */
export function sideOfFacts(
  about: Pick<ComparedAnswer, "kind" | "name">,
  facts: ReportFacts,
): AnswerSide {
  const { result, releases, detections, evidence } = facts;
  const { scope } = result;
  const rules = new Map<string, SideRule[]>(
    evidence.map(({ domain, techniqueId, detections: ofTechnique }) => [
      `${domain} ${techniqueId}`,
      ofTechnique.flatMap(({ detection, counts, partReason, through }) => {
        const known = detections[detection];
        if (known === undefined) return [];
        const { environment, key, name, state } = known;
        return [{ environment, key, name, state, counts, partReason, through }];
      }),
    ]),
  );
  return {
    about: {
      ...about,
      detail: facts.assessment.name,
      at: facts.generatedAt,
      releases: scope.releases,
      environments: scope.environments,
      platforms: scope.platforms,
      coverage: result.coverage,
    },
    result,
    decisions: facts.assessment.decisions,
    releases: releases.map(({ domain, version, techniques }) => ({
      domain,
      version,
      techniques: new Map(techniques.map((technique) => [technique.id, technique])),
      // What became of IDs is not frozen.
      fateOf: () => null,
    })),
    actors: facts.actors.map(wordsOf),
    inventory: detections,
    rulesOf: (domain: Domain, id: TechniqueId) => rules.get(`${domain} ${id}`) ?? [],
  };
}

function wordsOf({ id, techniques }: FactsActor): SideActor {
  return {
    id,
    ownWords: new Map(
      techniques.flatMap((technique): [TechniqueId, string][] => {
        const words = [
          ...(technique.via.some(({ kind }) => kind === "own") ? ["added"] : []),
          ...(technique.excluded === null ? [] : ["excluded"]),
        ];
        return words.length === 0 ? [] : [[technique.id, words.join(" and ")]];
      }),
    ),
  };
}

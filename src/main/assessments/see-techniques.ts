import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { CoverageTechnique, CoverageTechniques } from "../../shared/model/coverage.ts";
import { Problem } from "../../shared/problem.ts";
import { testFieldsOf } from "../emulation/test-fields.ts";
import { statusOn } from "./answer.ts";
import type { Answer, Question } from "./question.ts";

/**
 * Every active technique of one of an assessment's releases as the assessment sees it, whoever uses
 * it. Throws `bad-input` where the assessment does not ask about the domain.
 */
export function seeTechniques(
  { result, releases, profiles }: Answer,
  { assessment, actors, today }: Question,
  domain: Domain,
): CoverageTechniques {
  const release = releases.find(({ knowledge }) => knowledge.domain === domain);
  if (release === undefined) {
    throw new Problem("bad-input", `"${result.name}" does not ask about ${domain}.`, {
      candidates: releases.map(({ knowledge }) => knowledge.domain),
      remedy: "Take the domain into the assessment's scope.",
    });
  }
  const { knowledge, judged, parts } = release;
  const isHere = (one: { readonly domain: Domain }) => one.domain === domain;
  const assessed = new Map(result.techniques.filter(isHere).map((one) => [one.id, one]));
  const gaps = new Map(result.gaps.filter(isHere).map((gap) => [gap.id, gap]));
  const decisions = new Map(
    assessment.decisions.filter(isHere).map((decision) => [decision.techniqueId, decision]),
  );
  const users = new Map<TechniqueId, AttackId[]>();
  for (const [index, ofActor] of profiles.entries()) {
    const actor = actors[index];
    const entries = ofActor.find(isHere)?.entries;
    if (actor === undefined || entries === undefined) continue;
    for (const { techniqueId, excluded } of entries.values()) {
      if (excluded !== null) continue;
      const known = users.get(techniqueId);
      if (known === undefined) users.set(techniqueId, [actor.id]);
      else known.push(actor.id);
    }
  }
  const techniques = [...judged].map(([id, one]): CoverageTechnique => {
    const { level, tally, part, isAssumed, isBeforeCompromise } = one;
    const asked = assessed.get(id);
    const gap = gaps.get(id);
    return {
      id,
      level,
      detections: tally.full + tally.counted,
      partialDetections: part,
      availableDetections: tally.available,
      disabledDetections: tally.disabled,
      actors: users.get(id) ?? [],
      beforeCompromise: isBeforeCompromise,
      inDenominator: asked?.inDenominator ?? false,
      notApplicable: asked?.notApplicable ?? false,
      assumed: isAssumed,
      ...testFieldsOf(one),
      groupsUsing: parts.groupsUsing.get(id) ?? 0,
      priority: gap?.priority ?? null,
      band: gap?.band ?? null,
      status: statusOn(today, decisions.get(id)),
    };
  });
  return { domain, version: knowledge.version, groups: parts.groups, techniques };
}

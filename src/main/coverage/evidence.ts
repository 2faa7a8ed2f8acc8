import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Evidence } from "../../shared/model/coverage.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { LevelRules } from "./coverage.ts";
import type { NamedTechniques, Naming } from "./naming.ts";
import { standingOf } from "./standing.ts";

/** What evidence of a technique is gathered from. */
export interface EvidenceInput {
  readonly knowledge: Knowledge;
  readonly namings: NamedTechniques;
  readonly rules: LevelRules;
}

/**
 * Every detection behind a technique's level, and how it counts.
 *
 * First those that name the technique, then those of its parent and in full of its sub-techniques,
 * then those that name it by an ID of another release.
 */
export function listEvidence(input: EvidenceInput, id: TechniqueId): Evidence[] {
  const { knowledge, namings, rules } = input;
  const parentId = knowledge.techniques.get(id)?.parentId ?? null;
  const ofParent = parentId === null || !rules.parentOnly ? [] : evidenceOf(input, parentId);
  const ofSubtechniques = [...knowledge.techniques.values()]
    .filter((technique) => technique.parentId === id)
    .flatMap((technique) =>
      evidenceOf(input, technique.id)
        .filter(({ counts }) => counts === "full")
        .map((one) => ({ ...one, through: technique.id })),
    );
  return [
    ...evidenceOf(input, id),
    ...ofParent
      .filter(({ counts }) => counts === "full" || counts === "part")
      .map((one) => ({ ...one, through: parentId })),
    ...ofSubtechniques,
    ...(namings.namedByOtherId.get(id) ?? []).map((naming) =>
      describe(naming, "other-release", null),
    ),
  ];
}

function evidenceOf({ knowledge, namings, rules }: EvidenceInput, id: TechniqueId): Evidence[] {
  const platforms = knowledge.techniques.get(id)?.platforms ?? [];
  return (namings.named.get(id) ?? []).map((naming) => {
    const { counts, partReason } = standingOf(naming.detection, platforms, rules);
    return describe(naming, counts, partReason);
  });
}

function describe(
  { detection, written }: Naming,
  counts: Evidence["counts"],
  partReason: Evidence["partReason"],
): Evidence {
  const { id, name, key, environment, state, stateAssumed, maturity, severity, file, logSource } =
    detection;
  return {
    detectionId: id,
    name,
    key,
    environment,
    written,
    state,
    stateAssumed,
    maturity,
    severity,
    counts,
    partReason,
    logSource,
    through: null,
    file,
  };
}

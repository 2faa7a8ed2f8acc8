import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ComparedTechnique } from "../../shared/model/actor-comparison.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { GroupUse } from "./rarity.ts";
import { rarityOf } from "./rarity.ts";

/** Techniques of a release with how rare they are, and what we have against each. */
export function describeTechniques(
  { domain, techniques }: Pick<Knowledge, "domain" | "techniques">,
  ids: Iterable<TechniqueId>,
  use: GroupUse,
  assessed: ReadonlyMap<TechniqueId, AssessedTechnique> | null,
): ComparedTechnique[] {
  return [...ids].flatMap((id) => {
    const known = techniques.get(id);
    if (known === undefined) return [];
    const { name, parentId } = known;
    const parentName = parentId === null ? null : (techniques.get(parentId)?.name ?? null);
    const coverage = assessed?.get(id) ?? null;
    return [
      {
        ...{ domain, id, name, parentName },
        ...rarityOf(id, use),
        coverage:
          coverage === null
            ? null
            : {
                level: coverage.level,
                detections: coverage.detections,
                inDenominator: coverage.inDenominator,
                beforeCompromise: coverage.beforeCompromise,
                notApplicable: coverage.notApplicable,
              },
      },
    ];
  });
}

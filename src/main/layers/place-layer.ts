import type { Annotation, UnplacedAnnotation } from "../../shared/model/layer.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { attackIdKinds, techniqueId } from "../../shared/model/attack-id.ts";
import type { KnownTechnique, RetiredTechnique } from "../catalogue/knowledge.ts";

/** What of a release decides where an annotation stands. */
export interface PlacingRelease {
  readonly tactics: readonly { readonly shortname: string }[];
  readonly techniques: ReadonlyMap<TechniqueId, Pick<KnownTechnique, "id" | "tactics">>;
  readonly retired: ReadonlyMap<TechniqueId, RetiredTechnique>;
}

/** An annotation with the tactics under which it stands. */
export interface PlacedAnnotation {
  readonly annotation: Annotation;
  readonly tactics: readonly string[];
}

/** A layer against a release: what stands where, and what finds no place. */
export interface PlacedLayer {
  readonly placed: readonly PlacedAnnotation[];
  readonly unplaced: readonly UnplacedAnnotation[];
}

/** Finds the place of every annotation; one without a tactic stands under all of its technique's. */
export function placeAnnotations(
  annotations: readonly Annotation[],
  release: PlacingRelease,
): PlacedLayer {
  const shortnames = new Set(release.tactics.map(({ shortname }) => shortname));
  const placed: PlacedAnnotation[] = [];
  const unplaced: UnplacedAnnotation[] = [];
  for (const each of annotations) {
    const why = (
      reason: UnplacedAnnotation["reason"],
      replacedBy: UnplacedAnnotation["replacedBy"] = null,
    ) => {
      const { techniqueId: id, tactic, score, comment } = each;
      unplaced.push({ techniqueId: id, tactic, score, comment, reason, replacedBy });
    };
    const id = techniqueId.parse(each.techniqueId);
    const technique = release.techniques.get(id);
    if (technique === undefined) {
      const retired = release.retired.get(id);
      if (retired !== undefined) why(retired.status, retired.replacedBy);
      else why(attackIdKinds.technique.form.test(id) ? "unknown" : "malformed");
    } else if (each.tactic === null) {
      placed.push({ annotation: each, tactics: technique.tactics });
    } else if (technique.tactics.includes(each.tactic)) {
      placed.push({ annotation: each, tactics: [each.tactic] });
    } else why(shortnames.has(each.tactic) ? "not-in-tactic" : "unknown-tactic");
  }
  return { placed, unplaced };
}

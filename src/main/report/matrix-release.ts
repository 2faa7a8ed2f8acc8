import type { FactsRelease } from "../../shared/model/report-facts.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";

/** What of a release layers are made from and drawn on. */
export type DrawableRelease = Pick<
  Knowledge,
  "domain" | "version" | "tactics" | "techniques" | "retired"
>;

/** A release of the facts as layers are drawn on it; nothing of it leads back to a row. */
export function drawableRelease({
  domain,
  version,
  tactics,
  techniques,
}: FactsRelease): DrawableRelease {
  return {
    domain,
    version,
    tactics: tactics.map(({ id, shortname, name }) => ({ attackId: id, shortname, name })),
    techniques: new Map(
      techniques.map(({ id, name, parentId, tactics: of, platforms }) => {
        const known: KnownTechnique = {
          id,
          objectId: 0,
          name,
          parentId,
          tactics: of,
          platforms,
          overlay: null,
        };
        return [id, known];
      }),
    ),
    retired: new Map(),
  };
}

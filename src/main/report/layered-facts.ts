import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { LayeredAnswer } from "../assessments/assessment-layers.ts";
import { drawableRelease } from "./matrix-release.ts";

/** The facts of a report as layers are made from them. */
export function layeredFacts({ result, releases, actors }: ReportFacts): LayeredAnswer {
  return {
    result,
    releases: releases.map((release) => ({
      knowledge: drawableRelease(release),
      techniques: release.techniques,
      groups: release.groups,
      uses: actors.map((actor) => {
        const uses = actor.techniques.flatMap(({ domain, id, via, excluded }) =>
          domain === release.domain ? [{ id, via, isExcluded: excluded !== null }] : [],
        );
        // A release that the actor was chosen from has a layer of it, even if that is empty.
        return actor.domain === release.domain || uses.length > 0 ? uses : undefined;
      }),
    })),
  };
}

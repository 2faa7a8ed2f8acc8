import { useCallback, useState } from "react";
import type { ComparedTechnique } from "../../shared/model/actor-comparison.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { LayerSummary } from "../../shared/model/layer.ts";
import type { MarkedThings } from "../../shared/model/marking.ts";
import type { Problem } from "../../shared/problem.ts";
import { saveMarkedJson } from "../markings/ask-marking.ts";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** What is needed to write techniques down: where they are from. */
export interface ExportedTechniques {
  readonly techniques: readonly Pick<ComparedTechnique, "id" | "domain">[];
  readonly releases: readonly { readonly domain: Domain; readonly version: string }[];
}

/** Takes a comparison out of its screen: as a file, and as layers. */
export function useComparisonExports({ techniques, releases }: ExportedTechniques): {
  readonly saveJson: (suggested: string, value: object, things: MarkedThings) => void;
  /** A layer of each domain among the techniques; without scores each has 1. */
  readonly makeLayers: (
    name: string,
    ids: readonly TechniqueId[],
    scoreOf?: (id: TechniqueId) => number,
  ) => void;
  readonly problem: Problem | undefined;
} {
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback((work: () => Promise<void>) => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  }, []);
  return {
    problem,
    saveJson: (suggested, value, things) =>
      run(async () => {
        const what = `Comparison ${suggested}`;
        const path = await saveMarkedJson({ things, what, suggested, value });
        if (path !== null) showDone(`Exported to ${path}`);
      }),
    makeLayers: (name, ids, scoreOf) =>
      run(async () => {
        const made: LayerSummary[] = [];
        for (const { domain, version } of releases) {
          const here = ids.filter((id) =>
            techniques.some((one) => one.id === id && one.domain === domain),
          );
          if (here.length === 0) continue;
          const lines =
            scoreOf === undefined
              ? here
              : ["ID,score", ...here.map((id) => `${id},${String(scoreOf(id))}`)];
          const source = { kind: "list" as const, domain, version, text: lines.join("\n") };
          const called = name.slice(0, 200);
          made.push((await workbench.layers.create({ source, name: called, group: "" })).layer);
        }
        const [layer] = made;
        if (layer === undefined) return;
        showDone(
          `Layer made with ${formatNoun(layer.annotations, "technique")}: ${layer.name}`,
          () =>
            run(async () => {
              await workbench.layers.remove({ layerIds: made.map(({ id }) => id) });
            }),
        );
      }),
  };
}

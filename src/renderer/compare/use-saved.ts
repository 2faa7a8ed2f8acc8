import { useState } from "react";
import type { LayerSource } from "../../shared/model/layer.ts";
import type { MarkedThings } from "../../shared/model/marking.ts";
import type { Problem } from "../../shared/problem.ts";
import { useApp } from "../app/app-state.ts";
import { saveMarkedJson } from "../markings/ask-marking.ts";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";

/** Saves a comparison as JSON where the user says, or makes a layer of it and shows that. */
export function useSaved(): {
  readonly saveJson: (suggested: string, value: object, things: MarkedThings) => void;
  readonly makeLayer: (source: LayerSource) => void;
  readonly problem: Problem | undefined;
} {
  const { go } = useApp();
  const [problem, setProblem] = useState<Problem>();
  const attempt = (work: () => Promise<void>) => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  return {
    saveJson: (suggested, value, things) =>
      attempt(async () => {
        const what = `Comparison ${suggested}`;
        const path = await saveMarkedJson({ things, what, suggested, value });
        if (path !== null) showDone(`Exported to ${path}`);
      }),
    makeLayer: (source) =>
      attempt(async () => {
        const { layer, rejected } = await workbench.layers.create({ source, group: "" });
        go("coverage", { domain: layer.domain, layerId: layer.id });
        const left =
          rejected.length === 0
            ? ""
            : `; ${formatNoun(rejected.length, "technique")} of another release left out`;
        showDone(
          `${layer.name} made with ${formatNoun(layer.annotations, "annotation")}${left}.`,
          () => void workbench.layers.remove({ layerIds: [layer.id] }),
        );
      }),
    problem,
  };
}

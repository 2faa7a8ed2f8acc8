import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import type { Problem } from "../../shared/problem.ts";
import type { MatrixScope } from "../matrix/columns.ts";
import type { MatrixView } from "../matrix/matrix-view.ts";
import { blankPaint, type MatrixPainter } from "../matrix/painter.ts";
import { actorsPainter } from "../matrix/painters/actors-painter.ts";
import { demandSupplyPainter } from "../matrix/painters/demand-supply-painter.ts";
import {
  assessmentDifferencePainter,
  layerDifferencePainter,
} from "../matrix/painters/difference-painter.ts";
import { inScope } from "../matrix/painters/in-scope.ts";
import { layerPainter } from "../matrix/painters/layer-painter.ts";
import { levelPainter } from "../matrix/painters/level-painter.ts";
import { outcomePainter } from "../matrix/painters/outcome-painter.ts";
import { prevalencePainter } from "../matrix/painters/prevalence-painter.ts";
import { priorityPainter } from "../matrix/painters/priority-painter.ts";
import type { SeenTechniques } from "../matrix/painters/seen.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import type { CoverageMode, DifferenceChoice } from "./modes.ts";

/** The surface behind cells, for colours that let it through. */
const grounds = { light: "#ffffff", dark: "#151a21" } as const;

const noneSeen: SeenTechniques = new Map();

/** Says nothing: what is to be painted is being read, or is not chosen yet. */
const waitingPainter: MatrixPainter = {
  ...inScope,
  mode: "waiting",
  note: "",
  paint: () => blankPaint,
  score: () => null,
  isAnnotated: () => false,
  legend: [],
};

/** What the painter of a mode is made from. */
export interface PainterQuestion {
  readonly mode: CoverageMode;
  /** The whole view, before a subset narrows it. */
  readonly view: MatrixView;
  readonly scope: MatrixScope;
  readonly answer: AssessmentResult;
  readonly domain: Domain;
  readonly layerId: number | null;
  readonly difference: DifferenceChoice;
}

/** A mode's painter, stable while nothing that it shows changes. */
export interface UsedPainter {
  readonly painter: MatrixPainter;
  /** Active groups of the domain, once they are counted. */
  readonly groups: number | undefined;
  readonly seen: SeenTechniques | undefined;
  readonly problem: Problem | undefined;
}

/** Reads what a mode needs, and makes its painter. */
export function usePainter({
  mode,
  view,
  scope,
  answer,
  domain,
  layerId,
  difference,
}: PainterQuestion): UsedPainter {
  const scheme = useComputedColorScheme("light");
  const { assessmentId, actors: chosen } = answer;
  const own = useSeen(assessmentId, domain, true);
  const layer = useLayer(mode === "layer" ? layerId : null);
  const isLayers = mode === "difference" && difference.kind === "layers";
  const first = useLayer(isLayers ? difference.first : null);
  const second = useLayer(isLayers ? difference.second : null);
  const otherId =
    mode === "difference" && difference.kind === "assessments" ? difference.other : null;
  const other = useSeen(otherId ?? 0, domain, otherId !== null);
  const otherAnswer = useOperation("assessments", "list", {}, { enabled: otherId !== null });
  const otherName = otherAnswer.data?.find(({ id }) => id === otherId)?.name;

  const names = useMemo(
    () => new Map<string, string>(chosen.map(({ id, name }) => [id, name])),
    [chosen],
  );
  const chosenOnly = scope === "chosen";
  // The level of what nobody uses is shown only where that is shown.
  const outside = chosenOnly ? noneSeen : (own.seen ?? noneSeen);
  const { techniques, actors } = view;

  const painter = useMemo((): MatrixPainter => {
    switch (mode) {
      case "level":
        return levelPainter(actors, outside);
      case "actors":
        return actorsPainter(actors, names);
      case "demand-supply":
        return demandSupplyPainter(actors, outside);
      case "priority":
        return own.seen === undefined ? waitingPainter : priorityPainter(own.seen);
      case "outcomes":
        return own.seen === undefined ? waitingPainter : outcomePainter(own.seen, !chosenOnly);
      case "prevalence":
        return own.seen === undefined
          ? waitingPainter
          : prevalencePainter(own.seen, own.groups ?? 0, !chosenOnly);
      case "layer":
        return layer.data === undefined
          ? waitingPainter
          : layerPainter(layer.data, techniques, { ground: grounds[scheme], chosenOnly });
      case "difference":
        if (otherId !== null) {
          return own.seen === undefined || other.seen === undefined
            ? waitingPainter
            : assessmentDifferencePainter(
                { id: assessmentId, name: answer.name, seen: own.seen },
                { id: otherId, name: otherName ?? "the other", seen: other.seen },
                chosenOnly,
              );
        }
        return first.data === undefined || second.data === undefined
          ? waitingPainter
          : layerDifferencePainter(first.data, second.data, chosenOnly);
    }
  }, [
    mode,
    actors,
    techniques,
    names,
    outside,
    own.seen,
    own.groups,
    chosenOnly,
    layer.data,
    scheme,
    otherId,
    other.seen,
    otherName,
    assessmentId,
    answer.name,
    first.data,
    second.data,
  ]);

  const error = own.error ?? layer.error ?? first.error ?? second.error ?? other.error;
  return {
    painter,
    groups: own.groups,
    seen: own.seen,
    problem: error === null ? undefined : problemOf(error),
  };
}

function useLayer(layerId: number | null) {
  return useOperation(
    "layers",
    "get",
    { layerId: layerId ?? 0 },
    { enabled: layerId !== null, keepPrevious: layerId !== null },
  );
}

function useSeen(
  assessmentId: number,
  domain: Domain,
  enabled: boolean,
): {
  readonly seen: SeenTechniques | undefined;
  readonly groups: number | undefined;
  readonly error: Error | null;
} {
  const { data, error } = useOperation(
    "coverage",
    "techniques",
    { assessmentId, domain },
    { enabled },
  );
  const seen = useMemo(
    () =>
      data === undefined
        ? undefined
        : new Map(data.techniques.map((technique) => [technique.id as string, technique])),
    [data],
  );
  return { seen, groups: data?.groups, error };
}

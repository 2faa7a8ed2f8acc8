import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { CoverageLevel, CoverageTechnique } from "../../shared/model/coverage.ts";
import type { Annotation, LayerContent, RejectedEntry } from "../../shared/model/layer.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { combineLayers } from "./combine.ts";
import { readExpression } from "./expression.ts";
import { differenceColours, levelLooks, levelsWorstFirst } from "./layer-palette.ts";
import type { MadeLayer } from "./made-layer.ts";
import { aMadeLayer, anAnnotation } from "./made-layer.ts";
import { describeFate } from "./technique-fate.ts";

/** One layer's scores less another's, cell by cell, each with both scores. */
export function makeLayerDifference(
  first: LayerContent,
  second: LayerContent,
  release: Knowledge,
): LayerContent {
  const { expression } = readExpression("a - b", ["a", "b"]);
  if (expression === null) throw new Error("a - b is an expression");
  const { annotations } = combineLayers({
    expression,
    layers: new Map([
      ["a", first],
      ["b", second],
    ]),
    release,
    gradientFrom: null,
    coloursFrom: null,
    commentsFrom: null,
    linksFrom: null,
    metadataFrom: null,
    statesFrom: null,
    filtersFrom: null,
    legendFrom: null,
    describe: ([a = null, b = null]) => {
      const [one, other] = [a, b].map((score) => (score === null ? "unscored" : String(score)));
      const more = (a ?? 0) - (b ?? 0);
      return {
        comment: `${one ?? ""} against ${other ?? ""}`,
        metadata: [
          { name: first.name, value: one ?? "" },
          { name: second.name, value: other ?? "" },
          { name: "Difference", value: more > 0 ? "Higher" : more < 0 ? "Lower" : "Same" },
        ],
      };
    },
  });
  const most = annotations.reduce((found, { score }) => Math.max(found, Math.abs(score ?? 0)), 1);
  return aMadeLayer({
    name: `${first.name} less ${second.name}`,
    release,
    origin: `Made from the layers "${first.name}" and "${second.name}": their difference`,
    description:
      `The score of "${first.name}" less that of "${second.name}". ` +
      "Without a score in one of them, that one counts as 0.",
    scoreMeaning: "unknown",
    gradient: {
      colours: [differenceColours.less, "#ffffff", differenceColours.more],
      least: -most,
      most,
    },
    legend: [
      { label: `Higher in ${first.name}`, colour: differenceColours.more },
      { label: "Same", colour: "#ffffff" },
      { label: `Higher in ${second.name}`, colour: differenceColours.less },
    ],
    metadata: [],
    annotations,
  });
}

/** An assessment's answer about one of its releases. */
export interface ComparedAssessment {
  readonly result: AssessmentResult;
  readonly knowledge: Knowledge;
  readonly techniques: readonly CoverageTechnique[];
}

const differences = [
  { score: 1, label: "Better", colour: differenceColours.more },
  { score: 0, label: "Same", colour: differenceColours.same },
  { score: -1, label: "Worse", colour: differenceColours.less },
] as const;

/**
 * Where one assessment's levels stand above or below another's.
 *
 * Over the techniques that either asks about; without an actor in one of them, over all of its
 * release. Techniques that only the other's release has come back.
 */
export function makeAssessmentDifference(
  first: ComparedAssessment,
  second: ComparedAssessment,
): MadeLayer {
  const { knowledge } = first;
  const [here, before] = [levelsOf(first), levelsOf(second)];
  const rejected: RejectedEntry[] = [];
  const annotations: Annotation[] = [];
  for (const id of [...new Set([...listAsked(first), ...listAsked(second)])].sort()) {
    const level = here.get(id);
    const other = before.get(id);
    if (level === undefined) {
      const fate = describeFate(id, knowledge) ?? "";
      rejected.push({ text: id, reason: `${fate} "${second.result.name}" asks about it.` });
      continue;
    }
    const score = Math.sign(rankOf(level) - rankOf(other ?? "none"));
    const { label, colour } = differences.find((each) => each.score === score) ?? differences[1];
    const [was, is] = [other === undefined ? "Not in its release" : wordOf(other), wordOf(level)];
    annotations.push(
      anAnnotation(id, {
        score: score + 0,
        colour,
        comment: score === 0 ? is : `${was} -> ${is}`,
        metadata: [
          { name: "Difference", value: label },
          { name: first.result.name, value: is },
          { name: second.result.name, value: was },
        ],
      }),
    );
  }
  const names = `"${first.result.name}" against "${second.result.name}"`;
  const content = aMadeLayer({
    name: `${first.result.name} against ${second.result.name}`,
    release: knowledge,
    origin: `Made from the assessments ${names}: the difference of their levels`,
    description: `Coverage levels of ${names}: 1 stands higher, -1 lower, 0 the same.`,
    scoreMeaning: "unknown",
    gradient: {
      colours: [differenceColours.less, differenceColours.same, differenceColours.more],
      least: -1,
      most: 1,
    },
    legend: differences.map(({ label, colour }) => ({ label, colour })),
    metadata: [
      { name: "Assessment", value: first.result.name },
      { name: "Compared with", value: second.result.name },
      { name: "ATT&CK release", value: knowledge.version },
      { name: "Notice", value: attackNotice },
    ],
    platforms: first.result.scope.platforms,
    annotations,
  });
  return { content, rejected };
}

function levelsOf({ techniques }: ComparedAssessment): Map<TechniqueId, CoverageLevel> {
  return new Map(techniques.map(({ id, level }) => [id, level]));
}

function listAsked({ result, knowledge, techniques }: ComparedAssessment): readonly TechniqueId[] {
  if (result.actors.length === 0) return techniques.map(({ id }) => id);
  return result.techniques.filter(({ domain }) => domain === knowledge.domain).map(({ id }) => id);
}

function rankOf(level: CoverageLevel): number {
  return levelsWorstFirst.indexOf(level);
}

function wordOf(level: CoverageLevel): string {
  return levelLooks[level].label;
}

import { demandOf, supplyOf } from "../../shared/demand-supply.ts";
import type { Demand, Supply } from "../../shared/demand-supply.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { CoverageTechnique } from "../../shared/model/coverage.ts";
import type { Annotation, LayerContent, MatrixMode } from "../../shared/model/layer.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { reasonWords } from "../gaps/reason-words.ts";
import {
  bandLooks,
  demandSupplyColours,
  levelLooks,
  levelsWorstFirst,
  outcomeLooks,
  useColour,
  useColours,
} from "./layer-palette.ts";
import type { LayerParts } from "./made-layer.ts";
import { aMadeLayer, anAnnotation, counted } from "./made-layer.ts";

/** What an assessment says of one release: what modes of the matrix become layers from. */
export interface ModeFacts {
  readonly result: Omit<AssessmentResult, "assessmentId">;
  readonly knowledge: Pick<Knowledge, "domain" | "version">;
  /** Every technique of the release as the assessment sees it, by ATT&CK ID. */
  readonly techniques: readonly CoverageTechnique[];
  /** Active groups of the release. */
  readonly groups: number;
}

/** An assessment's answer about one release. */
export interface ModeInput extends ModeFacts {
  readonly result: AssessmentResult;
  readonly knowledge: Knowledge;
}

type Own = Pick<
  LayerParts,
  "name" | "description" | "scoreMeaning" | "gradient" | "legend" | "annotations"
>;

/** A mode of the matrix as a layer. */
export function makeModeLayer(input: ModeFacts, mode: MatrixMode): LayerContent {
  const own = makers[mode](input);
  const { result } = input;
  return aMadeLayer({
    ...own,
    name: `${result.name}: ${own.name}${domainSuffix(input)}`,
    origin: `Made from the assessment "${result.name}": ${own.name}`,
    release: input.knowledge,
    platforms: result.scope.platforms,
    metadata: assessmentFacts(input),
  });
}

/** What every layer of an assessment says of itself. */
export function assessmentFacts({
  result: { name, coverage },
  knowledge: { version },
}: Pick<ModeFacts, "result" | "knowledge">): { name: string; value: string }[] {
  return [
    { name: "Assessment", value: name },
    { name: "ATT&CK release", value: version },
    { name: "Covered", value: `${coverage.covered} of ${coverage.techniques}` },
    { name: "Notice", value: attackNotice },
  ];
}

/** The domain behind a name, where the assessment asks about several. */
export function domainSuffix({
  result: { scope },
  knowledge: { domain },
}: Pick<ModeFacts, "result" | "knowledge">): string {
  return scope.releases.length > 1 ? ` (${officialDomains.get(domain) ?? domain})` : "";
}

const makers: Readonly<Record<MatrixMode, (input: ModeFacts) => Own>> = {
  coverage: coverageOf,
  actors: actorsOf,
  "demand-supply": demandSupplyOf,
  gaps: gapsOf,
  outcomes: outcomesOf,
  prevalence: prevalenceOf,
};

/** The techniques that the chosen actors use within the scope; without an actor, all there are. */
function listAsked({ result, knowledge, techniques }: ModeFacts): readonly CoverageTechnique[] {
  if (result.actors.length === 0) return techniques;
  const asked = new Set(
    result.techniques.filter(({ domain }) => domain === knowledge.domain).map(({ id }) => id),
  );
  return techniques.filter(({ id }) => asked.has(id));
}

function supplyWords(technique: CoverageTechnique): string {
  const { detections, partialDetections, availableDetections, disabledDetections } = technique;
  return [
    `${detections} in full`,
    `${partialDetections} in part`,
    `${availableDetections} available`,
    `${disabledDetections} disabled`,
  ].join(", ");
}

function standingFacts(technique: CoverageTechnique): { name: string; value: string }[] {
  return [
    { name: "Before compromise", value: technique.beforeCompromise ? "yes" : "" },
    { name: "Not applicable", value: technique.notApplicable ? "yes" : "" },
    { name: "State assumed", value: technique.assumed ? "yes" : "" },
  ];
}

function coverageOf(input: ModeFacts): Own {
  return {
    name: "coverage",
    description:
      (input.result.actors.length === 0
        ? "Coverage level of every technique. "
        : "Coverage level of every technique that the chosen actors use. ") +
      "The score is the level's step, 0 to 100.",
    scoreMeaning: "percent",
    gradient: { colours: ["#de8756", "#f2f1e5", "#5eade5"], least: 0, most: 100 },
    legend: levelsWorstFirst.map((level) => {
      const { label, colour } = levelLooks[level];
      return { label, colour };
    }),
    annotations: listAsked(input).map((technique) => {
      const { label, colour, score } = levelLooks[technique.level];
      return anAnnotation(technique.id, {
        score,
        colour,
        comment: `${label}: ${supplyWords(technique)}`,
        metadata: [
          { name: "Level", value: label },
          { name: "Actors", value: technique.actors.join(", ") },
          ...standingFacts(technique),
        ],
      });
    }),
  };
}

function nameActors({ actors }: ModeFacts["result"]): (ids: readonly string[]) => string {
  const names = new Map<string, string>(actors.map(({ id, name }) => [id, name]));
  return (ids) => ids.map((id) => `${names.get(id) ?? id} (${id})`).join(", ");
}

function actorsOf(input: ModeFacts): Own {
  const chosen = input.result.actors.length;
  const namesOf = nameActors(input.result);
  const steps = new Map<string, { from: number; to: number }>();
  for (let count = 1; count <= chosen; count += 1) {
    const colour = useColour(count, chosen);
    steps.set(colour, { from: steps.get(colour)?.from ?? count, to: count });
  }
  return {
    name: "actors' use",
    description: `How many of the ${counted(chosen, "chosen actor")} use each technique.`,
    scoreMeaning: "count",
    gradient: { colours: [...useColours], least: 0, most: Math.max(1, chosen) },
    legend: [...steps].map(([colour, { from, to }]) => ({
      label: from === to ? counted(from, "actor") : `${from} to ${counted(to, "actor")}`,
      colour,
    })),
    annotations: input.techniques.flatMap(({ id, actors }): Annotation[] =>
      actors.length === 0
        ? []
        : [
            anAnnotation(id, {
              score: actors.length,
              colour: useColour(actors.length, chosen),
              comment: `Used by ${namesOf(actors)}`,
              metadata: [{ name: "Actors", value: `${actors.length} of ${chosen}` }],
            }),
          ],
    ),
  };
}

const demands: readonly Demand[] = ["one", "some", "all"];
const supplies: readonly Supply[] = ["covered", "partial", "none"];
const supplyLabels: Readonly<Record<Supply, string>> = {
  none: "nothing",
  partial: "in part",
  covered: "covered",
};

function demandSupplyOf(input: ModeFacts): Own {
  const chosen = input.result.actors.length;
  const namesOf = nameActors(input.result);
  const cells = demands.flatMap((demand, row) =>
    supplies.map((supply, column) => ({
      demand,
      supply,
      score: row * supplies.length + column + 1,
      colour: demandSupplyColours[demand][supply],
      label: `Wanted by ${demand}, ${supplyLabels[supply]}`,
    })),
  );
  return {
    name: "demand against supply",
    description:
      "Demand: used by one, some or all of the chosen actors. Supply: nothing, in part, covered. " +
      "The score goes from 1 (wanted by one, covered) to 9 (wanted by all, nothing there).",
    scoreMeaning: "unknown",
    gradient: { colours: cells.map(({ colour }) => colour), least: 1, most: cells.length },
    legend: cells.map(({ label, colour }) => ({ label, colour })),
    annotations: listAsked(input).flatMap((technique): Annotation[] => {
      const { id, level, actors } = technique;
      const demand = demandOf(actors.length, chosen);
      const supply = supplyOf(level);
      const cell = cells.find((one) => one.demand === demand && one.supply === supply);
      if (cell === undefined) return [];
      return [
        anAnnotation(id, {
          score: cell.score,
          colour: cell.colour,
          comment: `${cell.label}: ${levelLooks[level].label}. Used by ${namesOf(actors)}`,
          metadata: [
            { name: "Demand", value: `${cell.demand}: ${actors.length} of ${chosen}` },
            { name: "Supply", value: `${supplyLabels[supply]}: ${levelLooks[level].label}` },
            { name: "Rules", value: supplyWords(technique) },
            ...standingFacts(technique),
          ],
        }),
      ];
    }),
  };
}

function gapsOf({ result, knowledge }: ModeFacts): Own {
  const gaps = result.gaps.filter(({ domain }) => domain === knowledge.domain);
  const lookOf = new Map(bandLooks.map((look) => [look.band, look]));
  return {
    name: "gaps",
    description: "Techniques that are not covered. The score is the priority, 0 to 100.",
    scoreMeaning: "unknown",
    gradient: { colours: bandLooks.map(({ colour }) => colour), least: 0, most: 100 },
    legend: bandLooks.map(({ label, colour }) => ({ label: `${label} priority`, colour })),
    annotations: [...gaps]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((gap) => {
        const look = lookOf.get(gap.band);
        return anAnnotation(gap.id, {
          score: gap.priority,
          colour: look?.colour ?? "",
          comment: `${reasonWords[gap.reason]}. ${gap.nextAction}`,
          metadata: [
            { name: "Reason", value: reasonWords[gap.reason] },
            { name: "Priority", value: `${gap.priority} (${look?.label ?? gap.band})` },
            { name: "Level", value: levelLooks[gap.level].label },
            { name: "Status", value: gap.status },
            { name: "Actors", value: gap.actors.join(", ") },
            { name: "Effort in person-days", value: String(gap.effortDays) },
          ],
        });
      }),
  };
}

/**
 * What tests showed of the techniques that have any, whoever uses them. The score is the share of
 * the tests that hold which met what was expected; none where no verdict decides.
 */
function outcomesOf({ techniques }: ModeFacts): Own {
  return {
    name: "emulation outcomes",
    description:
      "The outcome of the latest verdict on each tested technique. The score is the percentage of " +
      "the tests that hold which met what was expected; without one, no verdict decides.",
    scoreMeaning: "percent",
    gradient: { colours: ["#980b40", "#ffd86e", "#1b5296"], least: 0, most: 100 },
    legend: [
      ...outcomeLooks.map(({ label, colour }) => ({ label, colour })),
      { label: "Not assessed", colour: waitingColour },
    ],
    annotations: techniques.flatMap(({ id, level, tests }): Annotation[] => {
      if (tests === undefined) return [];
      const { met, unmet, prevented, stale, waiting, latest, lastMetAt } = tests;
      const held = met + unmet;
      const look = outcomeLooks.find(({ outcome }) => outcome === latest);
      if (look === undefined && waiting === 0) return [];
      const beside = [
        ...(prevented > 0 ? [`${prevented} prevented`] : []),
        ...(stale > 0 ? [`${stale} stale`] : []),
        ...(waiting > 0 ? [`${waiting} not assessed`] : []),
      ];
      return [
        anAnnotation(id, {
          ...(held === 0 ? {} : { score: Math.round((met * 100) / held) }),
          colour: look?.colour ?? waitingColour,
          comment: [
            held === 0
              ? `${look?.label ?? "Not assessed"}: no test decides`
              : `${look?.label ?? "Not assessed"}: ${met} of ${counted(held, "test")} met`,
            ...beside,
          ].join(", "),
          metadata: [
            { name: "Latest outcome", value: look?.label ?? "Not assessed" },
            { name: "Tests met", value: `${met} of ${held}` },
            { name: "Prevented", value: prevented === 0 ? "" : String(prevented) },
            { name: "Stale", value: stale === 0 ? "" : String(stale) },
            { name: "Not assessed", value: waiting === 0 ? "" : String(waiting) },
            { name: "Last met", value: lastMetAt?.slice(0, 10) ?? "" },
            { name: "Level", value: levelLooks[level].label },
          ],
        }),
      ];
    }),
  };
}

const waitingColour = "#ffffff";

function prevalenceOf({ result, techniques, groups }: ModeFacts): Own {
  const most = techniques.reduce((found, { groupsUsing }) => Math.max(found, groupsUsing), 1);
  const { campaigns, software } = result.settings.ways;
  const ways = [
    "directly",
    ...(campaigns ? ["in campaigns"] : []),
    ...(software ? ["by their software"] : []),
  ];
  return {
    name: "ATT&CK prevalence",
    description: `How many of the ${groups} groups of the release use each technique: ${ways.join(", ")}.`,
    scoreMeaning: "count",
    gradient: { colours: [...useColours], least: 0, most },
    legend: [
      { label: "1 group", colour: useColours[0] },
      { label: counted(most, "group"), colour: useColours[4] },
    ],
    annotations: techniques.flatMap(({ id, groupsUsing }): Annotation[] =>
      groupsUsing === 0
        ? []
        : [
            anAnnotation(id, {
              score: groupsUsing,
              comment: `Used by ${groupsUsing} of ${counted(groups, "group")}`,
              metadata: [{ name: "Groups", value: `${groupsUsing} of ${groups}` }],
            }),
          ],
    ),
  };
}

import type {
  AssessmentComparison,
  ComparedTechnique,
  TechniqueMovement,
} from "../../shared/model/compare.ts";
import type { ObjectFate, ReleaseComparison } from "../../shared/model/release-comparison.ts";
import type { RejectedEntry } from "../../shared/model/layer.ts";
import { describeChange } from "../../shared/describe-change.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { differenceColours, levelLooks } from "./layer-palette.ts";
import type { MadeLayer } from "./made-layer.ts";
import { aMadeLayer, anAnnotation } from "./made-layer.ts";
import { describeFate } from "./technique-fate.ts";

const movements = [
  { movement: "closed", label: "Gap closed", colour: "#5eade5", score: 2 },
  { movement: "better", label: "Better", colour: "#c1e6fd", score: 1 },
  { movement: "same", label: "Same", colour: differenceColours.same, score: 0 },
  { movement: "worse", label: "Worse", colour: "#e39084", score: -1 },
  { movement: "opened", label: "Gap opened", colour: "#980b40", score: -2 },
  { movement: "entered", label: "New in the denominator", colour: "#ffd86e", score: 0 },
  { movement: "left", label: "Left the denominator", colour: "#5b6270", score: 0 },
] as const satisfies readonly {
  readonly movement: TechniqueMovement;
  readonly label: string;
  readonly colour: string;
  readonly score: number;
}[];

/** What changed between two answers, technique by technique, with what it comes from. */
export function makeComparisonLayer(
  { before, after, techniques }: AssessmentComparison,
  knowledge: Knowledge,
): MadeLayer {
  const own = techniques.filter(({ domain }) => domain === knowledge.domain);
  const isThere = ({ id }: ComparedTechnique) => knowledge.techniques.has(id);
  const rejected = own
    .filter((technique) => !isThere(technique))
    .map(({ id }): RejectedEntry => ({ text: id, reason: describeFate(id, knowledge) ?? "" }));
  const annotations = own.filter(isThere).flatMap((technique) => {
    const look = movements.find(({ movement }) => movement === technique.movement);
    if (look === undefined) return [];
    return [
      anAnnotation(technique.id, {
        score: look.score,
        colour: look.colour,
        comment: technique.because.map(({ text }) => text).join("\n"),
        metadata: [
          { name: "Change", value: look.label },
          { name: "Before", value: levelWord(technique.before) },
          { name: "After", value: levelWord(technique.after) },
        ],
      }),
    ];
  });
  const names = `"${titleOf(before)}" and "${titleOf(after)}"`;
  return {
    content: aMadeLayer({
      name: `${titleOf(before)} to ${titleOf(after)}`,
      release: knowledge,
      origin: `Made from ${names}: what changed between them`,
      description: `What changed between ${names}, and because of what.`,
      scoreMeaning: "unknown",
      gradient: {
        colours: [differenceColours.less, differenceColours.same, differenceColours.more],
        least: -2,
        most: 2,
      },
      legend: movements.map(({ label, colour }) => ({ label, colour })),
      metadata: [
        { name: "Before", value: `${titleOf(before)}, ${before.at.slice(0, 10)}` },
        { name: "After", value: `${titleOf(after)}, ${after.at.slice(0, 10)}` },
        { name: "ATT&CK release", value: knowledge.version },
        { name: "Notice", value: attackNotice },
      ],
      platforms: after.platforms,
      annotations,
    }),
    rejected,
  };
}

function titleOf({ name, detail }: AssessmentComparison["before"]): string {
  return detail === "" ? name : `${name}, ${detail}`;
}

function levelWord(standing: ComparedTechnique["before"]): string {
  if (standing === null) return "Not asked about";
  const { label } = levelLooks[standing.level];
  return standing.inDenominator ? label : `${label}, not counted`;
}

const fates = [
  { fate: "added", label: "New", colour: "#5eade5", score: 3 },
  { fate: "restored", label: "Active again", colour: "#1b5296", score: 2 },
  { fate: "changed", label: "Changed", colour: "#ffd86e", score: 1 },
] as const satisfies readonly {
  readonly fate: ObjectFate;
  readonly label: string;
  readonly colour: string;
  readonly score: number;
}[];

/** What a release did to techniques. Those that it retired are no longer there, and come back. */
export function makeReleaseLayer(
  { before, after, objects }: ReleaseComparison,
  knowledge: Knowledge,
): MadeLayer {
  const rejected: RejectedEntry[] = [];
  const annotations = objects.flatMap((change) => {
    const { kind, id, fate, name } = change;
    if ((kind !== "technique" && kind !== "subtechnique") || id === null) return [];
    const look = fates.find((each) => each.fate === fate);
    const technique = techniqueId.parse(id);
    if (look === undefined || !knowledge.techniques.has(technique)) {
      const reason = describeFate(technique, knowledge) ?? "No longer there.";
      rejected.push({ text: `${id} ${name}`, reason });
      return [];
    }
    return [
      anAnnotation(technique, {
        score: look.score,
        colour: look.colour,
        comment: describeChange(change),
        metadata: [{ name: "Change", value: look.label }],
      }),
    ];
  });
  const title = `${knowledge.domain} ${before} to ${after}`;
  return {
    content: aMadeLayer({
      name: title,
      release: knowledge,
      origin: `Made from two releases: what changed in ${title}`,
      description: `What ${knowledge.domain} ${after} changed since ${before}.`,
      scoreMeaning: "unknown",
      gradient: { colours: ["#ffffff", "#ffd86e", "#5eade5"], least: 0, most: 3 },
      legend: fates.map(({ label, colour }) => ({ label, colour })),
      metadata: [
        { name: "Before", value: before },
        { name: "After", value: after },
        { name: "Notice", value: attackNotice },
      ],
      annotations,
    }),
    rejected,
  };
}

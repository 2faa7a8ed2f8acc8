import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { CoverageLevel, GapReason } from "../../shared/model/coverage.ts";
import type { Layer, LayerFact, LayerInput, LayerTechnique } from "../layers/layer.ts";
import { buildLayer } from "../layers/layer.ts";
import type { Answer, AnsweredRelease } from "./question.ts";

/** Layers of one file: the Navigator reads one layer, or a list of them. */
export type LayerFile = Layer | readonly Layer[];

/** The colours of the levels, as in the window's light palette, and how far along each stands. */
const levels: readonly {
  readonly level: CoverageLevel;
  readonly label: string;
  readonly colour: string;
  readonly score: number;
}[] = [
  { level: "failed", label: "Failed test", colour: "#980B40", score: 0 },
  { level: "none", label: "None", colour: "#DE8756", score: 0 },
  { level: "telemetry", label: "Telemetry only", colour: "#FFD86E", score: 20 },
  { level: "available", label: "Available", colour: "#FFFFFF", score: 30 },
  { level: "partial", label: "Partial", colour: "#F2F1E5", score: 50 },
  { level: "detected", label: "Detected", colour: "#C1E6FD", score: 70 },
  { level: "several", label: "Several rules", colour: "#5EADE5", score: 90 },
  { level: "validated", label: "Validated", colour: "#1B5296", score: 100 },
];
const levelOf = new Map(levels.map((one) => [one.level, one]));

/** The words for reasons, as everywhere in the product. */
export const reasonWords: Readonly<Record<GapReason, string>> = {
  "test-failed": "Test failed",
  "rule-blind": "Rule blind",
  "not-alerting": "Not alerting",
  "experimental-only": "Experimental only",
  "claimed-only": "Claimed only",
  "parent-only": "Parent only",
  "sub-only": "Sub-techniques only",
  "rule-disabled": "Rule disabled",
  "available-not-deployed": "Not deployed",
  "other-release-id": "Other release's ID",
  "no-rule": "No rule",
  "no-telemetry": "No telemetry",
};

/** What every layer of an assessment is labelled with. */
export interface LayerLabels {
  readonly generatedAt: string;
  readonly notice: string;
}

/** The techniques of one chosen actor, those of the assessment coloured by their level. */
export function buildActorLayers(
  answer: Answer,
  actorIndex: number,
  labels: LayerLabels,
): LayerFile {
  const { result, profiles } = answer;
  const actor = result.actors[actorIndex];
  const assessed = new Map(result.techniques.map((one) => [`${one.domain} ${one.id}`, one]));
  const name = actor === undefined ? "Actor" : `${actor.name} (${actor.id})`;
  return inOneFile(
    answer,
    (release) => {
      const entries = profiles[actorIndex]?.find(
        ({ domain }) => domain === release.knowledge.domain,
      )?.entries;
      return entries === undefined ? null : [...entries.values()];
    },
    (release, entries) => ({
      ...common(release, result, labels),
      name: `${name}: techniques`,
      description: `Techniques of ${name} in "${result.name}". A score of 1 means that the actor uses it.`,
      techniques: entries.flatMap(({ techniqueId, via, excluded }) => {
        if (excluded !== null) return [];
        const level = assessed.get(`${release.knowledge.domain} ${techniqueId}`)?.level;
        return layerTechnique(release, techniqueId, {
          score: 1,
          colour: null,
          comment: [...new Set(via.map((one) => `${one.kind}: ${one.name}`))].join("; "),
          metadata: level === undefined ? [] : [{ name: "Level", value: wordOf(level) }],
        });
      }),
      gradient: { colours: ["#FFFFFF", "#732DB7"], least: 0, most: 1 },
      legend: [{ label: `Used by ${name}`, colour: "#732DB7" }],
    }),
  );
}

/** Every technique of the assessment in the colour of its level. */
export function buildCoverageLayers(answer: Answer, labels: LayerLabels): LayerFile {
  const { result } = answer;
  return inOneFile(
    answer,
    ({ knowledge }) => result.techniques.filter(({ domain }) => domain === knowledge.domain),
    (release, techniques) => ({
      ...common(release, result, labels),
      name: `${result.name}: coverage`,
      description: `Coverage level of every technique that the chosen actors use. The score is the level's step, 0 to 100.`,
      techniques: techniques.flatMap((technique) => {
        const { level } = technique;
        return layerTechnique(release, technique.id, {
          score: levelOf.get(level)?.score ?? 0,
          colour: levelOf.get(level)?.colour ?? null,
          comment: `${wordOf(level)}: ${technique.detections} in full, ${technique.partialDetections} in part, ${technique.availableDetections} available`,
          metadata: [
            { name: "Level", value: wordOf(level) },
            { name: "Actors", value: technique.actors.join(", ") },
            { name: "Before compromise", value: technique.beforeCompromise ? "yes" : "" },
            { name: "Not applicable", value: technique.notApplicable ? "yes" : "" },
          ],
        });
      }),
      gradient: { colours: ["#DE8756", "#F2F1E5", "#5EADE5"], least: 0, most: 100 },
      legend: levels.map(({ label, colour }) => ({ label, colour })),
    }),
  );
}

/** The gaps of the assessment, scored by priority. */
export function buildGapLayers(answer: Answer, labels: LayerLabels): LayerFile {
  const { result } = answer;
  return inOneFile(
    answer,
    ({ knowledge }) => result.gaps.filter(({ domain }) => domain === knowledge.domain),
    (release, gaps) => ({
      ...common(release, result, labels),
      name: `${result.name}: gaps`,
      description: "Techniques that are not covered. The score is the priority, 0 to 100.",
      techniques: gaps.flatMap((gap) =>
        layerTechnique(release, gap.id, {
          score: gap.priority,
          colour: null,
          comment: `${reasonWords[gap.reason]}. ${gap.nextAction}`,
          metadata: [
            { name: "Reason", value: reasonWords[gap.reason] },
            { name: "Priority", value: `${gap.priority} (${gap.band})` },
            { name: "Status", value: gap.status },
            { name: "Actors", value: gap.actors.join(", ") },
            { name: "Effort in person-days", value: String(gap.effortDays) },
          ],
        }),
      ),
      gradient: { colours: ["#F7E4D9", "#E39084", "#C93A5F", "#771142"], least: 0, most: 100 },
      legend: [
        { label: "Lower priority", colour: "#F7E4D9" },
        { label: "Higher priority", colour: "#771142" },
      ],
    }),
  );
}

/** One layer for each release that has something to show. */
function inOneFile<Item>(
  { releases }: Answer,
  itemsOf: (release: AnsweredRelease) => readonly Item[] | null,
  describe: (release: AnsweredRelease, items: readonly Item[]) => LayerInput,
): LayerFile {
  const layers = releases.flatMap((release) => {
    const items = itemsOf(release);
    return items === null ? [] : [buildLayer(describe(release, items))];
  });
  const [only, ...more] = layers;
  return only !== undefined && more.length === 0 ? only : layers;
}

function common(
  { knowledge }: AnsweredRelease,
  { scope, coverage, name }: AssessmentResult,
  { generatedAt, notice }: LayerLabels,
): Pick<LayerInput, "domain" | "version" | "platforms" | "metadata"> {
  return {
    domain: knowledge.domain,
    version: knowledge.version,
    platforms: scope.platforms,
    metadata: [
      { name: "Assessment", value: name },
      { name: "Generated", value: generatedAt },
      { name: "ATT&CK release", value: knowledge.version },
      { name: "Covered", value: `${coverage.covered} of ${coverage.techniques}` },
      { name: "Notice", value: notice },
    ],
  };
}

function layerTechnique(
  { knowledge }: AnsweredRelease,
  id: AssessmentResult["techniques"][number]["id"],
  marks: {
    readonly score: number;
    readonly colour: string | null;
    readonly comment: string;
    readonly metadata: readonly LayerFact[];
  },
): LayerTechnique[] {
  const technique = knowledge.techniques.get(id);
  if (technique === undefined) return [];
  const tactics = knowledge.tactics
    .map(({ shortname }) => shortname)
    .filter((shortname) => technique.tactics.includes(shortname));
  return [{ id, tactics, ...marks }];
}

function wordOf(level: CoverageLevel): string {
  return levelOf.get(level)?.label ?? level;
}

import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { Outcome } from "../../shared/model/emulation.ts";
import type { LayerContent } from "../../shared/model/layer.ts";
import type { ExportedCase, ExportedRun } from "../../shared/model/run-export.ts";
import { Problem } from "../../shared/problem.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import { outcomeLooks } from "../layers/layer-palette.ts";
import { aMadeLayer, anAnnotation, counted } from "../layers/made-layer.ts";
import { markLayer } from "../layers/mark-layer.ts";
import { layerFileText, writeLayer } from "../layers/write-layer.ts";
import type { RunExport, RunRelease } from "./run-writer.ts";

/** What stands for a technique without a verdict, the most telling first. */
const others = [
  { outcome: "error", label: "Test error", colour: "#5b6270" },
  { outcome: "not-assessed", label: "Not assessed", colour: "#ffffff" },
  { outcome: "not-run", label: "Not run", colour: "#d1d4da" },
] as const;
const looks = [...outcomeLooks, ...others];
/** Steps of the verdicts, the worst first. */
const steps: readonly Outcome[] = outcomeLooks.map(({ outcome }) => outcome).toReversed();

function lookOf(outcome: Outcome): { readonly label: string; readonly colour: string } {
  return looks.find((look) => look.outcome === outcome) ?? others[1];
}

interface Placed {
  readonly run: ExportedRun;
  readonly testCase: ExportedCase;
}

/**
 * Runs as layers of the Navigator, one for each domain: the latest verdict of each technique.
 *
 * A test of a sub-technique says nothing of its parent. IDs that no release here has are named in
 * the layer's description, since the Navigator warns of them. Throws `not-found` where nothing has a
 * place.
 */
export function writeRunLayer({
  runs,
  releases,
  marking,
}: Pick<RunExport, "runs" | "releases" | "marking">): string {
  const cases = runs.flatMap((run) => run.cases.map((testCase): Placed => ({ run, testCase })));
  const known = releases();
  const layers = known.flatMap((release) => {
    const placed = placeCases(cases, release);
    if (placed.size === 0) return [];
    const content = layerOf(runs, release, placed, leftOut(cases, known));
    return [writeLayer(markLayer(content, marking), release.knowledge, "each")];
  });
  if (layers.length === 0) {
    throw new Problem(
      "not-found",
      "None of these test cases names a technique of a release here.",
      {
        remedy: "Import the release of ATT&CK that their IDs belong to.",
      },
    );
  }
  return layerFileText(layers);
}

function placeCases(
  cases: readonly Placed[],
  { techniqueOf }: RunRelease,
): ReadonlyMap<TechniqueId, readonly Placed[]> {
  const placed = new Map<TechniqueId, Placed[]>();
  for (const one of cases) {
    const id = techniqueOf(one.run, one.testCase.written);
    if (id === null) continue;
    const there = placed.get(id) ?? [];
    placed.set(id, there);
    there.push(one);
  }
  return placed;
}

/** Technique IDs that no release has, with how many test cases write them. */
function leftOut(cases: readonly Placed[], releases: readonly RunRelease[]): string {
  const counts = new Map<string, number>();
  for (const { run, testCase } of cases) {
    const { written } = testCase;
    if (releases.some(({ techniqueOf }) => techniqueOf(run, written) !== null)) continue;
    const name = written === "" ? "no technique" : written;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} (${counted(count, "test case")})`).join(", ");
}

function layerOf(
  runs: readonly ExportedRun[],
  { knowledge }: RunRelease,
  placed: ReadonlyMap<TechniqueId, readonly Placed[]>,
  out: string,
): LayerContent {
  const names = runs.map(({ name }) => name).join(", ");
  const annotations = [...placed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, cases]) => {
      const { outcome, at } = latestOf(cases);
      const { label, colour } = lookOf(outcome);
      const step = steps.indexOf(outcome);
      const day = at === null ? "" : ` on ${at.slice(0, 10)}`;
      return anAnnotation(id, {
        ...(step === -1 ? {} : { score: step }),
        colour,
        comment: `${label}${day}. ${counted(cases.length, "test case")}: ${countsOf(cases)}.`,
        metadata: [
          { name: "Latest outcome", value: label },
          { name: "Test cases", value: String(cases.length) },
          ...outcomeLooks.map(({ label: name, outcome: one }) => {
            const count = countOf(cases, one);
            return { name, value: count === 0 ? "" : String(count) };
          }),
        ],
      });
    });
  return aMadeLayer({
    name: `Emulation: ${names}`,
    release: knowledge,
    origin: `Made from ${counted(runs.length, "run")}`,
    description:
      "The latest outcome of each technique's tests: 3 blocked, 2 alerted, 1 logged only, 0 missed." +
      (out === "" ? "" : ` Not in this layer: ${out}.`).slice(0, 2000),
    scoreMeaning: "unknown",
    gradient: { colours: steps.map((one) => lookOf(one).colour), least: 0, most: 3 },
    legend: looks.map(({ label, colour }) => ({ label, colour })),
    metadata: [
      { name: "Runs", value: names },
      { name: "ATT&CK release", value: knowledge.version },
      { name: "Notice", value: attackNotice },
    ],
    annotations,
  });
}

/** The latest verdict, by its end, else its start, its alert, or its run; without one, what there is. */
function latestOf(cases: readonly Placed[]): {
  readonly outcome: Outcome;
  readonly at: string | null;
} {
  const dated = cases
    .filter(({ testCase }) => steps.includes(testCase.outcome))
    .map(({ run, testCase: { outcome, endAt, startAt, alertAt } }) => ({
      outcome,
      at: endAt ?? startAt ?? alertAt ?? run.endedAt ?? run.startedAt ?? run.createdAt,
    }));
  const [first] = dated;
  if (first !== undefined) {
    return dated.reduce((latest, one) => (one.at >= latest.at ? one : latest), first);
  }
  const other = others.find(({ outcome }) => countOf(cases, outcome) > 0);
  return { outcome: other?.outcome ?? "not-assessed", at: null };
}

function countOf(cases: readonly Placed[], outcome: Outcome): number {
  return cases.filter(({ testCase }) => testCase.outcome === outcome).length;
}

function countsOf(cases: readonly Placed[]): string {
  return looks
    .map(({ label, outcome }) => ({ label: label.toLowerCase(), count: countOf(cases, outcome) }))
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${count} ${label}`)
    .join(", ");
}

import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { ActorCoverage, AssessedTechnique } from "../../shared/model/coverage.ts";
import type { Focus } from "../app/app-state.ts";
import type { MatrixLayoutModel, MatrixScope } from "../matrix/columns.ts";
import type { MatrixPainter } from "../matrix/painter.ts";
import type { SeenTechniques } from "../matrix/painters/seen.ts";
import type { MatrixAnswer, MatrixTechnique, MatrixView } from "../matrix/matrix-view.ts";
import { formatNoun } from "../ui/figures.ts";
import { isCovered, levelWords } from "../ui/levels.ts";
import type { Choice } from "../ui/Toolbar.tsx";
import type { DataColumn } from "../ui/table-model.ts";

/** Which techniques the matrix shows: a scope, or a part of the chosen actors' techniques. */
export type Subset = MatrixScope | NonNullable<Focus["only"]> | `actor:${string}`;

/** The subset that a focus asks for. */
export function subsetOf(focus: Focus | undefined): Subset {
  if (focus?.only !== undefined) return focus.only;
  return focus?.usedBy === undefined ? "chosen" : `actor:${focus.usedBy}`;
}

/** Whether a part of the chosen actors' techniques holds one of them. */
function isIn(subset: Subset, answer: MatrixAnswer): boolean {
  switch (subset) {
    case "chosen":
    case "annotated":
    case "all":
      return true;
    case "before-compromise":
      return answer.beforeCompromise && !answer.notApplicable;
    case "not-applicable":
      return answer.notApplicable;
    case "assumed":
      return answer.inDenominator && answer.assumed;
    case "tested":
      return answer.inDenominator && answer.tested;
    default:
      return answer.actors.includes(subset.slice("actor:".length));
  }
}

/**
 * The view of a subset: its techniques, and the parents of its sub-techniques.
 *
 * Techniques before compromise become a denominator of their own where they are the subset.
 */
export function narrowView(view: MatrixView, subset: Subset): MatrixView {
  if (subset === "chosen" || subset === "annotated" || subset === "all") return view;
  const kept = new Map<string, MatrixTechnique>();
  const parents = new Set<string>();
  for (const technique of view.techniques) {
    const { answer } = technique;
    if (answer === null || !isIn(subset, answer)) continue;
    kept.set(technique.id, {
      ...technique,
      answer: subset === "before-compromise" ? { ...answer, inDenominator: true } : answer,
    });
    if (technique.parentId !== null) parents.add(technique.parentId);
  }
  const techniques = view.techniques.flatMap((technique) => {
    const whole = kept.get(technique.id);
    if (whole !== undefined) return [whole];
    return parents.has(technique.id) ? [{ ...technique, answer: null }] : [];
  });
  return { ...view, techniques };
}

/**
 * The subsets that a menu offers, each with what it holds. `comparing`: for a mode that speaks of
 * layers or other assessments.
 */
export function listSubsets(
  view: MatrixView,
  actors: readonly ActorCoverage[],
  comparing = false,
): Choice<Subset>[] {
  const count = (subset: Subset): number =>
    view.techniques.filter(({ answer }) => answer !== null && isIn(subset, answer)).length;
  const choice = (value: Subset, label: string): Choice<Subset> => {
    const held = count(value);
    return { value, label, note: formatNoun(held, "technique"), disabled: held === 0 };
  };
  return [
    { ...choice("chosen", "Chosen actors"), disabled: false },
    {
      value: "all",
      label: "All techniques",
      note: `${formatNoun(view.techniques.length, "technique")} of the release`,
    },
    ...(comparing
      ? [
          {
            value: "annotated" as const,
            label: "Annotated techniques",
            note: "Those that the mode speaks of",
          },
        ]
      : []),
    ...actors.map(({ id, name }) => choice(`actor:${id}`, `Used by ${name}`)),
    choice("assumed", "Resting on an assumed state"),
    choice("before-compromise", "Before compromise"),
    choice("not-applicable", "Set not applicable"),
    choice("tested", "Tested"),
  ];
}

/** A technique of the matrix as a file names it. */
export interface CoverageRow {
  readonly technique: MatrixTechnique;
  readonly assessed: AssessedTechnique | undefined;
}

/** The techniques of a layout, each once, in the order of its columns. */
export function listShown(
  layout: MatrixLayoutModel,
  assessed: readonly AssessedTechnique[],
): CoverageRow[] {
  const answers = new Map<string, AssessedTechnique>(
    assessed.map((technique) => [technique.id, technique]),
  );
  const rows = new Map<string, CoverageRow>();
  for (const { groups } of layout.columns) {
    for (const { cell, subtechniques } of groups) {
      for (const { painted } of [cell, ...subtechniques]) {
        const { technique } = painted;
        if (!rows.has(technique.id)) {
          rows.set(technique.id, { technique, assessed: answers.get(technique.id) });
        }
      }
    }
  }
  return [...rows.values()];
}

/** An entry of the mode's legend with the techniques that have it. */
export interface LegendPick {
  readonly key: string;
  readonly word: string;
  readonly ids: ReadonlySet<string>;
}

/** What the entries of a legend hold among the cells of a layout. */
export function listLegendPicks(layout: MatrixLayoutModel, painter: MatrixPainter): LegendPick[] {
  const ids = new Map<string, Set<string>>();
  for (const { tactic, groups } of layout.columns) {
    for (const { cell, subtechniques } of groups) {
      for (const { painted } of [cell, ...subtechniques]) {
        const { technique, paint } = painted;
        if (paint.key === null || !painter.isCounted(technique, tactic.shortname)) continue;
        const known = ids.get(paint.key);
        if (known === undefined) ids.set(paint.key, new Set([technique.id]));
        else known.add(technique.id);
      }
    }
  }
  return painter.legend
    .filter(({ uncounted }) => uncounted !== true)
    .map(({ key, word }) => ({ key, word, ids: ids.get(key) ?? new Set() }));
}

/** How a technique stands to the headline, in words. */
function standing({ assessed }: CoverageRow): string {
  if (assessed === undefined) return "not used by a chosen actor";
  if (assessed.inDenominator) return "counted";
  return assessed.notApplicable ? "not applicable" : "before compromise";
}

/** The columns of the matrix as a file. */
export function coverageColumns(
  view: MatrixView,
  { actors }: AssessmentResult,
  seen?: SeenTechniques,
): readonly DataColumn<CoverageRow>[] {
  const tacticNames = new Map(view.tactics.map(({ shortname, name }) => [shortname, name]));
  const actorNames = new Map<string, string>(actors.map(({ id, name }) => [id, name]));
  const named = (names: ReadonlyMap<string, string>, keys: readonly string[]): string =>
    keys.map((key) => names.get(key) ?? key).join("; ");
  const column = (header: string, value: DataColumn<CoverageRow>["value"]) => ({
    id: header,
    header,
    value,
  });
  return [
    column("ID", ({ technique }) => technique.id),
    column("Technique", ({ technique: { name, parentName } }) =>
      parentName === null ? name : `${parentName}: ${name}`,
    ),
    column("Tactics", ({ technique }) => named(tacticNames, technique.tactics)),
    column("Platforms", ({ technique }) => technique.platforms.join("; ")),
    column("Headline", standing),
    column("Level", ({ assessed }) => (assessed === undefined ? null : levelWords[assessed.level])),
    column("Rules in full", ({ assessed }) => assessed?.detections ?? null),
    column("Rules in part", ({ assessed }) => assessed?.partialDetections ?? null),
    column("Rules available", ({ assessed }) => assessed?.availableDetections ?? null),
    column("Rules disabled", ({ assessed }) => assessed?.disabledDetections ?? null),
    column("State assumed", ({ assessed }) =>
      assessed === undefined ? null : assessed.assumed ? "yes" : "no",
    ),
    column("Tests met", ({ assessed }) => assessed?.tests?.met ?? null),
    column("Tests not met", ({ assessed }) => assessed?.tests?.unmet ?? null),
    column("Priority", ({ technique }) => seen?.get(technique.id)?.priority ?? null),
    column("Groups in ATT&CK", ({ technique }) => seen?.get(technique.id)?.groupsUsing ?? null),
    column("Actors", ({ assessed }) => assessed?.actors.length ?? null),
    column("Used by", ({ assessed }) => named(actorNames, assessed?.actors ?? [])),
  ];
}

/** How a selection stands: "9 of 12 covered"; techniques outside the denominator apart. */
export function describeSelection(view: MatrixView, selected: ReadonlySet<string>): string {
  const answers = view.techniques.flatMap(({ id, answer }) =>
    answer?.inDenominator === true && selected.has(id) ? [answer] : [],
  );
  const covered = answers.filter(({ level }) => isCovered(level)).length;
  const outside = selected.size - answers.length;
  const counted = `${String(covered)} of ${formatNoun(answers.length, "counted technique")} covered`;
  return outside === 0 ? counted : `${counted}, ${String(outside)} not counted`;
}

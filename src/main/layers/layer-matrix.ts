import type { GlyphName } from "../../shared/glyph-shapes.ts";
import type { Annotation, LayerContent } from "../../shared/model/layer.ts";
import { aggregateScore } from "../../shared/aggregate-score.ts";
import { colourOn, gradientColour, parseColour } from "../../shared/colour.ts";
import type { Knowledge, KnownTactic, KnownTechnique } from "../catalogue/knowledge.ts";
import { placeAnnotations, type PlacedLayer } from "./place-layer.ts";

/** What of a release a picture or table of a layer shows. */
export type MatrixRelease = Pick<
  Knowledge,
  "domain" | "version" | "tactics" | "techniques" | "retired"
>;

/** Which techniques stand in the matrix, and with which score. */
export interface MatrixChoice {
  readonly hiddenTactics: readonly string[];
  readonly hideDisabled: boolean;
  /** Whether techniques of which the layer says nothing are kept. */
  readonly unannotated: boolean;
  readonly aggregateScores: boolean;
}

/** One technique under one tactic as a layer has it. */
export interface MatrixCell {
  readonly technique: KnownTechnique;
  readonly tactic: string;
  readonly annotation: Annotation | null;
  readonly isEnabled: boolean;
  /** Its own score, or that of it with its sub-techniques. */
  readonly score: number | null;
  /** `#rrggbb` or `#rrggbbaa`, from the annotation or the gradient; null = none. */
  readonly colour: string | null;
  /** What says the colour without colour: a place in the legend. */
  readonly mark: LegendMark | null;
  /** Under the same tactic, in the layer's order; all, annotated or not. */
  readonly subtechniques: readonly MatrixCell[];
}

export interface MatrixColumn {
  readonly tactic: KnownTactic;
  readonly cells: readonly MatrixCell[];
  /** Techniques under the tactic on the layer's platforms, drawn or not, and those annotated. */
  readonly techniques: number;
  readonly annotated: number;
}

/** One entry of the legend with the shape or letter that stands for it where colour does not help. */
export interface LegendMark {
  readonly label: string;
  /** As the layer writes it. */
  readonly colour: string;
  readonly glyph: GlyphName | null;
  /** Stands where there is no glyph. */
  readonly letter: string;
}

/** A layer in the shape of its release's matrix. */
export interface LayerMatrix {
  readonly columns: readonly MatrixColumn[];
  readonly legend: readonly LegendMark[];
  readonly unplaced: PlacedLayer["unplaced"];
  /** Annotations that have a place and are not shown, with a sentence for each reason. */
  readonly hidden: { readonly annotations: number; readonly why: readonly string[] };
  /** Distinct techniques of the release that are annotated, and all that there are. */
  readonly annotated: number;
  readonly techniques: number;
}

/** Words of the product's own scales, and the shapes that stand for them. */
const glyphWords: ReadonlyMap<string, GlyphName> = new Map([
  ["none", "none"],
  ["telemetry only", "telemetry"],
  ["available", "available"],
  ["partial", "partial"],
  ["detected", "detected"],
  ["several rules", "several"],
  ["validated", "validated"],
  ["failed test", "failed"],
  ["critical", "critical"],
  ["high", "high"],
  ["medium", "medium"],
  ["low", "low"],
]);

/** The legend of a layer; a scale of the product keeps its shapes, others are lettered. */
export function readLegend(content: LayerContent): LegendMark[] {
  let lettered = 0;
  return content.properties.legend.map(({ label, colour }) => {
    const glyph = glyphWords.get(label.trim().toLowerCase()) ?? null;
    const letter = glyph === null ? letterOf((lettered += 1)) : "";
    return { label, colour, glyph, letter };
  });
}

/** A, B, … Z, AA, AB, …: 1 is A. */
function letterOf(number: number): string {
  let letters = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** Puts a layer into the shape of its release's matrix, as its filters and sorting say. */
export function arrangeLayer(
  content: LayerContent,
  release: MatrixRelease,
  choice: MatrixChoice,
): LayerMatrix {
  const { properties } = content;
  const { placed, unplaced } = placeAnnotations(content.annotations, release);
  const annotations = new Map<string, Annotation>();
  // An annotation that names its tactic says more than one that stands under all of them.
  for (const isNamed of [false, true]) {
    for (const { annotation, tactics } of placed) {
      if ((annotation.tactic !== null) !== isNamed) continue;
      for (const tactic of tactics)
        annotations.set(`${tactic}/${annotation.techniqueId}`, annotation);
    }
  }
  const legend = readLegend(content);
  const markByColour = new Map<string, LegendMark>();
  for (const mark of legend) {
    const key = opaque(mark.colour);
    if (key !== null && !markByColour.has(key)) markByColour.set(key, mark);
  }

  const all = [...release.techniques.values()];
  const isOnPlatform = ({ platforms }: KnownTechnique) =>
    properties.platforms.length === 0 ||
    platforms.length === 0 ||
    platforms.some((platform) => properties.platforms.includes(platform));
  const techniques = all.filter(isOnPlatform);
  const allSubsOf = Map.groupBy(all, ({ parentId }) => parentId);
  const inTactic = Map.groupBy(
    techniques.flatMap((technique) => technique.tactics.map((tactic) => ({ technique, tactic }))),
    ({ tactic }) => tactic,
  );
  const order = (unscored: number) => orderOf(properties.sorting, unscored);

  const cellOf = (technique: KnownTechnique, tactic: string, subs: MatrixCell[]): MatrixCell => {
    const annotation = annotations.get(`${tactic}/${technique.id}`) ?? null;
    const own = annotation?.score ?? null;
    const isEnabled = annotation?.enabled ?? true;
    // Of all sub-techniques: what a filter hides is in the Navigator's figure too.
    const below = choice.aggregateScores ? (allSubsOf.get(technique.id) ?? []) : [];
    const scores = below
      .filter(({ tactics }) => tactics.includes(tactic))
      .map(({ id }) => annotations.get(`${tactic}/${id}`)?.score ?? null);
    const score = scores.length === 0 ? own : aggregateScore(properties, own, scores);
    const explicit = annotation?.colour === "" ? null : (annotation?.colour ?? null);
    const blended = score === null ? null : gradientColour(properties.gradient, score);
    const colour = !isEnabled ? null : (explicit ?? (blended === null ? null : hexOf(blended)));
    return {
      technique,
      tactic,
      annotation,
      isEnabled,
      score,
      colour,
      mark:
        !isEnabled || explicit === null ? null : (markByColour.get(opaque(explicit) ?? "") ?? null),
      subtechniques: subs,
    };
  };

  const columns = release.tactics
    .filter(({ shortname }) => !choice.hiddenTactics.includes(shortname))
    .map((tactic): MatrixColumn => {
      const members = (inTactic.get(tactic.shortname) ?? []).map(({ technique }) => technique);
      const ids = new Set(members.map(({ id }) => id));
      const hasParentHere = ({ parentId }: KnownTechnique) =>
        parentId !== null && ids.has(parentId);
      const subsOf = Map.groupBy(members.filter(hasParentHere), ({ parentId }) => parentId);
      // As in the Navigator, a disabled technique stays for a sub-technique that is not.
      const isKept = ({ isEnabled, annotation, subtechniques: subs }: MatrixCell): boolean =>
        (!choice.hideDisabled || isEnabled || subs.some((sub) => sub.isEnabled)) &&
        (choice.unannotated || annotation !== null || subs.some(isKept));
      const cells = members
        .filter((technique) => !hasParentHere(technique))
        .map((technique) => {
          const subs = (subsOf.get(technique.id) ?? [])
            .map((sub) => cellOf(sub, tactic.shortname, []))
            .sort(order(0));
          const cell = cellOf(technique, tactic.shortname, subs);
          return { ...cell, subtechniques: subs.filter(isKept) };
        })
        .filter(isKept)
        .sort(order(Number.NEGATIVE_INFINITY));
      const annotated = members.filter(({ id }) =>
        annotations.has(`${tactic.shortname}/${id}`),
      ).length;
      return { tactic, cells, techniques: members.length, annotated };
    });
  return {
    columns,
    legend,
    unplaced,
    hidden: findHidden(placed, { columns, platforms: properties.platforms, choice }),
    annotated: new Set(placed.map(({ annotation }) => annotation.techniqueId)).size,
    techniques: release.techniques.size,
  };
}

/** Which placed annotations no cell shows: each is counted once, by the first reason that holds. */
function findHidden(
  placed: PlacedLayer["placed"],
  {
    columns,
    platforms,
    choice,
  }: {
    readonly columns: readonly MatrixColumn[];
    readonly platforms: readonly string[];
    readonly choice: MatrixChoice;
  },
): LayerMatrix["hidden"] {
  const shown = new Set(
    columns.flatMap(({ cells }) =>
      cells.flatMap((cell) =>
        [cell, ...cell.subtechniques].map(({ tactic, technique }) => `${tactic}/${technique.id}`),
      ),
    ),
  );
  let [elsewhere, underHidden, disabled] = [0, 0, 0];
  for (const { annotation, tactics } of placed) {
    const { techniqueId: id } = annotation;
    if (tactics.some((tactic) => shown.has(`${tactic}/${id}`))) continue;
    if (tactics.every((tactic) => choice.hiddenTactics.includes(tactic))) underHidden += 1;
    else if (choice.hideDisabled && !annotation.enabled) disabled += 1;
    else elsewhere += 1;
  }
  const named = platforms.slice(0, 5).join(", ") + (platforms.length > 5 ? ", …" : "");
  const reasons: readonly (readonly [number, string])[] = [
    [elsewhere, `the layer's filter leaves other platforms than ${named} out`],
    [underHidden, "their tactics are hidden"],
    [disabled, "what is disabled is hidden"],
  ];
  return {
    annotations: elsewhere + underHidden + disabled,
    why: reasons.flatMap(([count, why]) =>
      count === 0
        ? []
        : [`${count} ${count === 1 ? "annotation is" : "annotations are"} not shown: ${why}.`],
    ),
  };
}

/**
 * By name up and down, by score up and down; equals go by name and ID.
 *
 * `unscored` is what counts where there is no score: in the Navigator less than any score for a
 * technique, 0 for a sub-technique.
 */
function orderOf(
  sorting: LayerContent["properties"]["sorting"],
  unscored: number,
): (a: MatrixCell, b: MatrixCell) => number {
  const byName = (a: MatrixCell, b: MatrixCell) =>
    compareTexts(a.technique.name.toLowerCase(), b.technique.name.toLowerCase()) ||
    compareTexts(a.technique.id, b.technique.id);
  const byScore = (a: MatrixCell, b: MatrixCell) => {
    const [one, other] = [a.score ?? unscored, b.score ?? unscored];
    return one < other ? -1 : one > other ? 1 : 0;
  };
  switch (sorting) {
    case 0:
      return byName;
    case 1:
      return (a, b) => byName(b, a);
    case 2:
      return (a, b) => byScore(a, b) || byName(a, b);
    case 3:
      return (a, b) => byScore(b, a) || byName(a, b);
  }
}

/** By code unit, so that every machine gives the same order. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A colour without its opacity, by which legend and annotations are matched. */
function opaque(text: string): string | null {
  const colour = parseColour(text);
  return colour === null ? null : colourOn({ ...colour, opacity: 1 }, "#ffffff");
}

function hexOf(colour: NonNullable<ReturnType<typeof parseColour>>): string {
  const solid = colourOn({ ...colour, opacity: 1 }, "#ffffff");
  if (colour.opacity >= 1) return solid;
  return `${solid}${Math.round(colour.opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

/** A score as a cell prints it: two decimals at most, and never more than seven signs. */
export function printScore(score: number): string {
  const size = Math.abs(score);
  if (size >= 1e6 || (size > 0 && size < 0.005)) return score.toExponential(1).replace("e+", "e");
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : 2;
  return String(Number(score.toFixed(decimals)));
}

/** How bad what a shape stands for is; the smaller, the worse. */
const badness: Partial<Readonly<Record<GlyphName, number>>> = {
  failed: 0,
  none: 1,
  telemetry: 2,
  available: 3,
  partial: 4,
  detected: 5,
  several: 6,
  validated: 7,
  critical: 0,
  high: 1,
  medium: 2,
  low: 3,
};

/**
 * The worst of some cells that have a colour: by the product's own scales where they are marked
 * with them, else by score. A low score is worse where scores say quality or percent; a high one
 * where they count, say presence, or nothing is known of them.
 */
function worstOf(
  cells: readonly MatrixCell[],
  meaning: LayerContent["scoreMeaning"],
): MatrixCell | undefined {
  const direction = meaning === "quality" || meaning === "percent" ? 1 : -1;
  const rank = ({ mark, score }: MatrixCell): number => {
    const glyph = mark?.glyph ?? null;
    const level = glyph === null ? undefined : badness[glyph];
    return level ?? 100 + direction * Math.max(-90, Math.min(90, (score ?? 0) / 1e3));
  };
  return cells
    .filter(({ colour }) => colour !== null)
    .reduce<MatrixCell | undefined>(
      (worst, cell) => (worst === undefined || rank(cell) < rank(worst) ? cell : worst),
      undefined,
    );
}

/** Light enough to be told from a technique that is annotated itself. */
const tint = 0.22;

/**
 * What a cell is filled with on a paper: its colour, or, where only its sub-techniques are
 * annotated, a tint of the worst of them. Null where there is nothing to show.
 */
export function findFill(
  cell: MatrixCell,
  meaning: LayerContent["scoreMeaning"],
  paper: string,
): string | null {
  const colour = cell.colour === null ? null : parseColour(cell.colour);
  if (colour !== null) return colourOn(colour, paper);
  if (cell.annotation !== null) return null;
  const worst = worstOf(cell.subtechniques, meaning)?.colour ?? null;
  const to = worst === null ? null : parseColour(worst);
  return to === null ? null : colourOn({ ...to, opacity: to.opacity * tint }, paper);
}

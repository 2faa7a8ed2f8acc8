import type { LevelCounts } from "../../shared/model/coverage.ts";
import { actorUseFill, type Fill, isCovered, levels, levelWords, noLevels } from "../ui/levels.ts";
import {
  type LegendEntry,
  type MatrixMode,
  type PaintedTechnique,
  paintTechniques,
} from "./cell-paint.ts";
import type { MatrixTactic, MatrixTechnique, MatrixView } from "./matrix-view.ts";

/** Which techniques have a cell: those of the chosen actors, or all. */
export type MatrixScope = "chosen" | "all";

/** How sub-techniques appear at first: in their parent's strip, the used ones, or all. */
export type SubtechniqueDisplay = "strips" | "used" | "all";

/** Order within a tactic: by name as ATT&CK does, or gaps before covered techniques. */
export type MatrixOrder = "attack" | "gaps";

/** What decides which cells there are. */
export interface MatrixFilter {
  readonly mode: MatrixMode;
  readonly scope: MatrixScope;
  readonly order: MatrixOrder;
  readonly subtechniques: SubtechniqueDisplay;
  /** Parents that stand the other way round than `subtechniques` says. */
  readonly toggled: ReadonlySet<string>;
  /** Platforms to show; empty: every platform. */
  readonly platforms: readonly string[];
  /** Fills to show, among the techniques that the legend counts; empty: everything. */
  readonly only: ReadonlySet<Fill>;
  /** Words to find; empty: nothing is marked. */
  readonly find: string;
}

/** A cell: a technique under one of its tactics. */
export interface MatrixCellModel {
  /** Unique: the tactic's shortname and the ID. */
  readonly key: string;
  readonly painted: PaintedTechnique;
  /** Found by the search; null while nothing is searched. */
  readonly found: boolean | null;
}

/** A technique with the sub-techniques that are shown under it. */
export interface MatrixGroup {
  readonly cell: MatrixCellModel;
  readonly subtechniques: readonly MatrixCellModel[];
  /** Whether there are sub-techniques to show or hide. */
  readonly expandable: boolean;
  readonly expanded: boolean;
}

/** How the techniques of a tactic stand. */
export interface TacticFigures {
  readonly covered: number;
  readonly total: number;
  readonly levels: LevelCounts;
  /** The tactic's techniques all stand before compromise, outside the headline. */
  readonly beforeCompromise: boolean;
}

/** A column: a tactic, its figures, its cells. */
export interface MatrixColumnModel {
  readonly tactic: MatrixTactic;
  readonly figures: TacticFigures;
  readonly groups: readonly MatrixGroup[];
  readonly cells: number;
}

/** The columns with what the legend says of them. */
export interface MatrixLayoutModel {
  readonly columns: readonly MatrixColumnModel[];
  readonly legend: readonly LegendEntry[];
  /** Distinct techniques behind the legend's counts: those of the denominator. */
  readonly counted: number;
  readonly covered: number;
  readonly beforeCompromise: { readonly covered: number; readonly total: number };
  /** Of the counted ones, those whose level rests on an assumed state. */
  readonly assumed: number;
  /** Distinct techniques that the search found. */
  readonly found: number;
}

/** The parts of a view that change only with it and the mode. */
export interface PreparedMatrix {
  readonly view: MatrixView;
  readonly mode: MatrixMode;
  readonly painted: ReadonlyMap<string, PaintedTechnique>;
  /** Sub-techniques by parent. */
  readonly subtechniques: ReadonlyMap<string, readonly MatrixTechnique[]>;
  /** Techniques without parent by tactic, in ATT&CK's order. */
  readonly byTactic: ReadonlyMap<string, readonly MatrixTechnique[]>;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Paints and sorts a view once for a mode; the platform filter comes first. */
export function prepareMatrix(
  view: MatrixView,
  mode: MatrixMode,
  platforms: readonly string[],
): PreparedMatrix {
  const wanted = new Set(platforms);
  const techniques =
    wanted.size === 0
      ? view.techniques
      : view.techniques.filter((technique) =>
          technique.platforms.some((platform) => wanted.has(platform)),
        );
  const subtechniques = new Map<string, MatrixTechnique[]>();
  const byTactic = new Map<string, MatrixTechnique[]>();
  const present = new Set(techniques.map((technique) => technique.id));
  for (const technique of techniques) {
    // A sub-technique whose parent is not there stands by itself.
    if (technique.parentId !== null && present.has(technique.parentId)) {
      append(subtechniques, technique.parentId, technique);
    } else {
      for (const tactic of technique.tactics) append(byTactic, tactic, technique);
    }
  }
  const painted = paintTechniques(techniques, subtechniques, mode, view.actors);
  return { view, mode, painted, subtechniques, byTactic };
}

/** Loudest first: what is not covered before what is. */
const gapOrder = new Map(
  ["failed", "none", "telemetry", "available", "partial", "detected", "several", "validated"].map(
    (level, index) => [level, index],
  ),
);

function gapRank({ technique, strip }: PaintedTechnique): number {
  const { answer } = technique;
  const own = answer === null || answer.notApplicable ? [] : [`cov-${answer.level}`];
  const fills = [...own, ...strip.map((segment) => segment.fill ?? "")];
  const ranks = fills.map((fill) => gapOrder.get(fill.replace("cov-", "")) ?? 8);
  return ranks.length === 0 ? 9 : Math.min(...ranks);
}

/** Whether every word is in the ID, the name or the parent's name. */
function isFound(technique: MatrixTechnique, words: readonly string[]): boolean {
  const text = `${technique.id} ${technique.name} ${technique.parentName ?? ""}`.toLocaleLowerCase(
    "en",
  );
  return words.every((word) => text.includes(word));
}

/** Splits what is searched into words, in lower case. */
export function findWords(find: string): readonly string[] {
  return find.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
}

/** A technique that stays for its sub-techniques alone while a fill is filtered. */
function withoutFill(painted: PaintedTechnique): PaintedTechnique {
  return { ...painted, paint: { ...painted.paint, fill: null, value: "", glyph: null } };
}

function figuresOf(tactic: string, techniques: Iterable<MatrixTechnique>): TacticFigures {
  const headline = { covered: 0, total: 0, levels: noLevels() };
  const before = { covered: 0, total: 0, levels: noLevels() };
  for (const { tactics, answer } of techniques) {
    if (answer === null || answer.notApplicable || !tactics.includes(tactic)) continue;
    const figures = answer.inDenominator ? headline : before;
    figures.total += 1;
    figures.levels[answer.level] += 1;
    if (isCovered(answer.level)) figures.covered += 1;
  }
  return headline.total === 0 && before.total > 0
    ? { ...before, beforeCompromise: true }
    : { ...headline, beforeCompromise: false };
}

/** The columns of the matrix under a filter: tactics in order, each with its groups of cells. */
export function layOutMatrix(prepared: PreparedMatrix, filter: MatrixFilter): MatrixLayoutModel {
  const { painted, subtechniques, byTactic, view } = prepared;
  const words = findWords(filter.find);
  const searching = words.length > 0;
  const filtering = filter.only.size > 0;
  // What the legend counts is what a click on it leaves.
  const passes = ({ technique, paint }: PaintedTechnique): boolean =>
    !filtering ||
    (technique.answer?.inDenominator === true &&
      paint.fill !== null &&
      filter.only.has(paint.fill));
  const hits = (technique: MatrixTechnique): boolean => searching && isFound(technique, words);
  const found = new Set<string>();

  const cellOf = (each: PaintedTechnique, tactic: string): MatrixCellModel => {
    const hit = hits(each.technique);
    if (hit) found.add(each.technique.id);
    return {
      key: `${tactic}/${each.technique.id}`,
      painted: each,
      found: searching ? hit : null,
    };
  };

  const groupOf = (technique: MatrixTechnique, tactic: string): MatrixGroup | null => {
    const own = painted.get(technique.id);
    if (own === undefined) return null;
    const subs = (subtechniques.get(technique.id) ?? [])
      .filter((sub) => sub.tactics.includes(tactic))
      .map((sub) => painted.get(sub.id))
      .filter((sub) => sub !== undefined);
    const used = subs.filter((sub) => sub.technique.answer !== null);
    if (filter.scope === "chosen" && technique.answer === null && used.length === 0) return null;

    const offered = filter.subtechniques === "all" || used.length === 0 ? subs : used;
    const passing = offered.filter(passes);
    if (filtering && !passes(own) && passing.length === 0) return null;

    // What is filtered or searched for is not hidden in a strip.
    const openAtFirst =
      filter.subtechniques === "all" ||
      (filter.subtechniques === "used" && used.length > 0) ||
      (filtering && passing.length > 0) ||
      passing.some((sub) => hits(sub.technique));
    const expanded = openAtFirst !== filter.toggled.has(technique.id);
    return {
      cell: cellOf(passes(own) ? own : withoutFill(own), tactic),
      subtechniques: expanded ? passing.map((sub) => cellOf(sub, tactic)) : [],
      expandable: passing.length > 0,
      expanded: expanded && passing.length > 0,
    };
  };

  const all = [...painted.values()].map((each) => each.technique);
  const columns = view.tactics.map((tactic): MatrixColumnModel => {
    const groups = (byTactic.get(tactic.shortname) ?? [])
      .map((technique) => groupOf(technique, tactic.shortname))
      .filter((group) => group !== null);
    if (filter.order === "gaps") {
      // Stable: within a rank ATT&CK's order stays.
      groups.sort((a, b) => gapRank(a.cell.painted) - gapRank(b.cell.painted));
    }
    return {
      tactic,
      figures: figuresOf(tactic.shortname, all),
      groups,
      cells: groups.reduce((sum, group) => sum + 1 + group.subtechniques.length, 0),
    };
  });

  const counted = all.filter(({ answer }) => answer?.inDenominator === true);
  const before = all.filter(
    ({ answer }) => answer?.beforeCompromise === true && !answer.inDenominator,
  );
  const coveredOf = (techniques: readonly MatrixTechnique[]): number =>
    techniques.filter(({ answer }) => answer !== null && isCovered(answer.level)).length;
  return {
    columns,
    legend: legendOf(prepared, counted),
    counted: counted.length,
    covered: coveredOf(counted),
    beforeCompromise: { covered: coveredOf(before), total: before.length },
    assumed: counted.filter(({ answer }) => answer?.assumed === true).length,
    found: found.size,
  };
}

function legendOf(
  { mode, painted, view }: PreparedMatrix,
  counted: readonly MatrixTechnique[],
): readonly LegendEntry[] {
  const counts = new Map<Fill, number>();
  for (const { id } of counted) {
    const fill = painted.get(id)?.paint.fill;
    if (fill !== undefined && fill !== null) counts.set(fill, (counts.get(fill) ?? 0) + 1);
  }
  switch (mode) {
    case "level":
      return [...levels]
        .reverse()
        .sort((a, b) => (gapOrder.get(a) ?? 0) - (gapOrder.get(b) ?? 0))
        .sort((a, b) => Number(a === "failed") - Number(b === "failed"))
        .map((level) => {
          const fill: Fill = `cov-${level}`;
          return { fill, word: levelWords[level], count: counts.get(fill) ?? 0 };
        });
    case "actors": {
      const entries = new Map<Fill, LegendEntry>();
      for (let count = 1; count <= view.actors; count += 1) {
        const fill = actorUseFill(count, view.actors);
        if (fill === null || entries.has(fill)) continue;
        const open = view.actors > count && actorUseFill(count + 1, view.actors) === fill;
        const word = open
          ? `${String(count)} or more actors`
          : `${String(count)} actor${count === 1 ? "" : "s"}`;
        entries.set(fill, { fill, word, count: counts.get(fill) ?? 0 });
      }
      return [...entries.values()];
    }
  }
}

/** Room between columns and around them, in px. */
export const columnGap = 3;
export const matrixPadding = 12;

const least = 93;
const comfortable = 132;
const most = 220;

/**
 * How wide a column is in a given room, in px: so that all of them fit if each has 93 px, otherwise
 * so that a whole number of comfortable ones does and none is cut at the edge.
 */
export function columnWidth(room: number, columns: number): number {
  const inner = room - 2 * matrixPadding;
  const share = Math.floor((inner - (columns - 1) * columnGap) / columns);
  if (share >= least) return Math.min(most, share);
  // Without padding at the right: the next column begins where the view ends.
  const open = room - matrixPadding;
  const fitting = Math.max(1, Math.floor(open / (comfortable + columnGap)));
  return Math.max(least, Math.floor(open / fitting) - columnGap);
}

/** Width of a collapsed tactic. */
const collapsedWidth = 40;

/** How wide the whole matrix is, in px; with `beside` a column with sub-techniques is twofold. */
export function matrixWidth(
  columns: readonly MatrixColumnModel[],
  width: number,
  collapsed: ReadonlySet<string>,
  beside: boolean,
): number {
  const widths = columns.map(({ tactic, groups }) => {
    if (collapsed.has(tactic.shortname)) return collapsedWidth;
    return beside && groups.some((group) => group.expanded) ? 2 * width + columnGap : width;
  });
  const gaps = Math.max(0, columns.length - 1) * columnGap;
  return widths.reduce((sum, each) => sum + each, 0) + gaps + 2 * matrixPadding;
}

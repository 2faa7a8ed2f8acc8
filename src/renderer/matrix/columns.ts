import type { LevelCounts } from "../../shared/model/coverage.ts";
import { isCovered, noLevels } from "../ui/levels.ts";
import type { MatrixOrder, SubtechniqueDisplay } from "./matrix-display.ts";
import type { MatrixTactic, MatrixTechnique, MatrixView } from "./matrix-view.ts";
import {
  blankPaint,
  type MatrixPainter,
  paintCell,
  type PaintedTechnique,
  type PainterLegendEntry,
} from "./painter.ts";
import { worstFirst } from "./painters/level-painter.ts";

/** Which techniques have a cell: the chosen actors', those the mode speaks of, or all. */
export type MatrixScope = "chosen" | "annotated" | "all";

/** What decides which cells there are. */
export interface MatrixFilter {
  readonly scope: MatrixScope;
  readonly order: MatrixOrder;
  readonly subtechniques: SubtechniqueDisplay;
  /** Parents that stand the other way round than `subtechniques` says. */
  readonly toggled: ReadonlySet<string>;
  /** Keys of the legend to show, among what it counts; empty: everything. */
  readonly only: ReadonlySet<string>;
  /** Words to find; empty: nothing is marked. */
  readonly find: string;
  readonly hideDisabled: boolean;
  /** Short names of tactics that have no column. */
  readonly hiddenTactics: readonly string[];
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

/** One row of the legend: what a paint means and how many techniques have it. */
export interface LegendEntry extends PainterLegendEntry {
  readonly count: number;
}

/** The columns with what the legend says of them. */
export interface MatrixLayoutModel {
  readonly columns: readonly MatrixColumnModel[];
  readonly legend: readonly LegendEntry[];
  /** Distinct techniques that the legend counts. */
  readonly legendTotal: number;
  /** Distinct techniques of the denominator. */
  readonly counted: number;
  readonly covered: number;
  readonly beforeCompromise: { readonly covered: number; readonly total: number };
  /** Of the counted ones, those whose level rests on an assumed state. */
  readonly assumed: number;
  /** Distinct techniques that the search found. */
  readonly found: number;
}

/** What follows from a view and the platforms alone. */
interface Arrangement {
  /** Techniques that the platform filter leaves. */
  readonly techniques: readonly MatrixTechnique[];
  /** Sub-techniques by parent. */
  readonly subtechniques: ReadonlyMap<string, readonly MatrixTechnique[]>;
  /** Sub-techniques by their parent's cell key: those under its tactic. */
  readonly under: ReadonlyMap<string, readonly MatrixTechnique[]>;
  /** Techniques without parent by tactic, in ATT&CK's order. */
  readonly byTactic: ReadonlyMap<string, readonly MatrixTechnique[]>;
  readonly figures: ReadonlyMap<string, TacticFigures>;
}

/** A view that a painter has painted. */
export interface PreparedMatrix extends Arrangement {
  readonly view: MatrixView;
  readonly painter: MatrixPainter;
  /** By cell key. */
  readonly painted: ReadonlyMap<string, PaintedTechnique>;
}

/** The key of a technique's cell under a tactic. */
export function cellKey(tactic: string, id: string): string {
  return `${tactic}/${id}`;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function arrange(view: MatrixView, platforms: readonly string[]): Arrangement {
  const wanted = new Set(platforms);
  const techniques =
    wanted.size === 0
      ? view.techniques
      : view.techniques.filter((technique) =>
          technique.platforms.some((platform) => wanted.has(platform)),
        );
  const subtechniques = new Map<string, MatrixTechnique[]>();
  const under = new Map<string, MatrixTechnique[]>();
  const byTactic = new Map<string, MatrixTechnique[]>();
  const present = new Set(techniques.map((technique) => technique.id));
  for (const technique of techniques) {
    const { parentId, tactics } = technique;
    // A sub-technique whose parent is not there stands by itself.
    if (parentId !== null && present.has(parentId)) {
      append(subtechniques, parentId, technique);
      for (const tactic of tactics) append(under, cellKey(tactic, parentId), technique);
    } else {
      for (const tactic of tactics) append(byTactic, tactic, technique);
    }
  }
  return { techniques, subtechniques, under, byTactic, figures: countByTactic(view, techniques) };
}

/** The last arrangement of a view: another mode needs no new one. */
const arranged = new WeakMap<
  MatrixView,
  { readonly platforms: string; readonly is: Arrangement }
>();

/** Paints a view once; the platform filter (empty: every platform) comes first. */
export function prepareMatrix(
  view: MatrixView,
  painter: MatrixPainter,
  platforms: readonly string[],
): PreparedMatrix {
  const wanted = JSON.stringify(platforms);
  const before = arranged.get(view);
  const is = before?.platforms === wanted ? before.is : arrange(view, platforms);
  arranged.set(view, { platforms: wanted, is });
  const painted = new Map<string, PaintedTechnique>();
  for (const technique of is.techniques) {
    for (const tactic of technique.tactics) {
      const key = cellKey(tactic, technique.id);
      painted.set(key, paintCell(painter, technique, tactic, is.under.get(key) ?? []));
    }
  }
  return { ...is, view, painter, painted };
}

/** How loud a gap is: of a technique and its used sub-techniques the worst. */
function gapRank(technique: MatrixTechnique, subs: readonly MatrixTechnique[]): number {
  const ranks = [technique, ...subs].flatMap(({ answer }) =>
    answer === null || answer.notApplicable ? [] : [worstFirst.indexOf(answer.level)],
  );
  return ranks.length === 0 ? worstFirst.length : Math.min(...ranks);
}

const byText = new Intl.Collator("en", { numeric: true });

/** Compares by a number, rising or falling; what has none stands last either way. */
function byNumber<Value>(
  numberOf: (value: Value) => number | null,
  sign: 1 | -1,
): (a: Value, b: Value) => number {
  return (a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * (x - y);
  };
}

/** Compares techniques under a tactic in an order; undefined: as the view has them. */
function comparison(
  order: MatrixOrder,
  scoreOf: (technique: MatrixTechnique) => number | null,
  rankOf: (technique: MatrixTechnique) => number,
): ((a: MatrixTechnique, b: MatrixTechnique) => number) | undefined {
  switch (order) {
    case "attack":
      return undefined;
    case "gaps":
      return byNumber(rankOf, 1);
    case "name":
      return (a, b) => byText.compare(a.name, b.name);
    case "name-descending":
      return (a, b) => byText.compare(b.name, a.name);
    case "id":
      return (a, b) => byText.compare(a.id, b.id);
    case "id-descending":
      return (a, b) => byText.compare(b.id, a.id);
    case "score":
      return byNumber(scoreOf, 1);
    case "score-descending":
      return byNumber(scoreOf, -1);
  }
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

/** A technique that stays for its sub-techniques alone while the legend filters. */
function withoutFill(painted: PaintedTechnique): PaintedTechnique {
  const { part, disabled, words, title } = painted.paint;
  return { ...painted, paint: { ...blankPaint, part, disabled, words, title } };
}

/** How the techniques of each tactic stand. */
function countByTactic(
  { tactics }: MatrixView,
  techniques: readonly MatrixTechnique[],
): ReadonlyMap<string, TacticFigures> {
  const nothing = () => ({ covered: 0, total: 0, levels: noLevels() });
  const counts = new Map(
    tactics.map(({ shortname }) => [shortname, { headline: nothing(), before: nothing() }]),
  );
  for (const { tactics: under, answer } of techniques) {
    if (answer === null || answer.notApplicable) continue;
    for (const tactic of under) {
      const count = counts.get(tactic);
      if (count === undefined) continue;
      const figures = answer.inDenominator ? count.headline : count.before;
      figures.total += 1;
      figures.levels[answer.level] += 1;
      if (isCovered(answer.level)) figures.covered += 1;
    }
  }
  return new Map(
    Array.from(counts, ([tactic, { headline, before }]) => {
      const isBefore = headline.total === 0 && before.total > 0;
      return [tactic, { ...(isBefore ? before : headline), beforeCompromise: isBefore }];
    }),
  );
}

const noFigures: TacticFigures = {
  covered: 0,
  total: 0,
  levels: noLevels(),
  beforeCompromise: false,
};

const noTechniques: readonly MatrixTechnique[] = [];

/** The columns of the matrix under a filter: tactics in order, each with its groups of cells. */
export function layOutMatrix(prepared: PreparedMatrix, filter: MatrixFilter): MatrixLayoutModel {
  const { painted, painter, techniques, under, byTactic, figures, view } = prepared;
  const words = findWords(filter.find);
  const searching = words.length > 0;
  const filtering = filter.only.size > 0;
  const found = new Set<string>();
  for (const technique of searching ? techniques : []) {
    if (isFound(technique, words)) found.add(technique.id);
  }
  const shown = new Set<string>();
  const hidden = new Set(filter.hiddenTactics);

  const cellOf = (each: PaintedTechnique, tactic: string): MatrixCellModel => {
    const { id } = each.technique;
    if (found.has(id)) shown.add(id);
    return { key: cellKey(tactic, id), painted: each, found: searching ? found.has(id) : null };
  };

  const groupsOf = (tactic: string): MatrixGroup[] => {
    // What the legend counts is what a click on it leaves.
    const passes = ({ technique, paint }: PaintedTechnique): boolean =>
      !filtering ||
      (paint.key !== null && filter.only.has(paint.key) && painter.isCounted(technique, tactic));
    const isLeft = (technique: MatrixTechnique): boolean =>
      !filter.hideDisabled || !painter.isDisabled(technique, tactic);
    const isInScope = (technique: MatrixTechnique): boolean =>
      filter.scope === "chosen"
        ? technique.answer !== null
        : filter.scope === "all" || painter.isAnnotated(technique, tactic);
    const subsOf = (technique: MatrixTechnique): readonly MatrixTechnique[] =>
      under.get(cellKey(tactic, technique.id)) ?? noTechniques;
    const compare = comparison(
      filter.order,
      (technique) => {
        const own = painter.score(technique, tactic);
        if (own !== null) return own;
        // A technique without a score stands where its highest sub-technique does.
        const scores = subsOf(technique).flatMap((sub) => painter.score(sub, tactic) ?? []);
        return scores.length === 0 ? null : Math.max(...scores);
      },
      (technique) => gapRank(technique, subsOf(technique)),
    );
    // Stable: among equals ATT&CK's order stays.
    const sorted = (list: readonly MatrixTechnique[]): readonly MatrixTechnique[] =>
      compare === undefined ? list : [...list].sort(compare);

    const groupOf = (technique: MatrixTechnique): MatrixGroup | null => {
      const own = painted.get(cellKey(tactic, technique.id));
      if (own === undefined) return null;
      const subs = subsOf(technique).filter(isLeft);
      const used = subs.filter(
        (sub) => painter.isAnnotated(sub, tactic) || (filter.scope === "chosen" && isInScope(sub)),
      );
      if (!isInScope(technique) && !subs.some(isInScope)) return null;
      if (!isLeft(technique) && used.length === 0) return null;

      const offered = filter.subtechniques === "all" || used.length === 0 ? subs : used;
      const passing = sorted(offered)
        .map((sub) => painted.get(cellKey(tactic, sub.id)))
        .filter((sub) => sub !== undefined)
        .filter(passes);
      if (filtering && !passes(own) && passing.length === 0) return null;

      // What is filtered or searched for is not hidden in a strip.
      const openAtFirst =
        filter.subtechniques === "all" ||
        (filter.subtechniques === "annotated" && used.length > 0) ||
        (filtering && passing.length > 0) ||
        passing.some((sub) => found.has(sub.technique.id));
      const expanded = openAtFirst !== filter.toggled.has(technique.id);
      return {
        cell: cellOf(passes(own) ? own : withoutFill(own), tactic),
        subtechniques: expanded ? passing.map((sub) => cellOf(sub, tactic)) : [],
        expandable: passing.length > 0,
        expanded: expanded && passing.length > 0,
      };
    };
    return sorted(byTactic.get(tactic) ?? [])
      .map(groupOf)
      .filter((group) => group !== null);
  };

  const columns = view.tactics
    .filter(({ shortname }) => !hidden.has(shortname))
    .map((tactic): MatrixColumnModel => {
      const groups = groupsOf(tactic.shortname);
      return {
        tactic,
        figures: figures.get(tactic.shortname) ?? noFigures,
        groups,
        cells: groups.reduce((sum, group) => sum + 1 + group.subtechniques.length, 0),
      };
    });

  const counted = techniques.filter(({ answer }) => answer?.inDenominator === true);
  const before = techniques.filter(
    ({ answer }) => answer?.beforeCompromise === true && !answer.inDenominator,
  );
  const coveredOf = (some: readonly MatrixTechnique[]): number =>
    some.filter(({ answer }) => answer !== null && isCovered(answer.level)).length;
  return {
    columns,
    ...legendOf(prepared),
    counted: counted.length,
    covered: coveredOf(counted),
    beforeCompromise: { covered: coveredOf(before), total: before.length },
    assumed: counted.filter(({ answer }) => answer?.assumed === true).length,
    found: shown.size,
  };
}

/** The painter's legend with the number of distinct techniques behind each entry. */
function legendOf({
  painter,
  painted,
  techniques,
}: PreparedMatrix): Pick<MatrixLayoutModel, "legend" | "legendTotal"> {
  const ids = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const technique of techniques) {
    for (const tactic of technique.tactics) {
      if (!painter.isCounted(technique, tactic)) continue;
      all.add(technique.id);
      const key = painted.get(cellKey(tactic, technique.id))?.paint.key ?? null;
      if (key === null) continue;
      const held = ids.get(key);
      if (held === undefined) ids.set(key, new Set([technique.id]));
      else held.add(technique.id);
    }
  }
  return {
    legend: painter.legend.map((entry) => ({ ...entry, count: ids.get(entry.key)?.size ?? 0 })),
    legendTotal: all.size,
  };
}

/** Room between columns and around them, in px. */
export const columnGap = 3;
export const matrixPadding = 12;

/** Widths of a column, in px: what cells need, what is easy to read, and enough. */
const least = 93;
const comfortable = 132;
const most = 220;
/** What the header needs where cells are squares. */
export const leastOfSquares = 62;

/**
 * How wide a column is in a given room, in px: so that all of them fit if each has `enough`,
 * otherwise so that a whole number of comfortable ones does and none is cut at the edge.
 */
export function columnWidth(room: number, columns: number, enough: number = least): number {
  const inner = room - 2 * matrixPadding;
  const share = Math.floor((inner - (columns - 1) * columnGap) / columns);
  if (share >= enough) return Math.min(most, share);
  // Without padding at the right: the next column begins where the view ends.
  const open = room - matrixPadding;
  const fitting = Math.max(1, Math.floor(open / (comfortable + columnGap)));
  return Math.max(least, Math.floor(open / fitting) - columnGap);
}

import { formatNoun } from "../ui/figures.ts";
import type { GlyphName } from "../ui/Glyph.tsx";
import { actorUseFill, type Fill, isCovered, levelWords } from "../ui/levels.ts";
import type { MatrixAnswer, MatrixTechnique } from "./matrix-view.ts";

/** What the cells say: coverage level, or how many of the chosen actors use it. */
export type MatrixMode = "level" | "actors";

/** How one cell is drawn. */
export interface CellPaint {
  /** Colours; null: no fill. */
  readonly fill: Fill | null;
  /** Printed on row 1, at the right. */
  readonly value: string;
  readonly glyph: GlyphName | null;
  /** Stands in its own right, holds sub-techniques in scope only, or is out of scope. */
  readonly part: "own" | "parent" | "out";
  /** The end of the accessible name and of the tooltip: "none, 3 of 3 actors". */
  readonly words: string;
  readonly title: string;
}

/** One segment of a strip: a sub-technique in scope. */
export interface StripSegment {
  readonly id: string;
  readonly fill: Fill | null;
}

/** Paint and strip of a technique in one mode; the same objects as long as nothing changed. */
export interface PaintedTechnique {
  readonly technique: MatrixTechnique;
  readonly paint: CellPaint;
  readonly strip: readonly StripSegment[];
}

function outPaint(words: string, title: string): CellPaint {
  return { fill: null, value: "", glyph: null, part: "out", words, title };
}

const ownPaint: Readonly<Record<MatrixMode, (answer: MatrixAnswer, actors: number) => CellPaint>> =
  {
    level: (answer, actors) => {
      const word = levelWords[answer.level];
      const use = `${String(answer.actors.length)} of ${formatNoun(actors, "actor")}`;
      const apart = !answer.inDenominator && answer.beforeCompromise ? ", before compromise" : "";
      return {
        fill: `cov-${answer.level}`,
        value: String(answer.rules),
        glyph: answer.level,
        part: "own",
        words: `${word.toLowerCase()}, ${use}${apart}`,
        title: `${word}, ${formatNoun(answer.rules, "rule")}${answer.assumed ? ", state assumed" : ""}, used by ${use}${apart}`,
      };
    },
    actors: (answer, actors) => {
      const count = answer.actors.length;
      const use = `${String(count)} of ${formatNoun(actors, "actor")}`;
      const fill = actorUseFill(count, actors);
      const words = `used by ${use}`;
      return {
        fill,
        value: String(count),
        glyph: null,
        part: "own",
        words,
        title: `Used by ${use}`,
      };
    },
  };

function paintOne({ answer }: MatrixTechnique, mode: MatrixMode, actors: number): CellPaint {
  if (answer === null) return outPaint("not used by a chosen actor", "Not used by a chosen actor");
  if (answer.notApplicable) return outPaint("set not applicable", "Set not applicable");
  return ownPaint[mode](answer, actors);
}

/** A parent that is in scope only through its sub-techniques. */
const parentPaint: Readonly<
  Record<MatrixMode, (used: readonly MatrixTechnique[], actors: number) => CellPaint>
> = {
  level: (used) => {
    const covered = used.filter(({ answer }) => answer !== null && isCovered(answer.level)).length;
    const words = `${String(covered)} of ${formatNoun(used.length, "used sub-technique")} covered`;
    return {
      fill: null,
      value: `${String(covered)}/${String(used.length)}`,
      glyph: null,
      part: "parent",
      words,
      title: words,
    };
  },
  actors: (used, actors) => {
    const users = new Set(used.flatMap(({ answer }) => answer?.actors ?? []));
    const words = `${String(users.size)} of ${formatNoun(actors, "actor")} use its sub-techniques`;
    return {
      fill: null,
      value: String(users.size),
      glyph: null,
      part: "parent",
      words,
      title: words,
    };
  },
};

/**
 * Paints every technique once: by ID, with the strip of its used sub-techniques.
 * `shown` says which techniques the platform filter leaves.
 */
export function paintTechniques(
  techniques: readonly MatrixTechnique[],
  subtechniques: ReadonlyMap<string, readonly MatrixTechnique[]>,
  mode: MatrixMode,
  actors: number,
): ReadonlyMap<string, PaintedTechnique> {
  const painted = new Map<string, PaintedTechnique>();
  for (const technique of techniques) {
    const used = (subtechniques.get(technique.id) ?? []).filter(
      ({ answer }) => answer?.notApplicable === false,
    );
    const paint =
      technique.answer === null && used.length > 0
        ? parentPaint[mode](used, actors)
        : paintOne(technique, mode, actors);
    const strip = used.map((sub) => ({ id: sub.id, fill: paintOne(sub, mode, actors).fill }));
    painted.set(technique.id, { technique, paint, strip });
  }
  return painted;
}

/** One row of the legend: what a fill means and how many techniques have it. */
export interface LegendEntry {
  readonly fill: Fill;
  readonly word: string;
  readonly count: number;
}

import { formatCount, formatNoun } from "../../ui/figures.ts";
import type { Fill } from "../../ui/levels.ts";
import type { MatrixTechnique } from "../matrix-view.ts";
import {
  blankPaint,
  type CellPaint,
  type MatrixPainter,
  type PainterLegendEntry,
  type PatternName,
} from "../painter.ts";
import { outOfScope } from "./in-scope.ts";
import type { SeenTechniques } from "./seen.ts";

/** Numbers of groups that one colour stands for, both ends included. */
export interface PrevalenceBand {
  readonly fill: Fill;
  readonly least: number;
  readonly most: number;
}

const fills = ["use-1", "use-2", "use-3", "use-4", "use-5"] as const satisfies readonly Fill[];
const patterns: readonly (PatternName | null)[] = [null, "dots", "rising", "rows", "cross"];
const unused = "prevalence-none";

/**
 * Five bands that hold a fifth of the used techniques each, as far as ties let them.
 * `counts`: groups using each technique; those that nobody uses are left out.
 */
export function prevalenceBands(counts: readonly number[]): PrevalenceBand[] {
  const used = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const bands: PrevalenceBand[] = [];
  let below = 0;
  for (const [index, fill] of fills.entries()) {
    const most = used[Math.ceil(((index + 1) * used.length) / fills.length) - 1];
    if (most === undefined || most <= below) continue;
    bands.push({ fill, least: below + 1, most });
    below = most;
  }
  return bands;
}

function legendOf(bands: readonly PrevalenceBand[]): PainterLegendEntry[] {
  return [
    {
      key: unused,
      word: "No group",
      sample: { fill: null, colour: null, pattern: null, glyph: null },
    },
    ...bands.map(({ fill, least, most }) => ({
      key: fill,
      word:
        least === most
          ? formatNoun(most, "group")
          : `${formatCount(least)} to ${formatCount(most)} groups`,
      sample: { fill, colour: null, pattern: patternOf(fill), glyph: null },
    })),
  ];
}

function patternOf(fill: Fill): PatternName | null {
  return patterns[fills.findIndex((each) => each === fill)] ?? null;
}

/**
 * The mode "ATT&CK prevalence": how many of the domain's active groups use each technique.
 *
 * `groups`: how many there are. `everything`: the legend counts all techniques, not only those of
 * the headline's denominator.
 */
export function prevalencePainter(
  seen: SeenTechniques,
  groups: number,
  everything: boolean,
): MatrixPainter {
  const bands = prevalenceBands([...seen.values()].map(({ groupsUsing }) => groupsUsing));
  const usingOf = ({ id }: MatrixTechnique): number => seen.get(id)?.groupsUsing ?? 0;
  const bandOf = (count: number) => bands.find(({ most }) => count <= most);

  const paint = (technique: MatrixTechnique, used: readonly MatrixTechnique[]): CellPaint => {
    const { answer } = technique;
    const using = usingOf(technique);
    const words = `used by ${formatCount(using)} of ${formatNoun(groups, "group")}`;
    const fill = using === 0 ? null : (bandOf(using)?.fill ?? null);
    const own: CellPaint = {
      ...blankPaint,
      value: formatCount(using),
      words,
      title: `Used by ${formatCount(using)} of ${formatNoun(groups, "active group")}`,
      key: using === 0 ? unused : fill,
      pattern: fill === null ? null : patternOf(fill),
    };
    if (answer?.notApplicable === true && !everything) return outOfScope("set not applicable");
    if (answer !== null || everything) return { ...own, fill };
    if (used.length === 0) return { ...own, part: "out", pattern: null };
    // There through its sub-techniques alone: what is said is of them.
    const most = Math.max(...used.map(usingOf));
    const said = `its most used sub-technique is used by ${formatCount(most)} of ${formatNoun(groups, "group")}`;
    return {
      ...blankPaint,
      part: "parent",
      tint: bandOf(most)?.fill ?? null,
      value: formatCount(most),
      words: said,
      title: said.charAt(0).toUpperCase() + said.slice(1),
    };
  };

  return {
    mode: "prevalence",
    note: `Number: groups of ${formatCount(groups)} in ATT&CK`,
    paint: (technique, _tactic, used) => paint(technique, used),
    score: usingOf,
    isAnnotated: (technique) => technique.answer !== null || (everything && usingOf(technique) > 0),
    isDisabled: ({ answer }) => !everything && answer?.notApplicable === true,
    isCounted: ({ answer }) => everything || answer?.inDenominator === true,
    legend: legendOf(bands),
  };
}

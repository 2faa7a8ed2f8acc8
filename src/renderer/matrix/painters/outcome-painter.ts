import type { Outcome, TechniqueTests } from "../../../shared/model/emulation.ts";
import { outcomeWords } from "../../emulation/outcome-words.ts";
import { formatNoun } from "../../ui/figures.ts";
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

/** Outcomes that cells show, from the best to what waits for one. */
const shownOutcomes = [
  "blocked",
  "alerted",
  "logged",
  "missed",
  "not-assessed",
] as const satisfies readonly Outcome[];
type ShownOutcome = (typeof shownOutcomes)[number];

const patterns: Readonly<Record<ShownOutcome, PatternName | null>> = {
  blocked: "columns",
  alerted: null,
  logged: "dots",
  missed: "cross",
  "not-assessed": "checks",
};
const stale = "outcome-stale";
const untested = "outcome-untested";

/** The outcome that a technique shows: of its latest verdict, else that one is waited for. */
function shownOutcome(tests: TechniqueTests | undefined): ShownOutcome | null {
  if (tests === undefined) return null;
  const latest = shownOutcomes.find((outcome) => outcome === tests.latest);
  return latest ?? (tests.waiting > 0 ? "not-assessed" : null);
}

/** `2/3`: tests that hold, met and all; what holds no longer or decides nothing is said in a word. */
function valueOf({ met, unmet, prevented, stale: old, waiting }: TechniqueTests): string {
  if (met + unmet > 0) return `${String(met)}/${String(met + unmet)}`;
  if (old > 0) return "stale";
  return prevented > 0 ? "prev." : String(waiting);
}

function sayTests(tests: TechniqueTests, outcome: ShownOutcome): string {
  const { met, unmet, prevented, waiting } = tests;
  const held = met + unmet;
  return [
    outcomeWords[outcome],
    ...(held === 0 ? [] : [`${String(met)} of ${formatNoun(held, "test")} met`]),
    ...(prevented === 0 ? [] : [`${String(prevented)} prevented`]),
    ...(tests.stale === 0 ? [] : [`${String(tests.stale)} stale`]),
    ...(waiting === 0 || outcome === "not-assessed" ? [] : [`${String(waiting)} not assessed`]),
    ...(outcome === "not-assessed" ? [formatNoun(waiting, "test case")] : []),
  ].join(", ");
}

function ownPaint(tests: TechniqueTests, outcome: ShownOutcome): CellPaint {
  const title = sayTests(tests, outcome);
  // What was met too long ago holds no longer: it is drawn lightly.
  const isStale = tests.stale > 0 && tests.verdict === null;
  return {
    ...blankPaint,
    fill: isStale ? null : `out-${outcome}`,
    tint: isStale ? `out-${outcome}` : null,
    pattern: isStale ? null : patterns[outcome],
    value: valueOf(tests),
    glyph: outcome,
    words: title.charAt(0).toLowerCase() + title.slice(1),
    title,
    key: isStale ? stale : `out-${outcome}`,
  };
}

const untestedPaint: CellPaint = {
  ...blankPaint,
  words: "not tested",
  title: "Not tested",
  key: untested,
};

const legend: readonly PainterLegendEntry[] = [
  ...shownOutcomes.map((outcome) => ({
    key: `out-${outcome}`,
    word: outcomeWords[outcome],
    sample: {
      fill: `out-${outcome}` as const,
      colour: null,
      pattern: patterns[outcome],
      glyph: outcome,
    },
  })),
  {
    key: stale,
    word: "Stale",
    sample: { fill: null, colour: null, pattern: null, glyph: "alerted" },
  },
  {
    key: untested,
    word: "Not tested",
    sample: { fill: null, colour: null, pattern: null, glyph: null },
  },
];

/**
 * The mode "Emulation": what tests showed of each technique.
 *
 * `everything`: the legend counts all techniques, not only those of the headline's denominator.
 */
export function outcomePainter(seen: SeenTechniques, everything: boolean): MatrixPainter {
  const testsOf = ({ id }: MatrixTechnique) => seen.get(id)?.tests;

  const parentPaint = (used: readonly MatrixTechnique[]): CellPaint => {
    const tested = used.filter((sub) => shownOutcome(testsOf(sub)) !== null);
    const shown = tested.map((sub) => shownOutcome(testsOf(sub)));
    const worst = shownOutcomes
      .filter((outcome) => outcome !== "not-assessed")
      .findLast((outcome) => shown.includes(outcome));
    const words = `${String(tested.length)} of ${formatNoun(used.length, "used sub-technique")} tested`;
    return {
      ...blankPaint,
      part: "parent",
      tint: worst === undefined ? null : `out-${worst}`,
      value: `${String(tested.length)}/${String(used.length)}`,
      words,
      title: words,
    };
  };

  return {
    mode: "outcomes",
    note: "Number: tests met of those that hold; of a parent, sub-techniques tested",
    paint: (technique, _tactic, used) => {
      const { answer } = technique;
      if (answer?.notApplicable === true && !everything) return outOfScope("set not applicable");
      const tests = testsOf(technique);
      const outcome = shownOutcome(tests);
      if (tests !== undefined && outcome !== null && (answer !== null || everything)) {
        return ownPaint(tests, outcome);
      }
      if (answer !== null || everything) return untestedPaint;
      return used.length > 0 ? parentPaint(used) : outOfScope("not used by a chosen actor");
    },
    score: (technique) => {
      const tests = testsOf(technique);
      const held = tests === undefined ? 0 : tests.met + tests.unmet;
      return tests === undefined || held === 0 ? null : (tests.met * 100) / held;
    },
    isAnnotated: (technique) =>
      technique.answer !== null || (everything && testsOf(technique) !== undefined),
    isDisabled: ({ answer }) => !everything && answer?.notApplicable === true,
    isCounted: ({ answer }) => everything || answer?.inDenominator === true,
    legend,
  };
}

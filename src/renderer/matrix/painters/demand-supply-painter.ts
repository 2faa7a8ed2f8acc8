import { type Demand, demandOf, type Supply, supplyOf } from "../../../shared/demand-supply.ts";
import { formatNoun } from "../../ui/figures.ts";
import { type Fill, isCovered, levelWords } from "../../ui/levels.ts";
import type { MatrixAnswer, MatrixTechnique } from "../matrix-view.ts";
import {
  blankPaint,
  type CellPaint,
  type MatrixPainter,
  type PainterLegendEntry,
  type PatternName,
} from "../painter.ts";
import { inScope, outOfScope } from "./in-scope.ts";
import { outsidePaint, type SeenTechniques } from "./seen.ts";

const demands = ["all", "some", "one"] as const satisfies readonly Demand[];
const supplies = ["none", "partial", "covered"] as const satisfies readonly Supply[];

const patterns: Readonly<Record<Supply, PatternName | null>> = {
  none: "rising",
  partial: "dots",
  covered: null,
};
const supplyWords: Readonly<Record<Supply, string>> = {
  none: "nothing",
  partial: "partly",
  covered: "covered",
};
const glyphs = { none: "none", partial: "partial", covered: "detected" } as const;

/** Dots that still can be counted at a glance; of more actors they say one, some or all. */
const mostDots = 4;

function dotsOf(demand: Demand, users: number, actors: number): CellPaint["dots"] {
  if (actors <= mostDots) return { filled: users, of: actors };
  return { filled: demand === "all" ? 3 : demand === "some" ? 2 : 1, of: 3 };
}

function fillOf({ level, actors }: MatrixAnswer, chosen: number): Fill | null {
  const demand = demandOf(actors.length, chosen);
  return demand === null ? null : `ds-${supplyOf(level)}-${demand}`;
}

function ownPaint(answer: MatrixAnswer, chosen: number): CellPaint {
  const users = answer.actors.length;
  const demand = demandOf(users, chosen);
  const fill = fillOf(answer, chosen);
  const use = `${String(users)} of ${formatNoun(chosen, "actor")}`;
  const word = levelWords[answer.level];
  const apart = !answer.inDenominator && answer.beforeCompromise ? ", before compromise" : "";
  return {
    ...blankPaint,
    fill,
    pattern: patterns[supplyOf(answer.level)],
    value: String(answer.rules),
    glyph: answer.level,
    dots: demand === null ? null : dotsOf(demand, users, chosen),
    words: `wanted by ${use}, ${word.toLowerCase()}, ${formatNoun(answer.rules, "rule")}${apart}`,
    title: `Wanted by ${use}\n${word}, ${formatNoun(answer.rules, "rule")}${answer.assumed ? ", state assumed" : ""}${apart}`,
    key: fill,
  };
}

/** Worst first: nothing before partly before covered, and of these what most actors want. */
function worstFill(used: readonly MatrixTechnique[], chosen: number): Fill | null {
  const fills = new Set(
    used.flatMap(({ answer }) => (answer === null ? [] : [fillOf(answer, chosen)])),
  );
  for (const supply of supplies) {
    for (const demand of demands) {
      if (fills.has(`ds-${supply}-${demand}`)) return `ds-${supply}-${demand}`;
    }
  }
  return null;
}

function parentPaint(used: readonly MatrixTechnique[], chosen: number): CellPaint {
  const covered = used.filter(({ answer }) => answer !== null && isCovered(answer.level)).length;
  const words = `${String(covered)} of ${formatNoun(used.length, "used sub-technique")} covered`;
  return {
    ...blankPaint,
    tint: worstFill(used, chosen),
    value: `${String(covered)}/${String(used.length)}`,
    part: "parent",
    words,
    title: words,
  };
}

/** What each demand is called: "3 actors", "2 to 4 actors". */
function demandWord(demand: Demand, chosen: number): string {
  if (demand === "all") return chosen === 1 ? "1 actor" : `All ${String(chosen)} actors`;
  if (demand === "one") return "1 actor";
  return chosen === 3 ? "2 actors" : `2 to ${String(chosen - 1)} actors`;
}

/** The demands that a number of chosen actors can make, the loudest first. */
function demandsOf(chosen: number): readonly Demand[] {
  return demands.filter(
    (demand) => demand === "all" || (demand === "one" ? chosen > 1 : chosen > 2),
  );
}

function legendOf(chosen: number): PainterLegendEntry[] {
  return demandsOf(chosen).flatMap((demand) =>
    supplies.map((supply): PainterLegendEntry => {
      const fill: Fill = `ds-${supply}-${demand}`;
      return {
        key: fill,
        word: `${demandWord(demand, chosen)}, ${supplyWords[supply]}`,
        sample: { fill, colour: null, pattern: patterns[supply], glyph: glyphs[supply] },
      };
    }),
  );
}

/** The mode "Demand x supply": who wants a technique, and what of it we would see, in one cell. */
export function demandSupplyPainter(actors: number, seen: SeenTechniques): MatrixPainter {
  return {
    ...inScope,
    mode: "demand-supply",
    note: "Dots: actors. Number: rules",
    paint: ({ id, answer }, _tactic, used) => {
      if (answer === null) {
        return used.length > 0 ? parentPaint(used, actors) : outsidePaint(seen.get(id), false);
      }
      return answer.notApplicable ? outOfScope("set not applicable") : ownPaint(answer, actors);
    },
    // The more actors want it and the less of it there is, the higher; rules decide among equals.
    score: ({ answer }) => {
      if (answer === null || answer.notApplicable) return null;
      const demand = demandOf(answer.actors.length, actors);
      if (demand === null) return null;
      const wanted = 3 - demands.indexOf(demand);
      return wanted * 3 - supplies.indexOf(supplyOf(answer.level)) + 1 / (answer.rules + 2);
    },
    legend: legendOf(actors),
    grid: {
      rows: demandsOf(actors).map((demand) => demandWord(demand, actors)),
      columns: ["None", "Partly", "Covered"],
      glyphs: supplies.map((supply) => glyphs[supply]),
      words: [
        "Hue is what we would see: orange nothing, grey partly, blue detected or better.",
        "Depth is demand: how many of the chosen actors use it.",
      ],
    },
  };
}

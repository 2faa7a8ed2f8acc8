import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Layer } from "../../shared/model/layer.ts";
import type { MatrixPainter } from "../matrix/painter.ts";
import type { SeenTechniques } from "../matrix/painters/seen.ts";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import type { CoverageMode, DifferenceChoice } from "./modes.ts";

/** What a mode shows, of what, by which rule; with this assessment's numbers. */
export interface Explanation {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What an explanation counts. */
export interface Explained {
  readonly mode: CoverageMode;
  readonly answer: AssessmentResult;
  readonly painter: MatrixPainter;
  /** Techniques of the denominator, and covered ones. */
  readonly figures: { readonly counted: number; readonly covered: number };
  readonly groups: number | undefined;
  readonly seen: SeenTechniques | undefined;
  readonly layer: Pick<Layer, "name" | "version" | "origin"> | undefined;
  readonly difference: DifferenceChoice;
  /** `enterprise-attack 18.1`. */
  readonly release: string;
}

/** By which ways techniques come to a group, in words. */
function waysOf({ settings: { ways } }: AssessmentResult): string {
  const more = [
    ...(ways.campaigns ? ["by campaigns attributed to them"] : []),
    ...(ways.software ? ["by software that they use"] : []),
  ];
  return ["directly", ...more].join(", ");
}

/** Says what a mode shows. */
export function explainMode({
  mode,
  answer,
  painter,
  figures,
  groups,
  seen,
  layer,
  difference,
  release,
}: Explained): Explanation {
  const { covered, counted } = figures;
  const actors = formatNoun(answer.actors.length, "chosen actor");
  const denominator = `Counted are the ${formatNoun(counted, "technique")} of ${release} that the ${actors} use (${waysOf(answer)}), active, in scope and not before compromise.`;
  const isTested = answer.techniques.some(({ tests }) => (tests?.verdict ?? null) !== null);
  const covers = `${formatOf(covered, counted)}, are covered: ${
    isTested
      ? "a test validated them, or an enabled detection counts in full and no test failed"
      : "at least one enabled detection counts in full"
  }.`;
  switch (mode) {
    case "level":
      return {
        title: "Level: what we would see",
        lines: [
          "Each technique’s colour and glyph are its coverage level, from none to validated; the number counts the rules behind it.",
          denominator,
          covers,
          `From ${String(answer.settings.threshold)} detections in full it is “Several rules”. * marks a state that was assumed, not read.`,
          "A technique used only through its sub-techniques says how many of them are covered, tinted by the worst.",
        ],
      };
    case "actors":
      return {
        title: "Actors’ use: how many want it",
        lines: [
          `The number says how many of the ${actors} use a technique (${waysOf(answer)}); the tooltip names them.`,
          denominator,
          "A technique used only through its sub-techniques counts the actors of these.",
        ],
      };
    case "demand-supply":
      return {
        title: "Demand × supply: both in one cell",
        lines: [
          "Dots and depth are demand: used by one, some or all chosen actors. Hue is supply: orange nothing, grey partly or telemetry only, blue detected or better; a failed test counts as nothing.",
          "The loudest orange is wanted by all and seen by nobody: begin there. The number counts rules, the glyph is the level.",
          denominator,
          covers,
        ],
      };
    case "priority": {
      const gaps = counted - covered;
      return {
        title: "Priority: which gap first",
        lines: [
          `The number is the priority of each of the ${formatNoun(gaps, "gap")}, 0 to 100: the weighted mean of actor use, choke point, prevalence, tactic, asset exposure and failed tests. Parts without data are left out; the inspector shows each.`,
          "Bands go by rank among the open gaps: the first 10 % critical, to 30 % high, to 60 % medium, the rest low.",
          "What is no gap stands back without a colour. Techniques before compromise are not ranked.",
        ],
      };
    }
    case "outcomes": {
      const asked = answer.techniques.filter(({ inDenominator }) => inDenominator);
      const tested = asked.filter(({ tests }) => (tests?.verdict ?? null) !== null).length;
      const { alertSlaMinutes, validityDays } = answer.settings;
      return {
        title: "Emulation: what tests showed",
        lines: [
          "Colour and glyph are the outcome of the latest verdict; the number says how many of the tests that hold met what was expected. Of each test, host and platform the latest verdict holds.",
          `An alert later than ${formatNoun(alertSlaMinutes, "minute")} after the start counts as logged. What was met more than ${formatNoun(validityDays, "day")} ago is stale: drawn lightly, and it no longer validates.`,
          "A block that was not seen as expected is prevented: it neither proves nor refutes. “Not assessed” waits for somebody to say what the defence did; without a colour nothing was tested.",
          `${denominator} Tests decide the level of ${formatOf(tested, counted)}.`,
        ],
      };
    }
    case "prevalence": {
      const used = [...(seen?.values() ?? [])].filter(({ groupsUsing }) => groupsUsing > 0).length;
      return {
        title: "ATT&CK prevalence: how common it is",
        lines: [
          `The number says how many of the ${formatCount(groups ?? 0)} active groups of ${release} use a technique (${waysOf(answer)}), chosen or not.`,
          `Each colour holds a fifth of the ${formatNoun(used, "technique")} that any group uses, as far as equal numbers let it; the legend says the limits.`,
          "Prevalence is what was reported, not what happens: much-watched groups and platforms are reported more.",
        ],
      };
    }
    case "layer":
      return layer === undefined
        ? {
            title: "Layer: in its own colours",
            lines: ["Choose a layer above, or open Layers to make or import one."],
          }
        : {
            title: `Layer: ${layer.name}`,
            lines: [
              `Scores, colours and comments as the layer holds them, for ${release}${release.endsWith(` ${layer.version}`) ? "" : `; it is pinned to release ${layer.version}`}.`,
              "A colour of its own wins over the gradient of scores. A note marks a comment; disabled techniques stand back.",
              ...(layer.origin === "" ? [] : [`Where it came from: ${layer.origin}.`]),
              `Headers and headline still count coverage: ${formatOf(covered, counted)}.`,
            ],
          };
    case "difference":
      return {
        title: "Difference: what changed",
        lines:
          difference.kind === "layers"
            ? [
                "The number is the first layer’s score less the second’s; unscored counts as 0 where the other has a score.",
                "Arrows point up where the first is higher and down where it is lower; plus and crossed ring mark techniques that only one of them holds.",
                painter.note,
              ]
            : [
                "Arrows point up where a technique stands better in this assessment than in the other, down where it stands worse; the number counts the levels between.",
                "Levels from worst to best: failed test, none, telemetry only, available, partial, detected, several rules, validated.",
                "Only in one: the chosen actors of the other do not use it, or it is set not applicable there.",
              ],
      };
  }
}

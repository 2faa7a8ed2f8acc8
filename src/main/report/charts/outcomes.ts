import type { FactsEmulation } from "../../../shared/model/report-facts.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { Shape } from "../../layers/picture.ts";
import { edgeOn, rect } from "../../layers/picture.ts";
import { outcomeLooks } from "../../layers/layer-palette.ts";
import { cutText } from "../../layers/picture-text.ts";
import { inkOn } from "../../../shared/colour.ts";
import { digits, joinWords } from "../words.ts";
import { chart, chartInks, chartWidth, words } from "./chart.ts";

/** Runs that a chart has room for: the latest. */
const mostRuns = 24;
const [left, right, rowHeight] = [196, chartWidth - 88, 24];

/** The verdicts of each run as a bar, the earliest on top; as long as the most verdicts of a run. */
export function drawOutcomes(runs: FactsEmulation["runs"]): ReportBlock {
  const shown = runs.slice(-mostRuns);
  const most = Math.max(1, ...shown.map(({ verdicts }) => verdicts));
  const bars = shown.flatMap((run, index) => barOf(run, 30 + index * rowHeight, most));
  return chart({
    id: "emulation-outcome-chart",
    caption:
      shown.length === runs.length
        ? "Verdicts of each run, the earliest on top."
        : `Verdicts of the latest ${digits(shown.length)} of ${digits(runs.length)} runs, the earliest on top.`,
    alt: `${joinWords(
      shown.map(
        ({ name, outcomes }) =>
          `${name}: ${outcomeLooks.map(({ outcome, label }) => `${digits(outcomes[outcome])} ${label.toLowerCase()}`).join(", ")}`,
      ),
    )}.`,
    height: 36 + shown.length * rowHeight,
    shapes: [...legend(), ...bars],
  });
}

function legend(): Shape[] {
  return outcomeLooks.flatMap(({ label, colour }, index) => {
    const x = left + index * 92;
    return [
      rect(x, 6, 12, 12, { fill: colour, edge: edge(colour), radius: 3 }),
      words(x + 17, 12, label),
    ];
  });
}

function edge(colour: string): string {
  return edgeOn(colour, chartInks.text, chartInks.ground);
}

function barOf(
  { name, outcomes, verdicts, met }: FactsEmulation["runs"][number],
  y: number,
  most: number,
): Shape[] {
  const shapes: Shape[] = [
    words(left - 10, y + 8, cutText(name, "sans", 11, left - 20), {
      anchor: "end",
      ink: chartInks.text,
    }),
  ];
  let x = left;
  for (const { outcome, colour } of outcomeLooks) {
    const count = outcomes[outcome];
    if (count === 0) continue;
    const width = ((right - left) * count) / most;
    shapes.push(
      rect(x, y, Math.max(width - 1, 1), 16, { fill: colour, edge: edge(colour), radius: 2 }),
    );
    if (width > 20) {
      shapes.push(
        words(x + width / 2, y + 8, digits(count), { anchor: "middle", ink: inkOn(colour) }),
      );
    }
    x += width;
  }
  shapes.push(words(x + 8, y + 8, `${digits(met)} of ${digits(verdicts)} met`));
  return shapes;
}

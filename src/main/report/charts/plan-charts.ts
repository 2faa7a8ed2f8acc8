import type { CurvePoint, Plan } from "../../../shared/model/plan.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { Shape } from "../../layers/picture.ts";
import { counted, digits, inPercent, joinWords } from "../words.ts";
import { chart, chartInks, chartWidth, dot, percentGrid, words } from "./chart.ts";

const [left, right, top] = [52, chartWidth - 24, 24];

/** Expected coverage now and after each window. */
export function drawWindows({
  coverage,
  windows,
}: Pick<Plan, "coverage" | "windows">): ReportBlock {
  const bottom = 190;
  const { shapes, place } = percentGrid(left, right, top, bottom);
  const stages = [
    { name: "Now", ...coverage },
    ...windows.map(({ window, expected }) => ({
      name: window === "beyond" ? "All gaps closed" : `After ${window} days`,
      ...expected,
    })),
  ];
  const step = (right - left - 96) / Math.max(1, stages.length - 1);
  const points = stages.map(
    ({ percent }, index) => [left + 48 + index * step, place(percent ?? 0)] as const,
  );
  return chart({
    id: "plan-coverage-chart",
    caption: `Expected coverage of ${counted(coverage.techniques, "technique")} as the windows close.`,
    alt: `${joinWords(stages.map(({ name, covered, techniques }) => `${name}: ${digits(covered)} of ${digits(techniques)}, ${inPercent(covered, techniques)}`))}.`,
    height: 226,
    shapes: [
      ...shapes,
      { kind: "line", x: 0, y: 0, points, width: 2, ink: chartInks.line },
      ...points.flatMap(([x, y], index): Shape[] => {
        const stage = stages[index];
        if (stage === undefined) return [];
        return [
          ...dot(x, y),
          words(x, y - 13, inPercent(stage.covered, stage.techniques), {
            anchor: "middle",
            weight: 600,
            ink: chartInks.text,
          }),
          words(x, bottom + 16, stage.name, { anchor: "middle" }),
        ];
      }),
    ],
  });
}

/** Coverage by person-days spent, the gap of highest priority first. */
export function drawCurve(curve: readonly CurvePoint[], target: number): ReportBlock[] {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined || last.personDays === 0) return [];
  const bottom = 190;
  const { shapes, place } = percentGrid(left, right, top, bottom);
  const across = (days: number) => left + ((right - left) * days) / last.personDays;
  const reached = curve.find(({ percent }) => (percent ?? 0) >= target);
  const told = [first, reached, last].filter(
    (point, index, all): point is CurvePoint => point !== undefined && all.indexOf(point) === index,
  );
  const wordsOf = ({ top: gaps, personDays, percent }: CurvePoint) =>
    `${counted(gaps, "gap")} closed for ${counted(personDays, "person-day")}: ${Math.round(percent ?? 0)} %`;
  return [
    chart({
      id: "plan-curve-chart",
      caption: "Coverage by person-days spent, closing the gaps of highest priority first.",
      alt: `${joinWords(told.map(wordsOf))}.`,
      height: 226,
      shapes: [
        ...shapes,
        {
          kind: "line",
          x: 0,
          y: 0,
          points: curve.map(({ personDays, percent }) => [across(personDays), place(percent ?? 0)]),
          width: 2,
          ink: chartInks.line,
        },
        ...told.flatMap((point): Shape[] => {
          const [x, y] = [across(point.personDays), place(point.percent ?? 0)];
          const anchor = point === first ? "start" : point === last ? "end" : "middle";
          return [
            ...dot(x, y),
            words(point === first ? x + 8 : x, y - 13, `${Math.round(point.percent ?? 0)} %`, {
              anchor,
              weight: 600,
              ink: chartInks.text,
            }),
            words(
              x,
              bottom + 16,
              `${digits(point.personDays)} days, ${counted(point.top, "gap")}`,
              {
                anchor,
              },
            ),
          ];
        }),
      ],
    }),
  ];
}

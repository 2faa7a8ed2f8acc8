import { useState } from "react";
import type { ExpectedCoverage as Expected, Plan } from "../../shared/model/plan.ts";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { loadable } from "../ui/loadable.tsx";
import { Card } from "../ui/Page.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import type { ChartPoint } from "./CoverageChart.tsx";
import { formatDays } from "./plan.ts";

// The table is there before the code that draws.
const CoverageChart = loadable(
  async () => (await import("./CoverageChart.tsx")).CoverageChart,
  <div className="gaps-chart" />,
);

type Over = "windows" | "effort";

/** What coverage is expected after each window, or for how much effort: drawn, or as a table. */
export function ExpectedCoverage({ plan }: { readonly plan: Plan }) {
  const [over, setOver] = useState<Over>("windows");
  const [asTable, setAsTable] = useState(false);
  const points = over === "windows" ? windowPoints(plan) : effortPoints(plan);
  const { techniques } = plan.coverage;
  return (
    <Card
      title="Expected coverage"
      aside={`% of ${formatNoun(techniques, "technique")}`}
      foot={
        <div className="gaps-chart-foot">
          <SegmentedControl
            label="Coverage over"
            value={over}
            choices={[
              { value: "windows", label: "By window" },
              { value: "effort", label: "By effort" },
            ]}
            onChange={setOver}
          />
          <button type="button" className="link" onClick={() => setAsTable(!asTable)}>
            {asTable ? "Show as chart" : "Show as table"}
          </button>
        </div>
      }
    >
      {techniques === 0 ? (
        <p className="muted">No technique is in scope.</p>
      ) : asTable ? (
        <PointTable points={points} over={over} />
      ) : (
        <CoverageChart points={points} over={over} label={describe(points, over)} />
      )}
    </Card>
  );
}

function windowPoints({ coverage, windows }: Plan): ChartPoint[] {
  const pointOf = (label: string, expected: Expected, days: number): ChartPoint => ({
    label,
    days,
    percent: expected.percent ?? 0,
    covered: expected.covered,
    weightedPercent: expected.weightedPercent,
  });
  let days = 0;
  return [
    pointOf("Now", coverage, 0),
    ...windows.flatMap(({ window, expected, plannedDays }) => {
      days += plannedDays;
      return window === "beyond" ? [] : [pointOf(`Day ${window}`, expected, days)];
    }),
  ];
}

function effortPoints({ curve }: Plan): ChartPoint[] {
  return curve.map(({ top, personDays, percent, covered, weightedPercent }) => ({
    label: top === 0 ? "Now" : `First ${formatNoun(top, "gap")}`,
    days: personDays,
    percent: percent ?? 0,
    covered,
    weightedPercent,
  }));
}

function describe(points: readonly ChartPoint[], over: Over): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "No coverage to draw";
  return over === "windows"
    ? `Expected coverage: ${points.map(({ label, percent }) => `${label} ${formatPercent(percent)}`).join(", ")}`
    : `Coverage over effort: from ${formatPercent(first.percent)} now to ${formatPercent(last.percent)} for ${formatDays(last.days)} person-days`;
}

function PointTable({
  points,
  over,
}: {
  readonly points: readonly ChartPoint[];
  readonly over: Over;
}) {
  return (
    // A long table scrolls by keyboard as well.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="gaps-points" tabIndex={0} role="region" aria-label="Coverage as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">{over === "windows" ? "When" : "Closed"}</th>
            <th scope="col">Person-days</th>
            <th scope="col">Covered</th>
            <th scope="col">Share</th>
            <th scope="col">Weighted</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ label, days, covered, percent, weightedPercent }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{formatDays(days)}</td>
              <td>{covered}</td>
              <td>{formatPercent(percent)}</td>
              <td>{weightedPercent === null ? "–" : formatPercent(weightedPercent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import {
  Area,
  AreaChart,
  CartesianGrid,
  LabelList,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatPercent } from "../ui/figures.ts";
import { formatDays } from "./plan.ts";

/** A point of a coverage chart. */
export interface ChartPoint {
  readonly label: string;
  /** Person-days up to here. */
  readonly days: number;
  readonly percent: number;
  readonly covered: number;
  readonly weightedPercent: number | null;
}

const labels = { fill: "var(--faint)", fontSize: 11 } as const;

/** A line of expected coverage with its values printed; the axis is cut at whole tens. */
export function CoverageChart({
  points,
  over,
  label,
}: {
  readonly points: readonly ChartPoint[];
  readonly over: "windows" | "effort";
  /** What it shows, in words. */
  readonly label: string;
}) {
  const values = points.map(({ percent }) => percent);
  const least = Math.max(0, Math.min(...values) - 6);
  const most = Math.min(100, Math.max(...values) + 4);
  const step = most - least > 40 ? 20 : 10;
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  const ticks = Array.from(
    { length: Math.floor((high - low) / step) + 1 },
    (_, index) => low + index * step,
  );
  const isByWindow = over === "windows";
  const last = points.length - 1;
  return (
    <figure className="gaps-chart" aria-label={label}>
      <ResponsiveContainer width="100%" height={140}>
        <AreaChart
          data={[...points]}
          margin={{ top: 18, right: 20, bottom: 0, left: isByWindow ? 6 : 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <YAxis
            domain={[low, high]}
            ticks={ticks}
            width={30}
            axisLine={false}
            tickLine={false}
            tick={labels}
            interval={0}
          />
          {isByWindow ? (
            <XAxis
              dataKey="label"
              axisLine={false}
              tickLine={false}
              tick={labels}
              interval={0}
              padding={{ left: 20, right: 16 }}
            />
          ) : (
            <XAxis
              dataKey="days"
              type="number"
              domain={[0, "dataMax"]}
              axisLine={false}
              tickLine={false}
              tick={labels}
              tickCount={5}
              tickFormatter={(days: number) => `${formatDays(days)} d`}
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-2)" }}
            content={ChartTooltip}
          />
          <Area
            dataKey="percent"
            type={isByWindow ? "linear" : "stepAfter"}
            baseValue={low}
            stroke="var(--cov-validated)"
            strokeWidth={2}
            fill="var(--cov-detected)"
            fillOpacity={0.45}
            isAnimationActive={false}
            dot={
              isByWindow
                ? {
                    r: 3.5,
                    fill: "var(--surface)",
                    fillOpacity: 1,
                    stroke: "var(--cov-validated)",
                    strokeWidth: 2,
                  }
                : false
            }
            activeDot={{ r: 3.5, fill: "var(--cov-validated)", stroke: "var(--surface)" }}
          >
            <LabelList
              position="top"
              offset={8}
              className="gaps-chart-value"
              valueAccessor={({ payload }: { readonly payload?: unknown }, index: number) =>
                isByWindow || index === 0 || index === last ? valueOf(payload) : ""
              }
            />
          </Area>
        </AreaChart>
      </ResponsiveContainer>
      {low > 0 && (
        <figcaption className="faint">
          The axis is cut: it runs from {low} to {high} %.
        </figcaption>
      )}
    </figure>
  );
}

function isPoint(payload: unknown): payload is ChartPoint {
  return typeof payload === "object" && payload !== null && "percent" in payload;
}

function valueOf(payload: unknown): string {
  return isPoint(payload) ? payload.percent.toFixed(1) : "";
}

function ChartTooltip({
  active,
  payload,
}: {
  readonly active?: boolean;
  readonly payload: readonly { readonly payload?: unknown }[];
}) {
  const point = payload[0]?.payload;
  if (active !== true || !isPoint(point)) return null;
  return (
    <div className="gaps-chart-tip">
      <b>{point.label}</b>
      <div>
        {formatPercent(point.percent)}, {point.covered} covered
      </div>
      <div>{formatDays(point.days)} person-days</div>
      {point.weightedPercent !== null && <div>{formatPercent(point.weightedPercent)} weighted</div>}
    </div>
  );
}

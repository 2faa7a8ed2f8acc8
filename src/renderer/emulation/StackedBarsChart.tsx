import { useMemo } from "react";
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount } from "../ui/figures.ts";
import { Glyph, glyphOf } from "../ui/Glyph.tsx";
import type { BarPart } from "../ui/StackedBar.tsx";
import { Swatch } from "../ui/Tag.tsx";
import { chartMarks } from "./chart-marks.ts";

/** A bar of a chart: its parts in bar order, the same parts in every bar. */
export interface ChartBar {
  readonly key: string;
  readonly name: string;
  /** What the axis says. */
  readonly label: string;
  readonly parts: readonly BarPart[];
}

/** Readers of the parts of a bar, by their place. */
const counts = Array.from(
  { length: 8 },
  (_, place) => (bar: ChartBar) => bar.parts[place]?.count ?? 0,
);
const noCount = () => 0;
const labels = { fill: "var(--faint)", fontSize: 11 } as const;

/**
 * Stacked bars whose parts open: lying, one a row, or standing side by side. All have the same parts
 * in the same order; arrows move among them, Enter opens.
 */
export function StackedBarsChart({
  bars,
  standing = false,
  label,
  unit,
  onOpen,
}: {
  readonly bars: readonly ChartBar[];
  readonly standing?: boolean;
  /** What it shows, in words. */
  readonly label: string;
  /** What is counted: "test case". */
  readonly unit: string;
  readonly onOpen: (bar: ChartBar, part: BarPart) => void;
}) {
  const firstBar = bars.findIndex(({ parts }) => parts.some(({ count }) => count > 0));
  const firstPart = bars[firstBar]?.parts.findIndex(({ count }) => count > 0) ?? 0;
  const marks = chartMarks(
    standing ? { row: firstPart, column: firstBar } : { row: firstBar, column: firstPart },
  );
  const series = bars[0]?.parts ?? [];
  // Other data, and other functions that read them, would draw every bar anew.
  const data = useMemo(() => [...bars], [bars]);

  const drawPart = (place: number) => (box: BarShapeProps) => {
    const bar = bars[box.index];
    const part = bar?.parts[place];
    if (bar === undefined || part === undefined || part.count === 0) return <g />;
    const glyph = glyphOf(part.fill);
    const [width, height] = [Math.max(1, box.width - 1), Math.max(1, box.height - 1)];
    const [middle, centre] = [box.x + width / 2, box.y + height / 2];
    const text = formatCount(part.count);
    const room = standing ? height >= 15 && width >= 16 : width >= 8 + 7 * text.length;
    const withGlyph = standing ? width >= 44 && height >= 15 : width >= 26 + 7 * text.length;
    return (
      <g
        {...marks.markProps(
          standing ? { row: place, column: box.index } : { row: box.index, column: place },
          `${bar.name}: ${part.word}, ${text}`,
          () => onOpen(bar, part),
        )}
      >
        <rect
          data-fill={part.fill}
          x={box.x + 0.5}
          y={box.y + 0.5}
          width={width - 0.5}
          height={height - 0.5}
          rx={2}
        />
        {glyph !== undefined && room && withGlyph && (
          <g
            data-fill={part.fill}
            className="chart-mark-ink"
            transform={`translate(${String(middle - 6 - 3.5 * text.length)} ${String(centre - 6)})`}
          >
            <Glyph name={glyph} size={11} />
          </g>
        )}
        {room && (
          <text
            data-fill={part.fill}
            x={withGlyph && glyph !== undefined ? middle + 8 : middle}
            y={centre}
            dy="0.36em"
            textAnchor="middle"
          >
            {text}
          </text>
        )}
      </g>
    );
  };

  const names = (
    <XAxis
      dataKey="label"
      type="category"
      axisLine={false}
      tickLine={false}
      tick={labels}
      interval={bars.length > 8 ? "equidistantPreserveStart" : 0}
    />
  );
  return (
    // The marks inside take the keys; this only hears them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <figure
      className="chart"
      aria-label={`${label}. Arrows move, Enter opens the ${unit}s.`}
      onKeyDown={marks.onKeyDown}
    >
      <ResponsiveContainer width="100%" height={standing ? 240 : bars.length * 25 + 26}>
        <BarChart
          data={data}
          layout={standing ? "horizontal" : "vertical"}
          margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
          barCategoryGap={standing ? "22%" : 4}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={!standing} horizontal={standing} stroke="var(--line)" />
          {standing ? (
            <>
              {names}
              <YAxis
                type="number"
                domain={[0, "auto"]}
                allowDecimals={false}
                width={34}
                axisLine={false}
                tickLine={false}
                tick={labels}
              />
            </>
          ) : (
            <>
              <XAxis
                type="number"
                domain={[0, "auto"]}
                allowDecimals={false}
                axisLine={false}
                tickLine={false}
                tick={labels}
              />
              <YAxis
                dataKey="label"
                type="category"
                width={138}
                axisLine={false}
                tickLine={false}
                tick={{ ...labels, fill: "var(--muted)" }}
                interval={0}
              />
            </>
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--sunken)", fillOpacity: 0.6 }}
            content={BarTip}
          />
          {series.map(({ fill }, place) => (
            <Bar
              key={fill}
              dataKey={counts[place] ?? noCount}
              name={fill}
              stackId="parts"
              maxBarSize={standing ? 72 : 20}
              shape={drawPart(place)}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}

function isBar(payload: unknown): payload is ChartBar {
  return typeof payload === "object" && payload !== null && "parts" in payload;
}

function BarTip({
  active,
  payload,
}: {
  readonly active?: boolean;
  readonly payload: readonly { readonly payload?: unknown }[];
}) {
  const bar = payload[0]?.payload;
  if (active !== true || !isBar(bar)) return null;
  const sum = bar.parts.reduce((total, { count }) => total + count, 0);
  return (
    <div className="chart-tip">
      <b>
        {bar.name}, {formatCount(sum)}
      </b>
      {bar.parts
        .filter(({ count }) => count > 0)
        .map(({ fill, word, count }) => (
          <div key={fill} className="chart-tip-row">
            <Swatch fill={fill} />
            <span>{word}</span>
            <b>{formatCount(count)}</b>
          </div>
        ))}
    </div>
  );
}

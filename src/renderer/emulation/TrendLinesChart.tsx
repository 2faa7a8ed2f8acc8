import { useMemo } from "react";
import {
  CartesianGrid,
  type DotItemDotProps,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { chartMarks } from "./chart-marks.ts";

/** A line over runs; null where a run has no value. */
export interface TrendLine {
  readonly key: string;
  readonly word: string;
  /** A token: `--out-alerted-edge`. */
  readonly colour: string;
  /** Tells it from the others without its colour. */
  readonly dash: string;
  readonly values: readonly (number | null)[];
  /** Whether the values are printed at its points. */
  readonly printed: boolean;
}

interface Point {
  readonly name: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** Readers of the values of a point, by line. */
const valueAt = Array.from({ length: 4 }, (_, row) => (point: Point) => point.values[row] ?? null);
const noValue = () => null;
const labels = { fill: "var(--faint)", fontSize: 11 } as const;

/** Lines over runs whose points open; arrows move among them, Enter opens. The axis begins at zero. */
export function TrendLinesChart({
  names,
  shortNames,
  lines,
  most,
  format,
  label,
  onOpen,
}: {
  /** Of the runs, in order. */
  readonly names: readonly string[];
  readonly shortNames: readonly string[];
  readonly lines: readonly TrendLine[];
  /** The end of the axis where it is fixed. */
  readonly most?: number;
  readonly format: (value: number) => string;
  /** What it shows, in words. */
  readonly label: string;
  readonly onOpen: (line: TrendLine, index: number) => void;
}) {
  const firstOf = (values: TrendLine["values"]) => values.findIndex((value) => value !== null);
  const firstLine = Math.max(
    0,
    lines.findIndex(({ values }) => firstOf(values) !== -1),
  );
  const marks = chartMarks({
    row: firstLine,
    column: Math.max(0, firstOf(lines[firstLine]?.values ?? [])),
  });
  const points = useMemo(
    () =>
      names.map((name, index): Point => ({
        name,
        label: shortNames[index] ?? name,
        values: lines.map(({ values }) => values[index] ?? null),
      })),
    [names, shortNames, lines],
  );

  const drawPoint =
    (line: TrendLine, row: number) =>
    ({ cx, cy, index }: DotItemDotProps) => {
      const value = line.values[index] ?? null;
      if (value === null || cx === undefined || cy === undefined) return <g key={index} />;
      return (
        <g
          key={index}
          {...marks.markProps(
            { row, column: index },
            `${names[index] ?? ""}: ${line.word}, ${format(value)}`,
            () => onOpen(line, index),
          )}
        >
          <circle className="chart-hit" cx={cx} cy={cy} r={11} />
          <circle
            className="chart-dot"
            cx={cx}
            cy={cy}
            r={3.5}
            style={{ stroke: `var(${line.colour})` }}
          />
          {line.printed && (
            <text className="chart-value" x={cx} y={cy - 9} textAnchor="middle">
              {format(value)}
            </text>
          )}
        </g>
      );
    };

  return (
    // The marks inside take the keys; this only hears them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <figure
      className="chart"
      aria-label={`${label}. Arrows move, Enter opens the test cases.`}
      onKeyDown={marks.onKeyDown}
    >
      <ResponsiveContainer width="100%" height={220}>
        <LineChart
          data={points}
          margin={{ top: 20, right: 26, bottom: 0, left: 4 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <YAxis
            domain={[0, most ?? "auto"]}
            width={54}
            axisLine={false}
            tickLine={false}
            tick={labels}
            tickFormatter={format}
          />
          <XAxis
            dataKey="label"
            axisLine={false}
            tickLine={false}
            tick={labels}
            interval={points.length > 8 ? "equidistantPreserveStart" : 0}
            padding={{ left: 22, right: 14 }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-2)" }}
            content={({ active, payload }) => {
              const point: unknown = payload[0]?.payload;
              return active && isPoint(point) ? (
                <PointTip point={point} lines={lines} format={format} />
              ) : null;
            }}
          />
          {/* The first line is drawn last: its values stand over the others. */}
          {lines.toReversed().map((line, index) => {
            const row = lines.length - 1 - index;
            return (
              <Line
                key={line.key}
                dataKey={valueAt[row] ?? noValue}
                name={line.word}
                type="linear"
                stroke={`var(${line.colour})`}
                strokeWidth={2}
                strokeDasharray={line.dash}
                connectNulls
                isAnimationActive={false}
                dot={drawPoint(line, row)}
                activeDot={false}
              />
            );
          })}
        </LineChart>
      </ResponsiveContainer>
      <figcaption>
        <ul className="bar-legend plain">
          {lines.map(({ key, word, colour, dash }) => (
            <li key={key}>
              <svg width={26} height={10} aria-hidden="true">
                <line
                  x1={1}
                  x2={25}
                  y1={5}
                  y2={5}
                  strokeWidth={2}
                  strokeDasharray={dash}
                  style={{ stroke: `var(${colour})` }}
                />
              </svg>
              {word}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function isPoint(payload: unknown): payload is Point {
  return typeof payload === "object" && payload !== null && "values" in payload;
}

function PointTip({
  point,
  lines,
  format,
}: {
  readonly point: Point;
  readonly lines: readonly TrendLine[];
  readonly format: (value: number) => string;
}) {
  return (
    <div className="chart-tip">
      <b>{point.name}</b>
      {lines.map(({ key, word }, row) => {
        const value = point.values[row] ?? null;
        return (
          <div key={key} className="chart-tip-row">
            <span>{word}</span>
            <b>{value === null ? "–" : format(value)}</b>
          </div>
        );
      })}
    </div>
  );
}

import "./StackedBar.css";
import type { LevelCounts } from "../../shared/model/coverage.ts";
import { formatCount } from "./figures.ts";
import { type Fill, levels, levelWords } from "./levels.ts";
import { Swatch } from "./Tag.tsx";

/** One part of a stacked bar. */
export interface BarPart {
  readonly fill: Fill;
  readonly word: string;
  readonly count: number;
}

/** The parts of a bar of levels, in bar order. */
export function levelParts(counts: LevelCounts): readonly BarPart[] {
  return levels.map((level) => ({
    fill: `cov-${level}`,
    word: levelWords[level],
    count: counts[level],
  }));
}

/**
 * A proportional bar with edges between its parts; zero parts take no room.
 * `max` makes bars of several rows comparable: the length is the sum over it.
 */
export function StackedBar({
  parts,
  max,
  height = 12,
  label,
}: {
  readonly parts: readonly BarPart[];
  readonly max?: number;
  readonly height?: number;
  readonly label?: string;
}) {
  const shown = parts.filter((part) => part.count > 0);
  const sum = shown.reduce((total, part) => total + part.count, 0);
  const words = shown.map((part) => `${part.word} ${formatCount(part.count)}`).join(", ");
  const name = label === undefined ? words : `${label}: ${words}`;
  const width = max === undefined || max === 0 ? 100 : (sum * 100) / max;
  return (
    <span
      className="stacked-bar"
      role="img"
      aria-label={name === "" ? "Nothing to count" : name}
      title={words}
      style={{ width: `${String(width)}%`, height }}
    >
      {shown.map((part) => (
        <span
          key={part.fill}
          className="stacked-bar-part"
          data-fill={part.fill}
          style={{ flexGrow: part.count }}
        />
      ))}
    </span>
  );
}

/** How techniques spread over the levels, as a bar. */
export function LevelBar({
  counts,
  max,
  height,
  label,
}: {
  readonly counts: LevelCounts;
  readonly max?: number;
  readonly height?: number;
  readonly label?: string;
}) {
  return (
    <StackedBar
      parts={levelParts(counts)}
      {...(max === undefined ? {} : { max })}
      {...(height === undefined ? {} : { height })}
      {...(label === undefined ? {} : { label })}
    />
  );
}

/** What the colours of a bar mean; zero parts are left out unless `all`. */
export function BarLegend({
  parts,
  withCounts = false,
  all = false,
}: {
  readonly parts: readonly BarPart[];
  readonly withCounts?: boolean;
  readonly all?: boolean;
}) {
  return (
    <ul className="bar-legend plain">
      {parts
        .filter((part) => all || part.count > 0)
        .map((part) => (
          <li key={part.fill}>
            <Swatch fill={part.fill} small={withCounts} />
            {part.word}
            {withCounts && <span>{formatCount(part.count)}</span>}
          </li>
        ))}
    </ul>
  );
}

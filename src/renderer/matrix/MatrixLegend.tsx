import "./MatrixLegend.css";
import type { CSSProperties, ReactNode } from "react";
import { formatCount, formatShare } from "../ui/figures.ts";
import { Glyph } from "../ui/Glyph.tsx";
import type { LegendEntry, MatrixLayoutModel } from "./columns.ts";
import type { LegendGrid, LegendSample } from "./painter.ts";

/** What the legend counts beside the levels; a click shows it alone. */
export type LegendPart = "assumed" | "before-compromise";

function sampleStyle({ colour }: LegendSample): CSSProperties | undefined {
  if (colour === null) return undefined;
  const style: Record<string, string> = {
    "--fill": colour.fill,
    "--edge": colour.edge,
    "--ink": colour.ink,
  };
  return style;
}

/** What a legend shows of an entry: the cell's colours, pattern and glyph. */
function Sample({
  sample,
  patterns,
}: {
  readonly sample: LegendSample;
  readonly patterns: boolean;
}) {
  return (
    <span
      className="matrix-sample"
      aria-hidden="true"
      data-fill={sample.fill ?? undefined}
      data-empty={(sample.fill === null && sample.colour === null) || undefined}
      data-pattern={patterns ? (sample.pattern ?? undefined) : undefined}
      style={sampleStyle(sample)}
    >
      {sample.glyph !== null && <Glyph name={sample.glyph} size={12} />}
    </span>
  );
}

/** A legend that is a table: supply across, demand down, in each cell how many techniques. */
function GridLegend({
  grid,
  entries,
  total,
  only,
  onToggle,
  patterns,
}: {
  readonly grid: LegendGrid;
  readonly entries: readonly LegendEntry[];
  readonly total: number;
  readonly only: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  readonly patterns: boolean;
}) {
  const across = grid.columns.length;
  return (
    <div className="matrix-legend-grid">
      {grid.rows.map((row, at) => (
        <div key={row} className="matrix-legend-row">
          <span>{row}</span>
          {entries.slice(at * across, (at + 1) * across).map(({ key, word, sample, count }) => (
            <button
              key={key}
              type="button"
              data-fill={sample.fill ?? undefined}
              data-pattern={patterns ? (sample.pattern ?? undefined) : undefined}
              data-dim={only.size > 0 && !only.has(key) ? "" : undefined}
              aria-pressed={only.has(key)}
              aria-label={`${word} ${formatCount(count)}`}
              title={`${word}: ${formatCount(count)} of ${formatCount(total)} techniques in scope`}
              onClick={() => onToggle(key)}
            >
              {formatCount(count)}
            </button>
          ))}
        </div>
      ))}
      <div className="matrix-legend-row matrix-legend-foot" aria-hidden="true">
        <span />
        {grid.columns.map((column, at) => {
          const glyph = grid.glyphs[at];
          return (
            <span key={column}>
              {glyph !== undefined && <Glyph name={glyph} size={10} />} {column}
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** The docked legend: swatch, word, count; a click shows these techniques alone. */
export function MatrixLegend({
  model,
  explanation,
  grid,
  patterns,
  only,
  onOnly,
  part,
  onPart,
  note,
  found,
}: {
  readonly model: MatrixLayoutModel;
  /** What number and strip mean. */
  readonly explanation: string;
  /** Set where the legend is a table. */
  readonly grid: LegendGrid | undefined;
  readonly patterns: boolean;
  /** Keys of the entries that are shown alone. */
  readonly only: ReadonlySet<string>;
  readonly onOnly: (only: ReadonlySet<string>) => void;
  /** The part that is shown alone. */
  readonly part: LegendPart | null;
  readonly onPart: (part: LegendPart) => void;
  /** Of the selection. */
  readonly note: ReactNode;
  /** What the search found, in words; null while nothing is searched. */
  readonly found: ReactNode;
}) {
  const toggle = (key: string): void => {
    const next = new Set(only);
    if (!next.delete(key)) next.add(key);
    onOnly(next);
  };
  const { beforeCompromise: before } = model;
  return (
    <div className="matrix-legend" data-grid={grid === undefined ? undefined : ""}>
      <div className="matrix-legend-entries" role="group" aria-label="Legend, filters the matrix">
        {grid !== undefined && (
          <>
            <GridLegend
              grid={grid}
              entries={model.legend}
              total={model.legendTotal}
              only={only}
              onToggle={toggle}
              patterns={patterns}
            />
            <div className="matrix-legend-words">
              {grid.words.map((sentence) => (
                <div key={sentence}>{sentence}</div>
              ))}
              <div>Numbers count techniques, {formatCount(model.legendTotal)} in all.</div>
            </div>
          </>
        )}
        {grid === undefined &&
          model.legend.map(({ key, word, sample, count, uncounted }) =>
            uncounted === true ? (
              <span
                key={key}
                className="matrix-legend-label"
                title={`${word}: of the layer’s own legend; no cell has exactly this colour`}
              >
                <Sample sample={sample} patterns={patterns} />
                <span className="matrix-legend-word">{word}</span>
              </span>
            ) : (
              <button
                key={key}
                type="button"
                aria-pressed={only.has(key)}
                data-dim={only.size > 0 && !only.has(key) ? "" : undefined}
                title={`${word}: ${formatCount(count)} of ${formatCount(model.legendTotal)} techniques in scope`}
                onClick={() => toggle(key)}
              >
                <Sample sample={sample} patterns={patterns} />
                <span className="matrix-legend-word">{word}</span> <b>{formatCount(count)}</b>
              </button>
            ),
          )}
        {only.size > 0 && (
          <button type="button" className="link" onClick={() => onOnly(new Set())}>
            Show all
          </button>
        )}
      </div>
      <div className="matrix-legend-figures">
        {note}
        {found ?? <span className="matrix-legend-note">{explanation}</span>}
        <span title={explanation}>
          <b>
            {formatCount(model.covered)} of {formatCount(model.counted)}
          </b>{" "}
          covered, {formatShare(model.covered, model.counted)}
        </span>
        {(before.total > 0 || part === "before-compromise") && (
          <button
            type="button"
            aria-pressed={part === "before-compromise"}
            title="Outside the headline; shows these alone"
            onClick={() => onPart("before-compromise")}
          >
            before compromise
            {before.total > 0 && (
              <>
                {" "}
                <b>
                  {formatCount(before.covered)} of {formatCount(before.total)}
                </b>
              </>
            )}
          </button>
        )}
        {(model.assumed > 0 || part === "assumed") && (
          <button
            type="button"
            aria-pressed={part === "assumed"}
            title={`The level of ${formatCount(model.assumed)} of ${formatCount(model.counted)} techniques rests on an assumed state; shows these alone`}
            onClick={() => onPart("assumed")}
          >
            * assumed <b>{formatCount(model.assumed)}</b>
          </button>
        )}
      </div>
    </div>
  );
}

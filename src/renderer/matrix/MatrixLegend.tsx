import type { ReactNode } from "react";
import { formatCount, formatShare } from "../ui/figures.ts";
import { Swatch } from "../ui/Tag.tsx";
import type { MatrixLayoutModel } from "./columns.ts";

/** What the legend counts beside the levels; a click shows it alone. */
export type LegendPart = "assumed" | "before-compromise";

/** The docked legend: swatch, word, count; a click shows these techniques alone. */
export function MatrixLegend({
  model,
  explanation,
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
    <div className="matrix-legend">
      <div className="matrix-legend-entries" role="group" aria-label="Legend, filters the matrix">
        {model.legend.map(({ key, word, sample, count }) => (
          <button
            key={key}
            type="button"
            aria-pressed={only.has(key)}
            data-dim={only.size > 0 && !only.has(key) ? "" : undefined}
            title={`${formatCount(count)} of ${formatCount(model.legendTotal)} techniques in scope`}
            onClick={() => toggle(key)}
          >
            {sample.fill !== null && <Swatch fill={sample.fill} />}
            {word} <b>{formatCount(count)}</b>
          </button>
        ))}
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

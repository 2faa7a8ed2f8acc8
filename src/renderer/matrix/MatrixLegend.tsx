import type { ReactNode } from "react";
import { formatCount, formatShare } from "../ui/figures.ts";
import type { Fill } from "../ui/levels.ts";
import { Swatch } from "../ui/Tag.tsx";
import type { MatrixMode } from "./cell-paint.ts";
import type { MatrixLayoutModel } from "./columns.ts";

const notes: Readonly<Record<MatrixMode, string>> = {
  level: "Number: rules. Strip: used sub-techniques",
  actors: "Number: chosen actors. Strip: used sub-techniques",
};

/** What the legend counts beside the levels; a click shows it alone. */
export type LegendPart = "assumed" | "before-compromise";

/** The docked legend: swatch, word, count; a click shows these techniques alone. */
export function MatrixLegend({
  model,
  mode,
  only,
  onOnly,
  part,
  onPart,
  note,
  found,
}: {
  readonly model: MatrixLayoutModel;
  readonly mode: MatrixMode;
  readonly only: ReadonlySet<Fill>;
  readonly onOnly: (only: ReadonlySet<Fill>) => void;
  /** The part that is shown alone. */
  readonly part: LegendPart | null;
  readonly onPart: (part: LegendPart) => void;
  /** Of the selection. */
  readonly note: ReactNode;
  /** What the search found, in words; null while nothing is searched. */
  readonly found: ReactNode;
}) {
  const toggle = (fill: Fill): void => {
    const next = new Set(only);
    if (!next.delete(fill)) next.add(fill);
    onOnly(next);
  };
  const { beforeCompromise: before } = model;
  return (
    <div className="matrix-legend">
      <div className="matrix-legend-entries" role="group" aria-label="Legend, filters the matrix">
        {model.legend.map(({ fill, word, count }) => (
          <button
            key={fill}
            type="button"
            aria-pressed={only.has(fill)}
            data-dim={only.size > 0 && !only.has(fill) ? "" : undefined}
            title={`${formatCount(count)} of ${formatCount(model.counted)} techniques in scope`}
            onClick={() => toggle(fill)}
          >
            <Swatch fill={fill} />
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
        {found ?? <span className="matrix-legend-note">{notes[mode]}</span>}
        <span title={notes[mode]}>
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

import "./FigureRow.css";
import type { ReactNode } from "react";
import type { Fill } from "./levels.ts";
import { Swatch } from "./Tag.tsx";

/** One figure of a row: label above, number, and what it counts below. */
export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly fill?: Fill;
  /** The row's headline: larger and wider. */
  readonly lead?: boolean;
  /** Opens what the figure was computed from. */
  readonly onOpen?: () => void;
}

/** The card of five or so figures that opens a screen, with its bar and legend below. */
export function FigureRow({
  label,
  figures,
  children,
}: {
  readonly label: string;
  readonly figures: readonly Figure[];
  readonly children?: ReactNode;
}) {
  return (
    <section className="figure-row" aria-label={label}>
      <div className="figure-row-figures">
        {figures.map((figure) => (
          <div key={figure.label} className="figure" data-lead={figure.lead || undefined}>
            <div className="figure-label">
              {figure.fill !== undefined && <Swatch fill={figure.fill} />}
              {figure.label}
            </div>
            <div className="figure-value">
              {figure.onOpen === undefined ? (
                figure.value
              ) : (
                <button
                  type="button"
                  className="figure-open"
                  title="Show what this counts"
                  onClick={figure.onOpen}
                >
                  {figure.value}
                </button>
              )}
            </div>
            {figure.note !== undefined && <div className="figure-note">{figure.note}</div>}
          </div>
        ))}
      </div>
      {children}
    </section>
  );
}

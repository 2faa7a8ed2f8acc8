import { actorUseFill } from "../ui/levels.ts";
import { formatNoun } from "../ui/figures.ts";
import { countWord, joinNames } from "../actors/actor-words.ts";
import type { OverlapSet } from "./overlap.ts";
import "./Overlap.css";

/** Sizes of the picture, in px. */
const columnWidth = 38;
const barWidth = 22;
const barRoom = 132;
const rowHeight = 24;

/** Up to so many actors all have a row. */
const fewActors = 12;

/** What the picture needs of a chosen actor. */
export interface OverlapActor {
  readonly id: string;
  readonly name: string;
  readonly techniques: number;
}

/** A set in words: "FIN7 and APT38, no other: 22 techniques, 4 not covered". */
export function setWords(set: OverlapSet, actors: readonly OverlapActor[]): string {
  const names = set.actors.map((index) => actors[index]?.name ?? "");
  const who =
    set.actors.length === actors.length && actors.length > 1
      ? `All ${countWord(actors.length)} actors`
      : `${joinNames(names)} alone`;
  return `${who}: ${formatNoun(set.techniques.length, "technique")}, ${String(set.notCovered)} not covered`;
}

/**
 * Which actors share which techniques: a bar for each set of actors that has techniques of its own,
 * and below it the actors that the set is made of. Each bar is a button that selects its set.
 */
export function OverlapPicture({
  actors,
  sets,
  selectedKey,
  onSelect,
}: {
  readonly actors: readonly OverlapActor[];
  readonly sets: readonly OverlapSet[];
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string) => void;
}) {
  // Of many actors only those that the sets are made of have a row, in the order of the sets.
  const rows =
    actors.length <= fewActors
      ? [...actors.keys()]
      : [...new Set(sets.flatMap((set) => set.actors))];
  const rowOf = new Map(rows.map((index, row) => [index, row]));
  const largest = Math.max(1, ...sets.map((set) => set.techniques.length));
  const height = barRoom + 20 + rows.length * rowHeight;
  return (
    <div className="overlap-picture">
      <div className="overlap-names" style={{ paddingTop: barRoom + 20 }}>
        {rows.map((index) => (
          <div key={index} className="overlap-name" style={{ height: rowHeight }}>
            <span title={actors[index]?.name}>{actors[index]?.name}</span>
            <span className="muted">{actors[index]?.techniques}</span>
          </div>
        ))}
        <div className="overlap-name muted">
          <span>of these, not covered</span>
        </div>
      </div>
      <div className="overlap-sets" role="group" aria-label="Sets of actors, by size">
        {sets.map((set) => {
          const size = (set.techniques.length * (barRoom - 24)) / largest;
          const fill = actorUseFill(set.actors.length, actors.length);
          const first = Math.min(...set.actors);
          const last = Math.max(...set.actors);
          const middle = columnWidth / 2;
          const rowAt = (index: number) =>
            barRoom + 20 + ((rowOf.get(index) ?? 0) + 0.5) * rowHeight;
          return (
            <button
              key={set.key}
              type="button"
              className="overlap-set"
              aria-pressed={set.key === selectedKey}
              title={setWords(set, actors)}
              onClick={() => onSelect(set.key)}
            >
              <span className="visually-hidden">{setWords(set, actors)}</span>
              <svg width={columnWidth} height={height} aria-hidden="true">
                <text className="overlap-count" x={middle} y={barRoom - size - 6}>
                  {set.techniques.length}
                </text>
                <rect
                  className="overlap-bar"
                  data-fill={fill ?? undefined}
                  x={(columnWidth - barWidth) / 2}
                  y={barRoom - size}
                  width={barWidth}
                  height={Math.max(size, 2)}
                  rx="2"
                />
                <line className="overlap-base" x1="0" x2={columnWidth} y1={barRoom} y2={barRoom} />
                {rows.map((index) => (
                  <circle
                    key={index}
                    className="overlap-dot"
                    data-in={set.actors.includes(index) || undefined}
                    cx={middle}
                    cy={rowAt(index)}
                    r="5.5"
                  />
                ))}
                {last > first && (
                  <line
                    className="overlap-line"
                    x1={middle}
                    x2={middle}
                    y1={rowAt(first)}
                    y2={rowAt(last)}
                  />
                )}
              </svg>
              <span className="overlap-open" aria-hidden="true">
                {set.notCovered}
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

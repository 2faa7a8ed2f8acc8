import { useMemo, useState } from "react";
import type { Comparison } from "../../shared/model/actor.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { LevelTag } from "../ui/Tag.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { countWord, joinNames } from "./actor-words.ts";
import {
  type AssessedById,
  firstSet,
  listOverlapSets,
  orderByNeed,
  type OverlapSet,
  pairTable,
} from "./overlap.ts";
import { OverlapPicture } from "./OverlapPicture.tsx";
import { TechniqueButton } from "./TechniqueButton.tsx";
import "./Overlap.css";

type View = "picture" | "table" | "pairs";

const views = [
  { value: "picture", label: "Picture", note: "Which actors share which techniques" },
  { value: "table", label: "Table", note: "The same as a table" },
  { value: "pairs", label: "Pairs", note: "How alike every two actors are" },
] as const;

/** What is common to the chosen actors, what is each one's own, and how alike two of them are. */
export function OverlapCard({
  comparison,
  techniques,
  onInspect,
}: {
  readonly comparison: Comparison;
  readonly techniques: readonly AssessedTechnique[];
  readonly onInspect: (technique: AssessedTechnique) => void;
}) {
  const [view, setView] = useState<View>("picture");
  const [selected, setSelected] = useState<string>();
  const assessed: AssessedById = useMemo(
    () => new Map(techniques.map((technique) => [technique.id, technique])),
    [techniques],
  );
  const sets = useMemo(() => listOverlapSets(comparison, assessed), [comparison, assessed]);
  const set =
    sets.find((each) => each.key === selected) ?? firstSet(sets, comparison.actors.length);

  return (
    <Card
      title="Overlap of the chosen actors"
      flush
      grow
      aside={
        <SegmentedControl label="Show overlap as" value={view} choices={views} onChange={setView} />
      }
    >
      {set === undefined ? (
        <EmptyState>None of the chosen actors has a technique by the chosen ways.</EmptyState>
      ) : (
        <div className="overlap-card">
          {/* A scrolling region has to be reachable by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="overlap-view" tabIndex={0} role="region" aria-label="Overlap">
            {view === "picture" && (
              <OverlapPicture
                actors={comparison.actors}
                sets={sets}
                selectedKey={set.key}
                onSelect={setSelected}
              />
            )}
            {view === "table" && (
              <SetTable
                comparison={comparison}
                sets={sets}
                selectedKey={set.key}
                onSelect={setSelected}
              />
            )}
            {view === "pairs" && <PairTable comparison={comparison} />}
          </div>
          <SetTechniques
            set={set}
            comparison={comparison}
            assessed={assessed}
            onInspect={onInspect}
          />
        </div>
      )}
    </Card>
  );
}

function setNames(set: OverlapSet, comparison: Comparison): string {
  return joinNames(set.actors.map((index) => comparison.actors[index]?.name ?? ""));
}

function SetTable({
  comparison,
  sets,
  selectedKey,
  onSelect,
}: {
  readonly comparison: Comparison;
  readonly sets: readonly OverlapSet[];
  readonly selectedKey: string;
  readonly onSelect: (key: string) => void;
}) {
  return (
    <table className="overlap-table">
      <thead>
        <tr>
          <th scope="col">Used by exactly</th>
          <th scope="col" className="number">
            Techniques
          </th>
          <th scope="col" className="number">
            Not covered
          </th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <tr key={set.key} data-selected={set.key === selectedKey || undefined}>
            <th scope="row">
              <button
                type="button"
                className="link"
                aria-pressed={set.key === selectedKey}
                onClick={() => onSelect(set.key)}
              >
                {setNames(set, comparison)}
              </button>
            </th>
            <td className="number">{set.techniques.length}</td>
            <td className="number">{set.notCovered}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PairTable({ comparison }: { readonly comparison: Comparison }) {
  const { actors } = comparison;
  const pair = useMemo(() => pairTable(comparison), [comparison]);
  return (
    <table className="overlap-table">
      <caption className="visually-hidden">
        Techniques that two actors share, and the share of these among all that the two use
      </caption>
      <thead>
        <tr>
          <th scope="col">Shared, Jaccard</th>
          {actors.map((actor) => (
            <th key={actor.id} scope="col" className="number">
              {actor.name}
            </th>
          ))}
          <th scope="col" className="number">
            Only here
          </th>
        </tr>
      </thead>
      <tbody>
        {actors.map((actor) => (
          <tr key={actor.id}>
            <th scope="row">{actor.name}</th>
            {actors.map((other) => {
              const cell = other.id === actor.id ? undefined : pair(actor.id, other.id);
              return cell === undefined ? (
                <td key={other.id} className="same">
                  {actor.techniques}
                </td>
              ) : (
                <td
                  key={other.id}
                  className="number"
                  title={`Jaccard ${cell.jaccard.toFixed(3)}: shared by both, divided by used by either`}
                >
                  {cell.shared}, <span className="muted">{cell.jaccard.toFixed(2)}</span>
                </td>
              );
            })}
            <td className="number">{actor.unique.length}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SetTechniques({
  set,
  comparison,
  assessed,
  onInspect,
}: {
  readonly set: OverlapSet;
  readonly comparison: Comparison;
  readonly assessed: AssessedById;
  readonly onInspect: (technique: AssessedTechnique) => void;
}) {
  const ordered = useMemo(() => orderByNeed(set.techniques, assessed), [set, assessed]);
  const open = ordered.slice(0, set.notCovered);
  const rest = ordered.slice(set.notCovered);
  const { length: actors } = comparison.actors;
  const who =
    set.actors.length === actors && actors > 1
      ? `Common to all ${countWord(actors)}`
      : `${setNames(set, comparison)} alone`;
  const line = (id: TechniqueId) => {
    const technique = assessed.get(id);
    if (technique === undefined) {
      return (
        <li key={id} className="overlap-line-item">
          <span className="mono-id">{id}</span>
        </li>
      );
    }
    return (
      <li key={id} className="overlap-line-item">
        <TechniqueButton
          id={id}
          name={technique.name}
          parentName={technique.parentName}
          onOpen={() => onInspect(technique)}
        />
        <span className="muted">
          {technique.beforeCompromise
            ? "before compromise"
            : technique.notApplicable
              ? "not applicable"
              : technique.detections > 0
                ? formatNoun(technique.detections, "rule")
                : ""}
        </span>
        <LevelTag level={technique.level} />
      </li>
    );
  };
  return (
    // A scrolling region has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overlap-list" tabIndex={0} role="region" aria-label="Techniques of the set">
      {open.length > 0 && (
        <>
          <h3>
            {who}, not covered: {formatNoun(open.length, "technique")}
          </h3>
          <ul className="plain">{open.map(line)}</ul>
        </>
      )}
      {rest.length > 0 && (
        <>
          <h3>
            {open.length === 0 ? `${who}, covered` : "Covered"} or outside the headline:{" "}
            {formatNoun(rest.length, "technique")}
          </h3>
          <ul className="plain">{rest.map(line)}</ul>
        </>
      )}
    </div>
  );
}

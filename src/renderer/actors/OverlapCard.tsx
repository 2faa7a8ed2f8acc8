import { useMemo, useState } from "react";
import type { Comparison } from "../../shared/model/actor.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { LevelTag } from "../ui/Tag.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { countWord } from "./actor-words.ts";
import {
  type AssessedById,
  firstSet,
  listOverlapPairs,
  listOverlapSets,
  orderByNeed,
  type OverlapSet,
} from "./overlap.ts";
import { OverlapPicture } from "./OverlapPicture.tsx";
import { OverlapPairTable, OverlapSetTable, setNames } from "./OverlapTables.tsx";
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
  const [selectedPair, setSelectedPair] = useState<string>();
  const { actors } = comparison;
  const assessed: AssessedById = useMemo(
    () => new Map(techniques.map((technique) => [technique.id, technique])),
    [techniques],
  );
  const sets = useMemo(() => listOverlapSets(comparison, assessed), [comparison, assessed]);
  const pairs = useMemo(() => listOverlapPairs(comparison, assessed), [comparison, assessed]);
  const set = sets.find((each) => each.key === selected) ?? firstSet(sets, actors.length);
  const pair = pairs.find((each) => each.key === selectedPair) ?? pairs[0];

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
          {view === "picture" && (
            // A scrolling region has to be reachable by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            <div className="overlap-view" tabIndex={0} role="region" aria-label="Overlap">
              <OverlapPicture
                actors={actors}
                sets={sets}
                selectedKey={set.key}
                onSelect={setSelected}
              />
            </div>
          )}
          {view === "table" && (
            <OverlapSetTable
              actors={actors}
              sets={sets}
              selectedKey={set.key}
              onSelect={setSelected}
            />
          )}
          {view === "pairs" && (
            <OverlapPairTable
              actors={actors}
              pairs={pairs}
              selectedKey={pair?.key ?? null}
              onSelect={setSelectedPair}
            />
          )}
          {view !== "pairs" ? (
            <SetTechniques
              set={set}
              who={
                set.actors.length === actors.length && actors.length > 1
                  ? `Common to all ${countWord(actors.length)}`
                  : `${setNames(set, actors)} alone`
              }
              assessed={assessed}
              onInspect={onInspect}
            />
          ) : (
            pair !== undefined && (
              <SetTechniques
                set={pair}
                who={`Shared by ${setNames(pair, actors)}`}
                assessed={assessed}
                onInspect={onInspect}
              />
            )
          )}
        </div>
      )}
    </Card>
  );
}

/** The techniques that a chosen set or pair is made of: every number opens to them. */
function SetTechniques({
  set,
  who,
  assessed,
  onInspect,
}: {
  readonly set: OverlapSet;
  readonly who: string;
  readonly assessed: AssessedById;
  readonly onInspect: (technique: AssessedTechnique) => void;
}) {
  const ordered = useMemo(() => orderByNeed(set.techniques, assessed), [set, assessed]);
  const open = ordered.slice(0, set.notCovered);
  const rest = ordered.slice(set.notCovered);
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
      {set.techniques.length === 0 && <p className="muted">{who}: no technique.</p>}
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

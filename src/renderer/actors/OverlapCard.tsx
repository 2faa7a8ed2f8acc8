import { useMemo, useState } from "react";
import type { ActorComparison } from "../../shared/model/actor-comparison.ts";
import { useApp } from "../app/app-state.ts";
import { firstSet, listOverlapPairs, listOverlapSets } from "../compare/overlap.ts";
import { OverlapPicture } from "../compare/OverlapPicture.tsx";
import { OverlapPairTable, OverlapSetTable, setNames } from "../compare/OverlapTables.tsx";
import { TechniqueSet } from "../compare/TechniqueSet.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Card } from "../ui/Page.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { countWord } from "./actor-words.ts";
import "../compare/Overlap.css";

type View = "picture" | "table" | "pairs";

const views = [
  { value: "picture", label: "Picture", note: "Which actors share which techniques" },
  { value: "table", label: "Table", note: "The same as a table" },
  { value: "pairs", label: "Pairs", note: "How alike every two actors are" },
] as const;

/** What is common to the chosen actors, what is each one's own, and how alike two of them are. */
export function OverlapCard({ comparison }: { readonly comparison: ActorComparison }) {
  const { go } = useApp();
  const [view, setView] = useState<View>("picture");
  const [selected, setSelected] = useState<string>();
  const [selectedPair, setSelectedPair] = useState<string>();
  const { actors } = comparison;
  const techniques = useMemo(
    () => new Map(comparison.techniques.map((technique) => [technique.id, technique])),
    [comparison],
  );
  const sets = useMemo(() => listOverlapSets(comparison, techniques), [comparison, techniques]);
  const pairs = useMemo(() => listOverlapPairs(comparison, techniques), [comparison, techniques]);
  const set = sets.find((each) => each.key === selected) ?? firstSet(sets, actors.length);
  const pair = pairs.find((each) => each.key === selectedPair) ?? pairs[0];

  return (
    <Card
      title="Overlap of the chosen actors"
      flush
      grow
      aside={
        <>
          <SegmentedControl
            label="Show overlap as"
            value={view}
            choices={views}
            onChange={setView}
          />
          <button
            type="button"
            className="link"
            title="Heat map, what each adds, the smallest set, and other actors"
            onClick={() => go("compare", { compareTab: "actors" })}
          >
            Compare
          </button>
        </>
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
            <TechniqueSet
              ids={set.techniques}
              who={
                set.actors.length === actors.length && actors.length > 1
                  ? `Common to all ${countWord(actors.length)}`
                  : `${setNames(set, actors)} alone`
              }
              techniques={techniques}
            />
          ) : (
            pair !== undefined && (
              <TechniqueSet
                ids={pair.techniques}
                who={`Shared by ${setNames(pair, actors)}`}
                techniques={techniques}
              />
            )
          )}
        </div>
      )}
    </Card>
  );
}

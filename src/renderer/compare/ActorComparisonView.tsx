import { Button } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ActorComparison } from "../../shared/model/actor-comparison.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { countWord } from "../actors/actor-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import {
  AdditionsTable,
  ProfilesTable,
  SmallestSetTable,
  TechniquesTable,
} from "./ActorTables.tsx";
import type { ComparisonViewProps, ShownSet } from "./comparison-view.ts";
import { HeatMap } from "./HeatMap.tsx";
import {
  countNotCovered,
  listOverlapPairs,
  listOverlapSets,
  listProfiles,
  type OverlapPair,
  type OverlapSet,
  type TechniquesById,
} from "./overlap.ts";
import { OverlapPicture } from "./OverlapPicture.tsx";
import { OverlapPairTable, OverlapSetTable, setNames } from "./OverlapTables.tsx";
import { TechniqueSet } from "./TechniqueSet.tsx";
import { useComparisonExports } from "./use-comparison-exports.ts";

const views = [
  {
    value: "shares",
    label: "Common & unique",
    note: "What each actor shares, and what is its own",
  },
  { value: "techniques", label: "Techniques", note: "Every technique and how many use it" },
  { value: "sets", label: "UpSet", note: "Which actors share which techniques" },
  { value: "heat", label: "Heat map", note: "How alike every two actors are" },
  { value: "pairs", label: "Pairs", note: "The same as a table" },
  { value: "adds", label: "What each adds", note: "What one more actor brings" },
  { value: "smallest", label: "Smallest set", note: "Techniques that touch every actor" },
] as const;
type View = (typeof views)[number]["value"];

/** What all the actors of a comparison use: what is common where anything is. */
function firstShown({ actors, common, union }: ActorComparison): ShownSet {
  if (common.length > 0 && actors.length > 1) return commonSet(actors.length, common);
  return { key: "union", who: "Used by any", ids: union };
}

function commonSet(actors: number, ids: readonly TechniqueId[]): ShownSet {
  const who = actors === 1 ? "Used by it" : `Common to all ${countWord(actors)}`;
  return { key: "common", who, ids };
}

/** A comparison of actors in its views; what a number counts stands beside. */
export function ActorComparisonView({ comparison }: { readonly comparison: ActorComparison }) {
  const [view, setView] = useState<View>("shares");
  const [shown, setShown] = useState(() => firstShown(comparison));
  const techniques: TechniquesById = useMemo(
    () => new Map(comparison.techniques.map((technique) => [technique.id, technique])),
    [comparison],
  );
  const profiles = useMemo(() => listProfiles(comparison), [comparison]);
  const props = { comparison, techniques, profiles, shownKey: shown.key, onShow: setShown };
  return (
    <div className="compare-actors">
      <Figures {...props} onView={setView} />
      <SegmentedControl label="View" value={view} choices={views} onChange={setView} />
      <div className="compare-columns">
        <Card flush grow>
          <div className="compare-view">
            {view === "shares" && <ProfilesTable {...props} />}
            {view === "techniques" && <TechniquesTable {...props} />}
            {view === "sets" && <Sets {...props} />}
            {view === "heat" && <HeatMap {...props} />}
            {view === "pairs" && <Pairs {...props} />}
            {view === "adds" && <AdditionsTable {...props} />}
            {view === "smallest" && <SmallestSetTable {...props} />}
          </div>
        </Card>
        <ShownCard comparison={comparison} techniques={techniques} shown={shown} />
      </div>
    </div>
  );
}

function Figures({
  comparison,
  techniques,
  onShow,
  onView,
}: ComparisonViewProps & { readonly onView: (view: View) => void }) {
  const { actors, union, common, intersections, smallestSet, pairs } = comparison;
  const alone = useMemo(
    () =>
      intersections
        .filter((set) => set.actors.length === 1)
        .flatMap((set) => set.techniques)
        .sort(),
    [intersections],
  );
  const inDenominator = union.filter((id) => techniques.get(id)?.coverage?.inDenominator === true);
  const notCovered = countNotCovered(union, techniques);
  const best = useMemo(() => {
    let most: (typeof pairs)[number] | undefined;
    for (const pair of pairs) if (pair.jaccard > (most?.jaccard ?? 0)) most = pair;
    return most;
  }, [pairs]);
  const nameOf = (id: string) => actors.find((actor) => actor.id === id)?.name ?? id;
  const touched = actors.length - smallestSet.untouchable.length;
  return (
    <FigureRow
      label="The comparison in figures"
      figures={[
        {
          label: "Together",
          value: formatCount(union.length),
          note: `techniques of ${formatNoun(actors.length, "actor")}`,
          onOpen: () => onShow({ key: "union", who: "Used by any", ids: union }),
        },
        {
          label: "Common to all",
          value: formatCount(common.length),
          note: `of ${formatNoun(union.length, "technique")}`,
          onOpen: () => onShow(commonSet(actors.length, common)),
        },
        {
          label: "Used by one alone",
          value: formatCount(alone.length),
          note: formatOf(alone.length, union.length),
          onOpen: () => onShow({ key: "alone", who: "Used by one alone", ids: alone }),
        },
        {
          label: "Not covered",
          value: formatCount(notCovered),
          note: `of ${formatNoun(inDenominator.length, "technique")} that would count`,
          onOpen: () => onShow({ key: "counted", who: "That would count", ids: inDenominator }),
        },
        {
          label: "Most alike",
          value: best === undefined ? "–" : best.jaccard.toFixed(2),
          note: best === undefined ? "no two share any" : `${nameOf(best.a)} and ${nameOf(best.b)}`,
          onOpen: () => onView("pairs"),
        },
        {
          label: "Smallest set",
          value: formatCount(smallestSet.techniques.length),
          note: `touches ${touched === actors.length ? "all" : "the"} ${formatCount(touched)}${touched === actors.length ? "" : " with techniques"}`,
          onOpen: () => {
            onView("smallest");
            onShow({
              key: "smallest",
              who: "Touch every actor together",
              ids: smallestSet.techniques,
            });
          },
        },
      ]}
    />
  );
}

function ShownCard({
  comparison,
  techniques,
  shown,
}: {
  readonly comparison: ActorComparison;
  readonly techniques: TechniquesById;
  readonly shown: ShownSet;
}) {
  const { makeLayers, problem } = useComparisonExports(comparison);
  const { who, ids, actors } = shown;
  return (
    <Card
      title={actors === undefined ? "Techniques" : "Actors"}
      flush
      grow
      aside={
        ids.length > 0 && (
          <Button
            size="xs"
            leftSection={<IconStack2 aria-hidden="true" />}
            onClick={() => makeLayers(who, ids)}
          >
            As layer
          </Button>
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {actors === undefined ? (
        <TechniqueSet ids={ids} who={who} techniques={techniques} />
      ) : (
        // A scrolling region has to be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="overlap-list" tabIndex={0} role="region" aria-label="Actors of the set">
          <h3>
            {who}: {formatNoun(actors.length, "actor")}
          </h3>
          <ul className="plain">
            {actors.map((index) => {
              const actor = comparison.actors[index];
              return (
                actor !== undefined && (
                  <li key={index} className="compare-actor-line">
                    {actor.name} <span className="mono-id">{actor.id}</span>
                  </li>
                )
              );
            })}
          </ul>
        </div>
      )}
    </Card>
  );
}

/** Sets in the picture; more would be too many to look at. */
const mostSets = 40;

function Sets({ comparison, techniques, shownKey, onShow }: ComparisonViewProps) {
  const [asTable, setAsTable] = useState(false);
  const { actors } = comparison;
  const sets = useMemo(() => listOverlapSets(comparison, techniques), [comparison, techniques]);
  const show = (key: string) => {
    const set = sets.find((each) => each.key === key);
    if (set === undefined) return;
    const isAll = set.actors.length === actors.length && actors.length > 1;
    const who = isAll
      ? `Common to all ${countWord(actors.length)}`
      : `${setNames(set, actors)} alone`;
    onShow({ key: set.key, who, ids: set.techniques });
  };
  const largest = sets.slice(0, mostSets);
  const rest = sets.slice(mostSets);
  return (
    <>
      <div className="compare-view-tools">
        <SegmentedControl
          label="Show sets as"
          value={asTable ? "table" : "picture"}
          choices={[
            { value: "picture", label: "Picture" },
            { value: "table", label: "Table" },
          ]}
          onChange={(value) => setAsTable(value === "table")}
        />
        {rest.length > 0 && !asTable && (
          <span className="muted">
            {`The ${formatCount(mostSets)} largest of ${formatNoun(sets.length, "set")}; the others hold ${formatNoun(countTechniques(rest), "technique")}.`}
          </span>
        )}
      </div>
      {asTable ? (
        <OverlapSetTable actors={actors} sets={sets} selectedKey={shownKey ?? ""} onSelect={show} />
      ) : (
        // A scrolling region has to be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="compare-upset" tabIndex={0} role="region" aria-label="Sets">
          <OverlapPicture
            actors={actors}
            sets={largest}
            selectedKey={shownKey ?? undefined}
            onSelect={show}
          />
        </div>
      )}
    </>
  );
}

function countTechniques(sets: readonly OverlapSet[]): number {
  return sets.reduce((sum, set) => sum + set.techniques.length, 0);
}

/** What a pair shares, as it is shown. */
function shownPair(
  { key, techniques }: Pick<OverlapPair, "key" | "techniques">,
  names: string,
): ShownSet {
  return { key: `pair ${key}`, who: `Shared by ${names}`, ids: techniques };
}

function Pairs({ comparison, techniques, shownKey, onShow }: ComparisonViewProps) {
  const { actors } = comparison;
  const pairs = useMemo(() => listOverlapPairs(comparison, techniques), [comparison, techniques]);
  return (
    <OverlapPairTable
      actors={actors}
      pairs={pairs}
      selectedKey={shownKey?.startsWith("pair ") === true ? shownKey.slice(5) : null}
      onSelect={(key) => {
        const pair = pairs.find((each) => each.key === key);
        if (pair !== undefined) onShow(shownPair(pair, setNames(pair, actors)));
      }}
    />
  );
}

import { useMemo, useState } from "react";
import type { ActorAddition, ComparedTechnique } from "../../shared/model/actor-comparison.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { actorKindWords } from "../actors/actor-words.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatShare } from "../ui/figures.ts";
import { levelWords } from "../ui/levels.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { useDataTable } from "../ui/table-model.ts";
import { LevelTag } from "../ui/Tag.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { useTableExport } from "../use-table-export.ts";
import type { ComparisonViewProps, ShownSet } from "./comparison-view.ts";
import { countNotCovered } from "./overlap.ts";

/** A number that opens what it counts. */
function OpenedNumber({
  shown,
  shownKey,
  onShow,
}: {
  readonly shown: ShownSet;
  readonly shownKey: string | null;
  readonly onShow: (shown: ShownSet) => void;
}) {
  return (
    <button
      type="button"
      className="figure-link"
      title="Show what this counts"
      aria-pressed={shown.key === shownKey}
      onClick={(event) => {
        event.stopPropagation();
        onShow(shown);
      }}
    >
      {formatCount(shown.ids.length)}
    </button>
  );
}

interface ProfileRow {
  readonly index: number;
  readonly name: string;
  readonly id: string;
  readonly kind: string;
  readonly all: ShownSet;
  readonly unique: ShownSet;
  readonly shared: ShownSet;
  readonly notCovered: number;
}

const profileRowId = ({ index }: ProfileRow): string => String(index);
const mostFirst = [{ column: "all", descending: true }];

/** Every actor with what it shares with any other, and what is its own. */
export function ProfilesTable({
  comparison,
  techniques,
  profiles,
  shownKey,
  onShow,
}: ComparisonViewProps) {
  const rows = useMemo(
    () =>
      comparison.actors.map(({ name, id, kind, unique }, index): ProfileRow => {
        const ids = profiles[index] ?? [];
        const own = new Set(unique);
        return {
          index,
          name,
          id,
          kind: actorKindWords[kind],
          all: { key: `all ${String(index)}`, who: name, ids },
          unique: { key: `unique ${String(index)}`, who: `${name} alone`, ids: unique },
          shared: {
            key: `shared ${String(index)}`,
            who: `${name} and another`,
            ids: ids.filter((one) => !own.has(one)),
          },
          notCovered: countNotCovered(ids, techniques),
        };
      }),
    [comparison, profiles, techniques],
  );
  const columns = useMemo((): readonly DataColumn<ProfileRow>[] => {
    const numbers = (id: "all" | "unique" | "shared", header: string, width: number) => ({
      id,
      header,
      numeric: true,
      width,
      value: (row: ProfileRow) => row[id].ids.length,
      cell: (row: ProfileRow) => (
        <OpenedNumber shown={row[id]} shownKey={shownKey} onShow={onShow} />
      ),
    });
    return [
      {
        id: "name",
        header: "Actor",
        fixed: true,
        width: 130,
        grow: 2,
        value: ({ name }) => name,
      },
      { id: "id", header: "ID", mono: true, width: 76, value: ({ id }) => id },
      { id: "kind", header: "Kind", width: 90, hidden: true, value: ({ kind }) => kind },
      numbers("all", "Techniques", 96),
      numbers("shared", "Shared", 78),
      numbers("unique", "Its own", 78),
      {
        id: "notCovered",
        header: "Not covered",
        numeric: true,
        width: 100,
        value: ({ notCovered }) => notCovered,
      },
    ];
  }, [shownKey, onShow]);
  const model = useDataTable({ rows, columns, rowId: profileRowId, order: mostFirst });
  const { exportTable, problem } = useTableExport("compared-actors");
  const selected = rows.find(({ all, unique, shared }) =>
    [all.key, unique.key, shared.key].includes(shownKey ?? ""),
  );
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="compare-view-tools">
        <TableTools model={model} filterLabel="Filter by actor" onExport={exportTable} />
      </div>
      <DataTable
        model={model}
        label="Compared actors"
        compact
        selectedId={selected === undefined ? null : profileRowId(selected)}
        onSelect={({ all }) => onShow(all)}
        empty="No actor is compared."
      />
    </>
  );
}

interface TechniqueRow extends ComparedTechnique {
  readonly actors: readonly number[];
}

const techniqueRowId = ({ id }: TechniqueRow): string => id;
const mostUsedFirst = [{ column: "actors", descending: true }];

/** Every technique of the union, and how many of the actors use it. */
export function TechniquesTable({ comparison, techniques, shownKey, onShow }: ComparisonViewProps) {
  const { inspect } = useApp();
  const rows = useMemo(
    () =>
      comparison.intersections.flatMap((set) =>
        set.techniques.flatMap((id): TechniqueRow[] => {
          const technique = techniques.get(id);
          return technique === undefined ? [] : [{ ...technique, actors: set.actors }];
        }),
      ),
    [comparison, techniques],
  );
  const columns = useMemo(() => techniqueColumns(comparison.actors.length), [comparison]);
  const model = useDataTable({ rows, columns, rowId: techniqueRowId, order: mostUsedFirst });
  const { exportTable, problem } = useTableExport("compared-techniques");
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="compare-view-tools">
        <TableTools model={model} filterLabel="Filter by technique" onExport={exportTable} />
        <span className="muted">Enter opens the inspector</span>
      </div>
      <DataTable
        model={model}
        label="Techniques of the compared actors"
        compact
        selectedId={shownKey?.startsWith("users ") === true ? shownKey.slice(6) : null}
        onSelect={({ id, name, actors }) =>
          onShow({ key: `users ${id}`, who: `${id} ${name} is used by`, ids: [id], actors })
        }
        onOpen={({ domain, id }) => inspect(domain, id)}
        empty="None of the actors has a technique by the chosen ways."
      />
    </>
  );
}

function techniqueColumns(actors: number): readonly DataColumn<TechniqueRow>[] {
  return [
    { id: "id", header: "ID", fixed: true, mono: true, width: 84, value: ({ id }) => id },
    {
      id: "name",
      header: "Technique",
      width: 150,
      grow: 2,
      value: techniqueName,
      cell: ({ name, parentName }) => <TechniqueName name={name} parentName={parentName} />,
    },
    {
      id: "actors",
      header: `Used by, of ${formatCount(actors)}`,
      numeric: true,
      width: 112,
      value: (row) => row.actors.length,
    },
    {
      id: "groups",
      header: "Of all groups",
      numeric: true,
      width: 102,
      value: ({ groupsUsing }) => groupsUsing,
      cell: ({ groupsUsing, groups }) => (
        <span title={`${formatCount(groupsUsing)} of ${formatCount(groups)} groups`}>
          {formatShare(groupsUsing, groups)}
        </span>
      ),
    },
    {
      id: "weight",
      header: "Rarity",
      numeric: true,
      width: 74,
      hidden: true,
      value: ({ weight }) => Math.round(weight * 1000) / 1000,
    },
    {
      id: "level",
      header: "Level",
      width: 118,
      value: ({ coverage }) => (coverage === null ? null : levelWords[coverage.level]),
      cell: ({ coverage }) =>
        coverage === null ? (
          <span className="faint">Out of scope</span>
        ) : (
          <LevelTag level={coverage.level} />
        ),
    },
  ];
}

interface AdditionRow {
  readonly step: number;
  readonly name: string;
  readonly id: string;
  readonly techniques: number;
  readonly added: ShownSet;
  readonly notCovered: number;
  readonly total: number;
  readonly share: number;
}

const additionRowId = ({ id, step }: AdditionRow): string => `${String(step)} ${id}`;
const byStep = [{ column: "step", descending: false }];

/** What each further actor adds: the greatest first, or in the order of the actors. */
export function AdditionsTable({ comparison, techniques, shownKey, onShow }: ComparisonViewProps) {
  const [order, setOrder] = useState<"greatest" | "given">("greatest");
  const { actors, additions, additionsInOrder, union } = comparison;
  const rows = useMemo(
    () =>
      (order === "greatest" ? additions : additionsInOrder).flatMap(
        ({ actor: index, added, total }: ActorAddition, place): AdditionRow[] => {
          const actor = actors[index];
          if (actor === undefined) return [];
          return [
            {
              step: place + 1,
              name: actor.name,
              id: actor.id,
              techniques: actor.techniques,
              added: { key: `adds ${actor.id}`, who: `${actor.name} adds`, ids: added },
              notCovered: countNotCovered(added, techniques),
              total,
              share: union.length === 0 ? 0 : total / union.length,
            },
          ];
        },
      ),
    [order, additions, additionsInOrder, actors, techniques, union],
  );
  const model = useDataTable({
    rows,
    columns: additionColumns,
    rowId: additionRowId,
    order: byStep,
  });
  const { exportTable, problem } = useTableExport("what-each-actor-adds");
  const selected = rows.find(({ added }) => added.key === shownKey);
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="compare-view-tools">
        <SegmentedControl
          label="Order"
          value={order}
          choices={[
            {
              value: "greatest",
              label: "Greatest first",
              note: "Each next one the actor that adds most to those before it",
            },
            { value: "given", label: "As listed", note: "In the order of the actors" },
          ]}
          onChange={setOrder}
        />
        <TableTools model={model} filterLabel="Filter by actor" onExport={exportTable} />
      </div>
      <DataTable
        model={model}
        label="What each actor adds"
        compact
        selectedId={selected === undefined ? null : additionRowId(selected)}
        onSelect={({ added }) => onShow(added)}
        empty="No actor is compared."
      />
    </>
  );
}

const additionColumns: readonly DataColumn<AdditionRow>[] = [
  { id: "step", header: "Step", numeric: true, width: 56, value: ({ step }) => step },
  {
    id: "name",
    header: "Actor",
    fixed: true,
    width: 120,
    grow: 1,
    value: ({ name }) => name,
    searchText: ({ id }) => id,
  },
  {
    id: "techniques",
    header: "Techniques",
    numeric: true,
    width: 92,
    value: ({ techniques }) => techniques,
  },
  { id: "added", header: "Adds", numeric: true, width: 64, value: ({ added }) => added.ids.length },
  {
    id: "notCovered",
    header: "Not covered",
    numeric: true,
    width: 96,
    value: ({ notCovered }) => notCovered,
  },
  { id: "total", header: "Together", numeric: true, width: 80, value: ({ total }) => total },
  {
    id: "share",
    header: "Of all, %",
    width: 130,
    value: ({ share }) => Math.round(share * 1000) / 10,
    cell: ({ share }) => (
      <>
        <span className="compare-track" aria-hidden="true">
          <span style={{ width: `${String(share * 100)}%` }} />
        </span>
        <span className="compare-share">{formatShare(share, 1)}</span>
      </>
    ),
  },
];

interface TouchingRow extends ComparedTechnique {
  readonly actors: readonly number[];
  /** Actors that no other technique of the set touches. */
  readonly only: readonly number[];
}

const touchingRowId = ({ id }: TouchingRow): string => id;

/** The smallest set of techniques that touches every actor, and whom each touches. */
export function SmallestSetTable({
  comparison,
  techniques,
  profiles,
  shownKey,
  onShow,
}: ComparisonViewProps) {
  const { smallestSet, actors } = comparison;
  const rows = useMemo(() => {
    const set = new Set<TechniqueId>(smallestSet.techniques);
    const touching = profiles.map((profile) => profile.filter((id) => set.has(id)));
    return smallestSet.techniques.flatMap((id): TouchingRow[] => {
      const technique = techniques.get(id);
      if (technique === undefined) return [];
      const touched = [...touching.keys()].filter((index) => touching[index]?.includes(id));
      return [
        {
          ...technique,
          actors: touched,
          only: touched.filter((index) => touching[index]?.length === 1),
        },
      ];
    });
  }, [smallestSet, techniques, profiles]);
  const columns = useMemo(
    (): readonly DataColumn<TouchingRow>[] => [
      ...techniqueColumns(actors.length)
        .filter(({ id }) => id !== "groups" && id !== "weight")
        .map((column) => ({ ...column, value: (row: TouchingRow) => column.value(row) })),
      {
        id: "only",
        header: "By it alone",
        numeric: true,
        width: 88,
        value: ({ only }) => only.length,
      },
    ],
    [actors.length],
  );
  const model = useDataTable({ rows, columns, rowId: touchingRowId, order: mostUsedFirst });
  const { exportTable, problem } = useTableExport("smallest-set");
  const { techniques: ids, isSmallest, atLeast, untouchable } = smallestSet;
  const without = untouchable.flatMap((index) => actors[index]?.name ?? []);
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="compare-view-tools">
        <TableTools model={model} filterLabel="Filter by technique" onExport={exportTable} />
      </div>
      <p className="compare-view-note">
        {`${formatNoun(ids.length, "technique")}: every actor that has any uses at least one of them. `}
        {isSmallest
          ? "No smaller set does: that was proven. Others of the same size may."
          : `The best set found; ${formatCount(atLeast)} is the least that could do.`}
        {without.length > 0 && ` Without techniques by the chosen ways: ${without.join(", ")}.`}
      </p>
      <DataTable
        model={model}
        label="Smallest set of techniques"
        compact
        selectedId={shownKey?.startsWith("touches ") === true ? shownKey.slice(8) : null}
        onSelect={({ id, name, actors: touched }) =>
          onShow({ key: `touches ${id}`, who: `${id} ${name} touches`, ids: [id], actors: touched })
        }
        empty="None of the actors has a technique by the chosen ways."
      />
    </>
  );
}

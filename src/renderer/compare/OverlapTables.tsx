import { type ReactNode, useMemo } from "react";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { type DataColumn, type DataTableModel, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import { joinNames } from "../actors/actor-words.ts";
import type { OverlapPair, OverlapSet } from "./overlap.ts";
import type { OverlapActor } from "./OverlapPicture.tsx";
import "./Overlap.css";

/** The actors of a set by name: "FIN7 and APT38". */
export function setNames(set: OverlapSet, actors: readonly OverlapActor[]): string {
  return joinNames(set.actors.map((index) => actors[index]?.name ?? ""));
}

function rowKey({ key }: OverlapSet): string {
  return key;
}

/** Which actors share which techniques, each technique in the one set of all who use it. */
export function OverlapSetTable({
  actors,
  sets,
  selectedKey,
  onSelect,
}: {
  readonly actors: readonly OverlapActor[];
  readonly sets: readonly OverlapSet[];
  readonly selectedKey: string;
  readonly onSelect: (key: string) => void;
}) {
  const columns = useMemo(
    (): readonly DataColumn<OverlapSet>[] => [
      {
        id: "actors",
        header: "Used by exactly",
        fixed: true,
        width: 150,
        grow: 1,
        value: (set) => setNames(set, actors),
      },
      {
        id: "techniques",
        header: "Techniques",
        numeric: true,
        width: 92,
        value: ({ techniques }) => techniques.length,
      },
      {
        id: "notCovered",
        header: "Not covered",
        numeric: true,
        width: 96,
        value: ({ notCovered }) => notCovered,
      },
      idsColumn,
    ],
    [actors],
  );
  const model = useDataTable({ rows: sets, columns, rowId: rowKey, order: largestFirst });
  return (
    <OverlapTable
      model={model}
      label="Sets of actors"
      file="overlap-sets"
      selectedKey={selectedKey}
      onSelect={onSelect}
    />
  );
}

/** What every two actors share, whoever else uses it, and how alike that makes them. */
export function OverlapPairTable({
  actors,
  pairs,
  selectedKey,
  onSelect,
}: {
  readonly actors: readonly OverlapActor[];
  readonly pairs: readonly OverlapPair[];
  readonly selectedKey: string | null;
  readonly onSelect: (key: string) => void;
}) {
  const columns = useMemo((): readonly DataColumn<OverlapPair>[] => {
    const name = (pair: OverlapPair, place: 0 | 1) => actors[pair.actors[place] ?? -1]?.name ?? "";
    return [
      {
        id: "first",
        header: "Actor",
        fixed: true,
        width: 96,
        grow: 1,
        value: (pair) => name(pair, 0),
      },
      {
        id: "second",
        header: "And",
        fixed: true,
        width: 96,
        grow: 1,
        value: (pair) => name(pair, 1),
      },
      {
        id: "shared",
        header: "Shared",
        numeric: true,
        width: 66,
        value: ({ techniques }) => techniques.length,
      },
      {
        id: "notCovered",
        header: "Not covered",
        numeric: true,
        width: 96,
        hidden: true,
        value: ({ notCovered }) => notCovered,
      },
      {
        id: "onlyFirst",
        header: "Only the first",
        numeric: true,
        width: 98,
        hidden: true,
        value: ({ onlyFirst }) => onlyFirst,
      },
      {
        id: "onlySecond",
        header: "Only the second",
        numeric: true,
        width: 116,
        hidden: true,
        value: ({ onlySecond }) => onlySecond,
      },
      {
        id: "either",
        header: "Either",
        numeric: true,
        width: 62,
        value: ({ either }) => either,
      },
      {
        id: "jaccard",
        header: "Jaccard",
        numeric: true,
        width: 74,
        value: ({ jaccard }) => Math.round(jaccard * 1000) / 1000,
        cell: ({ jaccard }) => (
          <span title={`${jaccard.toFixed(3)}: shared by both, divided by used by either`}>
            {jaccard.toFixed(2)}
          </span>
        ),
      },
      {
        id: "weighted",
        header: "By rarity",
        numeric: true,
        width: 82,
        value: ({ weighted }) => Math.round(weighted * 1000) / 1000,
        cell: ({ weighted }) => (
          <span title={`${weighted.toFixed(3)}: the same, each technique counting by its rarity`}>
            {weighted.toFixed(2)}
          </span>
        ),
      },
      idsColumn,
    ];
  }, [actors]);
  const model = useDataTable({ rows: pairs, columns, rowId: rowKey, order: mostAlikeFirst });
  return (
    <OverlapTable
      model={model}
      label="Pairs of actors"
      file="overlap-pairs"
      selectedKey={selectedKey}
      onSelect={onSelect}
      empty={<EmptyState>Two actors make a pair; only one is chosen.</EmptyState>}
    />
  );
}

const largestFirst = [{ column: "techniques", descending: true }];
const mostAlikeFirst = [{ column: "jaccard", descending: true }];

const idsColumn: DataColumn<OverlapSet> = {
  id: "ids",
  header: "Technique IDs",
  hidden: true,
  mono: true,
  width: 160,
  grow: 1,
  value: ({ techniques }) => techniques.join(", "),
};

function OverlapTable<Row extends OverlapSet>({
  model,
  label,
  file,
  selectedKey,
  onSelect,
  empty = null,
}: {
  readonly model: DataTableModel<Row>;
  readonly label: string;
  readonly file: string;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string) => void;
  readonly empty?: ReactNode;
}) {
  const { exportTable, problem } = useTableExport(file);
  return (
    <div className="overlap-table">
      <div className="overlap-tools">
        <TableTools model={model} filterLabel="Filter by actor" onExport={exportTable} />
      </div>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label={label}
        compact
        bare
        recycling
        selectedId={selectedKey}
        onSelect={({ key }) => onSelect(key)}
        empty={empty}
      />
    </div>
  );
}

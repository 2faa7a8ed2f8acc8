import { ActionIcon } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import type { FittingActor, ObservedComparison } from "../../shared/model/actor-comparison.ts";
import { actorKindWords } from "../actors/actor-words.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatOf } from "../ui/figures.ts";
import { LevelBar } from "../ui/StackedBar.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";

const rowId = ({ id }: FittingActor): string => id;
const bestFirst = [{ column: "place", descending: false }];

/** How many of an actor's techniques that count are covered. */
function coveredOf({ levels }: FittingActor): { covered: number; of: number } | null {
  if (levels === null) return null;
  const of = Object.values(levels).reduce((sum, count) => sum + count, 0);
  return { covered: levels.detected + levels.several + levels.validated, of };
}

/** A chance as a person reads it: "2.4 %", "under 0.1 %". */
function chanceWords(chance: number): string {
  if (chance < 0.001) return "under 0.1 %";
  return `${(chance * 100).toFixed(chance < 0.1 ? 1 : 0)} %`;
}

/** A count and what share it is: "5, 42 %". */
function shareText(count: number, of: number): string {
  return `${formatCount(count)}, ${String(Math.round((count * 100) / of))} %`;
}

/** The actors that fit observed techniques, the best first, each to be chosen. */
export function FittingActorsTable({
  found,
  selectedId,
  onSelect,
}: {
  readonly found: ObservedComparison;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
}) {
  const { assessmentId, go } = useApp();
  const { mutate: choose, ...choosing } = useCommand("actors", "choose");
  const { mutate: unchoose } = useCommand("actors", "unchoose");
  const observed = found.observed.length;
  const columns = useMemo(
    () =>
      listColumns(observed, (actor) => {
        if (assessmentId === undefined) return;
        const { kind, domain, id, name } = actor;
        const chosen = { assessmentId, actor: { kind, domain, id } };
        const reason = `Fits ${formatCount(actor.shared.length)} of ${formatCount(observed)} observed techniques`;
        choose(
          { ...chosen, weight: 1, reason },
          { onSuccess: () => showDone(`${name} chosen`, () => unchoose(chosen)) },
        );
      }),
    [observed, assessmentId, choose, unchoose],
  );
  const model = useDataTable({ rows: found.actors, columns, rowId, order: bestFirst });
  const { exportTable, problem } = useTableExport("fitting-actors");
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {choosing.error !== null && <ErrorNotice problem={problemOf(choosing.error)} />}
      <div className="compare-view-tools">
        <TableTools model={model} filterLabel="Filter by actor" onExport={exportTable} />
      </div>
      <DataTable
        model={model}
        label="Actors that fit"
        compact
        selectedId={selectedId}
        onSelect={({ id }) => onSelect(id)}
        onOpen={({ kind, domain, id }) => go("actors", { actor: { kind, domain, id } })}
        empty="No actor is known to use any of these techniques."
      />
    </>
  );
}

function listColumns(
  observed: number,
  onChoose: (actor: FittingActor) => void,
): readonly DataColumn<FittingActor>[] {
  return [
    { id: "place", header: "Place", numeric: true, width: 56, value: ({ place }) => place },
    {
      id: "name",
      header: "Actor",
      fixed: true,
      width: 96,
      grow: 1,
      value: ({ name }) => name,
      searchText: ({ id, aliases }) => `${id} ${aliases.join(" ")}`,
    },
    { id: "id", header: "ID", mono: true, width: 70, hidden: true, value: ({ id }) => id },
    {
      id: "kind",
      header: "Kind",
      width: 84,
      hidden: true,
      value: ({ kind }) => actorKindWords[kind],
    },
    {
      id: "shared",
      header: `Uses, of ${formatCount(observed)}`,
      numeric: true,
      width: 84,
      value: ({ shared }) => shared.length,
      cell: ({ shared }) => (
        <span title="Of what was observed, how much the actor is known to use">
          {shareText(shared.length, observed)}
        </span>
      ),
    },
    {
      id: "own",
      header: "Of its own, %",
      numeric: true,
      width: 116,
      value: ({ shared, techniques }) => Math.round((shared.length * 1000) / techniques) / 10,
      cell: ({ shared, techniques }) => (
        <span title="Of what the actor is known to use, how much was observed">
          {formatOf(shared.length, techniques)}
        </span>
      ),
    },
    {
      id: "techniques",
      header: "Techniques",
      numeric: true,
      width: 84,
      hidden: true,
      value: ({ techniques }) => techniques,
    },
    {
      id: "score",
      header: "Score",
      numeric: true,
      width: 58,
      value: ({ score }) => Math.round(score * 100) / 100,
      cell: ({ score }) => (
        <span title="Log-likelihood ratio against the rates at which all groups use these; 0 = no better">
          {score.toFixed(1)}
        </span>
      ),
    },
    {
      id: "chance",
      header: "By chance",
      numeric: true,
      width: 80,
      value: ({ chance }) => Math.round(chance * 1e6) / 1e6,
      cell: ({ chance }) => (
        <span title="How often a profile of this size, made at the rates of all groups, shares as many">
          {chanceWords(chance)}
        </span>
      ),
    },
    {
      id: "rarest",
      header: "Rarest shared",
      mono: true,
      width: 96,
      hidden: true,
      value: ({ shared }) => shared[0] ?? null,
    },
    {
      id: "covered",
      header: "Covered, %",
      width: 106,
      value: (actor) => {
        const counts = coveredOf(actor);
        return counts === null || counts.of === 0
          ? null
          : Math.round((counts.covered * 1000) / counts.of) / 10;
      },
      cell: (actor) => {
        const counts = coveredOf(actor);
        if (actor.levels === null || counts === null) return <span className="faint">–</span>;
        return (
          <span className="observed-levels">
            <LevelBar
              counts={actor.levels}
              height={10}
              label={formatOf(counts.covered, counts.of)}
            />
            <span>
              {counts.of === 0
                ? "–"
                : `${String(Math.round((counts.covered * 100) / counts.of))} %`}
            </span>
          </span>
        );
      },
    },
    {
      id: "choose",
      header: "Chosen",
      width: 66,
      unsortable: true,
      value: ({ chosen }) => (chosen ? "yes" : "no"),
      cell: (actor) =>
        actor.chosen ? (
          <span className="chosen-mark" role="img" aria-label="Chosen" title="Chosen">
            <IconCheck size={16} aria-hidden="true" />
          </span>
        ) : (
          <ActionIcon
            aria-label={`Choose ${actor.name}`}
            title={`Choose ${actor.name} for the assessment`}
            onClick={(event) => {
              event.stopPropagation();
              onChoose(actor);
            }}
          >
            <IconPlus size={16} aria-hidden="true" />
          </ActionIcon>
        ),
    },
  ];
}

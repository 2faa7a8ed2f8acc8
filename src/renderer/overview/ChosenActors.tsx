import { useMemo } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { ActorCoverage } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatShare } from "../ui/figures.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";

const rowId = (actor: ActorCoverage): string => `${actor.domain} ${actor.id}`;

const columns: readonly DataColumn<ActorCoverage>[] = [
  {
    id: "actor",
    header: "Actor",
    value: (actor) => actor.name,
    searchText: (actor) => actor.id,
    cell: (actor) => (
      <span title={actor.name}>
        <b className="overview-actor">{actor.name}</b> <MonoId>{actor.id}</MonoId>
      </span>
    ),
    width: 132,
    grow: 1,
    fixed: true,
  },
  {
    id: "techniques",
    header: "In scope",
    value: (actor) => actor.inScope,
    numeric: true,
    width: 76,
  },
  {
    id: "covered",
    header: "Covered",
    value: (actor) => actor.covered,
    numeric: true,
    width: 76,
  },
  {
    id: "share",
    header: "Share",
    value: (actor) => actor.percent,
    cell: (actor) => <b>{formatShare(actor.covered, actor.inScope)}</b>,
    numeric: true,
    width: 68,
  },
];

/** The chosen actors with their own coverage; a row opens what is covered of one. */
export function ChosenActors({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { exportTable, problem } = useTableExport("chosen-actors");
  const model = useDataTable({ rows: answer.actors, columns, rowId });
  const weights = useMemo(
    () => new Set(answer.actors.map((actor) => actor.weight)),
    [answer.actors],
  );
  return (
    <Card
      title="Chosen actors"
      aside={
        <>
          <span>{weights.size === 1 ? "Weights equal" : "Weights differ"}</span>
          <button
            type="button"
            className="link"
            onClick={() => exportTable({ columns: model.columns, rows: model.rows })}
          >
            Export
          </button>
        </>
      }
      flush
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label="Chosen actors"
        bare
        empty="No actor chosen."
        onOpen={(actor) =>
          go("actors", { actor: { kind: actor.kind, domain: actor.domain, id: actor.id } })
        }
      />
    </Card>
  );
}

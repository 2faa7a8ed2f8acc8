import { useMemo } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { StackedBar } from "../ui/StackedBar.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { outcomeParts } from "./outcome-words.ts";

const noRuns: readonly Run[] = [];

/** The runs of the workspace. */
export function RunsTab({ onOpen }: { readonly onOpen: (runId: number) => void }) {
  const { importFrom } = useApp();
  const list = useOperation("emulation", "runs", {});
  const columns = useMemo(listColumns, []);
  const model = useDataTable({
    rows: list.data ?? noRuns,
    columns,
    rowId: ({ id }) => String(id),
    order: [{ column: "startedAt", descending: true }],
  });
  if (list.error !== null) return <ErrorNotice problem={problemOf(list.error)} />;
  if (list.data?.length === 0) {
    return (
      <Card grow>
        <EmptyState action="Import results" onAction={() => importFrom("emulation")}>
          No runs yet. Import what a runner or a tracker wrote to see what the defence made of it.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <TableTools model={model} filterLabel="Filter by any text" />
      <Card flush grow>
        <DataTable
          model={model}
          label="Runs"
          onOpen={(run) => onOpen(run.id)}
          empty="Reading the runs…"
        />
      </Card>
    </>
  );
}

function listColumns(): DataColumn<Run>[] {
  return [
    { id: "name", header: "Run", value: ({ name }) => name },
    { id: "environment", header: "Environment", value: ({ environment }) => environment },
    { id: "startedAt", header: "Start", value: ({ startedAt }) => startedAt },
    { id: "tool", header: "Tool", value: ({ tool }) => tool },
    { id: "who", header: "Who", value: ({ who }) => who },
    { id: "cases", header: "Test cases", value: ({ cases }) => cases },
    {
      id: "outcomes",
      header: "Outcomes",
      value: ({ outcomes }) => outcomes.blocked + outcomes.alerted,
      cell: ({ outcomes }) => <StackedBar parts={outcomeParts(outcomes)} />,
    },
  ];
}

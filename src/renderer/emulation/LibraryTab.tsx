import { useMemo } from "react";
import type { EmulationTest } from "../../shared/model/emulation-test.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";

const noTests: readonly EmulationTest[] = [];

/** The tests of the library. */
export function LibraryTab() {
  const { importFrom } = useApp();
  const list = useOperation("emulation", "tests", {});
  const columns = useMemo(listColumns, []);
  const model = useDataTable({
    rows: list.data ?? noTests,
    columns,
    rowId: ({ id }) => String(id),
  });
  if (list.error !== null) return <ErrorNotice problem={problemOf(list.error)} />;
  if (list.data?.length === 0) {
    return (
      <Card grow>
        <EmptyState action="Import tests" onAction={() => importFrom("emulation")}>
          No tests yet. Import Atomic Red Team, Caldera abilities or emulation plans from disk.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <TableTools model={model} filterLabel="Filter by any text" />
      <Card flush grow>
        <DataTable model={model} label="Tests" empty="Reading the tests…" />
      </Card>
    </>
  );
}

function listColumns(): DataColumn<EmulationTest>[] {
  return [
    { id: "written", header: "Technique", value: ({ written }) => written.join(", ") },
    { id: "name", header: "Test", value: ({ name }) => name },
    { id: "source", header: "Source", value: ({ source }) => source },
  ];
}

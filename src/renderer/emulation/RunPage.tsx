import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { TestCase } from "../../shared/model/emulation.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { outcomeWords } from "./outcome-words.ts";

const noCases: readonly TestCase[] = [];

/** One run: its test cases and what the defence made of each. */
export function RunPage({
  runId,
  onClose,
}: {
  readonly runId: number;
  readonly onClose: () => void;
}) {
  const runs = useOperation("emulation", "runs", {});
  const cases = useOperation("emulation", "cases", { runId });
  const run = runs.data?.find(({ id }) => id === runId);
  const columns = useMemo(listColumns, []);
  const model = useDataTable({
    rows: cases.data ?? noCases,
    columns,
    rowId: ({ id }) => String(id),
  });
  return (
    <Page
      fill
      header={
        <PageHeader
          title={run?.name ?? "Run"}
          actions={<Button onClick={onClose}>All runs</Button>}
        />
      }
    >
      {cases.error !== null && <ErrorNotice problem={problemOf(cases.error)} />}
      <TableTools model={model} filterLabel="Filter by any text" />
      <Card flush grow>
        <DataTable model={model} label="Test cases" empty="No test cases in this run yet." />
      </Card>
    </Page>
  );
}

function listColumns(): DataColumn<TestCase>[] {
  return [
    { id: "written", header: "Technique", value: ({ written }) => written },
    { id: "name", header: "Test", value: ({ name }) => name },
    { id: "host", header: "Host", value: ({ host }) => host },
    {
      id: "outcome",
      header: "Outcome",
      value: ({ outcome }) => outcomeWords[outcome],
      cell: ({ outcome }) => <OutcomeTag outcome={outcome} />,
    },
  ];
}

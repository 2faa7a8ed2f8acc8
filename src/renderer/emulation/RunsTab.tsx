import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Run } from "../../shared/model/emulation.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend, StackedBar } from "../ui/StackedBar.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { outcomeParts, outcomes, outcomeWords } from "./outcome-words.ts";
import { ExportRunDialog } from "./ExportRunDialog.tsx";
import { DeleteRuns, RunDialog } from "./RunDialogs.tsx";
import "./Runs.css";

const noRuns: readonly Run[] = [];
const nothing: ReadonlySet<string> = new Set();

const assessedOf = ({ cases, outcomes: counts }: Run) => cases - counts["not-assessed"];

/** Whether nothing of it was run yet: a plan. */
const isPlanned = (run: Run) =>
  assessedOf(run) === 0 && (run.startedAt === null || run.importId === null);

/** The runs of the workspace. */
export function RunsTab({ onOpen }: { readonly onOpen: (runId: number) => void }) {
  const { importFrom } = useApp();
  const list = useOperation("emulation", "runs", {});
  const runs = list.data ?? noRuns;
  const columns = useMemo(() => listColumns(), []);
  const model = useDataTable({
    rows: runs,
    columns,
    rowId: runRowId,
  });
  const [checked, setChecked] = useState(nothing);
  const [dialog, setDialog] = useState<"new" | "edit" | "export" | "delete">();
  const { exportTable, problem } = useTableExport("emulation-runs", {
    runIds: runs.map(({ id }) => id),
  });
  const chosen = runs.filter((run) => checked.has(runRowId(run)));
  const [only] = chosen;
  const close = () => setDialog(undefined);

  const dialogs = (
    <>
      {dialog === "new" && <RunDialog onClose={close} onMade={onOpen} />}
      {dialog === "edit" && only !== undefined && <RunDialog run={only} onClose={close} />}
      {dialog === "export" && chosen.length > 0 && (
        <ExportRunDialog runIds={chosen.map(({ id }) => id)} onClose={close} />
      )}
      {dialog === "delete" && chosen.length > 0 && (
        <DeleteRuns
          runs={chosen}
          onClose={close}
          onDone={() => {
            close();
            setChecked(nothing);
          }}
        />
      )}
    </>
  );
  if (list.error !== null) return <ErrorNotice problem={problemOf(list.error)} />;
  if (list.data?.length === 0) {
    return (
      <Card grow>
        <EmptyState action="Import results" onAction={() => importFrom("emulation")}>
          No runs yet. Import what a runner or a tracker wrote to see what the defence made of it,
          or{" "}
          <button type="button" className="link" onClick={() => setDialog("new")}>
            make a run by hand
          </button>
          .
        </EmptyState>
        {dialogs}
      </Card>
    );
  }
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
        <Button
          size="xs"
          leftSection={<IconPlus aria-hidden="true" />}
          onClick={() => setDialog("new")}
        >
          New run
        </Button>
      </TableTools>
      <Card flush grow>
        {chosen.length > 0 && (
          <div className="case-bulk" role="toolbar" aria-label="Change the selected runs">
            <b>{formatNoun(chosen.length, "run")} selected</b>
            <Button size="xs" disabled={chosen.length > 1} onClick={() => setDialog("edit")}>
              Edit
            </Button>
            <Button size="xs" onClick={() => setDialog("export")}>
              Export
            </Button>
            <Button size="xs" onClick={() => setDialog("delete")}>
              Delete
            </Button>
            <Button size="xs" variant="subtle" onClick={() => setChecked(nothing)}>
              Clear selection
            </Button>
          </div>
        )}
        <DataTable
          model={model}
          label="Runs"
          onOpen={(run) => onOpen(run.id)}
          checked={checked}
          onCheck={setChecked}
          empty={<EmptyState>Reading the runs…</EmptyState>}
          foot={<BarLegend all parts={legend} />}
        />
      </Card>
      {dialogs}
    </>
  );
}

const legend = outcomes.map((outcome) => ({
  fill: `out-${outcome}` as const,
  word: outcomeWords[outcome],
  count: 0,
}));

function runRowId({ id }: Run): string {
  return String(id);
}

function listColumns(): DataColumn<Run>[] {
  return [
    {
      id: "name",
      header: "Run",
      value: ({ name }) => name,
      cell: (run) => (
        <span className="run-name" title={run.name}>
          <b>{run.name}</b>
          {isPlanned(run) && <Badge tone="accent">Planned</Badge>}
        </span>
      ),
      searchText: (run) => `${run.notes} ${isPlanned(run) ? "planned" : ""}`,
      width: 180,
      grow: 2,
      fixed: true,
    },
    { id: "environment", header: "Environment", value: ({ environment }) => environment },
    {
      id: "startedAt",
      header: "Start",
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) =>
        startedAt === null ? <span className="faint">–</span> : formatDay(startedAt),
      width: 100,
    },
    { id: "tool", header: "Tool", value: ({ tool }) => tool || null, width: 140 },
    { id: "who", header: "Who", value: ({ who }) => who || null, width: 110 },
    {
      id: "cases",
      header: "Test cases",
      value: ({ cases }) => cases,
      numeric: true,
      width: 84,
    },
    {
      id: "assessed",
      header: "Assessed",
      value: assessedOf,
      cell: (run) => `${formatCount(assessedOf(run))} of ${formatCount(run.cases)}`,
      numeric: true,
      width: 104,
    },
    {
      id: "outcomes",
      header: "Outcomes",
      value: ({ outcomes: counts }) =>
        outcomeParts(counts)
          .filter(({ count }) => count > 0)
          .map(({ word, count }) => `${word} ${String(count)}`)
          .join(", ") || null,
      cell: ({ outcomes: counts }) => <StackedBar parts={outcomeParts(counts)} height={10} />,
      unsortable: true,
      width: 140,
      grow: 2,
    },
    ...outcomes.map((outcome): DataColumn<Run> => ({
      id: outcome,
      header: outcomeWords[outcome],
      value: ({ outcomes: counts }) => counts[outcome],
      numeric: true,
      width: 96,
      hidden: true,
    })),
    {
      id: "notes",
      header: "Notes",
      value: ({ notes }) => notes || null,
      width: 180,
      hidden: true,
    },
  ];
}

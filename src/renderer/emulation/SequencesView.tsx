import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import type { EmulationSequence, LibraryTest } from "../../shared/model/emulation-test.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { sourceWords } from "./library-list.ts";
import "../detections/Detections.css";
import "./PlanTests.css";

/** An adversary or a plan, with the tests of its steps where the library holds them. */
interface SequenceRow {
  readonly sequence: EmulationSequence;
  readonly steps: readonly { readonly key: string; readonly test: LibraryTest | undefined }[];
}

const rowId = ({ sequence }: SequenceRow): string => String(sequence.id);
const noSequences: readonly EmulationSequence[] = [];

const missingOf = ({ steps }: SequenceRow): number =>
  steps.filter(({ test }) => test === undefined).length;

/** Adversaries of a runner and emulation plans: tests in an order. */
export function SequencesView({
  library,
  choices,
}: {
  readonly library: readonly LibraryTest[];
  readonly choices: ReactNode;
}) {
  const { go, importFrom } = useApp();
  const list = useOperation("emulation", "sequences", {});
  const [selected, setSelected] = useState<number>();
  const { exportTable, problem } = useTableExport("adversaries");
  const sequences = list.data ?? noSequences;
  const rows = useMemo((): readonly SequenceRow[] => {
    const byKey = new Map(
      library.map((test) => [`${test.source} ${test.key.toLowerCase()}`, test]),
    );
    return sequences.map((sequence) => ({
      sequence,
      steps: sequence.tests.map((key) => ({
        key,
        test: byKey.get(`${sequence.source} ${key.toLowerCase()}`),
      })),
    }));
  }, [library, sequences]);
  const model = useDataTable({
    rows,
    columns,
    rowId,
    order: [{ column: "name", descending: false }],
  });
  const shown = rows.find(({ sequence }) => sequence.id === selected) ?? model.rows[0];
  const error = list.error ?? problem ?? null;
  return (
    <>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <div className="inventory-tools">
        <TableTools model={model} filterLabel="Filter by any text" onExport={exportTable}>
          {choices}
        </TableTools>
      </div>
      <div className="inventory" data-panel={shown !== undefined || undefined}>
        <Card flush grow>
          <DataTable
            model={model}
            label="Adversaries and plans"
            selectedId={shown === undefined ? null : rowId(shown)}
            onSelect={({ sequence }) => setSelected(sequence.id)}
            empty={
              <EmptyState action="Import tests" onAction={() => importFrom("emulation")}>
                No adversaries or plans yet. Import those of Caldera or of the CTID.
              </EmptyState>
            }
          />
        </Card>
        {shown !== undefined && (
          <Card
            grow
            scroll
            title={shown.sequence.name}
            foot={
              <Button
                size="xs"
                variant="filled"
                onClick={() =>
                  go("emulation", {
                    planFrom: { kind: "sequence", sequenceId: shown.sequence.id },
                  })
                }
              >
                Plan tests in this order…
              </Button>
            }
          >
            <Steps row={shown} />
          </Card>
        )}
      </div>
    </>
  );
}

function Steps({ row }: { readonly row: SequenceRow }) {
  const { sequence, steps } = row;
  const missing = missingOf(row);
  return (
    <div className="test-detail">
      {sequence.description.trim() !== "" && (
        <p className="test-text">{sequence.description.trim()}</p>
      )}
      {missing > 0 && (
        <p className="plan-warning">
          <IconAlertTriangle size={15} aria-hidden="true" />
          <span>
            {formatNoun(missing, "step")} of {steps.length} {missing === 1 ? "is" : "are"} not in
            the library. Import {sequence.source === "caldera" ? "the abilities" : "the plan"} to
            have {missing === 1 ? "it" : "them"}.
          </span>
        </p>
      )}
      <ol className="plain test-steps">
        {steps.map(({ key, test }, index) => (
          <li key={index}>
            <span className="muted">{index + 1}</span>
            {test === undefined ? (
              <span>
                <span className="mono">{key}</span>{" "}
                <span className="plan-none">not in the library</span>
              </span>
            ) : (
              <span>
                <span className="mono muted">{test.written.join(", ")}</span> {test.name}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

const columns: readonly DataColumn<SequenceRow>[] = [
  {
    id: "name",
    header: "Adversary or plan",
    value: ({ sequence }) => sequence.name,
    searchText: ({ sequence }) => `${sequence.key} ${sequence.description}`,
    width: 180,
    grow: 2,
    fixed: true,
  },
  { id: "source", header: "Source", value: ({ sequence }) => sourceWords[sequence.source] },
  { id: "steps", header: "Steps", value: ({ steps }) => steps.length, numeric: true, width: 70 },
  {
    id: "techniques",
    header: "Techniques",
    value: ({ steps }) => new Set(steps.flatMap(({ test }) => test?.written ?? [])).size,
    numeric: true,
    width: 96,
  },
  {
    id: "network",
    header: "Need a network",
    value: ({ steps }) => steps.filter(({ test }) => (test?.network.length ?? 0) > 0).length,
    numeric: true,
    width: 122,
  },
  { id: "missing", header: "Missing", value: missingOf, numeric: true, width: 80 },
];

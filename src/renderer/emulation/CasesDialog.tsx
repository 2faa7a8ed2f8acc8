import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { CountedCase } from "../../shared/model/test-meaning.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay } from "../app/times.ts";
import { withAssessment } from "../markings/use-marking.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import { OutcomeTag } from "./OutcomeTag.tsx";
import { expectedWords, outcomeWords } from "./outcome-words.ts";
import { formatTimeToAlert, shortenNames } from "./run-words.ts";

/** The test cases behind a figure; each opens in its run. */
export function CasesDialog({
  title,
  cases,
  runNames,
  onClose,
}: {
  readonly title: string;
  readonly cases: readonly CountedCase[];
  readonly runNames: ReadonlyMap<number, string>;
  readonly onClose: () => void;
}) {
  const { assessmentId, go } = useApp();
  const columns = useMemo(() => {
    const shorts = shortenNames([...runNames.values()]);
    const shortNames = new Map([...runNames.keys()].map((id, index) => [id, shorts[index] ?? ""]));
    const isTimed = cases.some(({ secondsToAlert }) => secondsToAlert !== null);
    return columnsOf(runNames, shortNames, isTimed);
  }, [runNames, cases]);
  const model = useDataTable({ rows: cases, columns, rowId });
  const { exportTable, problem } = useTableExport(
    "test-cases",
    withAssessment(assessmentId, { runIds: [...new Set(cases.map(({ runId }) => runId))] }),
  );
  return (
    <Dialog
      opened
      wide
      title={`${title}: ${formatNoun(cases.length, "test case")}`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={() => exportTable(model)}>Export</Button>
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="cases-list">
        <DataTable
          model={model}
          label={title}
          compact
          onOpen={({ runId, caseId }) => {
            onClose();
            go("emulation", { runId, caseId });
          }}
          empty="No test case."
        />
      </div>
    </Dialog>
  );
}

const rowId = ({ caseId }: CountedCase): string => String(caseId);

function columnsOf(
  runNames: ReadonlyMap<number, string>,
  shortNames: ReadonlyMap<number, string>,
  isTimed: boolean,
): readonly DataColumn<CountedCase>[] {
  return [
    {
      id: "technique",
      header: "Technique",
      width: 92,
      mono: true,
      value: ({ techniqueId, written }) => techniqueId ?? (written === "" ? null : written),
      searchText: ({ technique }) => technique ?? "",
    },
    { id: "name", header: "Test", width: 200, grow: 3, value: ({ name }) => name },
    {
      id: "run",
      header: "Run",
      width: 110,
      value: ({ runId }) => runNames.get(runId) ?? null,
      cell: ({ runId }) => <span title={runNames.get(runId)}>{shortNames.get(runId)}</span>,
    },
    {
      id: "outcome",
      header: "Outcome",
      width: 128,
      value: ({ outcome }) => outcomeWords[outcome],
      cell: ({ outcome, late }) => (
        <span title={late ? "The alert came later than the SLA" : undefined}>
          <OutcomeTag outcome={outcome} />
        </span>
      ),
    },
    {
      id: "expected",
      header: "Expected",
      width: 74,
      value: ({ expected }) => expectedWords[expected],
    },
    {
      id: "toAlert",
      header: "To alert",
      width: 82,
      hidden: !isTimed,
      numeric: true,
      value: ({ secondsToAlert }) => secondsToAlert,
      cell: ({ secondsToAlert }) =>
        secondsToAlert === null ? (
          <span className="faint">–</span>
        ) : (
          formatTimeToAlert(secondsToAlert)
        ),
    },
    { id: "at", header: "Day", width: 92, hidden: true, value: ({ at }) => formatDay(at) },
    { id: "host", header: "Host", width: 92, hidden: true, value: ({ host }) => host },
  ];
}

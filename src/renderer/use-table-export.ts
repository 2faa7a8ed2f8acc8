import { useApp } from "./app/app-state.ts";
import { getMarking } from "./markings/use-marking.ts";
import { buildTableCsv } from "./table-csv.ts";
import type { TableView } from "./ui/DataTable.tsx";
import { showDone } from "./ui/toasts.tsx";
import { type Problem } from "../shared/problem.ts";
import { problemOf } from "./use-operation.ts";
import { workbench } from "./workbench.ts";
import { useCallback, useState } from "react";

/** Saves a table as CSV, marked as the window is, where the user says; `problem` is set where that failed. */
export function useTableExport(suggested: string): {
  readonly exportTable: <Row>(view: TableView<Row>) => void;
  readonly problem: Problem | undefined;
} {
  const { assessmentId } = useApp();
  const [problem, setProblem] = useState<Problem>();
  const exportTable = useCallback(
    <Row>(view: TableView<Row>) => {
      setProblem(undefined);
      getMarking(assessmentId)
        .then((marking) => {
          const text = buildTableCsv(view.columns, view.rows, marking);
          return workbench.shell.saveText({
            suggested: `${suggested}.csv`,
            extension: "csv",
            text,
          });
        })
        .then((path) => {
          if (path !== null) showDone(`Exported to ${path}`);
        })
        .catch((error: unknown) => setProblem(problemOf(error)));
    },
    [suggested, assessmentId],
  );
  return { exportTable, problem };
}

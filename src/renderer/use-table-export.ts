import type { MarkedThings } from "../shared/model/marking.ts";
import { saveMarkedText } from "./markings/ask-marking.ts";
import { useMarkedThings } from "./markings/use-marking.ts";
import { buildTableCsv } from "./table-csv.ts";
import type { TableView } from "./ui/DataTable.tsx";
import { showDone } from "./ui/toasts.tsx";
import { type Problem } from "../shared/problem.ts";
import { problemOf } from "./use-operation.ts";
import { useState } from "react";

/**
 * Saves a table as CSV, marked as what it is made of, where the user says; `problem` is set where
 * that failed. `things` is what it is made of where that is more than what the screen is about.
 */
export function useTableExport(
  suggested: string,
  things?: MarkedThings,
): {
  readonly exportTable: <Row>(view: TableView<Row>) => void;
  readonly problem: Problem | undefined;
} {
  const around = useMarkedThings();
  const [problem, setProblem] = useState<Problem>();
  const exportTable = <Row>(view: TableView<Row>) => {
    setProblem(undefined);
    saveMarkedText({
      things: things ?? around,
      what: `Table ${suggested}`,
      ...{ suggested: `${suggested}.csv`, extension: "csv" },
      text: (marking) => buildTableCsv(view.columns, view.rows, marking),
    })
      .then((path) => {
        if (path !== null) showDone(`Exported to ${path}`);
      })
      .catch((error: unknown) => setProblem(problemOf(error)));
  };
  return { exportTable, problem };
}

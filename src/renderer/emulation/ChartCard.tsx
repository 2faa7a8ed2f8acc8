import { type ReactNode, useState } from "react";
import { Button } from "@mantine/core";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";

/** A chart with the table of its figures: one of them is shown, and the table is exported. */
export function ChartCard<Row>({
  title,
  note,
  empty,
  rows,
  columns,
  rowId,
  exportName,
  onOpen,
  children,
}: {
  readonly title: string;
  /** What the figures are, by which rule. */
  readonly note: ReactNode;
  /** The sentence that stands where there is nothing to draw; set it exactly then. */
  readonly empty?: string | undefined;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowId: (row: Row) => string;
  readonly exportName: string;
  readonly onOpen: (row: Row) => void;
  readonly children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const model = useDataTable({ rows, columns, rowId });
  const { exportTable, problem } = useTableExport(exportName);
  return (
    <Card
      title={title}
      aside={
        empty === undefined && (
          <>
            {asTable && (
              <Button size="compact-xs" onClick={() => exportTable(model)}>
                Export
              </Button>
            )}
            <Button
              size="compact-xs"
              aria-pressed={asTable}
              onClick={() => setAsTable((before) => !before)}
            >
              {asTable ? "Show as chart" : "Show as table"}
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problemOf(problem)} />}
      {empty !== undefined ? (
        <EmptyState>{empty}</EmptyState>
      ) : asTable ? (
        <div className="chart-table">
          <DataTable model={model} label={title} compact bare onOpen={onOpen} empty="Nothing" />
        </div>
      ) : (
        children
      )}
      <p className="chart-note">{note}</p>
    </Card>
  );
}
